"""What a range of history brings: counted, weighed, and judged blob by blob.

Memory grows with the number of blobs, by some 0.2 kB for each, and never with their sizes.
"""

from __future__ import annotations

from ...git import blobs, history, ranges
from ...git.index import Entry
from ...git.ranges import Brought
from ...values import TYPE_CHECKING, NamedTuple
from ..blobs import offences

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from ...git.pushes import Tip
    from ...git.ranges import Range
    from ...git.repository import Repository
    from ...policy.settings import BlockArtifacts
    from ..blobs.judge import Offence

_TOGETHER = 5000
_ATTRIBUTES = b".gitattributes"


class Arrival(NamedTuple):
    """An offence, and what first brought its blob to this path."""

    offence: Offence
    brought: Brought


class Reckoning(NamedTuple):
    """`number` of all the blobs, each once, and their `size` in bytes; `missing` are those that are not here.

    `attributes` are the paths of all attribute files that the range touches.
    """

    arrivals: list[Arrival]
    number: int
    size: int
    missing: list[Brought]
    attributes: frozenset[bytes]


def of_loose(tips: Iterable[Tip]) -> Iterator[Brought]:
    """What tags hold without a commit: a tree, or a blob under the name of its tag."""
    for tip in tips:
        if tip.kind == "tree":
            yield from ranges.of_tree(tip.id)
        elif tip.kind == "blob":
            yield Brought(b"", tip.update.ref.encode("utf-8", "surrogateescape"), tip.id.encode())


def reckon(repository: Repository, wanted: Range, loose: Iterable[Brought], settings: BlockArtifacts) -> Reckoning:
    """Judge every blob at every path that brings it."""
    attributes: set[bytes] = set()
    arrivals: list[Arrival] = []
    missing: list[Brought] = []
    number = size = 0
    for part, fresh in _parts(_changes(wanted, loose, attributes)):
        sizes = blobs.sizes_of(brought.blob for brought in part)
        number += len(fresh)
        size += sum(sizes[blob] or 0 for blob in fresh)
        by_entry = {Entry(brought.path, brought.blob): brought for brought in part}
        judged = offences.among_stored(repository, list(by_entry), sizes, settings)
        arrivals += [Arrival(offence, by_entry[offence.entry]) for offence in judged.offences]
        missing += [by_entry[entry] for (entry,) in judged.missing]
    return Reckoning(arrivals, number, size, missing, frozenset(attributes))


def without_old(wanted: Range) -> tuple[int, int]:
    """Number and bytes of the blobs that no tree just outside of the range has: renames bring none."""
    old = {blob for edge in ranges.edges(wanted)[: ranges.MOST_EDGES] for _, blob in history.files(edge)}
    sizes = blobs.sizes_of({brought.blob for brought in ranges.walk(wanted)} - old)
    return len(sizes), sum(size or 0 for size in sizes.values())


def _changes(wanted: Range, loose: Iterable[Brought], attributes: set[bytes]) -> Iterator[Brought]:
    """What is brought; the attribute files among it and among what is taken away are added to `attributes`."""
    yield from loose
    for change in ranges.changes(wanted):
        path = change.path if isinstance(change, Brought) else change
        if path.endswith(_ATTRIBUTES) and path.rpartition(b"/")[2] == _ATTRIBUTES:
            attributes.add(path)
        if isinstance(change, Brought):
            yield change


def _parts(stream: Iterable[Brought]) -> Iterator[tuple[list[Brought], list[bytes]]]:
    """Parts of bounded length: what is to be judged, and the blobs that were not seen before.

    A blob is judged again under another path, since verdicts depend on paths.
    """
    seen: dict[bytes, bytes] = {}
    part: list[Brought] = []
    fresh: list[bytes] = []
    for brought in stream:
        path = seen.get(brought.blob)
        if path == brought.path:
            continue
        if path is None:
            seen[brought.blob] = brought.path
            fresh.append(brought.blob)
        part.append(brought)
        if len(part) == _TOGETHER:
            yield part, fresh
            part, fresh = [], []
    if part:
        yield part, fresh
