"""Judge a push: every blob of every commit that is sent, also what was added and deleted again.

Of the newest tree of each ref also what require-lfs asks: that routes and pointers agree.
"""

from __future__ import annotations

from . import parts, push
from .git import process
from .values import TYPE_CHECKING
from .verdicts.pushes import pushed

if TYPE_CHECKING:
    from .findings import Finding
    from .push import Push

HOOK = push.HOOK
SUMMARY = "Judge every blob of each commit that is pushed."
OPERANDS = "[REMOTE [ADDRESS]]"
EXAMPLE = "commitworthy check-push --from-ref origin/main --to-ref HEAD"

prepare = push.prepare


def check(call: Push) -> list[Finding]:
    """Findings of the refs, each by the policy of its tip, and of the whole push by its budget."""
    with process.Kept():
        return _found(call)


def _found(call: Push) -> list[Finding]:
    verdicts = []
    found: list[Finding] = []
    judged = parts.of(call)
    for part in judged:
        verdict = pushed.judge(HOOK, call.repository, part, parts.rules_of(call, part))
        at_tips, missing = parts.at_tips(HOOK, call, part, verdict)
        parts.say_unseen(call, part, missing)
        found += [*verdict.findings, *at_tips]
        verdicts.append(verdict)
    if found and call.remote and not call.known:
        parts.say_whole(call)
    return found + (pushed.over_budget(HOOK, judged, verdicts) if judged else [])
