"""PAR101: `RandomForestClassifier(n_estimators=500)`."""

from __future__ import annotations

from ...base.findings import Rule
from ...base.namedtuple import TYPE_CHECKING
from .. import calls
from ..names import FIXED, MODEL, role, words
from ..sites import CONSTANT, KEYWORD, NUMBER, NUMBERS, SMALL, keywords, number
from .rule import ParameterRule, asks, trivial
from .tuned_keywords import is_guard, is_knob, is_of_calendar

if TYPE_CHECKING:
    from ..calls import Callee, FileContext
    from ..sites import LiteralSite

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


def judge(site: LiteralSite, context: FileContext) -> str:
    """The keyword, where it or the callee says that a model, a step or a decision is tuned by it."""
    name, value = site.name, site.value
    callee = context.callee(site.owner)
    if not name or site.level == CONSTANT or callee.draws or callee.declares:
        return ""
    if name in context.extra or name in _ANYWHERE or is_knob(site, callee):
        return name
    if _is_letter(site, callee):
        return name
    found = role(name)
    if site.kind is SMALL and found == MODEL and _is_tuned_beside(site) and not calls.is_shown(callee):
        return name
    if found == FIXED or trivial(value) or is_guard(name, value) or calls.is_shown(callee):
        return _settled(name, value, callee)
    if found != MODEL:
        if isinstance(value, tuple) and found == "":
            return name if len(value) > 2 and all(isinstance(share, float) and 0 < share < 1 for share in value) else ""
        if found == "" and isinstance(value, float) and 0 < abs(value) < 1:
            return name
        tuned = calls.is_fitting(callee) or calls.is_estimator(callee) or (found == "" and _stands_beside(site))
        return name if tuned else ""
    if calls.is_builder(callee) or calls.is_fitting(callee) or "loss" in callee.words:
        return name
    return "" if name.lower() in _VAGUE or is_of_calendar(name, value) else name


def _is_letter(site: LiteralSite, callee: Callee) -> bool:
    """Whether it is a letter that stands for a setting: of what is built, and k of nearly everything."""
    name, value = site.name, site.value
    if trivial(value) or calls.is_shown(callee):
        return False
    if name == "k" and value.__class__ is int and value > 1 and callee.last not in _DIAGONALS:
        return True
    return name in _LETTERS and calls.is_builder(callee)


def _stands_beside(site: LiteralSite) -> bool:
    """Whether another keyword of the call is a hyperparameter with a number: then this one is tuned with it."""
    return any(
        role(keyword.arg or "") == MODEL and number(keyword.value) is not None for keyword in keywords(site.owner)
    )


def _is_tuned_beside(site: LiteralSite) -> bool:
    """Whether another keyword is a hyperparameter with a number of its own: then 0 and 1 here were chosen like that."""
    chosen = site.name not in _NATURAL if site.value == 1 else site.value == 0 and _is_tuned_at_zero(site.name)
    return chosen and any(
        role(keyword.arg or "") == MODEL and keyword.arg not in _VAGUE and not trivial(number(keyword.value) or 0)
        for keyword in keywords(site.owner)
    )


def _is_tuned_at_zero(name: str) -> bool:
    """Whether 0 is a setting like any other: no warm-up, no dropout, any improvement at all."""
    return not _FROM_ZERO.isdisjoint(words(name))


def _settled(name: str, value: object, callee: Callee) -> str:
    """What stays of names and values that rarely are parameters: filters and kernels of a layer."""
    layer = name in ("filters", "units", "kernel_size", "rate", "depth", "input_shape", "input_dim", "output_dim")
    if trivial(value) or calls.is_shown(callee):
        return ""
    share = value.__class__ is float and 1e-6 < abs(value) < 1 and name != "rescale"
    return name if layer or (share and (calls.is_fitting(callee) or calls.is_estimator(callee))) else ""


RULE = ParameterRule(
    Rule("PAR101", "hyperparameter-keyword", "a hyperparameter passed as a keyword"),
    "model",
    asks((KEYWORD,), (NUMBER, SMALL, NUMBERS)),
    judge,
    "Models are tuned by trying other values; in a call they have to be searched for.",
    "plots, declared options, 0, 1 and -1, numerical guards below 1e-6, sizes and positions of things that are drawn",
)
