"""The ways out of a finding of require-lfs, each as commands that can be pasted."""

from __future__ import annotations

from ...base.findings import Remedy, Step
from ...base.namedtuple import TYPE_CHECKING, NamedTuple
from ...formats.detect import is_fixture
from ...remedies import pointer_repair, steps
from ...remedies.quoting import pathspec, shell_word
from . import rules
from .messages import is_raw

if TYPE_CHECKING:
    from ...policy.settings import BlockArtifacts
    from ...remedies.environment import Environment
    from .messages import Case


class Clone(NamedTuple):
    """What the remedies depend on beside the finding.

    `open_files` are attributes files on disk whose last line has no end; `unstaged` are those that differ from the
    index; `staged` those with a staged change; `pointers` the paths whose file on disk is the pointer.
    `in_framework`: unstaged changes have been put away, so that nobody knows whether they hold a route.
    `versions` and `content` as of `damaged`.
    """

    around: Environment
    limits: BlockArtifacts
    has_baseline: bool
    open_files: frozenset[str]
    unstaged: tuple[str, ...]
    staged: tuple[str, ...]
    pointers: frozenset[bytes]
    in_framework: bool
    canonical: dict[bytes, bytes]
    versions: dict[bytes, list[str]]
    content: frozenset[bytes]


def ways_out(case: Case, clone: Clone) -> tuple[Remedy, ...]:
    """All ways out, the best first."""
    if case.misfit.damage:
        damage = case.misfit.damage
        found = pointer_repair.ways_out(case.paths[0], damage, clone.versions, clone.content, clone.around)
    elif case.done:
        found = [Remedy("stage it", stage_routes(case, clone))] if case.done == "written" else []
    else:
        found = _REMEDIES[case.rule.code](case, clone)
    if not case.misfit.entry.staged and not case.misfit.moved and not case.done:
        found.append(_accept(clone))
    return steps.in_words(found, clone.around)


def route_and_stage(case: Case, clone: Clone) -> tuple[Step, ...]:
    """Write the line, stage it, and stage the raw files again, which makes them pointers."""
    raw = tuple(_renormalize(path, clone) for path in _raw(case))
    return _through_lfs(_write_line(case, clone), raw, clone)


def stage_routes(case: Case, clone: Clone) -> tuple[Step, ...]:
    """Stage the attributes files on the way to the path, and the raw files again."""
    written = (case.route.place,) if case.done and case.route else ()
    places = written or _on_the_way(case, clone.unstaged) or (".gitattributes",)
    raw = tuple(_renormalize(path, clone) for path in _raw(case))
    staging = tuple(Step(("git", "add"), (pathspec(place),)) for place in places)
    return _through_lfs(_together((staging,)), raw, clone)


def _through_lfs(routing: tuple[Step, ...], raw: tuple[tuple[Step, ...], ...], clone: Clone) -> tuple[Step, ...]:
    """The steps that route, and those that stage raw files again with all that this takes."""
    if not raw:
        return routing
    return (*steps.lfs_set_up(clone.around), *routing, *_together(raw), *clone.around.upload)


def _raw(case: Case) -> tuple[bytes, ...]:
    return case.paths if is_raw(case.misfit) else ()


def _renormalize(path: bytes, clone: Clone) -> tuple[Step, ...]:
    return steps.renormalize(path, clone.around)


def _together(several: tuple[tuple[Step, ...], ...]) -> tuple[Step, ...]:
    """Steps of the same words as one, with the arguments of all."""
    args: dict[tuple[str, ...], list[str]] = {}
    last: dict[tuple[str, ...], Step] = {}
    for step in (step for way in several for step in way):
        args.setdefault(step.words, []).extend(step.args)
        last[step.words] = step
    return tuple(step._replace(args=tuple(args[words])) for words, step in last.items())


def _write_line(case: Case, clone: Clone) -> tuple[Step, Step]:
    route = case.route
    assert route is not None
    form = "\\n%s\\n" if route.place in clone.open_files else "%s\\n"
    writing = Step(("printf", form), route.lines, f">> {shell_word(route.place)}")
    return writing, Step(("git", "add"), (pathspec(route.place),))


def _on_the_way(case: Case, places: tuple[str, ...]) -> tuple[str, ...]:
    """Those of the attributes files that may decide about the path."""
    path = case.paths[0].decode("utf-8", "surrogateescape")
    return tuple(place for place in places if path.startswith(place.removesuffix(".gitattributes")))


def _keep_out(paths: tuple[bytes, ...], clone: Clone) -> Remedy:
    return Remedy("keep it out of git", _together(tuple(steps.out_of_git(path, clone.around) for path in paths)))


def _unrouted(case: Case, clone: Clone) -> list[Remedy]:
    text = "send it to Git LFS" if clone.around.has_lfs else "install git-lfs and send it to Git LFS"
    sending, allowing = Remedy(text, route_and_stage(case, clone)), _allow(case, clone)
    out = _keep_out(case.paths, clone)
    if is_fixture(case.paths[0]):
        return [allowing, sending, out]
    return [sending, *_whole_type(case, clone), out, allowing]


def _whole_type(case: Case, clone: Clone) -> list[Remedy]:
    """The route for all of a type, with the old files that lie in git raw, which become pointers in this commit too."""
    whole = case.route.whole if case.route else ""
    if not whole:
        return []
    route = case.route._replace(patterns=(whole,)) if case.route else None
    routing = _write_line(case._replace(route=route), clone)
    return [steps.whole_type(whole, routing, clone.around)]


def _allow(case: Case, clone: Clone) -> Remedy:
    """An exception of block-artifacts serves both hooks; one of require-lfs is enough where that has nothing to say."""
    alone = not is_refused_too(case, clone.limits)
    step = Step(
        (
            "commitworthy",
            "allow",
            *(("--hook", "require-lfs") if alone else ()),
            "--because",
            steps.PLACEHOLDER,
            "--",
        ),
        tuple(path.decode("utf-8", "surrogateescape") for path in case.paths),
    )
    return steps.with_own_command("allow it, with the reason", step, clone.around)


def is_refused_too(case: Case, limits: BlockArtifacts) -> bool:
    """Whether block-artifacts has something against the blob as well, by its family and size."""
    assert case.misfit.sniff is not None
    limit = limits.limit(case.misfit.sniff.family)
    return limit is not None and case.misfit.size > limit


def _not_a_pointer(case: Case, clone: Clone) -> list[Remedy]:
    restaging = steps.restage(case.paths[0], clone.around)
    if case.on_disk == "lfs":
        return [restaging]
    places = _on_the_way(case, clone.unstaged)
    back = Step(("git", "restore", "--"), tuple(pathspec(place) for place in places))
    add = Step(("git", "add", "--"), back.args)
    return [
        restaging._replace(text=f"bring the staged route back and {restaging.text}", steps=(back, *restaging.steps)),
        Remedy("stage that it is not routed", (add,)),
    ]


def _unstaged(case: Case, clone: Clone) -> list[Remedy]:
    return [Remedy("stage the route", stage_routes(case, clone))]


def _private(case: Case, clone: Clone) -> list[Remedy]:
    return [Remedy("give everyone the route", route_and_stage(case, clone))]


def _orphaned(case: Case, clone: Clone) -> list[Remedy]:
    found = [Remedy("route it", route_and_stage(case, clone))]
    if clone.in_framework and case.misfit.entry.staged:
        # Something has made a pointer of it.
        adding = Step(("git", "add"), (".gitattributes",))
        found.insert(0, Remedy("stage the route, if .gitattributes has it unstaged (hidden from hooks)", (adding,)))
    changed = _on_the_way(case, clone.staged)
    if changed and not case.misfit.entry.staged:
        back = Step(("git", "restore", "--source=HEAD", "--staged", "--worktree", "--"), tuple(map(pathspec, changed)))
        found.insert(0, Remedy("bring the committed routes back", (back,)))
    if case.paths[0] not in clone.pointers | clone.around.gone:
        found.append(Remedy("store the file itself in git", steps.renormalize(case.paths[0], clone.around)))
    return found


def _loose(case: Case, clone: Clone) -> list[Remedy]:
    path = case.paths[0]
    text = path.decode("utf-8", "surrogateescape")
    if path not in clone.pointers and path not in clone.around.gone:
        return [steps.restage(path, clone.around)]
    lines = clone.canonical[path].decode("utf-8", "surrogateescape").splitlines()
    writing = Step(("printf", "%s\\n"), tuple(lines), f"> {shell_word(text)}")
    return [Remedy("write it as git-lfs does", (writing, Step(("git", "add", "--"), (pathspec(text),))))]


def _large(case: Case, clone: Clone) -> list[Remedy]:
    out = _keep_out(case.paths, clone)
    return [out, steps.allowing("allow it, with the reason", ("--hook", "require-lfs"), _text(case), clone.around)]


def _absent(case: Case, _: Clone) -> list[Remedy]:
    return [Remedy("put the file itself in place of the pointer, then stage it", (_add(_text(case)),))]


def _add(path: str) -> Step:
    return Step(("git", "add", "--"), (pathspec(path),))


def _twice(case: Case, _: Clone) -> list[Remedy]:
    owner = case.misfit.owner.decode("utf-8", "surrogateescape")
    leaving = Step(("git", "rm", "-r", "--cached", "--quiet", "--"), (pathspec(case.misfit.note),))
    return [
        Remedy("leave it to DVC", (leaving,)),
        Remedy("keep it in git alone", (Step(("dvc", "remove"), (owner,)),)),
    ]


def _lint(case: Case, _: Clone) -> list[Remedy]:
    lint = case.misfit.lint
    return [Remedy(f"write instead: {lint.instead}")] if lint and lint.instead else []


def _accept(clone: Clone) -> Remedy:
    adding = ("--add",) if clone.has_baseline else ()
    staging = Step(("git", "add", ".commitworthy-baseline"))
    step = Step(("commitworthy", "baseline", *adding))
    return steps.with_own_command("accept all that is already there", step, clone.around, staging)


def _text(case: Case) -> str:
    return case.paths[0].decode("utf-8", "surrogateescape")


_REMEDIES = {
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
