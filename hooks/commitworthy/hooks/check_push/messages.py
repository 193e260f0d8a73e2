"""What is said of a push as a whole, and of its objects that are no blobs: commits, tags, the names of files."""

from __future__ import annotations

from ...base import wording
from ...base.findings import PUSH, Finding, Remedy, Step
from ...base.namedtuple import TYPE_CHECKING
from ...blobs import history
from ...git import ranges
from ...git.ranges import Range
from ...remedies import rewriting
from ...remedies.steps import alternatives, in_words
from . import rules

if TYPE_CHECKING:
    from ...blobs.history import HeavyObject
    from ...git.ranges import Commit
    from ...policy.settings import CheckPush
    from ...remedies.rewriting import PushTarget
    from ..push_context import PolicyGroup, Push


def heavy_objects(push: Push, group: PolicyGroup, heavy: list[HeavyObject]) -> list[Finding]:
    """A finding for each."""
    commits = ranges.describe(weighty.commit for weighty in heavy if weighty.commit and weighty.kind != "tag")
    target = rewriting.push_target(push.repository, group.wanted, group.tips, at_server=push.at_server)
    most = history.largest_object(group.policy.block_artifacts)
    # To know where a commit stands takes a few processes, so it is asked of one alone.
    is_only = sum(weighty.kind == "commit" for weighty in heavy) == 1
    findings = []
    for weighty in heavy:
        commit = commits.get(weighty.commit)
        limit = history.LONGEST_NAME if weighty.kind == "name" else most
        ways = of_heavy(weighty, commit, target, is_only=is_only)
        facts: dict[str, object] = {
            "kind": weighty.kind,
            "object": weighty.commit.decode(),
            "size": weighty.size,
            "limit": limit,
        }
        shown = in_words(ways, target.env) if target.env else tuple(alternatives(ways))
        findings.append(
            Finding(push.hook, rules.HEAVY, _heavy(weighty, commit, limit), remedies=shown, facts=facts, scope=PUSH)
        )
    return findings


def _heavy(weighty: HeavyObject, commit: Commit | None, limit: int) -> str:
    size, most = wording.show_apart(weighty.size, limit)
    if weighty.kind == "tag":
        return f"The tag {weighty.name.removeprefix('refs/tags/')} is {size}: its message and headers (limit {most})."
    where = f"Commit {history.cited(commit)}" if commit else "A tag without a commit"
    if weighty.kind == "commit":
        return f"{where} is {size}: its message and headers (limit {most})."
    if weighty.kind == "name":
        name = f"{weighty.name}…"
        return f"{where} adds a file name of {weighty.size:,} bytes (limit {limit} bytes): {name}."
    return f"{where} adds {size} of file names beyond 100 bytes each (limit {most})."


def over_budget(hook: str, number: int, size: int, other_size: int, limits: CheckPush) -> list[Finding]:
    """A finding for each limit that is passed; `size` of blobs and `other_size` of commits, tags, names in bytes."""
    findings = []
    keep = Remedy("keep data out of git, or push in parts; the limits are in [check-push] of the policy")
    if size + other_size > limits.max_bytes:
        whole = size if size > limits.max_bytes else size + other_size
        total, limit = wording.show_apart(whole, limits.max_bytes)
        others = "" if whole == size else f" and in commits, tags and names ({wording.show(other_size)})"
        text = f"{total} in {wording.counted(number, 'new blob')}{others} (limit {limit} a push)."
        facts: dict[str, object] = {"size": whole, "limit": limits.max_bytes}
        findings.append(Finding(hook, rules.TOO_LARGE, text, remedies=(keep,), facts=facts, scope=PUSH))
    if number > limits.max_blobs:
        text = f"{wording.counted(number, 'new blob')} (limit {limits.max_blobs:,} a push)."
        facts = {"count": number, "limit": limits.max_blobs}
        findings.append(Finding(hook, rules.TOO_MANY, text, remedies=(keep,), facts=facts, scope=PUSH))
    return findings


# The remedies for objects of a push that are no blobs.


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
