"""PAR105: `SVC(kernel="poly")`."""

from __future__ import annotations

from ...base.findings import Rule
from ...base.namedtuple import TYPE_CHECKING
from .. import callees
from ..names import is_class
from ..sites import CONSTANT, KEYWORD, TEXT, WORD
from .rule import ParameterRule, places

if TYPE_CHECKING:
    from ..context import FileContext
    from ..sites import LiteralSite

_CHOICES = frozenset(
    """
    optimizer solver penalty kernel criterion class_weight max_features booster boosting_type backbone
    lr_scheduler_type
    """.split()
)
_FIXED = frozenset(("none", "None", "auto"))


def judge(place: LiteralSite, facts: FileContext) -> str:
    """The keyword, where it chooses among algorithms."""
    if place.name not in _CHOICES or place.level == CONSTANT or place.value in _FIXED:
        return ""
    callee = facts.callee(place)
    if facts.draws(place.owner) or facts.declares(place.owner):
        return ""
    return place.name if is_class(callee.last) or callees.is_fitting(callee) else ""


RULE = ParameterRule(
    Rule("PAR105", "algorithm-choice", "the choice of an algorithm"),
    "model",
    places((KEYWORD,), (TEXT, WORD)),
    judge,
    "Which solver or kernel is used is tuned like any number.",
    "what follows from the task: loss, objective, metric, activation",
)
