"""PAR203: `df[df.duration <= 60]`, `s.between(1, 60)`."""

from __future__ import annotations

import _ast as ast

from ...base.findings import Rule
from ..calls import FileContext
from ..names import calendar, structural, words
from ..sites import COMPARED, NUMBER, POSITION, SMALL, TEXT, LiteralSite, bare_text, called, described
from .named_threshold import is_natural_bound, is_tolerance
from .rule import ParameterRule, asks

_FILTERS = frozenset(("where", "filter", "loc", "mask", "query", "when", "sum", "mean", "any", "all", "select"))
_BETWEEN = frozenset(("between", "is_between"))
_ASKED = _BETWEEN | {"query", "filter", "where"}


# In units of these 1 is as much of a choice as any number.
_MEASURES = frozenset("hr hrs hours days minutes mins weeks months years km miles".split())
# What keeps a division possible.
_TINY = 1e-6
# What a service answers, by its hundreds.
_CODES = (200, 299, 300, 399, 400, 404, 499, 500, 599)
_STATUS = frozenset("status code http response".split())
# Where seconds become minutes and hours, to be read.
_UNITS = (60, 3600, 86400)
_SPANS = frozenset("elapsed seconds secs sec duration remaining eta uptime".split())


def judge(site: LiteralSite, context: FileContext) -> str:
    """The column that is compared."""
    if site.slot == POSITION:
        return _argument(site, context)
    if site.kind is TEXT:
        # Of a table that was read without types: `df[df["income"] < "50000"]`.
        is_number = not site.position and str(site.value).replace(",", "").replace(".", "", 1).isdigit()
        selects = (site.masks or _is_column(site.owner)) and not (structural(site.name) or calendar(site.name))
        return site.name or "limit" if is_number and selects else ""
    if (
        site.position
        or calendar(site.name)
        or is_natural_bound(site)
        or (isinstance(site.value, float) and abs(site.value) <= _TINY)
        or (structural(site.name) and not _is_column(site.owner))
    ):
        return ""
    if site.value in _CODES and not _STATUS.isdisjoint(words(site.name)):
        return ""
    if site.kind is SMALL:
        bound = (id(site.statement), site.name) in context.bounded or not _MEASURES.isdisjoint(words(site.name)[-1:])
        return site.name if bound and site.value == 1 and site.masks else ""
    inside = context.callee(context.parents.get(id(site.owner), site.owner))
    if (site.scope, site.name) in context.stepped and not is_tolerance(site):
        return "" if site.value in _UNITS and not _SPANS.isdisjoint(words(site.name)) else site.name
    if site.masks or inside.last in _FILTERS or _is_column(site.owner):
        return site.name or "limit"
    return ""


def _argument(site: LiteralSite, context: FileContext) -> str:
    if called(site.owner) not in _ASKED:
        return ""
    callee = context.callee(site.owner)
    if callee.last in _BETWEEN and len(callee.chain) == 1:
        # `between(0, 1)` of Locust waits.
        return ""
    if callee.last in _BETWEEN and site.kind in (NUMBER, SMALL):
        column = described(getattr(getattr(site.owner, "func", None), "value", None))
        return "" if calendar(column) else callee.chain[1]
    if callee.last in ("query", "filter", "where") and site.kind is TEXT:
        return "query" if _compares(str(site.value)) else ""
    return ""


def _compares(text: str) -> bool:
    """Whether a condition in a text holds a number: `price > 60`."""
    for mark in ("<", ">"):
        for rest in text.split(mark)[1:]:
            word = rest.lstrip("= ").split(" ")[0].strip("()&|")
            if word.replace(".", "", 1).lstrip("-").isdigit() and word not in ("0", "1"):
                return True
    return False


def _is_column(owner: ast.AST) -> bool:
    """Whether a side is `df["x"]` or `pl.col("x")`."""
    for side in (owner.left, *owner.comparators) if owner.__class__ is ast.Compare else ():
        if side.__class__ is ast.Subscript and bare_text(side.slice) is not None:
            return True
        if side.__class__ is ast.Attribute and side.value.__class__ is ast.Name and side.value.id == "row":
            return True
        if called(side) in ("col", "F"):
            return True
    return False


RULE = ParameterRule(
    Rule("PAR203", "row-filter", "a bound that selects rows"),
    "filter",
    asks((COMPARED, POSITION), (NUMBER, SMALL)) + asks((COMPARED, POSITION), (TEXT,)),
    judge,
    "Which rows count is a choice about the data, and the next data set needs another one.",
    "equality, 0 and -1, and 1 without a second bound; hours and days of the calendar",
)
