"""PAR112: `for k in range(2, 11): KMeans(n_clusters=k)`."""

from __future__ import annotations

from ...base.findings import Rule
from ..calls import FileContext
from ..sites import CLASS, CONSTANT, LOOP, NUMBER, NUMBERS, TARGET, LiteralSite
from .rule import ParameterRule, asks, trivial


def judge(site: LiteralSite, context: FileContext) -> str:
    """The hyperparameter that the variable is handed to."""
    name = site.name
    if site.level in (CONSTANT, CLASS) or name in context.changed or trivial(site.value):
        return ""
    return context.tunes(name)


RULE = ParameterRule(
    Rule("PAR112", "handed-on", "a number that reaches a hyperparameter through a variable"),
    "model",
    asks((TARGET, LOOP), (NUMBER, NUMBERS)),
    judge,
    "Whatever the variable is called, it is what the model is tuned by.",
    "UPPER_CASE constants, counters, variables of a plot, 0, 1 and -1",
)
