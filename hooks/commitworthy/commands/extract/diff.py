"""Two versions of a file as a patch that `git apply` takes."""

from __future__ import annotations

import difflib
from collections import Counter

from ...base.namedtuple import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

# Above so many pairs of equal lines, which take a second, lines that are everywhere tell no place.
_MOST_PAIRS = 2_000_000
_NO_END = b"\\ No newline at end of file\n"


def patch(path: bytes, before: bytes | None, after: bytes) -> bytes:
    """`path` counts from the top of the repository; `before` is None for a file that is new."""
    old, new = (quoted(side + path) for side in (b"a/", b"b/"))
    head = b"diff --git %s %s\n" % (old, new)
    if before is None:
        head += b"new file mode 100644\n"
    # A name that ends in a blank is told from a time by a tab, as git has it.
    end = b"\t\n" if b" " in path else b"\n"
    head += b"--- " + (b"/dev/null\n" if before is None else old + end) + b"+++ " + new + end
    return head + b"".join(_hunks(_lines(before or b""), _lines(after)))


def _lines(content: bytes) -> list[bytes]:
    """Lines as git has them: LF alone ends one."""
    pieces = content.split(b"\n")
    lines = [piece + b"\n" for piece in pieces[:-1]]
    return [*lines, pieces[-1]] if pieces[-1] else lines


def _hunks(old: list[bytes], new: list[bytes]) -> Iterator[bytes]:
    times = Counter(new)
    has_repeats = sum(times[line] for line in old) > _MOST_PAIRS
    matcher = difflib.SequenceMatcher(None, old, new, autojunk=has_repeats)
    for group in matcher.get_grouped_opcodes(3):
        first, last = group[0], group[-1]
        yield b"@@ -%s +%s @@\n" % (_range(first[1], last[2]), _range(first[3], last[4]))
        for tag, start, stop, new_start, new_stop in group:
            if tag == "equal":
                yield from map(_ended, _marked(b" ", old[start:stop]))
                continue
            yield from map(_ended, _marked(b"-", old[start:stop]))
            yield from map(_ended, _marked(b"+", new[new_start:new_stop]))


def _marked(mark: bytes, lines: list[bytes]) -> Iterator[bytes]:
    return (mark + line for line in lines)


def _ended(line: bytes) -> bytes:
    return line if line.endswith(b"\n") else line + b"\n" + _NO_END


def _range(start: int, stop: int) -> bytes:
    length = stop - start
    begin = start + 1 if length else start
    return b"%d" % begin if length == 1 else b"%d,%d" % (begin, length)


_ESCAPES = {0x07: b"\\a", 0x08: b"\\b", 0x09: b"\\t", 0x0A: b"\\n", 0x0B: b"\\v", 0x0C: b"\\f", 0x0D: b"\\r"}


def quoted(path: bytes) -> bytes:
    """A name as git writes it: in quotes where a character could be taken for something else."""
    if all(0x20 <= byte < 0x7F and byte not in b'"\\' for byte in path):
        return path
    return b'"' + b"".join(map(_quoted_byte, path)) + b'"'


def _quoted_byte(byte: int) -> bytes:
    if byte in _ESCAPES:
        return _ESCAPES[byte]
    if byte in b'"\\':
        return b"\\" + bytes((byte,))
    return bytes((byte,)) if 0x20 <= byte < 0x7F else b"\\%03o" % byte
