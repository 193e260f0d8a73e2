"""What is inside compressed files and zip files: a few kilobytes of output, however much there is.

A zip file is told by the names of its members.  The central directory at the end is the sure source; the local headers
in the head are enough where a mark of the table stands there.
"""

from __future__ import annotations

from ..base.namedtuple import NamedTuple
from .detect import Kind, View, u16, u32, u64
from .table import KINDS

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
    inside = _zlib(view, 15, "")
    return "a zlib stream" if inside.content or inside.complete else ""


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
    if not sound:
        return ""
    from .whole_text import is_utf8

    return "" if is_utf8(head) else "BZh and a block"


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


# ---- zip files

_ENDS = 65536 + 22  # the longest comment and the end record
_DIRECTORY = 1 << 20  # a longer directory is read in part
_MIMETYPES = {
    b"vnd.oasis.opendocument.spreadsheet": "ods",
    b"vnd.oasis.opendocument.text": "odt",
    b"vnd.oasis.opendocument.presentation": "odp",
    b"vnd.oasis.opendocument.graphics": "odg",
    b"vnd.oasis.opendocument.chart": "odg",
    b"vnd.oasis.opendocument.formula": "odg",
    b"epub+zip": "epub",
}
_KINDS = tuple(kind for kind in KINDS if kind.members)
_WHEN_ALL_KNOWN = tuple(kind for kind in _KINDS if any(member[0] == "*" for member in kind.members))


def look_inside(view: View) -> Inside | None:
    """The kind by its members, or the content of the first member; None for a zip of anything else."""
    names, complete = _local_names(view)
    kind = None if complete else _match(names, [kind for kind in _KINDS if kind not in _WHEN_ALL_KNOWN])
    if kind is None:
        if not complete:
            names = _directory(view) or names
        kind = _match(names, _KINDS)
    if kind is not None:
        shown = [name.strip("/") for name in kind.members if name[0] != "*"] or ["only *.npy"]
        return Inside(kind=kind.id, evidence=f"{', '.join(shown)} in a zip file")
    inside = _first_member(view)
    if inside is not None and inside.name == b"mimetype":
        named = _MIMETYPES.get(inside.content.removeprefix(b"application/").split(b"-template")[0])
        return Inside(kind=named, evidence=f"{inside.content[:80].decode('latin-1')} in a zip file") if named else None
    return inside


def _match(names: list[bytes], kinds: tuple[Kind, ...] | list[Kind]) -> Kind | None:
    for kind in kinds if names else ():
        if all(_has(names, member) for member in kind.members):
            return kind
    return None


def _has(names: list[bytes], member: str) -> bool:
    mark = member.encode()
    if mark.startswith(b"*"):
        return all(name.endswith(tuple(mark[1:].split())) for name in names)
    if mark.startswith(b"/"):
        return any(name.endswith(mark) and name.count(b"/") == 1 for name in names)
    if mark.endswith(b"/"):
        return any(name.startswith(mark) for name in names)
    return mark in names


def _local_names(view: View) -> tuple[list[bytes], bool]:
    """Names of the members whose headers are in the head, and whether these are all.

    They are walked by their sizes, since a stored inner zip has headers of its own.
    """
    names: list[bytes] = []
    head, position = view.head, 0
    while head.startswith(b"PK\3\4", position):
        length, extra = u16(head, position + 26), u16(head, position + 28)
        after = position + 30 + length
        if after > len(head):
            return names, False
        names.append(head[position + 30 : after])
        size = u32(head, position + 18)
        if size == 0xFFFFFFFF:
            size = _zip64_size(head[after : after + extra])
        if u16(head, position + 6) & 8 and size == 0:  # sizes follow the content
            return names, False
        position = after + extra + size
    return names, head.startswith((b"PK\1\2", b"PK\5\6"), position)


def _zip64_size(extra: bytes) -> int:
    """Compressed size: the second u64 of extra field 1."""
    position = 0
    while position + 4 <= len(extra):
        if u16(extra, position) == 1:
            return u64(extra, position + 12)
        position += 4 + u16(extra, position + 2)
    return 0xFFFFFFFF


def _directory(view: View) -> list[bytes]:
    """Names in the central directory, as far as the last megabyte holds it."""
    end = view.end(_ENDS)
    record = end.rfind(b"PK\5\6")
    if record < 0:
        return []
    length = u32(end, record + 12)
    wanted = min(length, _DIRECTORY) + len(end) - record
    if wanted > len(end) and len(end) < view.size:
        end = view.end(wanted + 256)  # room for the records of zip64
        record = end.rfind(b"PK\5\6")
    names, position = [], end.find(b"PK\1\2", max(0, record - length - 256))
    while position >= 0 and end.startswith(b"PK\1\2", position):
        name, extra, comment = u16(end, position + 28), u16(end, position + 30), u16(end, position + 32)
        names.append(end[position + 46 : position + 46 + name])
        position += 46 + name + extra + comment
    return names


def _first_member(view: View) -> Inside | None:
    """A zip around a pickle is a model still."""
    head = view.head
    method, length, extra = u16(head, 8), u16(head, 26), u16(head, 28)
    start = 30 + length + extra
    if not head.startswith(b"PK\3\4") or length == 0 or start >= len(head) or u16(head, 6) & 1:
        return None
    size = u32(head, 18)
    body = head[start : start + size] if size and size < len(head) else head[start:]
    content = body[:LARGEST] if method == 0 else inflate_raw(body) if method == 8 else b""
    if not content:
        return None
    complete, name = len(content) == u32(head, 22), head[30 : 30 + length]
    return Inside(content=content, complete=complete, name=name, how="in a zip file")


def zip_at_end(view: View) -> str:
    """A script in front, a zip file behind: its end record is the only mark."""
    return "an end of zip record behind #!" if b"PK\5\6" in view.end(_ENDS) else ""
