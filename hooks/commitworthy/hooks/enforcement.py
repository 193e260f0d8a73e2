"""What becomes of findings where the policy says how far a hook is enforced."""

from __future__ import annotations

from ..base.findings import ERROR, WARNING, Remedy
from ..base.namedtuple import TYPE_CHECKING
from ..policy.settings import ALL, NEW, OBSERVE

if TYPE_CHECKING:
    from ..base.findings import Finding
    from ..policy.settings import Policy


def enforced(findings: list[Finding], policy: Policy, notes: list[str], also: str = "") -> list[Finding]:
    """The findings, each as its hook is enforced; where one or the hook `also` only observes, they stop nothing.

    `notes` get a line for each hook that observes.
    """
    if not policy.enforcement:
        return findings
    settled = []
    for finding in findings:
        hooks = [hook for hook in (finding.hook, also) if policy.level(hook) == OBSERVE]
        if hooks and finding.level == ERROR:
            line = _observing(hooks[0], policy)
            notes.extend([line] if line not in notes else [])
            finding = finding._replace(level=WARNING)  # noqa: PLW2901
        if policy.level(finding.hook) == ALL:
            ways = tuple(way for way in finding.remedies if not is_baseline(way))
            finding = finding._replace(remedies=ways)  # noqa: PLW2901
        settled.append(finding)
    return settled


def under_options(findings: list[Finding]) -> list[Finding]:
    """The findings of a call with options that a policy could have: a baseline knows the policy alone."""
    return [finding._replace(remedies=tuple(map(_by_policy, finding.remedies))) for finding in findings]


def _by_policy(remedy: Remedy) -> Remedy:
    if not is_baseline(remedy):
        return remedy
    return Remedy(f"{remedy.text}: put the options of this call into the policy, then run commitworthy baseline --add")


def _observing(hook: str, policy: Policy) -> str:
    rule = policy.enforcement[hook]
    until = f" until {rule.since}" if rule.level == NEW else ""
    return f"{hook} only observes{until} ({policy.source}), so it refuses nothing"


def is_baseline(remedy: Remedy) -> bool:
    """Whether it is the baseline, which accepts nothing where old findings are refused, too."""
    return any(step.words[:2] == ("commitworthy", "baseline") for step in remedy.steps)
