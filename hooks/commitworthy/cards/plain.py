"""Cards in the form that we write them, read line by line: a tenth of what a parser of YAML takes for a thousand.

Only what cannot mean anything else is read: words and numbers, one key a line, in blocks, and lines that are a text as
they stand.  For all else, as for a card with a letter beyond ASCII in it, the answer is None, and the parser is asked.
"""

from __future__ import annotations

from ..base.namedtuple import TYPE_CHECKING

if TYPE_CHECKING:
    from typing import Any

    _Blocks = list[tuple[int, dict[str, Any]]]

# Of these no character but `:` and `-` says anything to YAML, and those only before a blank or a line end, and a quote
# and a bar only where a value begins.
_SAFE = b"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789 \n:._/-@+,'|"
_CONSTANTS = {"true": True, "false": False}
_NOT_TEXTS = frozenset((*_CONSTANTS, ".inf", ".nan"))
# What else YAML 1.1 takes for a constant.
_OTHERS = frozenset("yes no on off null y n".split())
# Letters that are in no number and no date.
_OF_TEXTS = frozenset("ghijklmnpqrsuvwyGHIJKLMNPQRSUVWY")
_HEX = frozenset("0123456789abcdef")


def read(content: bytes) -> dict[str, Any] | None:
    """The document of a card whose every line is `key: value` or `key:`; None for all others."""
    if content.translate(None, _SAFE) or not content.endswith(b"\n"):
        return None
    document: dict[str, Any] = {}
    # Indentation and mapping of each block that is open, and the key that waits for a block.
    blocks: _Blocks = [(0, document)]
    waiting = ""
    lines = content.decode("ascii").split("\n")[:-1]
    # The first line behind those of a text.
    behind = 0
    for number, line in enumerate(lines):
        if number < behind:
            continue
        bare = line.lstrip(" ")
        indent = len(line) - len(bare)
        is_item = bare.startswith("- ")
        bare, indent = (bare[2:], indent + 2) if is_item else (bare, indent)
        if not (_add_item(blocks, indent, waiting) if is_item else _enter(blocks, indent, waiting)):
            return None
        key, colon, value = bare.partition(":")
        if value == " |":
            found, behind = _lines(lines, number + 1, indent)
        else:
            found = _value(value[1:]) if value[:1] == " " else None
        if not colon or not _is_key(key) or key in blocks[-1][1] or (value and found is None):
            return None
        waiting = "" if value else key
        if value:
            blocks[-1][1][key] = found
    return None if waiting else document


def _is_key(text: str) -> bool:
    return text[:1].isalpha() and " " not in text and text.lower() not in _OTHERS and text.lower() not in _CONSTANTS


def _enter(blocks: _Blocks, indent: int, waiting: str) -> bool:
    """Go to the mapping that a line with this indentation is in, which is a new one below a key that waits."""
    if waiting:
        at, table = blocks[-1]
        table[waiting] = {}
        blocks.append((indent, table[waiting]))
        return indent > at
    while blocks and blocks[-1][0] > indent:
        blocks.pop()
    return bool(blocks) and blocks[-1][0] == indent


def _add_item(blocks: _Blocks, indent: int, waiting: str) -> bool:
    """Begin a mapping in a list, which stands at the indentation of its key."""
    while blocks and blocks[-1][0] > indent - 2:
        blocks.pop()
    if not blocks or blocks[-1][0] != indent - 2:
        return False
    table = blocks[-1][1]
    item: dict[str, Any] = {}
    if waiting:
        table[waiting] = [item]
    else:
        last = next(reversed(table), "")
        if not isinstance(table.get(last), list):
            return False
        table[last].append(item)
    blocks.append((indent, item))
    return True


def _lines(lines: list[str], start: int, indent: int) -> tuple[str | None, int]:
    """The text in the lines from `start` on that are below a key at `indent`, and the number of the line behind."""
    end = start
    width = indent + 1
    found = []
    while end < len(lines) and lines[end].startswith(" " * width):
        if end == start:
            width = len(lines[end]) - len(lines[end].lstrip(" "))
        found.append(lines[end][width:])
        end += 1
    # An empty line would need a look at all that follow, and none is one where all are names.
    return ("".join(f"{line}\n" for line in found) if found and "" not in found else None), end


def _value(text: str) -> Any:
    """A constant, a whole number or a text; None for what could be something else."""
    if text in _CONSTANTS:
        return _CONSTANTS[text]
    if text.isdigit():
        return int(text) if text == "0" or (text[0] != "0" and len(text) < 19) else None
    return _text(text)


def _text(text: str) -> str | None:
    """A text, with or without quotes around it."""
    if text[:1] in ("'", "|"):
        inner = text[1:-1]
        return inner if len(text) > 1 and text[0] == text[-1] == "'" and "'" not in inner else None
    if text != text.strip() or ": " in text or text.endswith(":") or text.lower() in _OTHERS:
        return None
    if text[0].isalpha() or text[0] == "/" or (text[0] == "." and text[1:2].isalpha()):
        return text if text.lower() not in _NOT_TEXTS else None
    if text[0].isdigit() and not _OF_TEXTS.isdisjoint(text):
        return text
    # A hash that begins with a digit, with or without the number of its parts behind it.
    digits, _, parts = text.partition("-")
    is_hash = len(digits) >= 32 and _HEX.issuperset(digits) and not digits.isdigit()
    return text if is_hash and (parts.isdigit() or "-" not in text) else None
