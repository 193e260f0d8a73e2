"""PAR701: `frames_per_video = 32`."""

from __future__ import annotations

import _ast

from ...base.findings import Rule
from ...base.namedtuple import TYPE_CHECKING
from .. import sites
from ..names import FIXED, role, words
from ..sites import CLASS, NUMBER, SMALL, TARGET, TOP
from .rule import ParameterRule, places, trivial

if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any

    from ..context import FileContext
    from ..sites import LiteralSite


_HOLDERS = frozenset(
    (word,)
    for word in "config configs configuration cfg conf args arg opt opts hparams hps params settings defaults".split()
)
# What an object of settings counts, rather than is set to.
_STATES = frozenset("start current cur best last first is use rank local global epoch".split())
_NATURAL = {
    "hours": (24,),
    "seconds": (3600, 86400),
    "channels": (3,),
}


def judge(place: LiteralSite, facts: FileContext) -> str:
    """The variable, if it is set once, at the top level, under a name of its own."""
    name = place.name
    target = getattr(place.statement, "targets", [getattr(place.statement, "target", None)])[0]
    if place.kind is SMALL and target.__class__ is not _ast.Attribute:
        return ""
    if target.__class__ is _ast.Attribute:
        return _setting(place, target)
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
    if target.__class__ is not _ast.Name or facts.is_drawn(name) or is_natural(place):
        return ""
    if not _is_set(facts.bound.get(name, ())):
        return ""
    return name


def is_setting(place: LiteralSite) -> bool:
    """Whether an attribute is set of what is called a config, outside of what makes such objects."""
    target = getattr(place.statement, "targets", [None])[0]
    holder = getattr(target, "value", None)
    if target.__class__ is not _ast.Attribute or words(place.scope)[-1:] in _HOLDERS:
        return False
    held = holder.attr if holder.__class__ is _ast.Attribute else getattr(holder, "id", "")
    return words(held)[-1:] in _HOLDERS


def _setting(place: LiteralSite, target: Any) -> str:
    """What is set of an object of settings, where it is a number that was chosen."""
    if place.level == CLASS or not is_setting(place):
        return ""
    found = role(target.attr)
    if found == FIXED or (trivial(place.value) and (found == "" or not _STATES.isdisjoint(words(target.attr)))):
        return ""
    return place.name if place.statement.__class__ is not _ast.AugAssign else ""


def is_natural(place: LiteralSite) -> bool:
    """Whether it is the hours of a day, the days of a week, the colours of a picture."""
    return place.value in _NATURAL.get((words(place.name) or ("",))[-1], ())


def _is_set(values: Sequence[Any]) -> bool:
    """Whether it is set once, or to nothing but numbers that differ from run to run."""
    return len(values) < 2 or all(sites.number(value) is not None for value in values)


RULE = ParameterRule(
    Rule("PAR701", "variable", "a number set as a variable and read later"),
    "params",
    places((TARGET,), (NUMBER, SMALL)),
    judge,
    "A number that got a name at the top of a script was meant to be changed.",
    "names of looks and positions, counters, single letters, UPPER_CASE constants, variables of functions",
)
