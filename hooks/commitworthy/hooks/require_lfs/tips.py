"""What require-lfs has against the tree at each tip of a push, and the other end does not show as badly already.

Every commit of a push is judged for its blobs; whether pointers and routes agree is asked of the newest tree alone,
since one more commit mends that.  Of that tree only what is otherwise than at the other end is looked at.
"""

from __future__ import annotations

from ...base.namedtuple import TYPE_CHECKING, NamedTuple
from ...git import attributes, objects, ranges, trees
from ...git.index import Entry
from ...git.ranges import IntroducedBlob
from ...policy.acceptance import acceptance
from . import routes

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from ...git.refs import Tip
    from ...git.repository import Repository
    from ..check_push.checks import PolicyGroup
    from .parents import TipState
    from .routes import LfsViolation

_DVC = b".dvc"


class TipTree(NamedTuple):
    """The tree of a tip: all its files, and what is wrong in it."""

    tip: Tip
    files: list[Entry]
    misfits: list[LfsViolation]


class TipScan(NamedTuple):
    """Trees with something to say, and files whose blobs are not here."""

    trees: list[TipTree]
    missing: list[IntroducedBlob]


class _Fresh(NamedTuple):
    """What no other commit has at the same path under the same route; `absent` are attributes files not here."""

    entries: list[Entry]
    absent: set[Entry]


class _Other(NamedTuple):
    """The other end: the commits just outside of the push, how to tell the state of each; and the filters of all."""

    edges: list[str]
    state_of: Callable[[str], TipState]
    routes: _Routes


class _Routes:
    """Filters as commits have them: of all tips at once, and of all commits at the other end."""

    def __init__(self, several: attributes.AttributeQueries, *groups: list[str]) -> None:
        self._several = several
        self._groups = groups
        self._states: dict[str, attributes.AttributeState] = {}

    def filters(self, commit: str, paths: list[bytes]) -> dict[bytes, str]:
        """The `filter` of each path."""
        if commit not in self._states:
            group = next(group for group in self._groups if commit in group)
            self._states |= {one: tuple(attributes.files(one)) for one in group}
            self._several.add(self._states[one] for one in group)
        return self._several.filters(self._states[commit], paths)


def find(
    repository: Repository, part: PolicyGroup, said: frozenset[bytes], state_of: Callable[[str], TipState]
) -> TipScan:
    """Judge each tip by the policy of the part; of the blobs in `said` enough is said already."""
    wanted = part.wanted()
    edges = ranges.edges(wanted) if wanted.known or wanted.alternates else []
    tips, edges = _tips(part.tips, edges), edges[: ranges.MOST_EDGES]
    several = attributes.AttributeQueries(repository)
    try:
        routes = _Routes(several, [tip.id for tip in tips], edges)
        return _find(repository, tips, part, said, _Other(edges, state_of, routes))
    finally:
        several.close()


def _find(repository: Repository, tips: list[Tip], part: PolicyGroup, said: frozenset[bytes], other: _Other) -> TipScan:
    found = TipScan([], [])
    told: set[object] = set()
    before: list[str] = []
    for tip in tips:
        fresh = _fresh(tip.id, [*before, *other.edges], other.routes)
        misfits, absent = _judged(repository, tip.id, fresh, part, other.routes)
        found.missing.extend(IntroducedBlob(tip.id.encode(), entry.path, entry.blob) for entry in sorted(absent))
        misfits = [one for one in misfits if one.entry.blob not in said and _key(one) not in told]
        told.update(map(_key, misfits))
        misfits = _news(repository, tip.id, misfits, part, other) if misfits else []
        found.trees.extend([TipTree(tip, _files(tip.id), misfits)] if misfits else [])
        # What this one shows is settled, and the next is likely to be near to it.
        before = [tip.id]
    return found


def _news(
    repository: Repository, tip: str, misfits: list[LfsViolation], part: PolicyGroup, other: _Other
) -> list[LfsViolation]:
    """What is not accepted, has its home in LFS, and is not as bad at the other end."""
    from . import parents

    state = parents.TipState(acceptance("require-lfs", part.policy, part.baseline), tip)
    misfits = parents.standing(misfits, state)

    def state_of(commit: str) -> TipState:
        return other.state_of(commit)._replace(filters_of=other.routes.filters)

    return parents.new_violations(repository, misfits, other.edges, state_of)


def _tips(tips: Iterable[Tip], edges: Iterable[str]) -> list[Tip]:
    """Each commit that is new to the other end once, under the name of a branch where it has one."""
    found: dict[str, Tip] = {}
    for tip in sorted(tips, key=lambda tip: tip.update.ref.startswith("refs/tags/")):
        if tip.kind == "commit":
            found.setdefault(tip.id, tip)
    for edge in edges:
        found.pop(edge, None)
    return list(found.values())


def _key(misfit: LfsViolation) -> object:
    line = misfit.lint.line.text if misfit.lint else ""
    return misfit.rule, misfit.entry.path, misfit.entry.blob, misfit.owner, line


def _fresh(tip: str, others: Iterable[str], routes: _Routes) -> _Fresh:
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
                new.update(_moved(same, tip, other, routes))
        left = new if left is None else left & new
        if not left:
            return _Fresh([], absent)
    return _Fresh(_files(tip) if left is None else sorted(left), absent)


def _files(commit: str, endings: tuple[bytes, ...] = (b"",)) -> list[Entry]:
    return [Entry(path, blob) for path, blob in trees.files(commit, endings)]


def _moved(same: list[Entry], tip: str, other: str, routes: _Routes) -> Iterator[Entry]:
    """Of the files that are as they were those with another route, since attributes files are not as they were."""
    paths = [entry.path for entry in same]
    now, then = routes.filters(tip, paths), routes.filters(other, paths)
    return (entry for entry in same if now[entry.path] != then[entry.path])


def _hidden(files: Iterable[Entry]) -> list[Entry]:
    """The attributes files that are not here."""
    routing_files = [entry for entry in files if attributes.is_file(entry.path)]
    sizes = objects.sizes_of(entry.blob for entry in routing_files)
    return [entry for entry in routing_files if sizes[entry.blob] is None]


def _judged(
    repository: Repository, tip: str, fresh: _Fresh, part: PolicyGroup, known: _Routes
) -> tuple[list[LfsViolation], set[Entry]]:
    """What is wrong with the fresh ones, and what is not here; nothing where the routes themselves are not here."""
    entries, absent = fresh
    # All entries of a large tree cost more than to judge a few.
    guides = _files(tip, (attributes.FILE, _DVC)) if entries else []
    hidden = _hidden(guides)
    if hidden or not entries:
        return [], absent.union(hidden)
    filters = known.filters(tip, [entry.path for entry in entries])
    found, missing = routes.of_commit(repository, entries, filters, part.policy)
    return [*found, *_dead_lines(entries), *_tracked_twice(repository, tip, guides, entries)], absent.union(missing)


def _dead_lines(fresh: list[Entry]) -> list[LfsViolation]:
    """Lines of attributes files that do nothing; what only warns was said at the commit."""
    if not any(attributes.is_file(entry.path) for entry in fresh):
        return []
    from . import lines, rules

    return [misfit for misfit in lines.find(fresh) if misfit.rule not in rules.WARNINGS]


def _tracked_twice(repository: Repository, tip: str, guides: list[Entry], fresh: list[Entry]) -> list[LfsViolation]:
    """Paths that a `.dvc` file claims, where either of both is fresh."""
    claims = [entry for entry in guides if entry.path.endswith(_DVC)]
    if not claims:
        return []
    from . import dvc_claims

    paths = {entry.path for entry in fresh}
    twice = dvc_claims.tracked_twice(repository, claims, {entry.path: entry for entry in _files(tip)})
    return [misfit for misfit in twice if misfit.entry.path in paths or misfit.owner in paths]
