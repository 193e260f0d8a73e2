"""What is remembered between runs, under .git and never in the work tree; losing it costs time and nothing else.

A file is one `marshal` value: a key that holds everything the rest follows from, and the rest.  Another key means
nothing is remembered.  Such files are replaced whole, since several of our processes may run at once.

A file of pieces is what many processes gather, as the batches of a framework do: each puts its piece at the end, with
its length and its own key before it, so that none is taken for what it is not and none gets lost.

All that is written has a checksum, and what does not agree with it is not there.  Nor is a file that another user owns
or may write to: he could tell us that a blob is clean.
"""

from __future__ import annotations

import marshal
import os
import sys

from .. import __version__
from . import system
from .namedtuple import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any

# A framework gives each revision a folder of its own, also between two releases of one version number.
_PACKAGE = os.path.dirname(os.path.dirname(__file__))
_VERSIONS = (__version__, sys.hexversion, _PACKAGE)
_SUM = 8  # the digits of a checksum


def get(folder: bytes, name: str, key: Any) -> object:
    """What was remembered as `name` under this very key; None if nothing was."""
    whole = _content(folder, name)
    if whole[:_SUM] != checksum(whole[_SUM:]):
        return None
    try:
        known, value = marshal.loads(whole[_SUM:])  # noqa: S302 (from our own folder under .git, as we wrote it)
    except (ValueError, EOFError, TypeError):
        return None
    return value if known == (_VERSIONS, key) else None


def code() -> tuple[int, int, int]:
    """What changes with any of our modules: how many there are, the sums of their times and of their sizes.

    Where we are installed in place this takes a call of the system for each, so it is for verdicts on many files;
    elsewhere the record of the installation says as much.
    """
    try:
        state = os.stat(f"{_PACKAGE}-{__version__}.dist-info/RECORD")
    except OSError:
        return _modules(_PACKAGE)
    return 1, state.st_mtime_ns, state.st_size


def _modules(here: str) -> tuple[int, int, int]:
    number = times = sizes = 0
    folders = [here]
    for folder in folders:
        with os.scandir(folder) as entries:
            for entry in entries:
                if entry.name.endswith(".py"):
                    state = entry.stat()
                    number, times, sizes = number + 1, times + state.st_mtime_ns, sizes + state.st_size
                elif "." not in entry.name and entry.name != "__pycache__" and entry.is_dir():
                    folders.append(entry.path)
    return number, times, sizes


def size(folder: bytes, name: str) -> int:
    """Bytes of what is remembered as `name`, under whatever key; 0 where nothing is."""
    try:
        return os.stat(_place(folder, name)).st_size
    except OSError:
        return 0


def put(folder: bytes, name: str, key: Any, value: Any) -> None:
    """Remember; a folder that cannot be written is no reason to fail."""
    whole = marshal.dumps(((_VERSIONS, key), value))
    write(folder, name, checksum(whole) + whole)


def records(folder: bytes, name: str, key: Any) -> list[bytes]:
    """The pieces that were added to `name` under this very key; none at all where the file is damaged."""
    head = _head(key)
    return [piece[len(head) :] for piece in _parted(_content(folder, name)) if piece.startswith(head)]


def add_piece(folder: bytes, name: str, key: Any, piece: bytes, *, alone: bool) -> None:
    """Remember one piece more, or from now on it `alone`; a folder that cannot be written is no reason to fail."""
    whole = _head(key) + piece
    framed = b"%d\0%b%b" % (_SUM + len(whole), checksum(whole), whole)
    if alone:
        write(folder, name, framed)
        return
    try:
        with open(_place(folder, name), "ab", buffering=0, opener=_private) as file:
            file.write(framed)
    except OSError:
        return


def _head(key: Any) -> bytes:
    return repr((_VERSIONS, key)).encode() + b"\0"


def _parted(content: bytes) -> list[bytes]:
    found, end = [], 0
    while end < len(content):
        start = content.find(b"\0", end) + 1
        length = content[end : start - 1]
        if not (start and length.isdigit() and len(length) < 19):
            return []
        end = start + int(length)
        piece = content[start + _SUM : end]
        if end > len(content) or content[start : start + _SUM] != checksum(piece):
            return []
        found.append(piece)
    return found


def _content(folder: bytes, name: str) -> bytes:
    """What is in the file, b"" where there is none, or not only we can have written it."""
    try:
        with open(_place(folder, name), "rb", buffering=0) as file:
            state = os.fstat(file.fileno())
            if not system.is_ours_alone(state):
                return b""
            return file.read()
    except OSError:
        return b""


def checksum(content: bytes) -> bytes:
    """Eight hexadecimal digits."""
    # Not loaded where nothing is remembered: it is a file of its own.
    from binascii import crc32

    return b"%08x" % crc32(content)


def write(folder: bytes, name: str, content: bytes) -> bool:
    """Replace the file by `content` as it is; False where the folder cannot be written."""
    place = _place(folder, name)
    draft = place + b".%d" % os.getpid()
    try:
        os.makedirs(folder, exist_ok=True)
        with open(draft, "wb", opener=_private) as file:
            file.write(content)
        os.replace(draft, place)
    except OSError:
        return False
    return True


def forget(folder: bytes, start: str, seconds: int) -> None:
    """Remove the files whose names begin so and that were written longer ago."""
    import time

    try:
        with os.scandir(folder) as entries:
            old = [
                entry.path
                for entry in entries
                if entry.name.startswith(start.encode()) and entry.stat().st_mtime < time.time() - seconds
            ]
        for place in old:
            os.remove(place)
    except OSError:
        return


def _private(place: str | bytes, flags: int) -> int:
    """Opened for us alone, whatever the umask: a key may say what a policy says."""
    return os.open(place, flags, 0o600)


def _place(folder: bytes, name: str) -> bytes:
    return os.path.join(folder, name.encode())


# What was found clean before: of many tracked files only those that have changed since are judged again.


# More remembered facts than this are mostly of blobs long gone.
_MOST_KNOWN = 300_000


class Clean(NamedTuple):
    """Clean verdicts that are remembered in `folder` as `name`, under a `key` that says all that they follow from.

    A fact is what one verdict is about, such as a blob and its path; it holds no null byte.
    """

    folder: bytes
    name: str
    key: object
    pieces: list[bytes]

    def holds(self, facts: Sequence[bytes]) -> bool:
        """Whether these were asked just so before, and were clean: the usual case, which takes one comparison."""
        return b"\0".join(facts) in self.pieces

    def facts(self) -> frozenset[bytes]:
        """All that is known."""
        return frozenset(b"\0".join(self.pieces).split(b"\0") if self.pieces else ())


def known_clean(folder: bytes, name: str, key: object) -> Clean:
    """What is remembered; nothing, where another policy or version has remembered it."""
    key = (code(), key)
    return Clean(folder, name, key, records(folder, name, key))


def remember_clean(before: Clean, known: frozenset[bytes], asked: Sequence[bytes], clean: Sequence[bytes]) -> None:
    """Add what is `clean` of the facts `asked` to what is `known`.

    A framework hands over the files in several batches, so what others found stays, unless there is much more of it
    than a repository has files.
    """
    elsewhere = len(known.difference(asked))
    alone = not before.pieces or len(known) > _MOST_KNOWN or 2 * elsewhere < len(asked)
    piece = b"\0".join(clean if alone else [fact for fact in clean if fact not in known])
    if piece not in (b"", *before.pieces):
        add_piece(before.folder, before.name, before.key, piece, alone=alone)
