"""Lines of `.gitattributes` that route to Git LFS: what is wrong with one, why it misses a path, which one to write."""

from __future__ import annotations

from ...base.namedtuple import TYPE_CHECKING, NamedTuple
from ...formats import attribute_lines
from ...formats.attribute_lines import ROUTE, Lint
from ...formats.detect import COMPRESSED, SOURCES, is_fixture, suffix_of
from ...formats.table import SUFFIX_FAMILIES
from ...git import attributes, index, objects
from ...remedies import homes
from ...remedies.steps import attributes_pattern, in_any_case, suffix_pattern
from . import rules
from .routes import LfsViolation

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from ...formats.attribute_lines import AttributeLine
    from ...git.index import Entry
    from ...git.repository import Repository

_LARGEST = 1024 * 1024
# Names of text, whatever is in them today.
_TEXT = SOURCES | frozenset((".txt", ".json", ".csv", ".tsv", ".jsonl", ".ndjson", ".ldjson", ".log", ".geojson"))
# Families that need no route: one that is broken, or no such file at all, is no reason to route the others.
_NEEDS_NONE = frozenset(("media", "document", "notebook", "text", "executable"))
_PLAIN = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._-+")


def find(entries: Iterable[Entry]) -> list[LfsViolation]:
    """Lines that do nothing or not all, in the attributes files among the entries."""
    return [
        LfsViolation(entry, rules.BY_NAME[lint.rule], len(content), lint=lint)
        for entry, content in contents_of(entries)
        for lint in attribute_lines.lint(entry.path, content)
    ]


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
    violations = []
    for entry, line in files:
        paths = unrouted[entry.path[: -len(attributes.FILE)], line.pattern]
        if paths:
            violations.append(LfsViolation(entry, rules.CASE, len(paths), lint=_case(line, paths)))
    return violations


def _case(line: AttributeLine, missed: list[bytes]) -> Lint:
    first = missed[0].decode("utf-8", "surrogateescape")
    more = f" and {len(missed) - 1} more" if len(missed) > 1 else ""
    fact = f"{line.pattern} does not match {first}{more}: the letter case differs"
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
    return f"says {line.pattern}, but the letter case differs: write {in_any_case(line.pattern)}"


# The line to write: the narrowest good one that sends a file to Git LFS, and the attributes file it belongs in.


class Route(NamedTuple):
    """Lines to write: `place` is the attributes file from the top, `patterns` are as they are written there.

    `type` is the suffix or the format that those have in common who share the route.  `whole` is the pattern for all of
    the type, where it would take in raw files that nobody asked about.
    """

    place: str
    patterns: tuple[str, ...]
    type: str
    whole: str = ""

    @property
    def lines(self) -> tuple[str, ...]:
        """The whole lines, with the attributes that git-lfs needs."""
        return tuple(f"{pattern} {ROUTE}" for pattern in self.patterns)

    def joined(self, other: Route) -> Route:
        """Both as one."""
        return self._replace(patterns=tuple(dict.fromkeys(self.patterns + other.patterns)))


def routes_for(violations: Iterable[LfsViolation], tracked: list[Entry] | None = None) -> dict[bytes, Route]:
    """The line for the path of each violation: for all of its type where no other raw file has the suffix.

    `tracked` are all files of a commit; without it the index counts.
    """
    wanted = list(violations)
    if not wanted:
        return {}
    known_files = index.like(".gitattributes") if tracked is None else tracked
    files = frozenset(entry.path for entry in known_files if attributes.is_file(entry.path))
    by_suffix: dict[str, set[bytes]] = {}
    for violation in wanted:
        if suffix := _type_suffix(violation.entry.path).lower():
            # A fixture may well stay in git, and one remedy serves a whole type.
            path = violation.entry.path
            by_suffix.setdefault(suffix, set()).update(() if is_fixture(path) else (path,))
    whole = homes.types_without_others(by_suffix, tracked)
    return {violation.entry.path: _route(violation, _place(violation, files), whole) for violation in wanted}


def _route(violation: LfsViolation, place: bytes, whole: frozenset[str]) -> Route:
    path, suffix = violation.entry.path, _type_suffix(violation.entry.path)
    text = place.decode("utf-8", "surrogateescape")
    if suffix.lower() in whole:
        return Route(text, (suffix_pattern(suffix),), suffix.lower())
    inside = path[len(place) - len(attributes.FILE) :].decode("utf-8", "surrogateescape")
    kind = suffix.lower() or (violation.sniff.format if violation.sniff else "")
    return Route(text, (attributes_pattern(inside),), kind, suffix_pattern(suffix) if suffix else "")


def _place(violation: LfsViolation, files: frozenset[bytes]) -> bytes:
    """The file at the top; where a line already decides, the deepest one on the way, since that one wins."""
    if violation.value == "unspecified":
        return attributes.FILE
    return attributes.deepest(violation.entry.path, files)


def _type_suffix(path: bytes) -> str:
    """The suffix by which a type may be told, as the path spells it; "" where none does."""
    suffix = suffix_of(path)
    if suffix in COMPRESSED:
        inner = suffix_of(path[: -len(suffix)])
        suffix = inner + suffix if inner and len(inner) < 8 else suffix
    name = path[path.rfind(b"/") + 1 :]
    spelt = name[len(name) - len(suffix) :].decode("latin-1")
    # A number is a version or a section of the manual, and no type.
    plain = _PLAIN.issuperset(spelt) and any(map(str.isalpha, suffix)) and len(name) > len(suffix)
    # A suffix that no format claims may be anybody's.
    needs_route = not _NEEDS_NONE.issuperset(SUFFIX_FAMILIES.get(suffix, {"binary"}))
    return spelt if plain and suffix not in _TEXT and needs_route else ""
