"""Where we are: the repository, its top, and the folder for what we remember."""

from __future__ import annotations

import os

from ..base import system
from ..base.findings import CheckError
from ..base.namedtuple import TYPE_CHECKING, NamedTuple
from . import process

if TYPE_CHECKING:
    from collections.abc import Iterable

    from .process import Process


class Repository(NamedTuple):
    """A work tree.

    `to_top` leads from the current directory to the top: empty, or `../` repeated (with a slash at the end).
    `prefix` leads from the top to the current directory: empty, or `sub/` with a slash at the end.
    `memory` is where remembered verdicts may be kept; it is private to this work tree.  `objects` is the folder of the
    objects, and `attributes` the file of attributes that only this clone has; empty where their names cannot be told.
    """

    to_top: bytes
    prefix: bytes
    object_format: str
    memory: bytes
    objects: bytes = b""
    attributes: bytes = b""

    def is_real(self) -> bool:
        """False for files that lie outside of any repository."""
        return self != NOWHERE

    def may_merge(self) -> bool:
        """Whether git is in the middle of a merge, as its folder has it; True where its name cannot be told."""
        folder = os.path.dirname(self.memory)
        return self.memory == NOWHERE.memory or os.path.lexists(os.path.join(folder, b"MERGE_HEAD"))

    def on_disk(self, path: bytes) -> bytes:
        """The work-tree file of a path given from the top."""
        return self.to_top + path


# `memory` is a place that cannot be written to.
NOWHERE = Repository(b"", b"", "sha1", os.fsencode(os.devnull))


def is_near() -> bool:
    """Whether something above the current directory, or the environment, says that there is a repository."""
    if "GIT_DIR" in os.environ:
        return True
    return bool(top_above(current_folder()))


def current_folder() -> bytes:
    """Where we are; CheckError where that has been removed."""
    try:
        return os.getcwdb()
    except FileNotFoundError:
        raise CheckError("the current directory no longer exists; cd to another one") from None


def top_above(folder: bytes) -> bytes:
    """The folder, or the next one above it, that has a `.git`; empty where there is none."""
    while not os.path.lexists(os.path.join(folder, b".git")):
        above = os.path.dirname(folder)
        if above == folder:
            return b""
        folder = above
    return folder


_PLACES = (b"commitworthy", b"objects", b"info/attributes")
_ASKED_PLACES = [word for name in _PLACES for word in ("--git-path", name.decode())]


def ask() -> Process:
    """Start the question; `answer` awaits it, so that other questions can run meanwhile."""
    # The free texts come last: a folder's name may hold line breaks.
    facts = ("--is-inside-work-tree", "--show-object-format", "--show-cdup")
    return process.start("rev-parse", *facts, *_ASKED_PLACES)


def answer(question: Process, *, bare: bool = False) -> Repository:
    """The repository of the current directory; CheckError outside of a work tree, unless `bare` will do.

    Of one without a work tree `to_top` and `prefix` are empty.
    """
    lines = process.finish(question).split(b"\n", 3)
    if lines[0] != b"true" and bare:
        return _without_work_tree(lines[1].decode())
    if lines[0] != b"true":
        raise CheckError("not in a work tree (a bare repository, or inside .git); cd into a work tree")
    to_top = lines[2]
    return Repository(to_top, _prefix(to_top), lines[1].decode(), *_places(lines[3].removesuffix(b"\n")))


def _places(lines: bytes) -> list[bytes]:
    """Paths of `_PLACES`; of names with line breaks only those that begin alike can be told."""
    breaks = len(_PLACES) - 1
    if lines.count(b"\n") == breaks:
        return lines.split(b"\n")
    start = lines[: (len(lines) - breaks - sum(map(len, _PLACES))) // len(_PLACES)]
    alike = [start + name for name in _PLACES]
    return alike if b"\n".join(alike) == lines else [NOWHERE.memory]


def _without_work_tree(object_format: str) -> Repository:
    # Asked once more, since `--show-cdup` says nothing at all here, or where the work tree is.
    return Repository(b"", b"", object_format, *_places(process.run("rev-parse", *_ASKED_PLACES).removesuffix(b"\n")))


def _prefix(to_top: bytes) -> bytes:
    if not to_top:
        return b""
    here = os.getcwdb()
    top = os.path.normpath(os.path.join(here, to_top))
    inside = system.with_slashes(os.path.relpath(here, top))
    if inside.startswith(b"../"):
        raise CheckError("the current directory is outside of the work tree; cd into it")
    return inside + b"/"


def from_top(repository: Repository, names: Iterable[bytes]) -> list[bytes]:
    """File names as the user gave them, as paths from the top; CheckError for a name outside of the work tree."""
    given = list(names)
    together = b"\0%b\0" % b"\0".join(given)
    if not system.WINDOWS and not repository.prefix and not any(odd in together for odd in _TO_NORMALISE):
        return given
    return [_from_top(repository, name) for name in given]


# Parts of names that are not as git has them, where each stands between null bytes; such a name is never empty itself.
_TO_NORMALISE = (b"\0/", b"\0.", b"/.", b"//", b"/\0", b"\0\0")


def _from_top(repository: Repository, name: bytes) -> bytes:
    name = system.with_slashes(name)
    if os.path.isabs(name):
        top = os.path.realpath(repository.to_top or b".")
        folder, base = os.path.split(name)
        name = system.with_slashes(os.path.relpath(os.path.join(os.path.realpath(folder), base), top))
    elif repository.prefix or name.startswith(b".") or b"/." in name or b"//" in name or name.endswith(b"/"):
        name = system.with_slashes(os.path.normpath(repository.prefix + name))
    if name == b".." or name.startswith(b"../"):
        raise CheckError(f"{os.fsdecode(name)}: is outside of this repository")
    return b"" if name == b"." else name
