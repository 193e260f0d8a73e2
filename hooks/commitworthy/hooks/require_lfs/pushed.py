"""From what is wrong at the tips of a push to findings: each names its commit and the way out."""

from __future__ import annotations

from ...base import secrets
from ...base.findings import BLOB, Finding, Remedy, Step
from ...base.namedtuple import TYPE_CHECKING, NamedTuple
from ...blobs.judge import Violation
from ...formats import pointers
from ...formats.detect import Detection
from ...git import attributes, objects, ranges
from ...policy.acceptance import acceptance
from ...remedies import pointer_repair, rewriting, steps
from ...remedies import rewriting as history
from ...remedies.quoting import pathspec, shell_word
from .. import push_history, push_messages
from ..push_history import PushViolation
from . import accepted, findings, rules
from . import lines as lfs_lines
from .messages import Case, is_raw, message, routes_for

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ...base.findings import Remedy
    from ...git.ranges import Commit
    from ...git.refs import Tip
    from ...git.repository import Repository
    from ...policy.acceptance import Acceptance
    from ...remedies.environment import Environment
    from ...remedies.rewriting import PushTarget, RemediationPlan
    from ..check_push.checks import PolicyGroup
    from ..push_history import HistoryEntry
    from .messages import Case
    from .routes import LfsViolation
    from .tips import TipTree

# No later commit mends these: the file is in history, or what its pointer stands for is uploaded all the same.
# A raw file under a route that came later was within the limits when it was committed, and may stay in history.
_IN_HISTORY = (rules.UNROUTED, rules.LARGE)
_OWN = ("--hook", "require-lfs")
_POINTERS = (rules.ORPHANED, rules.MISROUTED)


class _Said(NamedTuple):
    """A case, the commit whose tree shows it, and where its blob stands, if the push brings that and it must go."""

    case: Case
    commit: Commit
    standing: HistoryEntry | None


def pushed_findings(hook: str, repository: Repository, part: PolicyGroup, trees: list[TipTree]) -> list[Finding]:
    """A finding for each misfit; one removal serves all that must go from history."""
    around, place = push_messages.environment_of(hook, repository), push_messages.place_of(hook, part)
    decided = acceptance("require-lfs", part.policy, part.baseline)
    standings = _standings(part, trees)
    way = _exit(list(standings.values()), place, around) if standings else None
    described = ranges.describe(tree.tip.id.encode() for tree in trees)
    found = []
    for tree in trees:
        commit = described[tree.tip.id.encode()]
        cases = _cases(tree, decided)
        top = fix_on_top(tree, cases, place, around)
        for case in cases:
            one = standings.get(_key(case.misfit))
            said = _Said(_placed(case, one, tree, commit), commit, one)
            ways = _in_history(one, way, part) if one and way else remedies_on_top(said.case, top)
            found.append(_finding(hook, said, part, ways))
    return found


def _key(misfit: LfsViolation) -> tuple[bytes, bytes]:
    return misfit.entry.path, misfit.entry.blob


def _standings(part: PolicyGroup, trees: list[TipTree]) -> dict[tuple[bytes, bytes], HistoryEntry]:
    """By path and blob, where in history those stand that the push brings and that must go from it."""
    wanted = part.wanted()
    misfits = [one for tree in trees for one in tree.misfits if one.rule in _IN_HISTORY]
    brought = ranges.introducing_commits(wanted, {one.entry.blob for one in misfits}) if misfits else {}
    arrivals = {}
    for misfit in misfits:
        several = brought[misfit.entry.blob]
        if several:
            first = next((one for one in several if one.path == misfit.entry.path), several[0])
            arrivals[_key(misfit)] = PushViolation(_offence(misfit), first._replace(path=misfit.entry.path))
    found = push_history.history_entries(wanted, list(arrivals.values())) if arrivals else []
    return dict(zip(arrivals, found, strict=True))


def _offence(misfit: LfsViolation) -> Violation:
    sniff = misfit.sniff or Detection("pointer", "git-lfs", "a Git LFS pointer", "content", False)
    return Violation(misfit.entry, misfit.rule, misfit.size, None, sniff)


def _exit(standings: list[HistoryEntry], place: PushTarget, around: Environment | None) -> RemediationPlan:
    to_lfs = [one for one in standings if one.news.offence.rule != rules.LARGE]
    return rewriting.RemediationPlan(rewriting.removal(standings, place), rewriting.migration(to_lfs, place), around)


def _in_history(one: HistoryEntry, way: RemediationPlan, part: PolicyGroup) -> tuple[Remedy, ...]:
    """The ways out of check-push.  An exception of block-artifacts serves both hooks, where that has a limit too."""
    offence = one.news.offence
    if offence.rule == rules.LARGE:
        return rewriting.remedies(one, "", way, _OWN)
    limit = part.policy.block_artifacts.limit(offence.sniff.family)
    return rewriting.remedies(one, "lfs", way, _OWN if limit is None or offence.size <= limit else ())


def _cases(tree: TipTree, decided: Acceptance) -> list[Case]:
    """The misfits in the order of their paths, each with the line that it lacks."""
    raw = [one for one in tree.misfits if one.rule == rules.UNROUTED]
    lost = [one for one in tree.misfits if one.rule in _POINTERS and not one.damage]
    lines = routes_for(raw, tree.files)
    # The line for a pointer must not take in raw files, which would then be wrong themselves.
    lines |= routes_for(lost, tree.files)
    routing = [entry for entry in tree.files if attributes.is_file(entry.path)] if lines else []
    hints = lfs_lines.Hints(routing)
    found = []
    for misfit in sorted(tree.misfits, key=_key):
        path = misfit.entry.path
        hint = hints.of(path) if path in lines else ""
        notes = tuple(note for note in (accepted.expired_note(misfit, decided), hint) if note)
        found.append(Case(misfit, misfit.rule, (path,), lines.get(path), "lfs", notes))
    return found


def _placed(case: Case, one: HistoryEntry | None, tree: TipTree, commit: Commit) -> Case:
    """The case with the commit that brought it, or the one whose tree shows it."""
    if one:
        return case._replace(place=one.news.place, notes=(*push_history.notes(one), *case.notes))
    name = tree.tip.update.ref
    short = name.removeprefix("refs/heads/").removeprefix("refs/tags/")
    where = f"the tip of {short}, {push_history.cited(commit)}" if short != name else push_history.cited(commit)
    return case._replace(notes=(*case.notes, f"so it is at {where}"))


def _finding(hook: str, said: _Said, part: PolicyGroup, ways: tuple[Remedy, ...]) -> Finding:
    case, lint = said.case, said.case.misfit.lint
    return Finding(
        hook,
        case.rule,
        message(case, part.policy.require_lfs.max_size),
        case.paths[0].decode("utf-8", "surrogateescape"),
        line=lint.line.number if lint else None,
        remedies=ways,
        facts={**findings.facts(case, part.policy), **_facts(said)},
        scope=BLOB,
    )


def _facts(said: _Said) -> dict[str, object]:
    """The keys that every finding of a push has."""
    one = said.standing
    commit = (one.commit if one else None) or said.commit
    return {
        "blob": said.case.misfit.entry.blob.decode(),
        "commit": commit.id,
        "date": commit.date,
        "subject": secrets.line(commit.subject),
        "in_tip": True,
        "brought": push_messages.brought(one.brought) if one else [],
    }


# The ways out of what is wrong at the tip of a push and needs no rewriting: one more commit on top of it.


_TAG = "refs/tags/"


class FixOnTop(NamedTuple):
    """The tip to build on.

    `around` is None at a server.  `open_files` are attributes files whose last line has no end.  `canonical` has, for
    the blob of each loose pointer, the text that git-lfs would write and the id of that; `versions` as of `damaged`.
    """

    tip: Tip
    place: PushTarget
    around: Environment | None
    open_files: frozenset[str]
    canonical: Mapping[bytes, tuple[bytes, str]]
    versions: Mapping[bytes, list[str]]


def fix_on_top(tree: TipTree, cases: list[Case], place: PushTarget, around: Environment | None) -> FixOnTop:
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
    versions = pointer_repair.good_versions(broken, tree.tip.id)
    return FixOnTop(tips.get(tree.tip.update, tree.tip), place, around, frozenset(open_files), canonical, versions)


def _is_open(content: bytes) -> bool:
    return bool(content) and not content.endswith(b"\n")


def _canonical(blob: bytes) -> tuple[bytes, str]:
    text = pointers.canonical(objects.content(blob))
    made = objects.hash_of("sha1" if len(blob) == 40 else "sha256", large=True)
    return text, made(b"blob %d\0%b" % (len(text), text), usedforsecurity=False).hexdigest()


def remedies_on_top(case: Case, top: FixOnTop) -> tuple[Remedy, ...]:
    """All ways out, the best first."""
    ways = _restore if case.misfit.damage else _REMEDIES[case.rule.code]
    found = [_committed(remedy, top) for remedy in ways(case, top)]
    if case.rule in _ALLOWED:
        found.append(_allow(case, top))
    return steps.in_words(found, top.around) if top.around else tuple(steps.alternatives(found))


def _committed(remedy: Remedy, top: FixOnTop) -> Remedy:
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


def _route(case: Case, top: FixOnTop) -> list[Remedy]:
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


def _set_up(top: FixOnTop, raw: tuple[bytes, ...]) -> tuple[Step, ...]:
    return steps.lfs_set_up(top.around) if raw and top.around else ()


def _upload(top: FixOnTop, raw: tuple[bytes, ...]) -> tuple[Step, ...]:
    return top.around.upload if raw and top.around else ()


def _renormalize(paths: tuple[str, ...]) -> tuple[Step, ...]:
    return (Step(("git", "add", "--renormalize", "--"), tuple(map(pathspec, paths))),) if paths else ()


def _restore(case: Case, top: FixOnTop) -> list[Remedy]:
    """Of a damaged pointer: the last good one, in a new commit."""
    damage, path = case.misfit.damage, _text(case)
    assert damage is not None
    committing = _commit("Restore a pointer to Git LFS", path)
    return [
        Remedy(
            f"{pointer_repair.named(revision)}, in a new commit", (pointer_repair.restoring(path, revision), committing)
        )
        for revision in top.versions.get(case.paths[0], ())
    ] or [pointer_repair.by_hand(damage)]


def _restage(case: Case, top: FixOnTop) -> list[Remedy]:
    path = _text(case)
    committing = _commit("Make pointers of files in Git LFS", path)
    steps = (*_set_up(top, case.paths), *_renormalize((path,)), committing, *_upload(top, case.paths))
    return [Remedy("make it a pointer in a new commit", steps)]


def _rewrite(case: Case, top: FixOnTop) -> list[Remedy]:
    """Put the canonical pointer into the index alone: the file on disk may be the content, or a pointer too."""
    text, blob = top.canonical[case.misfit.entry.blob]
    lines = text.decode("ascii").splitlines()
    writing = Step(("printf", "%s\\n", *lines), (), "| git hash-object -w --stdin")
    replacing = Step(("git", "update-index", "--cacheinfo"), (f"100644,{blob},{_text(case)}",))
    committing = Step(("git", "commit", "--quiet", "--message", "Write the pointer as git-lfs does"))
    return [Remedy("write it as git-lfs does in a new commit", (writing, replacing, committing))]


def _take_out(case: Case, _: FixOnTop) -> list[Remedy]:
    path = _text(case)
    taking = Step(("git", "rm", "--cached", "--quiet", "--"), (pathspec(path),))
    return [Remedy("take it out in a new commit", (taking, _plain_commit("Take files out of Git LFS")))]


def _twice(case: Case, _: FixOnTop) -> list[Remedy]:
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


def _lint(case: Case, _: FixOnTop) -> list[Remedy]:
    lint = case.misfit.lint
    return [Remedy(f"write instead, in a new commit: {lint.instead}")] if lint and lint.instead else []


def _allow(case: Case, top: FixOnTop) -> Remedy:
    if not top.around:
        return history.ALLOWED_THERE
    text = "allow it, with the reason, and commit that"
    return steps.allowing(text, ("--hook", "require-lfs"), _text(case), top.around)


def _text(case: Case) -> str:
    return case.paths[0].decode("utf-8", "surrogateescape")


_ALLOWED = (rules.UNROUTED, rules.LARGE)
_REMEDIES = {
    rules.UNROUTED.code: _route,
    rules.NOT_A_POINTER.code: _restage,
    rules.ORPHANED.code: _route,
    rules.MISROUTED.code: _route,
    rules.LOOSE.code: _rewrite,
    rules.LARGE.code: _take_out,
    rules.TWICE.code: _twice,
    rules.DEAD.code: _lint,
}
