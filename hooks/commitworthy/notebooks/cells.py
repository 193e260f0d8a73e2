"""The code of single cells changed in the bytes of a notebook: what is not changed stays the same bytes."""

from __future__ import annotations

import json

from ..base.namedtuple import TYPE_CHECKING
from . import spans
from .json_scan import NotANotebook, scanner
from .spans import Edit, elements_within, members_within

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from .json_scan import Scanner

    TextEdit = tuple[int, int, str]
    """The characters from one offset to another of a cell's code, and what takes their place."""


def rewrite(content: bytes, changes: Mapping[int, Iterable[TextEdit]], added: tuple[int, str] | None = None) -> bytes:
    """`content` with the code of cells changed, by their index; `added` is the code of a new cell and its index.

    The new cell is tagged `parameters`.  NotANotebook for what is none of format 4.
    """
    found = spans.read(content)
    if len(found.arrays) != 1 or not any(member.key == "nbformat" and member.held == 4 for member in found.members):
        raise NotANotebook("not a notebook of format 4", 1)
    cells, scan = found.arrays[0].cells, scanner()
    edits: list[Edit] = []
    for number, texts in changes.items():
        edits += _edits(content, cells[number].start, cells[number].end, scan, sorted(texts))
    if added:
        at, code = added
        minor = next((member.held for member in found.members if member.key == "nbformat_minor"), 0)
        has_ids = isinstance(minor, (int, float)) and minor >= 5
        edits.append(_new_cell(content, cells[at].start, code, with_id=has_ids))
    return spans.applied(content, edits)


def _edits(content: bytes, start: int, end: int, scan: Scanner, texts: list[TextEdit]) -> list[Edit]:
    """Those of one cell, whose object begins and ends there."""
    member = next(member for member in members_within(content, start, end, scan) if member.key == "source")
    if content[member.value : member.value + 1] == b'"':
        strings = [(member.value, member.end)]
        between = b""
    else:
        strings = [(item.start, item.end) for item in elements_within(content, member.value, member.end, scan)]
        between = _between(content, member.value, strings)
    if not strings:
        code = _encoded("".join(text for *_, text in texts), content, between)
        space = between[1:]
        closing = _space_before(content, member.start) or b""
        return [Edit(member.value, member.end, b"[" + space + b'"' + code + b'"' + closing + b"]")]
    offsets, ends = _offsets(content, strings)
    edits = []
    for first, last, put in texts:
        if not put and first == 0 and last == len(offsets) and between:
            return [Edit(member.value, member.end, b"[]")]
        # Text that ends a line is put in front of the next one, and the last one behind all.
        begin = offsets[first] if first < len(offsets) else ends[-1]
        stop = begin if last == first else offsets[last] if last < len(offsets) else ends[-1]
        edits.append(Edit(begin, stop, _encoded(put, content, between)))
    return edits


def _offsets(content: bytes, strings: list[tuple[int, int]]) -> tuple[list[int], list[int]]:
    """The byte at which each character of a text begins that is written as JSON strings, and where each string ends."""
    offsets: list[int] = []
    for start, end in strings:
        at = start + 1
        while at < end - 1:
            offsets.append(at)
            byte = content[at]
            if byte == 0x5C:
                escape = content[at : at + 12]
                at += 2 if escape[1:2] != b"u" else 12 if _is_pair(escape) else 6
            else:
                at += 1 if byte < 0x80 else 2 if byte < 0xE0 else 3 if byte < 0xF0 else 4
    return offsets, [end - 1 for _, end in strings]


def _is_pair(escape: bytes) -> bool:
    """Whether two escapes in a row are one character."""
    high, low = escape[2:6].lower(), escape[8:12].lower()
    return (
        escape[6:8] == b"\\u" and high[:2] in (b"d8", b"d9", b"da", b"db") and low[:2] in (b"dc", b"dd", b"de", b"df")
    )


def _encoded(text: str, content: bytes, between: bytes) -> bytes:
    """A text as part of a JSON string; where lines are strings of their own, each line one of them."""
    lines = text.split("\n")
    ascii_only = content.isascii()
    pieces = [json.dumps(line, ensure_ascii=ascii_only)[1:-1].encode() for line in lines]
    if not between:
        return b"\\n".join(pieces)
    # What ends with a line goes on in the string behind it.
    tail = pieces.pop() if len(pieces) > 1 and not lines[-1] else None
    joined = (b'\\n"' + between + b'"').join(pieces)
    return joined if tail is None else joined + b'\\n"' + between + b'"'


def _between(content: bytes, start: int, strings: list[tuple[int, int]]) -> bytes:
    """What parts two strings of an array that begins at `start`."""
    if len(strings) > 1:
        return content[strings[0][1] : strings[1][0]]
    if strings:
        return b"," + content[start + 1 : strings[0][0]]
    space = _space_before(content, start)
    return b", " if space is None else b"," + space + _unit(content)


def _space_before(content: bytes, at: int) -> bytes | None:
    """The line end and the indentation of the line on which something begins; None where it does not begin a line."""
    line_end = content.rfind(b"\n", 0, at)
    indent = content[line_end + 1 : at]
    indent = indent[: len(indent) - len(indent.lstrip(b" \t"))]
    if line_end < 0:
        return None
    return (b"\r\n" if content[line_end - 1 : line_end] == b"\r" else b"\n") + indent


def _unit(content: bytes) -> bytes:
    """One step of the indentation."""
    head = content[: content.find(b'"')]
    return head[head.rfind(b"\n") + 1 :] if b"\n" in head else b" "


def _new_cell(content: bytes, at: int, code: str, *, with_id: bool) -> Edit:
    """A code cell tagged `parameters` in front of the cell that begins at `at`, laid out as the others are."""
    cell: dict[str, object] = {"cell_type": "code", "execution_count": None}
    if with_id:
        taken = b'"parameters"' in content.replace(b'"tags"', b"")
        cell["id"] = "parameters" if not taken else "commitworthy-parameters"
    cell |= {"metadata": {"tags": ["parameters"]}, "outputs": [], "source": code.splitlines(keepends=True)}
    space = content[:at][len(content[:at].rstrip(b" \t\r\n")) :]
    if b"\n" not in space:
        return Edit(at, at, json.dumps(cell, ensure_ascii=content.isascii()).encode() + b", ")
    text = json.dumps(cell, indent=_unit(content).decode(), ensure_ascii=content.isascii()).encode()
    return Edit(at, at, text.replace(b"\n", space) + b"," + space)
