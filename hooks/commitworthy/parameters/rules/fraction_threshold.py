"""PAR202: `if overlap_ab < 0.3`."""

from __future__ import annotations

from ...findings import Rule
from ...values import TYPE_CHECKING
from ..literals import NUMBER
from ..place import COMPARED
from ..words import words
from .named_threshold import is_tolerance
from .rule import ParameterRule

if TYPE_CHECKING:
    from ..facts import Facts
    from ..place import Place

_COINS = frozenset(("random", "rand", "uniform"))


def judge(place: Place, _: Facts) -> str:
    """What is compared with a fraction, coin flips aside."""
    value = place.value
    if place.position or not isinstance(value, float) or not 0 < abs(value) < 1 or is_tolerance(place):
        return ""
    if value == 0.5 and not _COINS.isdisjoint(words(place.name)):
        return ""
    return place.name or "threshold"


RULE = ParameterRule(
    Rule("PAR202", "fraction-threshold", "a fraction that something is compared with"),
    "decision",
    ((COMPARED, NUMBER),),
    judge,
    "A fraction in a comparison is a decision, whatever the other side is called.",
    ("if random.random() < 0.2:\n    pass", "if filled[column] > 0.6:\n    pass"),
    ("if random.random() < 0.5:\n    pass", "if abs(a - b) > 1e-10:\n    pass", "if x == 0.5:\n    pass"),
    "a coin flip (random below 0.5), tolerances of arithmetic",
)
