"""The narrowest good line that sends a file to Git LFS, and the attributes file it belongs in."""

from __future__ import annotations

from ...artifacts import routes
from ...artifacts.attribute_lines import ROUTE
from ...artifacts.kinds import SUFFIX_FAMILIES
from ...artifacts.names import is_fixture
from ...artifacts.suffixes import COMPRESSED, SOURCES, suffix_of
from ...git import attributes, blobs, index
from ...values import TYPE_CHECKING, NamedTuple
from ..blobs.judge import identify
from ..spelling import attributes_pattern, suffix_pattern
from . import rules
from .routing import Misfit, needs_route

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from ...git.index import Entry
    from ...git.repository import Repository
    from ...policy.settings import Policy

# Names of text, whatever is in them today.
_TEXT = SOURCES | frozenset((".txt", ".json", ".csv", ".tsv", ".jsonl", ".ndjson", ".ldjson", ".log", ".geojson"))
# Families that need no route: one that is broken, or no such file at all, is no reason to route the others.
_NEEDS_NONE = frozenset(("media", "document", "notebook", "text", "executable"))
_PLAIN = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._-+")


class Route(NamedTuple):
    """Lines to write: `place` is the attributes file from the top, `patterns` are as they are written there.

    `type` is the suffix or the format that those have in common who share the route.  `others` are raw files that the
    lines take in too, and that must then become pointers as well.
    """

    place: str
    patterns: tuple[str, ...]
    type: str
    others: tuple[bytes, ...] = ()

    @property
    def lines(self) -> tuple[str, ...]:
        """The whole lines, with the attributes that git-lfs needs."""
        return tuple(f"{pattern} {ROUTE}" for pattern in self.patterns)

    def joined(self, other: Route) -> Route:
        """Both as one."""
        patterns = tuple(dict.fromkeys(self.patterns + other.patterns))
        if self.others is other.others:
            return self._replace(patterns=patterns)
        return self._replace(patterns=patterns, others=tuple(dict.fromkeys(self.others + other.others)))


class _Type(NamedTuple):
    """All tracked files with one suffix: whether a pattern may take them all, and which are raw."""

    sound: bool
    raw: tuple[bytes, ...]


def routes_for(
    repository: Repository,
    misfits: Iterable[Misfit],
    policy: Policy,
    may_stay: Callable[[Misfit], bool],
    tracked: list[Entry] | None = None,
) -> dict[bytes, Route]:
    """The line for the path of each misfit; a raw file that `may_stay` in git forbids a pattern that takes it in.

    `tracked` are all files of a commit; without it the index counts.
    """
    wanted = list(misfits)
    if not wanted:
        return {}
    known_files = index.like(".gitattributes") if tracked is None else tracked
    files = frozenset(entry.path for entry in known_files if attributes.is_file(entry.path))
    types: dict[str, _Type] = {}
    below: dict[tuple[bytes, str], tuple[bytes, ...]] = {}
    found = {}
    for misfit in wanted:
        path, suffix = misfit.entry.path, _suffix(misfit.entry.path)
        if suffix and suffix.lower() not in types:
            types[suffix.lower()] = _type(policy, may_stay, _blobs_like(repository, suffix.lower(), tracked))
        place = _place(misfit, files)
        known = types[suffix.lower()] if suffix else _Type(sound=False, raw=())
        inside = path[len(place) - len(attributes.FILE) :]
        text = place.decode("utf-8", "surrogateescape")
        if known.sound:
            folder = place[: -len(attributes.FILE)]
            # One tuple for all files of a folder, which may be very many.
            at = (folder, suffix.lower())
            if at not in below:
                below[at] = tuple(raw for raw in known.raw if raw.startswith(folder))
            found[path] = Route(text, (suffix_pattern(suffix),), suffix.lower(), below[at])
        else:
            pattern = attributes_pattern(inside.decode("utf-8", "surrogateescape"))
            found[path] = Route(text, (pattern,), suffix.lower() or (misfit.sniff.format if misfit.sniff else ""))
    return found


def _place(misfit: Misfit, files: frozenset[bytes]) -> bytes:
    """The file at the top; where a line already decides, the deepest one on the way, since that one wins."""
    if misfit.value == "unspecified":
        return attributes.FILE
    folders = misfit.entry.path.split(b"/")[:-1]
    for depth in range(len(folders), 0, -1):
        place = b"/".join([*folders[:depth], attributes.FILE])
        if place in files:
            return place
    return attributes.FILE


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


def _blobs_like(
    repository: Repository, suffix: str, tracked: list[Entry] | None
) -> Iterator[blobs.Blob | blobs.Missing]:
    """All files under a suffix, given in lower case."""
    if tracked is None:
        return blobs.read(repository, index.like(f"*{suffix}", icase=True))
    return blobs.stored(repository, [entry for entry in tracked if entry.path.lower().endswith(suffix.encode())])


def _type(policy: Policy, may_stay: Callable[[Misfit], bool], alike: Iterable[blobs.Blob | blobs.Missing]) -> _Type:
    sound, raw = True, []
    for blob in alike:
        if isinstance(blob, blobs.Missing) or blob.size == 0:
            continue
        if routes.recognise(*_facts(blob)) is None:
            sound = sound and _may_move(blob, policy, may_stay)
            raw.append(blob.entry.path)
    return _Type(sound, tuple(raw))


def _facts(blob: blobs.Blob) -> tuple[bytes, int, bytes]:
    return blob.entry.path, blob.size, blob.head


def _may_move(blob: blobs.Blob, policy: Policy, may_stay: Callable[[Misfit], bool]) -> bool:
    """Whether a raw file is an artifact that nobody decided to keep in git, and no fixture, which may well stay."""
    if is_fixture(blob.entry.path):
        return False
    found = identify(blob, policy.block_artifacts)
    return needs_route(blob, found) and not may_stay(Misfit(blob.entry, rules.UNROUTED, blob.size, sniff=found))
