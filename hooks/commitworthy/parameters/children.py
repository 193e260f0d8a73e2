"""Which children of an expression are entered where there is nothing to collect at the expression itself."""

from __future__ import annotations

import _ast

from ..values import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Any

LEAVES = frozenset((_ast.Constant, _ast.Name))


def push(nodes: Iterable[Any], stack: list[Any]) -> None:
    """What of `nodes` has children."""
    stack += [node for node in nodes if node.__class__ not in LEAVES]


def elements(node: Any, stack: list[Any]) -> None:
    """Of a list, tuple or set."""
    push(node.elts, stack)


def values(node: Any, stack: list[Any]) -> None:
    """Of `and`, `or` and f-strings."""
    push(node.values, stack)


def value(node: Any, stack: list[Any]) -> None:
    """Of what holds one expression."""
    if node.value is not None:
        stack.append(node.value)


def operand(node: Any, stack: list[Any]) -> None:
    """Of a sign or `not`."""
    stack.append(node.operand)


def branches(node: Any, stack: list[Any]) -> None:
    """Of `a if b else c`."""
    stack += (node.test, node.body, node.orelse)


VISITORS = {
    _ast.UnaryOp: operand,
    _ast.IfExp: branches,
    **dict.fromkeys((_ast.List, _ast.Tuple, _ast.Set), elements),
    **dict.fromkeys((_ast.BoolOp, _ast.JoinedStr), values),
    **dict.fromkeys((_ast.Starred, _ast.Await, _ast.Yield, _ast.YieldFrom, _ast.NamedExpr, _ast.FormattedValue), value),
}
