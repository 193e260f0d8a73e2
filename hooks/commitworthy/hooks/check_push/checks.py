"""Objects of a push that are no blobs and weigh as much as data: commits, tags, the names that a tree is made of."""

from __future__ import annotations

from ...base import wording
from ...base.findings import PUSH, CheckError, Finding, Remedy, Rule, Step
from ...base.namedtuple import TYPE_CHECKING, NamedTuple
from ...blobs import notebooks
from ...git import objects, ranges, refs
from ...git.ranges import Range
from ...remedies import rewriting
from ...remedies.steps import alternatives, relative_to_cwd
from .. import push_history, push_messages
from ..push_history import HeavyObject
from . import routed

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from ...base.findings import Finding
    from ...git.ranges import Commit, IntroducedBlob
    from ...git.refs import Tip
    from ...git.repository import Repository
    from ...policy.acceptance import Acceptance
    from ...policy.settings import BlockArtifacts, Policy
    from ...remedies.rewriting import PushTarget
    from ..push_history import PushViolation, RangeScan

RULE = Rule("PSH003", "heavy-object", "a commit, a tag or the names of files hold more than a text file may")
_FIRST_IS_REWORDED = "sequence.editor=sed -i.old 1s/^[a-z]*/reword/"


def heavy_objects(hook: str, repository: Repository, part: PolicyGroup, found: Iterable[HeavyObject]) -> list[Finding]:
    """A finding for each."""
    found = list(found)
    known = ranges.describe(one.commit for one in found if one.commit and one.kind != "tag")
    around, place = push_messages.environment_of(hook, repository), push_messages.place_of(hook, part)
    limit = push_history.largest_object(part.policy.block_artifacts)
    # To know where a commit stands takes a few processes, so it is asked of one alone.
    alone = sum(one.kind == "commit" for one in found) == 1
    said = []
    for one in found:
        commit = known.get(one.commit)
        most = push_history.LONGEST_NAME if one.kind == "name" else limit
        keep = Remedy("raise the limit of text, in [block-artifacts.limits] of the policy")
        ways = [*_ways(one, commit, place, alone=alone), *([] if one.kind == "name" else [keep])]
        remedies = tuple(relative_to_cwd(way, around) if around else way for way in alternatives(ways))
        facts: dict[str, object] = {"kind": one.kind, "object": one.commit.decode(), "size": one.size, "limit": most}
        said.append(Finding(hook, RULE, _message(one, commit, most), remedies=remedies, facts=facts, scope=PUSH))
    return said


def _message(one: HeavyObject, commit: Commit | None, limit: int) -> str:
    size, most = wording.show_apart(one.size, limit)
    if one.kind == "tag":
        return f"The tag {one.name.removeprefix('refs/tags/')} takes {size}: its message and headers (limit {most})."
    where = f"Commit {push_history.cited(commit)}" if commit else "What a tag holds without a commit"
    if one.kind == "commit":
        return f"{where} takes {size}: its message and headers (limit {most})."
    if one.kind == "name":
        return f"{where} brings a name of {one.size:,} bytes, which no file can have (limit {limit}): {one.name}…"
    return f"{where} brings {size} of names beyond what names take (limit {most})."


def _ways(one: HeavyObject, commit: Commit | None, place: PushTarget, *, alone: bool) -> list[Remedy]:
    if one.kind == "tag":
        name = one.name.removeprefix("refs/tags/")
        steps = Step(("git", "tag", "-f", "-a", name, f"{one.name}^{{}}"))
        return [Remedy("write its message anew", (steps,))]
    if one.kind != "commit":
        return [Remedy("give the files shorter names, in the commit that brings them")]
    if not alone or not commit:
        return [Remedy("write its message anew: git rebase -i, with `reword` for its line")]
    return [_reworded(commit, place)]


def _reworded(commit: Commit, place: PushTarget) -> Remedy:
    """The last commit is amended, an older one picked in a rebase; no rebase takes along what a merge made by hand."""
    text = "write its message anew"
    for tip in place.tips:
        if tip.kind != "commit" or not rewriting.can_move(tip):
            continue
        if tip.id == commit.id:
            return Remedy(text, (*rewriting.switch(tip, place), Step(("git", "commit", "--amend", "--allow-empty"))))
        if ranges.within(Range((tip.id,), place.wanted.known, place.wanted.alternates), {commit.id.encode()}):
            _, is_linear = ranges.since(tip.id, commit.id)
            if is_linear and len(commit.parents) < 2:
                base = f"{commit.short}^" if commit.parents else "--root"
                rebase = ("git", "-c", _FIRST_IS_REWORDED, "rebase", "-i", "--no-rebase-merges", base)
                return Remedy(text, (*rewriting.switch(tip, place), Step(rebase)))
    return Remedy(f"{text}: git filter-repo --message-callback, with the new message for {commit.short}")


# The verdict on one part of a push: refs whose tips have the same policy.


if TYPE_CHECKING:
    RulesOf = Callable[[str], tuple[BlockArtifacts, Acceptance]]


class PolicyGroup(NamedTuple):
    """`known` as in a range; `baseline` is the content of the file, None where there is none."""

    tips: list[Tip]
    known: tuple[str, ...]
    alternates: bool
    policy: Policy
    baseline: bytes | None

    def wanted(self) -> Range:
        """The commits."""
        tips = (tip.id for tip in self.tips if tip.kind == "commit")
        return Range(tuple(dict.fromkeys(tips)), self.known, self.alternates)


class Verdict(NamedTuple):
    """`number` of the new blobs, and their `size` in bytes; `missing` are those that are not here.

    `said` are the blobs of the findings.  `beside` are the bytes of what is no blob.
    """

    findings: list[Finding]
    number: int
    size: int
    missing: list[IntroducedBlob]
    said: frozenset[bytes] = frozenset()
    beside: int = 0


def judge(hook: str, repository: Repository, part: PolicyGroup, rules_of: RulesOf) -> Verdict:
    """Judge all that the part brings; `rules_of` gives the limits and decisions of another commit."""
    reckoned = arrivals_of(repository, part)
    found = reckoned.arrivals
    news = _news(repository, part, found, rules_of) if found else []
    said = frozenset(arrival.brought.blob for arrival in news)
    findings = _findings(hook, repository, part, news) if news else []
    if reckoned.heavy:
        findings += heavy_objects(hook, repository, part, reckoned.heavy)
    return Verdict(findings, reckoned.number, reckoned.size, reckoned.missing, said, reckoned.beside)


def arrivals_of(repository: Repository, part: PolicyGroup) -> RangeScan:
    """All offences among what the part brings, raw blobs under a route to Git LFS first."""
    settings, wanted = notebooks.counted(part.policy.block_artifacts, part.baseline), part.wanted()
    reckoned = push_history.scan_range(repository, wanted, push_history.of_loose(part.tips), settings)
    tags, limit = refs.tags(part.tips), push_history.largest_object(settings)
    large = [HeavyObject("tag", name.encode(), size, ref) for name, (ref, size) in tags.items() if size > limit]
    return reckoned._replace(
        arrivals=[*_raw(repository, wanted, reckoned.attributes, settings), *reckoned.arrivals],
        heavy=[*reckoned.heavy, *large],
        beside=reckoned.beside + sum(size for _, size in tags.values()),
    )


def _raw(
    repository: Repository, wanted: Range, touched: frozenset[bytes], settings: BlockArtifacts
) -> list[PushViolation]:
    try:
        paths = routed.attribute_files(wanted.tips, touched)
        return list(routed.raw(repository, wanted, paths, settings)) if paths else []
    except CheckError:
        if not objects.in_partial_clone():
            raise
        # Attribute files that this clone lacks route nothing that can be told here.
        return []


def _news(
    repository: Repository, part: PolicyGroup, found: list[PushViolation], rules_of: RulesOf
) -> list[PushViolation]:
    from .. import push_history

    return push_history.new_to_remote(repository, part.wanted(), found, _decided(part), rules_of)


def _findings(hook: str, repository: Repository, part: PolicyGroup, news: list[PushViolation]) -> list[Finding]:
    from .. import push_messages

    return push_messages.findings(hook, repository, part, news, _decided(part))


def _decided(part: PolicyGroup) -> Acceptance:
    from ...policy.acceptance import acceptance

    return acceptance("block-artifacts", part.policy, part.baseline)


def over_budget(hook: str, parts: list[PolicyGroup], verdicts: list[Verdict]) -> list[Finding]:
    """What is said of the whole push, by the limits of its first part; nothing where the other end has nothing yet."""
    first, limits = parts[0], parts[0].policy.check_push
    number, size = sum(one.number for one in verdicts), sum(one.size for one in verdicts)
    beside = sum(one.beside for one in verdicts)
    if not (first.known or first.alternates) or (size + beside <= limits.max_bytes and number <= limits.max_blobs):
        return []
    from .. import push_messages

    counts = [push_history.without_old(part.wanted()) for part in parts]
    number, size = sum(number for number, _ in counts), sum(size for _, size in counts)
    return push_messages.budget(hook, number, size, limits, beside)
