"""Findings about a range: it is judged as if it were staged, and told as what it is, commits."""

from __future__ import annotations

from ..values import TYPE_CHECKING

if TYPE_CHECKING:
    from ..findings import Finding, Remedy, Step

_STAGED = (", staged as ", ", committed as "), ("the staged blob", "the committed blob")
_UNSTAGING = ("git", "restore", "--staged")


def told(finding: Finding, base: str) -> Finding:
    """The finding in these words; what would take a change out of the index takes it back to `base`."""
    message = finding.message
    for staged, committed in _STAGED:
        message = message.replace(staged, committed)
    return finding._replace(message=message, remedies=tuple(_way(remedy, base) for remedy in finding.remedies))


def _way(remedy: Remedy, base: str) -> Remedy:
    return remedy._replace(steps=tuple(_step(step, base) for step in remedy.steps))


def _step(step: Step, base: str) -> Step:
    if step.words[:3] != _UNSTAGING:
        return step
    return step._replace(words=("git", "restore", f"--source={base[:12]}", "--staged", "--worktree", *step.words[3:]))
