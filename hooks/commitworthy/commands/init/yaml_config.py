"""`.pre-commit-config.yaml`, changed as text.

The text is changed line by line in the style it has, then parsed again: if anything but the wanted change has
happened, nothing is written.
"""

from __future__ import annotations

from ...base import markup
from ...base.namedtuple import TYPE_CHECKING, NamedTuple
from .entry import CannotMerge, HookEntry, refuse_odd_shape
from .yaml_lines import indent, is_content, repos_span, stripped, without

if TYPE_CHECKING:
    from typing import Any

    Document = dict[str, Any]


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


def merged(text: str, entry: HookEntry | None, *, replace: bool = False) -> str:
    """`text` with `entry` as its last repository, and with `replace` without the hooks that ours stand in for."""
    document = parsed(text)
    refuse_odd_shape(document)
    wanted = _wanted(document, entry, replace=replace)
    lines = text.splitlines(keepends=True)
    if replace:
        lines = without(lines, document)
    if entry is not None:
        lines = _with_types(_appended(lines, entry), document, entry)
    made = "".join(lines)
    if parsed(made) != wanted:
        raise CannotMerge("it is written in a style that this command cannot edit")
    return made


def fresh(entry: HookEntry) -> str:
    """A new file."""
    return "".join(
        [f"default_install_hook_types: [{', '.join(entry.installed)}]\n", "repos:\n", *_entry(entry, Style())]
    )


def _wanted(document: Document, entry: HookEntry | None, *, replace: bool) -> Document:
    made = dict(document)
    repos = list(made.get("repos") or [])
    if replace:
        repos = [left for repo in repos if (left := stripped(repo)) is not None]
    if entry is not None:
        made["default_install_hook_types"] = _types(made, entry)
        repos.append(entry.plain())
    made["repos"] = repos
    return made


def _types(document: Document, entry: HookEntry) -> list[str]:
    old = document.get("default_install_hook_types") or []
    return list(dict.fromkeys([*old, *entry.installed]))


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


def _appended(lines: list[str], entry: HookEntry) -> list[str]:
    start, end = repos_span(lines)
    style = _style(lines, start, end)
    head = [line if line.endswith("\n") else line + style.end for line in lines[:end]]
    head[start] = f"repos:{style.end}"
    gap = [style.end] if _are_apart(lines[start + 1 : end], style) else []
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
    for hook in entry.plain()["hooks"]:  # type: ignore[attr-defined]
        (_, first), *others = hook.items()
        made.append(f"{inner}{style.hooks}-{style.behind}id: {first}")
        made += [f"{inner}{style.hooks} {style.behind}{key}: {_value(value)}" for key, value in others]
    return [line + style.end for line in made]


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


def _with_types(lines: list[str], document: Document, entry: HookEntry) -> list[str]:
    """`default_install_hook_types` in one line, with what our hooks need."""
    old = document.get("default_install_hook_types")
    types = _types(document, entry)
    if old == types:
        return lines
    end = "\r\n" if lines[0].endswith("\r\n") else "\n"
    fresh_line = f"default_install_hook_types: [{', '.join(types)}]{end}"
    key = "default_install_hook_types:"
    start = next((number for number, line in enumerate(lines) if line.startswith(key)), None)
    if start is None:
        first = repos_span(lines)[0]
        return [*lines[:first], fresh_line, *lines[first:]]
    after = start + 1
    while after < len(lines) and (lines[after].startswith(("-", " ")) or not is_content(lines[after])):
        after += 1
    while not is_content(lines[after - 1]):
        after -= 1
    return [*lines[:start], fresh_line, *lines[after:]]
