"""PAR106: `trial.suggest_int("max_depth", 4, 10)`, `{"max_depth": [3, 5, 10]}`."""

from __future__ import annotations

import _ast as ast

from ...base.findings import Rule
from .. import calls
from ..calls import FileContext
from ..names import FIXED, MODEL, RESOURCE, SAMPLE, SPLIT, role, words
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
    keywords,
    number,
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
_LOGS = frozenset(("log", "log10", "log2"))
_ASKED = _SPACES | _SPACED | _LOGS | {"addGrid"}
_WRAPPING = frozenset(("list", "tuple", "array", "sorted", "round", "around", "unique"))
_DEEPEST = 4
# What is as often the axis of a plot as what is searched.
_AXES = frozenset(
    """
    steps days hours minutes months weeks years seconds length size count n k min max epochs iterations frames order
    periods labels rank ranks
    """.split()
)
# What a dict of networks to choose from is called.
_LAYERS = frozenset("layer layers hidden architecture architectures".split())
# What a dict of measurements is called.
_TITLES = frozenset(
    (word,) for word in "data df frame table results result rows records scores history metrics".split()
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
    if callee.last in _LOGS:
        # Of `hp.loguniform("reg_alpha", np.log(1e-5), np.log(10))` the bounds.
        around = context.parents.get(id(site.owner))
        given = arguments(around) if around is not None and context.callee(around).last in _SPACES else []
        return (bare_text(given[0]) or "") if given else ""
    if callee.last in _SPACED:
        # Of a column of texts a slice is a part of each.
        return _spaced(site, context) if "str" not in callee.chain else ""
    if callee.last.startswith("suggest_"):
        return _searched(site, context) if not (site.name == "step" and site.value == 1) else ""
    in_dict = context.parents.get(id(site.owner)).__class__ is ast.Dict and len(callee.chain) == 1
    if calls.is_drawn(callee):
        # Of a search by hand: `dropout = random.uniform(0.1, 0.5)`.
        name = bound_to(site, context) if all(number(bound) is not None for bound in arguments(site.owner)[:2]) else ""
        return name if role(name) == MODEL and _AXES.isdisjoint(words(name)[-1:]) else ""
    if (callee.last in _SPACES and (not _ROOTS.isdisjoint(callee.chain) or in_dict)) or callee.last.endswith(
        "Distribution"
    ):
        return _searched(site, context)
    return ""


def _spaced(site: LiteralSite, context: FileContext) -> str:
    """What `np.logspace(-4, 4, 50)` is set to, where it is a word of models."""
    name = bound_to(site, context)
    if site.kind is SMALL and not any(
        given.__class__ is ast.Constant and given.value not in (0, 1) for given in _bounds(site.owner)
    ):
        # Between bounds that are worked out 0 and 1 are where it begins or ends.
        return ""
    if not name and called(site.owner) == "range":
        around = context.enclosing(site)
        return (
            "range"
            if calls.is_builder(around) and not calls.is_shown(around) and not context.callee(site.owner).draws
            else ""
        )
    return name if role(name) in (MODEL, SAMPLE) and _AXES.isdisjoint(words(name)[-1:]) else ""


def _bounds(owner: ast.AST) -> list[ast.expr]:
    """What a call is given, by position or name."""
    return [*arguments(owner), *(keyword.value for keyword in keywords(owner))]


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
    if not names:
        names = _around(getattr(site.statement, "value", None), owner)
    if not names and _holds(getattr(site.statement, "value", None), owner):
        names = [
            target.id if target.__class__ is ast.Name
            else bare_text(target.slice) if target.__class__ is ast.Subscript else None
            for target in targets(site.statement)
        ]  # fmt: skip
    return (names[0] if names else None) or ""


def _around(value: ast.AST | None, owner: ast.AST, depth: int = 0) -> list[str | None]:
    """The key or keyword under which a statement has it, with arithmetic or a comprehension around it."""
    if depth > _DEEPEST:
        return []
    if value.__class__ is ast.Dict:
        pairs = [(bare_text(key), inner) for key, inner in zip(value.keys, value.values, strict=False)]
    elif value.__class__ is ast.Call:
        pairs = [(keyword.arg, keyword.value) for keyword in value.keywords]
        pairs += [(None, argument) for argument in value.args if argument.__class__ in (ast.Dict, ast.Call)]
    else:
        return []
    for name, inner in pairs:
        if name and _holds(inner, owner):
            return [name]
        found = _around(inner, owner, depth + 1)
        if found:
            return found
    return []


def _holds(value: ast.AST | None, owner: ast.AST) -> bool:
    """Whether it is that, some of it, or what is worked out with it or each part of it: `10.0 ** np.arange(-4, 2)`."""
    for _ in range(_DEEPEST):
        if value is owner:
            return True
        if value.__class__ is ast.BinOp:
            sides = [side for side in (value.left, value.right) if side.__class__ not in (ast.Constant, ast.UnaryOp)]
            value = sides[0] if len(sides) == 1 else None
        elif value.__class__ is ast.ListComp and len(value.generators) == 1:
            value = value.generators[0].iter
        elif value.__class__ is ast.Subscript:
            value = value.value
        elif value is not None and called(value) in _WRAPPING:
            value = next(iter(arguments(value)), None)
        else:
            return False
    return False


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
    if _is_table(owner, context):
        return ""
    if role(name) in (MODEL, SPLIT, SAMPLE, RESOURCE) or "__" in name:
        return name
    if not _LAYERS.isdisjoint(words(context.titles.get(id(owner), ""))):
        return name
    grids = [target.id for target in targets(site.statement)[:1] if target.__class__ is ast.Name]
    return name if grids and not _GRIDS.isdisjoint(words(grids[0])) else ""


def _is_table(owner: ast.AST, context: FileContext) -> bool:
    """Whether the dict is a table: by its name, by what is made of it, or since its columns are of one length."""
    title = context.titles.get(id(owner), "")
    if title in context.tables or words(title)[-1:] in _TITLES:
        return True
    if owner.__class__ is not ast.Dict or not _GRIDS.isdisjoint(words(title)):
        return False
    keys = [bare_text(key) or "" for key in owner.keys]
    columns = [value.elts for value in owner.values if value.__class__ in (ast.List, ast.Tuple)]
    if len(keys) > 2 and all(len(column) == 1 for column in columns):
        # One row, unless most of what is in it is tuned.
        return sum(role(key) in (MODEL, SPLIT, SAMPLE, RESOURCE) for key in keys) * 2 < len(keys)
    named = any("__" not in key and role(key) in ("", FIXED) for key in keys)
    texts = any(column and bare_text(column[0]) is not None for column in columns)
    return named and texts and len({len(column) for column in columns}) == 1 and len(columns[0]) > 1


RULE = ParameterRule(
    Rule("PAR106", "search-space", "the bounds of a parameter search"),
    "search",
    asks((POSITION, KEYWORD), (NUMBER, SMALL)) + asks((POSITION, ENTRY), (NUMBERS,)),
    judge,
    "A search is repeated with other bounds; they are the first thing that is changed when a bound turns out best.",
    "UPPER_CASE constants; a step of 1",
)
