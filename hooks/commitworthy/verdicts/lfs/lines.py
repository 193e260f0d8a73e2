"""What is wrong with the lines of `.gitattributes` that route to Git LFS."""

from __future__ import annotations

from ...artifacts import attribute_lines
from ...artifacts.attribute_lines import Lint
from ...git import attributes, blobs, index
from ...values import TYPE_CHECKING
from ..spelling import in_any_case
from . import rules
from .routing import Misfit

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from ...artifacts.attribute_lines import Line
    from ...git.index import Entry
    from ...git.repository import Repository

_LARGEST = 1024 * 1024


def find(entries: Iterable[Entry]) -> list[Misfit]:
    """Lines that do nothing or not all, in the attributes files among the entries."""
    return [
        misfit for entry in entries if attributes.is_file(entry.path) for misfit in of_file(entry, content_of(entry))
    ]


def content_of(entry: Entry) -> bytes:
    """The content of a small file's blob, b"" where it is not small or not there."""
    size = blobs.sizes_of([entry.blob])[entry.blob]
    return blobs.content(entry.blob) if size is not None and size <= _LARGEST else b""


def of_file(entry: Entry, content: bytes) -> list[Misfit]:
    """The findings of one attributes file."""
    size = len(content)
    return [
        Misfit(entry, rules.BY_NAME[lint.rule], size, lint=lint) for lint in attribute_lines.lint(entry.path, content)
    ]


def other_case(repository: Repository, entries: Iterable[Entry]) -> list[Misfit]:
    """Lines such as `*.pt filter=lfs` beside files such as `M.PT`, which they miss."""
    files = [
        (entry, line) for entry in entries if attributes.is_file(entry.path) for line in _by_suffix(content_of(entry))
    ]
    found = []
    for entry, line in files:
        folder = entry.path[: -len(attributes.FILE)]
        alike = [other.path for other in index.like(line.pattern, icase=True)]
        missed = [path for path in alike if path.startswith(folder) and not _has_suffix(path, line)]
        values = attributes.filters(repository, missed)
        missed = [path for path in missed if values[path] != "lfs"]
        if missed:
            found.append(Misfit(entry, rules.CASE, len(missed), lint=_case(line, missed)))
    return found


def _case(line: Line, missed: list[bytes]) -> Lint:
    first = missed[0].decode("utf-8", "surrogateescape")
    more = f" and {len(missed) - 1} more" if len(missed) > 1 else ""
    fact = f"{line.pattern} does not match {first}{more}, where case counts"
    return Lint(line, rules.CASE.name, fact, attribute_lines.with_route(in_any_case(line.pattern), line))


def _by_suffix(content: bytes) -> Iterator[Line]:
    for line in attribute_lines.parse(content):
        suffix = line.pattern.removeprefix("*.")
        if line.routes() and suffix != line.pattern and suffix.isalnum() and suffix.isascii():
            yield line


def _has_suffix(path: bytes, line: Line) -> bool:
    return path.endswith(line.pattern[1:].encode())


def hint(path: bytes, files: Iterable[tuple[bytes, bytes]]) -> str:
    """Why a line that was meant for `path` does not reach it; `files` are all attributes files, path and content."""
    for place, content in files:
        folder = place[: -len(attributes.FILE)]
        if not path.startswith(folder):
            continue
        inside = path[len(folder) :].decode("utf-8", "surrogateescape")
        shown = place.decode("utf-8", "surrogateescape")
        for line in attribute_lines.parse(content):
            why = _why_not(inside, line) if line.routes() else ""
            if why:
                return f"{shown}:{line.number} {why}"
    return ""


def _why_not(inside: str, line: Line) -> str:
    name, pattern = inside.rpartition("/")[2], line.pattern
    if pattern.endswith("/") and f"/{inside}".startswith(f"/{pattern.lstrip('/')}"):
        return f"says {pattern}, which matches nothing: write {pattern}**"
    if pattern.startswith("*.") and name.lower().endswith(pattern[1:].lower()) and not name.endswith(pattern[1:]):
        return f"says {pattern}, and case counts: write {in_any_case(pattern)}"
    return ""
