"""The numbers in arithmetic whose result is a hyperparameter or a threshold: `lr = base * 0.95`, `q3 + 1.5 * iqr`."""

from __future__ import annotations

import _ast

from ..values import TYPE_CHECKING
from .place import called, described
from .words import words

if TYPE_CHECKING:
    from typing import Any

_SCHEDULED = frozenset(("lr", "threshold", "thresh", "cutoff", "momentum"))
# Halves, doubles and hundreds are mathematics.
_PLAIN = frozenset((0, 1, 2, -1, 0.5, 100, 1000))
_SPREADS = frozenset("iqr std sigma mad stddev sd".split())
_FENCES = frozenset(
    "lower upper low high bound bounds limit limits fence fences outlier outliers ucl lcl whisker".split()
)
_NAMED = frozenset((_ast.Name, _ast.Attribute, _ast.Subscript))
_MOST = 30


def is_scheduled(name: str) -> bool:
    """Whether what is set is a rate of learning or a threshold, whose arithmetic is tuned like itself."""
    parts = words(name)
    return not _SCHEDULED.isdisjoint(parts) or parts[-2:] == ("learning", "rate")


def factors(node: Any) -> list[Any]:
    """The numbers of a sum or product, those of mathematics left out, at most thirty nodes deep."""
    found: list[Any] = []
    stack = [node]
    for _ in range(_MOST):
        if not stack:
            break
        part = stack.pop()
        kind = part.__class__
        if kind is _ast.BinOp:
            stack += (part.left, part.right)
        elif kind is _ast.Constant and part.value.__class__ in (int, float) and part.value not in _PLAIN:
            found.append(part)
    return found


def is_spread(node: Any) -> bool:
    """Whether it is a measure of spread: `iqr`, `x.std()`, with which outliers are told."""
    if node.__class__ is _ast.Call and called(node) == "std":
        return True
    return node.__class__ in _NAMED and not _SPREADS.isdisjoint(words(described(node)))


def is_fence(statement: Any) -> bool:
    """Whether what is set is called the end of a range: `upper`, `low_limit`."""
    targets: list[Any] = getattr(statement, "targets", [])
    return len(targets) == 1 and not _FENCES.isdisjoint(words(described(targets[0])))


def spread(node: Any) -> list[Any]:
    """The 3 of `3 * std`, in either order, and of `mean + 3 * std`."""
    if node.__class__ is not _ast.BinOp:
        return []
    if node.op.__class__ is _ast.Add or node.op.__class__ is _ast.Sub:
        return spread(node.right)
    pairs = ((node.left, node.right), (node.right, node.left))
    return [one for one, other in pairs if one.__class__ is _ast.Constant and is_spread(other)]
