"""PAR402: `range(2008, 2023)`, `df[df.year <= 2015]`."""

from __future__ import annotations

from ...base.findings import Rule
from ...base.namedtuple import TYPE_CHECKING
from ..names import words
from ..sites import (
    CLASS,
    COMPARED,
    CONSTANT,
    ENTRY,
    KEYWORD,
    LOOP,
    NUMBER,
    NUMBERS,
    POSITION,
    TARGET,
    TEXT,
    TEXTS,
    described,
)
from .hyperparameter_dict import TABLES
from .rule import ParameterRule, places

if TYPE_CHECKING:
    from typing import Any

    from ..context import FileContext
    from ..sites import LiteralSite, described

_YEARS = frozenset("year years yr yrs date dates season fy vintage".split())
# A year that is a text may be that of an epoch, where a number is a count of them.
_PERIODS = frozenset("epoch period time when".split())


def judge(place: LiteralSite, facts: FileContext) -> str:
    """The name beside a year; in a range both ends have to be years, or one end and the loop's name."""
    values = place.value if place.value.__class__ is tuple else (place.value,)
    # Of all texts few are as long as a year, so the first is asked before the rest.
    if not _is_year(values[0]) or place.level in (CONSTANT, CLASS) or not all(map(_is_year, values)):
        return ""
    if facts.draws(place.owner) or facts.declares(place.owner):
        return ""
    if place.slot == ENTRY and facts.around(place).last in TABLES:
        return ""
    if place.slot == LOOP:
        if place.kind == TEXTS:
            return _name(place.name)
        return _name(place.name) or ("year" if _is_range(place.owner.iter) else "")
    if place.slot == POSITION:
        if facts.callee(place).last == "range":
            return "year" if _is_range(place.owner) else ""
        if facts.callee(place).last in ("min", "max"):
            return "year" if any(_name(described(argument)) for argument in place.owner.args) else _set(place)
        return "year" if not _YEARS.isdisjoint(facts.callee(place).words) else ""
    if place.kind in (TEXT, TEXTS) and place.slot in (TARGET, ENTRY) and not _PERIODS.isdisjoint(words(place.name)):
        return place.name
    return _name(place.name)


def _is_year(value: Any) -> bool:
    """Whether it is 2016, or "2016" as a text."""
    if value.__class__ is str:
        return len(value) == 4 and value.isdigit() and "1900" <= value < "2100"
    return value.__class__ is int and 1900 <= value < 2100


def _set(place: LiteralSite) -> str:
    """What `max(min(last, given), 1990)` is set to."""
    targets: list[Any] = getattr(place.statement, "targets", [])
    return _name(described(targets[0])) if len(targets) == 1 else ""


def _name(name: str) -> str:
    return name if not _YEARS.isdisjoint(words(name)) else ""


def _is_range(call: object) -> bool:
    values = [getattr(argument, "value", None) for argument in getattr(call, "args", ())]
    return len(values) >= 2 and all(isinstance(value, int) and 1900 <= value < 2100 for value in values[:2])


RULE = ParameterRule(
    Rule("PAR402", "year", "a year"),
    "period",
    places((COMPARED, LOOP, KEYWORD, TARGET, ENTRY), (NUMBER, NUMBERS, TEXT, TEXTS)) + places((POSITION,), (NUMBER,)),
    judge,
    "The next run is for another year.",
    "numbers that are not called a year, UPPER_CASE constants",
)  # fmt: skip
