"""Which comparisons select: rows of a table, or values that a function is asked about one by one."""

from __future__ import annotations

import _ast

from ..values import TYPE_CHECKING
from .words import words

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

_MASKS = frozenset((_ast.Compare, _ast.BinOp, _ast.UnaryOp, _ast.Call, _ast.BoolOp))
_CALLED = frozenset("mask masks idx keep selected selection filter filtered outlier outliers valid bad good".split())


def in_subscript(node: Any) -> Iterator[Any]:
    """Of `df[(df.a > 5) & (df.b < 3)]` what is combined."""
    items: list[Any] = node.elts if node.__class__ is _ast.Tuple else [node]
    for item in items:
        if item.__class__ in _MASKS:
            yield item
        if item.__class__ is _ast.UnaryOp:
            yield item.operand


def in_lambda(node: Any) -> Iterator[Any]:
    """Of `lambda x: x >= 39`, of `lambda x: 2 < x and x < 5`, and of `lambda x: "a" if x < 5 else "b"`."""
    body = node.body
    for _ in range(20):
        if body.__class__ is not _ast.IfExp:
            break
        yield body.test
        body = body.orelse
    yield body
    if body.__class__ is _ast.BoolOp:
        yield from body.values


def assigned(name: str, value: Any) -> bool:
    """Whether what is set to a comparison is a mask: by its name, or since a whole axis is compared."""
    left = value.left
    axis = left.__class__ is _ast.Call and any(keyword.arg in ("axis", "dim") for keyword in left.keywords)
    return axis or not _CALLED.isdisjoint(words(name))
