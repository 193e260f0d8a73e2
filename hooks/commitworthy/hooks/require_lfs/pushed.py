"""What require-lfs has against the tree at each tip of a push, and the other end does not show as badly already.

Every commit of a push is judged for its blobs; whether pointers and routes agree is asked of the newest tree alone,
since one more commit fixes that.  Of that tree only what is otherwise than at the other end is looked at.
"""

from __future__ import annotations

from ...base.namedtuple import TYPE_CHECKING, NamedTuple
from ...git import attributes, objects, ranges
from ...git.index import Entry
from ...git.ranges import IntroducedBlob
from ..push_context import accepted_at, accepted_now, before_policy
from . import routes, rules
from .rules import HOOK

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from ...base.findings import Finding, Remedy
    from ...blobs.history import HistoryEntry, RangeScan
    from ...git.ranges import Commit
    from ...git.refs import Tip
    from ...git.repository import Repository
    from ...remedies.rewriting import RemediationPlan
    from ..push_context import PolicyGroup, Push
    from .parents import TipState
    from .routes import LfsViolation

_DVC = b".dvc"
# No later commit fixes these: the file is in history, or what its pointer stands for is uploaded all the same.
# A raw file under a route that came later was within the limits when it was committed, and may stay in history.
_IN_HISTORY = (rules.UNROUTED, rules.LARGE)


class _TipTree(NamedTuple):
    """The tree of a tip: all its files, and what is wrong in it."""

    tip: Tip
    files: list[Entry]
    violations: list[LfsViolation]


class _Fresh(NamedTuple):
    """What no other commit has at the same path under the same route; `absent` are attributes files not here."""

    entries: list[Entry]
    absent: set[Entry]


class _CommitFilters:
    """Filters as commits have them: of all tips at once, and of all commits at the other end."""

    def __init__(self, queries: attributes.AttributeQueries, *groups: list[str]) -> None:
        self._queries = queries
        self._groups = groups
        self._states: dict[str, attributes.AttributeState] = {}

    def filters(self, commit: str, paths: list[bytes]) -> dict[bytes, str]:
        """The `filter` of each path."""
        if commit not in self._states:
            group = next(group for group in self._groups if commit in group)
            self._states |= {member: tuple(attributes.files(member)) for member in group}
            self._queries.add(self._states[member] for member in group)
        return self._queries.filters(self._states[commit], paths)


class _OtherEnd(NamedTuple):
    """The commits just outside of the push, and the filters of these and of the tips."""

    edges: list[str]
    filters: _CommitFilters


def check_pushed(push: Push, group: PolicyGroup, scan: RangeScan) -> list[Finding]:
    """A finding for each violation at the tips, but for the blobs that are refused already."""
    edges = ranges.edges(group.wanted) if group.has_known() else []
    tips, edges = _new_tips(group.tips, edges), edges[: ranges.MOST_EDGES]
    queries = attributes.AttributeQueries(push.repository)
    try:
        filters = _CommitFilters(queries, [tip.id for tip in tips], edges)
        tip_trees = list(_tip_trees(push, group, scan, tips, _OtherEnd(edges, filters)))
    finally:
        queries.close()
    return _findings(push, group, tip_trees) if tip_trees else []


def _tip_trees(
    push: Push, group: PolicyGroup, scan: RangeScan, tips: list[Tip], other: _OtherEnd
) -> Iterator[_TipTree]:
    """Trees with something to say; files whose blobs are not here are added to those of the scan."""
    seen: set[object] = set()
    before: list[str] = []
    for tip in tips:
        fresh = _fresh(tip.id, [*before, *other.edges], other.filters)
        violations, absent = _judged(push, tip.id, fresh, group, other.filters)
        for entry in sorted(absent):
            scan.missing.setdefault(entry.blob, IntroducedBlob(tip.id.encode(), entry.path, entry.blob))
        violations = [one for one in violations if one.entry.blob not in scan.refused and _key(one) not in seen]
        seen.update(map(_key, violations))
        violations = _new_to_remote(push, group, tip.id, violations, other) if violations else []
        if violations:
            yield _TipTree(tip, _files(tip.id), violations)
        # What this one shows is settled, and the next is likely to be near to it.
        before = [tip.id]


def _new_to_remote(
    push: Push, group: PolicyGroup, tip: str, violations: list[LfsViolation], other: _OtherEnd
) -> list[LfsViolation]:
    """What is not accepted, has its home in LFS, and is not as bad at the other end."""
    from . import parents

    def state_of(commit: str) -> TipState:
        return parents.TipState(accepted_at(push, group, HOOK, commit), commit, other.filters.filters)

    now = parents.TipState(accepted_now(group, HOOK), tip)
    return parents.new_violations(push.repository, parents.standing(violations, now), other.edges, state_of)


def _new_tips(tips: Iterable[Tip], edges: Iterable[str]) -> list[Tip]:
    """Each commit that is new to the other end once, under the name of a branch where it has one."""
    by_commit: dict[str, Tip] = {}
    for tip in sorted(tips, key=lambda tip: tip.update.ref.startswith("refs/tags/")):
        if tip.kind == "commit":
            by_commit.setdefault(tip.id, tip)
    for edge in edges:
        by_commit.pop(edge, None)
    return list(by_commit.values())


def _key(violation: LfsViolation) -> object:
    line = violation.lint.line.text if violation.lint else ""
    return violation.rule, violation.entry.path, violation.entry.blob, violation.owner, line


def _fresh(tip: str, others: Iterable[str], filters: _CommitFilters) -> _Fresh:
    left: set[Entry] | None = None
    files: list[Entry] = []
    absent: set[Entry] = set()
    for other in others:
        changes = list(ranges.differing(tip, other))
        new = {Entry(change.path, change.blob) for change in changes if isinstance(change, IntroducedBlob)}
        paths = [change.path for change in changes]
        touched = [path for path in paths if attributes.is_file(path)]
        if touched:
            files = files or _files(tip)
            before = _files(other)
            hidden = _hidden(files) + _hidden(before)
            absent.update(hidden)
            if not hidden:
                folders = tuple(path[: -len(attributes.FILE)] for path in touched)
                same = [entry for entry in set(files).intersection(before) if entry.path.startswith(folders)]
                new.update(_moved(same, tip, other, filters))
        left = new if left is None else left & new
        if not left:
            return _Fresh([], absent)
    return _Fresh(_files(tip) if left is None else sorted(left), absent)


def _files(commit: str, endings: tuple[bytes, ...] = (b"",)) -> list[Entry]:
    return [Entry(path, blob) for path, blob in objects.files(commit, endings)]


def _moved(same: list[Entry], tip: str, other: str, filters: _CommitFilters) -> Iterator[Entry]:
    """Of the files that are as they were those with another route, since attributes files are not as they were."""
    paths = [entry.path for entry in same]
    now, then = filters.filters(tip, paths), filters.filters(other, paths)
    return (entry for entry in same if now[entry.path] != then[entry.path])


def _hidden(files: Iterable[Entry]) -> list[Entry]:
    """The attributes files that are not here."""
    routing_files = [entry for entry in files if attributes.is_file(entry.path)]
    sizes = objects.sizes_of(entry.blob for entry in routing_files)
    return [entry for entry in routing_files if sizes[entry.blob] is None]


def _judged(
    push: Push, tip: str, fresh: _Fresh, group: PolicyGroup, filters: _CommitFilters
) -> tuple[list[LfsViolation], set[Entry]]:
    """What is wrong with the fresh ones, and what is not here; nothing where the routes themselves are not here."""
    entries, absent = fresh
    # All entries of a large tree cost more than to judge a few.
    guides = _files(tip, (attributes.FILE, _DVC)) if entries else []
    hidden = _hidden(guides)
    if hidden or not entries:
        return [], absent.union(hidden)
    values = filters.filters(tip, [entry.path for entry in entries])
    violations, missing = routes.of_commit(push.repository, entries, values, group.policy)
    violations += [*_dead_lines(entries), *_tracked_twice(push.repository, tip, guides, entries)]
    return violations, absent.union(missing)


def _dead_lines(fresh: list[Entry]) -> list[LfsViolation]:
    """Lines of attributes files that do nothing; what only warns was said at the commit."""
    if not any(attributes.is_file(entry.path) for entry in fresh):
        return []
    from . import lines

    return [violation for violation in lines.find(fresh) if violation.rule not in rules.WARNINGS]


def _tracked_twice(repository: Repository, tip: str, guides: list[Entry], fresh: list[Entry]) -> list[LfsViolation]:
    """Paths that a `.dvc` file claims, where either of both is fresh."""
    claims = [entry for entry in guides if entry.path.endswith(_DVC)]
    if not claims:
        return []
    from . import dvc_claims

    paths = {entry.path for entry in fresh}
    twice = dvc_claims.tracked_twice(repository, claims, {entry.path: entry for entry in _files(tip)})
    return [violation for violation in twice if violation.entry.path in paths or violation.owner in paths]


# From violations to findings: each names its commit.


def _findings(push: Push, group: PolicyGroup, tip_trees: list[_TipTree]) -> list[Finding]:
    """A finding for each violation; one removal serves all that must go from history."""
    from ...blobs import history
    from ...remedies import rewriting
    from . import messages, remedies

    target = rewriting.push_target(push.repository, group.wanted, group.tips, at_server=push.at_server)
    accepted = accepted_now(group, HOOK)
    entries = _history_entries(group, tip_trees)
    shared = None
    if entries:
        to_lfs = [entry for entry in entries.values() if entry.violation.rule != rules.LARGE]
        older = before_policy(group, (entry.commit.id for entry in entries.values() if entry.commit))
        shared = rewriting.plan(push.repository, list(entries.values()), to_lfs, target, older)
    commits = ranges.describe(tree.tip.id.encode() for tree in tip_trees)
    findings = []
    for tree in tip_trees:
        tip_commit = commits[tree.tip.id.encode()]
        cases = messages.cases_of(sorted(tree.violations, key=_place), accepted, tree.files)
        on_top = remedies.on_top(tree.tip, tree.files, cases, target)
        for case in cases:
            entry = entries.get(_place(case.violation))
            if entry and shared:
                cited = case._replace(place=entry.place, notes=(*entry.notes(), *case.notes))
                ways, commit, introduced = _from_history(entry, shared, group), entry.commit, entry.introduced
            else:
                cited = case._replace(notes=(*case.notes, f"at {_cited(tree.tip, tip_commit)}"))
                ways, commit, introduced = remedies.remedies_of(case, on_top), None, []
            facts = history.facts(commit or tip_commit, case.violation.entry.blob, introduced, in_tip=True)
            findings.append(messages.finding(push.hook, cited, group.policy, ways, facts))
    return findings


def _place(violation: LfsViolation) -> tuple[bytes, bytes]:
    return violation.entry.path, violation.entry.blob


def _cited(tip: Tip, commit: Commit) -> str:
    from ...blobs import history

    name = tip.update.ref.removeprefix("refs/heads/").removeprefix("refs/tags/")
    cited = history.cited(commit)
    return f"the tip of {name}, {cited}" if name != tip.update.ref else cited


def _history_entries(group: PolicyGroup, tip_trees: list[_TipTree]) -> dict[tuple[bytes, bytes], HistoryEntry]:
    """By path and blob, where in history those are that the push brings and that must go from it."""
    violations = [violation for tree in tip_trees for violation in tree.violations if violation.rule in _IN_HISTORY]
    if not violations:
        return {}
    from ...blobs import history
    from ...blobs.judge import Violation
    from ...formats.detect import Detection

    introduced = ranges.introducing_commits(group.wanted, {violation.entry.blob for violation in violations})
    pushed = {}
    for violation in violations:
        entry, changes = violation.entry, introduced[violation.entry.blob]
        if changes:
            first = next((change for change in changes if change.path == entry.path), changes[0])
            sniff = violation.sniff or Detection("pointer", "git-lfs", "a Git LFS pointer", "content", False)
            raw = Violation(entry, violation.rule, violation.size, None, sniff)
            pushed[_place(violation)] = history.PushViolation(raw, first._replace(path=entry.path))
    found = history.history_entries(group.wanted, list(pushed.values())) if pushed else []
    return dict(zip(pushed, found, strict=True))


def _from_history(entry: HistoryEntry, shared: RemediationPlan, group: PolicyGroup) -> tuple[Remedy, ...]:
    """The remedies of check-push.  An exception of block-artifacts serves both hooks, where that has a limit too."""
    from ...remedies import rewriting
    from .remedies import ALLOW_LFS

    violation = entry.violation
    if violation.rule == rules.LARGE:
        return rewriting.remedies_of(entry, "", shared, ALLOW_LFS)
    limit = group.policy.block_artifacts.limit(violation.sniff.family)
    return rewriting.remedies_of(entry, "lfs", shared, ALLOW_LFS if limit is None or violation.size <= limit else ())
