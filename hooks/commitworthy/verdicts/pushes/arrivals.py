"""What a range of history brings: counted, weighed, and judged blob by blob.

Memory grows with the number of blobs, by some 0.2 kB for each, and never with their sizes.
"""

from __future__ import annotations

from ...git import blobs, history, ranges
from ...git.index import Entry
from ...git.ranges import SUBMODULE, Brought, Made
from ...policy.settings import LIMITS
from ...values import TYPE_CHECKING, NamedTuple
from ..blobs import offences

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from ...git.pushes import Tip
    from ...git.ranges import Range
    from ...git.repository import Repository
    from ...policy.settings import BlockArtifacts
    from ..blobs.judge import Offence

_TOGETHER = 5000
_ATTRIBUTES = b".gitattributes"
# What no file system takes for the name of one file (NAME_MAX of Linux, macOS and Windows).
LONGEST_NAME = 255
# Names are rarely longer: what they have beyond is counted.
_USUAL_NAME = 100


class Arrival(NamedTuple):
    """An offence, and what first brought its blob to this path."""

    offence: Offence
    brought: Brought


class Heavy(NamedTuple):
    """What weighs too much although it is no blob.

    `kind` is "commit" or "tag", of `size` bytes; or "names", which take so many bytes more than names should; or
    "name", which is as long.  `commit` is the commit, or the tag; `name` that of a ref, or the start of that of a file.
    """

    kind: str
    commit: bytes
    size: int
    name: str = ""


class Reckoning(NamedTuple):
    """`number` of all the blobs, each once, and their `size` in bytes; `missing` are those that are not here.

    `attributes` are the paths of all attribute files that the range touches.  `heavy` is no blob, and `beside` are the
    bytes of all that is none: commits, tags, and the names of what is new.
    """

    arrivals: list[Arrival]
    number: int
    size: int
    missing: list[Brought]
    attributes: frozenset[bytes]
    heavy: Sequence[Heavy] = ()
    beside: int = 0


def of_loose(tips: Iterable[Tip]) -> Iterator[Brought]:
    """What tags hold without a commit: a tree, or a blob under the name of its tag."""
    for tip in tips:
        if tip.kind == "tree":
            yield from ranges.of_tree(tip.id)
        elif tip.kind == "blob":
            yield Brought(b"", tip.update.ref.encode("utf-8", "surrogateescape"), tip.id.encode())


def reckon(repository: Repository, wanted: Range, loose: Iterable[Brought], settings: BlockArtifacts) -> Reckoning:
    """Judge every blob at every path that brings it, and weigh what is no blob."""
    attributes: set[bytes] = set()
    arrivals: list[Arrival] = []
    missing: list[Brought] = []
    names = _Names(largest_object(settings))
    heavy: list[Heavy] = []
    number = size = beside = 0
    for part, fresh, commits in _parts(_changes(wanted, loose, attributes, names)):
        sizes = blobs.sizes_of((*(brought.blob for brought in part), *commits))
        number += len(fresh)
        size += sum(sizes[blob] or 0 for blob in fresh)
        beside += sum(sizes[commit] or 0 for commit in commits)
        large = ((commit, sizes[commit] or 0) for commit in commits)
        heavy += [Heavy("commit", commit, weight) for commit, weight in large if weight > names.limit]
        by_entry = {Entry(brought.path, brought.blob, link=bool(brought.mode)): brought for brought in part}
        judged = offences.among_stored(repository, list(by_entry), sizes, settings)
        arrivals += [Arrival(offence, by_entry[offence.entry]) for offence in judged.offences]
        missing += [by_entry[entry] for (entry,) in judged.missing]
    names.close()
    return Reckoning(
        arrivals, number, size, missing, frozenset(attributes), [*heavy, *names.heavy], beside + names.bytes
    )


def largest_object(settings: BlockArtifacts) -> int:
    """Most bytes of a commit or a tag: as of text, and never less than is usual of that."""
    return max(LIMITS["text"], settings.limit("text") or 0)


class _Names:
    """The names of what is new, weighed as they come by: sorted within a commit."""

    def __init__(self, limit: int) -> None:
        self.limit = limit
        self.bytes = 0
        self.heavy: list[Heavy] = []
        self._commit, self._path = b"", b""
        self._excess, self._longest = 0, b""

    def add(self, brought: Brought) -> None:
        if brought.commit != self._commit:
            self.close()
            self._commit = brought.commit
        path, before = brought.path, self._path
        self._path = path
        self.bytes += len(path) - path.rfind(b"/")
        if brought.mode == SUBMODULE:
            # Its id is whatever one likes.
            self._excess += len(path) + len(brought.blob) // 2
        elif len(path) > _USUAL_NAME:
            shared = before[: before.rfind(b"/") + 1]
            for name in path.removeprefix(shared).split(b"/"):
                self._excess += max(0, len(name) - _USUAL_NAME)
                self._longest = max(self._longest, name, key=len)

    def close(self) -> None:
        """The end of a commit."""
        if len(self._longest) > LONGEST_NAME:
            start = self._longest[:40].decode("utf-8", "surrogateescape")
            self.heavy.append(Heavy("name", self._commit, len(self._longest), start))
        elif self._excess > self.limit:
            self.heavy.append(Heavy("names", self._commit, self._excess))
        self._path, self._excess, self._longest = b"", 0, b""


def without_old(wanted: Range) -> tuple[int, int]:
    """Number and bytes of the blobs that no tree just outside of the range has: renames bring none."""
    old = {blob for edge in ranges.edges(wanted)[: ranges.MOST_EDGES] for _, blob in history.files(edge)}
    sizes = blobs.sizes_of({brought.blob for brought in ranges.walk(wanted)} - old)
    return len(sizes), sum(size or 0 for size in sizes.values())


def _changes(
    wanted: Range, loose: Iterable[Brought], attributes: set[bytes], names: _Names
) -> Iterator[Brought | Made]:
    """Blobs and commits; the attribute files that are brought or taken away are added to `attributes`."""
    for brought in loose:
        names.add(brought)
        if brought.is_blob():
            yield brought
    for change in ranges.changes(wanted):
        if isinstance(change, Made):
            yield change
            continue
        path = change.path
        if path.endswith(_ATTRIBUTES) and path.rpartition(b"/")[2] == _ATTRIBUTES:
            attributes.add(path)
        if isinstance(change, Brought):
            if change.old is None:
                names.add(change)
            if change.is_blob():
                yield change


def _parts(stream: Iterable[Brought | Made]) -> Iterator[tuple[list[Brought], list[bytes], list[bytes]]]:
    """Parts of bounded length: what is to be judged, the blobs that were not seen before, and the commits.

    A blob is judged again under another path, since verdicts depend on paths.
    """
    seen: dict[bytes, bytes] = {}
    part: list[Brought] = []
    fresh: list[bytes] = []
    commits: list[bytes] = []
    for one in stream:
        if isinstance(one, Made):
            commits.append(one.commit)
        else:
            # A link is told from a file that has its target as content.
            path = one.mode + one.path
            before = seen.get(one.blob)
            if before == path:
                continue
            if before is None:
                seen[one.blob] = path
                fresh.append(one.blob)
            part.append(one)
        if len(part) + len(commits) >= _TOGETHER:
            yield part, fresh, commits
            part, fresh, commits = [], [], []
    if part or commits:
        yield part, fresh, commits
