"""What is remembered between runs, under .git and never in the work tree; losing it costs time and nothing else.

A file is one `marshal` value: a key that holds everything the rest follows from, and the rest.  Another key means
nothing is remembered.  Such files are replaced whole, since several of our processes may run at once.

A file of pieces is what many processes gather, as the batches of a framework do: each puts its piece at the end, with
its length and its own key before it, so that none is taken for what it is not and none gets lost.
"""

from __future__ import annotations

import marshal
import os
import sys

from . import __version__
from .values import TYPE_CHECKING

if TYPE_CHECKING:
    from typing import Any

# A framework gives each revision a folder of its own, also between two releases of one version number.
_VERSIONS = (__version__, sys.hexversion, os.path.dirname(__file__))


def recall(folder: bytes, name: str, key: Any) -> object:
    """What was remembered as `name` under this very key; None if nothing was."""
    try:
        with open(_place(folder, name), "rb") as file:
            # Read first: from an open file `marshal.load` fetches every single value by a call of its own.
            known, value = marshal.loads(file.read())  # noqa: S302 (from our own folder under .git)
    except (OSError, ValueError, EOFError, TypeError):
        return None
    return value if known == (_VERSIONS, key) else None


def size(folder: bytes, name: str) -> int:
    """Bytes of what is remembered as `name`, under whatever key; 0 where nothing is."""
    try:
        return os.stat(_place(folder, name)).st_size
    except OSError:
        return 0


def remember(folder: bytes, name: str, key: Any, value: Any) -> None:
    """Remember; a folder that cannot be written is no reason to fail."""
    _replace(folder, name, marshal.dumps(((_VERSIONS, key), value)))


def pieces(folder: bytes, name: str, key: Any) -> list[bytes]:
    """The pieces that were added to `name` under this very key; none at all where the file is damaged."""
    try:
        with open(_place(folder, name), "rb") as file:
            content = file.read()
    except OSError:
        return []
    head = _head(key)
    return [piece[len(head) :] for piece in _parted(content) if piece.startswith(head)]


def add_piece(folder: bytes, name: str, key: Any, piece: bytes, *, alone: bool) -> None:
    """Remember one piece more, or from now on it `alone`; a folder that cannot be written is no reason to fail."""
    whole = _head(key) + piece
    framed = b"%d\0%b" % (len(whole), whole)
    if alone:
        _replace(folder, name, framed)
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
        found.append(content[start:end])
    return found if end == len(content) else []


def _replace(folder: bytes, name: str, content: bytes) -> None:
    place = _place(folder, name)
    draft = place + b".%d" % os.getpid()
    try:
        os.makedirs(folder, exist_ok=True)
        with open(draft, "wb", opener=_private) as file:
            file.write(content)
        os.replace(draft, place)
    except OSError:
        return


def _private(place: str | bytes, flags: int) -> int:
    """Opened for us alone: a key may say what a policy says."""
    return os.open(place, flags, 0o600)


def _place(folder: bytes, name: str) -> bytes:
    return os.path.join(folder, name.encode())
