"""PAR804: `for t in [0.05, 0.1, 0.2]`."""

from __future__ import annotations

from ...base.findings import Rule
from ..calls import FileContext
from ..confidence import LIKELY
from ..sites import LOOP, NUMBERS, LiteralSite
from .rule import ParameterRule


def judge(site: LiteralSite, _: FileContext) -> str:
    """The variable of the loop."""
    values = site.value
    if not isinstance(values, tuple) or len(values) < 3 or sorted(values) == list(range(len(values))):
        return ""
    return site.name


RULE = ParameterRule(
    Rule("PAR804", "swept-list", "values that a loop tries one after the other"),
    "sweep",
    ((LOOP, NUMBERS),),
    judge,
    "What is swept is changed for the next sweep.",
    "indices",
    confidence=LIKELY,
    doubt="what is looped over may be all there is",
)
