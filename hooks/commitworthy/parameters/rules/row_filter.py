"""PAR203: `df[df.duration <= 60]`, `s.between(1, 60)`."""

from __future__ import annotations

import _ast

from ...base.findings import Rule
from ...base.namedtuple import TYPE_CHECKING
from ..names import calendar, structural, words
from ..sites import COMPARED, NUMBER, POSITION, SMALL, TEXT, called
from .named_threshold import is_tolerance
from .rule import ParameterRule, places, trivial

if TYPE_CHECKING:
    from typing import Any

    from ..context import FileContext
    from ..sites import LiteralSite

_FILTERS = frozenset(("where", "filter", "loc", "mask", "query", "when", "sum", "mean", "any", "all", "select"))
_BETWEEN = frozenset(("between", "is_between"))
_ASKED = _BETWEEN | {"query", "filter", "where"}


# Where seconds become minutes and hours, to be read.
_UNITS = (60, 3600, 86400)
_SPANS = frozenset("elapsed seconds secs sec duration remaining eta uptime".split())


def judge(place: LiteralSite, facts: FileContext) -> str:
    """The column that is compared."""
    if place.slot == POSITION:
        return _argument(place, facts)
    if place.position or calendar(place.name) or (structural(place.name) and not _is_column(place.owner)):
        return ""
    if trivial(place.value):
        bound = place.value == 1 and place.masks and (id(place.statement), place.name) in facts.bounded
        return place.name if bound else ""
    inside = facts.of(facts.parents.get(id(place.owner), place.owner))
    if (place.scope, place.name) in facts.stepped and not is_tolerance(place):
        return "" if place.value in _UNITS and not _SPANS.isdisjoint(words(place.name)) else place.name
    if place.masks or inside.last in _FILTERS or _is_column(place.owner):
        return place.name or "limit"
    return ""


def _argument(place: LiteralSite, facts: FileContext) -> str:
    if called(place.owner) not in _ASKED:
        return ""
    callee = facts.callee(place)
    if callee.last in _BETWEEN and place.kind in (NUMBER, SMALL):
        return callee.chain[1] if len(callee.chain) > 1 else "between"
    if callee.last in ("query", "filter", "where") and place.kind is TEXT:
        return "query" if _compares(str(place.value)) else ""
    return ""


def _compares(text: str) -> bool:
    """Whether a condition in a text holds a number: `price > 60`."""
    for mark in ("<", ">"):
        for rest in text.split(mark)[1:]:
            word = rest.lstrip("= ").split(" ")[0].strip("()&|")
            if word.replace(".", "", 1).lstrip("-").isdigit() and word not in ("0", "1"):
                return True
    return False


def _is_column(owner: Any) -> bool:
    """Whether a side is `df["x"]` or `pl.col("x")`."""
    for side in (owner.left, *owner.comparators):
        kind = side.__class__
        if kind is _ast.Subscript and getattr(side.slice, "value", None).__class__ is str:
            return True
        if kind is _ast.Attribute and getattr(side.value, "id", "") == "row":
            return True
        if kind is _ast.Call and getattr(side.func, "attr", getattr(side.func, "id", "")) in ("col", "F"):
            return True
    return False


RULE = ParameterRule(
    Rule("PAR203", "row-filter", "a bound that decides which rows count"),
    "filter",
    places((COMPARED, POSITION), (NUMBER, SMALL)) + places((POSITION,), (TEXT,)),
    judge,
    "Which rows count is a choice about the data, and the next data set needs another one.",
    "equality, 0 and -1, and 1 without a second bound; hours and days of the calendar",
)
