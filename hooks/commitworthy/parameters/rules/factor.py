"""PAR114: `lr *= 0.95`, `threshold = mean + 3 * std`, `high = q3 + 1.5 * iqr`."""

from __future__ import annotations

from ...base.findings import Rule
from ..calls import FileContext
from ..confidence import LIKELY
from ..sites import CONSTANT, FACTOR, NUMBER, LiteralSite
from .rule import ParameterRule

# A variance of two, and the 5 % of a normal distribution: mathematics.
_PLAIN = frozenset((2, 0.5, 100, 1.96))


def judge(site: LiteralSite, _: FileContext) -> str:
    """What is worked out, or the spread that is multiplied; that it is either is seen by the walk."""
    return site.name if site.level != CONSTANT and site.value not in _PLAIN else ""


RULE = ParameterRule(
    Rule("PAR114", "factor", "a factor in a learning rate, a threshold or a fence around outliers"),
    "model",
    ((FACTOR, NUMBER),),
    judge,
    "It is tuned like the rate or the threshold itself.",
    "halves, doubles and hundreds; 1.96; results of any other name",
    confidence=LIKELY,
    doubt="the factor may be one of the method",
)
