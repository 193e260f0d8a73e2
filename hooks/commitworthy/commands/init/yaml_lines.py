"""The lines of `.pre-commit-config.yaml`: where its repositories stand, and how hooks are taken out of them."""

from __future__ import annotations

from ...base.namedtuple import TYPE_CHECKING
from .entry import REPLACED, CannotMerge

if TYPE_CHECKING:
    from typing import Any

    Document = dict[str, Any]


def stripped(repo: Document) -> Document | None:
    """A repository without the replaced hooks; None where none of its hooks is left."""
    hooks = repo.get("hooks") or []
    left = [hook for hook in hooks if hook.get("id") not in REPLACED]
    if len(left) == len(hooks):
        return repo
    return {**repo, "hooks": left} if left else None


def indent(line: str) -> int:
    """How many spaces the line begins with."""
    return len(line) - len(line.lstrip(" "))


def is_content(line: str) -> bool:
    """Whether it is neither blank nor a comment."""
    return bool(line.strip()) and not line.lstrip().startswith("#")


def repos_span(lines: list[str]) -> tuple[int, int]:
    """Number of the line `repos:`, and of the line behind the last one that belongs to it."""
    start = next((number for number, line in enumerate(lines) if line.rstrip() in ("repos:", "repos: []")), None)
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


def without(lines: list[str], document: Document) -> list[str]:
    """Without the items of the replaced hooks, and without repositories that then have none."""
    start, end = repos_span(lines)
    gone = _gone(lines, start, end, document)
    for number in range(start + 1, end):
        if not is_content(lines[number]):
            # A comment goes where what it stands between goes.
            after = next((other for other in range(number, end) if is_content(lines[other])), end)
            if number - 1 in gone and after in gone:
                gone.add(number)
    gone |= _headings(lines, gone, start)
    gone |= {number for number in range(start + 2, end) if _is_second_blank(lines, gone, number)}
    kept = [line for number, line in enumerate(lines) if number not in gone]
    if all(number in gone for number in range(start + 1, end) if is_content(lines[number])):
        kept[start] = lines[start].replace("repos:", "repos: []", 1)
    return kept


def _headings(lines: list[str], gone: set[int], start: int) -> set[int]:
    """The comments right above a repository that goes, as far in as its dash: they speak of nothing any more."""
    found = set()
    for number in gone:
        is_repository = lines[number].lstrip().startswith("- repo:")
        above = number - 1
        while is_repository and above > start and lines[above].lstrip().startswith("#"):
            if indent(lines[above]) != indent(lines[number]):
                break
            found.add(above)
            above -= 1
    return found


def _is_second_blank(lines: list[str], gone: set[int], number: int) -> bool:
    """Whether a blank line would follow another one where something has gone between them."""
    above = number - 1
    while above in gone:
        above -= 1
    return above < number - 1 and not lines[number].strip() and not lines[above].strip()


def _gone(lines: list[str], start: int, end: int, document: Document) -> set[int]:
    """Numbers of the lines with content that go."""
    repos = document.get("repos") or []
    emptied = {number for number, repo in enumerate(repos) if stripped(repo) is None}
    content = [number for number in range(start + 1, end) if is_content(lines[number])]
    dash = min((indent(lines[number]) for number in content), default=0)
    gone: set[int] = set()
    repo, item = -1, -1
    for number in content:
        line = lines[number]
        starts = line.lstrip().startswith("- ")
        repo += starts and indent(line) == dash
        if item >= 0 and indent(line) <= item:
            item = -1
        if starts and line.split("#")[0].split("id:")[-1].strip().strip("\"'") in REPLACED and " id:" in line:
            item = indent(line)
        if repo in emptied or item >= 0:
            gone.add(number)
    return gone
