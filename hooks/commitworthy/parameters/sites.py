"""A place where a literal stands, and what is called there."""

from __future__ import annotations

import _ast

from ..base.namedtuple import TYPE_CHECKING, NamedTuple
from .names import words

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


class LiteralSite(NamedTuple):
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


# Literals as values: numbers with their sign and arithmetic, texts, f-strings, and sequences of them.


# The kinds of literals.  SMALL is 0, 1 and -1, with which programs begin and count; WORD a text that is
# no path, address or date.  Few rules ask for these two, which are most of all literals.
NUMBER = "number"
SMALL = "small"
TEXT = "text"
WORD = "word"
NUMBERS = "numbers"
TEXTS = "texts"

_SMALL = frozenset((0, 1, -1))
_HOLE = "{}"
# Without one of these a text is no path, address or date.
_MARKS = frozenset("/.:\\0123456789")
_LARGEST = 1 << 80
# Of an integer with more digits Python makes no text.
_MOST_BITS = 2048
_DEEPEST = 20
_SEQUENCES = (_ast.List, _ast.Tuple, _ast.Set)


def number(node: Any, depth: int = 0) -> int | float | None:
    """The number `node` is: `-3`, `1e-3`, `2**20`, `60 * 60`; None for anything else, truth values too."""
    kind = node.__class__
    if kind is _ast.Constant:
        value = node.value
        if value.__class__ is int:
            return value if value.bit_length() <= _MOST_BITS else None
        return value if value.__class__ is float else None
    if depth > _DEEPEST:
        return None
    if kind is _ast.UnaryOp:
        value = number(node.operand, depth + 1)
        if value is None:
            return None
        operator = node.op.__class__
        return -value if operator is _ast.USub else value if operator is _ast.UAdd else None
    return _arithmetic(node, depth + 1) if kind is _ast.BinOp else None


def _arithmetic(node: Any, depth: int) -> int | float | None:
    """Arithmetic of numbers alone; None where it would be too large to be anyone's parameter."""
    one = number(node.left, depth)
    two = None if one is None else number(node.right, depth)
    if one is None or two is None or abs(one) > _LARGEST or abs(two) > _LARGEST:
        return None
    try:
        return _operate(node.op.__class__, one, two)
    except (ArithmeticError, ValueError):
        return None


def _operate(operator: type, one: float, two: float) -> int | float | None:
    if operator in (_ast.Div, _ast.FloorDiv):
        return one / two if operator is _ast.Div else one // two
    if operator in (_ast.Add, _ast.Sub):
        return one + two if operator is _ast.Add else one - two
    if operator is _ast.Mult:
        return one * two
    if operator is _ast.Pow and abs(two) <= 64 and abs(one) <= 1 << 16:
        value = one**two
        return value if value.__class__ in (int, float) else None
    return None


def text(node: Any) -> str | None:
    """The text `node` is, an f-string with `{}` for what is put in; None for anything else."""
    kind = node.__class__
    if kind is _ast.Constant:
        value = node.value
        return value if value.__class__ is str else None
    if kind is _ast.JoinedStr:
        parts = node.values
        return "".join(str(part.value) if part.__class__ is _ast.Constant else _HOLE for part in parts)
    return None


def sequence(node: Any, depth: int = 0) -> tuple[object, ...] | None:
    """The values of a list, tuple or set of numbers, or of one of texts, nested ones in a row.

    None for anything else, and for an empty one.
    """
    if node.__class__ not in _SEQUENCES:
        return None
    items = node.elts
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


def carried(node: Any) -> Any:
    """The literal that a text is made from: of `"a/%s" % x`, `"a/{}".format(x)` and `"a/" + x` the text in front."""
    for _ in range(20):
        kind = node.__class__
        if kind is _ast.BinOp and node.op.__class__ in (_ast.Mod, _ast.Add):
            node = node.left
        elif kind is _ast.Call and node.func.__class__ is _ast.Attribute and node.func.attr == "format":
            node = node.func.value
        else:
            break
    return node


def _ending(node: Any) -> str:
    """Of `"a_" + x + ".csv"` what stands behind the text in front: a hole and the ending."""
    last = node.right if node.__class__ is _ast.BinOp and node.op.__class__ is _ast.Add else None
    value = last.value if last.__class__ is _ast.Constant else None
    return (
        f"{_HOLE}{value}" if value.__class__ is str and value[:1] == "." and node.left.__class__ is _ast.BinOp else ""
    )


def whole(node: Any) -> object:
    """What Python reads: number, text, list or tuple of them; None for an f-string and for anything else."""
    if node.__class__ is _ast.JoinedStr:
        return None
    if node.__class__ in _SEQUENCES:
        values = [whole(item) for item in node.elts]
        if None in values:
            return None
        return tuple(values) if node.__class__ is _ast.Tuple else values
    value = number(node)
    return text(node) if value is None else value


def read(node: Any) -> tuple[str, Any, Any] | None:
    """Kind, value and node of a literal; of `"a/%s" % x` the text.  None for what is none, and for truth values."""
    if node.__class__ is _ast.Constant:
        value: Any = node.value
        kind = value.__class__
        if kind is str:
            return WORD if _MARKS.isdisjoint(value) else TEXT, value, node
        if kind is float or (kind is int and value.bit_length() <= _MOST_BITS):
            return SMALL if value in _SMALL else NUMBER, value, node
        return None
    return _composed(node)


def _composed(node: Any) -> tuple[str, Any, Any] | None:
    """The same of what is put together."""
    value = number(node)
    if value is not None:
        return SMALL if value in _SMALL else NUMBER, value, node
    front = carried(node)
    said = text(front)
    if said is not None:
        said += _ending(node) if " " not in said else ""
        return WORD if _MARKS.isdisjoint(said) else TEXT, said, front
    values = sequence(node)
    if values is None:
        return None
    return TEXTS if values[0].__class__ is str else NUMBERS, values, node
