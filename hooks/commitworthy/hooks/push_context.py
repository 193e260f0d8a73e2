"""One push to check: what is sent, and what the other end holds, from whoever tells us.

Git itself names every ref on standard input.  pre-commit and prek name the first one in the environment.  In CI two
options name the ends.  By hand it is what `git push` would send.
"""

from __future__ import annotations

import os
import sys

from ..base import system
from ..base.findings import CheckError
from ..base.namedtuple import TYPE_CHECKING, NamedTuple
from ..git import objects, refs, repository
from ..git.ranges import Range
from ..git.refs import Update
from ..policy import settings
from .context import ASKED, GOVERNING, governing_of, policy_in

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from ..git.refs import Tip
    from ..git.repository import Repository
    from ..policy.acceptance import Acceptance
    from ..policy.settings import Policy
    from .context import Invocation

HOOK = "check-push"
# A file of this name is ours; in another of those that may govern, our name is.
_OWN_FILES = (settings.POLICY_FILES[1], settings.BASELINE_FILE)
_OURS = b"commitworthy"
# A larger file is no configuration that anybody wrote.
_LARGEST = 1024**2
_FIRST_ONLY = (
    "pre-commit and prek pass on only the first ref of a push: others, if any, were not checked; "
    "a pre-push hook of git's own sees them all"
)


class Push(NamedTuple):
    """`known` are ids that the other end holds; `remote` names it, "" where none is told.

    `problems` and `notes` as in a `HookContext`.  `at_server` where the push arrives: there what the refs of borrowed
    object stores reach is known too, and nobody pastes commands.
    """

    repository: Repository
    tips: list[Tip]
    known: tuple[str, ...]
    remote: str
    problems: list[str]
    notes: list[str]
    overrides: Mapping[tuple[str, str], object] = {}
    at_server: bool = False

    @property
    def hook(self) -> str:
        """In whose name findings are reported."""
        return "pre-receive" if self.at_server else HOOK

    def unseen(self, line: str) -> None:
        """Say what a clone hides: a problem where `--refuse-unseen` is given, else a note."""
        (self.problems if self.overrides.get((HOOK, "refuse-unseen")) else self.notes).append(line)


class PolicyGroup(NamedTuple):
    """The tips of a push whose commits have one policy, checked together.

    `wanted` are their commits, without what the groups before have; `baseline` is the content of the file, None where
    there is none.
    """

    tips: list[Tip]
    wanted: Range
    policy: Policy
    baseline: bytes | None

    def has_known(self) -> bool:
        """Whether anything is known to be at the other end."""
        return bool(self.wanted.known) or self.wanted.alternates


class PushSpec(NamedTuple):
    """What is sent where, as somebody told us; `note` and `hidden` are lines to say, what is hidden by `unseen`."""

    updates: list[Update]
    known: list[str]
    remote: str = ""
    note: str = ""
    hidden: str = ""


def accepted_now(group: PolicyGroup, hook: str) -> Acceptance:
    """Policy, exceptions and baseline of the tips; CheckError for a malformed baseline."""
    from ..policy.acceptance import acceptance

    return acceptance(hook, group.policy, group.baseline)


def accepted_at(push: Push, group: PolicyGroup, hook: str, commit: str) -> Acceptance:
    """The same as another commit has them; those of the tips where it has none that can be read."""
    from ..policy.acceptance import acceptance

    try:
        return acceptance(hook, *policy_in(governing_of(commit), push.overrides))
    except CheckError:
        return accepted_now(group, hook)


def prepare(invocation: Invocation) -> Push:
    """Find out what is to be checked; CheckError where the command line makes no sense."""
    here = repository.answer(repository.ask(), bare=True)
    spec = _spec(invocation)
    known = tuple(dict.fromkeys(spec.known))
    notes = [spec.note] if spec.note else []
    push = Push(here, refs.tips(spec.updates), known, spec.remote, [], notes, invocation.overrides)
    if spec.hidden:
        push.unseen(spec.hidden)
    return push


def _spec(invocation: Invocation) -> PushSpec:
    start, end = (invocation.overrides.get((HOOK, key)) for key in ("from-ref", "to-ref"))
    names = [name.decode("utf-8", "surrogateescape") for name in invocation.names]
    if invocation.everything:
        return PushSpec([_update("HEAD")], [])
    if start or end:
        return _between(str(start or ""), str(end or "HEAD"))
    if len(names) == 2:
        return _by_git(names[0])
    if len(names) > 2:
        raise CheckError("check-push takes a remote and its address, as git passes them to a pre-push hook")
    if system.framework_runs_us() and not names:
        return _by_framework(os.environ)
    return _by_hand(names[0] if names else "")


def _by_git(remote: str) -> PushSpec:
    """A pre-push hook of git's own."""
    if sys.stdin.isatty():
        raise CheckError(
            "with a remote and its address, check-push reads the refs from standard input; else give only the remote"
        )
    updates = refs.of_pre_push(sys.stdin.buffer.read())
    return PushSpec(updates, [*refs.of_remote(remote), *(update.old for update in updates if update.old)], remote)


def _by_framework(environment: Mapping[str, str]) -> PushSpec:
    """pre-commit and prek: the ends where the remote has the ref, else the new end or the branch alone."""
    start, end, remote, branch = (
        environment.get(f"PRE_COMMIT_{name}", "") for name in ("FROM_REF", "TO_REF", "REMOTE_NAME", "LOCAL_BRANCH")
    )
    if not remote:
        return _between(start, end) if start or end else _by_hand("")
    known = [*refs.of_remote(remote), *([refs.resolve(start)] if start else [])]
    # The name says more to a reader than the id, where it still means the same.
    ref = branch if branch and (not end or refs.resolve(branch) == refs.resolve(end)) else end
    return PushSpec([_update(ref or "HEAD")], [commit for commit in known if commit], remote, _FIRST_ONLY)


def _between(start: str, end: str) -> PushSpec:
    """Two ends, as CI knows them; a start of zeros is that of a new branch."""
    update = _update(end)
    if not start.strip("0"):
        return PushSpec([update], _elsewhere(update))
    known = refs.resolve(start)
    if known:
        return PushSpec([update], [known])
    if refs.is_id(start) and not refs.is_shallow():
        note = f"{start} is not in this clone (a forced push?): checked all commits that no other remote ref has"
        return PushSpec([update], _elsewhere(update), note=note)
    if not refs.is_shallow():
        raise CheckError(f"{start}: no such commit in this clone: fetch it, or check the name")
    hidden = f"{start} is not in this shallow clone: checked all commits of {end}; clone with full history (depth 0)"
    return PushSpec([update], [], hidden=hidden)


def _elsewhere(update: Update) -> list[str]:
    """What remotes have beside the tip itself, which in CI is there already."""
    itself = (update.tip, refs.resolve(update.tip))
    return [tip for tip in refs.of_every_remote() if tip not in itself]


def _by_hand(remote: str) -> PushSpec:
    """What `git push` would send from here."""
    ref, default = refs.default_remote()
    if not refs.resolve(ref):
        raise CheckError(f"{ref}: no commits to push yet: commit first")
    return PushSpec([_update(ref)], refs.of_remote(remote or default), remote or default)


def _update(name: str) -> Update:
    tip = refs.resolve(name, peeled=False)
    if not tip:
        raise CheckError(f"{name}: no such commit in this clone: fetch it, or check the name")
    return Update(name, tip)


def before_policy(group: PolicyGroup, commits: Iterable[str]) -> set[str]:
    """Those of the commits that know nothing of us, neither a policy nor a framework's entry, where the tip does."""
    asked = list(dict.fromkeys(commits))
    if not asked or not group.wanted.tips:
        return set()
    files = refs.files_in([group.wanted.tips[0], *asked], ASKED)
    sizes = objects.sizes_of({blob.encode() for ids in files for blob in ids if blob})
    blobs = [blob.decode() for blob, size in sizes.items() if size is not None and size <= _LARGEST]
    contents = zip(blobs, objects.contents_of(blobs), strict=True)
    known = {blob for blob, found in contents if found and _OURS in found[1]}
    ours = [
        any(blob and (name in _OWN_FILES or blob in known) for name, blob in zip(ASKED, ids, strict=True))
        for ids in files
    ]
    return {commit for commit, has_us in zip(asked, ours[1:], strict=True) if not has_us} if ours[0] else set()


def policy_groups(push: Push) -> list[PolicyGroup]:
    """Tips of one policy together; what an earlier group has is known to the later ones.

    Each takes walks of git of its own, some ten, and some twenty where it has findings.  All else is asked of gits that
    are kept for the whole push.
    """
    groups: list[PolicyGroup] = []
    known = push.known
    for tips in _by_policy(push.tips):
        revision = next((tip.id for tip in tips if tip.kind == "commit"), "HEAD")
        policy, baseline = policy_in(governing_of(revision), push.overrides)
        if baseline and settings.has_markers(baseline):
            raise CheckError(f"{settings.HAS_CONFLICTS}, then commit it")
        group = group_of(push._replace(tips=tips, known=known), policy, baseline)
        groups.append(group)
        known = (*known, *group.wanted.tips)
    return groups


def group_of(push: Push, policy: Policy, baseline: bytes | None) -> PolicyGroup:
    """The whole push under one policy."""
    commits = tuple(dict.fromkeys(tip.id for tip in push.tips if tip.kind == "commit"))
    return PolicyGroup(push.tips, Range(commits, push.known, push.at_server), policy, baseline)


def _by_policy(tips: list[Tip]) -> list[list[Tip]]:
    """What a tag holds without a commit has no policy, and goes by that of the first commit."""
    commits = [tip for tip in tips if tip.kind == "commit"]
    others = [tip for tip in tips if tip.kind != "commit"]
    groups: dict[object, list[Tip]] = {}
    for tip, ids in zip(commits, refs.files_in([tip.id for tip in commits], GOVERNING), strict=True):
        groups.setdefault(ids, []).append(tip)
    if not groups:
        return [others] if others else []
    first, *rest = groups.values()
    return [first + others, *rest]
