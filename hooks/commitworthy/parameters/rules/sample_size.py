"""PAR303: `df.sample(n=5000)`, `nrows=1000`, `LIMIT 100`, `np.random.normal(0, 1, 1000)`."""

from __future__ import annotations

import _ast as ast

from ...base.findings import Rule
from .. import calls
from ..calls import Callee, FileContext
from ..names import SAMPLE, role
from ..sites import CONSTANT, KEYWORD, NUMBER, NUMBERS, POSITION, TEXT, LiteralSite
from .rule import ParameterRule, asks

_SAMPLING = frozenset("sample sample_n subsample resample sampleBy choice choices".split())
_MANY = 100
# Letters that are drawn become a name or a key.
_JOINED = frozenset(("join",))
_GENERATORS = frozenset(("rng", "random_state"))
_SHOWN = frozenset(("head", "tail", "show", "take", "display", "print"))


def judge(site: LiteralSite, context: FileContext) -> str:
    """How many rows or which share of them are taken."""
    if site.kind is TEXT:
        return "limit" if _limits(str(site.value)) else ""
    callee, value = context.callee(site.owner), site.value
    if site.level == CONSTANT or callee.draws or callee.declares or callee.last in _SHOWN:
        return ""
    around = context.enclosing(site).last
    if around in _JOINED or (around in _SHOWN and (site.slot == POSITION or callee.last in _SAMPLING)):
        return ""
    if _is_drawn(site, callee):
        return "sample_size"
    if not isinstance(value, (int, float)) or value in (0, 1, -1) or _is_looked_at(site, value):
        return ""
    if site.slot == POSITION:
        if callee.last == "sample" and (0 < value < 1 or value >= _MANY):
            return "sample_frac" if value < 1 else "sample_n"
        if (
            callee.last in ("choice", "sample")
            and site.position == 1
            and callee.root in ("np", "numpy", "random", "rng")
            and isinstance(value, int)
        ):
            return "sample_size" if value > 9 else ""
        return "limit" if callee.last == "limit" and isinstance(value, int) and value > 20 else ""
    if callee.last in _SAMPLING and site.name in ("n", "frac", "fraction", "k", "n_samples", "size"):
        return f"sample_{site.name}"
    if site.name == "nrows":
        return site.name if "read" in callee.words or "load" in callee.words else ""
    return site.name if role(site.name) == SAMPLE and not calls.is_shown(callee) else ""


def _is_drawn(site: LiteralSite, callee: Callee) -> bool:
    """Whether numpy draws so many rows of numbers: `np.random.normal(0, 1, (1000, 5))`."""
    rows = site.value[0] if isinstance(site.value, tuple) else site.value
    is_size = site.name == "size" or site.position == calls.SIZE_AT.get(callee.last)
    draws = callee.last in calls.SIZE_AT and ("random" in callee.chain[1:] or callee.root in _GENERATORS)
    return draws and is_size and isinstance(rows, int) and rows >= _MANY


def _is_looked_at(site: LiteralSite, value: float) -> bool:
    """Whether nothing is done with the rows: a few in the last line of a cell are there to be seen."""
    alone = site.statement.__class__ is ast.Expr and site.statement.value is site.owner
    return alone and 1 <= value < _MANY


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
    (*asks((KEYWORD, POSITION), (NUMBER, NUMBERS)), (POSITION, TEXT)),
    judge,
    "A sample is taken while trying out; the size has to change when it matters.",
    "rows that are only shown, `frac=1`, `nrows=0`, fewer than 100 random numbers",
)
