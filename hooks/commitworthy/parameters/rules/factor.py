"""PAR114: `lr *= 0.95`, `threshold = mean + 3 * std`, `high = q3 + 1.5 * iqr`."""

from __future__ import annotations

from ...base.findings import Rule
from ..calls import FileContext
from ..confidence import LIKELY
from ..names import words
from ..sites import CONSTANT, FACTOR, NUMBER, LiteralSite
from ..visitor import SPREADS
from .rule import ParameterRule

# A half or double, and the 5 % of a normal distribution: mathematics.  How many deviations are usual is a choice.
_PLAIN = frozenset((2, 0.5, 100, 1.96))


def judge(site: LiteralSite, _: FileContext) -> str:
    """What is worked out, or the spread that is multiplied; that it is either is seen by the walk."""
    is_plain = site.value in _PLAIN and (site.value != 2 or SPREADS.isdisjoint(words(site.name)))
    return site.name if site.level != CONSTANT and not is_plain else ""


RULE = ParameterRule(
    Rule("PAR114", "factor", "a factor in a learning rate, a threshold or a fence around outliers"),
    "model",
    ((FACTOR, NUMBER),),
    judge,
    "It is tuned like the rate or the threshold itself.",
    "halves, hundreds and, but of a deviation, doubles; 1.96; results of any other name",
    confidence=LIKELY,
    doubt="the factor may be one of the method",
)
