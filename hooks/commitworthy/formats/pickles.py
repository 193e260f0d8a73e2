"""Pickles, told by walking their opcodes.  Nothing is ever loaded, and no argument is ever copied.

The opcodes and what they do to the stack: the comments of CPython's `pickletools`, which costs two interpreter starts
to import.  Protocols 0 and 1 have no header, so there the whole stack discipline must hold.
"""

from __future__ import annotations

from ..base.namedtuple import NamedTuple
from .detect import View, suffix_of

_MARK = -1
_NEEDED = 32  # opcodes of a pickle without header, where its end is out of sight
_LIMIT = 64
# Opcode -> (argument, popped, pushed).  Argument: bytes, or "n" a line, "2" two lines, "1" "4" "8" a length of so many
# bytes and the content.  Popped: _MARK down to the mark, or a number.
_OPS: dict[int, tuple[int | str, int, int]] = {}


def _define(names: bytes, argument: int | str, popped: int, pushed: int) -> None:
    for name in names:
        _OPS[name] = (argument, popped, pushed)


_define(b"FILSVPg", "n", 0, 1)
_define(b"c", "2", 0, 1)
_define(b"N}])\x88\x89\x8f\x97", 0, 0, 1)
_define(b"K\x82h", 1, 0, 1)
_define(b"M\x83", 2, 0, 1)
_define(b"Jj\x84", 4, 0, 1)
_define(b"G", 8, 0, 1)
_define(b"UC\x8a\x8c", "1", 0, 1)
_define(b"TXB\x8b", "4", 0, 1)
_define(b"\x8d\x8e\x96", "8", 0, 1)
_define(b"Q\x85\x98", 0, 1, 1)
_define(b"Rb\x81\x86\x93a", 0, 2, 1)
_define(b"\x87\x92s", 0, 3, 1)
_define(b"dlto\x91", 0, _MARK, 1)
_define(b"i", "2", _MARK, 1)
_define(b"eu\x90", 0, _MARK, 0)
_define(b"1", 0, _MARK, 0)
_define(b"0", 0, 1, 0)
_define(b"2", 0, 1, 2)
_define(b"p", "n", 1, 1)
_define(b"q", 1, 1, 1)
_define(b"r", 4, 1, 1)
_define(b"\x94", 0, 1, 1)
_define(b"\x95", 8, 0, 0)
_define(b"(", 0, 0, 0)
# A number alone has no memo and no global: `I1` and a full stop are believed only under a name that says pickle.
_OWN = (".pkl", ".pickle", ".dill", ".cloudpickle", ".joblib")


class PickleWalk(NamedTuple):
    """`end`: "stop", "cut" (the head ended first) or "bad".  `named` counts what is put in the memo or is global."""

    opcodes: int
    end: str
    position: int
    named: int


def pickle(view: View) -> str:
    """Evidence of a pickle in the head, or ""."""
    head = view.head
    if head[0] == 0x80:
        if len(head) < 2 or not 2 <= head[1] <= 5:
            return ""
        walked = walk(head, 2)
        sound = walked.opcodes >= 2 or (walked.end != "bad" and walked.opcodes > 0)
        return f"pickle opcodes, protocol {head[1]}" if sound else ""
    walked = walk(head, 0)
    while walked.end == "stop" and walked.position < len(head):
        more = walk(head, walked.position)
        walked = PickleWalk(walked.opcodes + more.opcodes, more.end, more.position, walked.named + more.named)
        if walked.opcodes >= _NEEDED:
            break
    at_end = walked.end == "stop" and walked.position == view.size
    if walked.end == "bad" or not (walked.named or (at_end and suffix_of(view.path) in _OWN)):
        return ""
    cut_in_argument = walked.end == "cut" and walked.position > len(head) and walked.named >= 2
    enough = at_end or walked.opcodes >= _NEEDED or cut_in_argument
    return "pickle opcodes, protocol 0 or 1" if enough else ""


def joblib(view: View) -> str:
    """A pickle that joblib wrote: arrays stand raw between the opcodes, behind a `NumpyArrayWrapper`."""
    if b"joblib" not in view.head and b"NumpyArrayWrapper" not in view.head:
        return ""
    evidence = pickle(view)
    return f"{evidence}, NumpyArrayWrapper" if evidence and b"NumpyArrayWrapper" in view.head else ""


def walk(head: bytes, position: int) -> PickleWalk:
    """Follow the opcodes from `position` to STOP, to the end of `head`, or to what no pickle contains."""
    stack: list[int] = [0]  # depth of each mark's frame, outermost first
    count = named = 0
    while position < len(head) and count < _LIMIT:
        code = head[position]
        if code == 46:
            ends = "stop" if count and stack == [1] else "bad"
            return PickleWalk(count + 1, ends, position + 1, named)
        entry = _OPS.get(code)
        if entry is None or not _apply(stack, code, entry[1], entry[2]):
            return PickleWalk(count, "bad", position, named)
        argument, after = _argument(head, position + 1, entry[0])
        if after < 0 or (argument is not None and not _is_sound(code, argument)):
            return PickleWalk(count, "bad", position, named)
        if after > len(head):
            return PickleWalk(count, "cut", after, named)
        count, position = count + 1, after
        named += code in b"cpqri\x93\x94"
    return PickleWalk(count, "cut", position, named)


def _apply(stack: list[int], code: int, popped: int, pushed: int) -> bool:
    """Change the depths as the opcode does; false where the stack is too short for it."""
    if code == 40:  # MARK
        stack.append(0)
        return True
    if popped == _MARK:
        if len(stack) < 2 or (code == 111 and not stack[-1]):
            return False
        stack.pop()
        if code in b"eu\x90":  # APPENDS, SETITEMS and ADDITEMS fill what stands below the mark
            return stack[-1] > 0
    elif stack[-1] < popped:
        if code == 48 and len(stack) > 1:  # POP may take a mark
            stack.pop()
            return True
        return False
    else:
        stack[-1] -= popped
    stack[-1] += pushed
    return True


def _argument(head: bytes, start: int, argument: int | str) -> tuple[bytes | None, int]:
    """The argument where it is a line, and where it ends: beyond the head where it is cut, -1 where it is bad."""
    if isinstance(argument, int):
        return None, start + argument
    if argument in ("1", "4", "8"):
        width = int(argument)
        length = int.from_bytes(head[start : start + width], "little")
        return None, start + width + length
    end = head.find(b"\n", start)
    if argument == "2" and end >= 0:
        end = head.find(b"\n", end + 1)
    if end < 0:
        return None, len(head) + 1
    return head[start:end], end + 1


def _is_sound(code: int, line: bytes) -> bool:
    """Whether the line is what the opcode takes: most prose fails here."""
    if code in b"pg":
        return line.isdigit()
    if code in b"IL":
        return line.lstrip(b"-").removesuffix(b"L").isdigit()
    if code in b"ci":
        names = line.split(b"\n")
        return len(names) == 2 and all(_is_name(name) for name in names)
    if code == 83:  # STRING, quoted
        return len(line) > 1 and line[0] == line[-1] and line[0] in b"'\""
    if code == 70:  # FLOAT
        return not line.strip(b"0123456789+-.einfa") and line != b""
    return True


def _is_name(name: bytes) -> bool:
    plain = name.replace(b"_", b"").replace(b".", b"").replace(b"<locals>", b"")
    return name[:1].isalpha() or name[:1] == b"_" if plain.isalnum() else name != b"" and not name.strip(b"_")
