"""Where the parts of a notebook lie in its bytes.

A large file is decoded a window at a time.  A window ends where the indentation says that a cell ends; the scanner then
has to come to the same end, or the whole file is decoded after all.  So every byte is validated, yet the memory is the
file, one window and the largest cell.
"""

from __future__ import annotations

from ..base.namedtuple import TYPE_CHECKING, NamedTuple
from .json_scan import BLANK, REFUSED, Broken, Scanner, scanner, text_start

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Sequence

    Hold = Callable[[str, object], object]

WINDOW = 1 << 20
COUNTS = ("execution_count", "prompt_number")


class Member(NamedTuple):
    """`key: value` of an object; `start` is that of the key, `value` and `end` are the limits of the value."""

    key: str
    start: int
    value: int
    end: int
    held: object


class Element(NamedTuple):
    """A value in an array."""

    start: int
    end: int
    held: object


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
    """The spans of `content`, which is UTF-8 (`strip.check`); NotANotebook for anything that is no notebook."""
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
            raise Broken(f"cell {len(cells) + 1} is not an object", at + windows.base)
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


# Changes of single spans, and the file with them.


if TYPE_CHECKING:
    Span = Member | Element | Cell


class Edit(NamedTuple):
    """`content[start:end]` becomes `put`."""

    start: int
    end: int
    put: bytes = b""


class Removal(NamedTuple):
    """One member or element of a run that goes with `edit`; `edit` is None for all but the first of the run."""

    edit: Edit | None
    number: int
    start: int
    size: int
    name: str


def removals(around: tuple[int, int], found: Sequence[Span], gone: Collection[int], path: str = "") -> list[Removal]:
    """Those of `found` numbered in `gone`, with the commas that leave the rest valid and all its bytes as they were.

    `around` are the limits of the object or array.  If nothing stays, neither do the blanks: `{}` or `[]` is left.
    """
    made: list[Removal] = []
    for number in sorted(gone):
        item = found[number]
        edit = None if number - 1 in gone else Edit(*_run(around, found, gone, number))
        made.append(Removal(edit, number, item.start, item.end - item.start, f"{path}.{getattr(item, 'key', number)}"))
    return made


def _run(around: tuple[int, int], found: Sequence[Span], gone: Collection[int], first: int) -> tuple[int, int]:
    """From the start of the run of `gone` that begins with `first` to what follows it, or from what precedes it."""
    last = first
    while last + 1 in gone:
        last += 1
    if last + 1 < len(found):
        return found[first].start, found[last + 1].start
    if first > 0:
        return found[first - 1].end, found[last].end
    return around[0] + 1, around[1] - 1


def applied(content: bytes, edits: list[Edit]) -> bytes:
    """`content` with `edits`; the very same object if there are none."""
    if not edits:
        return content
    view, at = memoryview(content), 0
    pieces: list[bytes | memoryview] = []
    for edit in outermost(edits):
        pieces += [view[at : edit.start], edit.put]
        at = edit.end
    pieces.append(view[at:])
    return b"".join(pieces)


def growth(edits: list[Edit]) -> int:
    """How many bytes more `edits` make of a file; mostly negative."""
    return sum(len(edit.put) - (edit.end - edit.start) for edit in outermost(edits))


def outermost(edits: Iterable[Edit]) -> Iterator[Edit]:
    """In order, without those inside of what another one takes away."""
    end = 0
    for edit in sorted(edits):
        if edit.start >= end:
            yield edit
            end = edit.end


# Spans of the values in an object or an array.


def itself(_: str, held: object) -> object:
    """The value of a member."""
    return held


def skip(text: str, at: int) -> int:
    """The first position from `at` on that is not blank; the end of the text if there is none."""
    step = 32
    while True:
        piece = text[at : at + step]
        rest = piece.lstrip(BLANK)
        if rest or not piece:
            return at + len(piece) - len(rest)
        at += step
        step *= 2


def key_at(text: str, at: int, scan: Scanner) -> tuple[str, int]:
    """The key that begins at `at`, and where its value begins."""
    if text[at] != '"':
        raise ValueError(at)
    key, at = scan.string(text, at + 1, True)
    if text.startswith(": ", at) and text[at + 2] not in BLANK:
        return key, at + 2
    if text[at] != ":":
        at = skip(text, at)
        if text[at] != ":":
            raise ValueError(at)
    return key, skip(text, at + 1)


def after(text: str, at: int, closing: str) -> tuple[int, bool]:
    """Behind a value: where the next one begins, or the end behind `closing`; and whether that was the last."""
    if text[at] != ",":
        at = skip(text, at)
    if text[at] == ",":
        return skip(text, at + 1), False
    if text[at] != closing:
        raise ValueError(at)
    return at + 1, True


def members(text: str, at: int, scan: Scanner, base: int = 0, hold: Hold = itself) -> tuple[list[Member], int]:
    """Those of the object at `at`, with `base` added to their offsets, and the end of it in `text`.

    Of a value `held` is what `hold` makes of it by its key; what must not be held does not outlive the scan.
    """
    found: list[Member] = []
    if text[at] != "{":
        raise ValueError(at)
    at = skip(text, at + 1)
    if text[at] == "}":
        return found, at + 1
    gap = ""
    while True:
        start = at
        key, value = key_at(text, at, scan)
        held, end = scan.value(text, value)
        found.append(Member(key, start + base, value + base, end + base, hold(key, held)))
        # What parts two members is mostly what parted the two before.
        if gap and text.startswith(gap, end):
            at = end + len(gap) - 1
            continue
        at, last = after(text, end, "}")
        if last:
            return found, at
        gap = text[end : at + 1]


def elements(text: str, at: int, scan: Scanner, base: int = 0) -> tuple[list[Element], int]:
    """Those of the array at `at`, as with `members`."""
    found: list[Element] = []
    if text[at] != "[":
        raise ValueError(at)
    at = skip(text, at + 1)
    if text[at] == "]":
        return found, at + 1
    last = False
    while not last:
        held, end = scan.value(text, at)
        found.append(Element(at + base, end + base, held))
        at, last = after(text, end, "]")
    return found, at


def members_within(content: bytes, start: int, end: int, scan: Scanner) -> list[Member]:
    """Members of the object that takes `content[start:end]`, known to be valid; none if it is no object."""
    if content[start : start + 1] != b"{":
        return []
    return members(str(memoryview(content)[start:end], "latin-1"), 0, scan, start)[0]


def elements_within(content: bytes, start: int, end: int, scan: Scanner) -> list[Element]:
    """Elements of the array that takes `content[start:end]`, known to be valid; none if it is no array."""
    if content[start : start + 1] != b"[":
        return []
    return elements(str(memoryview(content)[start:end], "latin-1"), 0, scan, start)[0]
