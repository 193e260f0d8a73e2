"""Whether Git LFS works in this clone: for `commitworthy doctor`.

Nothing here is run by a hook: the verdict of a hook must not depend on the machine.
"""

from __future__ import annotations

import os
import shutil

from ...base import wording
from ...base.findings import CLONE, WARNING, CheckError, Finding, Remedy, Rule, Step
from ...base.namedtuple import TYPE_CHECKING, NamedTuple
from ...git import attributes, index, process
from ...homes import lfs
from ...remedies import environment

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ...git.repository import Repository

HOOK = "doctor"
NO_PROGRAM = Rule("LFS020", "no-git-lfs", "files are routed to Git LFS, and git-lfs is not on PATH")
NO_FILTERS = Rule("LFS021", "no-lfs-filters", "files are routed to Git LFS, and its filters are not configured")
NO_PUSH = Rule("LFS022", "no-lfs-push", "no pre-push hook uploads the objects of Git LFS")
SHADOWED = Rule("LFS023", "shadowed-routes", "private attributes of this clone route files differently")
INCOMPLETE_PUSH = Rule("LFS024", "incomplete-push", "lfs.allowincompletepush lets a push succeed without its objects")
NO_AGENT = Rule("LFS025", "no-lfs-agent", "the policy keeps Git LFS objects in a bucket, and this clone does not")
BROKEN_AGENT = Rule("LFS026", "broken-lfs-agent", "git-lfs cannot start commitworthy lfs-agent")
ALL = (NO_PROGRAM, NO_FILTERS, NO_PUSH, SHADOWED, INCOMPLETE_PUSH, NO_AGENT, BROKEN_AGENT)

_BY_HAND = Remedy('call it in that hook, which gets the refs on standard input: git lfs pre-push "$@"')


class Routed(NamedTuple):
    """Paths in the index that everybody's attributes route to LFS, and those that only this clone routes otherwise."""

    paths: list[bytes]
    differing: list[bytes]


def check(repository: Repository, homes: Mapping[str, str] = {}) -> list[Finding]:
    """What keeps Git LFS from working in this clone; `homes` are those of the policy.

    Nothing where no file is routed to it and the policy leaves its objects to the server.
    """
    routed = _routed(repository)
    findings: list[Finding | None] = []
    if routed.paths:
        findings += [_program(), _filters(), _push(repository), _incomplete_push()]
    findings += [_shadowed(routed.differing), _agent(homes)]
    return [finding for finding in findings if finding is not None]


def _routed(repository: Repository) -> Routed:
    paths = [entry.path for entry in index.tracked(repository)]
    shared = attributes.filters(repository, paths)
    here = attributes.filters(repository, paths, attributes.of_clone(repository))
    return Routed(
        [path for path in paths if shared[path] == "lfs"],
        [path for path in paths if "lfs" in (shared[path], here[path]) and shared[path] != here[path]],
    )


def _program() -> Finding | None:
    if environment.has_lfs():
        return None
    text = "Files are routed to Git LFS, and git-lfs is not on PATH: git stores them raw."
    return Finding(HOOK, NO_PROGRAM, text, remedies=(Remedy("install git-lfs: https://git-lfs.com"),), scope=CLONE)


def _filters() -> Finding | None:
    if environment.lfs_is_set_up():
        return None
    setting = Step(("git", "lfs", "install", "--local", "--skip-repo"))
    text = "Files are routed to Git LFS, and filter.lfs.clean is not configured: git stores them raw."
    return Finding(HOOK, NO_FILTERS, text, remedies=(Remedy("set the filters", (setting,)),), scope=CLONE)


def _push(repository: Repository) -> Finding | None:
    place = environment.hook()
    if environment.work(repository, place):
        return None
    steps = environment.repair_steps(place, os.fsdecode(place))
    if not os.path.exists(place):
        text = "There is no pre-push hook: LFS objects will not be uploaded."
        return Finding(HOOK, NO_PUSH, text, remedies=(Remedy("add it", steps),), scope=CLONE)
    text = f"The pre-push hook {os.fsdecode(place)} does not run git lfs pre-push: LFS objects will not be uploaded."
    remedy = Remedy("let pre-commit run it as well", steps) if steps else _BY_HAND
    return Finding(HOOK, NO_PUSH, text, remedies=(remedy,), scope=CLONE)


def _incomplete_push() -> Finding | None:
    setting = process.run("config", "--type=bool", "--get", "lfs.allowincompletepush", accept=(0, 1, 128)).strip()
    if setting != b"true":
        return None
    text = "lfs.allowincompletepush is set: a push succeeds although objects are missing."
    step = Step(("git", "config", "--unset", "lfs.allowincompletepush"))
    return Finding(HOOK, INCOMPLETE_PUSH, text, level=WARNING, remedies=(Remedy("unset it", (step,)),), scope=CLONE)


def _agent(homes: Mapping[str, str]) -> Finding | None:
    known, wanted = lfs.setting(), lfs.named(homes)
    why = lfs.reason(wanted, known)
    if why:
        first = (Step(lfs.UNSET),) if lfs.other_agent(known) else ()
        text = f"{wording.capitalised(why)}."
        setting = Remedy("set it up", (*first, Step(lfs.command(wanted))))
        return Finding(HOOK, NO_AGENT, text, remedies=(setting,), scope=CLONE)
    if known.agent == lfs.AGENT and (problem := _problem(known.home)):
        text = f"git-lfs starts commitworthy lfs-agent, and commitworthy.lfshome, where objects go, {problem}."
        ways = Remedy("say where: commitworthy lfs-agent --set HOME")
        return Finding(HOOK, BROKEN_AGENT, text, remedies=(ways,), scope=CLONE)
    if known.is_ours() and shutil.which(known.path) is None:
        text = f"git-lfs is to start {known.path}, and there is no such program: nothing goes to {known.home}."
        again = Step(lfs.command(known.home))
        return Finding(HOOK, BROKEN_AGENT, text, remedies=(Remedy("set it up again", (again,)),), scope=CLONE)
    return None


def _problem(home: str) -> str:
    """Why no object can go to the home of this clone, which a user may have written by hand; "" where it can."""
    if not home:
        return "is not set"
    try:
        lfs.address_of(home)
    except CheckError as error:
        return f"is {error}"
    return ""


def _shadowed(differing: list[bytes]) -> Finding | None:
    if not differing:
        return None
    first = differing[0].decode("utf-8", "surrogateescape")
    more = f" and {len(differing) - 1} more" if len(differing) > 1 else ""
    text = f"Private attributes of this clone (info/attributes, core.attributesFile) route {first}{more}"
    remedy = Remedy("move these lines to .gitattributes, or remove them", ())
    return Finding(HOOK, SHADOWED, f"{text} differently, for this clone only.", first, remedies=(remedy,), scope=CLONE)
