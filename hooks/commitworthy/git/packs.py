"""Heads of large blobs straight out of packs, where git would have to be started for each, or unpack all of it.

Formats: `git help gitformat-pack`.  Only what a pack holds whole is read: what it holds as a difference to another
object must be put together, and git does that.  Of what lies there no more is unpacked than is asked for.
"""

from __future__ import annotations

import os

from ..base.namedtuple import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

_VERSION_2 = b"\377tOc\0\0\0\2"
_FANOUT, _TABLE = 8, 8 + 256 * 4
_BLOB = 3
_FAR = 1 << 31
# What zlib adds to bytes that it cannot make smaller, and the header of an object.
_SLACK = 1024
# Who lets his packs become so many loses time in git as well.
_MOST = 64


class Pack(NamedTuple):
    """An open pack and its index, by numbers of files; `fanout`: how many ids begin with this byte or a lower one."""

    ids: int
    content: int
    fanout: tuple[int, ...]


class Packs:
    """The packs below some folders of objects, opened when they are first asked for; `close` when done."""

    def __init__(self, folders: list[bytes]) -> None:
        self._folders = folders
        self._opened: list[Pack] | None = None

    def head(self, blob: bytes, length: int) -> tuple[int, bytes] | None:
        """Size and first bytes of a blob, given its id in hex; None where git must be asked."""
        if self._opened is None:
            # Elsewhere a file has one place to read from, and several readers would need a lock.
            self._opened = list(_open(self._folders)) if hasattr(os, "pread") else []
        wanted = bytes.fromhex(blob.decode())
        for pack in self._opened:
            try:
                offset = _offset(pack, wanted)
                if offset is not None:
                    return _head(pack.content, offset, length)
            except OSError:
                continue
        return None

    def close(self) -> None:
        """Close what has been opened."""
        for pack in self._opened or ():
            os.close(pack.ids)
            os.close(pack.content)
        self._opened = None


def _open(folders: list[bytes]) -> Iterator[Pack]:
    places = [os.path.join(folder, b"pack", name) for folder in folders for name in _indexes(folder)]
    for place in places[:_MOST]:
        found = _opened(place)
        if found:
            yield found


def _indexes(folder: bytes) -> list[bytes]:
    try:
        return [name for name in os.listdir(os.path.join(folder, b"pack")) if name.endswith(b".idx")]
    except OSError:
        return []


def _opened(place: bytes) -> Pack | None:
    try:
        index = os.open(place, os.O_RDONLY)
    except OSError:
        return None
    try:
        start = os.pread(index, _TABLE, 0)
        if len(start) == _TABLE and start.startswith(_VERSION_2):
            counts = tuple(int.from_bytes(start[at : at + 4], "big") for at in range(_FANOUT, _TABLE, 4))
            return Pack(index, os.open(place[:-3] + b"pack", os.O_RDONLY), counts)
    except OSError:
        pass
    os.close(index)
    return None


def _offset(pack: Pack, wanted: bytes) -> int | None:
    """Where the object begins in the pack; None where the pack has none of that id."""
    width, first = len(wanted), wanted[0]
    low, high = pack.fanout[first - 1] if first else 0, pack.fanout[first]
    while low < high:
        middle = (low + high) // 2
        found = os.pread(pack.ids, width, _TABLE + middle * width)
        if found == wanted:
            return _offset_at(pack, middle, width)
        low, high = (middle + 1, high) if found < wanted else (low, middle)
    return None


def _offset_at(pack: Pack, number: int, width: int) -> int:
    """Ids, checksums of four bytes, offsets of four bytes, and longer ones for packs above 2 GiB."""
    count = pack.fanout[-1]
    offsets = _TABLE + count * (width + 4)
    near = int.from_bytes(os.pread(pack.ids, 4, offsets + number * 4), "big")
    if near < _FAR:
        return near
    return int.from_bytes(os.pread(pack.ids, 8, offsets + count * 4 + (near - _FAR) * 8), "big")


def _head(content: int, offset: int, length: int) -> tuple[int, bytes] | None:
    """A byte with the kind and the lowest four bits of the size, seven more in each one that follows; then zlib."""
    from zlib import decompressobj, error

    raw = os.pread(content, length + _SLACK, offset)
    if not raw or raw[0] >> 4 & 7 != _BLOB:
        return None
    size, shift, at = raw[0] & 15, 4, 0
    while raw[at] & 128:
        at += 1
        if at == len(raw):
            return None
        size |= (raw[at] & 127) << shift
        shift += 7
    try:
        found = decompressobj().decompress(raw[at + 1 :], length)
    except error:
        return None
    return (size, found) if len(found) == min(size, length) else None
