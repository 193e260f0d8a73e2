"""PAR101: `RandomForestClassifier(n_estimators=500)`."""

from __future__ import annotations

from ...base.findings import Rule
from ...base.namedtuple import TYPE_CHECKING
from .. import callees
from ..names import FIXED, MODEL, role, words
from ..sites import CONSTANT, KEYWORD, NUMBER, NUMBERS, SMALL, number
from .rule import ParameterRule, places, trivial
from .tuned_keywords import is_guard, is_knob, is_of_calendar

if TYPE_CHECKING:
    from ..context import FileContext
    from ..sites import Callee, LiteralSite

_LETTERS = frozenset(("p", "n", "k", "nu", "q", "std"))
# What gives a value even for the first rows.
_NATURAL = frozenset(("min_periods", "step", "steps"))
_FROM_ZERO = frozenset(
    "warmup dropout decay momentum gamma alpha lambda delta probability prob smoothing noise penalty jitter".split()
)
# Matrices of numpy have a k-th diagonal, and drawings several of something.
_DIAGONALS = frozenset(("triu", "tril", "diag", "eye", "rot90", "diagonal", "triu_indices", "tril_indices", "trace"))
_ANYWHERE = frozenset(("C", "gamma", "lr", "eta"))
# Sizes and counts that are nobody's choice where the callee is not a model.
_VAGUE = frozenset(
    """
    min max length len size count n k order top order days hours minutes months weeks years seconds capacity weight
    weights ratio label labels classes level cap bound floor features eps duration rank
    """.split()
)


def judge(place: LiteralSite, facts: FileContext) -> str:
    """The keyword, where it or the callee says that a model, a step or a decision is tuned by it."""
    name, value = place.name, place.value
    if not name or place.level == CONSTANT or facts.draws(place.owner) or facts.declares(place.owner):
        return ""
    callee = facts.callee(place)
    if name in facts.extra or name in _ANYWHERE or is_knob(place, callee):
        return name
    if _is_letter(place, callee):
        return name
    found = role(name)
    if place.kind is SMALL and found == MODEL and _is_tuned_beside(place) and not callees.is_shown(callee):
        return name
    if found == FIXED or trivial(value) or is_guard(name, value) or callees.is_shown(callee):
        return _settled(name, value, callee)
    if found != MODEL:
        if place.kind is NUMBERS and found == "":
            return name if len(value) > 2 and all(isinstance(one, float) and 0 < one < 1 for one in value) else ""
        if found == "" and place.kind is NUMBER and 0 < abs(value) < 1:
            return name
        tuned = callees.is_fitting(callee) or callees.is_estimator(callee) or (found == "" and _stands_beside(place))
        return name if tuned else ""
    if callees.is_builder(callee) or callees.is_fitting(callee) or "loss" in callee.words:
        return name
    return "" if name.lower() in _VAGUE or is_of_calendar(name, value) else name


def _is_letter(place: LiteralSite, callee: Callee) -> bool:
    """Whether it is a letter that stands for a setting: of what is built, and k of nearly everything."""
    name, value = place.name, place.value
    if trivial(value) or callees.is_shown(callee):
        return False
    if name == "k" and value.__class__ is int and value > 1 and callee.last not in _DIAGONALS:
        return True
    return name in _LETTERS and callees.is_builder(callee)


def _stands_beside(place: LiteralSite) -> bool:
    """Whether another keyword of the call is a hyperparameter with a number: then this one is tuned with it."""
    return any(
        role(keyword.arg or "") == MODEL and number(keyword.value) is not None for keyword in place.owner.keywords
    )


def _is_tuned_beside(place: LiteralSite) -> bool:
    """Whether another keyword is a hyperparameter with a number of its own: then 0 and 1 here were chosen like that."""
    chosen = place.name not in _NATURAL if place.value == 1 else place.value == 0 and _is_tuned_at_zero(place.name)
    return chosen and any(
        role(keyword.arg or "") == MODEL and keyword.arg not in _VAGUE and not trivial(number(keyword.value) or 0)
        for keyword in place.owner.keywords
    )


def _is_tuned_at_zero(name: str) -> bool:
    """Whether 0 is a setting like any other: no warm-up, no dropout, any improvement at all."""
    return not _FROM_ZERO.isdisjoint(words(name))


def _settled(name: str, value: object, callee: Callee) -> str:
    """What stays of names and values that rarely are parameters: filters and kernels of a layer."""
    layer = name in ("filters", "units", "kernel_size", "rate", "depth", "input_shape", "input_dim", "output_dim")
    if trivial(value) or callees.is_shown(callee):
        return ""
    share = value.__class__ is float and 1e-6 < abs(value) < 1 and name != "rescale"
    return name if layer or (share and (callees.is_fitting(callee) or callees.is_estimator(callee))) else ""


RULE = ParameterRule(
    Rule("PAR101", "hyperparameter-keyword", "a hyperparameter given as a keyword"),
    "model",
    places((KEYWORD,), (NUMBER, SMALL, NUMBERS)),
    judge,
    "Models are tuned by trying other values; in a call they have to be searched for.",
    "plots, declared options, 0, 1 and -1, numerical guards below 1e-6, sizes and positions of things that are drawn",
)
