"""What a range of history brings: counted, weighed, and judged blob by blob.

Memory grows with the number of blobs, by some 0.2 kB for each, and never with their sizes.
"""

from __future__ import annotations

from ..base import secrets
from ..base.namedtuple import TYPE_CHECKING, NamedTuple
from ..blobs import judge, scan
from ..blobs.parents import NewViolation, ParentViolations, is_accepted, offences_before
from ..git import objects, ranges, trees
from ..git.index import Entry
from ..git.ranges import SUBMODULE, IntroducedBlob, IntroducedObject
from ..policy.settings import LIMITS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from ..blobs.judge import Violation
    from ..git.ranges import Commit, IntroducedBlob, Range
    from ..git.refs import Tip
    from ..git.repository import Repository
    from ..policy.acceptance import Acceptance
    from ..policy.settings import BlockArtifacts

_TOGETHER = 5000
_ATTRIBUTES = b".gitattributes"
# What no file system takes for the name of one file (NAME_MAX of Linux, macOS and Windows).
LONGEST_NAME = 255
# Names are rarely longer: what they have beyond is counted.
_USUAL_NAME = 100


class PushViolation(NamedTuple):
    """An offence, and what first brought its blob to this path."""

    offence: Violation
    brought: IntroducedBlob


class HeavyObject(NamedTuple):
    """What weighs too much although it is no blob.

    `kind` is "commit" or "tag", of `size` bytes; or "names", which take so many bytes more than names should; or
    "name", which is as long.  `commit` is the commit, or the tag; `name` that of a ref, or the start of that of a file.
    """

    kind: str
    commit: bytes
    size: int
    name: str = ""


class RangeScan(NamedTuple):
    """`number` of all the blobs, each once, and their `size` in bytes; `missing` are those that are not here.

    `attributes` are the paths of all attribute files that the range touches.  `heavy` is no blob, and `beside` are the
    bytes of all that is none: commits, tags, and the names of what is new.
    """

    arrivals: list[PushViolation]
    number: int
    size: int
    missing: list[IntroducedBlob]
    attributes: frozenset[bytes]
    heavy: Sequence[HeavyObject] = ()
    beside: int = 0


def of_loose(tips: Iterable[Tip]) -> Iterator[IntroducedBlob]:
    """What tags hold without a commit: a tree, or a blob under the name of its tag."""
    for tip in tips:
        if tip.kind == "tree":
            yield from ranges.of_tree(tip.id)
        elif tip.kind == "blob":
            yield IntroducedBlob(b"", tip.update.ref.encode("utf-8", "surrogateescape"), tip.id.encode())


def scan_range(
    repository: Repository, wanted: Range, loose: Iterable[IntroducedBlob], settings: BlockArtifacts
) -> RangeScan:
    """Judge every blob at every path that brings it, and weigh what is no blob."""
    attributes: set[bytes] = set()
    arrivals: list[PushViolation] = []
    missing: list[IntroducedBlob] = []
    names = _Names(largest_object(settings))
    heavy: list[HeavyObject] = []
    number = size = beside = 0
    for part, fresh, commits in _parts(_changes(wanted, loose, attributes, names)):
        sizes = objects.sizes_of((*(brought.blob for brought in part), *commits))
        number += len(fresh)
        size += sum(sizes[blob] or 0 for blob in fresh)
        beside += sum(sizes[commit] or 0 for commit in commits)
        large = ((commit, sizes[commit] or 0) for commit in commits)
        heavy += [HeavyObject("commit", commit, weight) for commit, weight in large if weight > names.limit]
        by_entry = {Entry(brought.path, brought.blob, link=bool(brought.mode)): brought for brought in part}
        judged = scan.among_stored(repository, list(by_entry), sizes, settings)
        arrivals += [PushViolation(offence, by_entry[offence.entry]) for offence in judged.offences]
        missing += [by_entry[entry] for (entry,) in judged.missing]
    names.close()
    return RangeScan(
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
        self.heavy: list[HeavyObject] = []
        self._commit, self._path = b"", b""
        self._excess, self._longest = 0, b""

    def add(self, brought: IntroducedBlob) -> None:
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
            self.heavy.append(HeavyObject("name", self._commit, len(self._longest), start))
        elif self._excess > self.limit:
            self.heavy.append(HeavyObject("names", self._commit, self._excess))
        self._path, self._excess, self._longest = b"", 0, b""


def without_old(wanted: Range) -> tuple[int, int]:
    """Number and bytes of the blobs that no tree just outside of the range has: renames bring none."""
    old = {blob for edge in ranges.edges(wanted)[: ranges.MOST_EDGES] for _, blob in trees.files(edge)}
    sizes = objects.sizes_of({brought.blob for brought in ranges.walk(wanted)} - old)
    return len(sizes), sum(size or 0 for size in sizes.values())


def _changes(
    wanted: Range, loose: Iterable[IntroducedBlob], attributes: set[bytes], names: _Names
) -> Iterator[IntroducedBlob | IntroducedObject]:
    """Blobs and commits; the attribute files that are brought or taken away are added to `attributes`."""
    for brought in loose:
        names.add(brought)
        if brought.is_blob():
            yield brought
    for change in ranges.changes(wanted):
        if isinstance(change, IntroducedObject):
            yield change
            continue
        path = change.path
        if path.endswith(_ATTRIBUTES) and path.rpartition(b"/")[2] == _ATTRIBUTES:
            attributes.add(path)
        if isinstance(change, IntroducedBlob):
            if change.old is None:
                names.add(change)
            if change.is_blob():
                yield change


def _parts(
    stream: Iterable[IntroducedBlob | IntroducedObject],
) -> Iterator[tuple[list[IntroducedBlob], list[bytes], list[bytes]]]:
    """Parts of bounded length: what is to be judged, the blobs that were not seen before, and the commits.

    A blob is judged again under another path, since verdicts depend on paths.
    """
    seen: dict[bytes, bytes] = {}
    part: list[IntroducedBlob] = []
    fresh: list[bytes] = []
    commits: list[bytes] = []
    for one in stream:
        if isinstance(one, IntroducedObject):
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


# Which arrivals are news to the other end, and where in history they stand.
#
# A blob that a commit just outside of the range has, unaccepted there, was as bad before (renames, copies); and so was
# a larger offence of the same kind at the same path.  This is the rule of `parents`, asked of the edges of the range.


if TYPE_CHECKING:
    RulesOf = Callable[[str], tuple[BlockArtifacts, Acceptance]]


class HistoryEntry(NamedTuple):
    """An offence in history.

    `first` brought it; `commit` describes that commit, None for what a tag holds without one.  `brought` is every
    commit and path that brings the blob.  `in_tip` where the newest commit still has it at this path.
    """

    news: NewViolation
    first: IntroducedBlob
    commit: Commit | None
    brought: list[IntroducedBlob]
    in_tip: bool


def new_to_remote(
    repository: Repository, wanted: Range, arrivals: Iterable[PushViolation], decided: Acceptance, rules_of: RulesOf
) -> list[PushViolation]:
    """One arrival for each blob that neither a decision nor the history outside of the range excuses."""
    first: dict[bytes, PushViolation] = {}
    for arrival in arrivals:
        if not is_accepted(arrival.offence, decided):
            first.setdefault(arrival.brought.blob, arrival)
    if not first or not wanted.tips:
        return list(first.values())
    edges = ranges.edges(wanted)[: ranges.MOST_EDGES]
    if not edges:
        return list(first.values())
    held = {blob for edge in edges for _, blob in trees.files(edge) if blob in first}
    offences = [arrival.offence for arrival in first.values()]
    before = offences_before(repository, offences, edges, rules_of)
    legacy = ParentViolations(old for old, accepted in before if not accepted)
    return [arrival for arrival in first.values() if not _is_old(arrival.offence, legacy, held)]


def _is_old(offence: Violation, legacy: ParentViolations, held: set[bytes]) -> bool:
    if offence.rule == judge.NOT_A_POINTER:
        return offence.entry.blob in held
    return legacy.excuse(offence) is not None


def history_entries(wanted: Range, arrivals: list[PushViolation]) -> list[HistoryEntry]:
    """Where each arrival stands."""
    brought = ranges.introducing_commits(wanted, {arrival.brought.blob for arrival in arrivals})
    described = ranges.describe(arrival.brought.commit for arrival in arrivals if arrival.brought.commit)
    at_tips = None
    if len(wanted.tips) <= ranges.MOST_EDGES:
        at_tips = {pair for tip in wanted.tips for pair in trees.files(tip)}
        if any(arrival.brought.mode for arrival in arrivals):
            at_tips.update(pair for tip in wanted.tips for pair in trees.links(tip))
    return [_standing(arrival, described, brought[arrival.brought.blob], at_tips) for arrival in arrivals]


def _standing(
    arrival: PushViolation,
    described: dict[bytes, Commit],
    brought: list[IntroducedBlob],
    at_tips: set[tuple[bytes, bytes]] | None,
) -> HistoryEntry:
    """`at_tips` is None where there are too many to look at; then nothing is said of them."""
    first = arrival.brought
    commit = described.get(first.commit)
    place = f"committed in {cited(commit)}" if commit else "tagged without a commit"
    in_tip = not commit or at_tips is None or (first.path, first.blob) in at_tips
    return HistoryEntry(NewViolation(arrival.offence, place=place), first, commit, brought, in_tip)


def by_path(standings: list[HistoryEntry]) -> list[list[HistoryEntry]]:
    """What one rule says of one path together, the largest version first."""
    groups: dict[object, list[HistoryEntry]] = {}
    for one in standings:
        groups.setdefault((one.first.path, one.news.offence.rule), []).append(one)
    return [sorted(group, key=lambda one: -one.news.offence.size) for group in groups.values()]


def cited(commit: Commit) -> str:
    """Such as `1a2b3c4d (2027-01-31, "Add the data")`."""
    # Shown before it is cut: half of a token is not known for one.
    subject = secrets.line(commit.subject)
    subject = subject if len(subject) <= 40 else subject[:39] + "…"
    return f'{commit.short} ({commit.date}, "{subject}")' if subject else f"{commit.short} ({commit.date})"


def notes(standing: HistoryEntry) -> list[str]:
    """What else a reader must know: other names, other commits, that it was deleted again."""
    paths = dict.fromkeys(brought.path for brought in standing.brought if brought.path != standing.first.path)
    others = len({brought.commit for brought in standing.brought} - {standing.first.commit})
    names = [path.decode("utf-8", "surrogateescape") for path in paths]
    also = ", ".join(names[:2]) + (f" and {len(names) - 2} more" if len(names) > 2 else "")
    said = (
        f"also as {also}" if names else "",
        f"brought again by {others} later {'commit' if others == 1 else 'commits'}" if others else "",
        "" if standing.in_tip else "deleted or replaced since, but history keeps it",
    )
    return [note for note in said if note]
