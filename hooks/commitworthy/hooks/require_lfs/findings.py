"""From misfits to findings: what is said, with what facts, and what to do."""

from __future__ import annotations

import os

from ...base.findings import BLOB, ERROR, WARNING, Finding, path_text
from ...base.namedtuple import TYPE_CHECKING
from ...formats import damaged_pointers, pointers, routes
from ...formats.detect import is_fixture
from ...git import attributes, index, objects
from ...remedies import environment, pointer_repair
from . import lines as lfs_lines
from . import remedies, rules
from .accepted import HOOK, expired_note
from .messages import Case, is_raw, message, routes_for
from .remedies import Clone

if TYPE_CHECKING:
    from ...base.findings import Rule
    from ...git.repository import Repository
    from ...policy.acceptance import Acceptance
    from ...policy.settings import Policy
    from .routes import AttributesChange, LfsViolation


# For those who have the hooks one by one; in one process each blob is refused once.
_TWICE_TOLD = "block-artifacts refuses it too, and one way out serves both"
_NEED_A_LINE = (rules.UNROUTED, rules.ORPHANED, rules.MISROUTED)


def cases(repository: Repository, misfits: list[LfsViolation], accepted: Acceptance) -> list[Case]:
    """The misfits under the rules that name their causes; artifacts of one type as one case."""
    paths = [misfit.entry.path for misfit in misfits]
    of_clone = attributes.filters(repository, paths, attributes.of_clone(repository))
    on_disk = attributes.filters(repository, paths, attributes.of_work_tree(repository))
    needing = [misfit for misfit in misfits if misfit.rule in _NEED_A_LINE and not misfit.damage]
    lines = routes_for(misfit for misfit in needing if is_raw(misfit))
    # The line for a pointer must not take in raw files, which would then be wrong themselves.
    lines |= routes_for(misfit for misfit in needing if not is_raw(misfit))
    hints = lfs_lines.Hints(index.like(".gitattributes") if lines else [])
    found = []
    for misfit in misfits:
        path = misfit.entry.path
        rule = _cause(misfit, of_clone[path], on_disk[path])
        notes = (expired_note(misfit, accepted), hints.of(path) if path in lines else "")
        made = Case(misfit, rule, (path,), lines.get(path), on_disk[path], tuple(note for note in notes if note))
        found.append(made)
    return _by_type(found)


def _cause(misfit: LfsViolation, of_clone: str, on_disk: str) -> Rule:
    """The rule as this clone sees it: a route that is here, but not where everybody has it."""
    if misfit.rule not in _NEED_A_LINE or misfit.damage:
        return misfit.rule
    if of_clone == "lfs":
        return rules.PRIVATE
    blob, route = routes.blob_of(misfit.pointer), routes.route_of(misfit.value)
    return rules.BY_NAME[routes.rule(blob, route, on_disk == "lfs")]


def _by_type(found: list[Case]) -> list[Case]:
    """Of unrouted artifacts one case for each line that would route them."""
    grouped: dict[object, list[Case]] = {}
    for case in sorted(found, key=lambda case: case.paths):
        key: object = (case.paths, case.rule, case.misfit.lint)
        if case.rule == rules.UNROUTED and case.route is not None:
            key = (case.route.place, case.route.type, is_fixture(case.paths[0]))
        grouped.setdefault(key, []).append(case)
    return [_joined(*several) for several in grouped.values()]


def _joined(first: Case, *others: Case) -> Case:
    if not others:
        return first
    route, paths = first.route, [*first.paths]
    for other in others:
        route = route.joined(other.route) if route and other.route else route
        paths.extend(other.paths)
    notes = next((one.notes for one in (first, *others) if one.notes), ())
    return first._replace(paths=tuple(paths), route=route, notes=notes)


def findings(found: list[Case], policy: Policy, around: Clone) -> list[Finding]:
    """One finding for each case."""
    return [_finding(case, policy, around) for case in found]


def _finding(case: Case, policy: Policy, around: Clone) -> Finding:
    lint = case.misfit.lint
    if case.rule == rules.UNROUTED and not case.done and remedies.is_refused_too(case, policy.block_artifacts):
        case = case._replace(notes=(*case.notes, _TWICE_TOLD))
    return Finding(
        HOOK,
        case.rule,
        message(case, policy.require_lfs.max_size),
        case.paths[0].decode("utf-8", "surrogateescape"),
        WARNING if case.rule in rules.WARNINGS else ERROR,
        line=lint.line.number if lint else None,
        remedies=remedies.ways_out(case, around),
        facts=facts(case, policy),
        scope=BLOB,
    )


def facts(case: Case, policy: Policy) -> dict[str, object]:
    """The further keys of the JSON line; `routes` are the attribute lines to write, `files` all that it is about."""
    misfit, sniff = case.misfit, case.misfit.sniff
    return {
        "size": misfit.size,
        "limit": policy.require_lfs.max_size if case.rule == rules.LARGE else None,
        "family": sniff.family if sniff else None,
        "format": sniff.format if sniff else None,
        "evidence": sniff.evidence if sniff else None,
        "pointer": misfit.pointer is not None,
        "filter": misfit.value,
        "routes": list(case.route.lines) if case.route else [],
        "files": [path.decode("utf-8", "surrogateescape") for path in case.paths],
    }


def clone(
    repository: Repository, found: list[Case], policy: Policy, change: AttributesChange, *, has_baseline: bool
) -> Clone:
    """What the remedies need to know of this clone."""
    paths = [path for case in found for path in case.paths]
    places = {case.route.place for case in found if case.route}
    lying, canonical = _pointers_on_disk(repository, found)
    around = environment.look(repository, paths)
    broken = [case.paths[0] for case in found if case.misfit.damage]
    return Clone(
        around._replace(obstacles={**around.obstacles, **environment.obstacles(repository, places)}),
        policy.block_artifacts,
        has_baseline,
        frozenset(
            place
            for place in places
            if environment.is_open(repository.on_disk(place.encode("utf-8", "surrogateescape")))
        ),
        _off_index(),
        tuple(path_text(entry.path) for entry in (*change.changes, *change.removed) if attributes.is_file(entry.path)),
        lying,
        bool(os.environ.get("PRE_COMMIT")),
        canonical,
        pointer_repair.good_versions(broken),
        pointer_repair.on_disk(repository, broken),
    )


def _pointers_on_disk(repository: Repository, found: list[Case]) -> tuple[frozenset[bytes], dict[bytes, bytes]]:
    """Paths whose file on disk is a pointer too, and of loose ones the canonical text."""
    lying, canonical = set(), {}
    for case in found:
        path = case.paths[0]
        if case.misfit.pointer is None:
            continue
        if case.rule == rules.LOOSE:
            canonical[path] = pointers.canonical(objects.content(case.misfit.entry.blob))
        if _lies_as_pointer(repository.on_disk(path)):
            lying.add(path)
    return frozenset(lying), canonical


def _lies_as_pointer(place: bytes) -> bool:
    try:
        # A pipe would never end.
        if not os.path.isfile(place):
            return False
        with open(place, "rb") as file:
            head = file.read(damaged_pointers.LARGEST + 1)
    except OSError:
        return False
    return pointer_repair.is_text_of_one(head, len(head))


def _off_index() -> tuple[str, ...]:
    """Attributes files on disk that differ from the index, or are not in it."""
    answer = index.untracked_like(".gitattributes")
    differing = [path for path in index.differing_on_disk() if attributes.is_file(path)]
    return tuple(sorted(path_text(path) for path in (*differing, *answer)))
