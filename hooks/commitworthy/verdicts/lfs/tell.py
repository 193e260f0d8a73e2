"""From what is wrong at the tips of a push to findings: each names its commit and the way out."""

from __future__ import annotations

from ... import secrets
from ...artifacts.sniff import Sniff
from ...findings import Finding
from ...git import attributes, commits, ranges
from ...values import TYPE_CHECKING, NamedTuple
from ..blobs.judge import Offence
from ..pushes import standing, tell, ways_out
from ..pushes.arrivals import Arrival
from . import accepted, on_top, rules, say
from . import lines as lfs_lines
from .messages import Case, message
from .route import routes_for

if TYPE_CHECKING:
    from ...findings import Remedy
    from ...git.commits import Commit
    from ...git.repository import Repository
    from ..pushes.pushed import Part
    from ..pushes.standing import Standing
    from ..pushes.ways_out import Exit, Place
    from ..surroundings import Surroundings
    from .accepted import Decisions
    from .routing import Misfit
    from .tips import Tree

# No later commit mends these: the file is in history, or what its pointer stands for is uploaded all the same.
# A raw file under a route that came later was within the limits when it was committed, and may stay in history.
_IN_HISTORY = (rules.UNROUTED, rules.LARGE)
_OWN = ("--hook", "require-lfs")
_POINTERS = (rules.ORPHANED, rules.MISROUTED)


class _Said(NamedTuple):
    """A case, the commit whose tree shows it, and where its blob stands, if the push brings that and it must go."""

    case: Case
    commit: Commit
    standing: Standing | None


def findings(hook: str, repository: Repository, part: Part, trees: list[Tree]) -> list[Finding]:
    """A finding for each misfit; one removal serves all that must go from history."""
    around, place = tell.around_of(hook, repository), tell.place_of(hook, part)
    decided = accepted.decisions(part.policy, part.baseline)
    standings = _standings(part, trees)
    way = _exit(list(standings.values()), place, around) if standings else None
    described = commits.describe(tree.tip.id.encode() for tree in trees)
    found = []
    for tree in trees:
        commit = described[tree.tip.id.encode()]
        cases = _cases(tree, decided)
        top = on_top.top(tree, cases, place, around)
        for case in cases:
            one = standings.get(_key(case.misfit))
            said = _Said(_placed(case, one, tree, commit), commit, one)
            ways = _in_history(one, way, part) if one and way else on_top.ways_out(said.case, top)
            found.append(_finding(hook, said, part, ways))
    return found


def _key(misfit: Misfit) -> tuple[bytes, bytes]:
    return misfit.entry.path, misfit.entry.blob


def _standings(part: Part, trees: list[Tree]) -> dict[tuple[bytes, bytes], Standing]:
    """By path and blob, where in history those stand that the push brings and that must go from it."""
    wanted = part.wanted()
    misfits = [one for tree in trees for one in tree.misfits if one.rule in _IN_HISTORY]
    brought = ranges.bringing(wanted, {one.entry.blob for one in misfits}) if misfits else {}
    arrivals = {}
    for misfit in misfits:
        several = brought[misfit.entry.blob]
        if several:
            first = next((one for one in several if one.path == misfit.entry.path), several[0])
            arrivals[_key(misfit)] = Arrival(_offence(misfit), first._replace(path=misfit.entry.path))
    found = standing.standings(wanted, list(arrivals.values())) if arrivals else []
    return dict(zip(arrivals, found, strict=True))


def _offence(misfit: Misfit) -> Offence:
    sniff = misfit.sniff or Sniff("pointer", "git-lfs", "a Git LFS pointer", "content", False)
    return Offence(misfit.entry, misfit.rule, misfit.size, None, sniff)


def _exit(standings: list[Standing], place: Place, around: Surroundings | None) -> Exit:
    to_lfs = [one for one in standings if one.news.offence.rule != rules.LARGE]
    return ways_out.Exit(ways_out.removal(standings, place), ways_out.migration(to_lfs, place), around)


def _in_history(one: Standing, way: Exit, part: Part) -> tuple[Remedy, ...]:
    """The ways out of check-push.  An exception of block-artifacts serves both hooks, where that has a limit too."""
    offence = one.news.offence
    if offence.rule == rules.LARGE:
        return ways_out.remedies(one, "", way, _OWN)
    limit = part.policy.block_artifacts.limit(offence.sniff.family)
    return ways_out.remedies(one, "lfs", way, _OWN if limit is None or offence.size <= limit else ())


def _cases(tree: Tree, decided: Decisions) -> list[Case]:
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


def _placed(case: Case, one: Standing | None, tree: Tree, commit: Commit) -> Case:
    """The case with the commit that brought it, or the one whose tree shows it."""
    if one:
        return case._replace(place=one.news.place, notes=(*standing.notes(one), *case.notes))
    name = tree.tip.update.ref
    short = name.removeprefix("refs/heads/").removeprefix("refs/tags/")
    where = f"the tip of {short}, {standing.cited(commit)}" if short != name else standing.cited(commit)
    return case._replace(notes=(*case.notes, f"so it is at {where}"))


def _finding(hook: str, said: _Said, part: Part, ways: tuple[Remedy, ...]) -> Finding:
    case, lint = said.case, said.case.misfit.lint
    return Finding(
        hook,
        case.rule,
        message(case, part.policy.require_lfs.max_size),
        case.paths[0].decode("utf-8", "surrogateescape"),
        line=lint.line.number if lint else None,
        remedies=ways,
        facts={**say.facts(case, part.policy), **_facts(said)},
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
        "brought": tell.brought(one.brought) if one else [],
    }
