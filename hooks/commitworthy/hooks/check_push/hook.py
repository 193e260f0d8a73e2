"""Judge a push: every blob of every commit that is sent, also what was added and deleted again.

Of the newest tree of each ref also what require-lfs asks: that routes and pointers agree.
"""

from __future__ import annotations

from ...base.namedtuple import TYPE_CHECKING
from ...git import process
from .. import push_context
from ..hook import NO_MODES
from . import checks, groups

if TYPE_CHECKING:
    from ...base.findings import Finding
    from ..push_context import Push

NAME = push_context.HOOK
SUMMARY = "Judge every blob of each commit that is pushed."
OPERANDS = "[REMOTE [ADDRESS]]"
EXAMPLE = "commitworthy check-push --from-ref origin/main --to-ref HEAD"
PRELOAD = ()
ACCEPTS_UNTRACKED = False
MODES = NO_MODES

prepare = push_context.prepare


def check(call: Push) -> list[Finding]:
    """Findings of the refs, each by the policy of its tip, and of the whole push by its budget."""
    with process.ProcessPool():
        return _found(call)


def _found(call: Push) -> list[Finding]:
    verdicts = []
    found: list[Finding] = []
    judged = groups.of(call)
    for part in judged:
        verdict = checks.judge(NAME, call.repository, part, groups.rules_of(call, part))
        at_tips, missing = groups.at_tips(NAME, call, part, verdict)
        groups.say_unseen(call, part, missing)
        found += [*verdict.findings, *at_tips]
        verdicts.append(verdict)
    if found and call.remote and not call.known:
        groups.say_whole(call)
    return found + (checks.over_budget(NAME, judged, verdicts) if judged else [])
