"""The remedies for objects of a push that are no blobs."""

from __future__ import annotations

from ...base.findings import Remedy, Step
from ...base.namedtuple import TYPE_CHECKING
from ...git import ranges
from ...git.ranges import Range
from ...remedies import rewriting

if TYPE_CHECKING:
    from ...blobs.history import HeavyObject
    from ...git.ranges import Commit
    from ...remedies.rewriting import PushTarget

_FIRST_IS_REWORDED = "sequence.editor=sed -i.old 1s/^[a-z]*/reword/"
_KEEP = Remedy("raise the limit of text, in [block-artifacts.limits] of the policy")


def of_heavy(heavy: HeavyObject, commit: Commit | None, target: PushTarget, *, is_only: bool) -> list[Remedy]:
    """All remedies, the best first; where it `is_only` the one heavy commit, its own commands."""
    if heavy.kind == "tag":
        tag = heavy.name.removeprefix("refs/tags/")
        return [Remedy("rewrite its message", (Step(("git", "tag", "-f", "-a", tag, f"{heavy.name}^{{}}")),)), _KEEP]
    if heavy.kind != "commit":
        shorter = Remedy("give the files shorter names in the commit that adds them")
        return [shorter] if heavy.kind == "name" else [shorter, _KEEP]
    if not is_only or not commit:
        return [Remedy("rewrite its message: git rebase -i, with `reword` for its line"), _KEEP]
    return [_reworded(commit, target), _KEEP]


def _reworded(commit: Commit, target: PushTarget) -> Remedy:
    """The last commit is amended, an older one picked in a rebase; no rebase takes along what a merge made by hand."""
    text = "rewrite its message"
    for tip in target.tips:
        if tip.kind != "commit" or not rewriting.can_move(tip):
            continue
        going = rewriting.switch(tip, target)
        if tip.id == commit.id:
            return Remedy(text, (*going, Step(("git", "commit", "--amend", "--allow-empty"))))
        if ranges.within(Range((tip.id,), target.wanted.known, target.wanted.alternates), {commit.id.encode()}):
            _, is_linear = ranges.since(tip.id, commit.id)
            if is_linear and len(commit.parents) < 2:
                base = f"{commit.short}^" if commit.parents else "--root"
                rebase = ("git", "-c", _FIRST_IS_REWORDED, "rebase", "-i", "--no-rebase-merges", base)
                return Remedy(text, (*going, Step(rebase)))
    return Remedy(f"{text}: git filter-repo --message-callback, with the new message for {commit.short}")
