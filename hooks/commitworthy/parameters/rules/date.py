"""PAR401: `pd.date_range("2019-02-26", "2019-03-11")`, `datetime(2020, 2, 20)`."""

from __future__ import annotations

import _ast as ast

from ...base.findings import Rule
from .. import shapes
from ..calls import FileContext
from ..names import words
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
    LiteralSite,
    Value,
    arguments,
    called,
    keywords,
    number,
)
from .rule import ParameterRule, asks

DATES = frozenset(("datetime", "date", "Timestamp", "utc"))
_PARSING = frozenset(("strptime", "strftime", "append", "replace", "startswith", "print", "DataFrame", "Series"))
_SPANS = frozenset(("timedelta", "Timedelta", "relativedelta", "DateOffset", "duration"))
_NUMBERED = DATES | _SPANS
# Of a span by which another is divided: hours, days, weeks.
_UNITS = (1, 7, 24, 60, 365)
# Days of which a calculation with months and years is made: `first + timedelta(days=32)`.
_OF_MONTHS = (27, 32, 33, 364, 366)
# Seconds since 1970 that fall into the years 2001 to 2033, and who are called so.
_EPOCHS = (1_000_000_000, 2_000_000_000)
_STAMPS = frozenset("ts timestamp epoch since until after before time start end from to".split())
# Where calendars, spreadsheets and clocks begin or end.
_ORIGINS = frozenset((
    (1, 1, 1), (1582, 10, 15), (1601, 1, 1), (1858, 11, 17), (1899, 12, 30), (1899, 12, 31), (1900, 1, 1),
    (1904, 1, 1), (1970, 1, 1), (1980, 1, 6), (2099, 12, 31), (2999, 12, 31), (9999, 12, 31),
))  # fmt: skip
# The year of what has a day, but no year.
NO_YEAR = 1900
# How many arguments of a date are year to minute, and what a day ends with.
_MINUTES = 5
_PARTS = ("year", "month", "day")
_ENDS = (0, 59, 999999)


def judge(site: LiteralSite, context: FileContext) -> str:
    """The name beside the date."""
    if site.kind in (TEXT, TEXTS) and not _begins_with_digit(site.value):
        return ""
    if site.kind in (NUMBER, SMALL) and called(site.owner) not in _NUMBERED:
        return site.name if _is_stamp(site) else ""
    callee = context.callee(site.owner)
    if site.level in (CONSTANT, CLASS) or callee.draws or callee.declares:
        return ""
    around = context.enclosing(site)
    if around.last == "timezone" or around.draws or around.declares:
        return ""
    if site.kind in (NUMBER, SMALL):
        # One day more is the next day, as one more is the next number.
        spans = callee.last in _SPANS
        if spans and site.value == 1 and id(site.owner) in context.added:
            return ""
        if spans and site.value in _UNITS and id(site.owner) in context.divided:
            return ""
        return _number(site, callee.last)
    values = site.value if isinstance(site.value, tuple) else (site.value,)
    if len(values) > 3 or not all(shapes.is_date(str(value)) or _is_year(site, str(value)) for value in values):
        return ""
    if any(_is_of_a_record(str(value)) or _is_origin(str(value)) for value in values):
        return ""
    if callee.last in _PARSING or (site.slot == ENTRY and context.enclosing(site).last in _PARSING):
        return ""
    return site.name or _beside(site, callee.last)


def _is_year(site: LiteralSite, text: str) -> bool:
    """Whether it is the year of `df["2006":]`."""
    cut = site.owner.__class__ is ast.Subscript and site.owner.slice.__class__ is ast.Slice
    return cut and len(text) == 4 and text.isdigit() and "1800" <= text <= "2199"


def _begins_with_digit(value: Value) -> bool:
    """Asked first, since of all texts few do."""
    first = value[0] if isinstance(value, tuple) else value
    return str(first)[:1].isdigit()


def _number(site: LiteralSite, last: str) -> str:
    """The year of `datetime(2020, 2, 20)`, and the span of `timedelta(days=7)`."""
    value = site.value
    if last in _SPANS and site.name in _PARTS:
        # `relativedelta(day=31)` is the last day of any month.
        return ""
    if last in _SPANS and site.slot in (KEYWORD, POSITION) and value != 0:
        of_months = value in _OF_MONTHS and site.name in ("days", "")
        return "" if of_months else site.name or "days"
    day = _day(site.owner)
    if _is_recorded(site.owner) or day in _ORIGINS or day[:1] == (NO_YEAR,):
        return ""
    year = isinstance(value, int) and 1900 < value < 2100 and last in DATES
    if year and (site.position == 0 or site.name == "year"):
        return "year"
    # Midnight is where a day begins.
    return _part(site) if last in DATES and value != 0 else ""


def _is_stamp(site: LiteralSite) -> bool:
    """Whether it is a time in seconds since 1970, by its name and size."""
    value = site.value
    if site.slot == POSITION or site.level in (CONSTANT, CLASS) or not isinstance(value, int):
        return False
    return _EPOCHS[0] <= value <= _EPOCHS[1] and not _STAMPS.isdisjoint(words(site.name))


def _day(call: ast.AST) -> tuple[float | None, ...]:
    """The year, month and day of a date that is given in numbers."""
    if not arguments(call):
        return tuple(number(part) for name in _PARTS for part in _named(call, name))
    return tuple(number(part) for part in arguments(call)[:3])


def _is_origin(text: str) -> bool:
    """The same of a text: `1900-01-01`."""
    parts = text[:10].split("-")
    return len(parts) == 3 and all(map(str.isdigit, parts)) and tuple(map(int, parts)) in _ORIGINS


def _is_recorded(call: ast.AST) -> bool:
    """Whether a date is given to the second, as what happened is and no period."""
    seconds = [*arguments(call)[_MINUTES:], *_named(call, "second", "microsecond")]
    return any(
        node.__class__ is ast.Constant and node.value.__class__ is int and node.value not in _ENDS for node in seconds
    )


def _is_of_a_record(text: str) -> bool:
    """`2016-12-16 18:23:45.42`: the same of a text."""
    _, colon, seconds = text.replace("T", " ").partition(" ")[2].partition(":")[2].partition(":")
    whole = seconds[:2]
    return bool(colon) and whole.isdigit() and int(whole) not in _ENDS


def _named(call: ast.AST, *names: str) -> list[ast.expr]:
    """What is given to a call under these names."""
    return [keyword.value for keyword in keywords(call) if keyword.arg in names]


def _part(site: LiteralSite) -> str:
    """Month and day of a date whose year is a number as well."""
    years = [*arguments(site.owner)[:1], *_named(site.owner, "year")]
    if not any(node.__class__ is ast.Constant and node.value.__class__ is int for node in years):
        return ""
    return site.name or ("year", "month", "day", "hour", "minute", "second")[min(site.position, 5)]


def _beside(site: LiteralSite, last: str) -> str:
    names = {"date_range": ("start", "end"), "bdate_range": ("start", "end"), "between": ("start", "end")}.get(last, ())
    return names[site.position] if 0 <= site.position < len(names) else "date"


RULE = ParameterRule(
    Rule("PAR401", "date", "a date or a span of time"),
    "period",
    asks((POSITION, KEYWORD), (TEXT, TEXTS, NUMBER, SMALL))
    + asks((COMPARED, TARGET, ENTRY, SLICED, LOOP), (TEXT, TEXTS))
    + asks((COMPARED, TARGET, ENTRY), (NUMBER,)),
    judge,
    "The next run is for another period.",
    "plots, formats, UPPER_CASE constants, declared options, times to the second, the lengths of months and years, "
    "where calendars and clocks begin",
)  # fmt: skip
