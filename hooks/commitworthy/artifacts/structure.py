"""Checks of a format's structure, where its signature is short or missing.

Each takes a view and gives its evidence in words, or "" where the bytes are something else.  Offsets and limits come
from the formats' own documents.
"""

from __future__ import annotations

from .view import View, u16, u32, u64


def safetensors(view: View) -> str:
    """u64 length of a JSON header, then `{"name":{` (or an empty header)."""
    length, head = u64(view.head, 0), view.head
    if not 2 <= length <= view.size - 8 or head[8:9] != b"{":
        return ""
    start = head[9:264].lstrip()
    key = start.find(b'"', 1)
    named = start[:1] == b'"' and start[key + 1 : key + 12].replace(b" ", b"").startswith(b":{")
    cut = start[:1] == b'"' and key < 0 and len(start) > 200
    return "the header of a safetensors file" if named or cut or head[8:10] == b"{}" else ""


def keras_h5(view: View) -> str:
    """Keras 1 and 2 keep layers in the group `model_weights`; its name stands in the root group's heap."""
    return "the group model_weights in an HDF5 file" if b"model_weights\0" in view.head else ""


def arrow_stream(view: View) -> str:
    """Continuation FFFFFFFF, then the i32 length of the first metadata, a flatbuffer."""
    length, root = u32(view.head, 4), u32(view.head, 8)
    sound = 8 <= length < view.size and length % 8 == 0 and 4 <= root < length
    return "FF FF FF FF and a metadata length" if sound else ""


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


def xgboost_json(view: View) -> str:
    """The first key of the object, or the second behind `version`; both hold objects or lists."""
    start = view.head[:200].translate(None, b" \t\r\n")
    return "the key learner in JSON" if start.startswith((b'{"learner":{', b'{"version":[')) else ""


def catboost_json(view: View) -> str:
    """Keys in alphabetical order: `ctr_data` or `features_info` first, `oblivious_trees` far behind."""
    start = view.head[:200].translate(None, b" \t\r\n")
    return "the keys of CatBoost in JSON" if start.startswith((b'{"features_info":{', b'{"ctr_data":')) else ""


def pmml(view: View) -> str:
    """The root element, behind the XML declaration and comments."""
    return "the element PMML" if b"<PMML " in view.head[:2048] and b"dmg.org/PMML" in view.head else ""


def faiss(view: View) -> str:
    """Four characters `Ix..`, `Iw..`, `IH..` or `IB..`, then a u32 dimension."""
    name = view.head[:4]
    sound = name[1:2] in (b"x", b"w", b"H", b"B", b"D") and name.isalnum() and 0 < u32(view.head, 4) < 1 << 20
    return f"{name.decode()} at 0 and a dimension" if sound else ""


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


def cpio(view: View) -> str:
    """ASCII headers are digits throughout; the old binary one has a name length and a u16 device."""
    if view.head[:1] == b"0":
        return "a cpio header" if not view.head[6:76].strip(b"0123456789abcdefABCDEF") else ""
    return "a cpio header" if 0 < u16(view.head, 20) < 1024 else ""
