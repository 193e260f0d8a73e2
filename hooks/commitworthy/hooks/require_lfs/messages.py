"""The narrowest good line that sends a file to Git LFS, and the attributes file it belongs in."""

from __future__ import annotations

from ...base import wording
from ...base.namedtuple import TYPE_CHECKING, NamedTuple
from ...base.wording import capitalised
from ...blobs import raw_files
from ...formats.attribute_lines import ROUTE
from ...formats.detect import COMPRESSED, SOURCES, is_fixture, suffix_of
from ...formats.table import SUFFIX_FAMILIES
from ...git import attributes, index
from ...remedies import pointer_repair
from ...remedies.quoting import attributes_pattern, suffix_pattern
from . import rules

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from ...base.findings import Rule
    from ...git.index import Entry
    from .routes import LfsViolation

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


def routes_for(misfits: Iterable[LfsViolation], tracked: list[Entry] | None = None) -> dict[bytes, Route]:
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


def _route(misfit: LfsViolation, place: bytes, whole: frozenset[str]) -> Route:
    path, suffix = misfit.entry.path, _suffix(misfit.entry.path)
    text = place.decode("utf-8", "surrogateescape")
    if suffix.lower() in whole:
        return Route(text, (suffix_pattern(suffix),), suffix.lower())
    inside = path[len(place) - len(attributes.FILE) :].decode("utf-8", "surrogateescape")
    kind = suffix.lower() or (misfit.sniff.format if misfit.sniff else "")
    return Route(text, (attributes_pattern(inside),), kind, suffix_pattern(suffix) if suffix else "")


def _place(misfit: LfsViolation, files: frozenset[bytes]) -> bytes:
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


# What is said about a finding of require-lfs.


class Case(NamedTuple):
    """A misfit with what explains it: `rule` is what it is called here.

    `paths` are all that share the finding, the misfit's own first; `done` is what --fix did: "written" or "staged".
    `place` tells where in history the blob stands, such as "committed in 1a2b3c4"; "" for what is staged or tracked.
    """

    misfit: LfsViolation
    rule: Rule
    paths: tuple[bytes, ...]
    route: Route | None = None
    on_disk: str = "unspecified"
    notes: tuple[str, ...] = ()
    done: str = ""
    place: str = ""


def message(case: Case, max_size: int | None = None) -> str:
    """One sentence: fact, number, limit; then what else is known."""
    said = _large(case, max_size or 0) if case.rule == rules.LARGE else _MESSAGES[case.rule.code](case)
    return "; ".join([said, *case.notes]) + "."


def is_raw(misfit: LfsViolation) -> bool:
    """Whether the blob is the file itself."""
    return misfit.pointer is None and misfit.damage is None


def _where(misfit: LfsViolation) -> str:
    return "staged" if misfit.entry.staged else "tracked"


def _the(case: Case, noun: str) -> str:
    return f"the {noun} {case.place}" if case.place else f"the {_where(case.misfit)} {noun}"


def _pointer(misfit: LfsViolation) -> str:
    if misfit.damage:
        return pointer_repair.said(misfit.damage)
    size = misfit.pointer.size if misfit.pointer else None
    return "a Git LFS pointer" if size is None else f"a Git LFS pointer to {wording.show(size)}"


def _unrouted(case: Case) -> str:
    misfit = case.misfit
    assert misfit.sniff is not None
    assert case.route is not None
    more, where = len(case.paths) - 1, case.place or _where(misfit)
    others = "" if not more else f", as {'is 1 more file' if more == 1 else f'are {more} more files'} of its type"
    what = f"{capitalised(misfit.sniff.label)}, {wording.show(misfit.size)}, {where} as an ordinary git blob"
    return f"{what}{others}: {_no_route(misfit, case.route)}"


def _no_route(misfit: LfsViolation, route: Route) -> str:
    if misfit.value == "unset":
        return f"{route.place} takes it out of Git LFS (-filter)"
    if misfit.value in ("unspecified", "set", ""):
        one = len(route.patterns) == 1
        return f"no line in {route.place} sends {route.patterns[0] if one else 'them'} to Git LFS"
    return f"{route.place} sends it to the filter {misfit.value}, not to Git LFS"


def _not_a_pointer(case: Case) -> str:
    misfit = case.misfit
    said = "The staged .gitattributes routes" if case.on_disk != "lfs" else ".gitattributes routes"
    kept = f"the file itself ({wording.show(misfit.size)})"
    if misfit.damage:
        kept = pointer_repair.said(misfit.damage)
    elif misfit.sniff is not None and misfit.sniff.family == "pointer":
        kept = f"{misfit.sniff.label} ({wording.show(misfit.size)})"
    disk = ", and the one on disk no longer does" if case.on_disk != "lfs" else ""
    return f"{said} this to Git LFS, but {_the(case, 'blob')} is {kept}{disk}"


def _unstaged(case: Case) -> str:
    misfit = case.misfit
    said = "Only the .gitattributes on disk routes this to Git LFS, not the staged one"
    return f"{said}: {_lost(misfit)}"


def _private(case: Case) -> str:
    said = "Only attributes that are private to this clone route this to Git LFS (info/attributes, core.attributesFile)"
    return f"{said}: {_lost(case.misfit)}"


def _lost(misfit: LfsViolation) -> str:
    if is_raw(misfit):
        return f"the {_where(misfit)} blob is the file itself ({wording.show(misfit.size)})"
    return "everyone else would get the pointer in place of the file"


def _orphaned(case: Case) -> str:
    taken_out = " but takes it out (-filter)" if case.misfit.value == "unset" else ""
    said = f"{capitalised(_pointer(case.misfit))}, and .gitattributes does not route it{taken_out}"
    return f"{said}: everyone would get the pointer in place of the file"


def _misrouted(case: Case) -> str:
    misfit = case.misfit
    return f"{capitalised(_pointer(misfit))}, but .gitattributes routes it to the filter {misfit.value}, not to lfs"


def _loose(case: Case) -> str:
    misfit = case.misfit
    return f"{capitalised(_pointer(misfit))} that is not canonical ({misfit.note}): it shows as modified in every clone"


def _large(case: Case, limit: int) -> str:
    size, most = wording.show_apart(case.misfit.size, limit)
    return f"{capitalised(size)} in Git LFS, says {_the(case, 'pointer')} (limit {most})"


def _absent(case: Case) -> str:
    said = f"{capitalised(_pointer(case.misfit))} whose content is neither in this clone nor in HEAD"
    return f"{said}: unless the server has it, it will not push"


def _twice(case: Case) -> str:
    owner = case.misfit.owner.decode("utf-8", "surrogateescape")
    place = case.misfit.note
    what = "It is" if place == case.paths[0].decode("utf-8", "surrogateescape") else f"The folder {place} is"
    return f"{what} in git, and also an output of {owner}, which keeps it for DVC"


def _lint(case: Case) -> str:
    lint = case.misfit.lint
    assert lint is not None
    return lint.fact


_MESSAGES: Mapping[str, Callable[[Case], str]] = {
    rules.UNROUTED.code: _unrouted,
    rules.NOT_A_POINTER.code: _not_a_pointer,
    rules.UNSTAGED.code: _unstaged,
    rules.PRIVATE.code: _private,
    rules.ORPHANED.code: _orphaned,
    rules.MISROUTED.code: _misrouted,
    rules.LOOSE.code: _loose,
    rules.ABSENT.code: _absent,
    rules.TWICE.code: _twice,
    rules.DEAD.code: _lint,
    rules.INCOMPLETE.code: _lint,
    rules.CASE.code: _lint,
}
