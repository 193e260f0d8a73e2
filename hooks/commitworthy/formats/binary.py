"""What a blob is that is not clean text: the rows of the table by signature and structure, the name, the fallback.

Where the head of a binary tells nothing, marks further in are sought.  Bytes are then asked for once from each end:
64 KiB of the start, where an HDF5 file behind a user block and an ISO image begin, and 512 bytes of the end.  Above
`LARGEST` git would have to unpack too much for that.
"""

from __future__ import annotations

from ..base.namedtuple import TYPE_CHECKING
from . import pointers
from .checks import CHECKS, OPENERS
from .detect import (
    COMPRESSED,
    HEAD_SIZE,
    SHARED,
    UNKNOWN,
    Detection,
    View,
    has_controls,
    pointed,
    sniff,
    suffix_of,
    u16,
)
from .table import KINDS, is_disguise
from .text import is_text_with_strays, is_wide_text
from .text_table import ARCHIVE, DATA, EXECUTABLE, MODEL, TEXTS, Kind

if TYPE_CHECKING:
    from .compressed import Inside

LARGEST = 256 << 20
_START = 65536 + 16
_HDF5 = b"\x89HDF\r\n\x1a\n"
_LEVELDB = b"\x57\xfb\x80\x8b\x24\x75\x47\xdb"

TableRow = tuple[tuple[tuple[int, bytes], ...], Kind]
KIND_OF = {kind.id: kind for kind in KINDS}
# Containers within containers, so that a file which contains itself comes to an end.
_DEEPEST = 2
# A name alone may make a limit stricter, never laxer: media and documents must prove what they are.
_BELIEVED = (MODEL, EXECUTABLE, DATA, ARCHIVE)


def _index() -> tuple[dict[int, tuple[TableRow, ...]], tuple[TableRow, ...], tuple[Kind, ...]]:
    """Rows by first byte, longest signature first; rows with a signature elsewhere; rows with a check alone."""
    first: dict[int, list[TableRow]] = {}
    elsewhere: list[TableRow] = []
    for kind in KINDS:
        for magic in kind.magic:
            if magic[0][0] == 0:
                first.setdefault(magic[0][1][0], []).append((magic, kind))
            else:
                elsewhere.append((magic, kind))
    for rows in first.values():
        rows.sort(key=lambda row: -sum(len(part) for _, part in row[0]))
    structured = tuple(kind for kind in KINDS if kind.check and not kind.magic)
    return {byte: tuple(rows) for byte, rows in first.items()}, tuple(elsewhere), structured


_FIRST, _ELSEWHERE, _STRUCTURED = _index()
_BY_NAME = {
    suffix: kind
    for kind in reversed(KINDS)
    if kind.family in _BELIEVED and not (kind in TEXTS and not kind.magic and not kind.check)
    for suffix in kind.suffixes.split()
    if suffix not in SHARED
}


def sniff_binary(view: View) -> Detection | None:
    """The verdict on a blob with control bytes; None for text in UTF-16 or UTF-32, or with a few strays."""
    if view.whole.startswith(pointers.GIT_CRYPT):
        return pointed("git-crypt")
    by_content = _by_content(view, text=False)
    if by_content is not None:
        return by_content
    suffix = suffix_of(view.path)
    if is_wide_text(view.head) or (has_controls(view.head) and is_text_with_strays(view.head, suffix)):
        return None
    distant = _distant(view) if view.depth == 0 else None
    if distant is not None:
        return _verdict(view, KIND_OF[distant[0]], distant[1])
    kind = _BY_NAME.get(suffix)
    if kind is not None:
        return Detection(kind.family, kind.id, kind.label, f"name: {suffix}", False)
    evidence = "a NUL byte" if 0 in view.head else "a control byte" if has_controls(view.head) else "no text"
    evidence = f"content: {evidence} in the first 8 KiB"
    return Detection("binary", "binary", "unknown binary content", evidence, is_disguise("binary", suffix))


def sniff_text_format(view: View) -> Detection | None:
    """One of the formats that clean text can be, by signature or structure."""
    return _by_content(view, text=True)


def _by_content(view: View, text: bool) -> Detection | None:
    for magic, kind in _FIRST.get(view.head[0], ()) if view.head else ():
        detection = _match(view, magic, kind, text)
        if detection is not None:
            return detection
    for magic, kind in _ELSEWHERE:
        detection = _match(view, magic, kind, text)
        if detection is not None:
            return detection
    for kind in _STRUCTURED:
        if (not text or kind in TEXTS) and view.head and (not kind.starts or view.head[0] in kind.starts):
            evidence = CHECKS[kind.check](view)
            if evidence:
                return _verdict(view, kind, evidence)
    return None


def _match(view: View, magic: tuple[tuple[int, bytes], ...], kind: Kind, text: bool) -> Detection | None:
    if text and kind not in TEXTS:
        return None
    for offset, part in magic:
        if not view.head.startswith(part, offset):
            return None
    evidence = CHECKS[kind.check](view) if kind.check else f"{_show(magic[-1][1])} at {magic[-1][0]}"
    if not evidence:
        return None
    inside = OPENERS[kind.opens](view) if kind.opens and view.depth < _DEEPEST else None
    if inside is not None:
        return _verdict_inside(view, inside) or _verdict(view, kind, evidence)
    return _verdict(view, kind, evidence)


def _verdict(view: View, kind: Kind, evidence: str) -> Detection:
    disguised = is_disguise(kind.family, suffix_of(view.path))
    return Detection(kind.family, kind.id, kind.label, f"content: {evidence}", disguised)


def _verdict_inside(view: View, inside: Inside) -> Detection | None:
    """What a container is by what it holds: by the names in it, or by the first bytes that come out of it."""
    suffix = suffix_of(view.path)
    if inside.kind:
        kind = KIND_OF[inside.kind]
        disguised = is_disguise(kind.family, suffix, opened=True)
        return Detection(kind.family, kind.id, kind.label, f"content: {inside.evidence}", disguised)
    inner = _sniff_inside(view, inside)
    if inner is None or (inner.family not in (MODEL, DATA) and inner.format != "tar"):
        return None
    disguised = is_disguise(inner.family, suffix, opened=True)
    label, evidence = f"{inner.label}, {inside.how}", f"{inner.evidence}, {inside.how}"
    return Detection(inner.family, inner.format, label, evidence, disguised)


def _sniff_inside(view: View, inside: Inside) -> Detection | None:
    suffix = suffix_of(view.path)
    name = inside.name or (view.path[: -len(suffix)] if suffix in COMPRESSED else view.path)
    size = len(inside.content) if inside.complete else UNKNOWN
    if inside.content[:2] in (b"BZ", b"\x28\xb5"):
        return None
    if has_controls(inside.content):
        content = inside.content
        return sniff_binary(View(name, size, content[:HEAD_SIZE], content, None, view.depth + 1))
    by_name = None if inside.content else _BY_NAME.get(suffix_of(name))
    if by_name is not None:
        return Detection(by_name.family, by_name.id, by_name.label, f"name: {suffix_of(name)}", False)
    return sniff(name, size, inside.content)


def _show(part: bytes) -> str:
    """Signature bytes as people know them: `PAR1`, `7F ELF`."""
    words = [chr(byte) if 32 <= byte < 127 else f" {byte:02X} " for byte in part]
    return "".join(words).replace("  ", " ").strip()


# ---- marks beyond the head


def _distant(view: View) -> tuple[str, str] | None:
    """By a mark beyond the head: id of the kind and the evidence."""
    if view.size > LARGEST:
        return None
    return _by_end(view, view.end(512)) or _by_start(view) if view.size > 16 else None


def _by_end(view: View, end: bytes) -> tuple[str, str] | None:
    if end.endswith(b"LANC"):
        return "lance", "LANC at the end"
    if end.endswith(_LEVELDB):
        return "leveldb", "57 FB 80 8B 24 75 47 DB at the end"
    if end.startswith(b"koly") and len(end) == 512:
        return "iso", "koly 512 bytes before the end"
    if end.endswith(b"TRUEVISION-XFILE.\0"):
        return "tga", "TRUEVISION-XFILE at the end"
    return ("tga", "the header of a TGA image") if _is_tga(view) else None


def _is_tga(view: View) -> bool:
    """No signature in the first version: types in their ranges, and the size that they make up."""
    head = view.head
    if len(head) < 18:
        return False
    mapped, kind, depth = head[1], head[2], head[16]
    colours = u16(head, 5) * ((head[7] + 7) // 8) if mapped else 0
    if mapped > 1 or kind not in (1, 2, 3) or depth not in (8, 15, 16, 24, 32) or head[17] & 0xC0:
        return False
    pixels = u16(head, 12) * u16(head, 14)
    return pixels > 0 and 18 + head[0] + colours + pixels * ((depth + 7) // 8) == view.size


def _by_start(view: View) -> tuple[str, str] | None:
    start = view.begin(_START)
    for offset in (8192, 16384, 32768, 65536):
        if start.startswith(_HDF5, offset):
            return "hdf5", f"89 HDF at {offset:,}"
    if start.startswith(b"CD001", 32769):
        return "iso", "CD001 at 32,769"
    return None
