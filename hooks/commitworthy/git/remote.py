"""Clones of repositories that others keep: only what is asked for is started, nobody is prompted, and there are bounds.

Credentials come from git's own helpers.  No address with one in it is taken, so that none gets into a list of
processes, a message or a report.
"""

from __future__ import annotations

import contextlib
import os
import re

from ..base import system
from ..base.findings import CheckError
from ..base.namedtuple import TYPE_CHECKING
from . import process

if TYPE_CHECKING:
    from collections.abc import Iterator

# What would make git look at another repository than the one that is named (`git rev-parse --local-env-vars`).
LOCAL = (
    "GIT_ALTERNATE_OBJECT_DIRECTORIES",
    "GIT_COMMON_DIR",
    "GIT_CONFIG",
    "GIT_DIR",
    "GIT_IMPLICIT_WORK_TREE",
    "GIT_INDEX_FILE",
    "GIT_NAMESPACE",
    "GIT_OBJECT_DIRECTORY",
    "GIT_PREFIX",
    "GIT_SHALLOW_FILE",
    "GIT_WORK_TREE",
)
PROTOCOLS = ("https", "ssh", "file")
_URL = re.compile(r"\A([A-Za-z][A-Za-z0-9+.-]{0,40})://([^/]*)(/.*)?", re.DOTALL)
# `host:path`, as scp has it; no slash before the colon, and on Windows no drive.
# Whoever has colons or blanks in the path writes ssh://, so that prose and tables are not taken for hosts.
_SCP = re.compile(r"\A(?:[\w.-]{1,64}@)?[\w.-]{2,253}:[^:\s]+")
_CONTROLS = re.compile(r"[\x00-\x1f\x7f]")


def is_address(word: str) -> bool:
    """Whether a word means another machine or an address, and no file or folder that is here."""
    return bool("://" in word or "::" in word or (_SCP.fullmatch(word) and not os.path.lexists(word)))


def refusal(address: str) -> str:
    """Why an address is not cloned, "" where it may be."""
    if address.startswith("-") or _CONTROLS.search(address):
        return "no address: it begins with a dash, or holds control characters"
    url = _URL.fullmatch(address)
    if url is None:
        return "" if _SCP.fullmatch(address) else f"no address of {', '.join(PROTOCOLS)}"
    scheme, host, _ = url.groups()
    if scheme.lower() not in PROTOCOLS:
        return f"{scheme} is not cloned: only {', '.join(PROTOCOLS)}"
    user, at, name = host.rpartition("@")
    if ":" in user or (at and scheme.lower() != "ssh"):
        return "holds credentials: leave them to git's credential helper"
    return "no address: its host begins with a dash" if name.startswith("-") or user.startswith("-") else ""


def fingerprint(address: str, seconds: float) -> str:
    """A hash of all refs at an address: as long as it is the same, so is all that they lead to."""
    import hashlib

    # Outside of any repository: the configuration of the one around us is anybody's, and could name programs.
    answer = _asked(seconds, {"GIT_DIR": os.devnull}, "ls-remote", "--quiet", "--", address)
    return hashlib.sha256(answer).hexdigest()


def mirror(address: str, place: str, seconds: float, most: int) -> None:
    """Clone all refs into a new folder, without templates and submodules; CheckError after so long, or above so much.

    `most` are bytes of one file, which a pack is.
    """
    words = ("clone", "--quiet", "--mirror", "--no-local", "--template=", "--no-recurse-submodules")
    with _no_larger_than(most):
        _asked(seconds, {"GIT_DIR": None}, *words, "--", address, place)


def _asked(seconds: float, where: dict[str, str | None], *words: str) -> bytes:
    import threading

    asked = process.start(*words, settings={**dict.fromkeys(LOCAL), **_settings(), **where})
    late = threading.Event()

    def end() -> None:
        late.set()
        asked.kill()

    timer = threading.Timer(seconds, end)
    timer.start()
    try:
        answer = asked.answer.read()
        timer.cancel()
        process.close(asked)
    except CheckError:
        if late.is_set():
            raise CheckError(f"git {words[0]} took longer than {seconds:,.0f} seconds") from None
        raise
    finally:
        timer.cancel()
    return answer


def _settings() -> dict[str, str | None]:
    given = os.environ.get("GIT_SSH_COMMAND") or os.fsdecode(_configured("core.sshCommand")) or "ssh"
    settings: dict[str, str | None] = {
        "GIT_ALLOW_PROTOCOL": ":".join(PROTOCOLS),
        "GIT_TERMINAL_PROMPT": "0",
        # Empty ones ask nothing, whatever is configured.
        "GIT_ASKPASS": "",
        "SSH_ASKPASS": "",
        "SSH_ASKPASS_REQUIRE": "never",
        "GCM_INTERACTIVE": "never",
    }
    if "GIT_SSH" not in os.environ and os.path.basename(given.split(" ", 1)[0]) == "ssh":
        settings["GIT_SSH_COMMAND"] = f"{given} -oBatchMode=yes"
    return settings


def _configured(key: str) -> bytes:
    # Not of the repository that we happen to be in: it is anybody's.
    return process.run("config", "--global", "--get", key, accept=(0, 1, 128)).removesuffix(b"\n")


@contextlib.contextmanager
def _no_larger_than(most: int) -> Iterator[None]:
    restore = system.limit(RLIMIT_FSIZE=most)
    try:
        yield
    finally:
        if restore:
            restore()
