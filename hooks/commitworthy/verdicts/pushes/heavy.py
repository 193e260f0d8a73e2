"""Objects of a push that are no blobs and weigh as much as data: commits, tags, the names that a tree is made of."""

from __future__ import annotations

from ... import sizes
from ...findings import Finding, Remedy, Rule, Step
from ...git import commits
from ...git.ranges import Range
from ...values import TYPE_CHECKING
from ..remedies import alternatives, from_where_the_user_stands
from . import arrivals, standing, tell, ways_out

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ...git.commits import Commit
    from ...git.repository import Repository
    from .arrivals import Heavy
    from .pushed import Part
    from .ways_out import Place

RULE = Rule("PSH003", "heavy-object", "a commit, a tag or the names of files hold more than a text file may")
_FIRST_IS_REWORDED = "sequence.editor=sed -i.old 1s/^[a-z]*/reword/"


def findings(hook: str, repository: Repository, part: Part, found: Iterable[Heavy]) -> list[Finding]:
    """A finding for each."""
    found = list(found)
    known = commits.describe(one.commit for one in found if one.commit and one.kind != "tag")
    around, place = tell.around_of(hook, repository), tell.place_of(hook, part)
    limit = arrivals.largest_object(part.policy.block_artifacts)
    # To know where a commit stands takes a few processes, so it is asked of one alone.
    alone = sum(one.kind == "commit" for one in found) == 1
    said = []
    for one in found:
        commit = known.get(one.commit)
        most = arrivals.LONGEST_NAME if one.kind == "name" else limit
        keep = Remedy("raise the limit of text, in [block-artifacts.limits] of the policy")
        ways = [*_ways(one, commit, place, alone=alone), *([] if one.kind == "name" else [keep])]
        remedies = tuple(from_where_the_user_stands(way, around) if around else way for way in alternatives(ways))
        facts: dict[str, object] = {"kind": one.kind, "object": one.commit.decode(), "size": one.size, "limit": most}
        said.append(Finding(hook, RULE, _message(one, commit, most), remedies=remedies, facts=facts))
    return said


def _message(one: Heavy, commit: Commit | None, limit: int) -> str:
    size, most = sizes.show_apart(one.size, limit)
    if one.kind == "tag":
        return f"The tag {one.name.removeprefix('refs/tags/')} takes {size}: its message and headers (limit {most})."
    where = f"Commit {standing.cited(commit)}" if commit else "What a tag holds without a commit"
    if one.kind == "commit":
        return f"{where} takes {size}: its message and headers (limit {most})."
    if one.kind == "name":
        return f"{where} brings a name of {one.size:,} bytes, which no file can have (limit {limit}): {one.name}…"
    return f"{where} brings {size} of names beyond what names take (limit {most})."


def _ways(one: Heavy, commit: Commit | None, place: Place, *, alone: bool) -> list[Remedy]:
    if one.kind == "tag":
        name = one.name.removeprefix("refs/tags/")
        steps = Step(("git", "tag", "-f", "-a", name, f"{one.name}^{{}}"))
        return [Remedy("write its message anew", (steps,))]
    if one.kind != "commit":
        return [Remedy("give the files shorter names, in the commit that brings them")]
    if not alone or not commit:
        return [Remedy("write its message anew: git rebase -i, with `reword` for its line")]
    return [_reworded(commit, place)]


def _reworded(commit: Commit, place: Place) -> Remedy:
    """The last commit is amended, an older one picked in a rebase; no rebase takes along what a merge made by hand."""
    text = "write its message anew"
    for tip in place.tips:
        if tip.kind != "commit" or not ways_out.can_move(tip):
            continue
        if tip.id == commit.id:
            return Remedy(text, (*ways_out.switch(tip, place), Step(("git", "commit", "--amend", "--allow-empty"))))
        if commits.within(Range((tip.id,), place.wanted.known, place.wanted.alternates), {commit.id.encode()}):
            _, is_linear = commits.since(tip.id, commit.id)
            if is_linear and len(commit.parents) < 2:
                base = f"{commit.short}^" if commit.parents else "--root"
                rebase = ("git", "-c", _FIRST_IS_REWORDED, "rebase", "-i", "--no-rebase-merges", base)
                return Remedy(text, (*ways_out.switch(tip, place), Step(rebase)))
    return Remedy(f"{text}: git filter-repo --message-callback, with the new message for {commit.short}")
