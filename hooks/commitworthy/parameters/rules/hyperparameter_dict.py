"""PAR103: `{"num_leaves": 31, "learning_rate": 0.05}`."""

from __future__ import annotations

from ...base.findings import Rule
from ...base.namedtuple import TYPE_CHECKING
from .. import callees, sites
from ..names import FIXED, MODEL, RESOURCE, SAMPLE, SPLIT, role, words
from ..sites import CLASS, CONSTANT, ENTRY, NUMBER, SMALL
from .resource import is_choice
from .rule import ParameterRule, places, trivial

if TYPE_CHECKING:
    from typing import Any

    from ..context import FileContext
    from ..sites import LiteralSite

TABLES = frozenset(
    (
        "DataFrame",
        "Series",
        "from_dict",
        "Row",
        "append",
        "update_layout",
        "Dataset",
        "Table",
        "map",
        "replace",
        "rename",
    )
)
_TITLES = frozenset("thresholds threshold cutoffs limits bounds tolerances quantiles".split())
_SETTINGS = frozenset(
    "params param parameters options opts hparams hyperparams hyperparameters kwargs settings config args".split()
)
_LETTERS = frozenset(("C", "k", "nu"))
_VAGUE = frozenset(
    """
    min max length len size count n k order top days weight weights ratio labels label classes rate price prob
    probability age rank
    """.split()
)


def judge(place: LiteralSite, facts: FileContext) -> str:
    """The key, where it is a word of models."""
    name = place.name
    if place.level in (CONSTANT, CLASS):
        return ""
    if name in facts.extra:
        return name
    found = role(name)
    if _is_of_thresholds(place, facts):
        return name
    owner = place.owner
    if found == "" and not trivial(place.value) and _is_of_settings(place, facts):
        return name
    if found == RESOURCE and trivial(place.value) and is_choice(name, place.value):
        return name if facts.around(place).last not in TABLES and not facts.draws(owner) else ""
    if found in ("", FIXED) or (found == MODEL and name.lower() in _VAGUE):
        return name if name in _LETTERS and not trivial(place.value) and _holds_tuned(owner) else ""
    if id(owner) in facts.nested or facts.draws(owner) or facts.around(place).last in TABLES:
        return ""
    if trivial(place.value) and not (found == MODEL and _is_tuned(owner)):
        return ""
    return name if found in (MODEL, SPLIT, SAMPLE, RESOURCE) else ""


def _is_of_thresholds(place: LiteralSite, facts: FileContext) -> bool:
    """Whether the dict is called by what its numbers are: `limits = {"height": 2.5}`."""
    title = words(facts.titles.get(id(place.owner), ""))
    return bool(title) and title[-1] in _TITLES and not trivial(place.value)


def _is_of_settings(place: LiteralSite, facts: FileContext) -> bool:
    """Whether the dict is called by what it is, `options = {...}`, and what else is in it is tuned."""
    owner = place.owner
    title = words(facts.titles.get(id(owner), ""))
    if not title or title[-1] not in _SETTINGS or id(owner) in facts.nested or facts.draws(owner):
        return False
    around = facts.around(place)
    return _is_tuned(owner) or (title[-1] == "options" and (callees.is_fitting(around) or callees.is_estimator(around)))


def _is_tuned(owner: Any) -> bool:
    """Whether two numbers of the dict are hyperparameters beyond doubt: then 0 and 1 beside them are chosen as well."""
    values = zip(owner.keys, owner.values, strict=False)
    return sum(_is_chosen(getattr(key, "value", None), value) for key, value in values) > 1


def _holds_tuned(owner: Any) -> bool:
    """Whether another key is a hyperparameter or a seed beyond doubt, with a number of its own."""
    values = zip(owner.keys, owner.values, strict=False)
    return any(
        _is_chosen(getattr(key, "value", None), value) or getattr(key, "value", None) == "random_state"
        for key, value in values
    )


def _is_chosen(key: object, value: Any) -> bool:
    if key.__class__ is not str or role(str(key)) != MODEL or str(key).lower() in _VAGUE:
        return False
    return not trivial(sites.number(value) or 0)


RULE = ParameterRule(
    Rule("PAR103", "hyperparameter-dict", "hyperparameters in a dict"),
    "model",
    places((ENTRY,), (NUMBER, SMALL)),
    judge,
    "A dict of parameters is a config file that cannot be changed without changing the code.",
    "tables of presets (a dict of dicts), dicts of a plot or of a data frame, UPPER_CASE constants, 0, 1 and -1 alone",
)
