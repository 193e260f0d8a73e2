"""PAR108: `for epoch in range(100)`."""

from __future__ import annotations

import _ast as ast

from ...base.findings import Rule
from ..calls import FileContext
from ..names import words
from ..sites import BATCH, LOOP, NUMBER, REPEATS, LiteralSite, arguments, calls_in, number
from .rule import ParameterRule

# A range that is told its stride.
_STRIDED = 3
# From here on a loop repeats, unless it goes through the bytes, degrees or days that there are.
_OFTEN = 50
_NATURAL = frozenset((52, 53, 54, 60, 64, 90, 96, 99, 101, 127, 128, 180, 255, 256, 360, 361, 365, 366, 1440))
# Parts of a loop that are looked at.
_MOST = 200
_COUNTED = frozenset(
    """
    epoch epochs iter iteration iterations step steps trial round rounds rep repeat restart run fold simulation sim
    attempt seed
    """.split()
)
_DOING = frozenset(
    """
    fit train train_step train_one_epoch run_epoch train_epoch backward partial_fit cross_val_score train_on_batch
    evaluate minimize simulate sleep post step learn
    """.split()
)


def judge(site: LiteralSite, _: FileContext) -> str:
    """How often something is trained or repeated."""
    value = site.value
    if site.kind is not NUMBER or not isinstance(value, int) or value < 3:
        return ""
    if _is_stride(site):
        return BATCH
    parts = words(site.name)
    if not _COUNTED.isdisjoint(parts):
        return f"n_{site.name}"
    if _trains(site.owner):
        return "n_rounds"
    return REPEATS if _is_repeated(site) else ""


def _is_repeated(site: LiteralSite) -> bool:
    """Whether it is done so often that nothing in the program has that length: `for _ in range(1000)`."""
    *start, end = arguments(getattr(site.owner, "iter", site.owner))[:2]
    if site.owner.__class__ is ast.comprehension and site.name != "_":
        # What is counted in it is used, as what goes through a list is.
        return False
    counts = end is site.node and all(number(first) in (0, 1) for first in start)
    return counts and isinstance(site.value, int) and site.value >= _OFTEN and site.value not in _NATURAL


def _is_stride(site: LiteralSite) -> bool:
    """Whether it is how many are taken at once: the 20 of `range(0, len(ids), 20)`."""
    given = arguments(getattr(site.owner, "iter", site.owner))
    return len(given) == _STRIDED and given[2] is site.node and number(given[1]) is None and number(given[0]) == 0


def _trains(loop: ast.AST) -> bool:
    """Whether something is trained in the body of the loop."""
    return loop.__class__ is ast.For and not _DOING.isdisjoint(calls_in(loop.body, _MOST))


RULE = ParameterRule(
    Rule("PAR108", "training-loop", "the number of epochs, steps or repetitions"),
    "train",
    ((LOOP, NUMBER),),
    judge,
    "The number of rounds is the first thing to lower for a trial and to raise for the real run.",
    "fewer than three rounds, and fewer than fifty where nothing is trained or counted",
)
