"""Files that the command line names: a page, a plan, and pages beside it."""

from __future__ import annotations

import errno
import os
import stat

from ...base import system
from ...base.findings import CheckError
from ...base.namedtuple import TYPE_CHECKING

if TYPE_CHECKING:
    from typing import TextIO


def save(place: str, content: str, *, folders: bool = False) -> None:
    """Write a file, whole or not at all, with the `folders` above it where wanted; CheckError where that cannot be."""
    unfinished = f"{place}.unfinished-{os.getpid()}"
    try:
        if folders:
            os.makedirs(os.path.dirname(place), exist_ok=True)
        with open(unfinished, "w", encoding="utf-8", errors="backslashreplace", newline="\n") as file:
            file.write(content)
        os.replace(unfinished, place)
    except OSError as error:
        if os.path.lexists(unfinished):
            os.unlink(unfinished)
        raise CheckError(f"{place}: cannot be written ({error.strerror}): name another file") from None


def journal(place: str, *, append: bool = False) -> TextIO:
    """A file of ours alone, opened to be read or to be added to; OSError where it is somebody else's, or a link.

    What it says is shown as it is, and it says what may be in private repositories.
    """
    opened = os.open(place, system.MORE, 0o600) if append else system.open_file(place)
    what = os.fstat(opened)
    if not stat.S_ISREG(what.st_mode) or not system.is_ours(what):
        os.close(opened)
        raise PermissionError(errno.EPERM, "no file of this user")
    return open(opened, "a" if append else "r", encoding="utf-8", errors="replace", newline="\n")


def append(place: str, line: str) -> None:
    """Add a line to a journal, with one write, so that another process's line does not get into it."""
    try:
        os.makedirs(os.path.dirname(place), exist_ok=True)
        with journal(place, append=True) as file:
            file.write(line + "\n")
    except OSError as error:
        raise CheckError(f"{place}: cannot be written ({error.strerror}): name another folder") from None
