"""Require Git LFS: every artifact type routed, every routed blob a pointer, every pointer routed."""

from __future__ import annotations

import os

from ...base.findings import CheckError
from ...base.namedtuple import TYPE_CHECKING
from ..context import policy_of, prepare, report_missing
from ..hook import FILES, NO_MODES
from .routes import AttributesChange, scan_entries

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ...base.findings import Finding
    from ...policy.baseline import Row
    from ..context import HookContext
    from .parents import TipState
    from .routes import LfsViolation, ScanResult

NAME = "require-lfs"
SUMMARY = "Require that artifacts, routes and Git LFS pointers agree."
EXAMPLE = "commitworthy require-lfs --fix"
OPERANDS = FILES
PRELOAD = ()
ACCEPTS_UNTRACKED = False
MODES = NO_MODES


__all__ = ["baseline", "check", "prepare"]


def check(call: HookContext) -> list[Finding]:
    """Findings for the chosen entries, and for all that a change of attributes routes otherwise."""
    fix = call.overrides.get((NAME, "fix")) is True
    stage = call.overrides.get((NAME, "stage")) is True
    if stage:
        from . import fix as lfs_fix

        lfs_fix.refuse_inside_a_hook(fix=fix)
    # A framework in a workspace calls the hook for each sub-project, which answers for itself.
    below = call.repository.prefix if os.environ.get("PRE_COMMIT") else b""
    change = AttributesChange(call.changes, call.removed, below)
    looked = scan_entries(call.repository, call.policy, call.entries, change)
    if looked.missing:
        report_missing(call, looked.missing)
    found = _news(call, looked) if looked.chosen or looked.rerouted else []
    if not found:
        return []
    from . import accepted, messages, remedies

    decided = accepted.decisions(call.policy, call.baseline)
    cases = messages.cases_in_clone(call.repository, found, decided)
    tree = remedies.in_work_tree(call.repository, cases, call.policy, change, has_baseline=call.baseline is not None)
    if fix:
        from . import fix as lfs_fix

        cases = lfs_fix.fix(call.repository, cases, tree, call.notes, stage=stage)
    return messages.findings(cases, call.policy, tree)


def _news(call: HookContext, looked: ScanResult) -> list[LfsViolation]:
    """What is not accepted, has its home in LFS, and is not as bad in a parent."""
    from ...git import trees
    from . import accepted
    from . import parents as lfs_parents

    today = lfs_parents.TipState(call.policy, accepted.decisions(call.policy, call.baseline))
    chosen = lfs_parents.standing(looked.chosen, today)
    staged = [misfit for misfit in chosen if misfit.entry.staged] + lfs_parents.standing(looked.rerouted, today)
    tracked = [misfit for misfit in chosen if not misfit.entry.staged]
    parents = trees.parents() if staged else []

    def state_of(commit: str) -> lfs_parents.TipState:
        return _state_of(call, commit, today)

    return tracked + lfs_parents.new_violations(call.repository, staged, parents, state_of, looked.facts)


def _state_of(call: HookContext, commit: str, today: TipState) -> TipState:
    """Policy and decisions as a commit has them; those of today where it has none that can be read."""
    from . import accepted

    try:
        policy, rows = policy_of(call, commit)
        return today._replace(policy=policy, decided=accepted.decisions(policy, rows), commit=commit)
    except CheckError:
        return today._replace(commit=commit)


def baseline(call: HookContext) -> Iterator[Row]:
    """What a baseline accepts: every finding that no exception covers; CannotJudge where a blob is not here."""
    from ...policy.baseline import Row
    from . import accepted, rules
    from . import parents as lfs_parents

    looked = scan_entries(call.repository, call.policy, call.entries)
    for (entry,) in looked.missing:
        path = entry.path.decode("utf-8", "surrogateescape")
        raise CheckError(f"{path}: its content is not in this clone: fetch it, then try again")
    state = lfs_parents.TipState(call.policy, accepted.decisions(call.policy, None))
    for misfit in lfs_parents.standing(looked.chosen, state):
        # Whether content is in this clone is nothing that the others share.
        if misfit.rule != rules.ABSENT:
            yield Row(NAME, misfit.rule.name, accepted.path_of(misfit), blob=misfit.entry.blob.decode())
