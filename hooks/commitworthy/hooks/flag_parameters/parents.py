"""New or legacy: a parameter that stands as often in a parent's version of the file is not news.

One question decides, as for blobs: is `--all-files` worse off after this commit than before?  So what was accepted
there, by an exception or the baseline, excuses nothing: what was accepted there must be accepted here.
"""

from __future__ import annotations

from ...base.findings import path_text
from ...base.namedtuple import TYPE_CHECKING, NamedTuple
from ...git import objects
from ...git.index import Entry
from ...git.objects import Missing
from ...parameters.confidence import CERTAIN
from .scan import judge, options

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from ...git.repository import Repository
    from ...parameters.matches import FoundParameter, Literal
    from ...policy.acceptance import Acceptance, Row
    from .scan import ParameterScan

    Fact = tuple[str, str, str]

    AcceptedAt = Callable[[str], Acceptance]


class ParentFile(NamedTuple):
    """A parent's version of a file, called `path` there: its facts that nothing accepted, and the values it had.

    `certain` is how often each fact is an error there; `is_excepted` where an exception accepted the whole file.
    """

    path: bytes
    facts: dict[Fact, int]
    certain: dict[Fact, int]
    values: frozenset[tuple[Fact, str]]
    is_excepted: bool = False


class Surplus(NamedTuple):
    """How many occurrences of a fact are more than in any parent, and how many errors are."""

    more: int
    errors: int


class NewParameters(NamedTuple):
    """What is new in a file.

    `moved` is the path that the baseline has some of it under, `allowed` the one under which an exception of a parent
    accepts the file; b"" if there is none.
    """

    judged: ParameterScan
    found: list[FoundParameter]
    moved: bytes = b""
    allowed: bytes = b""


class ChangedValue(NamedTuple):
    """A literal in an accepted place, and the values under its name before, as Python writes them."""

    path: bytes
    cell: int | None
    literal: Literal
    before: set[str]


def new_parameters(
    repository: Repository, judged: Iterable[ParameterScan], known: Acceptance, accepted_at: AcceptedAt | None
) -> list[NewParameters]:
    """What is open of each file, and in no parent of the commit; all that is open where `accepted_at` is None.

    `accepted_at` gives what a commit accepts.
    """
    still = [(one, open_facts(path_text(one.path), one.findings.found, known)) for one in judged if one.findings]
    still = [(one, facts) for one, facts in still if facts]
    staged = [one.entry for one, _ in still if one.entry and one.entry.staged]
    before = _before(repository, staged, accepted_at) if staged and accepted_at else {}
    found = []
    for one, facts in still:
        versions = before.get(one.path, [])
        founds = one.findings.found if one.findings else ()
        surplus = _surplus(facts, certain_facts(founds), versions)
        left = _left(founds, surplus, versions)
        if left:
            found.append(NewParameters(one, left, _moved(one, surplus, versions, known), _allowed(one, versions)))
    return _renamed(found)


def _surplus(facts: dict[Fact, int], certain: dict[Fact, int], versions: list[ParentFile]) -> dict[Fact, Surplus]:
    """What of each fact is news: what stands more often than in any parent, and more often as an error.

    Where code around it makes an error of a warning, `--all-files` would fail after a commit that passed.
    """
    surplus = {}
    for key, count in facts.items():
        more = count - max((old.facts.get(key, 0) for old in versions), default=0)
        errors = min(count, certain.get(key, 0)) - max((old.certain.get(key, 0) for old in versions), default=0)
        if more > 0 or errors > 0:
            surplus[key] = Surplus(max(more, 0), max(errors, 0))
    return surplus


def changed_values(
    repository: Repository, judged: Iterable[ParameterScan], known: Acceptance, accepted_at: AcceptedAt
) -> list[ChangedValue]:
    """The literals whose value changes with the commit, where the baseline or an exception accepts their name."""
    scans = [(one, one.findings.found) for one in judged if one.findings and one.entry and one.entry.staged]
    before = _before(repository, [one.entry for one, _ in scans if one.entry], accepted_at) if scans else {}
    changed = []
    for one, founds in scans:
        path = path_text(one.path)
        rows, is_excepted = counts(known, path), known.has_exception(path)
        old: dict[Fact, set[str]] = {}
        for version in before.get(one.path, ()):
            for key, value in version.values:
                old.setdefault(key, set()).add(value)
        for found in founds:
            for literal in found.literals:
                key = fact(found, literal)
                is_other = key in old and repr(literal.value) not in old[key]
                if is_other and (is_excepted or key in rows) and not literal.secret and literal.value is not None:
                    changed.append(ChangedValue(one.path, found.cell, literal, old[key]))
    return changed


def _moved(one: ParameterScan, surplus: dict[Fact, Surplus], versions: list[ParentFile], known: Acceptance) -> bytes:
    """The other path of a version that has rows in the baseline for some of the surplus facts."""
    others = (old.path for old in versions if old.path != one.path)
    return next((path for path in others if surplus.keys() & counts(known, path_text(path)).keys()), b"")


def _allowed(one: ParameterScan, versions: list[ParentFile]) -> bytes:
    """The other path of a version that an exception accepted."""
    return next((old.path for old in versions if old.path != one.path and old.is_excepted), b"")


def _renamed(found: list[NewParameters]) -> list[NewParameters]:
    """Of a copy the rows stay where they are: `commitworthy baseline` follows renames alone."""
    if not any(new.moved for new in found):
        return found
    sources = {path: old.path for path, old in objects.renamed("HEAD").items()}
    return [new if sources.get(new.judged.path) == new.moved else new._replace(moved=b"") for new in found]


def _left(
    found: Iterable[FoundParameter], surplus: dict[Fact, Surplus], versions: list[ParentFile]
) -> list[FoundParameter]:
    """The findings cut down to what is news: of a fact first the values that are new, then the last ones."""
    places: dict[Fact, list[tuple[Literal, bool]]] = {}
    for one in found:
        for literal in one.literals:
            places.setdefault(fact(one, literal), []).append((literal, one.confidence == CERTAIN))
    # By identity: in two cells of a notebook the very same may stand at the same place.
    told: set[int] = set()
    for key, (more, errors) in surplus.items():
        stood = {value for old in versions for other, value in old.values if other == key}
        ordered = sorted(places[key], key=lambda place: repr(place[0].value) not in stood)
        told.update([id(literal) for literal, _ in ordered][len(ordered) - more :])
        certain = [id(literal) for literal, is_error in ordered if is_error]
        told.update(certain[len(certain) - errors :])
    cut = (one._replace(literals=tuple(literal for literal in one.literals if id(literal) in told)) for one in found)
    return [one for one in cut if one.literals]


def _before(repository: Repository, staged: list[Entry], accepted_at: AcceptedAt) -> dict[bytes, list[ParentFile]]:
    """The versions that the parents have of each staged file, under whatever name."""
    found: dict[bytes, list[ParentFile]] = {}
    for commit, files in objects.files_of_parents(repository):
        old = _old_entries(commit, files, staged)
        if not old:
            continue
        known = accepted_at(commit)
        chosen = options(known.policy.flag_parameters)
        for whole in objects.read_whole(repository, dict.fromkeys(old.values())):
            if isinstance(whole, Missing):
                continue
            judged = judge(whole.entry.path, whole.content, chosen, whole.entry)
            version = _version(judged, known) if judged else ParentFile(whole.entry.path, {}, {}, frozenset())
            for path in (path for path, entry in old.items() if entry == whole.entry):
                found.setdefault(path, []).append(version)
    return found


def _version(judged: ParameterScan, known: Acceptance) -> ParentFile:
    founds = judged.findings.found if judged.findings else ()
    values = frozenset((fact(one, literal), repr(literal.value)) for one in founds for literal in one.literals)
    facts = open_facts(path_text(judged.path), founds, known)
    certain = {key: min(count, facts.get(key, 0)) for key, count in certain_facts(founds).items()}
    return ParentFile(judged.path, facts, certain, values, known.has_exception(path_text(judged.path)))


def _old_entries(commit: str, files: Iterable[tuple[bytes, bytes]], staged: list[Entry]) -> dict[bytes, Entry]:
    """For each path the file it was in `commit`: the one of that name, of the same content, or that it grew out of."""
    paths = {entry.path: entry for entry in staged}
    blobs = {entry.blob: entry for entry in staged}
    found: dict[bytes, Entry] = {}
    copies: dict[bytes, Entry] = {}
    for path, blob in files:
        if path in paths:
            found[path] = Entry(path, blob)
        elif blob in blobs:
            copies.setdefault(blob, Entry(path, blob))
    for entry in staged:
        if entry.path not in found and entry.blob in copies:
            found[entry.path] = copies[entry.blob]
    if len(found) < len(staged):
        for path, old in objects.renamed(commit).items():
            if path in paths and path not in found:
                found[path] = old
    return found


# How often each parameter stands in a file, and how often it is accepted there.
#
# A fact is a rule, a scope and a name.  Lines may move and values change: neither makes a new fact, a second occurrence
# does.


HOOK = "flag-parameters"
_SEED = "PAR302"


def counts(accepted: Acceptance, path: str) -> Mapping[Fact, int]:
    """How often the baseline accepts each fact in a file; of two rows, as after a union merge, the larger holds."""
    largest: dict[Fact, int] = {}
    for row in accepted.rows.at(path):
        key = (row.rule, row.scope, row.name)
        largest[key] = max(row.times or 0, largest.get(key, 0))
    return largest


def fact(found: FoundParameter, literal: Literal) -> Fact:
    """Under the rule of the literal, which no other literal of its call may change.

    Seeds are one finding a file, wherever they stand in it, so theirs has no scope.
    """
    rule = literal.rule or found.rule
    return rule.name, "" if rule.code == _SEED else found.scope, literal.name


def facts(found: Iterable[FoundParameter]) -> dict[Fact, int]:
    """How often each fact stands there."""
    made: dict[Fact, int] = {}
    for one in found:
        for literal in one.literals:
            key = fact(one, literal)
            made[key] = made.get(key, 0) + 1
    return made


def certain_facts(found: Iterable[FoundParameter]) -> dict[Fact, int]:
    """How often each fact stands there as an error."""
    return facts(one for one in found if one.confidence == CERTAIN)


def open_facts(path: str, found: Iterable[FoundParameter], accepted: Acceptance) -> dict[Fact, int]:
    """How often each fact stands there beyond what is accepted; nothing in a file that an exception covers."""
    standing = facts(found)
    if not standing or accepted.has_exception(path):
        return {}
    allowed = counts(accepted, path)
    return {key: count - allowed.get(key, 0) for key, count in standing.items() if count > allowed.get(key, 0)}


def rows(path: str, found: Iterable[FoundParameter]) -> list[Row]:
    """What a baseline says of a file."""
    from ...policy.acceptance import Row

    return [
        Row(HOOK, rule, path, scope=scope, name=name, times=count)
        for (rule, scope, name), count in facts(found).items()
    ]
