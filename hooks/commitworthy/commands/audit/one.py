"""The audit of one repository that is on disk."""

from __future__ import annotations

import contextlib
import os
import threading

from ...base.findings import CheckError
from ...base.namedtuple import TYPE_CHECKING, NamedTuple
from ...git import objects, remote, repository
from ...hooks.context import governing_of, policy_in
from ...policy.acceptance import acceptance
from ...policy.settings import Policy
from . import scan, totals

if TYPE_CHECKING:
    from collections.abc import Iterator

    from .report import Report
    from .scan import Scan
    from .totals import Options


class Audit(NamedTuple):
    """A report, and what it was made of, for those who ask for every blob."""

    report: Report
    scan: Scan
    policy: Policy


def audited(folder: str, options: Options, name: str = "", *, alone: bool = False) -> Audit:
    """The audit of the repository in a folder, "" for the one around the current directory; under its own policy.

    `alone` in one process, where others audit other repositories meanwhile.
    """
    with inside(folder):
        here = repository.answer(repository.ask(), bare=True)
        name = name or _name()
        policy, baseline, notes = _policy()
        try:
            found = scan.scan(here, acceptance("block-artifacts", policy, baseline), alone=alone)
        except CheckError as problem:
            damaged = scan.damaged_packs(here)
            if not damaged:
                raise
            raise CheckError(f"{_damaged_in(damaged)} ({problem})") from None
        if found.inventory.missing and not objects.in_partial_clone():
            # A newer git takes what is damaged for missing.
            damaged = scan.damaged_packs(here)
            notes += [_damaged_in(damaged)] if damaged else []
        report = totals.report(name, found, policy, options)
        report["notes"] += notes
        return Audit(report, found, policy)


def _damaged_in(packs: list[str]) -> str:
    return f"damaged in {', '.join(packs)}: run git fsck"


def _policy() -> tuple[Policy, bytes | None, list[str]]:
    """Policy and baseline of HEAD, and what to say of them."""
    try:
        governing = governing_of("HEAD")
    except CheckError:
        if not objects.in_partial_clone():
            raise
        return Policy(), None, ["this partial clone lacks the policy of HEAD, so the defaults are used"]
    return *policy_in(governing, {}), []


# Else git maps whole packs, which counts as its memory; and to get 96 MB from the system for what others differ from
# takes longer than to put some of it together again.
_MAPPED = (("core.packedGitWindowSize", "8m"), ("core.packedGitLimit", "32m"), ("core.deltaBaseCacheLimit", "16m"))
# The current directory is that of all threads, as a worker of a cluster may have some.
_ALONE = threading.Lock()


@contextlib.contextmanager
def inside(folder: str) -> Iterator[None]:
    """With a current directory and an environment in which git finds that repository and fetches nothing."""
    with _ALONE, _moved(folder):
        yield


@contextlib.contextmanager
def _moved(folder: str) -> Iterator[None]:
    before = dict(os.environ)
    where = os.getcwd()
    # A git too old to be told not to fetch what is missing has no way to do it.
    os.environ["GIT_ALLOW_PROTOCOL"] = ""
    first = before.get("GIT_CONFIG_COUNT", "")
    for number, (key, value) in enumerate(_MAPPED, int(first) if first.isdecimal() else 0):
        os.environ[f"GIT_CONFIG_KEY_{number}"], os.environ[f"GIT_CONFIG_VALUE_{number}"] = key, value
        os.environ["GIT_CONFIG_COUNT"] = f"{number + 1}"
    try:
        if folder:
            for variable in remote.LOCAL:
                os.environ.pop(variable, None)
            place = os.path.abspath(folder)
            os.environ["GIT_CEILING_DIRECTORIES"] = os.path.dirname(os.path.realpath(place))
            _enter(folder)
        yield
    finally:
        os.chdir(where)
        os.environ.clear()
        os.environ.update(before)


def _enter(folder: str) -> None:
    try:
        os.chdir(folder)
    except OSError as error:
        raise CheckError(f"{error.strerror}: pass the folder of a repository, or a URL") from None


def _name() -> str:
    """The name of the folder, without what git adds."""
    here = os.path.basename(os.getcwd())
    return here.removesuffix(".git") or os.path.basename(os.path.dirname(os.getcwd())) or "repository"
