"""Checks of a format's structure, where its signature is short or missing.

Each takes a view and gives its evidence in words, or "" where the bytes are something else.  Offsets and limits come
from the formats' own documents.
"""

from __future__ import annotations

from .inflate import LARGEST, Inside
from .view import View, u16, u32, u64


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
