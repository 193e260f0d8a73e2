"""New, grown or legacy, as for block-artifacts: what a commit before shows as badly is not news.

Those before are the parents of a commit in the making, and what the other end of a push has.  Each is judged by its own
attributes, policy and baseline.  What it has accepted excuses nothing: it must be accepted here too.
"""

from __future__ import annotations

from ...base.namedtuple import TYPE_CHECKING, NamedTuple
from ...git import attributes, objects
from ...git.index import Entry
from ...remedies.homes import home_of
from . import dvc_claims, lines, routes, rules
from .accepted import CONTENT, is_accepted

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from ...blobs.scan import BlobCache
    from ...git.repository import Repository
    from ...policy.acceptance import Acceptance
    from ...policy.settings import Policy
    from .routes import LfsViolation

# Of these a smaller one at the same path is no worse; of the others any.
_GROWING = (rules.UNROUTED, rules.NOT_A_POINTER, rules.LARGE)


class TipState(NamedTuple):
    """What a commit accepts; `commit` is "" for the index.

    `filters_of` where somebody tells the filter of each path as a commit has it, for many commits together.
    """

    accepted: Acceptance
    commit: str = ""
    filters_of: Callable[[str, list[bytes]], dict[bytes, str]] | None = None


class ParentRoutes(NamedTuple):
    """What the commits before show: unaccepted findings by blob and path, what was in DVC too, and blobs they hold."""

    by_blob: dict[bytes, list[LfsViolation]]
    by_path: dict[bytes, list[LfsViolation]]
    twice: frozenset[tuple[str, bytes]]
    blobs: frozenset[bytes]


def standing(violations: list[LfsViolation], state: TipState) -> list[LfsViolation]:
    """Those that nothing accepts, without artifacts whose home is elsewhere than LFS."""
    at_home = at_home_in_lfs(violations, state.accepted.policy, state.commit)
    return [violation for violation in at_home if not is_accepted(violation, state.accepted)]


def at_home_in_lfs(violations: list[LfsViolation], policy: Policy, commit: str = "") -> list[LfsViolation]:
    """Those without artifacts whose home is elsewhere, by the policy or as the commit has DVC; "" for the index."""
    has_dvc = any(violation.rule == rules.UNROUTED for violation in violations) and objects.is_there(
        f"{commit}:.dvc/config"
    )
    return [violation for violation in violations if _lives_in_lfs(violation, policy, has_dvc=has_dvc)]


def refused(repository: Repository, entries: list[Entry], accepted: Acceptance) -> dict[bytes, LfsViolation]:
    """What the hook refuses of these files of the index as they are, by path, whether it is new or not."""
    found, _ = routes.find(repository, entries, accepted.policy)
    errors = [violation for violation in found if violation.rule not in rules.WARNINGS]
    return {violation.entry.path: violation for violation in standing(errors, TipState(accepted))}


def _lives_in_lfs(violation: LfsViolation, policy: Policy, *, has_dvc: bool) -> bool:
    if violation.rule != rules.UNROUTED or violation.sniff is None:
        return True
    return home_of(violation.sniff.family, policy.homes, has_dvc=has_dvc) == "lfs"


def new_violations(
    repository: Repository,
    violations: list[LfsViolation],
    commits: Iterable[str],
    state_of: Callable[[str], TipState],
    facts: BlobCache | None = None,
) -> list[LfsViolation]:
    """Those of the violations that none of the commits before excuses; `state_of` gives the state of a commit.

    Of a blob in the `facts` nothing is read.
    """
    if not violations:
        return []
    before = _before(repository, violations, commits, state_of, facts)
    return [violation for violation in violations if not _is_old(violation, before)]


def _is_old(violation: LfsViolation, before: ParentRoutes) -> bool:
    if violation.rule == rules.ABSENT:
        return violation.entry.blob in before.blobs
    if violation.rule == rules.TWICE:
        return (violation.note, violation.owner) in before.twice
    alike = (*before.by_blob.get(violation.entry.blob, ()), *before.by_path.get(violation.entry.path, ()))
    return any(_is_no_worse(violation, old) for old in alike)


def _is_no_worse(new: LfsViolation, old: LfsViolation) -> bool:
    if new.rule != old.rule:
        return _has_moved(new, old)
    if new.lint is not None and old.lint is not None:
        return (new.entry.path, new.lint.line.text) == (old.entry.path, old.lint.line.text)
    if new.damage:
        return new.entry.blob == old.entry.blob
    same_place = new.entry.path == old.entry.path and (new.rule not in _GROWING or new.size <= old.size)
    return new.entry.blob == old.entry.blob or same_place


def _has_moved(new: LfsViolation, old: LfsViolation) -> bool:
    """Whether a file that lies in git raw was moved or copied to where another route holds; not if that has changed."""
    is_raw = new.rule in CONTENT and old.rule in CONTENT
    return is_raw and not new.moved and new.entry.blob == old.entry.blob and new.entry.path != old.entry.path


def _before(
    repository: Repository,
    violations: list[LfsViolation],
    commits: Iterable[str],
    state_of: Callable[[str], TipState],
    facts: BlobCache | None,
) -> ParentRoutes:
    paths = {violation.entry.path for violation in violations} | {
        violation.owner for violation in violations if violation.owner
    }
    ids = {violation.entry.blob for violation in violations}
    found: list[LfsViolation] = []
    held: set[bytes] = set()
    for commit in commits:
        files = [Entry(path, blob) for path, blob in objects.files(commit)]
        alike = [entry for entry in files if entry.path in paths or entry.blob in ids]
        held.update(entry.blob for entry in alike)
        state = state_of(commit)
        known = facts.under(state.accepted.policy.block_artifacts) if facts else None
        chosen = [entry.path for entry in alike]
        if state.filters_of:
            filters = state.filters_of(commit, chosen)
        else:
            guides = [(entry.path, entry.blob) for entry in files if attributes.is_file(entry.path)]
            filters = attributes.filters_then(repository, guides, chosen)
        shown, _ = routes.of_commit(repository, alike, filters, state.accepted.policy, known)
        shown += lines.find(alike)
        shown += dvc_claims.tracked_twice(
            repository, _claims(files, violations), {entry.path: entry for entry in files}
        )
        found += standing(shown, state)
    by_blob: dict[bytes, list[LfsViolation]] = {}
    by_path: dict[bytes, list[LfsViolation]] = {}
    for violation in found:
        by_blob.setdefault(violation.entry.blob, []).append(violation)
        by_path.setdefault(violation.entry.path, []).append(violation)
    twice_claimed = frozenset((violation.note, violation.owner) for violation in found if violation.rule == rules.TWICE)
    return ParentRoutes(by_blob, by_path, twice_claimed, frozenset(held))


def _claims(files: Iterable[Entry], violations: Iterable[LfsViolation]) -> list[Entry]:
    owners = {violation.owner for violation in violations if violation.owner}
    return [entry for entry in files if entry.path in owners]
