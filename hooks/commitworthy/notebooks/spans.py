"""Where the parts of a notebook lie in its bytes.

A large file is decoded a window at a time.  A window ends where the indentation says that a cell ends; the scanner then
has to come to the same end, or the whole file is decoded after all.  So every byte is validated, yet the memory is the
file, one window and the largest cell.
"""

from __future__ import annotations

from ..values import NamedTuple
from .scan import (
    BLANK,
    REFUSED,
    Broken,
    Member,
    Scanner,
    after,
    key_at,
    members,
    scanner,
    skip,
    text_start,
)

WINDOW = 1 << 20
COUNTS = ("execution_count", "prompt_number")


class Cell(NamedTuple):
    """A cell and those of its members that hold anything.

    Of a member, `held` is the amount: items, characters, or 1 for another value that is not null.
    """

    start: int
    end: int
    members: list[Member]


class Cells(NamedTuple):
    """An array of cells: that of the notebook, or of one worksheet of the formats before the fourth."""

    start: int
    end: int
    cells: list[Cell]


class Notebook(NamedTuple):
    """`members` are those of the root but for the cells; only `nbformat` and `nbformat_minor` have their value.

    `constants` tells whether there is a NaN or Infinity anywhere.
    """

    members: list[Member]
    arrays: list[Cells]
    constants: bool


def read(content: bytes, window: int = WINDOW) -> Notebook:
    """The spans of `content`, which is UTF-8 (`encoding.check`); NotANotebook for anything that is no notebook."""
    mark = _mark(content) if len(content) > window else b""
    if mark:
        try:
            return _root(_Windows(content, mark, window))
        except (*REFUSED, Broken):
            pass
    try:
        return _root(_Windows(content, b"", window))
    except REFUSED:
        broken = None
    except Broken as error:
        broken = error
    from .refusals import refusal

    raise refusal(content, broken)


def _mark(content: bytes) -> bytes:
    """What parts two cells in the layout that the first line shows; nothing if it is not indented."""
    start = text_start(content)
    head = content[start : start + 256].partition(b'"')[0]
    indent = head[len(head.rstrip(b" \t")) :]
    line = head.removeprefix(b"{").removesuffix(indent)
    if not indent or line not in (b"\n", b"\r\n"):
        return b""
    line += 2 * indent
    return line + b"}," + line + b"{"


class _Windows:
    """The part of the file that is decoded at the moment: `text`, which begins at the offset `base`."""

    def __init__(self, content: bytes, mark: bytes, size: int) -> None:
        self.content, self.mark, self.size = content, mark, size
        self.scan = scanner()
        self.base = self.end = 0
        self._load(text_start(content))

    def behind_cell(self, at: int) -> int:
        """`at`, in a new window if that was the end of this one."""
        if at < len(self.text) or self.end == len(self.content):
            return at
        self._load(self.end)
        return 0

    def _load(self, start: int) -> None:
        found = self.content.find(self.mark, start + self.size) if self.mark else -1
        self.base = start
        self.end = len(self.content) if found < 0 else found + self.mark.index(b",")
        self.text = ""  # freed before the next is made
        self.text = str(memoryview(self.content)[start : self.end], "latin-1")


def _root(windows: _Windows) -> Notebook:
    found: list[Member] = []
    arrays: list[Cells] = []
    at, last = _enter(windows, skip(windows.text, 0), "{", "}", "JSON, but not an object with cells")
    while not last:
        member, at = _root_member(windows, at, arrays)
        found += member
        at, last = after(windows.text, at, "}")
    if windows.text[at:].strip(BLANK):
        raise ValueError(at)
    if not arrays:
        raise Broken("JSON, but without cells", windows.base)
    return Notebook(found, arrays, bool(windows.scan.constants))


def _root_member(windows: _Windows, at: int, arrays: list[Cells]) -> tuple[list[Member], int]:
    """The member at `at` if it is to be remembered, and the end of its value."""
    start = at + windows.base
    key, at = key_at(windows.text, at, windows.scan)
    if key == "cells":
        return [], _cells(windows, at, arrays)
    if key == "worksheets":
        return [], _worksheets(windows, at, arrays)
    held, end = windows.scan.value(windows.text, at)
    if key not in ("nbformat", "nbformat_minor"):
        held = None
    return [Member(key, start, at + windows.base, end + windows.base, held)], end


def _worksheets(windows: _Windows, at: int, arrays: list[Cells]) -> int:
    at, last = _enter(windows, at, "[", "]", "worksheets that are not a list")
    while not last:
        at = _worksheet(windows, at, arrays)
        at, last = after(windows.text, at, "]")
    if not arrays:
        arrays.append(Cells(at + windows.base, at + windows.base, []))
    return at


def _worksheet(windows: _Windows, at: int, arrays: list[Cells]) -> int:
    at, last = _enter(windows, at, "{", "}", "a worksheet that is not an object")
    while not last:
        key, at = key_at(windows.text, at, windows.scan)
        at = _cells(windows, at, arrays) if key == "cells" else windows.scan.value(windows.text, at)[1]
        at, last = after(windows.text, at, "}")
    return at


def _cells(windows: _Windows, at: int, arrays: list[Cells]) -> int:
    cells: list[Cell] = []
    start = at + windows.base
    at, last = _enter(windows, at, "[", "]", "cells that are not a list")
    while not last:
        if windows.text[at] != "{":
            windows.scan.value(windows.text, at)
            raise Broken(f"cell {len(cells)} is not an object", at + windows.base)
        cell, at = _cell(windows.text, at, windows.scan, windows.base)
        cells.append(cell)
        at = windows.behind_cell(at)
        at, last = after(windows.text, at, "]")
    arrays.append(Cells(start, at + windows.base, cells))
    return at


def _enter(windows: _Windows, at: int, opening: str, closing: str, otherwise: str) -> tuple[int, bool]:
    """Behind the opening bracket at `at`: where the first item begins; or the end, if there is none."""
    if windows.text[at] != opening:
        windows.scan.value(windows.text, at)
        raise Broken(otherwise, at + windows.base)
    at = skip(windows.text, at + 1)
    return (at + 1, True) if windows.text[at] == closing else (at, False)


def _cell(text: str, at: int, scan: Scanner, base: int) -> tuple[Cell, int]:
    found, end = members(text, at, scan, base, _amount)
    return Cell(at + base, end + base, [member for member in found if member.held]), end


def _amount(key: str, held: object) -> int:
    if isinstance(held, (list, dict, str)) and key not in COUNTS:
        return len(held)
    return 0 if held is None else 1
