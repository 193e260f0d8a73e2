"""The proof that a rewritten program is the program of before, made anew from the two texts and the config file.

The statements that were added are taken out of the new tree, and each reference to the config is read as its parser
reads it.  What is left has to be the old tree, node by node.
"""

from __future__ import annotations

import ast
import copy

from ...base.namedtuple import TYPE_CHECKING
from .. import sites

if TYPE_CHECKING:
    from collections.abc import Callable

    Read = Callable[[ast.AST], object]
    """The value that an expression reads from the config; `ABSENT` for an expression that reads none."""

ABSENT = object()
# Characters of an expression that are shown.
_SHOWN = 60
_MAKERS: dict[str, Callable[..., object]] = {"tuple": tuple, "list": list, "set": set}


def difference(old: ast.AST, new: ast.AST, read: Read) -> str:
    """Where two trees differ, once what `new` reads from the config is put in its place; "" where they do not.

    Lines are those of `old`, which is the file that the user has.
    """
    pairs: list[tuple[object, object]] = [(old, new)]
    line = 0
    while pairs:
        before, after = pairs.pop()
        if isinstance(before, ast.AST):
            line = getattr(before, "lineno", line)
        if before.__class__ is not after.__class__:
            if not (isinstance(before, ast.expr) and isinstance(after, ast.expr)):
                return f"line {line} would become another statement"
            value = _made(after, read)
            if value is ABSENT:
                return f"line {line} would read {ast.unparse(after)[:_SHOWN]}, which nothing gives a value"
            if not is_literal(before, value):
                return f"line {line} would get another value"
        elif isinstance(before, ast.AST):
            pairs += [
                (getattr(before, field, None), getattr(after, field, None))
                for field in reversed(before._fields)
                if field not in ("kind", "type_comment")
            ]
        elif isinstance(before, list) and isinstance(after, list):
            if len(before) != len(after):
                return f"line {line} would get another number of parts"
            pairs += reversed(list(zip(before, after, strict=True)))
        elif before != after or (before.__class__ is not int and repr(before) != repr(after)):
            return f"line {line} would get another value"
    return ""


def _made(node: ast.expr, read: Read) -> object:
    """The value of a reference, or of one that `tuple`, `list` or `set` makes anew."""
    value = read(node)
    if value is not ABSENT:
        return value
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in _MAKERS:
        inner = read(node.args[0]) if len(node.args) == 1 and not node.keywords else ABSENT
        if isinstance(inner, (list, tuple, set)):
            return _MAKERS[node.func.id](inner)
    return ABSENT


def is_literal(node: ast.AST, value: object) -> bool:
    """Whether a node is the literal of exactly this value, types of all its parts included."""
    if isinstance(node, ast.Constant):
        return type(node.value) is type(value) and repr(node.value) == repr(value)
    if isinstance(node, ast.JoinedStr):
        # One in which nothing is filled in.
        parts = [part.value for part in node.values if isinstance(part, ast.Constant)]
        return len(parts) == len(node.values) and type(value) is str and "".join(map(str, parts)) == value
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub) and isinstance(node.operand, ast.Constant):
        number = node.operand.value
        return type(number) is type(value) and isinstance(number, (int, float)) and repr(-number) == repr(value)
    if isinstance(node, (ast.BinOp, ast.UnaryOp)):
        worked_out = sites.number(node)
        return worked_out is not None and type(worked_out) is type(value) and repr(worked_out) == repr(value)
    for kind, maker in ((ast.Tuple, tuple), (ast.List, list)):
        if isinstance(node, kind) and isinstance(value, maker):
            return len(node.elts) == len(value) and all(map(is_literal, node.elts, value))
    if isinstance(node, ast.Set) and isinstance(value, set):
        try:
            return ast.literal_eval(node) == value and {*map(type, ast.literal_eval(node))} == {*map(type, value)}
        except ValueError:
            return False
    return False


def value_of(node: ast.expr) -> object:
    """The value of a literal, arithmetic of numbers worked out; ValueError for any other expression."""
    return ast.literal_eval(_WorkedOut().visit(copy.deepcopy(node)))


class _WorkedOut(ast.NodeTransformer):
    def visit_BinOp(self, node: ast.BinOp) -> ast.expr:
        number = sites.number(node)
        return node if number is None else ast.Constant(number)


# What references read


def by_subscripts(variable: str, config: object) -> Read:
    """`params["model"]["depth"]`, from what the parser of the config file gives."""

    def read(node: ast.AST) -> object:
        keys: list[object] = []
        while isinstance(node, ast.Subscript) and isinstance(node.slice, ast.Constant):
            keys.append(node.slice.value)
            node = node.value
        if not keys or not isinstance(node, ast.Name) or node.id != variable:
            return ABSENT
        return at(config, reversed(keys))

    return read


def at(config: object, keys: object) -> object:
    """The value below some keys; `ABSENT` where there is none."""
    for key in keys:  # type: ignore[attr-defined]
        if not isinstance(config, dict) or key not in config:
            return ABSENT
        config = config[key]
    return config
