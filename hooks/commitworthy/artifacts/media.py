"""Checks of images, sound, fonts and documents whose signature is short; evidence in words, or nothing."""

from __future__ import annotations

from .view import View, u16, u32


def pdf(view: View) -> str:
    """Prose can begin with the magic; a document has an object, or bytes above 127 in its second line."""
    if not view.head[5:6].isdigit():
        return ""
    second = view.head[:64].replace(b"\r", b"\n").lstrip().split(b"\n")[1:3]
    comment = any(line.startswith(b"%") and not line[1:5].isascii() for line in second)
    return "%PDF- at 0" if comment or b" obj" in view.head else ""


def bmp(view: View) -> str:
    """u32@2 is the file's size in most files, u32@14 the size of one of the known headers in all."""
    header = u32(view.head, 14) in (12, 40, 52, 56, 64, 108, 124)
    return "BM at 0 and a bitmap header" if header and u32(view.head, 10) < view.size else ""


def dib(view: View) -> str:
    """A bitmap without its file header: the u32 length of the header, one plane, a customary depth."""
    sound = u16(view.head, 12) == 1 and u16(view.head, 14) in (1, 4, 8, 16, 24, 32) and u32(view.head, 16) < 7
    return "a bitmap header" if sound and u32(view.head, 4) > 0 else ""


def ico(view: View) -> str:
    """Directory of n entries, 16 bytes each; the first image lies behind it and inside the file."""
    count, length, offset = u16(view.head, 4), u32(view.head, 14), u32(view.head, 18)
    sound = 0 < count < 256 and view.head[9:10] == b"\0" and offset >= 6 + 16 * count
    return "an icon directory" if sound and length > 0 and offset + length <= view.size else ""


def font(view: View) -> str:
    """An sfnt has 4 to 64 tables, and the first one's tag is printable."""
    tables = int.from_bytes(view.head[4:6], "big")
    tag = view.head[12:16]
    return "an sfnt table directory" if 4 <= tables <= 64 and len(tag) == 4 and not tag.strip(_TAG) else ""


_TAG = b"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789/ "
# Kilobits a second by the header's index: MPEG 1 layer III, MPEG 1 layer II, MPEG 2 and 2.5.
_LAYER_3 = (0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320)
_LAYER_2 = (0, 32, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320, 384)
_MPEG_2 = (0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160)


def mp3(view: View) -> str:
    """Two frames, one behind the other: a frame sync alone is eleven bits."""
    length = _mp3_frame(view.head[:4])
    return "MPEG audio frames" if length and _mp3_frame(view.head[length : length + 4]) else ""


def _mp3_frame(header: bytes) -> int:
    """Length of the MPEG audio frame, layer II or III, that begins so; 0 where none does."""
    if len(header) < 4 or header[0] != 0xFF or header[1] & 0xE0 != 0xE0:
        return 0
    version, layer, index = header[1] & 0x18, header[1] & 0x06, header[2] >> 4
    rate = (header[2] >> 2) & 3
    if version == 0x08 or layer not in (0x02, 0x04) or rate == 3 or index in (0, 15):
        return 0
    first, third = version == 0x18, layer == 0x02
    hertz = (44100, 48000, 32000)[rate] >> {0x18: 0, 0x10: 1, 0: 2}[version]
    kilobits = ((_LAYER_3 if third else _LAYER_2) if first else _MPEG_2)[index]
    return (144 if first or not third else 72) * kilobits * 1000 // hertz + ((header[2] >> 1) & 1)


def aac(view: View) -> str:
    """Two ADTS frames, one behind the other: a 12-bit sync, layer 0, a known rate, 13 bits of length."""
    length = _adts_frame(view.head[:7])
    return "ADTS frames" if length and _adts_frame(view.head[length : length + 7]) else ""


def _adts_frame(header: bytes) -> int:
    if len(header) < 7 or header[0] != 0xFF or header[1] & 0xF6 != 0xF0 or (header[2] >> 2) & 15 > 12:
        return 0
    length = (header[3] & 3) << 11 | header[4] << 3 | header[5] >> 5
    return length if length > 7 else 0


def ac3(view: View) -> str:
    """The sync word and a known version; version 11 to 16 gives its length in words of 16 bits, less one."""
    head = view.head
    version = head[5] >> 3 if len(head) > 5 else 31
    if head[:2] != b"\x0b\x77" or version > 16:
        return ""
    after = 2 * ((int.from_bytes(head[2:4], "big") & 0x7FF) + 1)
    again = version > 10 and head[after : after + 2] == b"\x0b\x77"
    return "an AC-3 frame" if again or (version < 11 and head.find(b"\x0b\x77", 64) > 0) else ""


def wavpack(view: View) -> str:
    """u32 length of the block and a version of 0x402 to 0x410."""
    return "wvpk at 0 and a version" if 0x402 <= u16(view.head, 8) <= 0x410 else ""


def iff(view: View) -> str:
    """A length, big-endian, that is the file's less eight, and the type in four letters."""
    length, kind = int.from_bytes(view.head[4:8], "big"), view.head[8:12]
    sound = kind.isascii() and kind.isalnum() and kind.isupper() and 0 <= view.size - 8 - length <= 1
    return f"FORM at 0 and {kind.decode()}" if sound else ""


def pcx(view: View) -> str:
    """Corners of the image in their order, a reserved zero at 64, one to four planes."""
    left, top, right, bottom = (u16(view.head, offset) for offset in (4, 6, 8, 10))
    sound = (
        left <= right
        and top <= bottom
        and view.head[64:65] == b"\0"
        and view.head[65:66] in (b"\1", b"\2", b"\3", b"\4")
    )
    return "a PCX header" if sound else ""


def swf(view: View) -> str:
    """FWS, CWS or ZWS, a version, and a length that is the file's where it is not compressed."""
    length, plain = u32(view.head, 4), view.head[:1] == b"F"
    sound = view.head[1:3] == b"WS" and 0 < view.head[3] < 60 and length >= 8 and (not plain or length == view.size)
    return f"{view.head[:3].decode()} at 0 and a length" if sound else ""


def jxl(view: View) -> str:
    """The container has twelve bytes; of the bare stream's two, the second's neighbours must not be zero."""
    if view.head[:1] == b"\0":
        return "a JPEG XL container"
    return "FF 0A at 0" if view.path[-4:].lower() == b".jxl" else ""


def netpbm(view: View) -> str:
    """Width and height in digits, parted by white space and comments."""
    lines = [line for line in view.head[2:512].split(b"\n") if not line.startswith(b"#")]
    numbers = b" ".join(lines).split(maxsplit=2)[:2]
    sound = view.head[2:3].isspace() and len(numbers) == 2 and all(number.isdigit() for number in numbers)
    return f"{view.head[:2].decode()} at 0 and two numbers" if sound else ""


def stl(view: View) -> str:
    """Eighty bytes of anything, a count, and fifty bytes a triangle: they make up the size."""
    count = u32(view.head, 80)
    return "an STL count of triangles" if count and 84 + 50 * count == view.size else ""
