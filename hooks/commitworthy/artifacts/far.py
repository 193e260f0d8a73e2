"""Marks beyond the first 8 KiB, sought only where the head of a binary tells nothing.

Bytes are asked for once from each end: 64 KiB of the start, where an HDF5 file behind a user block and an ISO image
begin, and 512 bytes of the end.  Above `LARGEST` git would have to unpack too much for that.
"""

from __future__ import annotations

from .view import View, u16

LARGEST = 256 << 20
_START = 65536 + 16
_HDF5 = b"\x89HDF\r\n\x1a\n"
_LEVELDB = b"\x57\xfb\x80\x8b\x24\x75\x47\xdb"


def look(view: View) -> tuple[str, str] | None:
    """Id of the kind and the evidence."""
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
