"""PAR106: `trial.suggest_int("max_depth", 4, 10)`, `{"max_depth": [3, 5, 10]}`."""

from __future__ import annotations

import _ast

from ...base.findings import Rule
from ...base.namedtuple import TYPE_CHECKING
from .. import callees
from ..names import MODEL, RESOURCE, SAMPLE, SPLIT, role, words
from ..sites import CLASS, CONSTANT, ENTRY, KEYWORD, NUMBER, NUMBERS, POSITION, SMALL, called
from .hyperparameter_dict import TABLES
from .rule import ParameterRule, places

if TYPE_CHECKING:
    from ..context import FileContext
    from ..sites import LiteralSite

_SPACES = frozenset(
    """
    uniform quniform loguniform qloguniform normal qnormal lognormal randint qrandint choice grid_search sample_from
    lograndint uniformint expon reciprocal truncnorm
    Real Integer Categorical IntDistribution FloatDistribution Float Int Choice LogUniform
    """.split()
)
_ROOTS = frozenset(
    """
    hp tune ho hyperopt trial skopt space stats kerastuner distributions optuna sp_randint sp_uniform
    """.split()
)
_SPACED = frozenset(("linspace", "logspace", "geomspace", "arange", "range", "slice"))
_ASKED = _SPACES | _SPACED | {"addGrid"}
# What is as often the axis of a plot as what is searched.
_AXES = frozenset(
    """
    steps days hours minutes months weeks years seconds length size count n k min max epochs iterations frames order
    periods labels
    """.split()
)
_GRIDS = frozenset(
    """
    grid params param parameters space distributions search tuned hyperparameters hyperparams
    """.split()
)


def judge(place: LiteralSite, facts: FileContext) -> str:
    """The name that is searched."""
    if place.level in (CONSTANT, CLASS):
        return ""
    if place.slot == ENTRY:
        return _entry(place, facts)
    last = called(place.owner)
    if last not in _ASKED and not last.startswith("suggest_") and not last.endswith("Distribution"):
        return ""
    callee = facts.callee(place)
    if callee.last == "addGrid":
        return getattr(place.owner.args[0], "attr", "grid") if place.position == 1 else ""
    if callee.last in _SPACED:
        return _spaced(place, facts)
    if callee.last.startswith("suggest_"):
        return _searched(place, facts) if not (place.name == "step" and place.value == 1) else ""
    in_dict = facts.parents.get(id(place.owner)).__class__ is _ast.Dict and len(callee.chain) == 1
    if (callee.last in _SPACES and (not _ROOTS.isdisjoint(callee.chain) or in_dict)) or callee.last.endswith(
        "Distribution"
    ):
        return _searched(place, facts)
    return ""


def _spaced(place: LiteralSite, facts: FileContext) -> str:
    """What `np.logspace(-4, 4, 50)` is set to, where it is a word of models."""
    name = bound_to(place, facts)
    if not name and called(place.owner) == "range":
        around = facts.around(place)
        return (
            "range"
            if callees.is_builder(around) and not callees.is_shown(around) and not facts.draws(place.owner)
            else ""
        )
    return name if role(name) in (MODEL, SAMPLE) and name.lower() not in _AXES else ""


def bound_to(place: LiteralSite, facts: FileContext) -> str:
    """The variable, keyword or key of a call: `alphas = np.logspace(-4, 4, 50)`."""
    owner = place.owner
    around = facts.parents.get(id(owner))
    while around.__class__ is _ast.Call and facts.of(around).last in ("list", "tuple", "array", "sorted"):
        owner, around = around, facts.parents.get(id(around))
    names = [keyword.arg for keyword in getattr(around, "keywords", ()) if keyword.value is owner]
    if around.__class__ is _ast.Dict:
        pairs = zip(around.keys, around.values, strict=False)
        names = [getattr(key, "value", None) for key, value in pairs if value is owner]
    if getattr(place.statement, "value", None) is owner:
        targets = getattr(place.statement, "targets", ())
        names = [
            getattr(target, "id", "") or getattr(getattr(target, "slice", None), "value", "") for target in targets
        ]
    return names[0] if names and isinstance(names[0], str) else ""


def _searched(place: LiteralSite, facts: FileContext) -> str:
    """The name that is handed over, else that under which the bounds stand."""
    name = getattr(next(iter(place.owner.args), None), "value", None)
    return name if isinstance(name, str) else bound_to(place, facts) or place.name or "search"


def _entry(place: LiteralSite, facts: FileContext) -> str:
    """An entry of a grid: a list under a word of models, or in a dict that is called a grid."""
    name, owner = place.name, place.owner
    if place.kind is not NUMBERS or facts.draws(owner) or facts.around(place).last in TABLES:
        return ""
    if id(owner) in facts.nested or len(place.value) > 30:
        return ""
    if role(name) in (MODEL, SPLIT, SAMPLE, RESOURCE) or "__" in name:
        return name
    targets = getattr(place.statement, "targets", None)
    target = getattr(targets[0], "id", "") if targets else ""
    return name if not _GRIDS.isdisjoint(words(target)) else ""


RULE = ParameterRule(
    Rule("PAR106", "search-space", "the bounds of a search"),
    "search",
    places((POSITION, KEYWORD), (NUMBER, SMALL)) + places((POSITION, ENTRY), (NUMBERS,)),
    judge,
    "A search is repeated with other bounds; they are the first thing that is changed when a bound turns out best.",
    "UPPER_CASE constants; a step of 1",
)
