"""Require Git LFS: every artifact type routed, every routed blob a pointer, every pointer routed."""

from __future__ import annotations

import os

from .call import policy_of, report_missing
from .findings import CannotJudge
from .values import TYPE_CHECKING
from .verdicts import lfs_search
from .verdicts.routing import Change

if TYPE_CHECKING:
    from collections.abc import Iterator

    from .call import Call
    from .findings import Finding
    from .policy.baseline import Row
    from .verdicts.lfs_parents import State
    from .verdicts.lfs_search import Looked
    from .verdicts.routing import Misfit

HOOK = "require-lfs"
SUMMARY = "Require that artifacts, routes and Git LFS pointers agree."
EXAMPLE = "commitworthy require-lfs --fix"


def check(call: Call) -> list[Finding]:
    """Findings for the chosen entries, and for all that a change of attributes routes otherwise."""
    fix = call.overrides.get((HOOK, "fix")) is True
    stage = call.overrides.get((HOOK, "stage")) is True
    if stage:
        from .verdicts import lfs_fix

        lfs_fix.refuse_inside_a_hook(fix=fix)
    # A framework in a workspace calls the hook for each sub-project, which answers for itself.
    below = call.repository.prefix if os.environ.get("PRE_COMMIT") else b""
    change = Change(call.changes, call.removed, below)
    looked = lfs_search.look(call.repository, call.policy, call.entries, change)
    if looked.missing:
        report_missing(call, looked.missing)
    found = _news(call, looked) if looked.chosen or looked.rerouted else []
    if not found:
        return []
    from .verdicts import lfs_accepted, lfs_say

    decided = lfs_accepted.decisions(call.policy, call.baseline)
    cases = lfs_say.cases(call.repository, found, call.policy, decided)
    clone = lfs_say.clone(call.repository, cases, call.policy, change, has_baseline=call.baseline is not None)
    if fix:
        from .verdicts import lfs_fix

        cases = lfs_fix.fix(call.repository, cases, clone, call.notes, stage=stage)
    return lfs_say.findings(cases, call.policy, clone)


def _news(call: Call, looked: Looked) -> list[Misfit]:
    """What is not accepted, has its home in LFS, and is not as bad in a parent."""
    from .git import history
    from .verdicts import lfs_accepted, lfs_parents

    today = lfs_parents.State(call.policy, lfs_accepted.decisions(call.policy, call.baseline))
    chosen = lfs_parents.standing(looked.chosen, today)
    staged = [misfit for misfit in chosen if misfit.entry.staged] + lfs_parents.standing(looked.rerouted, today)
    tracked = [misfit for misfit in chosen if not misfit.entry.staged]
    parents = history.parents() if staged else []
    return tracked + lfs_parents.news(call.repository, staged, parents, lambda commit: _state_of(call, commit, today))


def _state_of(call: Call, commit: str, today: State) -> State:
    """Policy and decisions as a commit has them; those of today where it has none that can be read."""
    from .verdicts import lfs_accepted

    try:
        policy, rows = policy_of(call, commit)
        return today._replace(policy=policy, decided=lfs_accepted.decisions(policy, rows), commit=commit)
    except CannotJudge:
        return today._replace(commit=commit)


def rows(call: Call) -> Iterator[Row]:
    """What a baseline accepts: every finding that no exception covers; CannotJudge where a blob is not here."""
    from .policy.baseline import Row
    from .verdicts import lfs_accepted, lfs_parents, lfs_rules

    looked = lfs_search.look(call.repository, call.policy, call.entries)
    for (entry,) in looked.missing:
        path = entry.path.decode("utf-8", "surrogateescape")
        raise CannotJudge(f"{path}: its content is not in this clone: fetch it, then try again")
    state = lfs_parents.State(call.policy, lfs_accepted.decisions(call.policy, None))
    for misfit in lfs_parents.standing(looked.chosen, state):
        # Whether content is in this clone is nothing that the others share.
        if misfit.rule != lfs_rules.ABSENT:
            yield Row(HOOK, misfit.rule.name, lfs_accepted.path_of(misfit), blob=misfit.entry.blob.decode())
