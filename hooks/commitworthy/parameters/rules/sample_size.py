"""PAR303: `df.sample(n=5000)`, `nrows=1000`, `LIMIT 100`."""

from __future__ import annotations

import _ast

from ...base.findings import Rule
from ...base.namedtuple import TYPE_CHECKING
from .. import callees
from ..names import SAMPLE, role
from ..sites import CONSTANT, KEYWORD, NUMBER, POSITION, TEXT
from .rule import ParameterRule

if TYPE_CHECKING:
    from ..context import FileContext
    from ..sites import LiteralSite

_SAMPLING = frozenset("sample sample_n subsample resample sampleBy choice choices".split())
_MANY = 100
_SHOWN = frozenset(("head", "tail", "show", "take", "display", "print"))


def judge(place: LiteralSite, facts: FileContext) -> str:
    """How many rows or which share of them are taken."""
    if place.kind is TEXT:
        return "limit" if _limits(str(place.value)) else ""
    if place.level == CONSTANT or facts.draws(place.owner) or facts.declares(place.owner):
        return ""
    callee, value = facts.callee(place), place.value
    if callee.last in _SHOWN or value in (0, 1, -1) or _is_looked_at(place):
        return ""
    if place.slot == POSITION:
        if callee.last == "sample" and (0 < value < 1 or value >= _MANY):
            return "sample_frac" if value < 1 else "sample_n"
        if (
            callee.last in ("choice", "sample")
            and place.position == 1
            and callee.root in ("np", "numpy", "random", "rng")
            and isinstance(value, int)
        ):
            return "sample_size" if value > 9 else ""
        return "limit" if callee.last == "limit" and isinstance(value, int) and value > 20 else ""
    if callee.last in _SAMPLING and place.name in ("n", "frac", "fraction", "k", "n_samples", "size"):
        return f"sample_{place.name}"
    if place.name == "nrows":
        return place.name if "read" in callee.words or "load" in callee.words else ""
    return place.name if role(place.name) == SAMPLE and not callees.is_shown(callee) else ""


def _is_looked_at(place: LiteralSite) -> bool:
    """Whether nothing is done with the rows: a few in the last line of a cell are there to be seen."""
    alone = place.statement.__class__ is _ast.Expr and place.statement.value is place.owner
    return alone and 1 <= place.value < _MANY


def _limits(text: str) -> bool:
    """Whether it is a query with `LIMIT 100` in it."""
    upper = text.upper()
    _, found, rest = upper.rpartition("LIMIT ")
    return (
        bool(found)
        and "SELECT" in upper
        and rest.lstrip()[:1].isdigit()
        and rest.strip(" ;\n") not in ("0", "1", "5", "10")
    )


RULE = ParameterRule(
    Rule("PAR303", "sample-size", "how much of the data is taken"),
    "data",
    ((KEYWORD, NUMBER), (POSITION, NUMBER), (POSITION, TEXT)),
    judge,
    "A sample is taken while trying out; the size has to change when it matters.",
    "rows that are only shown, `frac=1`, `nrows=0`",
)
