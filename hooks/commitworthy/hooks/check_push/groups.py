"""The parts of a push, each under the policy of its own tips; and what could not be seen of it."""

from __future__ import annotations

from ...base.findings import CheckError
from ...base.namedtuple import TYPE_CHECKING
from ...git import objects, ranges, refs
from ..context import GOVERNING, governing_of, policy_in
from .checks import PolicyGroup

if TYPE_CHECKING:
    from collections.abc import Callable

    from ...base.findings import Finding
    from ...git.ranges import IntroducedBlob
    from ...git.refs import Tip
    from ...policy.acceptance import Acceptance
    from ...policy.settings import BlockArtifacts
    from ..push_context import Push
    from ..require_lfs.parents import TipState
    from .checks import Verdict


def of(push: Push) -> list[PolicyGroup]:
    """Tips of one policy together; what an earlier part has is known to the later ones.

    A part is a range of its own: it takes walks of git of its own, some ten, and some twenty where it has findings.
    All else is asked of gits that are kept for the whole push.  At a server there is one part.
    """
    parts: list[PolicyGroup] = []
    known = push.known
    for tips in _by_policy(push.tips):
        revision = next((tip.id for tip in tips if tip.kind == "commit"), "HEAD")
        policy, baseline = policy_in(governing_of(revision), push.overrides)
        parts.append(PolicyGroup(tips, known, push.alternates, policy, baseline))
        known = (*known, *(tip.id for tip in tips if tip.kind == "commit"))
    return parts


def _by_policy(tips: list[Tip]) -> list[list[Tip]]:
    """What a tag holds without a commit has no policy, and goes by that of the first commit."""
    heads = [tip for tip in tips if tip.kind == "commit"]
    loose = [tip for tip in tips if tip.kind != "commit"]
    groups: dict[object, list[Tip]] = {}
    for tip, ids in zip(heads, refs.files_in([tip.id for tip in heads], GOVERNING), strict=True):
        groups.setdefault(ids, []).append(tip)
    if not groups:
        return [loose] if loose else []
    first, *others = groups.values()
    return [first + loose, *others]


def rules_of(push: Push, part: PolicyGroup) -> Callable[[str], tuple[BlockArtifacts, Acceptance]]:
    """Limits and decisions as another commit has them; those of the part where it has none that can be read."""
    from ...blobs import notebooks
    from ...policy.acceptance import acceptance

    def read(commit: str) -> tuple[BlockArtifacts, Acceptance]:
        try:
            policy, baseline = policy_in(governing_of(commit), push.overrides)
            accepted = acceptance("block-artifacts", policy, baseline)
        except CheckError:
            accepted = acceptance("block-artifacts", part.policy, part.baseline)
        return notebooks.counted(accepted.policy.block_artifacts, accepted.baseline), accepted

    return read


def at_tips(hook: str, push: Push, part: PolicyGroup, verdict: Verdict) -> tuple[list[Finding], list[IntroducedBlob]]:
    """What require-lfs has against the newest trees; and all that was not here, also of the verdict."""
    from ..require_lfs import tips as lfs_tips

    found = lfs_tips.find(push.repository, part, verdict.said, _state_of(push, part))
    counted = {brought.blob: brought for brought in reversed([*verdict.missing, *found.missing])}
    missing = list(reversed(counted.values()))
    if not found.trees:
        return [], missing
    from ..require_lfs import pushed

    return pushed.pushed_findings(hook, push.repository, part, found.trees), missing


def _state_of(push: Push, part: PolicyGroup) -> Callable[[str], TipState]:
    """Policy and decisions as another commit has them; those of the part where it has none that can be read."""

    def read(commit: str) -> TipState:
        from ...policy.acceptance import acceptance
        from ..require_lfs import parents

        try:
            policy, baseline = policy_in(governing_of(commit), push.overrides)
            return parents.TipState(acceptance("require-lfs", policy, baseline), commit)
        except CheckError:
            return parents.TipState(acceptance("require-lfs", part.policy, part.baseline), commit)

    return read


def say_unseen(push: Push, part: PolicyGroup, missing: list[IntroducedBlob]) -> None:
    """Blobs that are not here, and history that ends early."""
    if missing and objects.in_partial_clone():
        number = "1 blob was" if len(missing) == 1 else f"{len(missing)} blobs were"
        push.unseen(f"{number} not judged: this partial clone does not hold their content")
    elif missing:
        push.problems.extend(map(_damaged, missing))
    if refs.is_shallow() and ranges.within(part.wanted(), refs.shallow_commits()):
        push.unseen("this clone is shallow: what came before its first commits was not judged: git fetch --unshallow")


def _damaged(brought: IntroducedBlob) -> str:
    path = brought.path.decode("utf-8", "surrogateescape")
    where = f" of commit {brought.commit.decode()[:12]}" if brought.commit else ""
    return f"{path}: blob {brought.blob.decode()}{where} is missing or damaged in the object store: run git fsck"


def say_whole(push: Push) -> None:
    """Why old blobs are found where nothing is known of the other end."""
    push.notes.append(
        f"nothing is known to be at {push.remote} yet, so all of history was judged; "
        "if it holds some already, git fetch it first; to accept what is old: commitworthy baseline --history"
    )
