"""Checks of a format's structure, where its signature is short or missing.

Each takes a view and gives its evidence in words, or "" where the bytes are something else.  Offsets and limits come
from the formats' own documents.
"""

from __future__ import annotations

from .view import View, u32, u64


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
