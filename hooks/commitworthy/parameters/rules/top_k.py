"""PAR306: `best = sorted(runs, key=score)[:3]`."""

from __future__ import annotations

import _ast

from ...base.findings import Rule
from ...base.namedtuple import TYPE_CHECKING
from .. import visitor
from ..names import words
from ..sites import CONSTANT, KEYWORD, NUMBER, POSITION, SLICED, TOP_K, called, described
from .rule import ParameterRule

if TYPE_CHECKING:
    from typing import Any

    from ..context import FileContext
    from ..sites import LiteralSite

_HEADS = frozenset(("head", "tail", "limit", "take"))
_KEPT = frozenset((_ast.Assign, _ast.AnnAssign, _ast.Return))
_LOOKING = frozenset(("head", "tail"))
_BEST = frozenset("top best worst most least selected chosen candidates keep kept features feats columns cols".split())
_GATHERING = frozenset(("append", "extend", "add", "update"))


def judge(place: LiteralSite, facts: FileContext) -> str:
    """How many are taken of what is in order, where something is done with them."""
    if place.level == CONSTANT or not isinstance(place.value, int):
        return ""
    if place.slot == SLICED:
        return TOP_K if place.name == TOP_K and _is_kept(place.statement) else ""
    if called(place.owner) not in _HEADS or (place.slot == KEYWORD and place.name != "n") or place.position > 0:
        return ""
    named = called(place.owner) not in _LOOKING or _is_best(place.statement)
    kept = (
        named and place.statement.__class__ in _KEPT and visitor.is_in_order(getattr(place.owner.func, "value", None))
    )
    return TOP_K if kept and not facts.draws(facts.parents.get(id(place.owner), place.owner)) else ""


def _is_best(statement: Any) -> bool:
    """Whether what the first rows are set to is called so: under any other name they are looked at, as often as not."""
    targets = getattr(statement, "targets", ()) or (getattr(statement, "target", None),)
    return not _BEST.isdisjoint(words(described(targets[0]))) if targets[0] is not None else False


def _is_kept(statement: Any) -> bool:
    """Whether the result is kept rather than shown."""
    kind = statement.__class__
    if kind is _ast.Expr:
        return statement.value.__class__ is _ast.Call and called(statement.value) in _GATHERING
    return kind in _KEPT


RULE = ParameterRule(
    Rule("PAR306", "top-k", "how many of the best are taken"),
    "decision",
    ((SLICED, NUMBER), (POSITION, NUMBER), (KEYWORD, NUMBER)),
    judge,
    "How many pass is a threshold by another name.",
    "rows that are only shown, what is not sorted, a single one",
)
