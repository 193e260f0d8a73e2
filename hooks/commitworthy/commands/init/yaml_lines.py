"""The lines of `.pre-commit-config.yaml`: where its repositories stand, and how hooks are taken out of them."""

from __future__ import annotations

import re

from ...base import markup
from ...base.namedtuple import TYPE_CHECKING
from .document import stripped
from .entry import CannotMerge
from .replaced import stands_in

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from typing import Any

    Document = dict[str, Any]

REPOS = re.compile(r"(?P<key>repos:)(?P<none>[ \t]*\[[ \t]*\]|[ \t]+null|[ \t]+~)?(?P<comment>[ \t]*(?:#.*)?)\s*")


def indent(line: str) -> int:
    """How many spaces the line begins with."""
    return len(line) - len(line.lstrip(" "))


def is_content(line: str) -> bool:
    """Whether it is neither blank nor a comment."""
    return bool(line.strip()) and not line.lstrip().startswith("#")


def repos_span(lines: list[str]) -> tuple[int, int]:
    """Number of the line `repos:`, and of the line behind the last one that belongs to it."""
    start = next((number for number, line in enumerate(lines) if REPOS.fullmatch(line)), None)
    if start is None:
        raise CannotMerge("it has no line `repos:`")
    end = start + 1
    for number in range(start + 1, len(lines)):
        line = lines[number]
        if not is_content(line):
            continue
        if indent(line) == 0 and not line.startswith("-"):
            break
        end = number + 1
    return start, end


def repos_node(text: str) -> Any:
    """The node of the list of repositories; None where there is none."""
    root = markup.nodes_of_yaml(text)
    pairs = root.value if root is not None and isinstance(root.value, list) else ()
    return next((value for key, value in pairs if key.value == "repos" and isinstance(value.value, list)), None)


def hook_nodes(repo: Any) -> list[Any]:
    """The nodes of the hooks of one repository."""
    pairs = repo.value if isinstance(repo.value, list) else ()
    return next((value.value for key, value in pairs if key.value == "hooks" and isinstance(value.value, list)), [])


def with_hooks(text: str, number: int, hooks: list[list[str]]) -> str:
    """More hooks, each as the lines of its keys, below the last of a repository; CannotMerge where that is no line."""
    node = repos_node(text)
    last = hook_nodes(node.value[number])[-1]
    lines = text.splitlines(keepends=True)
    end = "\r\n" if "\r\n" in text else "\n"
    before = lines[last.start_mark.line][: last.start_mark.column]
    dash = before.find("-")
    if before.strip() != "-" or node.flow_style:
        raise CannotMerge("the hooks of a repository are not in lines of their own")
    after = _lines(text, last).stop
    # A comment that is further in than the dash is of the hook above.
    while not is_content(lines[after - 1]) and not (lines[after - 1].strip() and indent(lines[after - 1]) > dash):
        after -= 1
    made = [f"{' ' * len(before) if place else before}{line}{end}" for hook in hooks for place, line in enumerate(hook)]
    head = [*lines[: after - 1], lines[after - 1].rstrip("\r\n") + end]
    return "".join([*head, *made, *lines[after:]])


def with_stages(text: str, places: frozenset[tuple[int, int]], stages: Sequence[str]) -> str:
    """`stages` for some hooks, each by the number of its repository and its own there: below its id."""
    node = repos_node(text) if places else None
    said = f"stages: [{', '.join(stages)}]"
    end = "\r\n" if "\r\n" in text else "\n"
    edits = []
    for number, repo in enumerate(node.value if node is not None else ()):
        for place, hook in enumerate(hook_nodes(repo)):
            if (number, place) not in places:
                continue
            if hook.flow_style:
                edits.append((hook.end_mark.index - 1, 0, f", {said}"))
                continue
            name = next(key for key, _ in hook.value if key.value == "id")
            line_end = text.find("\n", name.start_mark.index)
            at = len(text) if line_end < 0 else line_end + 1
            line = f"{' ' * name.start_mark.column}{said}"
            edits.append((at, 0, f"{end}{line}" if line_end < 0 else f"{line}{end}"))
    for at, _, new in sorted(edits, reverse=True):
        text = text[:at] + new + text[at:]
    return text


def without(lines: list[str], document: Document) -> list[str]:
    """Without the items of the replaced hooks, and without repositories that then have none."""
    start, end = repos_span(lines)
    gone = {number for number in _gone("".join(lines), document) if is_content(lines[number])}
    for number in range(start + 1, end):
        if not is_content(lines[number]):
            # A comment goes where what it stands between goes.
            after = next((other for other in range(number, end) if is_content(lines[other])), end)
            if number - 1 in gone and after in gone:
                gone.add(number)
    gone |= _headings(lines, gone, start)
    gone |= _blank_above_last(lines, gone, start, end)
    gone |= {number for number in range(start + 2, end) if _is_second_blank(lines, gone, number, start)}
    kept = [line for number, line in enumerate(lines) if number not in gone]
    if all(number in gone for number in range(start + 1, end) if is_content(lines[number])):
        kept[start] = lines[start].replace("repos:", "repos: []", 1)
    return kept


def _headings(lines: list[str], gone: set[int], start: int) -> set[int]:
    """The comments right above a repository that goes, as far in as its dash: they speak of nothing any more."""
    found = set()
    for number in gone:
        is_repository = lines[number].lstrip().startswith("- repo:") or lines[number].lstrip().startswith("-   repo:")
        above = number - 1
        while is_repository and above > start and lines[above].lstrip().startswith("#"):
            if indent(lines[above]) != indent(lines[number]):
                break
            found.add(above)
            above -= 1
    return found


def _blank_above_last(lines: list[str], gone: set[int], start: int, end: int) -> set[int]:
    """The blank lines above what goes at the end of the list: they set it apart from nothing any more."""
    number, found = end - 1, set[int]()
    while number in gone:
        number -= 1
    while number < end - 1 and number > start and not lines[number].strip():
        found.add(number)
        number -= 1
    return found


def _is_second_blank(lines: list[str], gone: set[int], number: int, start: int) -> bool:
    """Whether a blank line would follow another one, or `repos:`, where something has gone between them."""
    above = number - 1
    while above in gone:
        above -= 1
    return above < number - 1 and not lines[number].strip() and (above == start or not lines[above].strip())


def _gone(text: str, document: Document) -> Iterator[int]:
    """Numbers of the lines that go; among them may be blank ones and comments."""
    node = repos_node(text)
    for made, repo in zip(document.get("repos") or (), node.value if node is not None else (), strict=True):
        if stripped(made) is None:
            yield from _lines(text, repo)
            continue
        for hook, item in zip(made.get("hooks") or (), hook_nodes(repo), strict=True):
            if stands_in(hook):
                yield from _lines(text, item)


def _lines(text: str, node: Any) -> range:
    """The lines of an item; the end of one in block style is where the next thing begins."""
    includes_last = node.flow_style or (node.end_mark.index >= len(text) and not text.endswith("\n"))
    return range(node.start_mark.line, node.end_mark.line + includes_last)
