"""`.pre-commit-config.yaml`, changed as text.

The text is changed line by line in the style it has, then parsed again: if anything but the wanted change has
happened, nothing is written.
"""

from __future__ import annotations

from ..values import TYPE_CHECKING, NamedTuple
from .entry import REPLACED, CannotMerge, Entry

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
    import yaml

    try:
        document = yaml.safe_load(text)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = f" at line {mark.line + 1}" if mark else ""
        raise CannotMerge(f"it is not valid YAML{line}") from None
    if document is None:
        return {}
    if not isinstance(document, dict):
        raise CannotMerge("it is not a mapping with `repos`")
    return document


def merged(text: str, entry: Entry | None, *, replace: bool = False) -> str:
    """`text` with `entry` as its last repository, and with `replace` without the hooks that ours stand in for."""
    document = parsed(text)
    wanted = _wanted(document, entry, replace=replace)
    lines = text.splitlines(keepends=True)
    if replace:
        lines = _without(lines, document)
    if entry is not None:
        lines = _with_types(_appended(lines, entry), document, entry)
    made = "".join(lines)
    if parsed(made) != wanted:
        raise CannotMerge("it is written in a style that this command does not change")
    return made


def fresh(entry: Entry) -> str:
    """A new file."""
    return "".join(
        [f"default_install_hook_types: [{', '.join(entry.installed)}]\n", "repos:\n", *_entry(entry, Style())]
    )


def _wanted(document: Document, entry: Entry | None, *, replace: bool) -> Document:
    made = dict(document)
    repos = list(made.get("repos") or [])
    if replace:
        repos = [left for repo in repos if (left := _stripped(repo)) is not None]
    if entry is not None:
        made["default_install_hook_types"] = _types(made, entry)
        repos.append(entry.plain())
    made["repos"] = repos
    return made


def _types(document: Document, entry: Entry) -> list[str]:
    old = document.get("default_install_hook_types") or []
    return list(dict.fromkeys([*old, *entry.installed]))


def _stripped(repo: Document) -> Document | None:
    """A repository without the replaced hooks; None where none of its hooks is left."""
    hooks = repo.get("hooks") or []
    left = [hook for hook in hooks if hook.get("id") not in REPLACED]
    if len(left) == len(hooks):
        return repo
    return {**repo, "hooks": left} if left else None


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip(" "))


def _is_content(line: str) -> bool:
    return bool(line.strip()) and not line.lstrip().startswith("#")


def _repos(lines: list[str]) -> tuple[int, int]:
    """Number of the line `repos:`, and of the line behind the last one that belongs to it."""
    start = next((number for number, line in enumerate(lines) if line.rstrip() in ("repos:", "repos: []")), None)
    if start is None:
        raise CannotMerge("it has no line `repos:`")
    end = start + 1
    for number in range(start + 1, len(lines)):
        line = lines[number]
        if not _is_content(line):
            continue
        if _indent(line) == 0 and not line.startswith("-"):
            break
        end = number + 1
    return start, end


def _style(lines: list[str], start: int, end: int) -> Style:
    line_end = "\r\n" if lines and lines[0].endswith("\r\n") else "\n"
    dash = next((line for line in lines[start + 1 : end] if line.lstrip().startswith("- ")), None)
    if dash is None:
        return Style(end=line_end)
    outer, behind = " " * _indent(dash), " " * _indent(dash.lstrip()[1:])
    keys = iter(lines[start + 1 : end])
    for line in keys:
        if line.strip() == "hooks:":
            item = next((other for other in keys if _is_content(other)), "")
            return Style(outer, behind, " " * max(0, _indent(item) - _indent(line)), line_end)
    return Style(outer, behind, end=line_end)


def _appended(lines: list[str], entry: Entry) -> list[str]:
    start, end = _repos(lines)
    style = _style(lines, start, end)
    head = [line if line.endswith("\n") else line + style.end for line in lines[:end]]
    head[start] = f"repos:{style.end}"
    return [*head, *_entry(entry, style), *lines[end:]]


def _entry(entry: Entry, style: Style) -> list[str]:
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
    import yaml

    try:
        plain = yaml.safe_load(f"a: {text}") == {"a": text}
    except yaml.YAMLError:
        plain = False
    return text if plain else "'" + text.replace("'", "''") + "'"


def _with_types(lines: list[str], document: Document, entry: Entry) -> list[str]:
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
        first = _repos(lines)[0]
        return [*lines[:first], fresh_line, *lines[first:]]
    after = start + 1
    while after < len(lines) and (lines[after].startswith(("-", " ")) or not _is_content(lines[after])):
        after += 1
    while not _is_content(lines[after - 1]):
        after -= 1
    return [*lines[:start], fresh_line, *lines[after:]]


def _without(lines: list[str], document: Document) -> list[str]:
    """Without the items of the replaced hooks, and without repositories that then have none."""
    start, end = _repos(lines)
    gone = _gone(lines, start, end, document)
    for number in range(start + 1, end):
        if not _is_content(lines[number]):
            # A comment goes where what it stands between goes.
            after = next((other for other in range(number, end) if _is_content(lines[other])), end)
            if number - 1 in gone and after in gone:
                gone.add(number)
    kept = [line for number, line in enumerate(lines) if number not in gone]
    if all(number in gone for number in range(start + 1, end) if _is_content(lines[number])):
        kept[start] = lines[start].replace("repos:", "repos: []", 1)
    return kept


def _gone(lines: list[str], start: int, end: int, document: Document) -> set[int]:
    """Numbers of the lines with content that go."""
    repos = document.get("repos") or []
    emptied = {number for number, repo in enumerate(repos) if _stripped(repo) is None}
    content = [number for number in range(start + 1, end) if _is_content(lines[number])]
    dash = min((_indent(lines[number]) for number in content), default=0)
    gone: set[int] = set()
    repo, item = -1, -1
    for number in content:
        line = lines[number]
        starts = line.lstrip().startswith("- ")
        repo += starts and _indent(line) == dash
        if item >= 0 and _indent(line) <= item:
            item = -1
        if starts and line.split("#")[0].split("id:")[-1].strip().strip("\"'") in REPLACED and " id:" in line:
            item = _indent(line)
        if repo in emptied or item >= 0:
            gone.add(number)
    return gone
