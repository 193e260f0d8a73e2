"""Models that are bare protobuf messages, told by their fields.  ONNX and SavedModel begin alike."""

from __future__ import annotations

from ..base.namedtuple import TYPE_CHECKING
from .detect import View

if TYPE_CHECKING:
    from collections.abc import Iterator

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
        plain = [field[:2] for field in node] == [(1, 2), (2, 2)] and all(map(_is_name, names))
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


def _is_name(name: bytes) -> bool:
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
