"""The remedies for a finding of require-lfs, as commands to paste: in a work tree, or by a commit on top of a push."""

from __future__ import annotations

import os

from ...base import system
from ...base.findings import Remedy, Step, path_text
from ...base.namedtuple import TYPE_CHECKING, NamedTuple
from ...formats import damaged_pointers, pointers
from ...formats.detect import is_fixture
from ...git import attributes, index, objects
from ...remedies import environment, pointer_repair, steps
from ...remedies.steps import pathspec, shell_word
from . import lines, rules

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from ...git.index import Entry
    from ...git.refs import Tip
    from ...git.repository import Repository
    from ...policy.settings import BlockArtifacts, Policy
    from ...remedies.environment import Environment
    from ...remedies.rewriting import PushTarget
    from .messages import Case
    from .routes import AttributesChange

# Options of `commitworthy allow`.
ALLOW_LFS = ("--hook", "require-lfs")


class WorkTree(NamedTuple):
    """What is fixed before it is committed.

    `open_files` are attributes files on disk whose last line has no end; `unstaged` are those that differ from the
    index; `staged` those with a staged change; `pointers` the paths whose file on disk is the pointer.  `canonical` is
    the text that git-lfs would write, by the blobs of noncanonical pointers.
    `in_framework`: unstaged changes have been put away, so that nobody knows whether they hold a route.
    `versions` and `content` as of `pointer_repair`.
    """

    env: Environment
    limits: BlockArtifacts
    open_files: frozenset[str]
    unstaged: tuple[str, ...]
    staged: tuple[str, ...]
    pointers: frozenset[bytes]
    in_framework: bool
    canonical: Mapping[bytes, bytes]
    versions: Mapping[bytes, list[str]]
    content: frozenset[bytes]


class OnTop(NamedTuple):
    """A pushed tip, which one more commit fixes, without rewriting history; `env` is None where nobody pastes commands.

    The others as in a `WorkTree`, for the tree of the tip.
    """

    env: Environment | None
    tip: Tip
    target: PushTarget
    open_files: frozenset[str]
    canonical: Mapping[bytes, bytes]
    versions: Mapping[bytes, list[str]]


Place = WorkTree | OnTop


def in_work_tree(repository: Repository, cases: list[Case], policy: Policy, change: AttributesChange) -> WorkTree:
    """What the remedies of these cases need to know of this clone."""
    env = environment.look(repository, [path for case in cases for path in case.paths])
    places = {case.route.place for case in cases if case.route}
    broken = [case.paths[0] for case in cases if case.violation.damage]
    off_index = [*index.untracked_like(".gitattributes"), *filter(attributes.is_file, index.differing_on_disk())]
    return WorkTree(
        env._replace(obstacles={**env.obstacles, **environment.obstacles(repository, places)}),
        policy.block_artifacts,
        frozenset(place for place in places if environment.is_open(repository.on_disk(os.fsencode(place)))),
        tuple(sorted(map(path_text, off_index))),
        tuple(path_text(entry.path) for entry in (*change.changes, *change.removed) if attributes.is_file(entry.path)),
        frozenset(
            case.paths[0]
            for case in cases
            if case.violation.pointer and _is_pointer_on_disk(repository.on_disk(case.paths[0]))
        ),
        system.framework_runs_us(),
        _canonical(cases),
        pointer_repair.good_versions(broken),
        pointer_repair.on_disk(repository, broken),
    )


def on_top(tip: Tip, files: list[Entry], cases: list[Case], target: PushTarget) -> OnTop:
    """What the remedies of these cases need to know of the tip and all its files."""
    places = {case.route.place for case in cases if case.route}
    broken = [case.paths[0] for case in cases if case.violation.damage]
    routing_files = [entry for entry in files if path_text(entry.path) in places]
    return OnTop(
        target.env,
        tip,
        target,
        frozenset(
            path_text(entry.path)
            for entry, content in lines.contents_of(routing_files)
            if content and not content.endswith(b"\n")
        ),
        _canonical(cases),
        pointer_repair.good_versions(broken, tip.id),
    )


def _canonical(cases: list[Case]) -> dict[bytes, bytes]:
    blobs = {case.violation.entry.blob for case in cases if case.rule == rules.LOOSE}
    names = [blob.decode() for blob in blobs]
    found = zip(blobs, objects.contents_of(names), strict=True)
    return {blob: pointers.canonical(answer[1]) for blob, answer in found if answer}


def _is_pointer_on_disk(place: bytes) -> bool:
    try:
        # A pipe would never end.
        if not os.path.isfile(place):
            return False
        with open(place, "rb") as file:
            head = file.read(damaged_pointers.LARGEST_DAMAGED + 1)
    except OSError:
        return False
    return pointer_repair.is_text_of_one(head, len(head))


def remedies_of(case: Case, place: Place) -> tuple[Remedy, ...]:
    """All remedies, the best first."""
    if case.done:
        remedies = [Remedy("stage it", _stage_routes(case, place))] if case.done == "written" else []
    else:
        remedies = (_repair if case.violation.damage else _REMEDIES[case.rule.code])(case, place)
    if isinstance(place, OnTop):
        remedies = [_from_branch(remedy, place) for remedy in remedies]
        if case.rule in (rules.UNROUTED, rules.LARGE):
            remedies.append(_allow_in_push(case, place))
    elif not case.violation.entry.staged and not case.violation.moved and not case.done:
        remedies.append(steps.accepting("accept all that is already there", place.env))
    return steps.in_words(remedies, place.env) if place.env else tuple(steps.alternatives(remedies))


def _from_branch(remedy: Remedy, place: OnTop) -> Remedy:
    """From the branch or the tag, and back to it."""
    if not remedy.steps:
        return remedy
    from ...remedies import rewriting

    tag = place.tip.update.ref.removeprefix("refs/tags/")
    if tag != place.tip.update.ref:
        going, moving = Step(("git", "switch", "--quiet", "--detach", tag)), Step(("git", "tag", "--force", tag))
        return Remedy(f"{remedy.text} and move the tag", (going, *remedy.steps, moving))
    return remedy._replace(steps=(*rewriting.switch(place.tip, place.target), *remedy.steps))


def _commit(place: Place, message: str, *paths: str) -> tuple[Step, ...]:
    """Commits the paths on top of a push, or where there are none the index; nothing in a work tree.

    The index as it is, where a path may still lie on disk, and would come back with it.
    """
    if isinstance(place, WorkTree):
        return ()
    words = ("git", "commit", "--quiet", "--message", message)
    return (Step((*words, "--"), tuple(map(pathspec, paths))) if paths else Step(words),)


def _route(case: Case, place: Place) -> tuple[Step, ...]:
    """Write the line, stage it, and stage the raw files again, which makes them pointers."""
    assert case.route is not None
    paths = case.paths if case.violation.is_raw() else ()
    committing = _commit(place, "Route to Git LFS", case.route.place, *map(path_text, paths))
    return _through_lfs(_write_line(case, place), paths, place, committing)


def _stage_routes(case: Case, place: Place) -> tuple[Step, ...]:
    """Stage the attributes files on the way to the path, and the raw files again."""
    assert isinstance(place, WorkTree)
    written = (case.route.place,) if case.done and case.route else ()
    places = written or _on_the_way(case, place.unstaged) or (".gitattributes",)
    staging = Step(("git", "add"), tuple(map(pathspec, places)))
    return _through_lfs((staging,), case.paths if case.violation.is_raw() else (), place)


def _through_lfs(
    routing: tuple[Step, ...], raw: tuple[bytes, ...], place: Place, committing: tuple[Step, ...] = ()
) -> tuple[Step, ...]:
    """The steps that route, and those that stage raw files again with all that this takes."""
    if not raw:
        return (*routing, *committing)
    env = place.env
    set_up, upload = (steps.lfs_set_up(env), env.upload) if env else ((), ())
    gone = tuple(pathspec(path_text(path)) for path in raw if env and path in env.gone)
    back = (Step(("git", "restore", "--"), gone),) if gone else ()
    renormalizing = Step(("git", "add", "--renormalize", "--"), tuple(pathspec(path_text(path)) for path in raw))
    return (*set_up, *routing, *back, renormalizing, *committing, *upload)


def _write_line(case: Case, place: Place) -> tuple[Step, Step]:
    route = case.route
    assert route is not None
    form = "\\n%s\\n" if route.place in place.open_files else "%s\\n"
    adding = ("git", "add") if isinstance(place, WorkTree) else ("git", "add", "--")
    writing = Step(("printf", form), route.lines, f">> {shell_word(route.place)}")
    return writing, Step(adding, (pathspec(route.place),))


def _on_the_way(case: Case, places: tuple[str, ...]) -> tuple[str, ...]:
    """Those of the attributes files that may decide about the path."""
    return tuple(place for place in places if case.path.startswith(place.removesuffix(".gitattributes")))


def _repair(case: Case, place: Place) -> list[Remedy]:
    """Of a damaged pointer."""
    damage, path = case.violation.damage, case.paths[0]
    assert damage is not None
    if isinstance(place, WorkTree):
        return pointer_repair.remedies_of(path, damage, place.versions, place.content, place.env)
    committing = _commit(place, "Restore a pointer to Git LFS", case.path)
    return [
        Remedy(
            f"{pointer_repair.named(revision)}, in a new commit",
            (pointer_repair.restoring(case.path, revision), *committing),
        )
        for revision in place.versions.get(path, ())
    ] or [pointer_repair.by_hand(damage)]


def _unrouted(case: Case, place: Place) -> list[Remedy]:
    if isinstance(place, OnTop):
        return [Remedy("route it in a new commit", _route(case, place))]
    text = "send it to Git LFS" if place.env.has_lfs else "install git-lfs and send it to Git LFS"
    sending, out, allowing = Remedy(text, _route(case, place)), _keep_out(case, place), _allow(case, place)
    if is_fixture(case.paths[0]):
        return [allowing, sending, out]
    return [sending, *_whole_type(case, place), out, allowing]


def _whole_type(case: Case, place: WorkTree) -> list[Remedy]:
    """The route for all of a type, with the old files that lie in git raw, which become pointers in this commit too."""
    if case.route is None or not case.route.whole:
        return []
    routing = _write_line(case._replace(route=case.route._replace(patterns=(case.route.whole,))), place)
    return [steps.whole_type(case.route.whole, routing, place.env)]


def _keep_out(case: Case, place: WorkTree) -> Remedy:
    """Steps of the same words stand as one, with the arguments of all paths."""
    args: dict[Step, list[str]] = {}
    for step in (step for path in case.paths for step in steps.out_of_git(path, place.env)):
        args.setdefault(step._replace(args=()), []).extend(step.args)
    return Remedy("keep it out of git", tuple(step._replace(args=tuple(several)) for step, several in args.items()))


def _allow(case: Case, place: WorkTree) -> Remedy:
    """An exception of block-artifacts serves both hooks; one of require-lfs is enough where that has nothing to say."""
    options = () if is_refused_too(case, place.limits) else ALLOW_LFS
    words = ("commitworthy", "allow", *options, "--because", steps.PLACEHOLDER, "--")
    return steps.with_own_command(
        "allow it, with the reason", Step(words, tuple(map(path_text, case.paths))), place.env
    )


def is_refused_too(case: Case, limits: BlockArtifacts) -> bool:
    """Whether block-artifacts has something against the blob as well, by its family and size."""
    assert case.violation.sniff is not None
    limit = limits.limit(case.violation.sniff.family)
    return limit is not None and case.violation.size > limit


def _not_a_pointer(case: Case, place: Place) -> list[Remedy]:
    if isinstance(place, OnTop):
        committing = _commit(place, "Make pointers of files in Git LFS", case.path)
        return [Remedy("make it a pointer in a new commit", _through_lfs((), case.paths, place, committing))]
    restaging = steps.restage(case.paths[0], place.env)
    if case.on_disk == "lfs":
        return [restaging]
    places = tuple(map(pathspec, _on_the_way(case, place.unstaged)))
    back = Step(("git", "restore", "--"), places)
    return [
        restaging._replace(text=f"restore the staged route and {restaging.text}", steps=(back, *restaging.steps)),
        Remedy("stage .gitattributes without the route", (Step(("git", "add", "--"), places),)),
    ]


def _unstaged(case: Case, place: Place) -> list[Remedy]:
    return [Remedy("stage the route", _stage_routes(case, place))]


def _private(case: Case, place: Place) -> list[Remedy]:
    return [Remedy("add the rule to .gitattributes", _route(case, place))]


def _orphaned(case: Case, place: Place) -> list[Remedy]:
    if isinstance(place, OnTop):
        return [Remedy("route it in a new commit", _route(case, place))]
    remedies = [Remedy("route it", _route(case, place))]
    if place.in_framework and case.violation.entry.staged:
        # Something has made a pointer of it.
        adding = Step(("git", "add"), (".gitattributes",))
        remedies.insert(0, Remedy("stage the route, if .gitattributes has it unstaged (hidden from hooks)", (adding,)))
    changed = _on_the_way(case, place.staged)
    if changed and not case.violation.entry.staged:
        back = Step(("git", "restore", "--source=HEAD", "--staged", "--worktree", "--"), tuple(map(pathspec, changed)))
        remedies.insert(0, Remedy("restore the committed routes", (back,)))
    if case.paths[0] not in place.pointers | place.env.gone:
        remedies.append(Remedy("store the file itself in git", steps.renormalize(case.paths[0], place.env)))
    return remedies


def _loose(case: Case, place: Place) -> list[Remedy]:
    if isinstance(place, WorkTree) and case.paths[0] not in place.pointers | place.env.gone:
        return [steps.restage(case.paths[0], place.env)]
    blob = case.violation.entry.blob
    text = place.canonical[blob]
    words = tuple(path_text(text).splitlines())
    if isinstance(place, WorkTree):
        writing = Step(("printf", "%s\\n"), words, f"> {shell_word(case.path)}")
        return [Remedy("write it as git-lfs does", (writing, _add(case.path)))]
    # Into the index alone: the file on disk may be the content, or a pointer too.
    hashing = objects.hash_of("sha1" if len(blob) == 40 else "sha256", large=True)
    name = hashing(b"blob %d\0%b" % (len(text), text), usedforsecurity=False).hexdigest()
    writing = Step(("printf", "%s\\n", *words), (), "| git hash-object -w --stdin")
    replacing = Step(("git", "update-index", "--cacheinfo"), (f"100644,{name},{case.path}",))
    committing = _commit(place, "Write the pointer as git-lfs does")
    return [Remedy("write it as git-lfs does in a new commit", (writing, replacing, *committing))]


def _large(case: Case, place: Place) -> list[Remedy]:
    if isinstance(place, OnTop):
        taking = Step(("git", "rm", "--cached", "--quiet", "--"), (pathspec(case.path),))
        return [Remedy("take it out in a new commit", (taking, *_commit(place, "Take files out of Git LFS")))]
    return [
        _keep_out(case, place),
        steps.allowing("allow it, with the reason", ALLOW_LFS, case.path, place.env),
    ]


def _absent(case: Case, _: Place) -> list[Remedy]:
    return [Remedy("replace the pointer with the real file, then stage it", (_add(case.path),))]


def _add(path: str) -> Step:
    return Step(("git", "add", "--"), (pathspec(path),))


def _twice(case: Case, place: Place) -> list[Remedy]:
    owner = path_text(case.violation.owner)
    leaving = Step(("git", "rm", "-r", "--cached", "--quiet", "--"), (pathspec(case.violation.note),))
    removing: tuple[Step, ...] = (Step(("dvc", "remove"), (owner,)),)
    where = ""
    if isinstance(place, OnTop):
        removing += (Step(("git", "rm", "--cached", "--quiet", "--"), (pathspec(owner),)),)
        where = " in a new commit"
    if place.env and not place.env.has_dvc:
        # DVC does nothing where it was not set up.
        removing = (Step(("git", "rm", "--force", "--quiet", "--"), (pathspec(owner),)),)
    return [
        Remedy(f"leave it to DVC{where}", (leaving, *_commit(place, "Leave files to DVC"))),
        Remedy("keep it in git only", (*removing, *_commit(place, "Keep files in git alone"))),
    ]


def _lint(case: Case, place: Place) -> list[Remedy]:
    lint = case.violation.lint
    if not lint or not lint.instead:
        return []
    where = ", in a new commit" if isinstance(place, OnTop) else ""
    return [Remedy(f"write instead{where}: {lint.instead}")]


def _allow_in_push(case: Case, place: OnTop) -> Remedy:
    if not place.env:
        from ...remedies import rewriting

        return rewriting.ALLOWED_THERE
    return steps.allowing("allow it, with the reason, and commit that", ALLOW_LFS, case.path, place.env)


_REMEDIES: Mapping[str, Callable[[Case, Place], list[Remedy]]] = {
    rules.UNROUTED.code: _unrouted,
    rules.NOT_A_POINTER.code: _not_a_pointer,
    rules.UNSTAGED.code: _unstaged,
    rules.PRIVATE.code: _private,
    rules.ORPHANED.code: _orphaned,
    rules.MISROUTED.code: _orphaned,
    rules.LOOSE.code: _loose,
    rules.LARGE.code: _large,
    rules.ABSENT.code: _absent,
    rules.TWICE.code: _twice,
    rules.DEAD.code: _lint,
    rules.INCOMPLETE.code: _lint,
    rules.CASE.code: _lint,
}
