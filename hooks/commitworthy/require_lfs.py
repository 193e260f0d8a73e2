"""Require Git LFS: every artifact type routed, every routed blob a pointer, every pointer routed."""

from __future__ import annotations

import os

from .call import policy_of, report_missing
from .findings import CannotJudge
from .values import TYPE_CHECKING
from .verdicts.lfs import search
from .verdicts.lfs.routing import Change

if TYPE_CHECKING:
    from collections.abc import Iterator

    from .call import Call
    from .findings import Finding
    from .policy.baseline import Row
    from .verdicts.lfs.parents import State
    from .verdicts.lfs.routing import Misfit
    from .verdicts.lfs.search import Looked

HOOK = "require-lfs"
SUMMARY = "Require that artifacts, routes and Git LFS pointers agree."
EXAMPLE = "commitworthy require-lfs --fix"


def check(call: Call) -> list[Finding]:
    """Findings for the chosen entries, and for all that a change of attributes routes otherwise."""
    fix = call.overrides.get((HOOK, "fix")) is True
    stage = call.overrides.get((HOOK, "stage")) is True
    if stage:
        from .verdicts.lfs import fix as lfs_fix

        lfs_fix.refuse_inside_a_hook(fix=fix)
    # A framework in a workspace calls the hook for each sub-project, which answers for itself.
    below = call.repository.prefix if os.environ.get("PRE_COMMIT") else b""
    change = Change(call.changes, call.removed, below)
    looked = search.look(call.repository, call.policy, call.entries, change)
    if looked.missing:
        report_missing(call, looked.missing)
    found = _news(call, looked) if looked.chosen or looked.rerouted else []
    if not found:
        return []
    from .verdicts.lfs import accepted, say

    decided = accepted.decisions(call.policy, call.baseline)
    cases = say.cases(call.repository, found, decided)
    clone = say.clone(call.repository, cases, call.policy, change, has_baseline=call.baseline is not None)
    if fix:
        from .verdicts.lfs import fix as lfs_fix

        cases = lfs_fix.fix(call.repository, cases, clone, call.notes, stage=stage)
    return say.findings(cases, call.policy, clone)


def _news(call: Call, looked: Looked) -> list[Misfit]:
    """What is not accepted, has its home in LFS, and is not as bad in a parent."""
    from .git import history
    from .verdicts.lfs import accepted
    from .verdicts.lfs import parents as lfs_parents

    today = lfs_parents.State(call.policy, accepted.decisions(call.policy, call.baseline))
    chosen = lfs_parents.standing(looked.chosen, today)
    staged = [misfit for misfit in chosen if misfit.entry.staged] + lfs_parents.standing(looked.rerouted, today)
    tracked = [misfit for misfit in chosen if not misfit.entry.staged]
    parents = history.parents() if staged else []

    def state_of(commit: str) -> lfs_parents.State:
        return _state_of(call, commit, today)

    return tracked + lfs_parents.news(call.repository, staged, parents, state_of, looked.facts)


def _state_of(call: Call, commit: str, today: State) -> State:
    """Policy and decisions as a commit has them; those of today where it has none that can be read."""
    from .verdicts.lfs import accepted

    try:
        policy, rows = policy_of(call, commit)
        return today._replace(policy=policy, decided=accepted.decisions(policy, rows), commit=commit)
    except CannotJudge:
        return today._replace(commit=commit)


def rows(call: Call) -> Iterator[Row]:
    """What a baseline accepts: every finding that no exception covers; CannotJudge where a blob is not here."""
    from .policy.baseline import Row
    from .verdicts.lfs import accepted, rules
    from .verdicts.lfs import parents as lfs_parents

    looked = search.look(call.repository, call.policy, call.entries)
    for (entry,) in looked.missing:
        path = entry.path.decode("utf-8", "surrogateescape")
        raise CannotJudge(f"{path}: its content is not in this clone: fetch it, then try again")
    state = lfs_parents.State(call.policy, accepted.decisions(call.policy, None))
    for misfit in lfs_parents.standing(looked.chosen, state):
        # Whether content is in this clone is nothing that the others share.
        if misfit.rule != rules.ABSENT:
            yield Row(HOOK, misfit.rule.name, accepted.path_of(misfit), blob=misfit.entry.blob.decode())
