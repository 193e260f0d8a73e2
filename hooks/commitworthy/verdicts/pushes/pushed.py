"""The verdict on one part of a push: refs whose tips have the same policy."""

from __future__ import annotations

from ...findings import CannotJudge
from ...git import blobs, pushes
from ...git.ranges import Range
from ...values import TYPE_CHECKING, NamedTuple
from ..notebooks import outputs
from . import arrivals, routed
from .arrivals import Heavy

if TYPE_CHECKING:
    from collections.abc import Callable

    from ...findings import Finding
    from ...git.pushes import Tip
    from ...git.ranges import Brought
    from ...git.repository import Repository
    from ...policy.settings import BlockArtifacts, Policy
    from ..blobs.accepted import Decisions
    from .arrivals import Arrival, Reckoning

    RulesOf = Callable[[str], tuple[BlockArtifacts, Decisions]]


class Part(NamedTuple):
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
    missing: list[Brought]
    said: frozenset[bytes] = frozenset()
    beside: int = 0


def judge(hook: str, repository: Repository, part: Part, rules_of: RulesOf) -> Verdict:
    """Judge all that the part brings; `rules_of` gives the limits and decisions of another commit."""
    reckoned = arrivals_of(repository, part)
    found = reckoned.arrivals
    news = _news(repository, part, found, rules_of) if found else []
    said = frozenset(arrival.brought.blob for arrival in news)
    findings = _findings(hook, repository, part, news) if news else []
    if reckoned.heavy:
        from . import heavy

        findings += heavy.findings(hook, repository, part, reckoned.heavy)
    return Verdict(findings, reckoned.number, reckoned.size, reckoned.missing, said, reckoned.beside)


def arrivals_of(repository: Repository, part: Part) -> Reckoning:
    """All offences among what the part brings, raw blobs under a route to Git LFS first."""
    settings, wanted = outputs.counted(part.policy.block_artifacts, part.baseline), part.wanted()
    reckoned = arrivals.reckon(repository, wanted, arrivals.of_loose(part.tips), settings)
    tags, limit = pushes.tags(part.tips), arrivals.largest_object(settings)
    large = [Heavy("tag", name.encode(), size, ref) for name, (ref, size) in tags.items() if size > limit]
    return reckoned._replace(
        arrivals=[*_raw(repository, wanted, reckoned.attributes, settings), *reckoned.arrivals],
        heavy=[*reckoned.heavy, *large],
        beside=reckoned.beside + sum(size for _, size in tags.values()),
    )


def _raw(repository: Repository, wanted: Range, touched: frozenset[bytes], settings: BlockArtifacts) -> list[Arrival]:
    try:
        paths = routed.attribute_files(wanted.tips, touched)
        return list(routed.raw(repository, wanted, paths, settings)) if paths else []
    except CannotJudge:
        if not blobs.in_partial_clone():
            raise
        # Attribute files that this clone lacks route nothing that can be told here.
        return []


def _news(repository: Repository, part: Part, found: list[Arrival], rules_of: RulesOf) -> list[Arrival]:
    from . import standing

    return standing.unexcused(repository, part.wanted(), found, _decided(part), rules_of)


def _findings(hook: str, repository: Repository, part: Part, news: list[Arrival]) -> list[Finding]:
    from . import tell

    return tell.findings(hook, repository, part, news, _decided(part))


def _decided(part: Part) -> Decisions:
    from ..blobs import accepted

    return accepted.decisions(part.policy.block_artifacts.allow, part.baseline)


def over_budget(hook: str, parts: list[Part], verdicts: list[Verdict]) -> list[Finding]:
    """What is said of the whole push, by the limits of its first part; nothing where the other end has nothing yet."""
    first, limits = parts[0], parts[0].policy.check_push
    number, size = sum(one.number for one in verdicts), sum(one.size for one in verdicts)
    beside = sum(one.beside for one in verdicts)
    if not (first.known or first.alternates) or (size + beside <= limits.max_bytes and number <= limits.max_blobs):
        return []
    from . import tell

    counts = [arrivals.without_old(part.wanted()) for part in parts]
    number, size = sum(number for number, _ in counts), sum(size for _, size in counts)
    return tell.budget(hook, number, size, limits, beside)
