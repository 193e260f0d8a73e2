"""Arithmetic in which a number stands that is a choice."""

from __future__ import annotations

import _ast

from ..values import TYPE_CHECKING
from . import literals
from .place import called
from .words import words

if TYPE_CHECKING:
    from typing import Any


_CASTS = frozenset("int float float32 float64 int32 int64 float16 constant".split())


def weights(node: Any) -> list[Any]:
    """The fractions of `0.7 * a + 0.3 * b` where they add up to one; none where they do not."""
    terms, rest = [node.right], node.left
    while rest.__class__ is _ast.BinOp and rest.op.__class__ is _ast.Add:
        terms.append(rest.right)
        rest = rest.left
    products = [term for term in (*terms, rest) if term.__class__ is _ast.BinOp and term.op.__class__ is _ast.Mult]
    sides = [side for term in products for side in (term.left, term.right) if side.__class__ is _ast.Constant]
    values: list[Any] = [side.value for side in sides]
    if len(values) < 2 or not all(value.__class__ is float for value in values):
        return []
    return sides if abs(sum(values) - 1) < 0.01 else []


def is_length(node: Any) -> bool:
    """`len(x)`, `x.shape[0]`, `x.count()`."""
    if node.__class__ is _ast.Call:
        return called(node) in ("len", "count", "size")
    return node.__class__ is _ast.Subscript and getattr(node.value, "attr", "") == "shape"


def held(node: Any, named: bool) -> Any:
    """What is in `[0.1 for _ in x]` and, where it gets a name, in `float32(0.1)`.

    A call that makes a text, `"a/{}".format(x)`, is given back; None for any other, which holds no literal.
    """
    if node.__class__ is _ast.ListComp:
        return node.elt
    name = called(node)
    if named and len(node.args) == 1 and name in _CASTS:
        return node.args[0]
    return node if name == "format" else None


def counted(loop: Any) -> list[Any]:
    """The bounds in `for k in range(2, 11)`; none where something else is gone through."""
    iterated = loop.iter
    counts = iterated.__class__ is _ast.Call and called(iterated) == "range" and loop.target.__class__ is _ast.Name
    return iterated.args if counts else []


def is_none_or_number(node: Any) -> bool:
    """Whether it may stand in a list of settings such as `[None, 2, 4]`."""
    return (node.__class__ is _ast.Constant and node.value is None) or literals.number(node) is not None


def is_of_layers(name: str) -> bool:
    """Whether a list of numbers and variables under this name is the shape of a network."""
    return not _LAYERS.isdisjoint(words(name))


_LAYERS = frozenset(("layers", "hidden", "units", "filters", "channels"))
