"""What becomes of findings where the policy says how far a hook is enforced."""

from __future__ import annotations

from ..base.findings import ERROR, WARNING, Remedy
from ..base.namedtuple import TYPE_CHECKING
from ..policy.options import of_files
from ..policy.settings import ALL, NEW, OBSERVE

if TYPE_CHECKING:
    from ..base.findings import Finding
    from ..policy.settings import Policy
    from .context import HookContext


def of_call(findings: list[Finding], context: HookContext, *, strict: bool) -> list[Finding]:
    """The findings of one call: all errors where it is `strict`, else each as its hook is enforced."""
    settled = enforced(findings, context.policy, [] if strict else context.notes)
    if of_files(context.overrides):
        # A baseline knows the policy, and no options of a call.
        settled = [finding._replace(remedies=tuple(map(_by_policy, finding.remedies))) for finding in settled]
    return as_errors(settled) if strict else settled


def as_errors(findings: list[Finding]) -> list[Finding]:
    """The findings, none of them a warning."""
    return [finding._replace(level=ERROR) for finding in findings]


def enforced(findings: list[Finding], policy: Policy, notes: list[str], also: str = "") -> list[Finding]:
    """The findings, each as its hook is enforced; where one or the hook `also` only observes, they stop nothing.

    `notes` get a line for each hook that observes.
    """
    if not policy.enforcement:
        return findings
    levels = {hook: policy.level(hook) for hook in policy.enforcement}
    settled, observing = [], {}
    for finding in findings:
        observers = [hook for hook in (finding.hook, also) if levels.get(hook) == OBSERVE]
        if observers and finding.level == ERROR:
            observing[observers[0]] = _observing(observers[0], policy)
            settled.append(finding._replace(level=WARNING))
        elif levels.get(finding.hook) == ALL:
            settled.append(finding._replace(remedies=tuple(way for way in finding.remedies if not _is_baseline(way))))
        else:
            settled.append(finding)
    notes.extend(line for line in observing.values() if line not in notes)
    return settled


def _by_policy(remedy: Remedy) -> Remedy:
    if not _is_baseline(remedy):
        return remedy
    return Remedy(f"{remedy.text}: put the options of this call into the policy, then run commitworthy baseline --add")


def _observing(hook: str, policy: Policy) -> str:
    rule = policy.enforcement[hook]
    until = f" until {rule.since}" if rule.level == NEW else ""
    return f"{hook} only observes{until} ({policy.source}), so it refuses nothing"


def _is_baseline(remedy: Remedy) -> bool:
    """Whether it is the baseline, which accepts nothing where old findings are refused, too."""
    return any(step.words[:2] == ("commitworthy", "baseline") for step in remedy.steps)
