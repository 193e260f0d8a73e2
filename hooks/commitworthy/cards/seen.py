"""Which files on disk were hashed, so that nobody hashes them again; kept under .git, and losing it costs time only."""

from __future__ import annotations

import os
import stat

from ..base import cache, system
from ..base.namedtuple import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from typing import Any

_NAME = "moved"
_PIECE = 1 << 20
# A file that was written to within so many nanoseconds of being hashed may be written to again within one tick.
_TICK = 2_000_000_000

Known = dict[bytes, tuple[tuple[int, ...], str]]


def load(memory: bytes) -> Known:
    """Path from the top -> state of the file, and the sha256 of its bytes in that state."""
    found: Any = cache.get(memory, _NAME, 1)
    return found if isinstance(found, dict) else {}


def save(memory: bytes, known: Mapping[bytes, tuple[tuple[int, ...], str]]) -> None:
    """Remember all of it."""
    cache.put(memory, _NAME, 1, dict(known))


def state_of(place: bytes) -> tuple[int, ...] | None:
    """What tells that a regular file was not written to; None where there is none, or a link."""
    try:
        state = os.lstat(place)
    except (OSError, ValueError):
        return None
    return identity(state) if stat.S_ISREG(state.st_mode) else None


def identity(state: os.stat_result) -> tuple[int, ...]:
    """Size in bytes, and what changes with any write."""
    return state.st_size, state.st_mtime_ns, state.st_ctime_ns, state.st_ino


def unchanged(before: tuple[int, ...] | None) -> Callable[[os.stat_result | None], bool]:
    """Asks a state later on whether it is the one from `before`, None where there was no file."""
    return lambda now: (identity(now) if now else None) == before


def sha256(place: bytes) -> tuple[str, tuple[int, ...]] | None:
    """The hash of a regular file, and its state while it was read; None where it is none, or was written to."""
    # Takes OpenSSL along, which a run over unchanged files can do without.
    import hashlib

    opened = system.open_regular(place, follow=False)
    if opened is None:
        return None
    number, before = opened
    with open(number, "rb", buffering=0) as file:
        digest = hashlib.sha256()
        while piece := file.read(_PIECE):
            digest.update(piece)
        after = os.fstat(number)
    return (digest.hexdigest(), identity(after)) if identity(before) == identity(after) else None


def holds(known: Known, path: bytes, place: bytes, size: int, wanted: str) -> bool | None:
    """Whether the file is the one with this size and sha256; None where there is no regular file.

    A hash that had to be worked out is added to `known`, unless the file was written to just now.
    """
    state = state_of(place)
    if state is None:
        return None
    if state[0] != size:
        return False
    if path in known and known[path][0] == state:
        return known[path][1] == wanted
    found = sha256(place)
    if found is None:
        return False
    note(known, path, found[1], found[0])
    return found[0] == wanted


def note(known: Known, path: bytes, state: tuple[int, ...], sha256: str) -> None:
    """Add what a file in this state is."""
    import time

    if time.time_ns() - max(state[1], state[2]) > _TICK:
        known[path] = (state, sha256)
    else:
        known.pop(path, None)


def below(place: bytes) -> dict[bytes, os.stat_result]:
    """Path below the folder at `place`, and state, of all in it that is no folder; no link is followed.

    Nothing where there is no folder, or a link to one.
    """
    found: dict[bytes, os.stat_result] = {}
    todo = [] if os.path.islink(place) else [b""]
    while todo:
        folder = todo.pop()
        try:
            with os.scandir(os.path.join(place, folder)) as listed:
                entries = [(entry.name, entry.stat(follow_symlinks=False)) for entry in listed]
        except OSError:
            continue
        for name, state in entries:
            if stat.S_ISDIR(state.st_mode):
                todo.append(folder + name + b"/")
            else:
                found[folder + name] = state
    return found
