"""The ways out of history: commands that really remove a blob, the gentlest that will do.

The last commit is amended, a recent one edited in a rebase, and everything else is left to git filter-repo.
"""

from __future__ import annotations

from ..base.findings import Remedy, Step, path_text
from ..base.namedtuple import TYPE_CHECKING, NamedTuple
from ..blobs import judge
from ..blobs.judge import WITH_OUTPUTS
from ..git import ranges
from ..git.ranges import MOST_EDGES, Range
from ..hooks.block_artifacts.remedies import path_of
from .quoting import pathspec
from .steps import allowing, alternatives, relative_to_cwd, with_own_command

if TYPE_CHECKING:
    from collections.abc import Collection

    from ..git.ranges import Commit
    from ..git.refs import Tip
    from ..hooks.push_history import HistoryEntry
    from .environment import Environment

# A rebase of more commits than this is likelier to stop at a conflict than to help.
_RECENT = 20
# More excluded commits than these are not named; what has none of the blobs stays as it is without that.
_MOST_NAMED = 3
# A command with more words than this is not pasted.
_MOST = 200
_FIRST_IS_EDITED = "sequence.editor=sed -i.old 1s/^[a-z]*/edit/"

# At a server.
ALLOWED_THERE = Remedy("have it allowed in the policy of the default branch, which is the one that counts here")


class PushTarget(NamedTuple):
    """What is pushed and where the user is: `head` is the ref that is checked out, "" for none or at a server.

    `broken` are paths of damaged pointers whose text lies on disk too: the next `git add` would make an object of it,
    and until then git takes it for modified.
    """

    wanted: Range
    tips: list[Tip]
    edges: list[str]
    head: str
    has_filter_repo: bool
    broken: frozenset[bytes] = frozenset()


class RemediationPlan(NamedTuple):
    """What serves all findings together; `around` is None at a server.

    `out` removes, `migration` sends to Git LFS, `stripping` takes the outputs out of all notebooks that have them.
    """

    out: Remedy
    migration: Remedy | None
    around: Environment | None
    stripping: Remedy | None = None


def removal(found: list[HistoryEntry], place: PushTarget) -> Remedy:
    """The one remedy that takes all of it out of history."""
    branches = _branches(found, place)
    (commit, *others) = dict.fromkeys(standing.commit for standing in found)
    if commit is None or others or len(branches) != 1 or len(found) > _MOST or len(commit.parents) > 1:
        return _filter(found, place, branches)
    if any(len({brought.commit for brought in standing.brought}) > 1 for standing in found):
        return _filter(found, place, branches)
    (tip,) = branches
    if not can_move(tip):
        return _filter(found, place, branches)
    after, is_linear = ranges.since(tip.id, commit.id)
    if not after:
        return _amend(found, place, tip, commit)
    brought = [one for standing in found for one in standing.brought]
    # What was changed stays as it was before, and git does not delete that for a commit that deleted another version.
    deletions = any(one.old is not None for one in brought)
    touched = ranges.touched_since(tip.id, commit.id, deletions=deletions)
    if after < _RECENT and is_linear and touched.isdisjoint(one.path for one in brought):
        return _edit(found, place, tip, commit)
    return _filter(found, place, branches)


def _branches(found: list[HistoryEntry], place: PushTarget) -> list[Tip]:
    """The tips that have any of the commits."""
    ids = {brought.commit for standing in found for brought in standing.brought}
    if len(place.tips) == 1 or len(place.tips) > MOST_EDGES:
        return place.tips
    # Asked of all tips at once: one may be a branch that has more than is pushed.
    leading = ranges.leading_to(
        place.wanted._replace(tips=tuple(tip.id for tip in place.tips if tip.kind == "commit")), ids
    )
    return [tip for tip in place.tips if tip.kind != "commit" or tip.id.encode() in leading]


def can_move(tip: Tip) -> bool:
    """Whether a commit made now is what the ref names: so with branches and HEAD, not with tags."""
    return tip.update.ref.startswith("refs/heads/") or not tip.update.ref.startswith("refs/")


def _is_here(tip: Tip, place: PushTarget) -> bool:
    """Whether the branch is checked out; what is no branch, such as HEAD, is taken to be."""
    return tip.update.ref == place.head or not tip.update.ref.startswith("refs/") or not place.head


def switch(tip: Tip, place: PushTarget) -> tuple[Step, ...]:
    """Goes to the branch, where it is not checked out."""
    if _is_here(tip, place):
        return ()
    return (Step(("git", "switch", tip.update.ref.removeprefix("refs/heads/"))),)


def _amend(found: list[HistoryEntry], place: PushTarget, tip: Tip, commit: Commit) -> Remedy:
    steps = (*switch(tip, place), *_taken_out(found, commit, place.broken))
    return Remedy("take it out of the last commit", (*steps, _amending()))


def _edit(found: list[HistoryEntry], place: PushTarget, tip: Tip, commit: Commit) -> Remedy:
    steps = (
        *_tidied(found, commit, place),
        _rebase(tip, place, commit),
        *_taken_out(found, commit, None),
        _amending(),
        Step(("git", "rebase", "--continue")),
    )
    return Remedy(f"take it out of commit {commit.short} by a rebase", steps)


def _rebase(tip: Tip, place: PushTarget, commit: Commit) -> Step:
    """Stops at the commit, the first line of the list since its parent is the base."""
    base = f"{commit.short}^" if commit.parents else "--root"
    branch = () if _is_here(tip, place) else (tip.update.ref.removeprefix("refs/heads/"),)
    options = ("-i", "--no-rebase-merges", "--empty=drop", base, *branch)
    return Step(("git", "-c", _FIRST_IS_EDITED, "rebase", *options))


def _tidied(found: list[HistoryEntry], commit: Commit, place: PushTarget) -> tuple[Step, ...]:
    """A commit that takes damaged pointers off the disk: no rebase begins on top of them.  It drops out as empty."""
    broken = [one for standing in found for one in standing.brought if one.path in place.broken]
    if not broken:
        return ()
    new = tuple(_spelled(one.path) for one in broken if one.old is None or not commit.parents)
    old = tuple(_spelled(one.path) for one in broken if one.old is not None and commit.parents)
    removing = Step(("git", "rm", "--quiet", "--force", "--"), new)
    restoring = Step(("git", "restore", f"--source={commit.short}^", "--staged", "--worktree", "--"), old)
    committing = Step(("git", "commit", "--quiet", "--message", "Take damaged pointers out", "--"), new + old)
    return (*((removing,) if new else ()), *((restoring,) if old else ()), committing)


def _taken_out(found: list[HistoryEntry], commit: Commit, on_disk: Collection[bytes] | None) -> tuple[Step, ...]:
    """New files leave the index and stay on disk; others go back to what the parent has.

    They do so on disk too where their path is in `on_disk`, and all of them where that is None, as in a rebase.
    """
    brought = [one for standing in found for one in standing.brought]
    new = tuple(_spelled(one.path) for one in brought if one.old is None or not commit.parents)
    old = [one.path for one in brought if one.old is not None and commit.parents]
    steps = [Step(("git", "rm", "--cached", "--quiet", "--"), new)] if new else []
    for where, is_there in (("--staged",), False), (("--staged", "--worktree"), True):
        paths = tuple(_spelled(path) for path in old if (on_disk is None or path in on_disk) == is_there)
        steps += [Step(("git", "restore", "--source=HEAD^", *where, "--"), paths)] if paths else []
    return tuple(steps)


def _spelled(path: bytes) -> str:
    return pathspec(path.decode("utf-8", "surrogateescape"))


def _amending() -> Step:
    return Step(("git", "commit", "--amend", "--no-edit", "--allow-empty", "--quiet"))


def stripping(found: list[HistoryEntry], place: PushTarget, around: Environment | None) -> Remedy | None:
    """Strips notebooks in the one commit that brings them; None where that is neither the last one nor a recent one."""
    branches = _branches(found, place) if found and around else []
    (commit, *others) = dict.fromkeys(standing.commit for standing in found) or (None,)
    if around is None or commit is None or others or len(branches) != 1 or len(commit.parents) > 1:
        return None
    (tip,) = branches
    if not can_move(tip) or any(len({one.commit for one in standing.brought}) > 1 for standing in found):
        return None
    paths = tuple(dict.fromkeys(path_of(standing.news.offence) for standing in found))
    # It ends in 1 where it has written.
    strip = Step(("commitworthy", "strip-notebooks", "--", *paths), (), "|| true")
    after, is_linear = ranges.since(tip.id, commit.id)
    before: tuple[Step, ...] = switch(tip, place)
    ending: tuple[Step, ...] = (_amending(),)
    if after:
        touched = ranges.touched_since(tip.id, commit.id, deletions=True)
        if after >= _RECENT or not is_linear or any(standing.first.path in touched for standing in found):
            return None
        before, ending = (_rebase(tip, place, commit),), (_amending(), Step(("git", "rebase", "--continue")))
    adding = Step(("git", "add", "--", *map(pathspec, paths)))
    way = with_own_command(f"strip it in commit {commit.short}", strip, around, adding, *ending)
    return way._replace(steps=(*before, *way.steps))


def _filter(found: list[HistoryEntry], place: PushTarget, branches: list[Tip]) -> Remedy:
    text = "take the blobs out of history (commit your work first; the files leave your disk too)"
    if len({standing.first.blob for standing in found}) > _MOST:
        return Remedy(
            f"{text}: git filter-repo --strip-blobs-with-ids FILE, with the `blob` of each line of --format json"
        )
    ids = tuple(standing.first.blob.decode() for standing in found)
    since = tuple(f"^{edge[:12]}" for edge in place.edges) if len(place.edges) <= _MOST_NAMED else ()
    refs = tuple(place.head if tip.update.ref == "HEAD" and place.head else tip.update.ref for tip in branches)
    listing = Step(("printf", "%s\\n"), ids, '> "$(git rev-parse --git-dir)/refused-blobs"')
    stripping = Step(
        ("git", "filter-repo", "--force", "--refs", *since, *refs),
        (),
        '--strip-blobs-with-ids "$(git rev-parse --git-dir)/refused-blobs"',
    )
    install = () if place.has_filter_repo else (Step(("pip", "install", "git-filter-repo")),)
    return Remedy(text, (*install, listing, stripping))


def migration(found: list[HistoryEntry], place: PushTarget) -> Remedy | None:
    """Git LFS rewrites every commit since the edges, and routes the paths in them; None where it cannot be told to."""
    paths = tuple(dict.fromkeys(path for standing in found if can_migrate(standing) for path in _paths(standing)))
    if not paths or len(paths) > _MOST or len(place.edges) > _MOST_NAMED:
        return None
    since = tuple(f"--exclude-ref={edge[:12]}" for edge in place.edges)
    refs = tuple(f"--include-ref={tip.update.ref}" for tip in _branches(found, place))
    include = "--include=" + ",".join(f"/{path}" for path in paths)
    words = ("git", "lfs", "migrate", "import", "--yes", "--skip-fetch", *refs, *since, include)
    return Remedy("send it to Git LFS in all these commits", (Step(words),))


def _after_installing(migration: Remedy) -> Remedy:
    return migration._replace(text=f"install git-lfs and {migration.text}")


def can_migrate(standing: HistoryEntry) -> bool:
    """Whether Git LFS may have it, and its list of paths can name it, in which a comma parts them.

    Of a damaged pointer it would make an object of the text.
    """
    if standing.news.offence.damage:
        return False
    text = "".join(_paths(standing))
    is_plain = text.isprintable() and not any(char in text for char in "*?[]\\,!#\"' ")
    return (
        is_plain
        and standing.commit is not None
        and not standing.first.mode
        and standing.news.offence.rule != judge.LITTER
    )


def _paths(standing: HistoryEntry) -> tuple[str, ...]:
    """All under which the range brings it, for each is refused in its turn."""
    return tuple(dict.fromkeys((path_of(standing.news.offence), *(path_text(one.path) for one in standing.brought))))


def has_outputs(standing: HistoryEntry) -> bool:
    """Whether it is a notebook that was weighed with its outputs."""
    return standing.news.offence.note == WITH_OUTPUTS


def remedies(
    standing: HistoryEntry, home: str, way: RemediationPlan, allow: tuple[str, ...] = ()
) -> tuple[Remedy, ...]:
    """All ways out, the best first; `allow` are options of `commitworthy allow`."""
    around = way.around
    found = [way.out]
    if way.stripping and has_outputs(standing):
        found.insert(0, way.stripping)
    rule = standing.news.offence.rule
    if way.migration and home == "lfs" and can_migrate(standing):
        found.append(way.migration if around is None or around.has_lfs else _after_installing(way.migration))
    if rule == judge.NOT_A_POINTER:
        found.reverse()
    elif not around:
        found.append(ALLOWED_THERE)
    else:
        paths = _paths(standing)
        allowed = allowing("allow it, with the reason, and commit that", allow, paths[0], around)
        *before, step = allowed.steps
        found.append(allowed._replace(steps=(*before, step._replace(args=paths))))
    ways = alternatives(found)
    return tuple(relative_to_cwd(remedy, around) if around else remedy for remedy in ways)
