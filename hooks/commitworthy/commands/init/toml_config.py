"""`prek.toml`, changed as text, as `.pre-commit-config.yaml` is."""

from __future__ import annotations

import json

from ...base import markup
from ...base.namedtuple import TYPE_CHECKING
from .entry import REPLACED, CannotMerge, HookEntry, ids, refuse_odd_shape

if TYPE_CHECKING:
    from typing import Any

    Document = dict[str, Any]

_KEY = "default_install_hook_types"


def parsed(text: str) -> Document:
    """The document; CannotMerge if it is not TOML."""
    try:
        return markup.from_toml(text)
    except markup.UnreadableDocument as error:
        raise CannotMerge(f"it is {error}") from None


def merged(text: str, entry: HookEntry | None, *, replace: bool = False) -> str:
    """`text` with one more `[[repos]]` at its end.  Hooks of others are named, not taken out."""
    document = parsed(text)
    refuse_odd_shape(document)
    others = [hook for hook in REPLACED if hook in ids(document)]
    if replace and others:
        raise CannotMerge(f"remove {' and '.join(others)} by hand")
    if entry is None:
        return text
    wanted = {**document, "repos": [*document.get("repos", []), entry.plain()], _KEY: _types(document, entry)}
    made = _with_types(text, document, entry) + "\n" + _entry(entry)
    try:
        if parsed(made) == wanted:
            return made
    except CannotMerge:
        pass
    raise CannotMerge("its `repos` or `default_install_hook_types` is written in a style that this command cannot edit")


def _types(document: Document, entry: HookEntry) -> list[str]:
    return list(dict.fromkeys([*document.get(_KEY, []), *entry.installed]))


def _with_types(text: str, document: Document, entry: HookEntry) -> str:
    if document.get(_KEY) == _types(document, entry):
        return text if not text or text.endswith("\n") else text + "\n"
    line = f"{_KEY} = {json.dumps(_types(document, entry))}\n"
    lines = [old for old in text.splitlines(keepends=True) if not old.startswith(f"{_KEY} =")]
    body = "".join(lines)
    return line + (body if not body or body.endswith("\n") else body + "\n")


def _entry(entry: HookEntry) -> str:
    lines = ["[[repos]]", f"repo = {json.dumps(entry.repo)}"]
    lines += [f"rev = {json.dumps(entry.rev)}"] if entry.rev else []
    hooks = entry.plain()["hooks"]
    assert isinstance(hooks, list)
    items = [
        "  { " + ", ".join(f"{key} = {json.dumps(value)}" for key, value in hook.items()) + " }," for hook in hooks
    ]
    return "\n".join([*lines, "hooks = [", *items, "]", ""])
