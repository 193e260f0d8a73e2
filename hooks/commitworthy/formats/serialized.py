"""Pickles, told by walking their opcodes.  Nothing is ever loaded, and no argument is ever copied.

The opcodes and what they do to the stack: the comments of CPython's `pickletools`, which costs two interpreter starts
to import.  Protocols 0 and 1 have no header, so there the whole stack discipline must hold.
"""

from __future__ import annotations

from ..base.namedtuple import TYPE_CHECKING, NamedTuple
from .detect import View, suffix_of, u32

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    Step = Callable[[bytes, int], "Item | None"]

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


# Self-describing binary data without a magic number: MessagePack, CBOR, BSON, UBJSON, told by walking their items.
#
# Each check takes a view and gives its evidence in words, or "".  Nothing is decoded: of each item only where it ends,
# and whether what has to be text is text.  Sources: the formats' own specifications (RFC 8949 for CBOR).


_ENOUGH = 32  # items that no other content walks by chance
_MOST = 400
_DEEPEST = 60
_OPEN = -1  # a container that ends with a break


class Item(NamedTuple):
    """`end` is the offset behind the item's own bytes, `children` the number of items in it.

    A map's children are its keys and its values in turn; `key`: the item may stand as one.
    """

    end: int
    children: int = 0
    is_map: bool = False
    key: bool = False
    text: bool = False


class ValueWalk(NamedTuple):
    """How far a walk came.

    `items` were seen, `keys` of them text; `whole`: it came to the end of the file with every container closed;
    `cut`: an item is longer than the head.
    """

    items: int
    keys: int
    whole: bool
    cut: bool = False


def msgpack(view: View) -> str:
    """A map or an array at the top, or several of them, one behind the other."""
    return _evidence(view, _walk(view, _msgpack_item), "MessagePack items")


def cbor(view: View) -> str:
    """As MessagePack, or behind the tag 55799 that stands for a magic number."""
    if view.head.startswith(b"\xd9\xd9\xf7"):
        return "the tag D9 D9 F7 of CBOR"
    return _evidence(view, _walk(view, _cbor_item), "CBOR items")


def _evidence(view: View, walked: ValueWalk, words: str) -> str:
    enough = walked.items >= _ENOUGH or ((walked.whole or walked.cut) and (walked.items > 2 or walked.keys > 0))
    return words if enough and view.size > 2 else ""


def _walk(view: View, step: Step) -> ValueWalk:
    """Follow the items of the head, until something is out of place."""
    head, position, items, keys = view.head, 0, 0, 0
    containers: list[list[int]] = []  # per container: items that are left, 1 where a key is due (2: never)
    while position < len(head) and items < _MOST:
        item = step(head, position)
        if item is None or item.end > view.size or len(containers) > _DEEPEST:
            return ValueWalk(0, 0, False)
        if item.children == 0 and item.end == position + 1 and head[position] == 0xFF and containers:
            if containers.pop()[0] >= 0:
                return ValueWalk(0, 0, False)
        elif not _place(item, containers, view.size):
            return ValueWalk(0, 0, False)
        else:
            keys += item.text and bool(containers) and containers[-1][1] == 0
            if item.text and not _is_text(head[position : item.end]):
                return ValueWalk(0, 0, False)
        items, position = items + 1, item.end
        while containers and containers[-1][0] == 0:
            containers.pop()
    return ValueWalk(items, keys, not containers and position == view.size, len(head) < position < view.size)


def _place(item: Item, containers: list[list[int]], size: int) -> bool:
    """Count the item off its container and open its own; false where it cannot stand here."""
    if not containers and not item.children and item.end > 1 and not item.is_map:
        return False  # a scalar at the top says nothing
    if containers:
        top = containers[-1]
        if top[1] == 1 and not item.key:
            return False
        if top[1] < 2:
            top[1] = 1 - top[1]
        if top[0] > 0:
            top[0] -= 1
    if item.children > size:
        return False
    if item.children:
        containers.append([item.children, 1 if item.is_map else 2])
    return True


def _is_text(content: bytes) -> bool:
    """UTF-8 behind a header of at most nine bytes, as far as the head shows it."""
    first = content[0]
    skip = {0xD9: 2, 0xDA: 3, 0xDB: 5, 0x78: 2, 0x79: 3, 0x7A: 5, 0x7B: 9}.get(first, 1)
    try:
        text = content[skip:].decode()
    except UnicodeDecodeError as error:
        return error.reason == "unexpected end of data"
    return text.isprintable() or not any(character < "\t" for character in text)


_MSGPACK_FIXED = {0xC0: 0, 0xC2: 0, 0xC3: 0, 0xCA: 4, 0xCB: 8, 0xCC: 1, 0xCD: 2, 0xCE: 4, 0xCF: 8, 0xD0: 1, 0xD1: 2,
                  0xD2: 4, 0xD3: 8, 0xD4: 2, 0xD5: 3, 0xD6: 5, 0xD7: 9, 0xD8: 17}  # fmt: skip
_MSGPACK_SIZED = {0xC4: 1, 0xC5: 2, 0xC6: 4, 0xD9: 1, 0xDA: 2, 0xDB: 4, 0xC7: 1, 0xC8: 2, 0xC9: 4}


def _msgpack_item(head: bytes, position: int) -> Item | None:
    code = head[position]
    after = position + 1
    if code < 0x80 or code >= 0xE0:
        return Item(after, key=True)
    if code < 0xA0:
        return Item(after, (code & 15) << (code < 0x90), is_map=code < 0x90)
    if code < 0xC0:
        return Item(after + (code & 31), key=True, text=True)
    if code in _MSGPACK_FIXED:
        return Item(after + _MSGPACK_FIXED[code], key=code >= 0xCC)
    if code in _MSGPACK_SIZED:
        width = _MSGPACK_SIZED[code]
        length = int.from_bytes(head[after : after + width], "big")
        text = 0xD9 <= code <= 0xDB
        return Item(after + width + length + (0xC7 <= code <= 0xC9), key=text or code <= 0xC6, text=text)
    width = 2 if code in (0xDC, 0xDE) else 4
    count = int.from_bytes(head[after : after + width], "big")
    return Item(after + width, count << (code >= 0xDE), is_map=code >= 0xDE) if code != 0xC1 else None


def _cbor_item(head: bytes, position: int) -> Item | None:
    major, low = head[position] >> 5, head[position] & 31
    after = position + 1
    if 27 < low < 31:
        return None
    width = 1 << (low - 24) if 23 < low < 28 else 0
    value = int.from_bytes(head[after : after + width], "big") if width else low
    after += width
    if low == 31:
        children = {4: _OPEN, 5: _OPEN, 2: _OPEN, 3: _OPEN}.get(major, 0)
        return Item(after, children, is_map=major == 5) if major in (2, 3, 4, 5, 7) else None
    if major in (2, 3):
        return Item(after + value, key=True, text=major == 3)
    if major in (4, 5):
        return Item(after, value << (major == 5), is_map=major == 5)
    if major == 6:  # a tag and what it is of
        return Item(after, 1, key=True)
    return Item(after, key=major < 2)


_BSON_FIXED = {0x01: 8, 0x06: 0, 0x07: 12, 0x08: 1, 0x09: 8, 0x0A: 0, 0x10: 4, 0x11: 8, 0x12: 8, 0x13: 16,
               0xFF: 0, 0x7F: 0}  # fmt: skip
# Type -> the least that its length can be, and the bytes that the length does not count.
_BSON_SIZED = {0x02: (1, 4), 0x0D: (1, 4), 0x0E: (1, 4), 0x03: (5, 0), 0x04: (5, 0), 0x0F: (5, 0), 0x05: (0, 5)}


def bson(view: View) -> str:
    """i32 length of the document, elements of a type, a name and a value, a NUL at the end; more may follow."""
    head, length = view.head, u32(view.head, 0)
    if not 5 <= length <= view.size or (length <= len(head) and head[length - 1]):
        return ""
    if length < view.size and (length + 5 > view.size or 0 < len(head) - length < 4):
        return ""
    position, elements = 4, 0
    while position < min(len(head), length - 1) and elements < _MOST:
        after = _bson_element(head, position)
        if not position < after < length:
            return ""
        position, elements = after, elements + 1
    return "the elements of a BSON document" if elements or (length == 5 and view.size % 5 == 0) else ""


def _bson_element(head: bytes, position: int) -> int:
    """Offset behind the element, 0 where it is none."""
    code, end = head[position], head.find(b"\0", position + 1)
    if end < 0:
        return len(head) + position if len(head) - position > 1 and code < 0x14 else 0
    if not head[position + 1 : end].decode("utf-8", "replace").isprintable():
        return 0
    start = end + 1
    if code in _BSON_FIXED:
        return start + _BSON_FIXED[code]
    least, more = _BSON_SIZED.get(code, (1 << 32, 0))
    length = u32(head, start)
    return start + length + more if length >= least else 0


_UBJSON_FIXED = {b"Z": 0, b"N": 0, b"T": 0, b"F": 0, b"i": 1, b"U": 1, b"C": 1, b"I": 2, b"l": 4, b"L": 8, b"d": 4,
                 b"D": 8}  # fmt: skip


def ubjson(view: View) -> str:
    """An object or array: its first three values, each a marker and its bytes, keys with a length before them."""
    head, values = view.head, 0
    keyed = head[:1] == b"{"
    typed = 3 if head[1:2] == b"$" else 1
    position, count = _ubjson_length(head, typed + 1) if head[typed : typed + 1] == b"#" else (1, 1)
    if count < 0 or (typed > 1 and position == 1):
        return ""
    if typed > 1:
        return "UBJSON markers" if 0 < count <= view.size and head[2:3] in _UBJSON_FIXED else ""
    while position < len(head) and values < 3:
        if head[position : position + 1] in (b"}", b"]"):
            break
        if keyed:
            start, length = _ubjson_length(head, position)
            if not 0 < length < 512 or not head[start : start + length].isascii():
                return ""
            position = start + length
        marker = head[position : position + 1]
        if marker in (b"[", b"{", b"$", b"#"):
            nested = marker in (b"$", b"#") or head[position + 1 : position + 2] in _UBJSON_AFTER
            return "UBJSON markers" if nested and (keyed or values or b"\0" in head[:64] or marker == b"{") else ""
        start, length = _ubjson_length(head, position + 1) if marker in (b"S", b"H") else (position + 1, -1)
        position = start + length if length >= 0 else start + _UBJSON_FIXED.get(marker, view.size)
        if position > view.size:
            return ""
        values += 1
    return "UBJSON markers" if values > 0 else ""


_UBJSON_AFTER = (b"i", b"U", b"I", b"l", b"L", b"$", b"#", b"[", b"{", b"d", b"D", b"S", b"]", b"}")


def _ubjson_length(head: bytes, position: int) -> tuple[int, int]:
    """Offset behind a length, and the length; -1 where none stands here."""
    width = {b"i": 1, b"U": 1, b"I": 2, b"l": 4, b"L": 8}.get(head[position : position + 1])
    if width is None:
        return position, -1
    return position + 1 + width, int.from_bytes(head[position + 1 : position + 1 + width], "big")


# Models that are bare protobuf messages, told by their fields.  ONNX and SavedModel begin alike.


_ONNX_FIELDS = frozenset((1, 2, 3, 4, 5, 6, 7, 8, 14, 20, 25, 26))
_GRAPH_FIELDS = frozenset((0x0A, 0x12, 0x2A, 0x52, 0x5A, 0x62, 0x6A, 0x72, 0x7A))


def onnx(view: View) -> str:
    """ModelProto: 1 IR version below 30, names as text, 7 graph and 8 operator sets, all inside the file."""
    seen = set()
    for number, wire, value, start in fields(view.head, view.size):
        if number not in _ONNX_FIELDS or wire != (0 if number in (1, 5) else 2):
            return ""
        if number == 1 and not 0 < value < 30:
            return ""
        text = view.head[start : start + value] if number in (2, 3, 4) else b""
        if text and not _is_plain(text):
            return ""
        if number == 7 and view.head[start : start + 1] and view.head[start] not in _GRAPH_FIELDS:
            return ""
        seen.add(number)
    return "the fields of an ONNX model" if 1 in seen and seen & {7, 8} else ""


def _is_plain(text: bytes) -> bool:
    """UTF-8 without control characters but those of lines; a character cut by the end of the head is no fault."""
    try:
        return not any(character < " " and character not in "\t\r\n" for character in text.decode())
    except UnicodeDecodeError as error:
        return error.reason == "unexpected end of data"


def onnx_tensor(view: View) -> str:
    """TensorProto: 1 dimensions, 2 type of data below 24, then 8 name and 9 raw data, or one of the typed lists."""
    numbers: list[int] = []
    for number, wire, value, start in fields(view.head, view.size):
        if number == 0 or (number == 2 and (wire != 0 or not 0 < value < 24)) or (number == 1 and wire not in (0, 2)):
            return ""
        if number == 8 and not _is_plain(view.head[start : start + value]):
            return ""
        if number not in (1, 2, 4, 5, 6, 7, 8, 9, 10, 11) or (number > 2 and wire != 2):
            return ""
        numbers.append(number)
    named = numbers and numbers == sorted(numbers) and numbers.count(2) == 1 and 8 in numbers and numbers[-1] != 2
    return "the fields of an ONNX tensor" if named and len(set(numbers)) > 2 else ""


def savedmodel(view: View) -> str:
    """SavedModel: 1 schema version = 1, then 2 meta graphs, each a message that begins with its field 1 or 2."""
    seen = [(number, wire, value, start) for number, wire, value, start in fields(view.head, view.size)][:2]
    if len(seen) < 2 or seen[0][:3] != (1, 0, 1) or seen[1][:2] != (2, 2) or seen[1][2] < 2:
        return ""
    start = seen[1][3]
    return "the fields of a SavedModel" if view.head[start : start + 1] in (b"\x0a", b"\x12") else ""


def graphdef(view: View) -> str:
    """GraphDef: nodes in field 1, each with 1 name and 2 operation in plain characters; two of them are enough."""
    nodes = 0
    for number, wire, value, start in fields(view.head, view.size):
        node = list(fields(view.head[start : start + value], value))[:2]
        names = [view.head[start + at : start + at + length] for _, _, length, at in node]
        plain = [field[:2] for field in node] == [(1, 2), (2, 2)] and all(map(_is_field_name, names))
        if (number, wire) != (1, 2) or not plain:
            break
        nodes += 1
    return "the nodes of a TensorFlow graph" if nodes > 1 else ""


def coreml(view: View) -> str:
    """Model: 1 version, 2 description, then the type of model, whose field number is 200 or more."""
    numbers = [(number, wire) for number, wire, _, _ in fields(view.begin(65536), view.size)][:4]
    if numbers[:2] != [(1, 0), (2, 2)]:
        return ""
    kinds = [number for number, wire in numbers[2:] if wire == 2 and 200 <= number <= 3100]
    return "the fields of a Core ML model" if kinds else ""


def caffe(view: View) -> str:
    """NetParameter: 1 name, then layers in field 100."""
    name_and_layer = list(fields(view.head, view.size))[:2]
    if [field[:2] for field in name_and_layer] != [(1, 2), (100, 2)]:
        return ""
    _, _, length, start = name_and_layer[0]
    return "the fields of a Caffe network" if _is_plain(view.head[start : start + length]) else ""


def sentencepiece(view: View) -> str:
    """ModelProto: pieces in field 1, each {1: piece, 2: score as a float, 3: type}; three of them are enough."""
    pieces = 0
    for number, wire, value, start in fields(view.head, view.size):
        piece = list(fields(view.head[start : start + value], value))
        shape = [field[:2] for field in piece]
        if (number, wire) != (1, 2) or shape not in ([(1, 2), (2, 5)], [(1, 2), (2, 5), (3, 0)]):
            break
        pieces += 1
    return "the pieces of a SentencePiece model" if pieces > 2 else ""


def _is_field_name(name: bytes) -> bool:
    return name != b"" and name.translate(None, b"_/.-").isalnum()


def fields(head: bytes, size: int) -> Iterator[tuple[int, int, int, int]]:
    """Top-level fields in the head: (number, wire type, varint or length, offset of the content).

    A length beyond the file, an unknown wire type or a broken key is given as field 0.
    """
    position = 0
    while position < len(head):
        key, position = varint(head, position)
        number, wire = key >> 3, key & 7
        if wire == 0:
            value, position = varint(head, position)
            start = position
        elif wire == 2:
            value, start = varint(head, position)
            position = start + value
        elif wire in (1, 5):
            value, start = (8 if wire == 1 else 4), position
            position += value
        else:
            number, value, start = 0, 0, position
        if position > size or start > len(head):
            number = 0
        yield number, wire, value, start
        if number == 0:
            return


def varint(head: bytes, position: int) -> tuple[int, int]:
    """Value and offset behind it; beyond the head where it is cut or has more than ten bytes."""
    value = shift = 0
    for byte in head[position : position + 10]:
        value |= (byte & 127) << shift
        position, shift = position + 1, shift + 7
        if byte < 128:
            return value, position
    return value, len(head) + 1
