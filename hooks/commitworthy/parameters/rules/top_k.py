"""PAR306: `best = sorted(runs, key=score)[:3]`."""

from __future__ import annotations

import _ast as ast

from ...base.findings import Rule
from ..calls import FileContext
from ..confidence import LIKELY
from ..names import words
from ..sites import CONSTANT, KEYWORD, NUMBER, POSITION, SLICED, TOP_K, LiteralSite, called, described, targets
from ..visitor import is_called_top, is_in_order
from .rule import ParameterRule

_HEADS = frozenset(("head", "tail", "limit", "take"))
_KEPT = frozenset((ast.Assign, ast.AnnAssign, ast.Return))
_LOOKING = frozenset(("head", "tail"))
_BEST = frozenset("top best worst most least selected chosen candidates keep kept features feats columns cols".split())
_GATHERING = frozenset(("append", "extend", "add", "update"))


def judge(site: LiteralSite, context: FileContext) -> str:
    """How many are taken of what is in order, where something is done with them."""
    if site.level == CONSTANT or not isinstance(site.value, int):
        return ""
    if site.slot == SLICED:
        return TOP_K if site.name == TOP_K and _is_kept(site.statement) else ""
    if called(site.owner) not in _HEADS or (site.slot == KEYWORD and site.name != "n") or site.position > 0:
        return ""
    named = called(site.owner) not in _LOOKING or _is_best(site.statement)
    if not named or site.statement.__class__ not in _KEPT or site.owner.__class__ is not ast.Call:
        return ""
    method = site.owner.func
    best = method.__class__ is ast.Attribute and (is_in_order(method.value) or is_called_top(site.statement))
    return TOP_K if best and not context.enclosing(site).draws else ""


def _is_best(statement: ast.stmt) -> bool:
    """Whether what the first rows are set to is called so: under any other name they are looked at, as often as not."""
    kept = statement.target if statement.__class__ is ast.AnnAssign else next(iter(targets(statement)), None)
    return not _BEST.isdisjoint(words(described(kept)))


def _is_kept(statement: ast.stmt) -> bool:
    """Whether the result is kept rather than shown."""
    if statement.__class__ is ast.Expr:
        return called(statement.value) in _GATHERING
    return statement.__class__ in _KEPT


RULE = ParameterRule(
    Rule("PAR306", "top-k", "how many of the top results are taken"),
    "decision",
    ((SLICED, NUMBER), (POSITION, NUMBER), (KEYWORD, NUMBER)),
    judge,
    "How many pass is a threshold by another name.",
    "rows that are only shown, what is not sorted, a single one",
    confidence=LIKELY,
    doubt="it may only be how much is shown",
)
