"""Heads of large blobs straight out of packs, where git would have to be started for each, or unpack all of it.

Formats: `git help gitformat-pack`.  Only what a pack holds whole is read: what it holds as a difference to another
object must be put together, and git does that.  Of what lies there no more is unpacked than is asked for.
"""

from __future__ import annotations

import os

from ..base import system
from ..base.namedtuple import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping
    from typing import Any

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
            self._opened = list(_open(self._folders)) if system.READS_AT else []
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
    raw = os.pread(content, length + _SLACK, offset)
    try:
        kind, size, at = _header(raw)
        found = _inflated(raw[at:], length) if kind == _BLOB else b""
    except (IndexError, ValueError):
        return None
    if kind != _BLOB:
        return None
    return (size, found) if len(found) == min(size, length) else None


# Heads of very many blobs: each index is read once from its start to its end, instead of searched for every blob.


# Ids are compared in hex, as git prints them, so many of an index at once.
_AT_ONCE = 65_536
_OFS_DELTA, _REF_DELTA = 6, 7
# What one head may cost where it is kept as a difference: so many steps, and so many bytes of each.
_DEEPEST = 60
_FARTHEST = 256 * 1024
# Bytes of beginnings that are held for those that differ from them, and what a place takes.
_MOST_HELD = 4 * 1024 * 1024
_PLACE = 128
_NEW = (-1, b"")
# Larger blobs, which may be well compressed, are not inflated for their heads.
_AT_MOST = 64 * 1024


class BulkHeads:
    """The heads of numbered blobs, in the order in which they lie in packs; also of those kept as differences.

    `numbers` gives the number of each id in hex.  Without `pread`, or where there are no packs, all are left to git.
    """

    def __init__(self, folders: list[bytes], numbers: Mapping[bytes, int]) -> None:
        import zlib
        from array import array

        self._decompress, self._error = zlib.decompress, zlib.error
        self._packs = list(_open(folders)) if system.READS_AT else []
        self._width = len(next(iter(numbers), b"")) // 2
        # What objects begin with, by pack and offset: differences lie close behind what they differ from.
        self._known: dict[tuple[int, int], tuple[int, bytes] | None] = {}
        self._held = 0
        self._pack = array("h", [-1]) * len(numbers)
        self._offset = array("Q", [0]) * len(numbers)
        for number, pack in enumerate(self._packs):
            try:
                self._locate(number, pack, numbers)
            except (OSError, IndexError, ValueError):
                # A damaged index: git says what of it can be read.
                continue

    def _locate(self, which: int, pack: Pack, numbers: Mapping[bytes, int]) -> None:
        import sys
        from array import array
        from binascii import hexlify

        count, width = pack.fanout[-1], self._width
        offsets = _TABLE + count * (width + 4)
        for start in range(0, count, _AT_ONCE):
            some = min(_AT_ONCE, count - start)
            ids = hexlify(os.pread(pack.ids, some * width, _TABLE + start * width))
            near = array("I", os.pread(pack.ids, some * 4, offsets + start * 4))
            if sys.byteorder == "little":
                near.byteswap()
            for at, offset in enumerate(near):
                number = numbers.get(ids[2 * width * at : 2 * width * (at + 1)])
                if number is not None and self._pack[number] < 0:
                    far = _offset_at(pack, start + at, width) if offset >= _FAR else offset
                    self._pack[number], self._offset[number] = which, far

    def in_order(self, numbers: Iterable[int]) -> list[int]:
        """The numbers as their blobs lie in packs; those that are in none come first."""
        pack, offset = self._pack, self._offset
        return sorted(numbers, key=lambda number: (pack[number], offset[number]))

    def head(self, number: int, packed: int, length: int, *, whole: bool = False) -> tuple[int, bytes] | None:
        """Size and first bytes of a blob that takes `packed` bytes; None where git must be asked.

        Of differences too, unless only what is `whole` is wanted.
        """
        which = self._pack[number]
        if which < 0:
            return None
        pack, offset = self._packs[which], self._offset[number]
        try:
            raw = os.pread(pack.content, packed if packed < length else length + _SLACK, offset)
            kind, size, at = _header(raw)
            if kind == _BLOB and packed < length and size < _AT_MOST:
                # All of it is there: at once, which takes a third less.
                found = self._decompress(raw[at:], bufsize=size or 1)[:length]
            elif kind == _BLOB:
                found = _inflated(raw[at:], length)
            elif not whole and kind in (_OFS_DELTA, _REF_DELTA):
                return self._patched(pack, offset, length, _DEEPEST)
            else:
                return None
        except (OSError, ValueError, IndexError, self._error):
            return None
        return (size, found) if len(found) == min(size, length) else None

    def content(self, number: int, packed: int) -> bytes | None:
        """All bytes of a blob that takes `packed` bytes and is whole in its pack; None where git must be asked."""
        which = self._pack[number]
        if which < 0:
            return None
        try:
            raw = os.pread(self._packs[which].content, packed, self._offset[number])
            kind, size, at = _header(raw)
            found = _inflated(raw[at:], size + 1) if kind == _BLOB else b""
        except (OSError, ValueError, IndexError):
            return None
        return found if kind == _BLOB and len(found) == size else None

    def _patched(self, pack: Pack, offset: int, length: int, depth: int) -> tuple[int, bytes] | None:
        """Size and first bytes of an object of a pack, which may be known, since the next one may differ from it."""
        key = pack.content, offset
        known = self._known.get(key, _NEW)
        if known is _NEW or (known is not None and len(known[1]) < min(known[0], length)):
            known = self._put_together(pack, offset, length, depth)
            self._held += _PLACE + (len(known[1]) if known else 0)
            if self._held > _MOST_HELD:
                self._known.clear()
                self._held = 0
            self._known[key] = known
        return known

    def _put_together(self, pack: Pack, offset: int, length: int, depth: int) -> tuple[int, bytes] | None:
        """The same, from as much of its base as that takes; None where that is too much."""
        raw = os.pread(pack.content, length + _SLACK, offset)
        kind, size, at = _header(raw)
        if kind == _BLOB:
            found = _inflated(raw[at:], length)
            return (size, found) if len(found) == min(size, length) else None
        if not depth or kind not in (_OFS_DELTA, _REF_DELTA):
            return None
        base: int | None
        if kind == _OFS_DELTA:
            back, at = _distance(raw, at)
            base = offset - back
        else:
            base = _offset(pack, raw[at : at + self._width])
            at += self._width
        if base is None:
            return None
        # No longer than what it makes, but for a few bytes of each step.
        delta = _inflated(raw[at:], length + _SLACK)
        _, at = _varint(delta, 0)
        whole, at = _varint(delta, at)
        wanted = min(whole, length)
        steps = _steps(delta, at, wanted)
        needed = max((start + count for start, count, _ in steps if start >= 0), default=0)
        if needed > _FARTHEST:
            return None
        source = self._patched(pack, base, max(needed, length), depth - 1)
        if source is None:
            return None
        made = b"".join([source[1][start : start + count] if start >= 0 else own for start, count, own in steps])
        return (whole, made[:wanted]) if len(made) >= wanted else None

    def close(self) -> None:
        """Close what has been opened."""
        for pack in self._packs:
            os.close(pack.ids)
            os.close(pack.content)
        self._packs = []


def _header(raw: bytes) -> tuple[int, int, int]:
    """Kind, size, and where the rest begins; IndexError where it ends before."""
    byte = raw[0]
    kind, size, shift, at = byte >> 4 & 7, byte & 15, 4, 1
    while byte & 128:
        byte = raw[at]
        size |= (byte & 127) << shift
        shift += 7
        at += 1
    return kind, size, at


def _distance(raw: bytes, at: int) -> tuple[int, int]:
    """How far before an object its base begins; big-endian, each byte that follows adds one."""
    byte = raw[at]
    found = byte & 127
    while byte & 128:
        at += 1
        byte = raw[at]
        found = (found + 1) << 7 | (byte & 127)
    return found, at + 1


def _varint(raw: bytes, at: int) -> tuple[int, int]:
    found = shift = 0
    while True:
        byte = raw[at]
        found |= (byte & 127) << shift
        at += 1
        shift += 7
        if not byte & 128:
            return found, at


def _steps(delta: bytes, at: int, wanted: int) -> list[tuple[int, int, bytes]]:
    """What the first `wanted` bytes are made of: (start in the base, bytes, b""), or (-1, bytes, the bytes).

    IndexError where the delta is not read far enough.
    """
    steps: list[tuple[int, int, bytes]] = []
    made = 0
    while made < wanted:
        code = delta[at]
        at += 1
        if code & 128:
            start = count = 0
            for bit in range(4):
                if code >> bit & 1:
                    start |= delta[at] << 8 * bit
                    at += 1
            for bit in range(3):
                if code >> 4 + bit & 1:
                    count |= delta[at] << 8 * bit
                    at += 1
            count = min(count or 0x10000, wanted - made)
            steps.append((start, count, b""))
        elif code:
            count = min(code, wanted - made)
            own = delta[at : at + count]
            if len(own) < count:
                raise IndexError
            steps.append((-1, count, own))
            at += code
        else:
            raise ValueError(code)
        made += count
    return steps


def _inflated(raw: bytes, length: int) -> bytes:
    """The first bytes of what is compressed; ValueError where it is damaged."""
    from zlib import decompressobj, error

    try:
        return decompressobj().decompress(raw, length)
    except error as damage:
        raise ValueError(str(damage)) from None


def damaged(folders: list[bytes], new_hash: Callable[..., Any]) -> list[bytes]:
    """The packs whose bytes do not have the checksum at their end, or whose index is none; read from start to end."""
    found = []
    for folder in folders:
        try:
            names = os.listdir(os.path.join(folder, b"pack"))
        except OSError:
            continue
        for name in sorted(name for name in names if name.endswith((b".pack", b".idx"))):
            place = os.path.join(folder, b"pack", name)
            if not _has_checksum(place, new_hash):
                found.append(place)
    return found


def _has_checksum(place: bytes, new_hash: Callable[..., Any]) -> bool:
    sums = new_hash(usedforsecurity=False)
    try:
        with open(place, "rb") as file:
            left = os.fstat(file.fileno()).st_size - sums.digest_size
            while left > 0 and (piece := file.read(min(left, 1 << 20))):
                sums.update(piece)
                left -= len(piece)
            return left == 0 and file.read() == bytes(sums.digest())
    except OSError:
        return False
