"""`prek.toml`, changed as text, as `.pre-commit-config.yaml` is."""

from __future__ import annotations

import json
import re

from ...base import markup
from ...base.namedtuple import TYPE_CHECKING
from .document import stripped, types, wanted
from .entry import CannotMerge, HookEntry, refuse_odd_shape
from .replaced import stands_in
from .stages import STAGES, TYPES, Quiet

if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any

    Document = dict[str, Any]

_HEADER = re.compile(r"^\[\[repos\]\][^\S\n]*(?:#[^\n]*)?$", re.MULTILINE)
_HOOK_HEADER = re.compile(r"^\[\[repos\.hooks\]\][^\S\n]*(?:#[^\n]*)?$", re.MULTILINE)
_HOOKS = re.compile(r"^hooks[^\S\n]*=[^\S\n]*\[", re.MULTILINE)
_KEYS = re.compile(
    r"^(?P<key>default_install_hook_types|default_stages)[^\S\n]*=[^\S\n]*\[[^\[\]]*\][^\S\n]*(?:#[^\n]*)?(?:\n|\Z)",
    re.MULTILINE,
)
# What has to be passed over to find a bracket: texts and comments.
_OPAQUE = re.compile(
    r"""
    \"{3}(?s:.*?)\"{3} | '{3}(?s:.*?)'{3} | "(?:\\.|[^"\\\n])*" | '[^'\n]*' | \#[^\n]*
    """,
    re.VERBOSE,
)
_NOTHING = Quiet()


def parsed(text: str) -> Document:
    """The document; CannotMerge if it is not TOML."""
    try:
        return markup.from_toml(text)
    except markup.UnreadableDocument as error:
        raise CannotMerge(f"it is {error}") from None


def merged(text: str, entry: HookEntry | None, *, replace: bool = False, quiet: Quiet = _NOTHING) -> str:
    """`text` with one more `[[repos]]` at its end, and with `replace` without the hooks that ours stand in for."""
    document = parsed(text)
    refuse_odd_shape(document)
    made = _with_hooks_edited(text, document, quiet, replace=replace)
    if entry is not None and entry.below is not None:
        raise CannotMerge("a hook is added in a repository of its own")
    if entry is not None:
        made = _with_key(made, document, TYPES, types(document, entry))
        if quiet.default:
            made = _with_key(made, document, STAGES, quiet.default)
        made = f"{made.rstrip()}\n\n{stanza(entry)}"
    if "\r\n" in text:
        made = re.sub(r"\r?\n", "\r\n", made)
    try:
        if parsed(made) == wanted(document, entry, quiet, replace=replace) or (entry is None and not document):
            return made
    except CannotMerge:
        pass
    raise CannotMerge("it is written in a style that this command cannot edit")


def _with_key(text: str, document: Document, key: str, stages: Sequence[str]) -> str:
    """A key with stages as the first line, in place of its own."""
    if document.get(key) == [*stages]:
        return text
    return f"{key_line(key, stages)}\n{_KEYS.sub(lambda found: '' if found['key'] == key else found[0], text)}"


def _with_hooks_edited(text: str, document: Document, quiet: Quiet, *, replace: bool) -> str:
    """From the last repository to the first, so that what is yet to be edited stays where it is."""
    starts = [match.start() for match in _HEADER.finditer(text)]
    repos = document.get("repos") or []
    if len(starts) != len(repos):
        return text
    for number in range(len(repos) - 1, -1, -1):
        start = starts[number]
        end = starts[number + 1] if number + 1 < len(starts) else len(text)
        block = text[start:end]
        hooks = repos[number].get("hooks") or []
        if replace and stripped(repos[number]) is None:
            block = ""
        else:
            for place in range(len(hooks) - 1, -1, -1):
                if replace and stands_in(hooks[place]):
                    block = _without_hook(block, place)
                elif (number, place) in quiet.hooks:
                    block = _with_stages(block, place, quiet.stages)
        is_last = not block and not text[end:]
        text = f"{text[:start].rstrip()}\n" if is_last else text[:start] + block + text[end:]
    return text if text.strip() else ""


def _without_hook(block: str, place: int) -> str:
    headers = [match.start() for match in _HOOK_HEADER.finditer(block)]
    if headers:
        ends = [*headers[1:], len(block)]
        return block[: headers[place]] + block[ends[place] :] if place < len(headers) else block
    spans = _inline_tables(block)
    if place >= len(spans):
        return block
    start, end = spans[place]
    line_end = block.find("\n", end)
    line_end = len(block) if line_end < 0 else line_end
    after = block[end:line_end].lstrip()
    line = block.rfind("\n", 0, start) + 1
    if not block[line:start].strip() and after.removeprefix(",").lstrip()[:1] in ("", "#"):
        return block[:line] + block[line_end + 1 :]
    return block[:start] + after.removeprefix(",") + block[line_end:]


def _with_stages(block: str, place: int, stages: Sequence[str]) -> str:
    said = f"stages = {json.dumps([*stages])}"
    headers = [match.end() for match in _HOOK_HEADER.finditer(block)]
    if headers:
        at = headers[place] if place < len(headers) else -1
        return f"{block[:at]}\n{said}{block[at:]}" if at >= 0 else block
    spans = _inline_tables(block)
    if place >= len(spans):
        return block
    end = spans[place][1] - 1
    inner = block[:end].rstrip()
    return f"{inner}{'' if inner.endswith(',') else ','} {said} {block[end:]}"


def _inline_tables(block: str) -> list[tuple[int, int]]:
    """Where each table of the array `hooks` begins and ends."""
    start = _HOOKS.search(block)
    if not start:
        return []
    covered = _OPAQUE.sub(lambda match: " " * len(match[0]), block)
    spans: list[tuple[int, int]] = []
    depth, opened = 0, 0
    for at in range(start.end(), len(block)):
        char = covered[at]
        if char in "[{":
            if not depth:
                opened = at
            depth += 1
        elif char in "]}":
            depth -= 1
            if depth < 0:
                break
            if not depth:
                spans.append((opened, at + 1))
    return spans


def key_line(key: str, stages: Sequence[str]) -> str:
    """A key with stages."""
    return f"{key} = {json.dumps([*stages])}"


def stanza(entry: HookEntry) -> str:
    """The lines of the entry."""
    lines = ["[[repos]]", f"repo = {json.dumps(entry.repo)}"]
    lines += [f"rev = {json.dumps(entry.rev)}"] if entry.rev else []
    hooks = entry.plain()["hooks"]
    assert isinstance(hooks, list)
    items = [
        "  { " + ", ".join(f"{key} = {json.dumps(value)}" for key, value in hook.items()) + " }," for hook in hooks
    ]
    return "\n".join([*lines, "hooks = [", *items, "]", ""])
