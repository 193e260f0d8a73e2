"""PAR111: `def select(data, top): ...` and further down `select(data, 25)`."""

from __future__ import annotations

from ...base.findings import Rule
from ..calls import FileContext
from ..confidence import LIKELY
from ..names import FIXED, MODEL, SAMPLE, SPLIT, is_class, role, words
from ..sites import CONSTANT, NUMBER, NUMBERS, POSITION, TOP, LiteralSite
from .rule import ParameterRule, trivial

# Ids up to here are as often those of classes or columns.
_FEW = 9
_MANY = 12
# Hours of a day, days of a week or year, weeks and months of a year.
_CALENDAR = (7, 12, 24, 52, 60, 365, 365.24, 365.25)
# What is worked on rather than worked with.
_DATA = (("value",), ("eps",), ("x",), ("y",), ("n",), ("a",), ("b",))


def judge(site: LiteralSite, context: FileContext) -> str:
    """What the function calls it: anywhere a word of models, in the open any single number that is not one of looks."""
    if site.level == CONSTANT or trivial(site.value) or (isinstance(site.value, tuple) and len(site.value) > _MANY):
        return ""
    if context.enclosing(site).draws:
        return ""
    name = context.parameter(site)
    if not name or ("period" in words(name) and site.value in _CALENDAR):
        return ""
    if words(name)[-1:] == ("id",):
        return name if site.level == TOP and isinstance(site.value, (int, float)) and site.value > _FEW else ""
    found = role(name)
    if found in (MODEL, SAMPLE, SPLIT) and name != "eps":
        return name
    if found == FIXED or site.level != TOP or site.kind is not NUMBER or is_class(context.callee(site.owner).last):
        return ""
    return name if words(name)[-1:] not in _DATA else ""


RULE = ParameterRule(
    Rule("PAR111", "own-argument", "a number passed to a function of the same file"),
    "params",
    ((POSITION, NUMBER), (POSITION, NUMBERS)),
    judge,
    "The function was written to take it; what it takes is chosen where it is called.",
    "functions of other files, positions and looks, 0, 1 and -1",
    confidence=LIKELY,
    doubt="only the name of the parameter tells",
)
