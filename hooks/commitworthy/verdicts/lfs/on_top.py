"""The ways out of what is wrong at the tip of a push and needs no rewriting: one more commit on top of it."""

from __future__ import annotations

from ...artifacts import pointers
from ...findings import Remedy, Step
from ...git import blobs
from ...values import TYPE_CHECKING, NamedTuple
from .. import damaged, remedies
from ..pushes import ways_out as history
from ..spelling import pathspec, shell_word
from . import lines as lfs_lines
from . import rules
from .messages import is_raw

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ...git.pushes import Tip
    from ..pushes.ways_out import Place
    from ..surroundings import Surroundings
    from .messages import Case
    from .tips import Tree

_TAG = "refs/tags/"


class Top(NamedTuple):
    """The tip to build on.

    `around` is None at a server.  `open_files` are attributes files whose last line has no end.  `canonical` has, for
    the blob of each loose pointer, the text that git-lfs would write and the id of that; `versions` as of `damaged`.
    """

    tip: Tip
    place: Place
    around: Surroundings | None
    open_files: frozenset[str]
    canonical: Mapping[bytes, tuple[bytes, str]]
    versions: Mapping[bytes, list[str]]


def top(tree: Tree, cases: list[Case], place: Place, around: Surroundings | None) -> Top:
    """What the remedies of these cases need to know."""
    places = {case.route.place for case in cases if case.route}
    open_files = {
        name
        for entry in tree.files
        if (name := entry.path.decode("utf-8", "surrogateescape")) in places and _is_open(lfs_lines.content_of(entry))
    }
    loose = {case.misfit.entry.blob for case in cases if case.rule == rules.LOOSE}
    canonical = {blob: _canonical(blob) for blob in loose}
    tips = {tip.update: tip for tip in place.tips}
    broken = [case.paths[0] for case in cases if case.misfit.damage]
    versions = damaged.good_versions(broken, tree.tip.id)
    return Top(tips.get(tree.tip.update, tree.tip), place, around, frozenset(open_files), canonical, versions)


def _is_open(content: bytes) -> bool:
    return bool(content) and not content.endswith(b"\n")


def _canonical(blob: bytes) -> tuple[bytes, str]:
    text = pointers.canonical(blobs.content(blob))
    made = blobs.hash_of("sha1" if len(blob) == 40 else "sha256", large=True)
    return text, made(b"blob %d\0%b" % (len(text), text), usedforsecurity=False).hexdigest()


def ways_out(case: Case, top: Top) -> tuple[Remedy, ...]:
    """All ways out, the best first."""
    ways = _restore if case.misfit.damage else _WAYS[case.rule.code]
    found = [_committed(remedy, top) for remedy in ways(case, top)]
    if case.rule in _ALLOWED:
        found.append(_allow(case, top))
    return remedies.in_words(found, top.around) if top.around else tuple(remedies.alternatives(found))


def _committed(remedy: Remedy, top: Top) -> Remedy:
    """From the branch or the tag, and back to it."""
    if not remedy.steps:
        return remedy
    name = top.tip.update.ref
    if name.startswith(_TAG):
        tag = name.removeprefix(_TAG)
        going, moving = Step(("git", "switch", "--quiet", "--detach", tag)), Step(("git", "tag", "--force", tag))
        return Remedy(f"{remedy.text} and move the tag", (going, *remedy.steps, moving))
    return remedy._replace(steps=(*history.switch(top.tip, top.place), *remedy.steps))


def _commit(message: str, *paths: str) -> Step:
    return Step(("git", "commit", "--quiet", "--message", message, "--"), tuple(map(pathspec, paths)))


def _route(case: Case, top: Top) -> list[Remedy]:
    """Write the line, and make pointers of the raw files that it takes in."""
    route = case.route
    assert route is not None
    raw = case.paths if is_raw(case.misfit) else ()
    form = "\\n%s\\n" if route.place in top.open_files else "%s\\n"
    writing = Step(("printf", form), route.lines, f">> {shell_word(route.place)}")
    adding = Step(("git", "add", "--"), (pathspec(route.place),))
    paths = tuple(dict.fromkeys(path.decode("utf-8", "surrogateescape") for path in raw))
    committing = _commit("Route to Git LFS", route.place, *paths)
    steps = (*_set_up(top, raw), writing, adding, *_renormalize(paths), committing, *_upload(top, raw))
    return [Remedy("route it in a new commit", steps)]


def _set_up(top: Top, raw: tuple[bytes, ...]) -> tuple[Step, ...]:
    return remedies.lfs_set_up(top.around) if raw and top.around else ()


def _upload(top: Top, raw: tuple[bytes, ...]) -> tuple[Step, ...]:
    return top.around.upload if raw and top.around else ()


def _renormalize(paths: tuple[str, ...]) -> tuple[Step, ...]:
    return (Step(("git", "add", "--renormalize", "--"), tuple(map(pathspec, paths))),) if paths else ()


def _restore(case: Case, top: Top) -> list[Remedy]:
    """Of a damaged pointer: the last good one, in a new commit."""
    damage, path = case.misfit.damage, _text(case)
    assert damage is not None
    committing = _commit("Restore a pointer to Git LFS", path)
    return [
        Remedy(f"{damaged.named(revision)}, in a new commit", (damaged.restoring(path, revision), committing))
        for revision in top.versions.get(case.paths[0], ())
    ] or [damaged.by_hand(damage)]


def _restage(case: Case, top: Top) -> list[Remedy]:
    path = _text(case)
    committing = _commit("Make pointers of files in Git LFS", path)
    steps = (*_set_up(top, case.paths), *_renormalize((path,)), committing, *_upload(top, case.paths))
    return [Remedy("make it a pointer in a new commit", steps)]


def _rewrite(case: Case, top: Top) -> list[Remedy]:
    """Put the canonical pointer into the index alone: the file on disk may be the content, or a pointer too."""
    text, blob = top.canonical[case.misfit.entry.blob]
    lines = text.decode("ascii").splitlines()
    writing = Step(("printf", "%s\\n", *lines), (), "| git hash-object -w --stdin")
    replacing = Step(("git", "update-index", "--cacheinfo"), (f"100644,{blob},{_text(case)}",))
    committing = Step(("git", "commit", "--quiet", "--message", "Write the pointer as git-lfs does"))
    return [Remedy("write it as git-lfs does in a new commit", (writing, replacing, committing))]


def _take_out(case: Case, _: Top) -> list[Remedy]:
    path = _text(case)
    taking = Step(("git", "rm", "--cached", "--quiet", "--"), (pathspec(path),))
    return [Remedy("take it out in a new commit", (taking, _plain_commit("Take files out of Git LFS")))]


def _twice(case: Case, _: Top) -> list[Remedy]:
    owner = case.misfit.owner.decode("utf-8", "surrogateescape")
    leaving = Step(("git", "rm", "-r", "--cached", "--quiet", "--"), (pathspec(case.misfit.note),))
    forgetting = Step(("git", "rm", "--cached", "--quiet", "--"), (pathspec(owner),))
    removing = (Step(("dvc", "remove"), (owner,)), forgetting)
    return [
        Remedy("leave it to DVC in a new commit", (leaving, _plain_commit("Leave files to DVC"))),
        Remedy("keep it in git alone", (*removing, _plain_commit("Keep files in git alone"))),
    ]


def _plain_commit(message: str) -> Step:
    """Of the index as it is: the path may still lie on disk, and would come back with it."""
    return Step(("git", "commit", "--quiet", "--message", message))


def _lint(case: Case, _: Top) -> list[Remedy]:
    lint = case.misfit.lint
    return [Remedy(f"write instead, in a new commit: {lint.instead}")] if lint and lint.instead else []


def _allow(case: Case, top: Top) -> Remedy:
    if not top.around:
        return history.ALLOWED_THERE
    text = "allow it, with the reason, and commit that"
    return remedies.allowing(text, ("--hook", "require-lfs"), _text(case), top.around)


def _text(case: Case) -> str:
    return case.paths[0].decode("utf-8", "surrogateescape")


_ALLOWED = (rules.UNROUTED, rules.LARGE)
_WAYS = {
    rules.UNROUTED.code: _route,
    rules.NOT_A_POINTER.code: _restage,
    rules.ORPHANED.code: _route,
    rules.MISROUTED.code: _route,
    rules.LOOSE.code: _rewrite,
    rules.LARGE.code: _take_out,
    rules.TWICE.code: _twice,
    rules.DEAD.code: _lint,
}
