"""Replacing a file so that a full disk, a crash or a kill leaves the old one or the new one, never half of one.

The only module here that touches files.
"""

from __future__ import annotations

import os

from ..findings import CannotJudge
from ..values import TYPE_CHECKING

if TYPE_CHECKING:
    from os import stat_result

# What a kill leaves behind begins with this; it is never a notebook by its name, nothing ever reads it, and
# block-artifacts refuses it by `artifacts/litter.py`.
TEMPORARY = ".commitworthy-draft-"
_NEW = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0) | getattr(os, "O_CLOEXEC", 0)


def save(place: str, content: bytes, seen: stat_result | None = None) -> int:
    """Write `content` to the file at `place`, through symbolic links, keeping its mode; how many other names it had.

    Those hard links go on holding the old content, which the caller should say.  `seen` is the state of the file when
    it was read: if it has another one by now, somebody has written to it.  A file without any write permission is left
    alone even by its owner: Git LFS and DVC take that permission away on purpose.  A new file gets the usual mode.
    CannotJudge if anything is in the way; then the file is as it was and nothing is left beside it.
    """
    place = os.path.realpath(place)
    try:
        before = _state(place)
        _check(place, before, seen)
        _replace(place, content, before, seen)
    except OSError as error:
        raise CannotJudge(f"{place}: cannot be written ({error.strerror}); nothing was changed") from None
    return before.st_nlink - 1 if before else 0


def _state(place: str) -> stat_result | None:
    try:
        return os.stat(place)
    except FileNotFoundError:
        return None


def _check(place: str, now: stat_result | None, seen: stat_result | None) -> None:
    if now and not now.st_mode & 0o222:
        raise CannotJudge(f"{place}: is read-only, so nothing was changed: give it write permission first")
    if seen and (now is None or _identity(now) != _identity(seen)):
        raise CannotJudge(f"{place}: was written to by somebody else in the meantime; run again")


def _identity(state: stat_result) -> tuple[int, ...]:
    return state.st_dev, state.st_ino, state.st_size, state.st_mtime_ns


def _replace(place: str, content: bytes, before: stat_result | None, seen: stat_result | None) -> None:
    name = os.path.join(os.path.dirname(place), f"{TEMPORARY}{os.getpid()}-{os.urandom(6).hex()}")
    try:
        # Until it has its mode, nobody else reads what may be private.
        number = os.open(name, _NEW, 0o600 if before else 0o666)
        try:
            _write(number, content)
            if before:
                _give(name, before)
        finally:
            os.close(number)
        _check(place, _state(place), seen)
        os.replace(name, place)
    except BaseException:
        # Around the opening too: what interrupts us is told as soon as that is done.
        _remove(name)
        raise


def _remove(name: str) -> None:
    try:
        os.unlink(name)
    except OSError:
        return


def _write(number: int, content: bytes) -> None:
    view = memoryview(content)
    while view:
        view = view[os.write(number, view) :]
    os.fsync(number)


def _give(name: str, before: stat_result) -> None:
    """The owner, where we may, and the mode; in this order, since a change of owner takes bits of the mode away."""
    now = os.stat(name)
    if hasattr(os, "chown") and (now.st_uid, now.st_gid) != (before.st_uid, before.st_gid):
        _give_away(name, before)
    os.chmod(name, before.st_mode & 0o7777)


def _give_away(name: str, before: stat_result) -> None:
    try:
        os.chown(name, before.st_uid, before.st_gid)
    except PermissionError:
        return  # not ours to give away; the content matters more
