"""The narrowest good line that sends a file to Git LFS, and the attributes file it belongs in."""

from __future__ import annotations

from ...artifacts.attribute_lines import ROUTE
from ...artifacts.kinds import SUFFIX_FAMILIES
from ...artifacts.names import is_fixture
from ...artifacts.suffixes import COMPRESSED, SOURCES, suffix_of
from ...git import attributes, index
from ...values import TYPE_CHECKING, NamedTuple
from .. import raw_files
from ..spelling import attributes_pattern, suffix_pattern

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ...git.index import Entry
    from .routing import Misfit

# Names of text, whatever is in them today.
_TEXT = SOURCES | frozenset((".txt", ".json", ".csv", ".tsv", ".jsonl", ".ndjson", ".ldjson", ".log", ".geojson"))
# Families that need no route: one that is broken, or no such file at all, is no reason to route the others.
_NEEDS_NONE = frozenset(("media", "document", "notebook", "text", "executable"))
_PLAIN = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._-+")


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
        patterns = tuple(dict.fromkeys(self.patterns + other.patterns))
        return self._replace(patterns=patterns)


def routes_for(misfits: Iterable[Misfit], tracked: list[Entry] | None = None) -> dict[bytes, Route]:
    """The line for the path of each misfit: for all of its type where no raw file but the misfits has the suffix.

    `tracked` are all files of a commit; without it the index counts.
    """
    wanted = list(misfits)
    if not wanted:
        return {}
    known_files = index.like(".gitattributes") if tracked is None else tracked
    files = frozenset(entry.path for entry in known_files if attributes.is_file(entry.path))
    asked: dict[str, set[bytes]] = {}
    for misfit in wanted:
        if suffix := _suffix(misfit.entry.path).lower():
            # A fixture may well stay in git, and one remedy serves a whole type.
            asked.setdefault(suffix, set()).update(() if is_fixture(misfit.entry.path) else (misfit.entry.path,))
    whole = raw_files.types_without_others(asked, tracked)
    return {misfit.entry.path: _route(misfit, _place(misfit, files), whole) for misfit in wanted}


def _route(misfit: Misfit, place: bytes, whole: frozenset[str]) -> Route:
    path, suffix = misfit.entry.path, _suffix(misfit.entry.path)
    text = place.decode("utf-8", "surrogateescape")
    if suffix.lower() in whole:
        return Route(text, (suffix_pattern(suffix),), suffix.lower())
    inside = path[len(place) - len(attributes.FILE) :].decode("utf-8", "surrogateescape")
    kind = suffix.lower() or (misfit.sniff.format if misfit.sniff else "")
    return Route(text, (attributes_pattern(inside),), kind, suffix_pattern(suffix) if suffix else "")


def _place(misfit: Misfit, files: frozenset[bytes]) -> bytes:
    """The file at the top; where a line already decides, the deepest one on the way, since that one wins."""
    if misfit.value == "unspecified":
        return attributes.FILE
    return attributes.deepest(misfit.entry.path, files)


def _suffix(path: bytes) -> str:
    """The suffix by which a type may be told, as the path spells it; "" where none does."""
    suffix = suffix_of(path)
    if suffix in COMPRESSED:
        inner = suffix_of(path[: -len(suffix)])
        suffix = inner + suffix if inner and len(inner) < 8 else suffix
    name = path[path.rfind(b"/") + 1 :]
    spelt = name[len(name) - len(suffix) :].decode("latin-1")
    # A number is a version or a section of the manual, and no type.
    plain = _PLAIN.issuperset(spelt) and any(map(str.isalpha, suffix)) and len(name) > len(suffix)
    return spelt if plain and suffix not in _TEXT and not _NEEDS_NONE.issuperset(_families(suffix)) else ""


def _families(suffix: str) -> set[str]:
    """The families that use the suffix; one that no format claims may be anybody's."""
    return SUFFIX_FAMILIES.get(suffix, {"binary"})
