"""PAR701: `frames_per_video = 32`."""

from __future__ import annotations

from ...findings import Rule
from ...values import TYPE_CHECKING
from .. import literals
from ..literals import NUMBER
from ..place import TARGET, TOP
from ..vocabulary import FIXED, role
from .rule import ParameterRule, trivial

if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any

    from ..facts import Facts
    from ..place import Place


def judge(place: Place, facts: Facts) -> str:
    """The variable, if it is set once, at the top level, under a name of its own."""
    name = place.name
    if (
        place.level != TOP
        or trivial(place.value)
        or name in facts.changed
        or place.statement.__class__.__name__ == "AugAssign"
    ):
        return ""
    if (
        (len(name) < 2 and name not in ("n", "k", "N", "K"))
        or "." in name
        or role(name) == FIXED
        or place.value in (0.0, 100, 2)
    ):
        return ""
    target = getattr(place.statement, "targets", [getattr(place.statement, "target", None)])[0]
    if target.__class__.__name__ != "Name" or not _is_set(facts.bound.get(name, ())):
        return ""
    return name


def _is_set(values: Sequence[Any]) -> bool:
    """Whether it is set once, or to nothing but numbers that differ from run to run."""
    return len(values) < 2 or all(literals.number(value) is not None for value in values)


RULE = ParameterRule(
    Rule("PAR701", "variable", "a number set as a variable and read later"),
    "params",
    ((TARGET, NUMBER),),
    judge,
    "A number that got a name at the top of a script was meant to be changed.",
    ("raise_to = 0.5", "people_per_household = 4"),
    ("count = 0", "FRAMES_PER_VIDEO = 32", "width = 32", "i = 5", "n = 10\nn += 1"),
    "names of looks and positions, counters, single letters, UPPER_CASE constants, functions",
)
