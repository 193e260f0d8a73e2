"""Limit what one commit adds: bytes of new blobs, and number of new paths."""

from __future__ import annotations

from .values import TYPE_CHECKING
from .verdicts import budget

if TYPE_CHECKING:
    from .call import Call
    from .findings import Finding

HOOK = "limit-commit"
SUMMARY = "Limit the new bytes and the new paths of one commit."
EXAMPLE = "commitworthy limit-commit --max-size '50 MB' --max-files 1000"


def check(call: Call) -> list[Finding]:
    """Judges the whole staged change, whatever names are given; says nothing of a root commit.

    In a workspace a framework starts the hook once for each sub-project; only the one at the top speaks.
    """
    changes = [*call.changes, *(link for link in call.links if link.staged)]
    if call.repository.prefix or not changes:
        return []
    limits = call.policy.limit_commit
    if not budget.exceeded(budget.measure(changes), limits):
        return []
    from .git import history

    parents = history.parents()
    if not parents:
        return []
    old = {blob for commit in parents for _, blob in history.files(commit)}
    if len(changes) > len(call.changes):
        old.update(blob for commit in parents for _, blob in history.links(commit))
    fresh = budget.without_exempt([entry for entry in changes if entry.blob not in old], limits.allow)
    return budget.findings(HOOK, call.repository, budget.measure(fresh), limits)
