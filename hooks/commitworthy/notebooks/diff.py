"""Unified diffs of a notebook and its stripped self."""

from __future__ import annotations

from ..base.namedtuple import TYPE_CHECKING
from .spans import Edit, outermost

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    Code = tuple[str, int, int, int, int]

_NO_END = b"\\ No newline at end of file\n"
# Lines times lines that are compared with one another: that takes the square of them, and more.
_MOST = 4096


def unified(path: bytes, before: bytes, after: bytes, edits: Sequence[Edit] = ()) -> Iterator[bytes]:
    """The lines of `git diff` but for its first two, so that `git apply` takes them.

    `edits` made the one of the other: lines that none of them touches are not compared, so that the time grows with the
    notebook.  Without any, all lines may have changed.
    """
    from difflib import SequenceMatcher

    old, new = _lines(before), _lines(after)
    matcher = SequenceMatcher(None, b"", b"")
    matcher.opcodes = _codes(old, new, edits or [Edit(0, len(before), after)])  # type: ignore[attr-defined]
    yield b"--- " + _header(b"a/" + path) + b"\n"
    yield b"+++ " + _header(b"b/" + path) + b"\n"
    for group in matcher.get_grouped_opcodes():
        first, last = group[0], group[-1]
        yield b"@@ -%s +%s @@\n" % (_range(first[1], last[2]), _range(first[3], last[4]))
        for tag, start, end, put, stop in group:
            if tag == "equal":
                yield from _marked(b" ", old[start:end])
            else:
                yield from _marked(b"-", old[start:end])
                yield from _marked(b"+", new[put:stop])


def _marked(mark: bytes, lines: list[bytes]) -> Iterator[bytes]:
    for line in lines:
        yield mark + line if line.endswith(b"\n") else mark + line + b"\n" + _NO_END


def _range(start: int, end: int) -> bytes:
    """Number of the first line, from 1, and how many, unless it is one; of none, the number of the line above."""
    return b"%d" % end if end - start == 1 else b"%d,%d" % (start + (end > start), end - start)


def _codes(old: list[bytes], new: list[bytes], edits: Sequence[Edit]) -> list[Code]:
    """What becomes of the lines, as difflib puts it: runs that are the same, and what lies between them."""
    made: list[Code] = []
    start = put = 0
    for line, place in [*_untouched(old, new, edits), (len(old), len(new))]:
        made += _compared(old, new, (start, line, put, place))
        made.append(("equal", line, line + 1, place, place + 1))
        start, put = line + 1, place + 1
    runs: list[Code] = []
    for code in made[:-1]:
        if runs and runs[-1][0] == code[0] == "equal":
            _, first, _, second, _ = runs.pop()
            runs.append(("equal", first, code[2], second, code[4]))
        else:
            runs.append(code)
    return runs


def _untouched(old: list[bytes], new: list[bytes], edits: Sequence[Edit]) -> Iterator[tuple[int, int]]:
    """Numbers, in `old` and `new`, of the lines that stay as they are."""
    places: dict[int, int] = {}
    at = 0
    for number, line in enumerate(new):
        places[at] = number
        at += len(line)
    left = outermost(edits)
    edit = next(left, None)
    at = shift = 0
    for number, line in enumerate(old):
        while edit and edit.end <= at:
            shift += len(edit.put) - (edit.end - edit.start)
            edit = next(left, None)
        place = places.get(at + shift)
        at += len(line)
        if place is not None and (edit is None or edit.start >= at) and new[place] == line:
            yield number, place


def _compared(old: list[bytes], new: list[bytes], limits: tuple[int, int, int, int]) -> Iterator[Code]:
    """What became of lines that edits touch; `limits` are the first and last of the old, and of the new."""
    from difflib import SequenceMatcher

    start, end, put, stop = limits
    while start < end and put < stop and old[start] == new[put]:
        yield "equal", start, start + 1, put, put + 1
        start, put = start + 1, put + 1
    same = 0
    while start < end - same and put < stop - same and old[end - same - 1] == new[stop - same - 1]:
        same += 1
    end, stop = end - same, stop - same
    if (end - start) * (stop - put) <= _MOST:
        matcher = SequenceMatcher(None, old[start:end], new[put:stop], autojunk=False)
        for tag, first, last, second, behind in matcher.get_opcodes():
            yield tag, start + first, start + last, put + second, put + behind
    else:
        yield "replace", start, end, put, stop
    if same:
        yield "equal", end, end + same, stop, stop + same


def _header(path: bytes) -> bytes:
    """A path as git writes it: quoted as in C, or with a tab behind it where there is a blank within."""
    if all(32 <= byte < 127 and byte not in b'"\\' for byte in path):
        return path + b"\t" * (b" " in path)
    return b'"%s"' % b"".join(_quoted(byte) for byte in path)


def _quoted(byte: int) -> bytes:
    return bytes((byte,)) if 32 <= byte < 127 and byte not in b'"\\' else b"\\%03o" % byte


def _lines(content: bytes) -> list[bytes]:
    """Lines as git counts them: a carriage return is part of its line."""
    parts = content.split(b"\n")
    last = [parts[-1]] if parts[-1] else []
    return [part + b"\n" for part in parts[:-1]] + last
