"""A look into compressed files: a few kilobytes of output, however much there is."""

from __future__ import annotations

from ..values import NamedTuple
from .view import View, u16
from .wide import is_utf8

LARGEST = 4096  # bytes of output
_BLOCK = 1 << 20
_MEMORY = 128 << 20  # what an xz file may ask for: its largest preset needs 65 MiB


class Inside(NamedTuple):
    """What a container holds: either a `kind` of the table by itself, or the start of the `content`."""

    kind: str = ""
    evidence: str = ""
    content: bytes = b""
    complete: bool = False
    name: bytes | None = None
    how: str = ""


def gzip(view: View) -> Inside:
    """RFC 1952; the header of bgzip is one of it."""
    return _zlib(view, 31, "compressed with gzip")


def zlib_stream(view: View) -> str:
    """Two bytes are few: something must come out."""
    found = _zlib(view, 15, "")
    return "a zlib stream" if found.content or found.complete else ""


def zlib(view: View) -> Inside:
    """RFC 1950."""
    return _zlib(view, 15, "compressed with zlib")


def inflate_raw(body: bytes) -> bytes:
    """DEFLATE without a header, as in zip files."""
    return _inflate(body, -15)[0]


def _zlib(view: View, window: int, how: str) -> Inside:
    content, complete = _inflate(view.head, window)
    return Inside(content=content, complete=complete, how=how)


def _inflate(body: bytes, window: int) -> tuple[bytes, bool]:
    from zlib import decompressobj, error

    machine = decompressobj(window)
    try:
        content = machine.decompress(body, LARGEST)
    except error:
        return b"", False
    return content, machine.eof


def xz(view: View) -> Inside:
    """The .xz container."""
    return _lzma(view, "compressed with xz")


def lzma(view: View) -> Inside:
    """The older container, without a magic number."""
    return _lzma(view, "compressed with LZMA")


def lzma_alone(view: View) -> str:
    """Properties 5D, u32 dictionary of a customary size, u64 length unknown (-1) or below a terabyte."""
    dictionary = int.from_bytes(view.head[1:5], "little")
    length = view.head[5:13]
    customary = dictionary >= 4096 and dictionary & (dictionary - 1) == 0
    sound = customary and len(length) == 8 and (length == b"\xff" * 8 or length[5:] == b"\0\0\0")
    return "an LZMA header" if sound and view.head[13:14] == b"\0" else ""


def _lzma(view: View, how: str) -> Inside:
    from lzma import LZMADecompressor, LZMAError

    try:
        machine = LZMADecompressor(memlimit=_MEMORY)
        content = machine.decompress(view.head, LARGEST)
    except (LZMAError, EOFError, MemoryError):
        return Inside(how=how)
    return Inside(content=content, complete=machine.eof, how=how)


def bzip2_header(view: View) -> str:
    """`BZh`, a level, and pi as a block's mark, or its root in an empty file."""
    head = view.head
    sound = head[3:4] in b"123456789" and head[4:10] in (b"1AY&SY", b"\x17\x72\x45\x38\x50\x90")
    return "BZh and a block" if sound and not is_utf8(head) else ""


def bzip2(view: View) -> Inside:
    """Blocks go up to 900 kB and give nothing before they are whole, so up to a megabyte of them is read."""
    from bz2 import BZ2Decompressor

    try:
        machine = BZ2Decompressor()
        content = machine.decompress(view.head, LARGEST)
        if not content and not machine.eof:
            content = machine.decompress(view.begin(_BLOCK)[len(view.head) :], LARGEST)
    except (OSError, EOFError, ValueError):
        return Inside(how="compressed with bzip2")
    return Inside(content=content, complete=machine.eof, how="compressed with bzip2")


def zstd(_view: View) -> Inside:
    """Python 3.11 cannot read it: the name must do."""
    return Inside(how="compressed with Zstandard")


def lz4(view: View) -> Inside:
    """LZ4 frame: the first block's literals and matches, up to the limit."""
    head = view.head
    flags = head[4] if len(head) > 4 else 0
    start = 7 + (8 if flags & 8 else 0) + (4 if flags & 1 else 0)
    length = int.from_bytes(head[start : start + 4], "little")
    block = head[start + 4 : start + 4 + (length & 0x7FFFFFFF)]
    content = block[:LARGEST] if length & 0x80000000 else _lz4_block(block)
    return Inside(content=content, complete=False, how="compressed with LZ4")


def _lz4_block(block: bytes) -> bytes:
    out, position = bytearray(), 0
    while position < len(block) and len(out) < LARGEST:
        token = block[position]
        count, position = _lz4_length(block, position + 1, token >> 4)
        out += block[position : position + count]
        position += count
        offset = u16(block, position)
        count, position = _lz4_length(block, position + 2, token & 15)
        if not 0 < offset <= len(out):
            break
        while count + 4 > 0 and len(out) < LARGEST:
            piece = out[-offset:][: count + 4]
            out += piece
            count -= len(piece)
    return bytes(out[:LARGEST])


def _lz4_length(block: bytes, position: int, count: int) -> tuple[int, int]:
    """Fifteen means that bytes follow and are added up, until one is below 255."""
    if count == 15:
        while position < len(block):
            count, position = count + block[position], position + 1
            if block[position - 1] != 255:
                break
    return count, position
