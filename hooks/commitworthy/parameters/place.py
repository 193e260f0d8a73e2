"""A place where a literal stands, and what is called there."""

from __future__ import annotations

import _ast

from ..values import TYPE_CHECKING, NamedTuple
from .words import words

if TYPE_CHECKING:
    from ast import AST, Call, expr, stmt

# What holds the literal.
KEYWORD = "keyword"
POSITION = "position"
ENTRY = "entry"
TARGET = "target"
COMPARED = "compared"
LOOP = "loop"
JOINED = "joined"
SPARED = "spared"
WEIGHED = "weighed"

# Where the statement stands.  CONSTANT is the value of an UPPER_CASE name that is set where settings are expected.
TOP = "top"
FUNCTION = "function"
CLASS = "class"
CONSTANT = "constant"


class Place(NamedTuple):
    """One literal and its surroundings.

    `name` is the keyword, key or target, or what the literal is compared with; `index` the position among the
    arguments, -1 without one.  `kind` is one of `literals.NUMBER`, TEXT, NUMBERS, TEXTS, and `value` a number, a text or
    a tuple of them.  `node` is the literal, `owner` the call, dict, comparison or statement around it.  `masks` tells
    that a comparison selects rows.  `early` is the place of a notebook's first cells.
    """

    slot: str
    kind: str
    name: str
    index: int
    value: object
    node: expr
    owner: AST
    statement: stmt
    scope: str
    level: str
    masks: bool
    early: bool


class Callee(NamedTuple):
    """What is called: of `nn.init.normal_(...)` the `root` nn, the `last` name normal_, its words, and the whole chain."""

    root: str
    last: str
    words: tuple[str, ...]
    chain: tuple[str, ...]


NO_CALLEE = Callee("", "", (), ())


def callee(call: Call) -> Callee:
    """The names along `call.func`; calls and subscripts on the way are passed through."""
    chain: list[str] = []
    node: AST = call.func
    while True:
        kind = node.__class__
        if kind is _ast.Attribute:
            chain.append(node.attr)  # type: ignore[attr-defined]
            node = node.value  # type: ignore[attr-defined]
        elif kind is _ast.Call:
            node = node.func  # type: ignore[attr-defined]
        elif kind is _ast.Subscript:
            node = node.value  # type: ignore[attr-defined]
        else:
            break
    if node.__class__ is _ast.Name:
        chain.append(node.id)  # type: ignore[attr-defined]
    if not chain:
        return NO_CALLEE
    return Callee(chain[-1], chain[0], words(chain[0]), tuple(chain))


def described(node: AST) -> str:
    """What an expression is called by its reader: `df["price"].abs()` is price_abs, `self.threshold` is threshold."""
    parts: list[str] = []
    for _ in range(30):
        kind = node.__class__
        if kind is _ast.Attribute:
            parts.append(node.attr)  # type: ignore[attr-defined]
            node = node.value  # type: ignore[attr-defined]
        elif kind is _ast.Name:
            parts.append(node.id)  # type: ignore[attr-defined]
            break
        elif kind is _ast.Call:
            arguments = node.args  # type: ignore[attr-defined]
            function = node.func  # type: ignore[attr-defined]
            if function.__class__ is _ast.Name and arguments:
                parts.append(function.id)
                node = arguments[0]
            else:
                parts += [item.value for item in arguments[:1] if _is_text(item)]
                node = function
        elif kind is _ast.Subscript:
            inner = node.slice  # type: ignore[attr-defined]
            parts += [inner.value] if _is_text(inner) else [inner.attr] if inner.__class__ is _ast.Attribute else []
            if inner.__class__ is _ast.Tuple:
                parts += [item.value for item in inner.elts if _is_text(item)]
            node = node.value  # type: ignore[attr-defined]
        elif kind is _ast.UnaryOp:
            node = node.operand  # type: ignore[attr-defined]
        elif kind is _ast.BinOp:
            node = node.left  # type: ignore[attr-defined]
        else:
            break
    return "_".join(reversed(parts))


def _is_text(node: AST) -> bool:
    return node.__class__ is _ast.Constant and node.value.__class__ is str  # type: ignore[attr-defined]
