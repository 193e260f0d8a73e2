"""Judge a push: every blob of every commit that is sent, also what was added and deleted again."""

from __future__ import annotations

from . import parts, push
from .values import TYPE_CHECKING
from .verdicts import pushed

if TYPE_CHECKING:
    from .findings import Finding
    from .push import Push
    from .verdicts.pushed import Part

HOOK = push.HOOK
SUMMARY = "Judge every blob of each commit that is pushed."
OPERANDS = "[REMOTE [ADDRESS]]"
EXAMPLE = "commitworthy check-push --from-ref origin/main --to-ref HEAD"

prepare = push.prepare


def check(call: Push) -> list[Finding]:
    """Findings of the refs, each by the policy of its tip, and of the whole push by its budget."""
    verdicts = []
    found: list[Finding] = []
    judged = parts.of(call)
    for part in judged:
        verdict = pushed.judge(HOOK, call.repository, part, parts.rules_of(call, part))
        parts.say_unseen(call, part, verdict.missing)
        found += [*verdict.findings, *_at_tips(call, part)]
        verdicts.append(verdict)
    if found and call.remote and not call.known:
        parts.say_whole(call)
    return found + (pushed.over_budget(HOOK, judged, verdicts) if judged else [])


def _at_tips(call: Push, part: Part) -> list[Finding]:  # noqa: ARG001 (what it will need)
    """The place for what is asked of the newest tree of each ref rather than of its history: require-lfs."""
    return []
