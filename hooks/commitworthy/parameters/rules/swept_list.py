"""PAR804: `for t in [0.05, 0.1, 0.2]`."""

from __future__ import annotations

from ...base.findings import Rule
from ..calls import FileContext
from ..confidence import LIKELY
from ..sites import CLASS, CONSTANT, LOOP, NUMBERS, TARGET, LiteralSite
from .rule import ParameterRule


def judge(site: LiteralSite, context: FileContext) -> str:
    """The variable of the loop, or what is looped over."""
    values = site.value
    if site.slot == TARGET and (site.level in (CONSTANT, CLASS) or site.name not in context.looped):
        return ""
    if not isinstance(values, tuple) or len(values) < 3 or sorted(values) == list(range(len(values))):
        return ""
    return site.name


RULE = ParameterRule(
    Rule("PAR804", "swept-list", "values that a loop tries one after the other"),
    "sweep",
    ((LOOP, NUMBERS), (TARGET, NUMBERS)),
    judge,
    "What is swept is changed for the next sweep.",
    "indices",
    confidence=LIKELY,
    doubt="what is looped over may be all there is",
)
