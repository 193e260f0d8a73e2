"""How sure a finding is: certain, likely or possible, and why it is not more."""

from __future__ import annotations

from ..base.namedtuple import TYPE_CHECKING

if TYPE_CHECKING:
    from .matches import RuleMatch

CERTAIN = "certain"
LIKELY = "likely"
POSSIBLE = "possible"
LEVELS = (POSSIBLE, LIKELY, CERTAIN)
"""From the least sure to the surest."""


def graded(claimed: list[RuleMatch]) -> list[RuleMatch]:
    """The matches with their level, and the reason why it is no higher."""
    return [match._replace(confidence=match.rule.confidence) for match in claimed]


def reaches(level: str, least: str) -> bool:
    """Whether a level is at or above the least that is asked for."""
    return LEVELS.index(level) >= LEVELS.index(least)
