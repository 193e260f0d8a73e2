"""Require Git LFS: every artifact type routed, every routed blob a pointer, every pointer routed."""

from __future__ import annotations

from ...base import system
from ...base.findings import CheckError, path_text
from ...base.namedtuple import TYPE_CHECKING
from ...policy.settings import ALL
from ..context import accepted_at, accepted_now, report_missing, with_old
from ..context import prepare as prepare  # noqa: PLC0414 (part of the Protocol)
from ..hook import FILES, NO_MODES
from .routes import AttributesChange, scan_entries

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ...base.findings import Finding
    from ...policy.acceptance import Row
    from ..context import HookContext
    from .parents import TipState
    from .routes import LfsViolation, ScanResult

NAME = "require-lfs"
SUMMARY = "Require Git LFS routes and pointers for artifacts."
EXAMPLE = "commitworthy require-lfs --fix"
OPERANDS = FILES
PRELOAD = ()
ACCEPTS_UNTRACKED = False
MODES = NO_MODES


def check(context: HookContext) -> list[Finding]:
    """Findings for the chosen entries, and for all that a change of attributes routes otherwise."""
    fix = context.overrides.get((NAME, "fix")) is True
    stage = context.overrides.get((NAME, "stage")) is True
    if stage:
        from . import fix as lfs_fix

        lfs_fix.refuse_inside_a_hook(fix=fix)
    context = with_old(context, NAME)
    # A framework in a workspace calls the hook for each sub-project, which answers for itself.
    below = context.repository.prefix if system.framework_runs_us() else b""
    change = AttributesChange(context.changes, context.removed, below)
    looked = scan_entries(context.repository, context.policy, context.entries, change, context.baseline)
    if looked.missing:
        report_missing(context, looked.missing)
    found = _new(context, looked) if looked.chosen or looked.rerouted else []
    _note_agent(context)
    if not found:
        return []
    from . import messages, remedies

    cases = messages.cases_in_clone(context.repository, found, accepted_now(context, NAME))
    tree = remedies.in_work_tree(context.repository, cases, context.policy, change)
    if fix:
        from . import fix as lfs_fix

        cases = lfs_fix.fix(context.repository, cases, tree, context.notes, stage=stage)
    return messages.findings(cases, context.policy, tree)


def _note_agent(context: HookContext) -> None:
    """A line where the policy keeps objects in a bucket and this clone does not: no verdict, which is that of all."""
    if any(home.startswith("lfs+") for home in context.policy.homes.values()):
        from ...homes import lfs

        problem = lfs.mismatch(lfs.named(context.policy.homes), lfs.setting())
        context.notes.extend([problem] if problem else [])


def _new(context: HookContext, looked: ScanResult) -> list[LfsViolation]:
    """What is not accepted, has its home in LFS, and is not as bad in a parent."""
    from ...git import objects
    from . import parents as lfs_parents

    now = lfs_parents.TipState(accepted_now(context, NAME))
    chosen = lfs_parents.standing(looked.chosen, now)
    staged = [violation for violation in chosen if violation.entry.staged]
    staged += lfs_parents.standing(looked.rerouted, now)
    tracked = [violation for violation in chosen if not violation.entry.staged]
    commits = objects.parents() if staged and context.policy.level(NAME) != ALL else []

    def state_of(commit: str) -> TipState:
        return lfs_parents.TipState(accepted_at(context, NAME, commit), commit)

    return tracked + lfs_parents.new_violations(context.repository, staged, commits, state_of, looked.facts)


def baseline(context: HookContext) -> Iterator[Row]:
    """What a baseline accepts: every finding that no exception covers; CheckError where a blob is not here."""
    from ...policy.acceptance import Row, acceptance
    from . import accepted, rules
    from . import parents as lfs_parents

    looked = scan_entries(context.repository, context.policy, context.entries)
    for (entry,) in looked.missing:
        raise CheckError(f"{path_text(entry.path)}: its content is not in this clone: fetch it, then run again")
    state = lfs_parents.TipState(acceptance(NAME, context.policy, None))
    for violation in lfs_parents.standing(looked.chosen, state):
        # Whether content is in this clone is nothing that the others share.
        if violation.rule != rules.ABSENT:
            yield Row(NAME, violation.rule.name, accepted.path_of(violation), blob=violation.entry.blob.decode())
