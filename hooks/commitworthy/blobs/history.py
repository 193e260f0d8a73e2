"""What a range of history brings, judged blob by blob; and where in it each violation is.

Memory grows with the number of blobs, by some 0.2 kB for each, and never with their sizes.
"""

from __future__ import annotations

from ..base import wording
from ..base.findings import CheckError, path_text
from ..base.namedtuple import TYPE_CHECKING, NamedTuple
from ..formats import pointers
from ..git import attributes, objects, ranges, refs
from ..git.index import Entry
from ..git.ranges import SUBMODULE, IntroducedBlob, IntroducedObject
from ..policy.settings import LIMITS
from . import judge, scan
from .judge import Violation

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

    from ..git.ranges import Commit, Range
    from ..git.refs import Tip
    from ..git.repository import Repository
    from ..policy.settings import BlockArtifacts, StripNotebooks

_BATCH = 5000
# What no file system takes for the name of one file (NAME_MAX of Linux, macOS and Windows).
LONGEST_NAME = 255
# Names are rarely longer: what they have beyond is counted.
_USUAL_NAME = 100


class PushViolation(NamedTuple):
    """A violation, and what first brought its blob to this path."""

    violation: Violation
    introduced: IntroducedBlob


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
    """What is wrong with the blobs of a range, raw blobs under a route to Git LFS first.

    `number` counts all its blobs, each once, and `size` is theirs in bytes; `other_size` is that of commits, tags, and
    the names of what is new.  `missing` are the blobs that are not here, by their ids, and `refused` those that a
    finding names: hooks that look further add to both.
    """

    violations: list[PushViolation]
    heavy: list[HeavyObject]
    number: int
    size: int
    other_size: int
    missing: dict[bytes, IntroducedBlob]
    refused: set[bytes]


def scan_range(repository: Repository, wanted: Range, tips: list[Tip], settings: BlockArtifacts) -> RangeScan:
    """Judge every blob at every path that brings it, and weigh what is no blob; `tips` are those of the range."""
    attribute_files: set[bytes] = set()
    violations: list[PushViolation] = []
    missing: dict[bytes, IntroducedBlob] = {}
    limit = largest_object(settings)
    names, heavy = _Names(limit), []
    number = size = other_size = 0
    for batch, fresh, commits in _batches(_changes(wanted, tips, attribute_files, names)):
        sizes = objects.sizes_of((*(introduced.blob for introduced in batch), *commits))
        number += len(fresh)
        size += sum(sizes[blob] or 0 for blob in fresh)
        for commit in commits:
            weight = sizes[commit] or 0
            other_size += weight
            heavy += [HeavyObject("commit", commit, weight)] if weight > limit else []
        by_entry = {Entry(change.path, change.blob, link=bool(change.mode)): change for change in batch}
        judged = scan.among_stored(repository, list(by_entry), sizes, settings)
        violations += [PushViolation(violation, by_entry[violation.entry]) for violation in judged.violations]
        for (entry,) in judged.missing:
            missing.setdefault(entry.blob, by_entry[entry])
    names.close()
    heavy += names.heavy
    for tag, (ref, weight) in refs.tags(tips).items():
        other_size += weight
        heavy += [HeavyObject("tag", tag.encode(), weight, ref)] if weight > limit else []
    raw = _raw_under_routes(repository, wanted, attribute_files, settings)
    return RangeScan(raw + violations, heavy, number, size, other_size + names.bytes, missing, set())


def largest_object(settings: BlockArtifacts) -> int:
    """Most bytes of a commit or a tag: as of text, and never less than is usual of that."""
    return max(LIMITS["text"], settings.limit("text") or 0)


def _changes(
    wanted: Range, tips: Iterable[Tip], attribute_files: set[bytes], names: _Names
) -> Iterator[IntroducedBlob | IntroducedObject]:
    """Blobs and commits; paths of attribute files that are brought or taken away are added to `attribute_files`."""
    for introduced in _without_commit(tips):
        names.add(introduced)
        if introduced.is_blob():
            yield introduced
    for change in ranges.changes(wanted):
        if isinstance(change, IntroducedObject):
            yield change
            continue
        if change.path.endswith(attributes.FILE) and attributes.is_file(change.path):
            attribute_files.add(change.path)
        if isinstance(change, IntroducedBlob):
            if change.old is None:
                names.add(change)
            if change.is_blob():
                yield change


def _without_commit(tips: Iterable[Tip]) -> Iterator[IntroducedBlob]:
    """What tags hold without a commit: a tree, or a blob under the name of its tag."""
    for tip in tips:
        if tip.kind == "tree":
            yield from ranges.of_tree(tip.id)
        elif tip.kind == "blob":
            yield IntroducedBlob(b"", tip.update.ref.encode("utf-8", "surrogateescape"), tip.id.encode())


def _batches(
    stream: Iterable[IntroducedBlob | IntroducedObject],
) -> Iterator[tuple[list[IntroducedBlob], list[bytes], list[bytes]]]:
    """Of bounded length: what is to be judged, the blobs that were not seen before, and the commits.

    A blob is judged again under another path, since verdicts depend on paths.
    """
    seen: dict[bytes, bytes] = {}
    batch: list[IntroducedBlob] = []
    fresh: list[bytes] = []
    commits: list[bytes] = []
    for change in stream:
        if isinstance(change, IntroducedObject):
            commits.append(change.commit)
        else:
            # A link is told from a file that has its target as content.
            path = change.mode + change.path
            before = seen.get(change.blob)
            if before == path:
                continue
            if before is None:
                seen[change.blob] = path
                fresh.append(change.blob)
            batch.append(change)
        if len(batch) + len(commits) >= _BATCH:
            yield batch, fresh, commits
            batch, fresh, commits = [], [], []
    if batch or commits:
        yield batch, fresh, commits


class _Names:
    """The names of what is new, weighed as they come by: sorted within a commit."""

    def __init__(self, limit: int) -> None:
        self.limit = limit
        self.bytes = 0
        self.heavy: list[HeavyObject] = []
        self._commit, self._path = b"", b""
        self._excess, self._longest = 0, b""

    def add(self, introduced: IntroducedBlob) -> None:
        if introduced.commit != self._commit:
            self.close()
            self._commit = introduced.commit
        path, before = introduced.path, self._path
        self._path = path
        self.bytes += len(path) - path.rfind(b"/")
        if introduced.mode == SUBMODULE:
            # Its id is whatever one likes.
            self._excess += len(path) + len(introduced.blob) // 2
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


def size_without_old(wanted: Range) -> tuple[int, int]:
    """Number and bytes of the blobs that no tree just outside of the range has: renames bring none."""
    old = {blob for edge in ranges.edges(wanted)[: ranges.MOST_EDGES] for _, blob in objects.files(edge)}
    sizes = objects.sizes_of({introduced.blob for introduced in ranges.walk(wanted)} - old)
    return len(sizes), sum(size or 0 for size in sizes.values())


# Raw blobs that a commit puts under a route to Git LFS: whoever made it had no git-lfs.


def _raw_under_routes(
    repository: Repository, wanted: Range, touched: set[bytes], settings: BlockArtifacts
) -> list[PushViolation]:
    """Each blob that is not a pointer although the commit that brings it routes its path."""
    try:
        paths = _attribute_files(wanted.tips, touched)
        return list(_raw(repository, wanted, paths, settings)) if paths else []
    except CheckError:
        if not objects.in_partial_clone():
            raise
        # Attribute files that this clone lacks route nothing that can be told here.
        return []


def _attribute_files(tips: Iterable[str], touched: Collection[bytes]) -> list[bytes]:
    """The paths of all attribute files that a range may have; empty where none of them speaks of Git LFS."""
    at_tips = [pair for tip in tuple(tips)[: ranges.MOST_EDGES] for pair in attributes.files(tip)]
    # What the range touches may have said so once, whatever it says at the tip.
    if touched or any(b"lfs" in objects.content(blob) for blob in {blob for _, blob in at_tips}):
        return sorted({path for path, _ in at_tips}.union(touched))
    return []


def _raw(
    repository: Repository, wanted: Range, paths: list[bytes], settings: BlockArtifacts
) -> Iterator[PushViolation]:
    seen: set[tuple[bytes, bytes]] = set()
    queries = attributes.AttributeQueries(repository)
    rows = (
        (introduced.commit, introduced.path, introduced)
        for introduced in ranges.walk(wanted)
        if not introduced.mode and (introduced.blob, introduced.path) not in seen
    )
    try:
        for batch in attributes.routed(queries, rows, paths):
            for violation in _not_pointers(repository, batch, settings):
                seen.add((violation.introduced.blob, violation.introduced.path))
                yield violation
    finally:
        queries.close()


def _not_pointers(
    repository: Repository, routed: list[IntroducedBlob], settings: BlockArtifacts
) -> Iterator[PushViolation]:
    from ..formats import damaged_pointers

    by_entry: dict[Entry, IntroducedBlob] = {}
    for introduced in routed:
        by_entry.setdefault(Entry(introduced.path, introduced.blob), introduced)
    for blob in objects.stored(repository, by_entry):
        # What is missing was counted before.  An empty file is its own pointer.
        if isinstance(blob, objects.Missing) or not blob.size:
            continue
        pointer = pointers.recognise(blob.entry.path, blob.size, blob.head)
        if pointer is None or pointer.kind != "lfs":
            sniff = judge.identify(blob, settings)
            damage = damaged_pointers.damage_of(blob.size, blob.head) if pointer is None else None
            violation = Violation(blob.entry, judge.NOT_A_POINTER, blob.size, None, sniff, damage=damage)
            yield PushViolation(violation, by_entry[blob.entry])


# Where in history a violation is.


class HistoryEntry(NamedTuple):
    """A violation in history.

    `first` brought it; `commit` describes that commit, None for what a tag holds without one.  `introduced` is every
    commit and path that brings the blob.  `in_tip` where the newest commit still has it at this path.
    """

    violation: Violation
    first: IntroducedBlob
    commit: Commit | None
    introduced: list[IntroducedBlob]
    in_tip: bool

    @property
    def place(self) -> str:
        """Such as `committed in 1a2b3c4d (2027-01-31, "Add the data")`."""
        return f"committed in {cited(self.commit)}" if self.commit else "tagged without a commit"

    @property
    def path(self) -> str:
        """Where the violation is, as text; undecodable bytes as surrogate escapes."""
        return path_text(self.violation.entry.path)

    def notes(self) -> list[str]:
        """What else a reader must know: other names, other commits, that it was deleted again."""
        paths = dict.fromkeys(change.path for change in self.introduced if change.path != self.first.path)
        later = len({change.commit for change in self.introduced} - {self.first.commit})
        names = [path_text(path) for path in paths]
        also = wording.first_of(names, 2)
        notes = (
            f"also as {also}" if names else "",
            f"re-added in {wording.counted(later, 'later commit')}" if later else "",
            "" if self.in_tip else "deleted or replaced since, but history keeps it",
        )
        return [note for note in notes if note]


def history_entries(wanted: Range, violations: list[PushViolation]) -> list[HistoryEntry]:
    """Where each of the violations is."""
    introduced = ranges.introducing_commits(wanted, {violation.introduced.blob for violation in violations})
    commits = ranges.describe(first.commit for _, first in violations if first.commit)
    # Of too many tips none is looked at, and nothing is said of them.
    at_tips = None
    if len(wanted.tips) <= ranges.MOST_EDGES:
        at_tips = {pair for tip in wanted.tips for pair in objects.files(tip)}
        if any(first.mode for _, first in violations):
            at_tips.update(pair for tip in wanted.tips for pair in objects.links(tip))
    entries = []
    for violation, first in violations:
        commit = commits.get(first.commit)
        in_tip = not commit or at_tips is None or (first.path, first.blob) in at_tips
        entries.append(HistoryEntry(violation, first, commit, introduced[first.blob], in_tip))
    return entries


def by_path(entries: list[HistoryEntry]) -> list[list[HistoryEntry]]:
    """What one rule says of one path together, the largest version first."""
    groups: dict[object, list[HistoryEntry]] = {}
    for entry in entries:
        groups.setdefault((entry.first.path, entry.violation.rule), []).append(entry)
    return [sorted(group, key=lambda entry: -entry.violation.size) for group in groups.values()]


def cited(commit: Commit) -> str:
    """Such as `1a2b3c4d (2027-01-31, "Add the data")`."""
    # Shown before it is cut: half of a token is not known for one.
    subject = _subject(commit)
    subject = subject if len(subject) <= 40 else subject[:39] + "…"
    return f'{commit.short} ({commit.date}, "{subject}")' if subject else f"{commit.short} ({commit.date})"


def _subject(commit: Commit) -> str:
    # It takes `re`, which a push without findings does without.
    from ..base import secrets

    return secrets.line(commit.subject)


def facts(
    commit: Commit | None, blob: bytes, introduced: Iterable[IntroducedBlob], *, in_tip: bool
) -> dict[str, object]:
    """The further keys of the JSON line of what a push sends; `introduced` are all that the finding covers."""
    return {
        "blob": blob.decode(),
        "commit": commit.id if commit else None,
        "date": commit.date if commit else None,
        "subject": _subject(commit) if commit else None,
        "in_tip": in_tip,
        "brought": [
            {"commit": change.commit.decode() or None, "path": path_text(change.path), "blob": change.blob.decode()}
            for change in introduced
        ],
    }


# The outputs of a notebook count in what goes into history.


def counted(settings: BlockArtifacts, baseline_file: bytes | None) -> BlockArtifacts:
    """The same settings for what goes into history as it is: there the outputs of a notebook count in its size."""
    return settings._replace(outputs_count=_Counting(settings.notebooks, baseline_file).asks)


class _Counting:
    """They count unless an exception of strip-notebooks or a row of the baseline keeps them."""

    def __init__(self, settings: StripNotebooks, baseline_file: bytes | None) -> None:
        self._settings, self._file = settings, baseline_file
        self._accepted: frozenset[bytes] | None = None

    def asks(self, path: bytes, blob: bytes) -> bool:
        if self._accepted is None:
            from ..policy import acceptance

            try:
                self._accepted = acceptance.of_hook(self._file or b"", "strip-notebooks").blobs()
            except CheckError:
                # Whoever asks what is accepted is told: here it would be taken for a blob that is not there.
                self._accepted = frozenset()
        from .notebooks import stripper

        return blob not in self._accepted and not stripper(self._settings).keeps(path)
