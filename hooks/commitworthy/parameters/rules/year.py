"""PAR402: `range(2008, 2023)`, `df[df.year <= 2015]`, `df[df.month == 202002]`."""

from __future__ import annotations

import _ast as ast

from ...base.findings import Rule
from ..calls import Callee, FileContext
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
    LiteralSite,
    arguments,
    described,
    targets,
)
from .date import DATES, NO_YEAR
from .hyperparameter_dict import TABLES
from .rule import ParameterRule, asks

_YEARS = frozenset("year years yr yrs date dates season fy vintage".split())
# What is called so may be a month in a number: 202002.
_MONTHS = _YEARS | frozenset("month months ym yyyymm yyyymmdd day quarter period week".split())
# A year that is a text may be that of an epoch, where a number is a count of them.
_PERIODS = frozenset("epoch period time when".split())
# Years in which data begin; 2000 and 2048 are as often numbers.
_STARTS = frozenset(range(1950, 2040)) - {2000}
_LAST_MONTH, _LAST_DAY = 12, 31


def judge(site: LiteralSite, context: FileContext) -> str:
    """The name beside a year; in a range both ends have to be years, or one end and the loop's name."""
    values = site.value if isinstance(site.value, tuple) else (site.value,)
    if site.level in (CONSTANT, CLASS):
        return ""
    if site.slot != POSITION and all(map(_is_month, values)):
        return site.name if not _MONTHS.isdisjoint(words(site.name)) else ""
    # Of all texts few are as long as a year, so the first is asked before the rest.
    if not _is_year(values[0]) or not all(map(_is_year, values)):
        return ""
    callee = context.callee(site.owner)
    around = context.enclosing(site)
    if callee.draws or callee.declares or around.draws or around.declares or _has_no_year(site, callee):
        return ""
    if site.slot == ENTRY and around.last in TABLES:
        return ""
    if site.slot == LOOP:
        if site.kind == TEXTS:
            return _name(site.name)
        return _name(site.name) or (
            "year" if isinstance(site.owner, (ast.For, ast.comprehension)) and _is_range(site.owner.iter, site) else ""
        )
    if site.slot == POSITION:
        if callee.last == "range":
            return "year" if _is_range(site.owner, site) else ""
        if callee.last == "slice" and site.kind is TEXT:
            return "year"
        if callee.last in ("min", "max"):
            return "year" if any(_name(described(argument)) for argument in arguments(site.owner)) else _set(site)
        return "year" if site.kind is NUMBER and not _YEARS.isdisjoint(callee.words) else ""
    if site.kind in (TEXT, TEXTS) and site.slot in (TARGET, ENTRY) and not _PERIODS.isdisjoint(words(site.name)):
        return site.name
    return _name(site.name)


def _is_year(value: object) -> bool:
    """Whether it is 2016, or "2016" as a text."""
    if isinstance(value, str):
        return len(value) == 4 and value.isdigit() and "1900" <= value < "2100"
    return isinstance(value, int) and 1900 <= value < 2100


def _is_month(value: object) -> bool:
    """Whether it is a month, a day or a season with its years: 202002, 20200215, 20192020."""
    if not isinstance(value, int) or not 190001 <= value < 21000000:
        return False
    begins, rest = divmod(value, 10000)
    if rest == begins + 1:
        return _is_year(begins)
    year, month = divmod(value if value < 1000000 else value // 100, 100)
    return _is_year(year) and 1 <= month <= _LAST_MONTH and (value < 1000000 or 1 <= value % 100 <= _LAST_DAY)


def _has_no_year(site: LiteralSite, callee: Callee) -> bool:
    """Whether it is the year of what has a day alone: `pd.Timestamp(year=1900, month=5, day=15)`."""
    return site.value == NO_YEAR and callee.last in DATES


def _set(site: LiteralSite) -> str:
    """What `max(min(last, given), 1990)` is set to."""
    names = [described(target) for target in targets(site.statement)]
    return _name(names[0]) if len(names) == 1 else ""


def _name(name: str) -> str:
    return name if not _YEARS.isdisjoint(words(name)) else ""


def _is_range(call: ast.AST, site: LiteralSite) -> bool:
    """Whether a range goes from year to year, or from a year to an end that is worked out: `range(2008, last + 1)`."""
    values = [argument.value if argument.__class__ is ast.Constant else None for argument in arguments(call)]
    if len(values) == 2 and values[1] is None and arguments(call)[0] is site.node:
        return values[0] in _STARTS
    return len(values) >= 2 and all(isinstance(value, int) and 1900 <= value < 2100 for value in values[:2])


RULE = ParameterRule(
    Rule("PAR402", "year", "a year"),
    "period",
    asks((COMPARED, LOOP, KEYWORD, TARGET, ENTRY), (NUMBER, NUMBERS, TEXT, TEXTS)) + asks((POSITION,), (NUMBER, TEXT)),
    judge,
    "The next run is for another year.",
    "numbers that are not called a year, UPPER_CASE constants",
)  # fmt: skip
