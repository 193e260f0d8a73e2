"""Python values as YAML that PyYAML reads back as the very same values.

PyYAML follows YAML 1.1: `1e-3` is text to it, `2020-01-01` a date, `no` False, `12:30` 750 and `010` 8.  So floats
get a point and a signed exponent, and text stays bare only where no reader could take it for anything else.
"""

from __future__ import annotations

import re

# Short enough for a line that is pasted; a longer list goes below its key.
_WIDTH = 100
_PLAIN = re.compile(r"(?:[A-Za-z][A-Za-z0-9+.-]*://)?(?:[A-Za-z_/][\w./@+-]*|\.\.?/[\w./@+-]*)", re.ASCII)
_WORDS = frozenset("y n yes no on off true false null".split())
_ESCAPES = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\t": "\\t", "\r": "\\r"}
# Numbers from here down are read more easily by their exponent.
_SMALL = 1e-3
# Python writes no longer integers in decimal.
_MOST_BITS = 10_000


def entry(key: str, value: object) -> list[str] | None:
    """`key: value` as lines, a long list as one item a line; None where YAML has no such value."""
    text = flow(value)
    if text is None:
        return None
    line = f"{quoted(key)}: {text}"
    if len(line) <= _WIDTH or not isinstance(value, (list, tuple)) or not value:
        return [line]
    return [f"{quoted(key)}:", *(f"  - {flow(item)}" for item in value)]


def flow(value: object) -> str | None:
    """The value on one line; None for what is not written: inf, nan, bytes, complex, sets."""
    if value is None or isinstance(value, bool):
        return {None: "null", True: "true", False: "false"}[value]
    if isinstance(value, int):
        return str(value) if value.bit_length() <= _MOST_BITS else hex(value)
    if isinstance(value, float):
        return _float(value)
    if isinstance(value, str):
        return quoted(value)
    if isinstance(value, (list, tuple)):
        items = [flow(item) for item in value]
        return None if None in items else "[" + ", ".join(filter(None, items)) + "]"
    return None


def _float(value: float) -> str | None:
    if value - value != 0:  # inf or nan
        return None
    if 0 < abs(value) <= _SMALL:
        digits = next(digits for digits in range(17) if float(f"{value:.{digits}e}") == value)
        text = f"{value:.{digits}e}"
    else:
        text = repr(value)
    mantissa, letter, exponent = text.partition("e")
    return (mantissa if "." in mantissa else f"{mantissa}.0") + letter + exponent


def quoted(text: str) -> str:
    """Text as it is where that is safe, else in double quotes on one line."""
    if _PLAIN.fullmatch(text) and text.lower() not in _WORDS:
        return text
    return '"' + "".join(_ESCAPES.get(char) or (char if char.isprintable() else _code(char)) for char in text) + '"'


def _code(char: str) -> str:
    number = ord(char)
    return f"\\x{number:02x}" if number < 0x100 else f"\\u{number:04x}" if number < 0x10000 else f"\\U{number:08x}"
