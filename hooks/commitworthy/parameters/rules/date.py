"""PAR401: `pd.date_range("2019-02-26", "2019-03-11")`, `datetime(2020, 2, 20)`."""

from __future__ import annotations

import _ast as ast

from ...base.findings import Rule
from .. import shapes
from ..calls import FileContext
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
)
from .rule import ParameterRule, asks

_DATES = frozenset(("datetime", "date", "Timestamp"))
_PARSING = frozenset(("strptime", "strftime", "append", "replace", "startswith", "print", "DataFrame", "Series"))
_SPANS = frozenset(("timedelta", "Timedelta", "relativedelta", "DateOffset", "duration"))
_NUMBERED = _DATES | _SPANS
# Days of which a calculation with months and years is made: `first + timedelta(days=32)`.
_OF_MONTHS = (27, 32, 33, 364, 366)
# How many arguments of a date are year to minute, and what a day ends with.
_MINUTES = 5
_ENDS = (0, 59, 999999)


def judge(site: LiteralSite, context: FileContext) -> str:
    """The name beside the date."""
    if site.kind in (TEXT, TEXTS) and not _begins_with_digit(site.value):
        return ""
    if site.kind in (NUMBER, SMALL) and called(site.owner) not in _NUMBERED:
        return ""
    callee = context.callee(site.owner)
    if site.level in (CONSTANT, CLASS) or callee.draws or callee.declares:
        return ""
    if context.enclosing(site).last == "timezone":
        return ""
    if site.kind in (NUMBER, SMALL):
        # One day more is the next day, as one more is the next number.
        return "" if site.value == 1 and id(site.owner) in context.added else _number(site, callee.last)
    values = site.value if isinstance(site.value, tuple) else (site.value,)
    if len(values) > 3 or not all(shapes.is_date(str(value)) or _is_year(site, str(value)) for value in values):
        return ""
    if any(_is_of_a_record(str(value)) for value in values):
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
    if last in _SPANS and site.slot in (KEYWORD, POSITION) and value != 0:
        of_months = value in _OF_MONTHS and site.name in ("days", "")
        return "" if of_months else site.name or "days"
    if _is_recorded(site.owner):
        return ""
    year = isinstance(value, int) and 1900 < value < 2100 and last in _DATES
    if year and (site.position == 0 or site.name == "year"):
        return "year"
    return _part(site) if last in _DATES else ""


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
    + asks((COMPARED, TARGET, ENTRY, SLICED, LOOP), (TEXT, TEXTS)),
    judge,
    "The next run is for another period.",
    "plots, formats, UPPER_CASE constants, declared options, times to the second, the lengths of months and years",
)  # fmt: skip
