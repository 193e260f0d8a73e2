"""Self-describing binary data without a magic number: MessagePack, CBOR, BSON, UBJSON, told by walking their items.

Each check takes a view and gives its evidence in words, or "".  Nothing is decoded: of each item only where it ends,
and whether what has to be text is text.  Sources: the formats' own specifications (RFC 8949 for CBOR).
"""

from __future__ import annotations

from ..base.namedtuple import TYPE_CHECKING, NamedTuple
from .detect import View, u32

if TYPE_CHECKING:
    from collections.abc import Callable

    Step = Callable[[bytes, int], "Item | None"]

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
