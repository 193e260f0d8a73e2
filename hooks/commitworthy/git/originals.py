"""What a file held before we rewrite it, kept in git's object store: the bytes on disk, without filters."""

from __future__ import annotations

import os

from ..findings import CannotJudge
from ..values import TYPE_CHECKING
from . import process

if TYPE_CHECKING:
    from typing import BinaryIO

    from .process import Process

# A loose object each, as `git add` makes it, by the default of git, which we lower elsewhere: from there on git makes a
# pack of each.  Not compressed, which takes four times as long as the rest: most of these are pictures in base64,
# which hardly shrink, most are never needed, and those that get committed are compressed in their pack.
_SETTINGS = ("-c", "core.bigFileThreshold=512m", "-c", "core.looseCompression=0")
_PLAIN = frozenset(b"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_@%+=:,./- ")


class Originals:
    """One git for all files, started for the first; to be closed."""

    def __init__(self) -> None:
        self._git: Process | None = None
        self._names: BinaryIO | None = None

    def keep(self, place: bytes) -> str:
        """Store the file at `place` as a blob, which `git cat-file blob` shows; its id.

        CannotJudge where git could not: then the file must not be rewritten.
        """
        if self._git is None or self._names is None:
            self._git, self._names = process.converse(*_SETTINGS, "hash-object", "-w", "--no-filters", "--stdin-paths")
        try:
            # Absolute, since git goes to the top of the work tree before it reads.
            self._names.write(_quoted(os.path.abspath(place)) + b"\n")
            self._names.flush()
            blob = self._git.answer.readline().strip().decode()
        except BrokenPipeError:
            blob = ""
        if not blob:
            reason = self._end()
            raise CannotJudge(f"{os.fsdecode(place)}: its original cannot be kept, so it was left as it is: {reason}")
        return blob

    def close(self) -> None:
        """Let git end."""
        if self._git:
            self._end()

    def _end(self) -> str:
        """What git complains of, "" where nothing went wrong."""
        git, names = self._git, self._names
        self._git = self._names = None
        assert git is not None
        assert names is not None
        try:
            names.close()
        except BrokenPipeError:
            return _complaint(git) or "git ended"
        return _complaint(git)


def _complaint(git: Process) -> str:
    try:
        process.finish(git)
    except CannotJudge as problem:
        return str(problem)
    return ""


def _quoted(path: bytes) -> bytes:
    """As git unquotes it; a path that begins with a quote or holds a line end could not be told otherwise."""
    return b'"' + b"".join(bytes((byte,)) if byte in _PLAIN else b"\\%03o" % byte for byte in path) + b'"'
