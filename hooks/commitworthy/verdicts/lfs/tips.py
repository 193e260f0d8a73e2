"""What require-lfs has against the tree at each tip of a push, and the other end does not show as badly already.

Every commit of a push is judged for its blobs; whether pointers and routes agree is asked of the newest tree alone,
since one more commit mends that.  Of that tree only what is otherwise than at the other end is looked at.
"""

from __future__ import annotations

from ...git import attributes, blobs, history, ranges
from ...git.index import Entry
from ...git.ranges import Brought
from ...values import TYPE_CHECKING, NamedTuple
from . import routing

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from ...git.pushes import Tip
    from ...git.repository import Repository
    from ..pushes.pushed import Part
    from .parents import State
    from .routing import Misfit

_DVC = b".dvc"


class Tree(NamedTuple):
    """The tree of a tip: all its files, and what is wrong in it."""

    tip: Tip
    files: list[Entry]
    misfits: list[Misfit]


class Found(NamedTuple):
    """Trees with something to say, and files whose blobs are not here."""

    trees: list[Tree]
    missing: list[Brought]


class _Fresh(NamedTuple):
    """What no other commit has at the same path under the same route; `absent` are attributes files not here."""

    entries: list[Entry]
    absent: set[Entry]


class _Other(NamedTuple):
    """The other end: the commits just outside of the push, and how to tell the state of each."""

    edges: list[str]
    state_of: Callable[[str], State]


def find(repository: Repository, part: Part, said: frozenset[bytes], state_of: Callable[[str], State]) -> Found:
    """Judge each tip by the policy of the part; of the blobs in `said` enough is said already."""
    wanted = part.wanted()
    edges = ranges.edges(wanted) if wanted.known or wanted.alternates else []
    tips = _tips(part.tips, edges)
    other = _Other(edges[: ranges.MOST_EDGES], state_of)
    found = Found([], [])
    told: set[object] = set()
    before: list[str] = []
    for tip in tips:
        fresh = _fresh(repository, tip.id, [*before, *other.edges])
        misfits, absent = _judged(repository, tip.id, fresh, part)
        found.missing.extend(Brought(tip.id.encode(), entry.path, entry.blob) for entry in sorted(absent))
        misfits = [one for one in misfits if one.entry.blob not in said and _key(one) not in told]
        told.update(map(_key, misfits))
        misfits = _news(repository, tip.id, misfits, part, other) if misfits else []
        found.trees.extend([Tree(tip, _files(tip.id), misfits)] if misfits else [])
        # What this one shows is settled, and the next is likely to be near to it.
        before = [tip.id]
    return found


def _news(repository: Repository, tip: str, misfits: list[Misfit], part: Part, other: _Other) -> list[Misfit]:
    """What is not accepted, has its home in LFS, and is not as bad at the other end."""
    from . import accepted, parents

    state = parents.State(part.policy, accepted.decisions(part.policy, part.baseline), tip)
    return parents.news(repository, parents.standing(misfits, state), other.edges, other.state_of)


def _tips(tips: Iterable[Tip], edges: Iterable[str]) -> list[Tip]:
    """Each commit that is new to the other end once, under the name of a branch where it has one."""
    found: dict[str, Tip] = {}
    for tip in sorted(tips, key=lambda tip: tip.update.ref.startswith("refs/tags/")):
        if tip.kind == "commit":
            found.setdefault(tip.id, tip)
    for edge in edges:
        found.pop(edge, None)
    return list(found.values())


def _key(misfit: Misfit) -> object:
    line = misfit.lint.line.text if misfit.lint else ""
    return misfit.rule, misfit.entry.path, misfit.entry.blob, misfit.owner, line


def _fresh(repository: Repository, tip: str, others: Iterable[str]) -> _Fresh:
    left: set[Entry] | None = None
    files: list[Entry] = []
    absent: set[Entry] = set()
    for other in others:
        changes = list(ranges.differing(tip, other))
        new = {Entry(change.path, change.blob) for change in changes if isinstance(change, Brought)}
        paths = [change.path for change in changes]
        touched = [path for path in paths if attributes.is_file(path)]
        if touched:
            files = files or _files(tip)
            before = _files(other)
            hidden = _hidden(files) + _hidden(before)
            absent.update(hidden)
            new.update(() if hidden else _moved(repository, files, before, touched))
        left = new if left is None else left & new
        if not left:
            return _Fresh([], absent)
    return _Fresh(_files(tip) if left is None else sorted(left), absent)


def _files(commit: str, endings: tuple[bytes, ...] = ()) -> list[Entry]:
    return [Entry(path, blob) for path, blob in history.files(commit, endings)]


def _moved(
    repository: Repository, files: list[Entry], before: list[Entry], touched: Iterable[bytes]
) -> Iterator[Entry]:
    """Files that are as they were, but have another route, since attributes files at `touched` are not as they were."""
    folders = tuple(path[: -len(attributes.FILE)] for path in touched)
    same = [entry for entry in set(files).intersection(before) if entry.path.startswith(folders)]
    paths = [entry.path for entry in same]
    now = attributes.filters_then(repository, _routing(files), paths)
    then = attributes.filters_then(repository, _routing(before), paths)
    return (entry for entry in same if now[entry.path] != then[entry.path])


def _routing(files: Iterable[Entry]) -> list[tuple[bytes, bytes]]:
    return [(entry.path, entry.blob) for entry in files if attributes.is_file(entry.path)]


def _hidden(files: Iterable[Entry]) -> list[Entry]:
    """The attributes files that are not here."""
    routing_files = [entry for entry in files if attributes.is_file(entry.path)]
    sizes = blobs.sizes_of(entry.blob for entry in routing_files)
    return [entry for entry in routing_files if sizes[entry.blob] is None]


def _judged(repository: Repository, tip: str, fresh: _Fresh, part: Part) -> tuple[list[Misfit], set[Entry]]:
    """What is wrong with the fresh ones, and what is not here; nothing where the routes themselves are not here."""
    entries, absent = fresh
    # All entries of a large tree cost more than to judge a few.
    guides = _files(tip, (attributes.FILE, _DVC)) if entries else []
    hidden = _hidden(guides)
    if hidden or not entries:
        return [], absent.union(hidden)
    found, missing = routing.of_commit(repository, guides, entries, part.policy)
    return [*found, *_dead_lines(entries), *_tracked_twice(repository, tip, guides, entries)], absent.union(missing)


def _dead_lines(fresh: list[Entry]) -> list[Misfit]:
    """Lines of attributes files that do nothing; what only warns was said at the commit."""
    if not any(attributes.is_file(entry.path) for entry in fresh):
        return []
    from . import lines, rules

    return [misfit for misfit in lines.find(fresh) if misfit.rule not in rules.WARNINGS]


def _tracked_twice(repository: Repository, tip: str, guides: list[Entry], fresh: list[Entry]) -> list[Misfit]:
    """Paths that a `.dvc` file claims, where either of both is fresh."""
    claims = [entry for entry in guides if entry.path.endswith(_DVC)]
    if not claims:
        return []
    from . import twice as lfs_twice

    paths = {entry.path for entry in fresh}
    twice = lfs_twice.tracked_twice(repository, claims, {entry.path: entry for entry in _files(tip)})
    return [misfit for misfit in twice if misfit.entry.path in paths or misfit.owner in paths]
