"""New, grown or legacy: a violation that a parent of the commit shows as badly is not news.

One question decides: is `--all-files` worse off after this commit than before?  A blob that a parent has under
some path, unaccepted there, was as bad before (renames, copies, reverts, merges).  So was a larger violation of
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
    """A violation that no parent excuses.

    `size_before` is HEAD's size in bytes at this path, where it had one; `accepted_as` the path under which the
    same blob, or a larger one here, is an accepted violation of a parent.  `place` tells where in history it stands,
    such as "committed in 1a2b3c4"; "" for what is staged or tracked.  `in_baseline` where it was a row of the baseline
    that accepted it there, and not an exception.  `routing` is the attributes file, from the top,
    that denies Git LFS to the path; "" where none does.
    """

    violation: Violation
    size_before: int | None = None
    accepted_as: bytes | None = None
    in_baseline: bool = False
    place: str = ""
    routing: str = ""


def is_accepted(violation: Violation, acceptance: Acceptance) -> bool:
    """Whether an exception or the baseline accepts the blob at its path."""
    return acceptance.has_blob(path_text(violation.entry.path), violation.size, violation.entry.blob)


EXCEPTION, BASELINE = "exception", "baseline"


def _accepted_by(violation: Violation, acceptance: Acceptance) -> str:
    """EXCEPTION, BASELINE, or "" where nothing accepts it."""
    path, size = path_text(violation.entry.path), violation.size
    if acceptance.has_exception(path, size):
        return EXCEPTION
    return BASELINE if acceptance.rows.accept_blob(path, size, violation.entry.blob) else ""


def new_violations(
    repository: Repository,
    violations: list[Violation],
    limits_at: LimitsAt,
    facts: BlobCache | None = None,
) -> list[NewViolation]:
    """The staged violations that are new or have grown, and all that are not staged.

    Of a blob in the `facts` nothing is read.
    """
    staged = [violation for violation in violations if violation.entry.staged]
    if not staged:
        return [NewViolation(violation) for violation in violations]
    before = list(violations_before(repository, staged, trees.parents(), limits_at, facts))
    legacy = ParentViolations(violation for violation, accepted in before if not accepted)
    living = ParentViolations(violation for violation, accepted in before if accepted)
    in_baseline = ParentViolations(violation for violation, accepted in before if accepted == BASELINE)
    sizes = _sizes_at_paths(staged)
    found = []
    for violation in violations:
        if not violation.entry.staged:
            found.append(NewViolation(violation))
        elif not legacy.excuse(violation):
            excuse = living.excuse(violation)
            size, has_row = sizes.get(violation.entry.path), in_baseline.excuse(violation) is not None
            found.append(NewViolation(violation, size, excuse and excuse.entry.path, has_row))
    return found


class ParentViolations:
    """Violations of earlier commits, found by what they may excuse: the same blob, and what is at the same path."""

    def __init__(self, violations: Iterable[Violation]) -> None:
        self._by_blob: dict[bytes, Violation] = {}
        self._by_path: dict[bytes, list[Violation]] = {}
        for violation in violations:
            self._by_blob.setdefault(violation.entry.blob, violation)
            self._by_path.setdefault(violation.entry.path, []).append(violation)

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


def violations_before(
    repository: Repository,
    staged: list[Violation],
    commits: list[str],
    limits_at: LimitsAt,
    facts: BlobCache | None = None,
) -> Iterator[tuple[Violation, str]]:
    """What earlier commits show at the paths of the violations, and of their blobs anywhere; and what accepts it."""
    paths = {violation.entry.path for violation in staged}
    ids = {violation.entry.blob for violation in staged}
    for commit in commits:
        entries = [Entry(path, blob) for path, blob in trees.files(commit) if path in paths or blob in ids]
        if any(violation.entry.link for violation in staged):
            links = trees.links(commit)
            entries += [Entry(path, blob, link=True) for path, blob in links if path in paths or blob in ids]
        if not entries:
            continue
        settings, acceptance = limits_at(commit)
        recalled, others = facts.under(settings).parted(entries) if facts else ([], entries)
        # One at a time: of a large blob more can be asked only as long as the next has not been.
        for blob in itertools.chain(recalled, objects.read(repository, others)):
            violation = None if isinstance(blob, objects.Missing) else judge(blob, settings)
            if violation:
                yield violation, _accepted_by(violation, acceptance)


def _sizes_at_paths(staged: list[Violation]) -> dict[bytes, int]:
    """The size of HEAD's blob at each path that had one."""
    old = {violation.entry.path: violation.entry.old for violation in staged if violation.entry.old}
    sizes = objects.sizes_of(old.values())
    return {path: size for path, blob in old.items() if (size := sizes[blob]) is not None}
