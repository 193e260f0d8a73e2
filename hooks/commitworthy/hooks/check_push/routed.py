"""Raw blobs that a commit puts under a route to Git LFS: whoever made it had no git-lfs."""

from __future__ import annotations

from ...base.namedtuple import TYPE_CHECKING
from ...blobs import judge
from ...blobs.judge import Violation, identify
from ...formats import damaged_pointers, pointers
from ...git import attributes, objects, ranges
from ...git.index import Entry
from ..push_history import PushViolation

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

    from ...git.ranges import IntroducedBlob, Range
    from ...git.repository import Repository
    from ...policy.settings import BlockArtifacts

_TOGETHER = 5000


def attribute_files(tips: Iterable[str], touched: Collection[bytes]) -> list[bytes]:
    """The paths of all attribute files that a range may have; empty where none of them speaks of Git LFS."""
    at_tips = [pair for tip in tuple(tips)[: ranges.MOST_EDGES] for pair in attributes.files(tip)]
    # What the range touches may have said so once, whatever it says at the tip.
    if touched or any(b"lfs" in objects.content(blob) for blob in {blob for _, blob in at_tips}):
        return sorted({path for path, _ in at_tips}.union(touched))
    return []


def raw(repository: Repository, wanted: Range, paths: list[bytes], settings: BlockArtifacts) -> Iterator[PushViolation]:
    """Each blob that is not a pointer although the commit that brings it routes its path."""
    seen: set[tuple[bytes, bytes]] = set()
    several = attributes.AttributeQueries(repository)
    try:
        part: list[IntroducedBlob] = []
        for brought in ranges.walk(wanted):
            if brought.mode or (brought.blob, brought.path) in seen:
                continue
            part.append(brought)
            if len(part) == _TOGETHER:
                yield from _raw_of(repository, part, paths, settings, several, seen)
                part = []
        yield from _raw_of(repository, part, paths, settings, several, seen)
    finally:
        several.close()


def _raw_of(  # noqa: PLR0913, PLR0917, each is a part of what is asked
    repository: Repository,
    part: list[IntroducedBlob],
    paths: list[bytes],
    settings: BlockArtifacts,
    several: attributes.AttributeQueries,
    seen: set[tuple[bytes, bytes]],
) -> Iterator[PushViolation]:
    by_state: dict[attributes.AttributeState, list[IntroducedBlob]] = {}
    states = attributes.states((brought.commit for brought in part), paths)
    for brought in part:
        by_state.setdefault(states[brought.commit], []).append(brought)
    several.add(by_state)
    for state, some in by_state.items():
        filters = several.filters(state, [brought.path for brought in some])
        routed = [brought for brought in some if filters[brought.path] == "lfs"]
        for arrival in _not_pointers(repository, routed, settings):
            seen.add((arrival.brought.blob, arrival.brought.path))
            yield arrival


def _not_pointers(
    repository: Repository, routed: list[IntroducedBlob], settings: BlockArtifacts
) -> Iterator[PushViolation]:
    by_entry: dict[Entry, IntroducedBlob] = {}
    for brought in routed:
        by_entry.setdefault(Entry(brought.path, brought.blob), brought)
    for blob in objects.stored(repository, by_entry):
        # What is missing was counted before.  An empty file is its own pointer.
        if isinstance(blob, objects.Missing) or not blob.size:
            continue
        pointer = pointers.recognise(blob.entry.path, blob.size, blob.head)
        if pointer is None or pointer.kind != "lfs":
            sniff = identify(blob, settings)
            damage = damaged_pointers.recognise(blob.size, blob.head) if pointer is None else None
            offence = Violation(blob.entry, judge.NOT_A_POINTER, blob.size, None, sniff, damage=damage)
            yield PushViolation(offence, by_entry[blob.entry])
