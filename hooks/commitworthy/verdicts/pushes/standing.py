"""Which arrivals are news to the other end, and where in history they stand.

A blob that a commit just outside of the range has, unaccepted there, was as bad before (renames, copies); and so was
a larger offence of the same kind at the same path.  This is the rule of `parents`, asked of the edges of the range.
"""

from __future__ import annotations

from ... import secrets
from ...git import commits, history, ranges
from ...values import TYPE_CHECKING, NamedTuple
from .. import rules
from ..blobs.accepted import is_accepted
from ..blobs.parents import Before, News, offences_before

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from ...git.commits import Commit
    from ...git.ranges import Brought, Range
    from ...git.repository import Repository
    from ...policy.settings import BlockArtifacts
    from ..blobs.accepted import Decisions
    from ..blobs.judge import Offence
    from .arrivals import Arrival

    RulesOf = Callable[[str], tuple[BlockArtifacts, Decisions]]


class Standing(NamedTuple):
    """An offence in history.

    `first` brought it; `commit` describes that commit, None for what a tag holds without one.  `brought` is every
    commit and path that brings the blob.  `in_tip` where the newest commit still has it at this path.
    """

    news: News
    first: Brought
    commit: Commit | None
    brought: list[Brought]
    in_tip: bool


def unexcused(
    repository: Repository, wanted: Range, arrivals: Iterable[Arrival], decided: Decisions, rules_of: RulesOf
) -> list[Arrival]:
    """One arrival for each blob that neither a decision nor the history outside of the range excuses."""
    first: dict[bytes, Arrival] = {}
    for arrival in arrivals:
        if not is_accepted(arrival.offence, decided):
            first.setdefault(arrival.brought.blob, arrival)
    if not first or not wanted.tips:
        return list(first.values())
    edges = ranges.edges(wanted)[: ranges.MOST_EDGES]
    if not edges:
        return list(first.values())
    held = {blob for edge in edges for _, blob in history.files(edge) if blob in first}
    offences = [arrival.offence for arrival in first.values()]
    before = offences_before(repository, offences, edges, rules_of)
    legacy = Before(old for old, accepted in before if not accepted)
    return [arrival for arrival in first.values() if not _is_old(arrival.offence, legacy, held)]


def _is_old(offence: Offence, legacy: Before, held: set[bytes]) -> bool:
    if offence.rule == rules.NOT_A_POINTER:
        return offence.entry.blob in held
    return legacy.excuse(offence) is not None


def standings(wanted: Range, arrivals: list[Arrival]) -> list[Standing]:
    """Where each arrival stands."""
    brought = ranges.bringing(wanted, {arrival.brought.blob for arrival in arrivals})
    described = commits.describe(arrival.brought.commit for arrival in arrivals if arrival.brought.commit)
    at_tips = None
    if len(wanted.tips) <= ranges.MOST_EDGES:
        at_tips = {pair for tip in wanted.tips for pair in history.files(tip)}
        if any(arrival.brought.mode for arrival in arrivals):
            at_tips.update(pair for tip in wanted.tips for pair in history.links(tip))
    return [_standing(arrival, described, brought[arrival.brought.blob], at_tips) for arrival in arrivals]


def _standing(
    arrival: Arrival, described: dict[bytes, Commit], brought: list[Brought], at_tips: set[tuple[bytes, bytes]] | None
) -> Standing:
    """`at_tips` is None where there are too many to look at; then nothing is said of them."""
    first = arrival.brought
    commit = described.get(first.commit)
    place = f"committed in {cited(commit)}" if commit else "tagged without a commit"
    in_tip = not commit or at_tips is None or (first.path, first.blob) in at_tips
    return Standing(News(arrival.offence, place=place), first, commit, brought, in_tip)


def by_path(standings: list[Standing]) -> list[list[Standing]]:
    """What one rule says of one path together, the largest version first."""
    groups: dict[object, list[Standing]] = {}
    for one in standings:
        groups.setdefault((one.first.path, one.news.offence.rule), []).append(one)
    return [sorted(group, key=lambda one: -one.news.offence.size) for group in groups.values()]


def cited(commit: Commit) -> str:
    """Such as `1a2b3c4d (2027-01-31, "Add the data")`."""
    # Shown before it is cut: half of a token is not known for one.
    subject = secrets.line(commit.subject)
    subject = subject if len(subject) <= 40 else subject[:39] + "…"
    return f'{commit.short} ({commit.date}, "{subject}")' if subject else f"{commit.short} ({commit.date})"


def notes(standing: Standing) -> list[str]:
    """What else a reader must know: other names, other commits, that it was deleted again."""
    paths = dict.fromkeys(brought.path for brought in standing.brought if brought.path != standing.first.path)
    others = len({brought.commit for brought in standing.brought} - {standing.first.commit})
    names = [path.decode("utf-8", "surrogateescape") for path in paths]
    also = ", ".join(names[:2]) + (f" and {len(names) - 2} more" if len(names) > 2 else "")
    said = (
        f"also as {also}" if names else "",
        f"brought again by {others} later {'commit' if others == 1 else 'commits'}" if others else "",
        "" if standing.in_tip else "deleted or replaced since, but history keeps it",
    )
    return [note for note in said if note]
