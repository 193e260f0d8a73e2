"""Checks of scientific data whose signature is short; evidence in words, or nothing."""

from __future__ import annotations

from .view import UNKNOWN, View, u16, u32, u64


def edition(view: View) -> str:
    """GRIB and BUFR: the edition, 1 to 4, at byte 7."""
    return f"{view.head[:4].decode()} at 0" if view.head[7:8] in (b"\1", b"\2", b"\3", b"\4") else ""


def edf(view: View) -> str:
    """The header's length, in text at 184, is a multiple of 256; 256 of it are fixed."""
    length = view.head[184:192].strip()
    return "an EDF header" if length.isdigit() and int(length) >= 256 and int(length) % 256 == 0 else ""


def stata_old(view: View) -> str:
    """Releases 113 to 115: byte order 1 or 2, file type 1, padding 0."""
    sound = view.head[1:2] in (b"\1", b"\2") and view.head[2:4] == b"\1\0"
    return f"a Stata header, release {view.head[0]}" if sound else ""


def shapefile(view: View) -> str:
    """Version 1000 at 28."""
    return "00 00 27 0A at 0 and version 1000" if u32(view.head, 28) == 1000 else ""


_GROUPS = (2, 8, 16, 24, 32, 40)


def dicom_bare(view: View) -> str:
    """Without the preamble: three elements with rising tags of the first groups, each of an even length."""
    head, position, last = view.head, 0, -1
    for _ in range(3):
        group, element = u16(head, position), u16(head, position + 2)
        tag = group << 16 | element
        if group not in _GROUPS or tag <= last or position + 8 > len(head):
            return ""
        spelt = head[position + 4 : position + 6].isalpha() and head[position + 4 : position + 6].isupper()
        length = u16(head, position + 6) if spelt else u32(head, position + 4)
        if spelt and head[position + 4 : position + 6] in (b"OB", b"OW", b"SQ", b"UN", b"UT"):
            return ""
        position, last = position + 8 + length, tag
        if length % 2 or position > view.size:
            return ""
    return "DICOM elements without a preamble"


def tfrecord(view: View) -> str:
    """u64 length, then its CRC-32C, rotated and shifted by a constant."""
    head = view.head
    if len(head) < 12 or u64(head, 0) > view.size - 16:
        return ""
    crc = crc32c(head[:8])
    masked = ((crc >> 15 | crc << 17) + 0xA282EAD8) & 0xFFFFFFFF
    return "the checksum of a TFRecord length" if u32(head, 8) == masked else ""


def tfevents(view: View) -> str:
    """The first record of an event file holds its version."""
    return tfrecord(view) and "a TFRecord with brain.Event" if b"brain.Event" in view.head[:64] else ""


def crc32c(data: bytes) -> int:
    """Castagnoli's polynomial, bit by bit: eight bytes are all that is asked."""
    crc = 0xFFFFFFFF
    for byte in data:
        crc ^= byte
        for _ in range(8):
            crc = crc >> 1 ^ (0x82F63B78 if crc & 1 else 0)
    return crc ^ 0xFFFFFFFF


_ITEMS = {0x08: 1, 0x09: 1, 0x0B: 2, 0x0C: 4, 0x0D: 4, 0x0E: 8}


def idx(view: View) -> str:
    """Two zeros, the item type, the number of dimensions, each as a big-endian u32: they make up the size."""
    head = view.head
    item, count = _ITEMS.get(int.from_bytes(head[2:3], "big"), 0), int.from_bytes(head[3:4], "big")
    if head[:2] != b"\0\0" or not item or not 0 < count < 9:
        return ""
    size = item
    for offset in range(4, 4 + 4 * count, 4):
        size *= int.from_bytes(head[offset : offset + 4], "big")
    inside = view.size == UNKNOWN and 0 < size < 1 << 40
    return "IDX dimensions" if inside or size + 4 + 4 * count == view.size else ""


def mgh(view: View) -> str:
    """FreeSurfer: big-endian version 1, three dimensions, frames, type 0, 1, 3 or 4; the voxels begin at 284."""
    numbers = [int.from_bytes(view.head[offset : offset + 4], "big") for offset in range(0, 24, 4)]
    volume = numbers[1] * numbers[2] * numbers[3] * numbers[4]
    sound = len(view.head) > 30 and numbers[0] == 1 and 0 < volume < 1 << 32 and numbers[5] in (0, 1, 3, 4)
    return "the header of an MGH volume" if sound and 284 + volume <= view.size and view.head[28:29] == b"\0" else ""


def kaldi(view: View) -> str:
    """A key and a blank, or nothing, then NUL and `B`, then the kind of matrix or vector."""
    start = 0 if view.head[:2] == b"\0B" else view.head.find(b" \0B", 1, 256) + 1
    key = view.head[:start].strip()
    sound = (start == 0 and view.head[:2] == b"\0B") or (start > 1 and key.isascii() and b" " not in key)
    kind = view.head[start + 2 : start + 5]
    return "NUL, B and a Kaldi type" if sound and kind in _KALDI else ""


_KALDI = (b"FM ", b"FV ", b"DM ", b"DV ", b"CM ", b"CM2", b"CM3")


def usearch(view: View) -> str:
    """u32 rows and u32 columns of a matrix in front, then `usearch`."""
    offset = 8 + u32(view.head, 0) * u32(view.head, 4)
    return f"usearch at {offset}" if offset < 65536 and view.begin(65536).startswith(b"usearch", offset) else ""
