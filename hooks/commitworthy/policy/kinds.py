"""The `[[kinds]]` tables: formats that only the team knows."""

from __future__ import annotations

from ..values import TYPE_CHECKING
from . import convert
from .settings import LIMITS

if TYPE_CHECKING:
    from typing import Any

    from .option import Option
    from .reading import Place

OWN_FAMILIES = tuple(family for family in LIMITS if family not in ("notebook", "text"))
# What is read of every file; a signature behind it would never be seen.
_HEAD = 8192


def kinds(place: Place, option: Option, value: object) -> list[dict[str, Any]]:
    """The rows, checked; `magic-hex` becomes the bytes of `magic`."""
    inner = place.inner(option.key, 1)
    if not isinstance(value, list):
        raise place.error(f"{option.key} must be an array of tables: write {inner.name()}, in two brackets")
    return [_kind(inner._replace(number=number), option, row) for number, row in enumerate(value, 1)]


def _kind(place: Place, option: Option, row: object) -> dict[str, Any]:
    if not isinstance(row, dict):
        raise place.error(f"must be a table, not {convert.shown(row)}")
    for key in row:
        if key not in option.names:
            raise place.error(f"unknown key {convert.quoted(key)}{convert.nearest(key, option.names)}")
    try:
        return _checked(row)
    except ValueError as error:
        raise place.error(str(error)) from None


def _checked(row: dict[str, Any]) -> dict[str, Any]:
    made: dict[str, Any] = {"name": _name(row.get("name")), "family": _family(row.get("family"))}
    if "suffixes" in row:
        made["suffixes"] = _suffixes(row["suffixes"])
    magic = _magic(row)
    if magic:
        made |= {"magic": magic, "offset": _offset(row.get("offset", 0), len(magic))}
    elif "offset" in row:
        raise ValueError("offset stands without magic: say which bytes are there")
    if not magic and "suffixes" not in row:
        raise ValueError('neither magic nor suffixes: say how such a file is known, as in suffixes = [".acme"]')
    return made


def _name(value: object) -> str:
    words = value.split("-") if isinstance(value, str) else [""]
    if not all(word.isascii() and word.isalnum() and word == word.lower() for word in words):
        raise ValueError(f'name must be lower-case words such as "acme-model", not {_said(value)}')
    return "-".join(words)


def _family(value: object) -> str:
    if value not in OWN_FAMILIES or not isinstance(value, str):
        known = convert.nearest(value, OWN_FAMILIES) if isinstance(value, str) else ""
        raise ValueError(f"family must be one of {', '.join(OWN_FAMILIES)}, not {_said(value)}{known}")
    return value


def _suffixes(value: object) -> list[str]:
    texts = value if isinstance(value, list) else []
    sound = texts and all(isinstance(text, str) and _is_suffix(text) for text in texts)
    if not sound:
        raise ValueError('suffixes must be an array of endings with one dot each, such as [".acme"]')
    return [text.lower() for text in texts]


def _is_suffix(text: str) -> bool:
    return (
        len(text) > 1 and text[0] == "." and "." not in text[1:] and "/" not in text and not any(map(str.isspace, text))
    )


def _magic(row: dict[str, Any]) -> bytes:
    """The signature; one byte is none, since one file in 256 begins with it."""
    if "magic" in row and "magic-hex" in row:
        raise ValueError("magic and magic-hex are the same thing: keep one")
    key = "magic-hex" if "magic-hex" in row else "magic"
    value = row.get(key)
    if value is None:
        return b""
    try:
        found = (bytes.fromhex if key == "magic-hex" else str.encode)(value)
    except (TypeError, ValueError):
        wanted = 'bytes in hexadecimal such as "41 43 4D 45"' if key == "magic-hex" else "a string"
        raise ValueError(f"{key} must be {wanted}, not {_said(value)}") from None
    if len(found) < 2:
        raise ValueError(f"{key} must be two bytes or more, not {len(found)}")
    return found


def _offset(value: object, length: int) -> int:
    if type(value) is not int or not 0 <= value <= _HEAD - length:
        raise ValueError(f"offset must be a whole number from 0 to {_HEAD - length}, not {_said(value)}")
    return value


def _said(value: object) -> str:
    return "nothing" if value is None else convert.shown(value)
