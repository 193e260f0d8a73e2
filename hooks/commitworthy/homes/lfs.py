"""Git LFS with its objects in a bucket or a folder, without a server: `lfs+s3://team/churn`.

For that git-lfs starts `commitworthy lfs-agent`.  A repository may be anybody's, so git-lfs takes such settings from
the configuration of the clone alone, never from `.lfsconfig`; and there the bucket is fixed, too: what a policy says
later is compared with it, and never followed.
"""

from __future__ import annotations

import os
import sys

from ..base import secrets, system
from ..base.findings import CheckError
from ..base.namedtuple import TYPE_CHECKING, NamedTuple
from ..git import process
from . import address as addresses

if TYPE_CHECKING:
    from collections.abc import Mapping

    from .address import Address

PREFIX = addresses.LFS_PREFIX
CONFIG = ".lfsconfig"
"""The file of git-lfs that everybody gets."""
# Without our settings git-lfs asks this server, which cannot be (RFC 2606), and names it: no object goes to the git
# server in place of the bucket, and whoever has just cloned reads what to run.
NO_SERVER = "https://run.commitworthy-lfs-agent--set.invalid"
# What git-lfs calls the agent, and how it starts it.
AGENT, ARGUMENTS = "commitworthy", "lfs-agent"
_HOME = "commitworthy.lfshome"
_STANDALONE = "lfs.standalonetransferagent"
UNSET = ("git", "config", "--unset-all", _STANDALONE)
"""The words that take another agent out of a clone."""
_PATH, _ARGUMENTS = f"lfs.customtransfer.{AGENT}.path", f"lfs.customtransfer.{AGENT}.args"


class Setting(NamedTuple):
    """What git's configuration says in this clone, "" for nothing: our home, and the agent that git-lfs starts."""

    home: str = ""
    agent: str = ""
    path: str = ""
    arguments: str = ""

    def is_ours(self) -> bool:
        """Whether git-lfs starts us for all objects, and knows how."""
        return self.agent == AGENT and bool(self.path) and self.arguments == ARGUMENTS

    def shown_home(self) -> str:
        """The home as it may be printed: somebody may have written a password into it by hand."""
        try:
            address_of(self.home)
        except CheckError:
            return secrets.shown(self.home)
        return self.home


def address_of(home: str) -> Address:
    """The address of such a home; CheckError for one that is none, or has credentials in it."""
    found = addresses.home(home.removeprefix(PREFIX)) if home.startswith(PREFIX) else None
    if found is None or "://" not in home:
        raise CheckError(f"{secrets.shown(home)}: no home for Git LFS: use lfs+s3://bucket/folder or its like")
    return found


def canonical(home: str) -> str:
    """Such a home, written as everybody's is."""
    address = address_of(home)
    return PREFIX + (f"file://{address.key}" if address.scheme == "file" else address.text().rstrip("/"))


def named(homes: Mapping[str, str]) -> str:
    """The home that a policy gives the objects of Git LFS, "" where it leaves them to the server."""
    return next((canonical(home) for home in homes.values() if home.startswith(PREFIX)), "")


def setting() -> Setting:
    """That of this clone; one git is asked."""
    keys = (_HOME, _STANDALONE, _PATH, _ARGUMENTS)
    pattern = "^(" + "|".join(key.replace(".", "[.]") for key in keys) + ")$"
    answer = process.run("config", "--null", "--get-regexp", pattern, accept=(0, 1)).decode("utf-8", "surrogateescape")
    # Of several lines the last counts, as it does to git.
    known = dict(line.partition("\n")[::2] for line in answer.split("\0") if line)
    return Setting(*(known.get(key, "") for key in keys))


def set_up(home: str) -> None:
    """Fix the home in the configuration of this clone, and have git-lfs start us."""
    for key, value in zip((_HOME, _STANDALONE, _PATH, _ARGUMENTS), (home, AGENT, program(), ARGUMENTS), strict=True):
        process.run("config", "--local", "--replace-all", key, value)


def program() -> str:
    """Where the program is that git-lfs is to start: beside this Python, but not where a framework keeps its own."""
    beside = os.path.join(os.path.dirname(sys.executable), "commitworthy" + (".exe" if system.WINDOWS else ""))
    if os.path.isfile(beside) and not system.framework_made(sys.prefix):
        return beside.replace(os.sep, "/")
    import shutil

    found = shutil.which("commitworthy")
    if found is None:
        raise CheckError("commitworthy is not on PATH, where git-lfs could start it: install it with pipx or uv tool")
    return found.replace(os.sep, "/")


def other_agent(known: Setting) -> str:
    """That git-lfs starts somebody else's agent in this clone; "" where it does not."""
    return f"git-lfs starts another agent here, {known.agent}" if known.agent not in ("", AGENT) else ""


def command(home: str) -> tuple[str, ...]:
    """The words that set a clone up."""
    return ("commitworthy", ARGUMENTS, "--set", home)


def shown(words: tuple[str, ...]) -> str:
    """Words as a shell takes them."""
    import shlex

    return shlex.join(words)


def reason(wanted: str, known: Setting) -> str:
    """Why no object goes to a home that the policy or the user names; "" where all is well.

    `wanted` is as `canonical` has it, or "" for none: a home that this clone alone has is the user's own choice.
    """
    if not wanted or (known.home == wanted and known.is_ours()):
        return ""
    if not known.home:
        return f"this clone is not set up to keep Git LFS objects in {wanted}"
    if known.home != wanted:
        return (
            f"this clone keeps Git LFS objects in {known.shown_home()}, and {wanted} is named instead: nothing goes "
            "to either until you choose one"
        )
    return f"git-lfs does not start commitworthy lfs-agent in this clone, so nothing goes to {wanted}"


def mismatch(wanted: str, known: Setting) -> str:
    """The same, and what to run."""
    why = reason(wanted, known)
    return why and f"{why}: {shown(command(wanted))}"


def key_of(home: Address, oid: str) -> str:
    """Where an object is: as below `.git/lfs/objects`, so that a plain copy of the folder serves git-lfs without us."""
    return home.below(f"{oid[:2]}/{oid[2:4]}/{oid}").key
