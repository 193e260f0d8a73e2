"""A place where a literal stands, and what is called there."""

from __future__ import annotations

import _ast

from ..values import TYPE_CHECKING, NamedTuple
from .words import words

if TYPE_CHECKING:
    from typing import Any

# What holds the literal.
KEYWORD = "keyword"
POSITION = "position"
ENTRY = "entry"
TARGET = "target"
# An UPPER_CASE name that is set where settings are expected: few rules ask for these.
NAMED = "named"
COMPARED = "compared"
LOOP = "loop"
JOINED = "joined"
SPARED = "spared"
WEIGHED = "weighed"
FACTOR = "factor"
PART = "part"
SLICED = "sliced"
# The name of a slice that takes the first or last of what is in order.
TOP_K = "top_k"

# Where the statement stands; CONSTANT is inside of the value of a NAMED.
TOP = "top"
FUNCTION = "function"
CLASS = "class"
CONSTANT = "constant"


class Place(NamedTuple):
    """One literal and its surroundings.

    `name` is the keyword, key or target, or what the literal is compared with; `position` that among the arguments,
    -1 without one.  `kind` is one of `literals.NUMBER`, TEXT, NUMBERS, TEXTS, and `value` a number, a text or a
    tuple of them.  `node` is the literal, `owner` the call, dict, comparison or statement around it.  `masks` tells
    that a comparison selects rows.
    """

    slot: str
    kind: str
    name: str
    position: int
    value: Any
    node: Any
    owner: Any
    statement: Any
    scope: str
    level: str
    masks: bool


class Callee(NamedTuple):
    """What is called: of `nn.init.normal_(...)` the `root` nn, the `last` name normal_, its words, the whole chain."""

    root: str
    last: str
    words: tuple[str, ...]
    chain: tuple[str, ...]


NO_CALLEE = Callee("", "", (), ())


def callee(call: Any) -> Callee:
    """The names along `call.func`; calls and subscripts on the way are passed through."""
    chain: list[str] = []
    node: Any = call.func
    while True:
        kind = node.__class__
        if kind is _ast.Attribute:
            chain.append(node.attr)
            node = node.value
        elif kind is _ast.Call:
            node = node.func
        elif kind is _ast.Subscript:
            node = node.value
        else:
            break
    if node.__class__ is _ast.Name:
        chain.append(node.id)
    if not chain:
        return NO_CALLEE
    return Callee(chain[-1], chain[0], words(chain[0]), tuple(chain))


def described(node: Any) -> str:
    """What an expression is called by its reader: `df["price"].abs()` is price_abs, `self.threshold` is threshold."""
    if node.__class__ is _ast.Name:
        return str(node.id)
    parts: list[str] = []
    for _ in range(30):
        kind = node.__class__
        if kind is _ast.Attribute:
            parts.append(node.attr)
            node = node.value
        elif kind is _ast.Name:
            parts.append(node.id)
            break
        elif kind is _ast.Call:
            arguments = node.args
            function = node.func
            if function.__class__ is _ast.Name and arguments:
                parts.append(function.id)
                node = arguments[0]
            else:
                parts += [item.value for item in arguments[:1] if _is_text(item)]
                node = function
        elif kind is _ast.Subscript:
            parts += _subscripted(node.slice)
            node = node.value
        elif kind is _ast.UnaryOp:
            node = node.operand
        elif kind is _ast.BinOp:
            node = node.left
        else:
            # Of `col("price")` the text alone.
            parts[-1:] = [node.value] if _is_text(node) else parts[-1:]
            break
    return "_".join(reversed(parts))


def _subscripted(inner: Any) -> list[str]:
    """The words in a subscript: of `df[["a", "b"]]`, `df.loc[:, "a"]` and `df[Columns.a]`."""
    if inner.__class__ is _ast.Attribute:
        return [inner.attr]
    items: list[Any] = inner.elts if inner.__class__ is _ast.Tuple else [inner]
    return [item.value for item in items if _is_text(item)]


def _is_text(node: Any) -> bool:
    return node.__class__ is _ast.Constant and node.value.__class__ is str


def called(call: Any) -> str:
    """The last name of what is called: `d` of `a.b().d(x)`; "" for a call of a call or of a subscript."""
    function = call.func
    kind = function.__class__
    return str(function.attr) if kind is _ast.Attribute else str(function.id) if kind is _ast.Name else ""
