"""PAR105: `SVC(kernel="poly")`."""

from __future__ import annotations

from ...base.findings import Rule
from .. import calls
from ..calls import FileContext
from ..names import is_class
from ..sites import CONSTANT, KEYWORD, TEXT, WORD, LiteralSite
from .rule import ParameterRule, asks

_CHOICES = frozenset(
    """
    optimizer solver penalty kernel criterion class_weight max_features booster boosting_type backbone
    lr_scheduler_type
    """.split()
)
_FIXED = frozenset(("none", "None", "auto"))


def judge(site: LiteralSite, context: FileContext) -> str:
    """The keyword, where it chooses among algorithms."""
    if site.name not in _CHOICES or site.level == CONSTANT or site.value in _FIXED:
        return ""
    callee = context.callee(site.owner)
    if callee.draws or callee.declares:
        return ""
    return site.name if is_class(callee.last) or calls.is_fitting(callee) else ""


RULE = ParameterRule(
    Rule("PAR105", "algorithm-choice", "the choice of an algorithm"),
    "model",
    asks((KEYWORD,), (TEXT, WORD)),
    judge,
    "Which solver or kernel is used is tuned like any number.",
    "what follows from the task: loss, objective, metric, activation",
)
