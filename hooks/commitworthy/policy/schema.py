"""The JSON Schema of `commitworthy.toml`, for editors.  Of dates it sees the ISO string that a TOML tool hands over."""

from __future__ import annotations

from ..base import wording
from ..base.namedtuple import TYPE_CHECKING
from .convert import ADDRESSES, FOLDERS, HOMES
from .options import IN_FILES, in_files, of_hook
from .parse import OWN_FAMILIES

if TYPE_CHECKING:
    from typing import Any

    from .options import Option

    Schema = dict[str, Any]


_BUCKETS = tuple(store for store in ADDRESSES if store not in FOLDERS)
_DEFINITIONS: Schema = {
    "size": {
        "description": "Bytes, or a size in 1,024s such as 500 kB.",
        "anyOf": [
            {"type": "integer", "minimum": 0},
            {"type": "string", "pattern": "^[0-9]+(\\.[0-9]+)? ?([kKMGTmgt]?[iI]?[bB]|[kKMGTmgt]|bytes?)?$"},
        ],
    },
    "limit": {
        "description": 'A size, "none" for no limit, or "refuse" to refuse any size.',
        "anyOf": [{"$ref": "#/definitions/size"}, {"enum": ["none", "refuse"]}],
    },
    "home": {
        "description": "A known home, the address of a store, or a sentence.",
        "anyOf": [
            {"enum": list(HOMES)},
            {"type": "string", "pattern": f"^({'|'.join(FOLDERS).replace('+', '[+]')})."},
            {"type": "string", "pattern": f"^({'|'.join(_BUCKETS).replace('+', '[+]')})[^/]"},
            {"type": "string", "pattern": "[^ ] +[^ ]"},
        ],
    },
}
_DATE: Schema = {"type": "string", "format": "date", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"}
_FIELDS: Schema = {
    "paths": {
        "description": "gitignore patterns.",
        "type": "array",
        "minItems": 1,
        "items": {"type": "string", "pattern": "[^ /]"},
    },
    "max-size": {"$ref": "#/definitions/size"},
    "because": {"description": "Why these files belong in git.", "type": "string", "pattern": "\\S"},
    "until": {
        "description": "The last day on which the exception counts, such as 2027-06-30.",
        **_DATE,
    },
}


_KIND: Schema = {
    "name": {"description": "The name used in messages.", "type": "string", "pattern": "^[a-z0-9]+(-[a-z0-9]+)*$"},
    "family": {"description": "The family, which decides the limit.", "enum": list(OWN_FAMILIES)},
    "suffixes": {
        "description": "Suffixes with their dots, in lower case.",
        "type": "array",
        "minItems": 1,
        "items": {"type": "string", "pattern": "^\\.[^A-Z/. ]+$"},
    },
    "magic": {"description": "The bytes at offset, as text.", "type": "string", "minLength": 1},
    "magic-hex": {
        "description": "The bytes at offset, in hexadecimal.",
        "type": "string",
        "pattern": "^ *([0-9A-Fa-f]{2} *){2,}$",
    },
    "offset": {"description": "Offset of the magic, in bytes.", "type": "integer", "minimum": 0, "maximum": 8190},
}


_PLAIN: Schema = {
    "count": {"type": "integer", "minimum": 0},
    "size": {"$ref": "#/definitions/size"},
    "switch": {"type": "boolean"},
    "text": {"type": "string"},
    "date": _DATE,
}


def schema() -> Schema:
    """The document, in the draft and under the name that SchemaStore asks for; also that of [tool.commitworthy]."""
    hooks = dict.fromkeys(option.hook for option in IN_FILES if option.hook)
    tops = {option.key: _property(option) for option in in_files("")}
    policy = {**tops, **{hook: _table({row.key: _property(row) for row in in_files(hook)}) for hook in hooks}}
    return {
        "$schema": "http://json-schema.org/draft-07/schema#",
        "$id": "https://json.schemastore.org/commitworthy.json",
        "title": "commitworthy",
        "description": "Policy of the commitworthy git hooks.",
        **_table(policy),
        "definitions": _DEFINITIONS,
    }


def render() -> str:
    """The text of `commitworthy.schema.json`."""
    import json

    return json.dumps(schema(), indent=2) + "\n"


def _table(properties: Schema) -> Schema:
    return {"type": "object", "additionalProperties": False, "properties": properties}


def _property(option: Option) -> Schema:
    made: Schema = {"description": option.help[0].upper() + option.help[1:] + "."}
    if option.kind not in ("words", "limits") and not isinstance(option.default, str | tuple | None):
        made["default"] = option.default
    return {**made, **_type(option)}


def _type(option: Option) -> Schema:
    match option.kind:
        case "exceptions":
            rows = _table({name: _FIELDS[name] for name in option.names})
            found: Schema = {"type": "array", "items": {**rows, "required": ["paths", "because"]}}
        case "kinds":
            rows = _table({name: _KIND[name] for name in option.names})
            either = [{"required": [key]} for key in ("suffixes", "magic", "magic-hex")]
            found = {"type": "array", "items": {**rows, "required": ["name", "family"], "anyOf": either}}
        case "limits" | "homes":
            value = {"$ref": "#/definitions/limit" if option.kind == "limits" else "#/definitions/home"}
            found = _table(dict.fromkeys(option.names, value))
        case "globs":
            lists: Schema = {"type": "array", "items": {"type": "string", "minLength": 1}}
            found = {"type": "object", "additionalProperties": lists, "propertyNames": {"pattern": "[^ /]"}}
        case "choice":
            found = {"default": option.default, "enum": list(option.names)}
        case "names":
            found = {"type": "array", "items": {"enum": list(option.names)}}
        case "words":
            found = {"type": "array", "items": {"type": "string", "minLength": 1}}
        case _:
            found = _PLAIN[option.kind]
    return found


# The tables of options in the documentation.


def options_table(hook: str) -> str:
    """Markdown: the options of one hook, of the top level (""), or those that every hook has ("*")."""
    rows = ["| key | flag | default | meaning |", "|---|---|---|---|"]
    return "\n".join([*rows, *map(_row, of_hook(hook))]) + "\n"


def _row(option: Option) -> str:
    key = f"`{option.key}`" if option in IN_FILES else "-"
    flags = ", ".join(f"`{flag.name} {flag.metavar}`".replace(" `", "`") for flag in option.flags) or "-"
    cells = (key, flags, _default(option), option.help)
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"


def _default(option: Option) -> str:
    value = option.default
    if isinstance(value, bool):
        return "off"
    if option.kind == "size":
        if value is None:
            return "by family" if option.hook == "block-artifacts" else "none"
        return wording.show(value) if isinstance(value, int) and value else "none"
    if option.kind in ("words", "names") and isinstance(value, tuple):
        return ", ".join(value) or "none"
    if option.kind == "limits" and isinstance(value, dict):
        return ", ".join(f"{family} {wording.show(limit) if limit else 'refuse'}" for family, limit in value.items())
    return str(value) if value else "none"
