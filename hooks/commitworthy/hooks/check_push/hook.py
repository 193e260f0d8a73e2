"""Judge a push: every blob of every commit that is sent, also what was added and deleted again.

Of the newest tree of each ref also what require-lfs asks: that routes and pointers agree.
"""

from __future__ import annotations

from ...base.findings import path_text
from ...base.namedtuple import TYPE_CHECKING
from ...blobs import history
from ...git import objects, process, ranges, refs
from .. import push_context
from ..hook import NO_MODES, load_pushed_hooks

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ...base.findings import Finding
    from ...blobs.history import RangeScan
    from ...git.ranges import IntroducedBlob
    from ..push_context import PolicyGroup, Push

NAME = push_context.HOOK
SUMMARY = "Check every blob of each pushed commit."
OPERANDS = "[REMOTE [ADDRESS]]"
EXAMPLE = "commitworthy check-push --from-ref origin/main --to-ref HEAD"
PRELOAD = ()
ACCEPTS_UNTRACKED = False
MODES = NO_MODES

prepare = push_context.prepare


def check(context: Push) -> list[Finding]:
    """Findings of the refs, each by the policy of its tip, and of the whole push by its budget."""
    with process.ProcessPool():
        return check_groups(context, push_context.policy_groups(context))


def check_groups(push: Push, groups: list[PolicyGroup]) -> list[Finding]:
    """Findings of each group, and of the whole push by the budget of the first; what was not seen is noted."""
    findings: list[Finding] = []
    scans = []
    hooks = load_pushed_hooks()
    for group in groups:
        settings = history.counted(group.policy.block_artifacts, group.baseline)
        scan = history.scan_range(push.repository, group.wanted, group.tips, settings)
        for name, hook in hooks.items():
            findings += _enforced(push, group, hook.check_pushed(push, group, scan), name)
        if scan.heavy:
            from . import messages

            findings += _enforced(push, group, messages.heavy_objects(push, group, scan.heavy))
        _note_unseen(push, group, scan.missing.values())
        scans.append(scan)
    if findings and push.remote and not push.known:
        push.notes.append(
            f"no known commits on {push.remote}, so the whole history was checked; "
            "if it is not empty, git fetch it first; to accept what is old: commitworthy baseline --history"
        )
    return findings + (_enforced(push, groups[0], _over_budget(push, groups, scans)) if groups else [])


def _enforced(push: Push, group: PolicyGroup, findings: list[Finding], hook: str = NAME) -> list[Finding]:
    """As check-push and the hook that judged are enforced; what is old is not checked at a push in any case."""
    if not findings or not group.policy.enforcement:
        return findings
    from ..context import enforced

    ours = [finding._replace(hook=NAME) for finding in findings]
    return [finding._replace(hook=push.hook) for finding in enforced(ours, group.policy, push.notes, hook)]


def _over_budget(push: Push, groups: list[PolicyGroup], scans: list[RangeScan]) -> list[Finding]:
    """Nothing where the other end has nothing yet."""
    limits = groups[0].policy.check_push
    number, size = sum(scan.number for scan in scans), sum(scan.size for scan in scans)
    other_size = sum(scan.other_size for scan in scans)
    if not groups[0].has_known() or (size + other_size <= limits.max_bytes and number <= limits.max_blobs):
        return []
    from . import messages

    counts = [history.size_without_old(group.wanted) for group in groups]
    number, size = sum(number for number, _ in counts), sum(size for _, size in counts)
    return messages.over_budget(push.hook, number, size, other_size, limits)


def _note_unseen(push: Push, group: PolicyGroup, missing: Iterable[IntroducedBlob]) -> None:
    """Blobs that are not here, and history that ends early."""
    damaged = [_damaged(introduced) for introduced in missing]
    if damaged and objects.in_partial_clone():
        from ...base import wording

        number = wording.counted(len(damaged), "blob was", "blobs were")
        push.unseen(f"{number} not checked: this partial clone does not hold their content; fetch it, then run again")
    else:
        push.problems.extend(damaged)
    if refs.is_shallow() and ranges.within(group.wanted, refs.shallow_commits()):
        push.unseen("this clone is shallow: commits before its oldest ones were not checked: git fetch --unshallow")


def _damaged(introduced: IntroducedBlob) -> str:
    where = f" of commit {introduced.commit.decode()[:12]}" if introduced.commit else ""
    blob = f"blob {introduced.blob.decode()}{where}"
    return f"{path_text(introduced.path)}: {blob} is missing or damaged in the object store: run git fsck"
