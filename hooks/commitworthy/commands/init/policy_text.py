"""Settings written into a policy file as text, so that comments, order and line ends stay."""

from __future__ import annotations

import json

from ...base import markup
from ...base.namedtuple import TYPE_CHECKING
from ...policy import settings

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

    Value = bool | int | str | list[str]


def place(files: Mapping[str, bytes | None]) -> str:
    """The file that has the policy, else the one for a first policy: pyproject.toml where there is one."""
    _, source = settings.tables(files)
    return source or ("pyproject.toml" if files.get("pyproject.toml") is not None else "commitworthy.toml")


def added(name: str, old: bytes | None, tables: Mapping[str, Mapping[str, Value]]) -> tuple[bytes, list[str]]:
    """The file with these keys in these tables, and what could not be added, as lines to write by hand.

    A key that is there keeps its value.
    """
    prefix = "tool.commitworthy." if name == "pyproject.toml" else ""
    before = _document(old or b"")
    if before is None:
        return old or b"", [f"[{prefix}{table}] {pair}" for table, pairs in tables.items() for pair in _pairs(pairs)]
    made = (old or b"").decode("utf-8")
    left = []
    for table, wanted in tables.items():
        there = _table(before, prefix, table)
        new = {key: value for key, value in wanted.items() if key not in there}
        left += [f"[{prefix}{table}] {pair}" for pair in _pairs({key: value for key, value in wanted.items()
                 if key in there and there[key] != value})]  # fmt: skip
        text = _with(made, f"{prefix}{table}", new) if new else made
        after = _document(text.encode())
        if after is not None and _table(after, prefix, table) == {**there, **new}:
            made = text
        else:
            left += [f"[{prefix}{table}] {pair}" for pair in _pairs(new)]
    return made.encode(), left


def is_readable(content: bytes | None) -> bool:
    """Whether it is TOML."""
    return _document(content or b"") is not None


def _document(content: bytes) -> dict[str, Any] | None:
    try:
        return markup.from_toml(content.decode("utf-8"))
    except (UnicodeDecodeError, markup.UnreadableDocument):
        return None


def _table(document: Mapping[str, Any], prefix: str, name: str) -> Mapping[str, Any]:
    found: Any = document
    for part in [*filter(None, prefix.split(".")), name]:
        found = found.get(part, {}) if isinstance(found, dict) else {}
    return found if isinstance(found, dict) else {}


def _with(text: str, table: str, pairs: Mapping[str, Value]) -> str:
    """Below the header of the table where it has one, else in a new one at the end."""
    end = "\r\n" if "\r\n" in text else "\n"
    lines = "".join(f"{pair}{end}" for pair in _pairs(pairs))
    at = 0
    for line in text.splitlines(keepends=True):
        at += len(line)
        if line.partition("#")[0].strip() == f"[{table}]" and line.endswith("\n"):
            return text[:at] + lines + text[at:]
    gap = "" if not text else end if text.endswith("\n") else end * 2
    return f"{text}{gap}[{table}]{end}{lines}"


def _pairs(table: Mapping[str, Value]) -> list[str]:
    return [f"{key} = {json.dumps(value, ensure_ascii=False)}" for key, value in table.items()]
