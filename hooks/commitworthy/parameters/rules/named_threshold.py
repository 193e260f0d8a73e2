"""PAR201: `if score > 0.7`."""

from __future__ import annotations

from ...base.findings import Rule
from ...base.namedtuple import TYPE_CHECKING
from .. import sites
from ..names import deciding, structural, words
from ..sites import COMPARED, NUMBER
from .rule import ParameterRule, trivial

if TYPE_CHECKING:
    from ..context import FileContext
    from ..sites import LiteralSite


def judge(place: LiteralSite, _: FileContext) -> str:
    """What is compared, where it is a score, a share, a distance."""
    value = place.value
    if place.position or trivial(value) or is_tolerance(place) or not (deciding(place.name) or _is_range(place)):
        return ""
    return "" if structural(place.name) and not (isinstance(value, float) and 0 < abs(value) < 1) else place.name


def _is_range(place: LiteralSite) -> bool:
    """`10 < x < 20`: what lies between two numbers is chosen, whatever it is called."""
    owner = place.owner
    return len(owner.ops) == 2 and None not in (sites.number(owner.left), sites.number(owner.comparators[1]))


def is_tolerance(place: LiteralSite) -> bool:
    """Whether it is a guard of arithmetic: a thousandth or less, or any small number beside `abs`."""
    value = place.value
    if not isinstance(value, float) or abs(value) > 1e-3:
        return False
    return (
        "loss" not in place.name
        and "p" not in words(place.name)
        and "pval" not in place.name
        and "pvalue" not in place.name
    )


RULE = ParameterRule(
    Rule("PAR201", "named-threshold", "a threshold on a score, a share or a distance"),
    "decision",
    ((COMPARED, NUMBER),),
    judge,
    "A threshold decides who is called and what is kept. It is moved by those who answer for the decision.",
    "equality, assertions, tolerances of arithmetic, lengths, versions and status codes, 0, 1 and -1",
)
