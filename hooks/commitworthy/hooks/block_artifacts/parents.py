"""New, grown or legacy: an offence that a parent of the commit shows as badly is not news.

One question decides: is `--all-files` worse off after this commit than before?  A blob that a parent has under
some path, unaccepted there, was as bad before (renames, copies, reverts, merges).  So was a larger offence of
the same family at the same path.  An accepted one excuses nothing: what was accepted there must be accepted here.
Each parent is judged by its own policy and baseline, so that taking away a decision excuses nothing either.
"""

from __future__ import annotations

import itertools

from ...base.findings import path_text
from ...base.namedtuple import TYPE_CHECKING, NamedTuple
from ...blobs.judge import judge
from ...git import objects, trees
from ...git.index import Entry

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from ...blobs.judge import Violation
    from ...blobs.scan import BlobCache
    from ...git.repository import Repository
    from ...policy.acceptance import Acceptance
    from ...policy.settings import BlockArtifacts

    LimitsAt = Callable[[str], tuple[BlockArtifacts, Acceptance]]
    """The limits of a commit, and what it accepts."""


class NewViolation(NamedTuple):
    """An offence that no parent excuses.

    `size_before` is HEAD's size in bytes at this path, where it had one; `accepted_as` the path under which the
    same blob, or a larger one here, is an accepted offence of a parent.  `place` tells where in history it stands,
    such as "committed in 1a2b3c4"; "" for what is staged or tracked.  `routing` is the attributes file, from the top,
    that denies Git LFS to the path; "" where none does.
    """

    offence: Violation
    size_before: int | None = None
    accepted_as: bytes | None = None
    place: str = ""
    routing: str = ""


def is_accepted(violation: Violation, acceptance: Acceptance) -> bool:
    """Whether an exception or the baseline accepts the blob at its path."""
    return acceptance.has_blob(path_text(violation.entry.path), violation.size, violation.entry.blob)


def new_violations(
    repository: Repository,
    offences: list[Violation],
    limits_at: LimitsAt,
    facts: BlobCache | None = None,
) -> list[NewViolation]:
    """The staged offences that are new or have grown, and all that are not staged.

    Of a blob in the `facts` nothing is read.
    """
    staged = [offence for offence in offences if offence.entry.staged]
    if not staged:
        return [NewViolation(offence) for offence in offences]
    before = list(offences_before(repository, staged, trees.parents(), limits_at, facts))
    legacy = ParentViolations(offence for offence, accepted in before if not accepted)
    living = ParentViolations(offence for offence, accepted in before if accepted)
    sizes = _sizes_at_paths(staged)
    found = []
    for offence in offences:
        if not offence.entry.staged:
            found.append(NewViolation(offence))
        elif not legacy.excuse(offence):
            excuse = living.excuse(offence)
            found.append(NewViolation(offence, sizes.get(offence.entry.path), excuse and excuse.entry.path))
    return found


class ParentViolations:
    """Offences of earlier commits, found by what they may excuse: the same blob, and what is at the same path."""

    def __init__(self, offences: Iterable[Violation]) -> None:
        self._by_blob: dict[bytes, Violation] = {}
        self._by_path: dict[bytes, list[Violation]] = {}
        for offence in offences:
            self._by_blob.setdefault(offence.entry.blob, offence)
            self._by_path.setdefault(offence.entry.path, []).append(offence)

    def excuse(self, new: Violation) -> Violation | None:
        """One that is as bad as `new`, or worse."""
        alike = self._by_blob.get(new.entry.blob)
        return alike or next((old for old in self._by_path.get(new.entry.path, ()) if not_worse_than(new, old)), None)


def not_worse_than(new: Violation, old: Violation) -> bool:
    """The same blob, or one at the same path, of the same kind, that has not grown."""
    return new.entry.blob == old.entry.blob or _has_shrunk(old, new)


def _has_shrunk(old: Violation, new: Violation) -> bool:
    return (
        old.entry.path == new.entry.path
        and old.rule == new.rule
        and old.sniff.family == new.sniff.family
        and new.size <= old.size
    )


def offences_before(
    repository: Repository,
    staged: list[Violation],
    commits: list[str],
    limits_at: LimitsAt,
    facts: BlobCache | None = None,
) -> Iterator[tuple[Violation, bool]]:
    """What earlier commits show at the paths of the offences, and of their blobs anywhere; and if it is accepted."""
    paths = {offence.entry.path for offence in staged}
    ids = {offence.entry.blob for offence in staged}
    for commit in commits:
        entries = [Entry(path, blob) for path, blob in trees.files(commit) if path in paths or blob in ids]
        if any(offence.entry.link for offence in staged):
            links = trees.links(commit)
            entries += [Entry(path, blob, link=True) for path, blob in links if path in paths or blob in ids]
        if not entries:
            continue
        settings, acceptance = limits_at(commit)
        recalled, others = facts.under(settings).parted(entries) if facts else ([], entries)
        # One at a time: of a large blob more can be asked only as long as the next has not been.
        for blob in itertools.chain(recalled, objects.read(repository, others)):
            offence = None if isinstance(blob, objects.Missing) else judge(blob, settings)
            if offence:
                yield offence, is_accepted(offence, acceptance)


def _sizes_at_paths(staged: list[Violation]) -> dict[bytes, int]:
    """The size of HEAD's blob at each path that had one."""
    old = {offence.entry.path: offence.entry.old for offence in staged if offence.entry.old}
    sizes = objects.sizes_of(old.values())
    return {path: size for path, blob in old.items() if (size := sizes[blob]) is not None}
