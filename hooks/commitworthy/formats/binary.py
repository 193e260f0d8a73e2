"""Checks of a format's structure, where its signature is short or missing.

Each takes a view and gives its evidence in words, or "" where the bytes are something else.  Offsets and limits come
from the formats' own documents.  `CHECKS` and `OPENERS` at the end are what the rows of the table name.
"""

from __future__ import annotations

from ..base.namedtuple import TYPE_CHECKING
from . import compressed, pointers, serialized
from .compressed import LARGEST, Inside
from .detect import (
    ARCHIVE,
    COMPRESSED,
    DATA,
    EXECUTABLE,
    HEAD_SIZE,
    MODEL,
    SHARED,
    TEXTS,
    UNKNOWN,
    Detection,
    Kind,
    View,
    has_controls,
    pointed,
    sniff,
    suffix_of,
    u16,
    u32,
    u64,
)
from .table import KINDS, is_disguise

if TYPE_CHECKING:
    from collections.abc import Callable


# ---- executables


def pe(view: View) -> str:
    """MZ, and at u32@60 a PE, NE, LE or LX header; plain DOS programs have an i16 page count in its place."""
    offset = u32(view.head, 60)
    if 4 <= offset <= view.size - 4 and offset + 4 > len(view.head):
        return "MZ at 0"
    signature = view.head[offset : offset + 2]
    if view.head.startswith(b"PE\0\0", offset) or signature in (b"NE", b"LE", b"LX"):
        return f"MZ at 0, {signature.decode()} at {offset}"
    pages, last = u16(view.head, 4), u16(view.head, 2)
    return "MZ at 0 and a DOS header" if last < 512 and pages > 0 and (pages - 1) * 512 + last <= view.size else ""


def macho_fat(view: View) -> str:
    """The same four bytes as a Java class; what follows is the number of architectures, below any Java version."""
    return "CA FE BA BE at 0, few architectures" if 0 < int.from_bytes(view.head[4:8], "big") < 40 else ""


def java_class(view: View) -> str:
    """The major version at 6 is 45 or more; below that the bytes are a universal Mach-O file."""
    return "CA FE BA BE at 0" if int.from_bytes(view.head[6:8], "big") >= 40 else ""


def pyc(view: View) -> str:
    """u16 magic of CPython 3.0 (3,000) to 3.x (below 3,800), or of 2.0 to 2.7 (above 50,000); flags below 4."""
    magic = u16(view.head, 0)
    new = 3000 <= magic < 3800 and (magic < 3390 or u32(view.head, 4) < 4)
    return "the magic number of CPython" if (new or 50000 < magic < 62300) and view.size > 8 else ""


def ar(view: View) -> str:
    """Text is an archive only if the first member's header ends as it must."""
    return "!<arch> at 0" if view.size == 8 or view.head[66:68] == b"`\n" else ""


def coff(view: View) -> str:
    """Machine i386 or x86-64, some sections, no optional header, the symbol table inside the file."""
    head = view.head
    if u16(head, 0) not in (0x14C, 0x8664) or not 0 < u16(head, 2) < 5000 or u16(head, 16):
        return ""
    symbols = u32(head, 8)
    sound = 20 + 40 * u16(head, 2) <= symbols < view.size and head[20:21] in (b".", b"/")
    return "a COFF header" if sound else ""


# ---- scientific data


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


# ---- images, sound, fonts and documents


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
    """Width and height in digits, separated by white space and comments."""
    lines = [line for line in view.head[2:512].split(b"\n") if not line.startswith(b"#")]
    numbers = b" ".join(lines).split(maxsplit=2)[:2]
    sound = view.head[2:3].isspace() and len(numbers) == 2 and all(number.isdigit() for number in numbers)
    return f"{view.head[:2].decode()} at 0 and two numbers" if sound else ""


def stl(view: View) -> str:
    """Eighty bytes of anything, a count, and fifty bytes a triangle: they make up the size."""
    count = u32(view.head, 80)
    return "an STL count of triangles" if count and 84 + 50 * count == view.size else ""


# ---- models, tables, archives


def safetensors(view: View) -> str:
    """u64 length of a JSON header, then `{"name":{` (or an empty header)."""
    length, head = u64(view.head, 0), view.head
    if not 2 <= length <= view.size - 8 or head[8:9] != b"{":
        return ""
    start = head[9:264].translate(None, b" \t\r\n")
    named = start[:1] == b'"' and b'":{' in start
    cut = start[:1] == b'"' and b'"' not in start[1:] and len(start) > 200
    return "the header of a safetensors file" if named or cut or head[8:10] == b"{}" else ""


def keras_h5(view: View) -> str:
    """Keras 1 and 2 keep layers in the group `model_weights`; its name stands in the root group's heap."""
    return "the group model_weights in an HDF5 file" if b"model_weights\0" in view.head else ""


def keras_weights(view: View) -> str:
    """Weights alone: the groups `vars` and `layers` of Keras 3, the attribute `layer_names` of Keras 1 and 2."""
    new = b"\0layers\0" in view.head and b"vars\0\0\0\0" in view.head
    old = b"layer_names\0" in view.head and b"keras_version\0" in view.head
    return "the groups of Keras weights in an HDF5 file" if new or old else ""


def arrow_stream(view: View) -> str:
    """Continuation FFFFFFFF, then the i32 length of the first metadata, a flatbuffer."""
    length, root = u32(view.head, 4), u32(view.head, 8)
    sound = 8 <= length < view.size and length % 8 == 0 and 4 <= root < length
    return "FF FF FF FF and a metadata length" if sound else ""


def arrow_legacy(view: View) -> str:
    """Before version 0.15: the u32 length of the metadata, and a flatbuffer whose root stands at 16."""
    length = u32(view.head, 0)
    sound = 64 <= length < view.size and length % 4 == 0 and view.head[4:12] == b"\x10\0\0\0\0\0\x0a\0"
    return "the metadata of an Arrow stream" if sound else ""


def dbase(view: View) -> str:
    """Version, date as year, month and day, u32 rows, u16 header and u16 row: they make up the size."""
    head, rows, header, row = view.head, u32(view.head, 4), u16(view.head, 8), u16(view.head, 10)
    dated = head[:1] in _DBASE and len(head) > 32 and head[2] <= 12 and head[3] <= 31
    sound = dated and header >= 33 and row > 0 and 0 <= view.size - (header + rows * row) <= 2
    ended = header > len(head) or head[header - 1] == 13 or head[header - 264 : header - 263] == b"\r"
    return "the header of a dBASE table" if sound and ended else ""


_DBASE = tuple(bytes((version,)) for version in (2, 3, 4, 5, 0x30, 0x31, 0x32, 0x43, 0x63, 0x83, 0x8B, 0x8E, 0xF5))


def matlab4(view: View) -> str:
    """u32 type in decimal digits M, O, P, T, u32 rows, columns, complex or not, and the length of a name, then it."""
    kind, rows, columns, complex_, length = (u32(view.head, offset) for offset in (0, 4, 8, 12, 16))
    name = view.head[20 : 20 + length]
    digits = kind // 1000 < 5 and kind // 100 % 10 == 0 and kind // 10 % 10 < 6 and kind % 10 < 3
    if not digits or complex_ > 1 or not 1 < length < 64 or name[-1:] != b"\0" or not rows * columns:
        return ""
    item = (8, 4, 4, 2, 2, 1)[kind // 10 % 10]
    sound = name[:-1].replace(b"_", b"").isalnum() and 20 + length + rows * columns * item * (complex_ + 1) <= view.size
    return "a matrix of MATLAB 4" if sound else ""


def orc(view: View) -> str:
    """Three letters are few: the postscript at the end repeats them."""
    end = view.end(16)
    return "ORC at 0" if not end or b"ORC" in end else ""


def tar_v7(view: View) -> str:
    """No magic: the header's checksum, in octal at 148, is the sum of its 512 bytes with blanks in its own place."""
    header = view.head[:512]
    digits = header[148:156].strip(b"\0 ")
    if len(header) < 512 or not digits or digits.strip(b"01234567") or not header[:1].strip(b"\0"):
        return ""
    return "the checksum of a tar header" if sum(header[:148]) + 8 * 32 + sum(header[156:]) == int(digits, 8) else ""


def ole_document(view: View) -> str:
    """An OLE file that is not a workbook: the directory, often near the start, names `Workbook` or `Book` in UTF-16."""
    for part in (view.head, view.end(65536)):
        if b"W\0o\0r\0k\0b\0o\0o\0k\0" in part or b"B\0o\0o\0k\0\0\0" in part:
            return ""
    workbook = view.path[-4:].lower() in (b".xls", b".xlt")
    return "" if workbook else "D0 CF 11 E0 at 0"


def xgboost_ubjson(view: View) -> str:
    """UBJSON: an object whose first key, seven characters behind an i64 length, is `learner`."""
    return "the key learner in UBJSON" if view.head[2:17] == b"\0\0\0\0\0\0\0\7learner" else ""


def pmml(view: View) -> str:
    """The root element, behind the XML declaration and comments."""
    return "the element PMML" if b"<PMML " in view.head[:2048] and b"dmg.org/PMML" in view.head else ""


def faiss(view: View) -> str:
    """Four characters, of which the first is `I`, a u32 dimension, a u64 count, and a constant that is there twice."""
    name = view.head[:4]
    known = name[1:2] in (b"x", b"w", b"H", b"B", b"D") or view.head[16:32] == bytes((0, 0, 16, 0, 0, 0, 0, 0)) * 2
    sound = known and name.isalnum() and 0 < u32(view.head, 4) < 1 << 20
    return f"{name.decode()} at 0 and a dimension" if sound else ""


def tar_member(view: View) -> Inside | None:
    """The first file in a tar archive, behind the headers of folders, long names and other attributes."""
    head, position = view.head, 0
    while position + 512 < len(head):
        header = head[position : position + 512]
        length = header[124:136].strip(b"\0 ")
        if not length or length.strip(b"01234567"):
            return None
        size, start = int(length, 8), position + 512
        if header[156:157] in (b"0", b"\0", b"7"):
            content = head[start : start + min(size, LARGEST)]
            name = header[:100].partition(b"\0")[0]
            return Inside(content=content, complete=len(content) == size, name=name, how="in a tar file")
        position = start + (size + 511) // 512 * 512
    return None


def word2vec(view: View) -> str:
    """`words dimensions` in digits, a line feed, then each word, a blank and its floats."""
    numbers, feed, rest = view.head[:40].partition(b"\n")
    parts = numbers.split(b" ")
    sound = feed and len(parts) == 2 and parts[0].isdigit() and parts[1].isdigit() and b" " in view.head[:4000]
    return "counts of words and dimensions" if sound and int(parts[1]) < 10000 and has_blank(rest) else ""


def has_blank(rest: bytes) -> bool:
    """Whether what follows is a word and a blank."""
    word, blank, _ = rest.partition(b" ")
    return bool(word and blank) and not word[:1].isspace()


def tf_checkpoint(view: View) -> str:
    """Raw tensors: only the customary name says what they are."""
    name = view.path[view.path.rfind(b"/") + 1 :]
    shard, of, count = name.rpartition(b".data-")[2].partition(b"-of-")
    return "the name of a checkpoint's shard" if of and shard.isdigit() and count.isdigit() else ""


def arj(view: View) -> str:
    """u16 size of the basic header, at most 2,600, and in it a smaller size of its own first part."""
    length, first = u16(view.head, 2), int.from_bytes(view.head[4:5], "big")
    return "60 EA at 0 and a header" if 30 <= first <= length <= 2600 and length + 4 < view.size else ""


def filesystem(view: View) -> str:
    """ext2 to ext4: a magic number at 1,080 and a block size at 1,048; FAT: 55 AA at 510 and its name before that."""
    head = view.head
    if head[1080:1082] == b"\x53\xef" and u32(head, 1048) < 7 and 0 < u16(head, 1082) < 8:
        return "53 EF at 1,080"
    fat = head[510:512] == b"\x55\xaa" and (head.startswith(b"FAT", 54) or head.startswith(b"FAT32", 82))
    return "55 AA at 510 and FAT" if fat else ""


def cpio(view: View) -> str:
    """ASCII headers are digits throughout; the old binary one has a name length and a u16 device."""
    if view.head[:1] == b"0":
        return "a cpio header" if not view.head[6:76].strip(b"0123456789abcdefABCDEF") else ""
    return "a cpio header" if 0 < u16(view.head, 20) < 1024 else ""


def hnswlib(view: View) -> str:
    """u64 0, capacity, count, bytes an element, then offsets within it; links: M, and twice M on the lowest level."""
    head = view.head
    capacity, count, each, label, data = (u64(head, offset) for offset in (8, 16, 24, 32, 40))
    links, lowest, wanted = (u64(head, offset) for offset in (56, 64, 72))
    sound = u64(head, 0) == 0 and 0 < count <= capacity and 0 <= data < label < each < 1 << 24
    return "the header of an hnswlib index" if sound and 0 < links == wanted and lowest == 2 * links else ""


def vowpal_wabbit(view: View) -> str:
    """u32 length of the version, digits and dots, a NUL."""
    length = u32(view.head, 0)
    version = view.head[4 : 4 + length]
    sound = 4 < length < 16 and version[-1:] == b"\0" and version[:-1].count(b".") == 2
    return "a version of Vowpal Wabbit" if sound and version[:-1].replace(b".", b"").isdigit() else ""


# ---- formats that are text: a check sees clean text that begins as its row says

_DIGITS = b"0123456789"
_NUMBER = b"0123456789+-.eE"
_DUMP = 100 * 1024  # of a larger dump the end is looked at too


def _squeezed(view: View, count: int = 1024) -> bytes:
    return view.head[:count].translate(None, b" \t\r\n")


def xgboost_json(view: View) -> str:
    """The first key of the object, or the second behind `version`; both hold objects or lists."""
    start = _squeezed(view, 200)
    return "the key learner in JSON" if start.startswith((b'{"learner":{', b'{"version":[')) else ""


def xgboost_dump_json(view: View) -> str:
    """What `dump_model` gives: a list of trees, each a node with its children."""
    start = _squeezed(view, 200)
    return "the nodes of XGBoost in JSON" if start.startswith(b'[{"nodeid":0,') else ""


def onnx_json(view: View) -> str:
    """The message ModelProto in JSON, with its names in one of two spellings."""
    start = _squeezed(view)
    sound = start.startswith((b'{"irVersion":', b'{"ir_version":')) and b'"graph":{' in start
    return "the fields of an ONNX model in JSON" if sound else ""


def gifti(view: View) -> str:
    """The root element."""
    return "the element GIFTI" if b"<GIFTI " in view.head[:512] else ""


def libsvm_model(view: View) -> str:
    """Facts by lines, among them the number of classes, before the support vectors or weights."""
    return "svm_type or solver_type and nr_class" if b"\nnr_class " in view.head[:512] else ""


def catboost_json(view: View) -> str:
    """Keys in alphabetical order: `ctr_data` or `features_info` first, `oblivious_trees` far behind."""
    start = _squeezed(view, 200)
    return "the keys of CatBoost in JSON" if start.startswith((b'{"features_info":{', b'{"ctr_data":')) else ""


def lightgbm_json(view: View) -> str:
    """What `dump_model` gives."""
    start = _squeezed(view)
    sound = start.startswith(b'{"name":"tree","version":"v') and b'"num_tree_per_iteration"' in start
    return "the keys of LightGBM in JSON" if sound else ""


def tokenizer_json(view: View) -> str:
    """Hugging Face's: `version`, `truncation`, `padding`, `added_tokens` in this order, `model` far behind."""
    start = _squeezed(view)
    sound = start.startswith(b'{"version":"') and b'"truncation":' in start and b'"added_tokens":[' in start
    return "the keys of a tokenizer in JSON" if sound else ""


def prophet_json(view: View) -> str:
    """The object itself, or the same as a JSON string, as `model_to_json` hands it over."""
    start = _squeezed(view).replace(b"\\", b"").lstrip(b'"')
    sound = start.startswith(b'{"growth":"') and b'changepoints":' in start
    return "the keys of Prophet in JSON" if sound else ""


def delta_log(view: View) -> str:
    """A commit of Delta Lake: one action a line, each an object in an object."""
    line = view.head.partition(b"\n")[0].translate(None, b" \t\r")
    actions = (b'{"commitInfo":{', b'{"protocol":{"min', b'{"metaData":{"id"', b'{"add":{"path"', b'{"remove":{"path"')
    return "an action of a Delta table" if line.startswith(actions) and line.endswith(b"}}") else ""


def word_vectors(view: View) -> str:
    """`words dimensions` in digits, then a word and its numbers a line, separated by blanks."""
    first, _, rest = view.head.partition(b"\n")
    counts = first.split()
    if len(counts) != 2 or not all(count.isdigit() and len(count) < 10 for count in counts):
        return ""
    size, (line, feed, _) = int(counts[1]), rest.partition(b"\n")
    numbers = line.rstrip().split(b" ")[1:] if feed else line.split(b" ")[1:-1]  # the last one may be cut
    enough = len(numbers) == size > 1 if feed else 20 < len(numbers) < size
    return f"words of {size} numbers each" if enough and all(map(_is_number, numbers)) else ""


def _is_number(token: bytes) -> bool:
    return token != b"" and not token.translate(None, _NUMBER) and not token.strip(_NUMBER)


def libsvm(view: View) -> str:
    """A label, then pairs of a rising index and a value; two whole lines with two pairs in all."""
    lines = view.head.replace(b"\r\n", b"\n").split(b"\n")
    lines = [line.partition(b"#")[0] for line in (lines if len(view.head) == view.size else lines[:-1])]
    lines = [line for line in lines if line.strip()][:20]
    pairs = [_pairs(line) for line in lines]
    sound = len(lines) > 1 and min(pairs) >= 0 and sum(pairs) > len(lines)
    return f"labels and index:value pairs in {len(lines)} lines" if sound else ""


def _pairs(line: bytes) -> int:
    """Number of pairs, -1 where something else stands in the line."""
    label, *rest = line.split()
    before, count = -1, 0
    for token in rest:
        index, colon, value = token.partition(b":")
        if index == b"qid" and count == 0:
            continue
        if not colon or not index.isdigit() or len(index) > 12 or int(index) <= before or not _is_number(value):
            return -1
        before, count = int(index), count + 1
    return count if all(map(_is_number, label.split(b","))) else -1


def arff(view: View) -> str:
    """A relation, then attributes."""
    return "@relation and @attribute" if b"@attribute" in view.head.lower() else ""


def fasta(view: View) -> str:
    """A name behind `>`, then letters of nucleotides or amino acids, lines of one length but the last."""
    lines = view.head.replace(b"\r\n", b"\n").split(b"\n")[1:4]
    letters = lines[0].rstrip(b"*") if lines else b""
    sound = len(letters) >= 8 and letters.isalpha() and letters.isupper()
    return "> and a sequence" if sound and view.head[1:2] not in (b" ", b">", b"=", b"") else ""


def fastq(view: View) -> str:
    """Four lines: a name behind `@`, the sequence, `+`, and as many marks of quality."""
    lines = view.head.replace(b"\r\n", b"\n").split(b"\n")[:5]
    sound = len(lines) > 4 and lines[1].isalpha() and lines[2][:1] == b"+" and len(lines[1]) == len(lines[3])
    return "@, a sequence and its quality" if sound else ""


def grid(view: View) -> str:
    """Arc/Info: `ncols`, `nrows` and their numbers, one a line."""
    first, second = (line.split() for line in (view.head[:200].lower() + b"\n").split(b"\n")[:2])
    sound = len(first) == len(second) == 2 and second[0] == b"nrows" and first[1].isdigit() and second[1].isdigit()
    return "ncols and nrows" if sound else ""


def spss_portable(view: View) -> str:
    """SPSSPORT at 456, once line ends are taken out."""
    start = view.head[:600].translate(None, b"\r\n")
    return "SPSSPORT at 456" if start.startswith(b"SPSSPORT", 456) else ""


def vtk_xml(view: View) -> str:
    """The root element."""
    return "the element VTKFile" if b"<VTKFile " in view.head[:512] else ""


def sql_dump(view: View) -> str:
    """What a database's own tool wrote; without rows it is a schema, which is source."""
    if _has_rows(view.head):
        return "a database dump with rows"
    if view.size <= _DUMP or view.size == UNKNOWN:
        return ""
    return "a database dump with rows" if _has_rows(view.begin(65536) + view.end(65536)) else ""


def _has_rows(text: bytes) -> bool:
    return b"INSERT INTO" in text or (b"\nCOPY " in text and b" FROM stdin;" in text)


# ---- what the table names

CHECKS: dict[str, Callable[[View], str]] = {
    "aac": aac,
    "ac3": ac3,
    "ar": ar,
    "arff": arff,
    "arj": arj,
    "arrow_legacy": arrow_legacy,
    "arrow_stream": arrow_stream,
    "bmp": bmp,
    "bson": serialized.bson,
    "bzip2": compressed.bzip2_header,
    "caffe": serialized.caffe,
    "catboost_json": catboost_json,
    "cbor": serialized.cbor,
    "coff": coff,
    "coreml": serialized.coreml,
    "cpio": cpio,
    "dbase": dbase,
    "delta_log": delta_log,
    "dib": dib,
    "dicom_bare": dicom_bare,
    "edf": edf,
    "edition": edition,
    "faiss": faiss,
    "fasta": fasta,
    "fastq": fastq,
    "filesystem": filesystem,
    "font": font,
    "gifti": gifti,
    "graphdef": serialized.graphdef,
    "grid": grid,
    "hnswlib": hnswlib,
    "ico": ico,
    "idx": idx,
    "iff": iff,
    "java_class": java_class,
    "joblib": serialized.joblib,
    "jxl": jxl,
    "kaldi": kaldi,
    "keras_h5": keras_h5,
    "keras_weights": keras_weights,
    "libsvm": libsvm,
    "libsvm_model": libsvm_model,
    "lightgbm_json": lightgbm_json,
    "lzma_alone": compressed.lzma_alone,
    "macho_fat": macho_fat,
    "matlab4": matlab4,
    "mgh": mgh,
    "mp3": mp3,
    "msgpack": serialized.msgpack,
    "netpbm": netpbm,
    "ole_document": ole_document,
    "onnx": serialized.onnx,
    "onnx_json": onnx_json,
    "onnx_tensor": serialized.onnx_tensor,
    "orc": orc,
    "pcx": pcx,
    "pdf": pdf,
    "pe": pe,
    "pickle": serialized.pickle,
    "pmml": pmml,
    "prophet_json": prophet_json,
    "pyc": pyc,
    "safetensors": safetensors,
    "savedmodel": serialized.savedmodel,
    "sentencepiece": serialized.sentencepiece,
    "shapefile": shapefile,
    "spss_portable": spss_portable,
    "sql_dump": sql_dump,
    "stata_old": stata_old,
    "stl": stl,
    "swf": swf,
    "tar_v7": tar_v7,
    "tf_checkpoint": tf_checkpoint,
    "tfevents": tfevents,
    "tfrecord": tfrecord,
    "tokenizer_json": tokenizer_json,
    "ubjson": serialized.ubjson,
    "usearch": usearch,
    "vowpal_wabbit": vowpal_wabbit,
    "vtk_xml": vtk_xml,
    "wavpack": wavpack,
    "word2vec": word2vec,
    "word_vectors": word_vectors,
    "xgboost_dump_json": xgboost_dump_json,
    "xgboost_json": xgboost_json,
    "xgboost_ubjson": xgboost_ubjson,
    "zip_at_end": compressed.zip_at_end,
    "zlib_stream": compressed.zlib_stream,
}

OPENERS: dict[str, Callable[[View], Inside | None]] = {
    "zip": compressed.look_inside,
    "tar": tar_member,
    "gzip": compressed.gzip,
    "xz": compressed.xz,
    "lzma": compressed.lzma,
    "bzip2": compressed.bzip2,
    "zlib": compressed.zlib,
    "zstd": compressed.zstd,
    "lz4": compressed.lz4,
}


# What a blob is that is not clean text: the rows of the table by signature and structure, the name, the fallback.
#
# Where the head of a binary tells nothing, marks further in are sought.  Bytes are then asked for once from each end:
# 64 KiB of the start, where an HDF5 file behind a user block and an ISO image begin, and 512 bytes of the end.  Above
# `LARGEST` git would have to unpack too much for that.


LARGEST_SOUGHT = 256 << 20
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
    from .whole_text import is_text_with_strays, is_wide_text

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
    if view.size > LARGEST_SOUGHT:
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
