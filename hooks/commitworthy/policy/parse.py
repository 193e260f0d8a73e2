"""Policy files: parsed, checked against the table of options, every size and date in one form.

Each error is one line: file, table as the user wrote it, what is wrong, what to write instead.
"""

from __future__ import annotations

from ..base import markup
from ..base.findings import CheckError
from ..base.namedtuple import TYPE_CHECKING, NamedTuple
from . import convert
from .options import IN_FILES, in_files
from .settings import LIMITS, OBSERVE

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from typing import Any

    from .options import Option
    from .settings import Tables

PREFIX = ("tool", "commitworthy")
HOOKS = tuple(dict.fromkeys(option.hook for option in IN_FILES if option.hook))
TOP = tuple(option.key for option in IN_FILES if not option.hook)
_VALUES: Mapping[str, Callable[[object], object]] = {
    "size": convert.size,
    "count": convert.count,
    "text": convert.text,
    "switch": convert.switch,
    "words": convert.words,
    "date": convert.date,
    "limits": convert.limit,
    "homes": convert.home,
}
_FIELDS: Mapping[str, Callable[[object], object]] = {
    "max-size": convert.size,
    "because": convert.reason,
    "until": convert.date,
}


class TableLocation(NamedTuple):
    """Where in which file; `number` counts the tables of an array from 1, 0 is a plain table."""

    source: str
    table: tuple[str, ...] = ()
    number: int = 0

    def inner(self, key: str, number: int = 0) -> TableLocation:
        """The table `key` in this one, or number `number` of an array of them."""
        return TableLocation(self.source, (*self.table, key), number)

    def name(self) -> str:
        """The table's name as the user has to write it, in single brackets or double."""
        dotted = ".".join((*PREFIX, *self.table) if self.source == "pyproject.toml" else self.table)
        return f"[[{dotted}]]" if self.number else f"[{dotted}]"

    def error(self, text: str) -> CheckError:
        """The error that says `text` of this place."""
        number = f" number {self.number}" if self.number else ""
        table = f"{self.name()}{number}: " if self.name() != "[]" else ""
        return CheckError(f"{self.source}: {table}{text}")


def read(project: bytes | None, own: bytes | None) -> tuple[Tables, str | None]:
    """The checked tables of pyproject.toml or commitworthy.toml, and which of them it was."""
    found = None if project is None else in_pyproject(document("pyproject.toml", project))
    if found is not None and own is not None:
        raise CheckError("pyproject.toml has [tool.commitworthy] and commitworthy.toml exists: keep one of them")
    if found is not None:
        return _tables(TableLocation("pyproject.toml"), found), "pyproject.toml"
    if own is not None:
        return _tables(TableLocation("commitworthy.toml"), document("commitworthy.toml", own)), "commitworthy.toml"
    return {}, None


def document(source: str, data: bytes) -> dict[str, Any]:
    """The parsed TOML file."""
    if data.startswith((b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")):
        raise CheckError(f"{source}: starts with a byte order mark; save it as UTF-8 without one")
    try:
        return markup.from_toml(data.decode("utf-8"))
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise CheckError(f"{source}:{line}: not UTF-8; save the file as UTF-8") from None
    except markup.UnreadableDocument as error:
        raise CheckError(f"{source}: {error}") from None


def in_pyproject(parsed: dict[str, Any]) -> dict[str, Any] | None:
    """`[tool.commitworthy]`, None where there is none."""
    tool = parsed.get("tool", {})
    if not isinstance(tool, dict) or "commitworthy" not in tool:
        return None
    found = tool["commitworthy"]
    if not isinstance(found, dict):
        raise CheckError(f"pyproject.toml: tool.commitworthy must be a table, not {convert.shown(found)}")
    return found


def _tables(place: TableLocation, raw: dict[str, Any]) -> Tables:
    """Every table at the top level, checked."""
    for key, value in raw.items():
        if key not in HOOKS and key not in TOP:
            raise _unknown(place, key, value)
        if key != "kinds" and not isinstance(value, dict):
            raise place.error(f"{key} must be a table {place.inner(key).name()}, not {convert.shown(value)}")
    tops = {option.key: _value(place, option, raw[option.key]) for option in in_files("") if option.key in raw}
    return {**tops, **{hook: _hook(place.inner(hook), hook, raw[hook]) for hook in HOOKS if hook in raw}}


def _unknown(place: TableLocation, key: str, value: object) -> CheckError:
    known = convert.nearest(key, (*HOOKS, *TOP))
    if not isinstance(value, dict | list):
        return place.error(f"unknown key {convert.quoted(key)}{known}")
    if key == "tool" and place.source != "pyproject.toml":
        known = "; tables here have no tool.commitworthy prefix, as in [block-artifacts]"
    return CheckError(f"{place.source}: unknown table {place.inner(_key(key)).name()}{known}")


def _key(key: str) -> str:
    """A key as TOML wants it: in quotes only where it needs them."""
    return key if key.replace("-", "").replace("_", "").isalnum() and key.isascii() else convert.quoted(key)


def _hook(place: TableLocation, hook: str, raw: dict[str, Any]) -> dict[str, Any]:
    options = {option.key: option for option in in_files(hook)}
    for key in raw:
        if key not in options:
            raise place.error(f"unknown key {convert.quoted(key)}{convert.nearest(key, options)}")
    table = {key: _value(place, options[key], value) for key, value in raw.items()}
    if "from" in table and table.get("enforce") == OBSERVE:
        raise place.error('from says when enforce = "new" or "all" begins: leave it out, or write one of them')
    return table


def _value(place: TableLocation, option: Option, value: object) -> Any:
    if option.kind == "exceptions":
        return _exceptions(place, option, value)
    if option.kind == "kinds":
        return kinds(place, option, value)
    if option.kind == "globs":
        return _by_glob(place, option, value)
    if option.kind in ("choice", "names"):
        read: Callable[[object, tuple[str, ...]], object]
        read = convert.choice if option.kind == "choice" else convert.names
        return _converted(place, option.key, lambda given: read(given, option.names), value)
    if option.names:
        return _by_family(place, option, value)
    return _converted(place, option.key, _VALUES[option.kind], value)


def _converted(place: TableLocation, key: str, function: Callable[[object], object], value: object) -> Any:
    try:
        return function(value)
    except ValueError as error:
        raise place.error(f"{key} {error}") from None


def _by_family(place: TableLocation, option: Option, value: object) -> dict[str, Any]:
    inner = place.inner(option.key)
    if not isinstance(value, dict):
        raise place.error(f"{option.key} must be a table {inner.name()}, not {convert.shown(value)}")
    for family in value:
        if family not in option.names:
            raise inner.error(f"unknown family {convert.quoted(family)}{convert.nearest(family, option.names)}")
    made = {family: _converted(inner, family, _VALUES[option.kind], item) for family, item in value.items()}
    if option.kind == "homes":
        try:
            convert.one_lfs_store(made.values())
        except ValueError as error:
            raise place.error(f"{option.key} {error}") from None
    return made


def _by_glob(place: TableLocation, option: Option, value: object) -> dict[str, Any]:
    """Words for each pattern; a pattern that is none is an error."""
    inner = place.inner(option.key)
    if not isinstance(value, dict):
        raise place.error(f"{option.key} must be a table {inner.name()}, not {convert.shown(value)}")
    for pattern in value:
        _paths(inner, [pattern])
    return {pattern: _converted(inner, convert.quoted(pattern), convert.words, item) for pattern, item in value.items()}


def _exceptions(place: TableLocation, option: Option, value: object) -> list[dict[str, Any]]:
    inner = place.inner(option.key, 1)
    if not isinstance(value, list):
        raise place.error(f"{option.key} must be an array of tables: write {inner.name()}, in two brackets")
    return [_exception(inner._replace(number=number), option, row) for number, row in enumerate(value, 1)]


def _exception(place: TableLocation, option: Option, row: object) -> dict[str, Any]:
    if not isinstance(row, dict):
        raise place.error(f"must be a table, not {convert.shown(row)}")
    for key in row:
        if key not in option.names:
            raise place.error(f"unknown key {convert.quoted(key)}{convert.nearest(key, option.names)}")
    if "paths" not in row:
        raise place.error('paths is missing: name the files, such as paths = ["tests/golden/**"]')
    if "because" not in row:
        raise place.error("because is missing: say why these files belong in git")
    made = {"paths": _paths(place, row["paths"])}
    fields = (key for key in row if key in _FIELDS)
    return {**made, **{key: _converted(place, key, _FIELDS[key], row[key]) for key in fields}}


def _paths(place: TableLocation, value: object) -> list[str]:
    """Patterns; the odd ones are compiled, as for plain ones the library that does it is not worth its import."""
    if not isinstance(value, list) or not all(isinstance(path, str) for path in value):
        raise place.error('paths must be an array of strings, such as ["tests/golden/**"]')
    if not value:
        raise place.error("paths is empty: name the files, or remove the table")
    for path in value:
        if set(path) & set("[\\!#") or not path.strip().strip("/"):
            from .exceptions import compiled

            try:
                compiled((path,))
            except ValueError as error:
                raise place.error(f"paths: {error}") from None
    return value


# The `[[kinds]]` tables: formats that only the team knows.


OWN_FAMILIES = tuple(family for family in LIMITS if family not in ("notebook", "text"))
# What is read of every file; a signature behind it would never be seen.
_HEAD = 8192


def kinds(place: TableLocation, option: Option, value: object) -> list[dict[str, Any]]:
    """The rows, checked; `magic-hex` becomes the bytes of `magic`."""
    inner = place.inner(option.key, 1)
    if not isinstance(value, list):
        raise place.error(f"{option.key} must be an array of tables: write {inner.name()}, in two brackets")
    return [_kind(inner._replace(number=number), option, row) for number, row in enumerate(value, 1)]


def _kind(place: TableLocation, option: Option, row: object) -> dict[str, Any]:
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
        raise ValueError("offset requires magic")
    if not magic and "suffixes" not in row:
        raise ValueError('magic or suffixes is required, such as suffixes = [".acme"]')
    return made


def _name(value: object) -> str:
    words = value.split("-") if isinstance(value, str) else [""]
    if not all(word.isascii() and word.isalnum() and word == word.lower() for word in words):
        raise ValueError(f'name must be lower-case words such as "acme-model", not {_said(value)}')
    return "-".join(words)


def _family(value: object) -> str:
    if value not in OWN_FAMILIES or not isinstance(value, str):
        near = convert.meant(value, OWN_FAMILIES) if isinstance(value, str) else ""
        raise ValueError(f"family must be one of {', '.join(OWN_FAMILIES)}, not {_said(value)}{near}")
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
        raise ValueError("magic and magic-hex are mutually exclusive")
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
