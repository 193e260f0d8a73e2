"""The parts of a push, each under the policy of its own tips; and what could not be seen of it."""

from __future__ import annotations

from .call import GOVERNING, governing_of, policy_in
from .findings import CannotJudge
from .git import blobs, commits, pushes
from .values import TYPE_CHECKING
from .verdicts.pushes.pushed import Part

if TYPE_CHECKING:
    from collections.abc import Callable

    from .findings import Finding
    from .git.pushes import Tip
    from .git.ranges import Brought
    from .policy.settings import BlockArtifacts
    from .push import Push
    from .verdicts.blobs.accepted import Decisions
    from .verdicts.lfs.parents import State
    from .verdicts.pushes.pushed import Verdict


def of(push: Push) -> list[Part]:
    """Tips of one policy together; what an earlier part has is known to the later ones.

    A part is a range of its own: it takes walks of git of its own, some ten, and some twenty where it has findings.
    All else is asked of gits that are kept for the whole push.  At a server there is one part.
    """
    parts: list[Part] = []
    known = push.known
    for tips in _by_policy(push.tips):
        revision = next((tip.id for tip in tips if tip.kind == "commit"), "HEAD")
        policy, baseline = policy_in(governing_of(revision), push.overrides)
        parts.append(Part(tips, known, push.alternates, policy, baseline))
        known = (*known, *(tip.id for tip in tips if tip.kind == "commit"))
    return parts


def _by_policy(tips: list[Tip]) -> list[list[Tip]]:
    """What a tag holds without a commit has no policy, and goes by that of the first commit."""
    heads = [tip for tip in tips if tip.kind == "commit"]
    loose = [tip for tip in tips if tip.kind != "commit"]
    groups: dict[object, list[Tip]] = {}
    for tip, ids in zip(heads, pushes.files_in([tip.id for tip in heads], GOVERNING), strict=True):
        groups.setdefault(ids, []).append(tip)
    if not groups:
        return [loose] if loose else []
    first, *others = groups.values()
    return [first + loose, *others]


def rules_of(push: Push, part: Part) -> Callable[[str], tuple[BlockArtifacts, Decisions]]:
    """Limits and decisions as another commit has them; those of the part where it has none that can be read."""
    from .verdicts.blobs import accepted
    from .verdicts.notebooks import outputs

    def read(commit: str) -> tuple[BlockArtifacts, Decisions]:
        try:
            policy, baseline = policy_in(governing_of(commit), push.overrides)
            settings, decided = policy.block_artifacts, accepted.decisions(policy.block_artifacts.allow, baseline)
        except CannotJudge:
            settings, baseline = part.policy.block_artifacts, part.baseline
            decided = accepted.decisions(settings.allow, baseline)
        return outputs.counted(settings, baseline), decided

    return read


def at_tips(hook: str, push: Push, part: Part, verdict: Verdict) -> tuple[list[Finding], list[Brought]]:
    """What require-lfs has against the newest trees; and all that was not here, also of the verdict."""
    from .verdicts.lfs import tips as lfs_tips

    found = lfs_tips.find(push.repository, part, verdict.said, _state_of(push, part))
    counted = {brought.blob: brought for brought in reversed([*verdict.missing, *found.missing])}
    missing = list(reversed(counted.values()))
    if not found.trees:
        return [], missing
    from .verdicts.lfs import tell

    return tell.findings(hook, push.repository, part, found.trees), missing


def _state_of(push: Push, part: Part) -> Callable[[str], State]:
    """Policy and decisions as another commit has them; those of the part where it has none that can be read."""

    def read(commit: str) -> State:
        from .verdicts.lfs import accepted as lfs_accepted
        from .verdicts.lfs import parents

        try:
            policy, baseline = policy_in(governing_of(commit), push.overrides)
            return parents.State(policy, lfs_accepted.decisions(policy, baseline), commit)
        except CannotJudge:
            return parents.State(part.policy, lfs_accepted.decisions(part.policy, part.baseline), commit)

    return read


def say_unseen(push: Push, part: Part, missing: list[Brought]) -> None:
    """Blobs that are not here, and history that ends early."""
    if missing and blobs.in_partial_clone():
        number = "1 blob was" if len(missing) == 1 else f"{len(missing)} blobs were"
        push.unseen(f"{number} not judged: this partial clone does not hold their content")
    elif missing:
        push.problems.extend(map(_damaged, missing))
    if pushes.is_shallow() and commits.within(part.wanted(), pushes.shallow_commits()):
        push.unseen("this clone is shallow: what came before its first commits was not judged: git fetch --unshallow")


def _damaged(brought: Brought) -> str:
    path = brought.path.decode("utf-8", "surrogateescape")
    where = f" of commit {brought.commit.decode()[:12]}" if brought.commit else ""
    return f"{path}: blob {brought.blob.decode()}{where} is missing or damaged in the object store: run git fsck"


def say_whole(push: Push) -> None:
    """Why old blobs are found where nothing is known of the other end."""
    push.notes.append(
        f"nothing is known to be at {push.remote} yet, so all of history was judged; "
        "if it holds some already, git fetch it first; to accept what is old: commitworthy baseline --history"
    )
