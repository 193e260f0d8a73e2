"""PAR102: `Dropout(0.5)`, `PCA(0.95)`."""

from __future__ import annotations

from ...base.findings import Rule
from ...base.namedtuple import TYPE_CHECKING
from .. import calls
from ..names import MODEL, is_class, is_strong, role, words
from ..sites import CONSTANT, NUMBER, NUMBERS, POSITION, SMALL, arguments, called
from .rule import ParameterRule, trivial
from .tuned_arguments import BY_WORD, FUNCTIONS, LAYERS

if TYPE_CHECKING:
    from ..calls import FileContext
    from ..sites import LiteralSite

# What takes several shares at once.
_SEVERAL = frozenset((
    "quantile", "percentile", "nanpercentile", "nanquantile", "qcut", "approxQuantile", "MLPClassifier", "MLPRegressor",
    "GaussianBlur", "ARIMA", "SARIMAX", "median_filter", "uniform_filter",
))  # fmt: skip
# Of these 1 is as much of a choice as any number.
_CLIPPING = frozenset(("clip_grad_norm_", "clip_grad_norm", "clip_grad_value_", "clip_by_global_norm", "clip_by_norm"))
_LIMITS = frozenset(("min", "max"))
# Packages whose classes are distributions, told their name first.
_PRIORS = frozenset("pm pymc pymc3 dist distributions tfd tfp numpyro pyro".split())


def judge(site: LiteralSite, context: FileContext) -> str:
    """The name of the argument, by the callee and the position."""
    if site.kind is SMALL:
        return "max_norm" if site.position == 1 and site.value == 1 and called(site.owner) in _CLIPPING else ""
    value = site.value
    callee = context.callee(site.owner)
    if trivial(value) or site.level == CONSTANT or not callee.last:
        return ""
    if callee.last == "append" and site.kind is NUMBER:
        return callee.chain[1] if len(callee.chain) > 1 and is_strong(callee.chain[1]) else ""
    if site.kind is NUMBERS and callee.last not in LAYERS and callee.last not in _SEVERAL:
        return ""
    if callee.root in _PRIORS and site.kind is NUMBER and is_class(callee.last):
        return "prior"
    names = FUNCTIONS.get(callee.last) or LAYERS.get(callee.last) or ()
    if not names and is_class(callee.last) and callee.words:
        names = BY_WORD.get(callee.words[-1], ())
    if not names and site.position == 0:
        return _setter(callee.last) or _said(site, context)
    if site.position >= len(names) or callee.draws:
        return ""
    return names[site.position]


def _setter(last: str) -> str:
    """`model.setThreshold(0.7)` sets the threshold."""
    name = "_".join(words(last)[1:]) if last.startswith("set") else ""
    return name if name and role(name) == MODEL else ""


def _said(site: LiteralSite, context: FileContext) -> str:
    """What the name of a function says it takes: `limit_vocab(2000)`."""
    callee = context.callee(site.owner)
    bounds = not _LIMITS.isdisjoint(callee.words[1:-1])
    said = len(callee.words) > 1 and not is_class(callee.last) and (bounds or is_strong(callee.last))
    if not said or calls.is_shown(callee) or callee.draws or len(arguments(site.owner)) > 1:
        return ""
    return "_".join(callee.words)


RULE = ParameterRule(
    Rule("PAR102", "hyperparameter-argument", "a hyperparameter passed by position"),
    "model",
    ((POSITION, NUMBER), (POSITION, NUMBERS), (POSITION, SMALL)),
    judge,
    "A bare number in a call does not even say what it is; under a name in a config file it does.",
    "0, 1 and -1; widths of layers whose shape follows from their neighbours",
)
