"""PAR401: `pd.date_range("2019-02-26", "2019-03-11")`, `datetime(2020, 2, 20)`."""

from __future__ import annotations

import _ast

from ...base.findings import Rule
from ...base.namedtuple import TYPE_CHECKING
from .. import shapes
from ..sites import (
    CLASS,
    COMPARED,
    CONSTANT,
    ENTRY,
    KEYWORD,
    LOOP,
    NUMBER,
    POSITION,
    SLICED,
    SMALL,
    TARGET,
    TEXT,
    TEXTS,
    called,
)
from .rule import ParameterRule, places

if TYPE_CHECKING:
    from typing import Any

    from ..context import FileContext
    from ..sites import LiteralSite

_DATES = frozenset(("datetime", "date", "Timestamp"))
_PARSING = frozenset(("strptime", "strftime", "append", "replace", "startswith", "print", "DataFrame", "Series"))
_SPANS = frozenset(("timedelta", "Timedelta", "relativedelta", "DateOffset"))
_NUMBERED = _DATES | _SPANS
# Days of which a calculation with months and years is made: `first + timedelta(days=32)`.
_OF_MONTHS = (27, 32, 33, 364, 366)
# How many arguments of a date are year to minute, and what a day ends with.
_MINUTES = 5
_ENDS = (0, 59, 999999)


def judge(place: LiteralSite, facts: FileContext) -> str:
    """The name beside the date."""
    if place.kind in (TEXT, TEXTS) and not _begins_with_digit(place.value):
        return ""
    if place.kind in (NUMBER, SMALL) and called(place.owner) not in _NUMBERED:
        return ""
    if place.level in (CONSTANT, CLASS) or facts.draws(place.owner) or facts.declares(place.owner):
        return ""
    callee = facts.callee(place)
    if place.kind in (NUMBER, SMALL):
        # One day more is the next day, as one more is the next number.
        return "" if place.value == 1 and id(place.owner) in facts.added else _number(place, callee.last)
    values = place.value if isinstance(place.value, tuple) else (place.value,)
    if len(values) > 3 or not all(shapes.is_date(str(value)) or _is_year(place, str(value)) for value in values):
        return ""
    if callee.last in _PARSING or (place.slot == ENTRY and facts.around(place).last in _PARSING):
        return ""
    return place.name or _beside(place, callee.last)


def _is_year(place: LiteralSite, text: str) -> bool:
    """Whether it is the year of `df["2006":]`."""
    cut = place.slot == SLICED and place.owner.slice.__class__ is _ast.Slice
    return cut and len(text) == 4 and text.isdigit() and "1800" <= text <= "2199"


def _begins_with_digit(value: Any) -> bool:
    """Asked first, since of all texts few do."""
    first = value[0] if value.__class__ is tuple else value
    return str(first)[:1].isdigit()


def _number(place: LiteralSite, last: str) -> str:
    """The year of `datetime(2020, 2, 20)`, and the span of `timedelta(days=7)`."""
    value = place.value
    if last in _SPANS and place.slot in (KEYWORD, POSITION) and value != 0:
        of_months = value in _OF_MONTHS and place.name in ("days", "")
        return "" if of_months else place.name or "days"
    if _is_recorded(place.owner):
        return ""
    year = isinstance(value, int) and 1900 < value < 2100 and last in _DATES
    if year and (place.position == 0 or place.name == "year"):
        return "year"
    return _part(place) if last in _DATES else ""


def _is_recorded(call: Any) -> bool:
    """Whether a date is given to the second, as what happened is and no period."""
    seconds = [*call.args[_MINUTES:], *(item.value for item in call.keywords if item.arg in ("second", "microsecond"))]
    return any(getattr(one, "value", 0).__class__ is int and one.value not in _ENDS for one in seconds)


def _part(place: LiteralSite) -> str:
    """Month and day of a date whose year is a number as well."""
    first = [*place.owner.args[:1], *(item.value for item in place.owner.keywords if item.arg == "year")]
    if not any(getattr(one, "value", None).__class__ is int for one in first):
        return ""
    return place.name or ("year", "month", "day", "hour", "minute", "second")[min(place.position, 5)]


def _beside(place: LiteralSite, last: str) -> str:
    names = {"date_range": ("start", "end"), "bdate_range": ("start", "end"), "between": ("start", "end")}.get(last, ())
    return names[place.position] if 0 <= place.position < len(names) else "date"


RULE = ParameterRule(
    Rule("PAR401", "date", "a date or a span of time"),
    "period",
    places((POSITION, KEYWORD), (TEXT, TEXTS, NUMBER, SMALL))
    + places((COMPARED, TARGET, ENTRY, SLICED, LOOP), (TEXT, TEXTS)),
    judge,
    "The next run is for another period.",
    "plots, formats, UPPER_CASE constants, declared options, times to the second, the lengths of months and years",
)  # fmt: skip
