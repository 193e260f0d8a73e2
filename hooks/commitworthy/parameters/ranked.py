"""What is in the order of a score, and the slices that take its head: `scores.argsort()[-20:]`."""

from __future__ import annotations

import _ast

from ..values import TYPE_CHECKING
from .place import called

if TYPE_CHECKING:
    from typing import Any

_ORDERING = frozenset(
    """
    argsort argpartition sorted sort sort_values sortBy sortByKey orderBy order_by value_counts most_common nlargest
    nsmallest
    """.split()
)
_WRAPPING = frozenset(("list", "tuple", "reversed", "array", "asarray", "dict"))
# What is followed of `x.sort_values("a").index.tolist()[:10]`.
_DEEPEST = 10


def is_cut(bounds: Any) -> bool:
    """`[:20]` or `[-20:]`: a slice with a number at one end only."""
    lower, upper = bounds.lower, bounds.upper
    one = upper if lower is None else lower if upper is None else None
    if one.__class__ is _ast.UnaryOp:
        one = one.operand
    return one.__class__ is _ast.Constant and one.value.__class__ is int


def is_in_order(node: Any) -> bool:
    """Whether an expression was sorted on its way, or is indexed by what was; the alphabet is no order of merit."""
    for _ in range(_DEEPEST):
        kind = node.__class__
        if kind is _ast.Call:
            name = called(node)
            if name in _ORDERING:
                return name != "sorted" or bool(node.keywords)
            node = node.args[0] if name in _WRAPPING and node.args else node.func
        elif kind is _ast.Attribute:
            node = node.value
        elif kind is _ast.Subscript:
            if node.slice.__class__ is _ast.Call and called(node.slice) in _ORDERING:
                return True
            node = node.value
        else:
            break
    return False
