"""What is wrong with the lines of `.gitattributes` that route to Git LFS."""

from __future__ import annotations

from ...base.namedtuple import TYPE_CHECKING
from ...formats import attribute_lines
from ...formats.attribute_lines import Lint
from ...git import attributes, index, objects
from ...remedies.quoting import in_any_case
from . import rules
from .routes import LfsViolation

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from ...formats.attribute_lines import AttributeLine
    from ...git.index import Entry
    from ...git.repository import Repository

_LARGEST = 1024 * 1024


def find(entries: Iterable[Entry]) -> list[LfsViolation]:
    """Lines that do nothing or not all, in the attributes files among the entries."""
    return [misfit for entry, content in contents_of(entries) for misfit in of_file(entry, content)]


def content_of(entry: Entry) -> bytes:
    """The content of a small file's blob, b"" where it is not small or not there."""
    size = objects.sizes_of([entry.blob])[entry.blob]
    return objects.content(entry.blob) if size is not None and size <= _LARGEST else b""


def contents_of(entries: Iterable[Entry]) -> list[tuple[Entry, bytes]]:
    """The attributes files among the entries with their contents, b"" of one that is not small or not there."""
    files = [entry for entry in entries if attributes.is_file(entry.path)]
    sizes = objects.sizes_of(entry.blob for entry in files)
    small = [entry for entry in files if (sizes[entry.blob] or _LARGEST + 1) <= _LARGEST]
    known = {
        blob.entry: blob.content
        for blob in objects.stored(None, small, sizes, whole=_LARGEST)
        if isinstance(blob, objects.Blob)
    }
    return [(entry, known.get(entry) or b"") for entry in files]


def of_file(entry: Entry, content: bytes) -> list[LfsViolation]:
    """The findings of one attributes file."""
    size = len(content)
    return [
        LfsViolation(entry, rules.BY_NAME[lint.rule], size, lint=lint)
        for lint in attribute_lines.lint(entry.path, content)
    ]


def other_case(repository: Repository, entries: Iterable[Entry]) -> list[LfsViolation]:
    """Lines such as `*.pt filter=lfs` beside files such as `M.PT`, which they miss."""
    files = [(entry, line) for entry, content in contents_of(entries) for line in _by_suffix(content)]
    if not files:
        return []
    by_suffix: dict[bytes, list[bytes]] = {line.pattern[1:].lower().encode(): [] for _, line in files}
    for other in index.all_tracked(index.ask_tracked()):
        suffix = other.path[other.path.rfind(b".") :].lower()
        if suffix in by_suffix:
            by_suffix[suffix].append(other.path)
    missed: dict[tuple[bytes, str], list[bytes]] = {}
    for entry, line in files:
        folder, alike = entry.path[: -len(attributes.FILE)], by_suffix[line.pattern[1:].lower().encode()]
        if (folder, line.pattern) not in missed:
            missed[folder, line.pattern] = [
                path for path in alike if path.startswith(folder) and not path.endswith(line.pattern[1:].encode())
            ]
    values = attributes.filters(repository, dict.fromkeys(path for paths in missed.values() for path in paths))
    unrouted = {key: [path for path in paths if values[path] != "lfs"] for key, paths in missed.items()}
    found = []
    for entry, line in files:
        paths = unrouted[entry.path[: -len(attributes.FILE)], line.pattern]
        if paths:
            found.append(LfsViolation(entry, rules.CASE, len(paths), lint=_case(line, paths)))
    return found


def _case(line: AttributeLine, missed: list[bytes]) -> Lint:
    first = missed[0].decode("utf-8", "surrogateescape")
    more = f" and {len(missed) - 1} more" if len(missed) > 1 else ""
    fact = f"{line.pattern} does not match {first}{more}, where case counts"
    return Lint(line, rules.CASE.name, fact, attribute_lines.with_route(in_any_case(line.pattern), line))


def _by_suffix(content: bytes) -> Iterator[AttributeLine]:
    for line in attribute_lines.parse(content):
        suffix = line.pattern.removeprefix("*.")
        if line.routes() and suffix != line.pattern and suffix.isalnum() and suffix.isascii():
            yield line


class Hints:
    """Why a line that was meant for a path does not reach it; each file is parsed once, however many paths ask."""

    def __init__(self, entries: Iterable[Entry]) -> None:
        """`entries` hold all attributes files."""
        self._files = [(entry.path, *_sorted_out(content)) for entry, content in contents_of(entries)]

    def of(self, path: bytes) -> str:
        """The first such line, and what to write instead; "" where there is none."""
        for place, folders, suffixes in self._files:
            folder = place[: -len(attributes.FILE)]
            if not path.startswith(folder):
                continue
            inside = path[len(folder) :].decode("utf-8", "surrogateescape")
            lines = [*_folder_lines(inside, folders), *_suffix_lines(inside, suffixes)]
            if lines:
                line = min(lines, key=lambda line: line.number)
                return f"{place.decode('utf-8', 'surrogateescape')}:{line.number} {_why_not(line)}"
        return ""


def _sorted_out(content: bytes) -> tuple[dict[str, AttributeLine], dict[str, dict[str, AttributeLine]]]:
    """The first routing line of each folder, and of each spelling of a suffix by its small letters."""
    folders: dict[str, AttributeLine] = {}
    suffixes: dict[str, dict[str, AttributeLine]] = {}
    for line in attribute_lines.parse(content):
        if line.routes() and line.pattern.endswith("/"):
            folders.setdefault(line.pattern.lstrip("/"), line)
        elif line.routes() and line.pattern.startswith("*."):
            suffixes.setdefault(line.pattern[1:].lower(), {}).setdefault(line.pattern, line)
    return folders, suffixes


def _folder_lines(inside: str, folders: Mapping[str, AttributeLine]) -> Iterator[AttributeLine]:
    ends = [number + 1 for number, char in enumerate(inside) if char == "/"] if folders else []
    yield from (folders[inside[:end]] for end in (0, *ends) if inside[:end] in folders)


def _suffix_lines(inside: str, suffixes: Mapping[str, Mapping[str, AttributeLine]]) -> Iterator[AttributeLine]:
    name = inside.rpartition("/")[2]
    low = name.lower()
    for start in [number for number, char in enumerate(low) if char == "."] if suffixes else []:
        # Of the spellings all but one are others than that of the name.
        others = (line for pattern, line in suffixes.get(low[start:], {}).items() if not name.endswith(pattern[1:]))
        yield from (line for line in (next(others, None),) if line)


def _why_not(line: AttributeLine) -> str:
    if line.pattern.endswith("/"):
        return f"says {line.pattern}, which matches nothing: write {line.pattern}**"
    return f"says {line.pattern}, and case counts: write {in_any_case(line.pattern)}"
