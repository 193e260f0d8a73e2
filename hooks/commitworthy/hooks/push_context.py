"""One push to judge: what is sent, and what the other end holds, from whoever tells us.

Git itself names every ref on standard input.  pre-commit and prek name the first one in the environment.  In CI two
options name the ends.  By hand it is what `git push` would send.
"""

from __future__ import annotations

import os
import sys

from ..base.findings import CheckError
from ..base.namedtuple import TYPE_CHECKING, NamedTuple
from ..git import refs, repository
from ..git.refs import Update

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ..git.refs import Tip
    from ..git.repository import Repository
    from .context import Invocation

HOOK = "check-push"
_FIRST_ONLY = (
    "if this push sends several refs, only the first was judged: a framework hands over one; "
    "a pre-push hook of git's own sees them all"
)


class Push(NamedTuple):
    """`known` are ids that the other end holds; `remote` names it, "" where none is told.

    `problems` and `notes` as in a call; `unseen` is what a clone hides, which is one or the other by option.
    """

    repository: Repository
    tips: list[Tip]
    known: tuple[str, ...]
    remote: str
    problems: list[str]
    notes: list[str]
    overrides: Mapping[tuple[str, str], object] = {}
    alternates: bool = False

    def unseen(self, line: str) -> None:
        """Say what could not be seen: a problem where `--refuse-unseen` is given, else a note."""
        (self.problems if self.overrides.get((HOOK, "refuse-unseen")) else self.notes).append(line)


class PushSpec(NamedTuple):
    """What is sent where, as somebody told us."""

    updates: list[Update]
    known: list[str]
    remote: str = ""
    note: str = ""
    hidden: str = ""


def prepare(request: Invocation) -> Push:
    """Find out what is to be judged; CannotJudge where the command line makes no sense."""
    here = repository.answer(repository.ask(), bare=True)
    told = _told(request)
    known = tuple(dict.fromkeys(told.known))
    notes = [told.note] if told.note else []
    made = Push(here, refs.tips(told.updates), known, told.remote, [], notes, request.overrides)
    if told.hidden:
        made.unseen(told.hidden)
    return made


def _told(request: Invocation) -> PushSpec:
    start, end = (request.overrides.get((HOOK, key)) for key in ("from-ref", "to-ref"))
    names = [name.decode("utf-8", "surrogateescape") for name in request.names]
    if request.everything:
        return PushSpec([_update("HEAD")], [])
    if start or end:
        return _between(str(start or ""), str(end or "HEAD"))
    if len(names) == 2:
        return _by_git(names[0])
    if len(names) > 2:
        raise CheckError("check-push takes the name of a remote and its address, as git gives them to a pre-push hook")
    if os.environ.get("PRE_COMMIT") and not names:
        return _by_framework(os.environ)
    return _by_hand(names[0] if names else "")


def _by_git(remote: str) -> PushSpec:
    """A pre-push hook of git's own."""
    if sys.stdin.isatty():
        raise CheckError(
            "given a remote and its address, check-push reads the refs from standard input, as git writes them"
        )
    updates = refs.of_pre_push(sys.stdin.buffer.read())
    return PushSpec(updates, [*_held(remote), *(update.old for update in updates if update.old)], remote)


def _by_framework(environment: Mapping[str, str]) -> PushSpec:
    """pre-commit and prek: the ends where the remote has the ref, else the new end or the branch alone."""
    start, end, remote, branch = (
        environment.get(f"PRE_COMMIT_{name}", "") for name in ("FROM_REF", "TO_REF", "REMOTE_NAME", "LOCAL_BRANCH")
    )
    if not remote:
        return _between(start, end) if start or end else _by_hand("")
    known = [*_held(remote), *([refs.resolve(start)] if start else [])]
    # The name says more to a reader than the id, where it still means the same.
    ref = branch if branch and (not end or refs.resolve(branch) == refs.resolve(end)) else end
    return PushSpec([_update(ref or "HEAD")], [one for one in known if one], remote, _FIRST_ONLY)


def _between(start: str, end: str) -> PushSpec:
    """Two ends, as CI knows them; a start of zeros is that of a new branch."""
    update = _update(end)
    if not start.strip("0"):
        return PushSpec([update], _elsewhere(update))
    known = refs.resolve(start)
    if known:
        return PushSpec([update], [known])
    if refs.is_id(start) and not refs.is_shallow():
        note = f"{start} is not in this clone, as after a forced push, so what no other ref of a remote has was judged"
        return PushSpec([update], _elsewhere(update), note=note)
    if not refs.is_shallow():
        raise CheckError(f"{start}: no such commit in this clone: fetch it, or check the name")
    hidden = f"{start} is not in this shallow clone, so all that {end} has was judged: fetch its history with depth 0"
    return PushSpec([update], [], hidden=hidden)


def _elsewhere(update: Update) -> list[str]:
    """What remotes have beside the tip itself, which in CI is there already."""
    itself = (update.tip, refs.resolve(update.tip))
    return [one for one in refs.of_every_remote() if one not in itself]


def _by_hand(remote: str) -> PushSpec:
    """What `git push` would send from here."""
    ref, default = refs.default_remote()
    if not refs.resolve(ref):
        raise CheckError(f"{ref}: nothing is committed there yet, so there is nothing to push: commit first")
    return PushSpec([_update(ref)], _held(remote or default), remote or default)


def _held(remote: str) -> list[str]:
    return refs.of_remote(remote)


def _update(name: str) -> Update:
    found = refs.resolve(name, peeled=False)
    if not found:
        raise CheckError(f"{name}: no such commit in this clone: fetch it, or check the name")
    return Update(name, found)
