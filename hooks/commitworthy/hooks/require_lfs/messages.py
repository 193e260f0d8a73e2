"""What require-lfs says of a violation: as a finding of a work tree, or of a push."""

from __future__ import annotations

from ...base import wording
from ...base.findings import BLOB, ERROR, WARNING, Finding, path_text
from ...base.namedtuple import TYPE_CHECKING, NamedTuple
from ...base.wording import capitalised
from ...formats.detect import is_fixture
from ...git import attributes, index
from ...remedies import pointer_repair
from . import remedies, rules
from .accepted import expired_note
from .lines import Hints, routes_for
from .rules import HOOK

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from ...base.findings import Remedy, Rule
    from ...git.index import Entry
    from ...git.repository import Repository
    from ...policy.acceptance import Acceptance
    from ...policy.settings import Policy
    from .lines import Route
    from .remedies import WorkTree
    from .routes import LfsViolation

_NEED_A_LINE = (rules.UNROUTED, rules.ORPHANED, rules.MISROUTED)
# For those who run the hooks one by one; in one process each blob is refused once.
_REFUSED_TOO = "also reported by block-artifacts; one fix covers both"


class Case(NamedTuple):
    """A violation with what explains it: `rule` is what it is called here.

    `paths` are all that share the finding, the violation's own first; `route` is the line that they lack.  `on_disk` is
    the filter by the attributes files on disk.  `done` is what --fix did: "written" or "staged".  `place` tells where
    in history the blob is, such as "committed in 1a2b3c4"; "" for what is staged or tracked.
    """

    violation: LfsViolation
    rule: Rule
    paths: tuple[bytes, ...]
    route: Route | None = None
    on_disk: str = "lfs"
    notes: tuple[str, ...] = ()
    done: str = ""
    place: str = ""

    @property
    def path(self) -> str:
        """That of the violation as text; undecodable bytes as surrogate escapes."""
        return path_text(self.paths[0])


def cases_of(violations: list[LfsViolation], accepted: Acceptance, tracked: list[Entry] | None = None) -> list[Case]:
    """Each violation with the line that it lacks; `tracked` are all files of a commit, without it the index counts."""
    needing = [violation for violation in violations if violation.rule in _NEED_A_LINE and not violation.damage]
    lines = routes_for((violation for violation in needing if violation.is_raw()), tracked)
    # The line for a pointer must not take in raw files, which would then be wrong themselves.
    lines |= routes_for((violation for violation in needing if not violation.is_raw()), tracked)
    files = index.like(".gitattributes") if lines and tracked is None else tracked or []
    hints = Hints(files if lines else [])
    cases = []
    for violation in violations:
        path = violation.entry.path
        notes = (expired_note(violation, accepted), hints.of(path) if path in lines else "")
        cases.append(Case(violation, violation.rule, (path,), lines.get(path), notes=tuple(filter(None, notes))))
    return cases


def cases_in_clone(repository: Repository, violations: list[LfsViolation], accepted: Acceptance) -> list[Case]:
    """The same as this clone sees them, under rules that name their causes; artifacts of one type as one case."""
    paths = [violation.entry.path for violation in violations]
    of_clone = attributes.filters(repository, paths, attributes.of_clone(repository))
    on_disk = attributes.filters(repository, paths, attributes.of_work_tree(repository))
    grouped: dict[object, list[Case]] = {}
    for case in sorted(cases_of(violations, accepted), key=lambda case: case.paths):
        path = case.paths[0]
        rule = _cause(case.violation, of_clone[path], on_disk[path])
        key: object = (path, rule, case.violation.lint)
        if rule == rules.UNROUTED and case.route is not None:
            key = (case.route.place, case.route.type, is_fixture(path))
        grouped.setdefault(key, []).append(case._replace(rule=rule, on_disk=on_disk[path]))
    return [_joined(*several) for several in grouped.values()]


def _cause(violation: LfsViolation, of_clone: str, on_disk: str) -> Rule:
    """The rule as this clone sees it: a route that is here, but not where everybody has it."""
    if violation.rule not in _NEED_A_LINE or violation.damage:
        return violation.rule
    if of_clone == "lfs":
        return rules.PRIVATE
    blob, route = rules.blob_of(violation.pointer), rules.route_of(violation.value)
    return rules.BY_NAME[rules.rule(blob, route, on_disk == "lfs")]


def _joined(first: Case, *others: Case) -> Case:
    if not others:
        return first
    route, paths = first.route, [*first.paths]
    for other in others:
        route = route.joined(other.route) if route and other.route else route
        paths.extend(other.paths)
    notes = next((case.notes for case in (first, *others) if case.notes), ())
    return first._replace(paths=tuple(paths), route=route, notes=notes)


def findings(cases: list[Case], policy: Policy, tree: WorkTree) -> list[Finding]:
    """One finding for each case of a work tree."""
    limits = policy.block_artifacts
    noted = [
        case._replace(notes=(*case.notes, _REFUSED_TOO))
        if case.rule == rules.UNROUTED and not case.done and remedies.is_refused_too(case, limits)
        else case
        for case in cases
    ]
    return [finding(HOOK, case, policy, remedies.remedies_of(case, tree)) for case in noted]


def finding(
    hook: str, case: Case, policy: Policy, ways_out: tuple[Remedy, ...], facts: Mapping[str, object] = {}
) -> Finding:
    """The finding of a case; `facts` are what is known beside those of every case.

    Keys of the JSON line are `routes`, the attribute lines to write, and `files`, all that it is about.
    """
    violation, sniff = case.violation, case.violation.sniff
    max_size = policy.require_lfs.max_size
    return Finding(
        hook,
        case.rule,
        message(case, max_size),
        case.path,
        WARNING if case.rule in rules.WARNINGS else ERROR,
        line=violation.lint.line.number if violation.lint else None,
        remedies=ways_out,
        facts={
            "size": violation.size,
            "limit": max_size if case.rule == rules.LARGE else None,
            "family": sniff.family if sniff else None,
            "format": sniff.format if sniff else None,
            "evidence": sniff.evidence if sniff else None,
            "pointer": violation.pointer is not None,
            "filter": violation.value,
            "routes": list(case.route.lines) if case.route else [],
            "files": [path_text(path) for path in case.paths],
            **facts,
        },
        scope=BLOB,
    )


def message(case: Case, max_size: int | None = None) -> str:
    """One sentence: fact, number, limit; then what else is known."""
    fact = _large(case, max_size or 0) if case.rule == rules.LARGE else _MESSAGES[case.rule.code](case)
    return "; ".join([fact, *case.notes]) + "."


def _the(case: Case, noun: str) -> str:
    return f"the {noun} {case.place}" if case.place else f"the {case.violation.entry.state} {noun}"


def _pointer(violation: LfsViolation) -> str:
    if violation.damage:
        return pointer_repair.described(violation.damage)
    size = violation.pointer.size if violation.pointer else None
    return "a Git LFS pointer" if size is None else f"a Git LFS pointer to {wording.show(size)}"


def _unrouted(case: Case) -> str:
    violation = case.violation
    assert violation.sniff is not None
    assert case.route is not None
    more, where = len(case.paths) - 1, case.place or violation.entry.state
    others = "" if not more else f", as {'is' if more == 1 else 'are'} {wording.counted(more, 'more file')} of its type"
    what = f"{capitalised(violation.sniff.label)}, {wording.show(violation.size)}, {where} as an ordinary git blob"
    return f"{what}{others}: {_no_route(violation, case.route)}"


def _no_route(violation: LfsViolation, route: Route) -> str:
    if violation.value == "unset":
        return f"{route.place} excludes it from Git LFS (-filter)"
    if violation.value in ("unspecified", "set", ""):
        files = route.patterns[0] if len(route.patterns) == 1 else "them"
        return f"no line in {route.place} sends {files} to Git LFS"
    return f"{route.place} sends it to the filter {violation.value}, not to Git LFS"


def _not_a_pointer(case: Case) -> str:
    violation = case.violation
    fact = "The staged .gitattributes routes" if case.on_disk != "lfs" else ".gitattributes routes"
    kept = f"the file itself ({wording.show(violation.size)})"
    if violation.damage:
        kept = pointer_repair.described(violation.damage)
    elif violation.sniff is not None and violation.sniff.family == "pointer":
        kept = f"{violation.sniff.label} ({wording.show(violation.size)})"
    disk = ", and the .gitattributes on disk no longer does" if case.on_disk != "lfs" else ""
    return f"{fact} this to Git LFS, but {_the(case, 'blob')} is {kept}{disk}"


def _unstaged(case: Case) -> str:
    violation = case.violation
    fact = "Only the .gitattributes on disk routes this to Git LFS, not the staged one"
    return f"{fact}: {_lost(violation)}"


def _private(case: Case) -> str:
    fact = "Only attributes that are private to this clone route this to Git LFS (info/attributes, core.attributesFile)"
    return f"{fact}: {_lost(case.violation)}"


def _lost(violation: LfsViolation) -> str:
    if violation.is_raw():
        return f"the {violation.entry.state} blob is the file itself ({wording.show(violation.size)})"
    return "everyone else would get the pointer in place of the file"


def _orphaned(case: Case) -> str:
    lacking = "excludes it from Git LFS (-filter)" if case.violation.value == "unset" else "does not route it"
    fact = f"{capitalised(_pointer(case.violation))}, but .gitattributes {lacking}"
    return f"{fact}: everyone would get the pointer in place of the file"


def _misrouted(case: Case) -> str:
    violation = case.violation
    return (
        f"{capitalised(_pointer(violation))}, but .gitattributes routes it to the filter {violation.value}, not to lfs"
    )


def _loose(case: Case) -> str:
    pointer = capitalised(_pointer(case.violation))
    return f"{pointer} that is not canonical ({case.violation.note}): it shows as modified in every clone"


def _large(case: Case, limit: int) -> str:
    size, most = wording.show_apart(case.violation.size, limit)
    return f"{capitalised(size)} in Git LFS, says {_the(case, 'pointer')} (limit {most})"


def _absent(case: Case) -> str:
    fact = f"{capitalised(_pointer(case.violation))} whose content is neither in this clone nor in HEAD"
    return f"{fact}: the push fails unless the server has it"


def _twice(case: Case) -> str:
    owner = case.violation.owner.decode("utf-8", "surrogateescape")
    place = case.violation.note
    what = "It is" if place == case.paths[0].decode("utf-8", "surrogateescape") else f"The folder {place} is"
    return f"{what} in git, and also an output of {owner}, which tracks it with DVC"


def _lint(case: Case) -> str:
    lint = case.violation.lint
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
