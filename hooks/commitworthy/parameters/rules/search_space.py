"""PAR106: `trial.suggest_int("max_depth", 4, 10)`, `{"max_depth": [3, 5, 10]}`."""

from __future__ import annotations

import _ast as ast

from ...base.findings import Rule
from .. import calls
from ..calls import FileContext
from ..names import MODEL, RESOURCE, SAMPLE, SPLIT, role, words
from ..sites import (
    CLASS,
    CONSTANT,
    ENTRY,
    KEYWORD,
    NUMBER,
    NUMBERS,
    POSITION,
    SMALL,
    LiteralSite,
    arguments,
    bare_text,
    called,
    targets,
)
from .hyperparameter_dict import TABLES
from .rule import ParameterRule, asks

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


def judge(site: LiteralSite, context: FileContext) -> str:
    """The name that is searched."""
    if site.level in (CONSTANT, CLASS):
        return ""
    if site.slot == ENTRY:
        return _entry(site, context)
    last = called(site.owner)
    if last not in _ASKED and not last.startswith("suggest_") and not last.endswith("Distribution"):
        return ""
    callee = context.callee(site.owner)
    if callee.last == "addGrid":
        first = arguments(site.owner)[0]
        return "" if site.position != 1 else first.attr if first.__class__ is ast.Attribute else "grid"
    if callee.last in _SPACED:
        return _spaced(site, context)
    if callee.last.startswith("suggest_"):
        return _searched(site, context) if not (site.name == "step" and site.value == 1) else ""
    in_dict = context.parents.get(id(site.owner)).__class__ is ast.Dict and len(callee.chain) == 1
    if (callee.last in _SPACES and (not _ROOTS.isdisjoint(callee.chain) or in_dict)) or callee.last.endswith(
        "Distribution"
    ):
        return _searched(site, context)
    return ""


def _spaced(site: LiteralSite, context: FileContext) -> str:
    """What `np.logspace(-4, 4, 50)` is set to, where it is a word of models."""
    name = bound_to(site, context)
    if not name and called(site.owner) == "range":
        around = context.enclosing(site)
        return (
            "range"
            if calls.is_builder(around) and not calls.is_shown(around) and not context.callee(site.owner).draws
            else ""
        )
    return name if role(name) in (MODEL, SAMPLE) and name.lower() not in _AXES else ""


def bound_to(site: LiteralSite, context: FileContext) -> str:
    """The variable, keyword or key of a call: `alphas = np.logspace(-4, 4, 50)`."""
    owner = site.owner
    around = context.parents.get(id(owner))
    while around.__class__ is ast.Call and context.callee(around).last in ("list", "tuple", "array", "sorted"):
        owner, around = around, context.parents.get(id(around))
    names: list[str | None] = []
    if around.__class__ is ast.Call:
        names = [keyword.arg for keyword in around.keywords if keyword.value is owner]
    elif around.__class__ is ast.Dict:
        names = [bare_text(key) for key, value in zip(around.keys, around.values, strict=False) if value is owner]
    if getattr(site.statement, "value", None) is owner:
        names = [
            target.id if target.__class__ is ast.Name
            else bare_text(target.slice) if target.__class__ is ast.Subscript else None
            for target in targets(site.statement)
        ]  # fmt: skip
    return (names[0] if names else None) or ""


def _searched(site: LiteralSite, context: FileContext) -> str:
    """The name that is handed over, else that under which the bounds stand."""
    given = arguments(site.owner)
    name = bare_text(given[0]) if given else None
    return name if name is not None else bound_to(site, context) or site.name or "search"


def _entry(site: LiteralSite, context: FileContext) -> str:
    """An entry of a grid: a list under a word of models, or in a dict that is called a grid."""
    name, owner = site.name, site.owner
    if site.kind is not NUMBERS or context.callee(owner).draws or context.enclosing(site).last in TABLES:
        return ""
    if id(owner) in context.nested or not isinstance(site.value, tuple) or len(site.value) > 30:
        return ""
    if role(name) in (MODEL, SPLIT, SAMPLE, RESOURCE) or "__" in name:
        return name
    grids = [target.id for target in targets(site.statement)[:1] if target.__class__ is ast.Name]
    return name if grids and not _GRIDS.isdisjoint(words(grids[0])) else ""


RULE = ParameterRule(
    Rule("PAR106", "search-space", "the bounds of a parameter search"),
    "search",
    asks((POSITION, KEYWORD), (NUMBER, SMALL)) + asks((POSITION, ENTRY), (NUMBERS,)),
    judge,
    "A search is repeated with other bounds; they are the first thing that is changed when a bound turns out best.",
    "UPPER_CASE constants; a step of 1",
)
