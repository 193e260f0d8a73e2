"""PAR202: `if overlap_ab < 0.3`."""

from __future__ import annotations

from ...base.findings import Rule
from ..calls import FileContext
from ..confidence import LIKELY
from ..names import words
from ..sites import COMPARED, NUMBER, LiteralSite
from .named_threshold import is_natural_bound, is_tolerance
from .rule import ParameterRule

_COINS = frozenset(("random", "rand", "uniform"))


def judge(site: LiteralSite, _: FileContext) -> str:
    """What is compared with a fraction, coin flips aside."""
    value = site.value
    if site.position or not isinstance(value, float) or not 0 < abs(value) < 1 or is_tolerance(site):
        return ""
    if is_natural_bound(site):
        return ""
    if value == 0.5 and not _COINS.isdisjoint(words(site.name)):
        return ""
    return site.name or "threshold"


RULE = ParameterRule(
    Rule("PAR202", "fraction-threshold", "a fraction used in a comparison"),
    "decision",
    ((COMPARED, NUMBER),),
    judge,
    "A fraction in a comparison is a decision, whatever the other side is called.",
    "a coin flip (random below 0.5), tolerances of arithmetic",
    confidence=LIKELY,
    doubt="only that it is a fraction tells",
)
