"""`.pre-commit-config.yaml`, changed as text.

The text is changed line by line in the style it has, then parsed again: if anything but the wanted change has
happened, nothing is written.
"""

from __future__ import annotations

import json
import re

from ...base import markup
from ...base.namedtuple import TYPE_CHECKING, NamedTuple
from .document import types, wanted
from .entry import CannotMerge, HookEntry, refuse_odd_shape
from .stages import STAGES, TYPES, Quiet
from .yaml_lines import REPOS, indent, is_content, repos_node, repos_span, with_hooks, with_stages, without

if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any

    Document = dict[str, Any]


NOTHING = Quiet()


class Style(NamedTuple):
    """What stands before the dash of a repository, and behind it; how far in from `hooks:` that of a hook is."""

    dash: str = "  "
    behind: str = " "
    hooks: str = "  "
    end: str = "\n"


def parsed(text: str) -> Document:
    """The document; CannotMerge if it is not a configuration."""
    try:
        document = markup.from_yaml(text)
    except markup.UnreadableDocument as error:
        raise CannotMerge(f"it is {error}{f' at line {error.line}' if error.line else ''}") from None
    if document is None:
        return {}
    if not isinstance(document, dict):
        raise CannotMerge("it is not a mapping with `repos`")
    return document


def merged(text: str, entry: HookEntry | None, *, replace: bool = False, quiet: Quiet = NOTHING) -> str:
    """`text` with `entry` as its last repository, and with `replace` without the hooks that ours stand in for."""
    document = parsed(text)
    refuse_odd_shape(document)
    made = _edited(text, document, entry, quiet, replace=replace)
    if parsed(made) != wanted(document, entry, quiet, replace=replace):
        raise CannotMerge("it is written in a style that this command cannot edit")
    return made


def _edited(text: str, document: Document, entry: HookEntry | None, quiet: Quiet, *, replace: bool) -> str:
    """The text in its own style; only its parser can tell whether that went well."""
    if not document:
        text += ("" if not text or text.endswith("\n") else "\n") + "repos: []\n"
    if entry is not None and entry.below is not None:
        text = with_hooks(text, entry.below, _hooks(entry))
    lines = with_stages(text, quiet.hooks, quiet.stages).splitlines(keepends=True)
    if replace:
        lines = without(lines, document)
    if entry is None:
        return "".join(lines)
    if entry.below is None:
        node = repos_node("".join(lines))
        if node is not None and node.flow_style and node.value:
            lines = _in_flow("".join(lines), node, entry)
        else:
            lines = _appended(lines, entry, text.splitlines(keepends=True))
    lines = _with_key(lines, document, TYPES, types(document, entry))
    return "".join(_with_key(lines, document, STAGES, [*quiet.default]) if quiet.default else lines)


def fresh(entry: HookEntry) -> str:
    """A new file."""
    return "".join([f"{key_line(TYPES, entry.installed)}\n", "repos:\n", *stanza(entry)])


def key_line(key: str, stages: Sequence[str]) -> str:
    """A key with stages."""
    return f"{key}: [{', '.join(stages)}]"


def stanza(entry: HookEntry) -> list[str]:
    """The lines of the entry, as they stand below `repos:`."""
    return _entry(entry, Style())


def _in_flow(text: str, node: Any, entry: HookEntry) -> list[str]:
    """One more item in a list in brackets; what JSON is, is also YAML."""
    at = node.end_mark.index - 1
    start, last = node.start_mark.index, node.value[-1]
    has_comma = "," in re.sub(r"#.*", "", text[last.end_mark.index : at])
    is_long = "\n" in text[start:at]
    item = json.dumps(entry.plain())
    if not is_long:
        return (text[:at] + f"{'' if has_comma else ', '}{item}" + text[at:]).splitlines(keepends=True)
    end = "\r\n" if "\r\n" in text else "\n"
    before = text[: last.end_mark.index] + ("" if has_comma else ",") + text[last.end_mark.index : at].rstrip()
    column = " " * node.value[0].start_mark.column
    return f"{before}{end}{column}{item},{end}{text[at:]}".splitlines(keepends=True)


def _style(lines: list[str], start: int, end: int) -> Style:
    line_end = "\r\n" if lines and lines[0].endswith("\r\n") else "\n"
    dash = next((line for line in lines[start + 1 : end] if line.lstrip().startswith("- ")), None)
    if dash is None:
        return Style(end=line_end)
    outer, behind = " " * indent(dash), " " * indent(dash.lstrip()[1:])
    keys = iter(lines[start + 1 : end])
    for line in keys:
        if line.strip() == "hooks:":
            item = next((other for other in keys if is_content(other)), "")
            return Style(outer, behind, " " * max(0, indent(item) - indent(line)), line_end)
    return Style(outer, behind, end=line_end)


def _appended(lines: list[str], entry: HookEntry, before: list[str]) -> list[str]:
    """The lines with the entry behind them, apart where the repositories are, or were `before` any was taken out."""
    start, end = repos_span(lines)
    style = _style(lines, start, end)
    first, last = repos_span(before)
    head = [line if line.endswith("\n") else line + style.end for line in lines[:end]]
    head[start] = REPOS.sub(r"\g<key>\g<comment>", head[start]) + style.end
    has_others = any(map(is_content, lines[start + 1 : end]))
    was_apart = has_others and _are_apart(before[first + 1 : last], _style(before, first, last))
    gap = [style.end] if was_apart or _are_apart(lines[start + 1 : end], style) else []
    return [*head, *gap, *_entry(entry, style), *lines[end:]]


def _are_apart(lines: list[str], style: Style) -> bool:
    """Whether a blank line stands above every repository but the first, or above the comments on it."""
    starts = [number for number, line in enumerate(lines) if line.startswith(f"{style.dash}-")]
    return len(starts) > 1 and not any(_above(lines, number).strip() for number in starts[1:])


def _above(lines: list[str], number: int) -> str:
    """The first line above that is no comment."""
    return next((line for line in reversed(lines[:number]) if not line.lstrip().startswith("#")), "")


def _entry(entry: HookEntry, style: Style) -> list[str]:
    inner = f"{style.dash} {style.behind}"
    made = [f"{style.dash}-{style.behind}repo: {_scalar(entry.repo)}"]
    made += [f"{inner}rev: {_scalar(entry.rev)}"] if entry.rev else []
    made.append(f"{inner}hooks:")
    for first, *others in _hooks(entry):
        made.append(f"{inner}{style.hooks}-{style.behind}{first}")
        made += [f"{inner}{style.hooks} {style.behind}{other}" for other in others]
    return [line + style.end for line in made]


def _hooks(entry: HookEntry) -> list[list[str]]:
    """The keys of each hook, a line each."""
    return [
        [f"{key}: {value if key == 'id' else _value(value)}" for key, value in hook.items()]
        for hook in entry.plain()["hooks"]  # type: ignore[attr-defined]
    ]


def _value(value: object) -> str:
    if isinstance(value, list):
        return f"[{', '.join(map(str, value))}]"
    return str(value).lower() if isinstance(value, bool) else _scalar(str(value))


def _scalar(text: str) -> str:
    """Plain where YAML reads the same text back, else in quotes."""
    try:
        plain = markup.from_yaml(f"a: {text}") == {"a": text}
    except markup.UnreadableDocument:
        plain = False
    return text if plain else "'" + text.replace("'", "''") + "'"


def _with_key(lines: list[str], document: Document, key: str, stages: list[str]) -> list[str]:
    """A key with stages in one line: where it stands, else above `repos:`."""
    if document.get(key) == stages:
        return lines
    end = "\r\n" if lines[0].endswith("\r\n") else "\n"
    fresh_line = key_line(key, stages) + end
    start = next((number for number, line in enumerate(lines) if line.startswith(f"{key}:")), None)
    if start is None:
        first = next((number for number, line in enumerate(lines) if line.startswith("repos:")), None)
        if first is None:
            raise CannotMerge("it has no line `repos:`")
        return [*lines[:first], fresh_line, *lines[first:]]
    after = start + 1
    while after < len(lines) and (lines[after].startswith(("-", " ")) or not is_content(lines[after])):
        after += 1
    while not is_content(lines[after - 1]):
        after -= 1
    return [*lines[:start], fresh_line, *lines[after:]]
