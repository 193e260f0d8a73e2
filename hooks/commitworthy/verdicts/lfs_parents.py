"""New, grown or legacy, as for block-artifacts: what a parent of the commit shows as badly is not news.

Each parent is judged by its own attributes, policy and baseline.  What it has accepted excuses nothing: it must be
accepted here too.
"""

from __future__ import annotations

from ..git import attributes, blobs, history, process
from ..git.index import Entry
from ..values import TYPE_CHECKING, NamedTuple
from . import lfs_lines, lfs_rules, lfs_twice, routing
from .homes import home_of
from .lfs_accepted import is_accepted

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from ..git.repository import Repository
    from ..policy.settings import Policy
    from .lfs_accepted import Decisions
    from .routing import Misfit

# Of these a smaller one at the same path is no worse; of the others any.
_GROWING = (lfs_rules.UNROUTED, lfs_rules.NOT_A_POINTER, lfs_rules.LARGE)


class State(NamedTuple):
    """What a commit decides: its policy, and what it lives with; `commit` is "" for the index."""

    policy: Policy
    decided: Decisions
    commit: str = ""


class Before(NamedTuple):
    """What the parents show: unaccepted findings, and the blobs that they hold."""

    misfits: list[Misfit]
    blobs: frozenset[bytes]


def standing(misfits: list[Misfit], state: State) -> list[Misfit]:
    """Those that nothing accepts, without artifacts whose home is elsewhere than LFS."""
    has_dvc = any(misfit.rule == lfs_rules.UNROUTED for misfit in misfits) and process.succeeds(
        "cat-file", "-e", f"{state.commit}:.dvc/config"
    )
    return [
        misfit
        for misfit in misfits
        if _lives_in_lfs(misfit, state.policy, has_dvc=has_dvc) and not is_accepted(misfit, state.decided)
    ]


def _lives_in_lfs(misfit: Misfit, policy: Policy, *, has_dvc: bool) -> bool:
    if misfit.rule != lfs_rules.UNROUTED or misfit.sniff is None:
        return True
    return home_of(misfit.sniff.family, policy.homes, has_dvc=has_dvc) == "lfs"


def news(repository: Repository, misfits: list[Misfit], state_of: Callable[[str], State]) -> list[Misfit]:
    """Those of the misfits that no parent excuses; `state_of` gives the state of a commit."""
    if not misfits:
        return []
    before = _before(repository, misfits, state_of)
    return [misfit for misfit in misfits if not _is_old(misfit, before)]


def _is_old(misfit: Misfit, before: Before) -> bool:
    if misfit.rule == lfs_rules.ABSENT:
        return misfit.entry.blob in before.blobs
    return any(_is_no_worse(misfit, old) for old in before.misfits)


def _is_no_worse(new: Misfit, old: Misfit) -> bool:
    if new.rule != old.rule:
        return False
    if new.rule == lfs_rules.TWICE:
        return (new.note, new.owner) == (old.note, old.owner)
    if new.lint is not None and old.lint is not None:
        return (new.entry.path, new.lint.line.text) == (old.entry.path, old.lint.line.text)
    same_place = new.entry.path == old.entry.path and (new.rule not in _GROWING or new.size <= old.size)
    return new.entry.blob == old.entry.blob or same_place


def _before(repository: Repository, misfits: list[Misfit], state_of: Callable[[str], State]) -> Before:
    paths = {misfit.entry.path for misfit in misfits} | {misfit.owner for misfit in misfits if misfit.owner}
    ids = {misfit.entry.blob for misfit in misfits}
    found: list[Misfit] = []
    held: set[bytes] = set()
    for commit in history.parents():
        files = [Entry(path, blob) for path, blob in history.files(commit)]
        alike = [entry for entry in files if entry.path in paths or entry.blob in ids]
        held.update(entry.blob for entry in alike)
        state = state_of(commit)
        shown = _judged(repository, files, alike, state.policy)
        shown += lfs_twice.tracked_twice(_claims(files, misfits), {entry.path: entry for entry in files})
        found += standing(shown, state)
    return Before(found, frozenset(held))


def _claims(files: Iterable[Entry], misfits: Iterable[Misfit]) -> list[Entry]:
    owners = {misfit.owner for misfit in misfits if misfit.owner}
    return [entry for entry in files if entry.path in owners]


def _judged(repository: Repository, files: list[Entry], alike: list[Entry], policy: Policy) -> list[Misfit]:
    """What is wrong with the entries of a commit, under the attributes of that commit."""
    if not alike:
        return []
    routing_files = [(entry.path, entry.blob) for entry in files if attributes.is_file(entry.path)]
    filters = attributes.filters_then(repository, routing_files, [entry.path for entry in alike])
    return [*_blobs(repository, alike, routing.judge_of(policy, filters)), *lfs_lines.find(alike)]


def _blobs(
    repository: Repository, entries: list[Entry], judge: Callable[[blobs.Blob], Misfit | None]
) -> Iterator[Misfit]:
    for blob in blobs.read(repository, entries):
        misfit = judge(blob) if isinstance(blob, blobs.Blob) else None
        if misfit:
            yield misfit
