"""Literals as values: numbers with their sign and arithmetic, texts, f-strings, and sequences of them."""

from __future__ import annotations

import _ast

from ..values import TYPE_CHECKING

if TYPE_CHECKING:
    from ast import AST, expr

NUMBER = "number"
TEXT = "text"
NUMBERS = "numbers"
TEXTS = "texts"

_HOLE = "{}"
_LARGEST = 1 << 80
_SEQUENCES = (_ast.List, _ast.Tuple, _ast.Set)


def number(node: AST) -> int | float | None:
    """The number `node` is: `-3`, `1e-3`, `2**20`, `60 * 60`; None for anything else, truth values too."""
    kind = node.__class__
    if kind is _ast.Constant:
        value = node.value  # type: ignore[attr-defined]
        return value if value.__class__ is int or value.__class__ is float else None
    if kind is _ast.UnaryOp:
        value = number(node.operand)  # type: ignore[attr-defined]
        if value is None:
            return None
        operator = node.op.__class__  # type: ignore[attr-defined]
        return -value if operator is _ast.USub else value if operator is _ast.UAdd else None
    if kind is _ast.BinOp:
        return _arithmetic(node)
    return None


def _arithmetic(node: AST) -> int | float | None:
    """Arithmetic of numbers alone; None where it would be too large to be anyone's parameter."""
    depth, left = 0, node
    while left.__class__ is _ast.BinOp and depth < 20:
        depth, left = depth + 1, left.left  # type: ignore[attr-defined]
    if depth == 20 or left.__class__ not in (_ast.Constant, _ast.UnaryOp):
        return None
    one, two = number(node.left), number(node.right)  # type: ignore[attr-defined]
    if one is None or two is None or abs(one) > _LARGEST or abs(two) > _LARGEST:
        return None
    try:
        return _operate(node.op.__class__, one, two)  # type: ignore[attr-defined]
    except (ArithmeticError, ValueError):
        return None


def _operate(operator: type, one: float, two: float) -> int | float | None:
    if operator is _ast.Mult:
        return one * two
    if operator is _ast.Div:
        return one / two
    if operator is _ast.Add:
        return one + two
    if operator is _ast.Sub:
        return one - two
    if operator is _ast.FloorDiv:
        return one // two
    if operator is _ast.Pow and abs(two) <= 64 and abs(one) <= 1 << 16:
        value = one**two
        return value if value.__class__ in (int, float) else None
    return None


def text(node: AST) -> str | None:
    """The text `node` is, an f-string with `{}` for what is put in; None for anything else."""
    kind = node.__class__
    if kind is _ast.Constant:
        value = node.value  # type: ignore[attr-defined]
        return value if value.__class__ is str else None
    if kind is _ast.JoinedStr:
        parts = node.values  # type: ignore[attr-defined]
        return "".join(str(part.value) if part.__class__ is _ast.Constant else _HOLE for part in parts)
    return None


def sequence(node: AST, depth: int = 0) -> tuple[object, ...] | None:
    """The values of a list, tuple or set of numbers, or of one of texts, nested ones in a row.

    None for anything else, and for an empty one.
    """
    if node.__class__ not in _SEQUENCES:
        return None
    items = node.elts  # type: ignore[attr-defined]
    if not items or len(items) > 1000:
        return None
    if items[0].__class__ in _SEQUENCES:
        inner = [sequence(item, depth + 1) for item in items] if depth < 3 else [None]
        return None if None in inner else tuple(value for values in inner for value in values or ())
    values = [number(item) for item in items]
    if None not in values:
        return tuple(values)
    strings = [text(item) for item in items]
    return tuple(strings) if None not in strings else None


def carried(node: expr) -> expr:
    """The literal that a text is made from: of `"a/%s" % x`, `"a/{}".format(x)` and `"a/" + x` the text in front."""
    for _ in range(20):
        kind = node.__class__
        if kind is _ast.BinOp and node.op.__class__ in (_ast.Mod, _ast.Add):  # type: ignore[attr-defined]
            node = node.left  # type: ignore[attr-defined]
        elif kind is _ast.Call and node.func.__class__ is _ast.Attribute and node.func.attr == "format":  # type: ignore[attr-defined]
            node = node.func.value  # type: ignore[attr-defined]
        else:
            break
    return node


def whole(node: AST) -> object:
    """What Python reads: number, text, list or tuple of them; None for an f-string and for anything else."""
    if node.__class__ is _ast.JoinedStr:
        return None
    if node.__class__ in _SEQUENCES:
        values = [whole(item) for item in node.elts]  # type: ignore[attr-defined]
        if None in values:
            return None
        return tuple(values) if node.__class__ is _ast.Tuple else values
    value = number(node)
    return text(node) if value is None else value
