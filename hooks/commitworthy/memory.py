"""What is remembered between runs, under .git and never in the work tree; losing it costs time and nothing else.

A file is one `marshal` value: a key that holds everything the rest follows from, and the rest.  Another key means
nothing is remembered.  Files are replaced whole, since several of our processes may run at once.
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
    place = _place(folder, name)
    draft = place + b".%d" % os.getpid()
    try:
        os.makedirs(folder, exist_ok=True)
        with open(draft, "wb") as file:
            marshal.dump(((_VERSIONS, key), value), file)
        os.replace(draft, place)
    except OSError:
        return


def _place(folder: bytes, name: str) -> bytes:
    return os.path.join(folder, name.encode())
