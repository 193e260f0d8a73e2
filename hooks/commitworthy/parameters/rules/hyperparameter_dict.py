"""PAR103: `{"num_leaves": 31, "learning_rate": 0.05}`."""

from __future__ import annotations

import _ast as ast

from ...base.findings import Rule
from .. import calls, sites
from ..calls import FileContext
from ..names import FIXED, MODEL, RESOURCE, SAMPLE, SPLIT, role, words
from ..sites import CLASS, CONSTANT, ENTRY, NUMBER, SMALL, LiteralSite
from .resource import is_choice
from .rule import ParameterRule, asks, trivial

TABLES = frozenset("DataFrame Series from_dict Row append update_layout Dataset Table map replace rename".split())
_TITLES = frozenset(
    "thresholds threshold cutoffs limits bounds tolerances quantiles maximum minimum maxima minima caps".split()
)
_SETTINGS = frozenset(
    "params param parameters options opts hparams hyperparams hyperparameters kwargs settings config args".split()
)
# Dicts that are called by what gets them: `model_params`, `train_dataset_args`.
_HANDED = frozenset("params parameters args arguments kwargs".split())
_PLOTTED = frozenset("plot fig figure axes ax style font legend line bar marker text query request url http".split())
_LETTERS = frozenset(("C", "k", "nu"))
_VAGUE = frozenset(
    """
    min max length len size count n k order top days weight weights ratio labels label classes rate price prob
    probability age rank
    """.split()
)


def judge(site: LiteralSite, context: FileContext) -> str:
    """The key, where it is a word of models."""
    name = site.name
    if site.level in (CONSTANT, CLASS):
        return ""
    if name in context.extra:
        return name
    if len(name) > 1 and name.istitle() and name.isalpha():
        # What is chosen from on a page: `{"Slow": 0.4, "Fast": 0.05}`.
        return ""
    if str(site.value) == "".join(filter(str.isdigit, name)):
        # `{"2 years": 2}` says again what the key says.
        return ""
    found = role(name)
    if _is_of_thresholds(site, context):
        return name
    owner = site.owner
    if found == "" and site.kind is NUMBER and _is_of_settings(site, context):
        return name
    if site.kind is NUMBER and _is_handed(site, context):
        return name
    value = site.value
    if found == RESOURCE and site.kind is SMALL and isinstance(value, (int, float)) and is_choice(name, value):
        return name if context.enclosing(site).last not in TABLES and not context.callee(owner).draws else ""
    if name == "k" and site.kind is NUMBER and words(context.titles.get(id(owner), ""))[-1:] == ("kwargs",):
        return name
    if found in ("", FIXED) or (found == MODEL and name.lower() in _VAGUE):
        return name if name in _LETTERS and site.kind is NUMBER and _holds_tuned(owner) else ""
    if id(owner) in context.nested or context.callee(owner).draws or context.enclosing(site).last in TABLES:
        return ""
    # -1 stands for none.
    if site.kind is SMALL and (value == -1 or not (found == MODEL and _is_tuned(owner))):
        return ""
    return name if found in (MODEL, SPLIT, SAMPLE, RESOURCE) else ""


def _is_of_thresholds(site: LiteralSite, context: FileContext) -> bool:
    """Whether the dict is called by what its numbers are: `limits = {"height": 2.5}`."""
    title = words(context.titles.get(id(site.owner), ""))
    return bool(title) and title[-1] in _TITLES and site.kind is NUMBER


def _is_of_settings(site: LiteralSite, context: FileContext) -> bool:
    """Whether the dict is called by what it is, `options = {...}`, and what else is in it is tuned."""
    owner = site.owner
    title = words(context.titles.get(id(owner), ""))
    if not title or title[-1] not in _SETTINGS or id(owner) in context.nested or context.callee(owner).draws:
        return False
    around = context.enclosing(site)
    return _is_tuned(owner) or (title[-1] == "options" and (calls.is_fitting(around) or calls.is_estimator(around)))


def _is_handed(site: LiteralSite, context: FileContext) -> bool:
    """Whether the dict is called by what it is given to, and nobody draws with it: `model_params = {"speed": 3}`."""
    owner = site.owner
    title = words(context.titles.get(id(owner), ""))
    named = len(title) > 1 and title[-1] in _HANDED and _PLOTTED.isdisjoint(title)
    around = context.enclosing(site)
    # Of a dict without a name all is chosen where two of it are, and something is built of it.
    named = named or (not title and role(site.name) == "" and _is_tuned(owner) and calls.is_builder(around))
    return named and not (context.callee(owner).draws or around.draws or around.last in TABLES)


def _is_tuned(owner: ast.AST) -> bool:
    """Whether two numbers of the dict are hyperparameters beyond doubt: then 0 and 1 beside them are chosen as well."""
    return sum(_is_chosen(key, value) for key, value in _entries(owner)) > 1


def _holds_tuned(owner: ast.AST) -> bool:
    """Whether another key is a hyperparameter or a seed beyond doubt, with a number of its own."""
    return any(_is_chosen(key, value) or key == "random_state" for key, value in _entries(owner))


def _entries(owner: ast.AST) -> list[tuple[str, ast.expr]]:
    """The entries of a dict under a text; of `set_config("depth", 4)`, which is called as if it were one, none."""
    pairs = zip(owner.keys, owner.values, strict=False) if owner.__class__ is ast.Dict else ()
    return [(name, value) for key, value in pairs if (name := sites.bare_text(key)) is not None]


def _is_chosen(key: str, value: ast.expr) -> bool:
    return role(key) == MODEL and key.lower() not in _VAGUE and not trivial(sites.number(value) or 0)


RULE = ParameterRule(
    Rule("PAR103", "hyperparameter-dict", "hyperparameters in a dict"),
    "model",
    asks((ENTRY,), (NUMBER, SMALL)),
    judge,
    "A dict of parameters is a config file that cannot be changed without changing the code.",
    "tables of presets (a dict of dicts), dicts of a plot or of a data frame, UPPER_CASE constants, 0, 1 and -1 alone",
)
