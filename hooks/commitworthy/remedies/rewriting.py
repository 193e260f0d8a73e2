"""Remedies that rewrite history: commands that really remove a blob, the gentlest that will do.

The last commit is amended, a recent one edited in a rebase, and everything else is left to git filter-repo.
"""

from __future__ import annotations

import os

from ..base.findings import Remedy, Step, path_text
from ..base.namedtuple import TYPE_CHECKING, NamedTuple
from ..blobs import judge
from ..blobs.judge import WITH_OUTPUTS
from ..git import process, ranges, refs
from ..git.ranges import MOST_EDGES, Range
from ..policy.settings import BASELINE_FILE
from . import environment, pointer_repair
from .steps import allowing, alternatives, ignore, ignore_pattern, in_words, pathspec, with_own_command

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from ..blobs.history import HistoryEntry
    from ..git.ranges import Commit
    from ..git.refs import Tip
    from ..git.repository import Repository
    from .environment import Environment

# A rebase of more commits than this is more likely to stop at a conflict than to help.
_RECENT = 20
# More excluded commits than these are not named; what has none of the blobs stays as it is without that.
_MOST_NAMED = 3
# A command with more words than this is not pasted.
_MOST = 200
_FIRST_IS_EDITED = "sequence.editor=sed -i.old 1s/^[a-z]*/edit/"
_IGNORING = ("git", "commit", "--quiet", "--message", "Ignore what is kept out of git", "--", ".gitignore")
_AMEND = Step(("git", "commit", "--amend", "--no-edit", "--allow-empty", "--quiet"))

# At a server.
ALLOWED_THERE = Remedy("ask for an exception in the policy of the default branch, which applies here")


class PushTarget(NamedTuple):
    """What is pushed and where the user is: `head` is the ref that is checked out, "" for none or at a server.

    `env` is None where nobody pastes remedies: at a server, in a bare repository.  `broken` are paths of damaged
    pointers whose text lies on disk too: the next `git add` would make an object of it, and until then git takes it for
    modified.
    """

    wanted: Range
    tips: list[Tip]
    edges: list[str]
    head: str
    has_filter_repo: bool
    env: Environment | None
    broken: frozenset[bytes] = frozenset()


class RemediationPlan(NamedTuple):
    """What serves all findings together.

    `removal` takes all of it out of history, `migration` sends to Git LFS, `stripping` takes the outputs out of all
    notebooks that have them.  `acceptance` accepts all of it, where `is_older` than the policy as a whole, or
    `is_shared`, so that others may have the commits.
    """

    removal: Remedy
    migration: Remedy | None
    stripping: Remedy | None
    env: Environment | None
    acceptance: Remedy | None
    is_older: bool
    is_shared: bool


def push_target(repository: Repository, wanted: Range, tips: list[Tip], *, at_server: bool) -> PushTarget:
    """Look at what remedies for the commits `wanted` depend on."""
    edges = ranges.edges(wanted) if wanted.known or wanted.alternates else []
    if at_server:
        return PushTarget(wanted, tips, edges, "", True, None)
    has_work_tree = process.run("rev-parse", "--is-inside-work-tree").strip() == b"true"
    env = environment.look(repository, []) if has_work_tree else None
    head = refs.default_remote()[0]
    return PushTarget(wanted, _as_branches(wanted, tips, head), edges, head, _has_filter_repo(), env)


def _as_branches(wanted: Range, tips: list[Tip], head: str) -> list[Tip]:
    """The tips, but for an expression such as `HEAD~2` the branch that is checked out, where that has it."""
    expressions = {tip.id.encode() for tip in tips if not tip.update.ref.startswith("refs/")}
    here = refs.resolve("HEAD") if expressions else ""
    if not here:
        return tips
    on_branch = {here.encode(), *ranges.within(wanted._replace(tips=(here,)), expressions)} & expressions
    return [
        tip._replace(update=tip.update._replace(ref=head, tip=here), id=here)
        if tip.id.encode() in on_branch and not tip.update.ref.startswith("refs/")
        else tip
        for tip in tips
    ]


def _has_filter_repo() -> bool:
    import shutil

    return shutil.which("git-filter-repo") is not None or os.path.exists(
        os.path.join(os.fsdecode(process.run("--exec-path").strip()), "git-filter-repo")
    )


def plan(
    repository: Repository,
    entries: list[HistoryEntry],
    to_lfs: list[HistoryEntry],
    target: PushTarget,
    older: Collection[str],
) -> RemediationPlan:
    """The remedies that all of the entries share; those `to_lfs` have their home there.

    `older` are the commits from before the policy.
    """
    broken = frozenset(entry.first.path for entry in entries if entry.violation.damage)
    if target.env and broken:
        target = target._replace(broken=broken - pointer_repair.on_disk(repository, broken))
    with_outputs = [entry for entry in entries if _has_outputs(entry)]
    is_shared = bool(target.env) and _are_shared(entries, target)
    is_older = all(entry.commit and entry.commit.id in older for entry in entries)
    removal, migration = _removal(entries, target), _migration(to_lfs, target)
    stripping = _stripping(with_outputs, target)
    if is_shared:
        removal, migration, stripping = (
            _agreed(removal),
            migration and _agreed(migration),
            stripping and _agreed(stripping),
        )
    acceptance = _acceptance(entries, target, is_older=is_older) if is_older or is_shared else None
    return RemediationPlan(removal, migration, stripping, target.env, acceptance, is_older, is_shared)


def _agreed(remedy: Remedy) -> Remedy:
    return remedy._replace(text=f"{remedy.text}; others may have these commits: agree with them first")


def _are_shared(entries: list[HistoryEntry], target: PushTarget) -> bool:
    """Whether another clone may have a commit: a remote has it, or none is known at all and it was not made here."""
    commits = {change.commit for entry in entries for change in entry.introduced}
    everywhere = refs.of_every_remote()
    if not everywhere and not target.wanted.known:
        return not {commit.decode() for commit in commits} <= refs.made_here()
    others = set(everywhere).difference(target.wanted.known)
    wanted = target.wanted._replace(known=(*target.wanted.known, *others))
    return bool(others) and not commits <= ranges.within(wanted, commits)


def _acceptance(entries: list[HistoryEntry], target: PushTarget, *, is_older: bool) -> Remedy | None:
    """None where no commit on top of the one branch can say it."""
    branches = _branches(entries, target)
    if target.env is None or len(branches) != 1 or not can_move(branches[0]):
        return None
    add = ("--add",) if any(entry.in_tip for entry in entries) else ()
    accepting = Step(("commitworthy", "baseline", "--history", *add))
    saying = ("git", "commit", "--quiet", "--message", "Accept what history has", "--", BASELINE_FILE)
    text = f"accept it, for {'it is older than the policy' if is_older else 'others may have these commits'}"
    remedy = with_own_command(text, accepting, target.env, Step(("git", "add", BASELINE_FILE)), Step(saying))
    return remedy._replace(steps=(*switch(branches[0], target), *remedy.steps))


def _removal(entries: list[HistoryEntry], target: PushTarget) -> Remedy:
    """The one remedy that takes all of it out of history."""
    branches = _branches(entries, target)
    (commit, *others) = dict.fromkeys(entry.commit for entry in entries)
    if commit is None or others or len(branches) != 1 or len(entries) > _MOST or len(commit.parents) > 1:
        return _filter(entries, target, branches)
    if any(len({change.commit for change in entry.introduced}) > 1 for entry in entries):
        return _filter(entries, target, branches)
    (tip,) = branches
    if not can_move(tip):
        return _filter(entries, target, branches)
    after, is_linear = ranges.since(tip.id, commit.id)
    if not after:
        return _amend(entries, target, tip, commit)
    introduced = [change for entry in entries for change in entry.introduced]
    # What was changed stays as it was before, and git does not delete that for a commit that deleted another version.
    deletions = any(change.old is not None for change in introduced)
    touched = ranges.touched_since(tip.id, commit.id, deletions=deletions)
    if after < _RECENT and is_linear and touched.isdisjoint(change.path for change in introduced):
        return _edit(entries, target, tip, commit, ignores_later=b".gitignore" in touched)
    return _filter(entries, target, branches)


def _branches(entries: list[HistoryEntry], target: PushTarget) -> list[Tip]:
    """The tips that have any of the commits."""
    ids = {change.commit for entry in entries for change in entry.introduced}
    if len(target.tips) == 1 or len(target.tips) > MOST_EDGES:
        return target.tips
    # Asked of all tips at once: one may be a branch that has more than is pushed.
    leading = ranges.leading_to(
        target.wanted._replace(tips=tuple(tip.id for tip in target.tips if tip.kind == "commit")), ids
    )
    return [tip for tip in target.tips if tip.kind != "commit" or tip.id.encode() in leading]


def can_move(tip: Tip) -> bool:
    """Whether a commit made now is what the ref names: so with branches and HEAD, not with tags."""
    return tip.update.ref.startswith("refs/heads/") or not tip.update.ref.startswith("refs/")


def _is_here(tip: Tip, target: PushTarget) -> bool:
    """Whether the branch is checked out; what is no branch, such as HEAD, is taken to be."""
    return tip.update.ref == target.head or not tip.update.ref.startswith("refs/") or not target.head


def switch(tip: Tip, target: PushTarget) -> tuple[Step, ...]:
    """Goes to the branch, where it is not checked out."""
    if _is_here(tip, target):
        return ()
    return (Step(("git", "switch", tip.update.ref.removeprefix("refs/heads/"))),)


def _amend(entries: list[HistoryEntry], target: PushTarget, tip: Tip, commit: Commit) -> Remedy:
    ignoring = _ignored(_new(entries, commit), target)
    steps = (*switch(tip, target), *_taken_out(entries, commit, target.broken), *ignoring)
    text = f"take it out of the last commit{'' if ignoring else _emptied(entries, commit)}"
    return Remedy(text, (*steps, _AMEND))


def _edit(entries: list[HistoryEntry], target: PushTarget, tip: Tip, commit: Commit, *, ignores_later: bool) -> Remedy:
    """Where a later commit changes the ignore file too, its line comes in a commit on top: nothing can conflict."""
    ignoring = _ignored(_new(entries, commit), target)
    before, after = ((), (*ignoring, Step(_IGNORING))) if ignoring and ignores_later else (ignoring, ())
    steps = (
        *_tidied(entries, commit, target),
        _rebase(tip, target, commit),
        *_taken_out(entries, commit, None),
        *before,
        _AMEND,
        Step(("git", "rebase", "--continue")),
        *after,
    )
    return Remedy(
        f"take it out of commit {commit.short} by a rebase{'' if before else _emptied(entries, commit)}", steps
    )


def _new(entries: list[HistoryEntry], commit: Commit) -> list[bytes]:
    """The paths that the commit adds."""
    introduced = (change for entry in entries for change in entry.introduced)
    return [change.path for change in introduced if change.old is None or not commit.parents]


def _ignored(paths: Iterable[bytes], target: PushTarget) -> tuple[Step, ...]:
    """What is taken out is ignored, so that the next `git add` does not bring it back."""
    if target.env is None or not paths:
        return ()
    lines = [ignore(ignore_pattern(path_text(path)), target.env) for path in dict.fromkeys(paths)]
    writing, adding = lines[0]
    return writing._replace(args=tuple(arg for step, _ in lines for arg in step.args)), adding


def _emptied(entries: list[HistoryEntry], commit: Commit) -> str:
    """What to say where nothing is left of the commit."""
    paths = {change.path for entry in entries for change in entry.introduced}
    return "" if ranges.changed_in(commit.id) - paths else " (the commit is then empty)"


def _rebase(tip: Tip, target: PushTarget, commit: Commit) -> Step:
    """Stops at the commit, the first line of the list since its parent is the base."""
    base = f"{commit.short}^" if commit.parents else "--root"
    branch = () if _is_here(tip, target) else (tip.update.ref.removeprefix("refs/heads/"),)
    options = ("-i", "--no-rebase-merges", "--empty=drop", base, *branch)
    return Step(("git", "-c", _FIRST_IS_EDITED, "rebase", *options))


def _tidied(entries: list[HistoryEntry], commit: Commit, target: PushTarget) -> tuple[Step, ...]:
    """A commit that takes damaged pointers off the disk: no rebase begins on top of them.  It drops out as empty."""
    broken = [change for entry in entries for change in entry.introduced if change.path in target.broken]
    if not broken:
        return ()
    new = tuple(_spelled(change.path) for change in broken if change.old is None or not commit.parents)
    old = tuple(_spelled(change.path) for change in broken if change.old is not None and commit.parents)
    removing = Step(("git", "rm", "--quiet", "--force", "--"), new)
    restoring = Step(("git", "restore", f"--source={commit.short}^", "--staged", "--worktree", "--"), old)
    committing = Step(("git", "commit", "--quiet", "--message", "Take damaged pointers out", "--"), new + old)
    return (*((removing,) if new else ()), *((restoring,) if old else ()), committing)


def _taken_out(entries: list[HistoryEntry], commit: Commit, on_disk: Collection[bytes] | None) -> tuple[Step, ...]:
    """New files leave the index and stay on disk; others go back to what the parent has.

    They do so on disk too where their path is in `on_disk`, and all of them where that is None, as in a rebase.
    """
    introduced = [change for entry in entries for change in entry.introduced]
    new = tuple(map(_spelled, _new(entries, commit)))
    old = [change.path for change in introduced if change.old is not None and commit.parents]
    steps = [Step(("git", "rm", "--cached", "--quiet", "--"), new)] if new else []
    for where, is_there in (("--staged",), False), (("--staged", "--worktree"), True):
        paths = tuple(_spelled(path) for path in old if (on_disk is None or path in on_disk) == is_there)
        steps += [Step(("git", "restore", "--source=HEAD^", *where, "--"), paths)] if paths else []
    return tuple(steps)


def _spelled(path: bytes) -> str:
    return pathspec(path.decode("utf-8", "surrogateescape"))


def _stripping(entries: list[HistoryEntry], target: PushTarget) -> Remedy | None:
    """Strips notebooks in the one commit that brings them; None where that is neither the last one nor a recent one."""
    if not entries or target.env is None:
        return None
    branches = _branches(entries, target)
    (commit, *others) = dict.fromkeys(entry.commit for entry in entries)
    if commit is None or others or len(branches) != 1 or len(commit.parents) > 1:
        return None
    (tip,) = branches
    if not can_move(tip) or any(len({change.commit for change in entry.introduced}) > 1 for entry in entries):
        return None
    paths = tuple(dict.fromkeys(entry.path for entry in entries))
    # It ends in 1 where it has written.
    strip = Step(("commitworthy", "strip-notebooks", "--", *paths), (), "|| true")
    after, is_linear = ranges.since(tip.id, commit.id)
    before: tuple[Step, ...] = switch(tip, target)
    ending: tuple[Step, ...] = (_AMEND,)
    if after:
        touched = ranges.touched_since(tip.id, commit.id, deletions=True)
        if after >= _RECENT or not is_linear or any(entry.first.path in touched for entry in entries):
            return None
        before, ending = (_rebase(tip, target, commit),), (_AMEND, Step(("git", "rebase", "--continue")))
    adding = Step(("git", "add", "--", *map(pathspec, paths)))
    remedy = with_own_command(f"strip it in commit {commit.short}", strip, target.env, adding, *ending)
    return remedy._replace(steps=(*before, *remedy.steps))


def _filter(entries: list[HistoryEntry], target: PushTarget, branches: list[Tip]) -> Remedy:
    text = "take the blobs out of history (commit your work first; the files are deleted from disk too)"
    if len({entry.first.blob for entry in entries}) > _MOST:
        return Remedy(
            f"{text}: git filter-repo --strip-blobs-with-ids FILE, with the `blob` of each line of --format json"
        )
    ids = tuple(entry.first.blob.decode() for entry in entries)
    since = tuple(f"^{edge[:12]}" for edge in target.edges) if len(target.edges) <= _MOST_NAMED else ()
    refs = tuple(target.head if tip.update.ref == "HEAD" and target.head else tip.update.ref for tip in branches)
    listing = Step(("printf", "%s\\n"), ids, '> "$(git rev-parse --git-dir)/refused-blobs"')
    stripping = Step(
        ("git", "filter-repo", "--force", "--refs", *since, *refs),
        (),
        '--strip-blobs-with-ids "$(git rev-parse --git-dir)/refused-blobs"',
    )
    install = () if target.has_filter_repo else (Step(("pip", "install", "git-filter-repo")),)
    is_here = any(_is_here(tip, target) and can_move(tip) for tip in branches)
    ignoring = _ignored([entry.first.path for entry in entries if entry.in_tip], target) if is_here else ()
    return Remedy(text, (*install, listing, stripping, *ignoring, *((Step(_IGNORING),) if ignoring else ())))


def _migration(entries: list[HistoryEntry], target: PushTarget) -> Remedy | None:
    """Git LFS rewrites every commit since the edges, and routes the paths in them; None where it cannot be told to."""
    paths = tuple(dict.fromkeys(path for entry in entries if _can_migrate(entry) for path in _paths(entry)))
    if not paths or len(paths) > _MOST or len(target.edges) > _MOST_NAMED:
        return None
    since = tuple(f"--exclude-ref={edge[:12]}" for edge in target.edges)
    refs = tuple(f"--include-ref={tip.update.ref}" for tip in _branches(entries, target))
    include = "--include=" + ",".join(f"/{path}" for path in paths)
    words = ("git", "lfs", "migrate", "import", "--yes", "--skip-fetch", *refs, *since, include)
    return Remedy("send it to Git LFS in all these commits", (Step(words),))


def _can_migrate(entry: HistoryEntry) -> bool:
    """Whether Git LFS may have it, and its list of paths, separated by commas, can name it.

    Of a damaged pointer it would make an object of the text.
    """
    if entry.violation.damage:
        return False
    text = "".join(_paths(entry))
    is_plain = text.isprintable() and not any(char in text for char in "*?[]\\,!#\"' ")
    return is_plain and entry.commit is not None and not entry.first.mode and entry.violation.rule != judge.LITTER


def _paths(entry: HistoryEntry) -> tuple[str, ...]:
    """All under which the range brings it, for each is refused in its turn."""
    return tuple(dict.fromkeys((entry.path, *(path_text(change.path) for change in entry.introduced))))


def _has_outputs(entry: HistoryEntry) -> bool:
    """Whether it is a notebook that was weighed with its outputs."""
    return entry.violation.note == WITH_OUTPUTS


def remedies_of(
    entry: HistoryEntry, home: str, shared: RemediationPlan, allow: tuple[str, ...] = ()
) -> tuple[Remedy, ...]:
    """All remedies, the best first; `allow` are options of `commitworthy allow`.

    In commits that only this clone has, that is to take it out.  Where others may have them, or all is older than the
    policy, it is to accept it: whoever rewrites what others have must ask them first.
    """
    env, migration = shared.env, shared.migration
    remedies = [shared.removal]
    if shared.stripping and _has_outputs(entry):
        remedies.insert(0, shared.stripping)
    if migration and home == "lfs" and _can_migrate(entry):
        has_lfs = env is None or env.has_lfs
        remedies.append(migration if has_lfs else migration._replace(text=f"install git-lfs and {migration.text}"))
    if entry.violation.rule == judge.NOT_A_POINTER:
        remedies.reverse()
    elif not env:
        remedies.append(ALLOWED_THERE)
    else:
        paths = _paths(entry)
        allowed = allowing("allow it, with the reason, and commit that", allow, paths[0], env)
        *before, step = allowed.steps
        allowed = allowed._replace(steps=(*before, step._replace(args=paths)))
        remedies = [allowed, *remedies] if shared.is_shared or shared.is_older else [*remedies, allowed]
    # Of what is to be a pointer there is no exception.
    if shared.acceptance and (shared.is_older or entry.violation.rule == judge.NOT_A_POINTER):
        remedies.insert(0, shared.acceptance)
    return in_words(remedies, env) if env else tuple(alternatives(remedies))
