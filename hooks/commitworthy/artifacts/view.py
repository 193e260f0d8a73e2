"""The parts of a blob that the checks look at."""

from __future__ import annotations

from ..values import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable


class View(NamedTuple):
    """`head` is the start, at most 8 KiB; `whole` all that was given, of `size` bytes or fewer; `read` reads the end.

    `more` reads the start, further than `head` goes.  `depth` counts the containers around it.  A `size` of `UNKNOWN`
    stands for the inside of a compressed file.
    """

    path: bytes
    size: int
    head: bytes
    whole: bytes
    read: Callable[[int], bytes] | None
    depth: int
    more: Callable[[int], bytes] | None = None

    def end(self, count: int) -> bytes:
        """The last `count` bytes, or b"" where they cannot be had."""
        if len(self.whole) >= self.size:
            return self.whole[max(self.size - count, 0) : self.size]
        return self.read(min(count, self.size)) if self.read is not None else b""

    def begin(self, count: int) -> bytes:
        """The first `count` bytes, or as many of them as can be had."""
        if len(self.whole) >= min(count, self.size) or self.more is None:
            return self.whole[:count]
        return self.more(min(count, self.size))


UNKNOWN = 1 << 62


def u16(data: bytes, offset: int) -> int:
    """Little-endian, as all of these; short data counts as zeros."""
    return int.from_bytes(data[offset : offset + 2], "little")


def u32(data: bytes, offset: int) -> int:
    """Little-endian; short data counts as zeros."""
    return int.from_bytes(data[offset : offset + 4], "little")


def u64(data: bytes, offset: int) -> int:
    """Little-endian; short data counts as zeros."""
    return int.from_bytes(data[offset : offset + 8], "little")
