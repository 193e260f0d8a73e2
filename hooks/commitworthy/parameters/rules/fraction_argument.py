"""PAR110: `find_rules(baskets, 0.01)`."""

from __future__ import annotations

from ...base.findings import Rule
from .. import calls
from ..calls import FileContext
from ..confidence import LIKELY
from ..names import is_class
from ..sites import CONSTANT, NUMBER, POSITION, LiteralSite, is_plain
from .rule import ParameterRule

_DRAWN = frozenset(
    "uniform normal gauss beta gamma binomial choice randn rand random triangular linspace arange".split()
)


# Whose functions are as often mathematics as method.
_LIBRARIES = frozenset(
    "np numpy random tf torch F math stats sp scipy cv2 nn jnp K pd self ax axes plt sm time rng nx layers".split()
)


def judge(site: LiteralSite, context: FileContext) -> str:
    """A fraction handed to a model, or behind the first argument of a function or method that is no library's."""
    value = site.value
    if not isinstance(value, float) or not 1e-6 < abs(value) < 1 - 1e-6 or site.level == CONSTANT:
        return ""
    callee = context.callee(site.owner)
    if calls.is_estimator(callee) and not calls.is_shown(callee) and not callee.draws:
        return f"{callee.last}_{site.position + 1}"
    if site.position < 1 or is_class(callee.last) or not _DRAWN.isdisjoint(callee.words):
        return ""
    if not is_plain(site.owner) and (callee.root in _LIBRARIES or callee.draws):
        return ""
    return "" if calls.is_shown(callee) else f"{callee.last}_{site.position + 1}"


RULE = ParameterRule(
    Rule("PAR110", "fraction-argument", "a fraction passed by position"),
    "model",
    ((POSITION, NUMBER),),
    judge,
    "It is a rate, a share or a threshold, and not even the call says which.",
    "the first argument unless a model is built, functions of libraries, drawing of random numbers, plots",
    confidence=LIKELY,
    doubt="nothing says what the fraction is for",
)
