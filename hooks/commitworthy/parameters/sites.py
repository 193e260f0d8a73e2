"""A literal in a program, where it stands, and what it is: a number, a text, or a list of them."""

from __future__ import annotations

import _ast as ast

from ..base.namedtuple import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence

Value = float | str | tuple[float | str, ...]

# What holds the literal: its slot.
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
# The name of a stride, in which so many are taken at once.
BATCH = "batch"
# The name of a number of repetitions that nothing else tells.
REPEATS = "n_repeats"
# The name of a command of the shell with a path in it.
COMMAND = "command"

# Where the statement stands: its level; CONSTANT is inside of the value of a NAMED.
TOP = "top"
FUNCTION = "function"
CLASS = "class"
CONSTANT = "constant"

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
_SEQUENCES = (ast.List, ast.Tuple, ast.Set)


class LiteralSite(NamedTuple):
    """One literal and its surroundings.

    `name` is the keyword, key or target, or what the literal is compared with; `position` that among the arguments,
    -1 without one.  `kind` is one of NUMBER, SMALL, TEXT, WORD, NUMBERS, TEXTS, and `value` a number, a text or a
    tuple of them.  `node` is the literal, `owner` the call, dict, comparison, operation, subscript or statement
    around it.  `masks` tells that a comparison selects rows.
    """

    slot: str
    kind: str
    name: str
    position: int
    value: Value
    node: ast.expr
    owner: ast.AST
    statement: ast.stmt
    scope: str
    level: str
    masks: bool


def called(node: ast.AST) -> str:
    """The last name of what is called: `d` of `a.b().d(x)`; "" for a call of a call or of a subscript."""
    if node.__class__ is not ast.Call:
        return ""
    function = node.func
    if function.__class__ is ast.Attribute:
        return function.attr
    return function.id if function.__class__ is ast.Name else ""


def arguments(node: ast.AST) -> list[ast.expr]:
    """What is given to a call by its position; nothing for what is no call."""
    return node.args if node.__class__ is ast.Call else []


def keywords(node: ast.AST) -> list[ast.keyword]:
    """What is given to a call by its name; nothing for what is no call."""
    return node.keywords if node.__class__ is ast.Call else []


def is_same_name(left: ast.expr, right: ast.expr) -> bool:
    """Whether both read the same thing by its name: `size`, `args.size`, `params["data"]["size"]`."""
    while True:
        if isinstance(left, ast.Attribute) and isinstance(right, ast.Attribute):
            is_same = left.attr == right.attr
        elif isinstance(left, ast.Subscript) and isinstance(right, ast.Subscript):
            one, other = left.slice, right.slice
            is_same = isinstance(one, ast.Constant) and isinstance(other, ast.Constant) and one.value == other.value
        else:
            return isinstance(left, ast.Name) and isinstance(right, ast.Name) and left.id == right.id
        if not is_same:
            return False
        left, right = left.value, right.value


def is_plain(node: ast.AST) -> bool:
    """Whether it is a call of a function by its bare name: `f(x)`, and not `a.f(x)`."""
    return node.__class__ is ast.Call and node.func.__class__ is ast.Name


def described(node: ast.AST | None) -> str:
    """What an expression is called by its reader: `df["price"].abs()` is price_abs, `self.threshold` is threshold."""
    if node.__class__ is ast.Name:
        return node.id
    parts: list[str] = []
    for _ in range(30):
        if node.__class__ is ast.Attribute:
            parts.append(node.attr)
            node = node.value
        elif node.__class__ is ast.Name:
            parts.append(node.id)
            break
        elif node.__class__ is ast.Call:
            if node.func.__class__ is ast.Name and node.args:
                parts.append(node.func.id)
                node = node.args[0]
            else:
                parts += _texts(node.args[:1])
                node = node.func
        elif node.__class__ is ast.Subscript:
            parts += _subscripted(node.slice)
            node = node.value
        elif node.__class__ is ast.UnaryOp:
            node = node.operand
        elif node.__class__ is ast.BinOp:
            node = node.left
        else:
            # Of `col("price")` the text alone.
            parts[-1:] = (_texts([node]) if node else []) or parts[-1:]
            break
    return "_".join(reversed(parts))


def _subscripted(inner: ast.expr) -> list[str]:
    """The words in a subscript: of `df[["a", "b"]]`, `df.loc[:, "a"]` and `df[Columns.a]`."""
    if inner.__class__ is ast.Attribute:
        return [inner.attr]
    return _texts(inner.elts if inner.__class__ is ast.Tuple else [inner])


def _texts(nodes: Sequence[ast.AST]) -> list[str]:
    """Those that are texts, f-strings aside."""
    return [node.value for node in nodes if node.__class__ is ast.Constant and node.value.__class__ is str]


def calls_in(nodes: Sequence[ast.AST], limit: int) -> set[str]:
    """The last names of what is called in `nodes`, of which at most `limit` parts are looked at."""
    names: set[str] = set()
    stack: list[ast.AST] = [*nodes]
    for _ in range(limit):
        if not stack:
            break
        node = stack.pop()
        names.add(called(node))
        for field in node._fields:
            value = getattr(node, field, None)
            if isinstance(value, list):
                stack += [item for item in value if isinstance(item, ast.AST)]
            elif isinstance(value, ast.AST):
                stack.append(value)
    return names


def targets(statement: ast.AST) -> list[ast.expr]:
    """What an assignment sets; nothing for any other statement."""
    return statement.targets if statement.__class__ is ast.Assign else []


def number(node: ast.AST | None, depth: int = 0) -> float | None:
    """The number `node` is: `-3`, `1e-3`, `2**20`, `60 * 60`; None for anything else, truth values too."""
    if node.__class__ is ast.Constant:
        value = node.value
        if value.__class__ is int:
            return value if value.bit_length() <= _MOST_BITS else None
        return value if value.__class__ is float else None
    if depth > _DEEPEST:
        return None
    if node.__class__ is ast.UnaryOp:
        inner = number(node.operand, depth + 1)
        if inner is None:
            return None
        operator = node.op.__class__
        return -inner if operator is ast.USub else inner if operator is ast.UAdd else None
    return _arithmetic(node, depth + 1) if node.__class__ is ast.BinOp else None


def _arithmetic(node: ast.BinOp, depth: int) -> float | None:
    """Arithmetic of numbers alone; None where it would be too large to be anyone's parameter."""
    left = number(node.left, depth)
    right = None if left is None else number(node.right, depth)
    if left is None or right is None or abs(left) > _LARGEST or abs(right) > _LARGEST:
        return None
    try:
        return _operate(node.op.__class__, left, right)
    except (ArithmeticError, ValueError):
        return None


def _operate(operator: type[ast.operator], left: float, right: float) -> float | None:
    if operator in (ast.Div, ast.FloorDiv):
        return left / right if operator is ast.Div else left // right
    if operator in (ast.Add, ast.Sub):
        return left + right if operator is ast.Add else left - right
    if operator is ast.Mult:
        return left * right
    if operator is ast.Pow and abs(right) <= 64 and abs(left) <= 1 << 16:
        power: object = left**right
        return power if isinstance(power, (int, float)) else None
    return None


def text(node: ast.AST | None) -> str | None:
    """The text `node` is, an f-string with `{}` for what is put in; None for anything else."""
    if node.__class__ is ast.JoinedStr:
        return "".join([str(part.value) if part.__class__ is ast.Constant else _HOLE for part in node.values])
    return node.value if node.__class__ is ast.Constant and node.value.__class__ is str else None


def bare_text(node: ast.AST | None) -> str | None:
    """The text `node` is, f-strings aside."""
    return node.value if node.__class__ is ast.Constant and node.value.__class__ is str else None


def sequence(node: ast.expr, depth: int = 0) -> tuple[float | str, ...] | None:
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
    numbers = [value for item in items if (value := number(item)) is not None]
    if len(numbers) == len(items):
        return tuple(numbers)
    strings = [string for item in items if (string := text(item)) is not None]
    return tuple(strings) if len(strings) == len(items) else None


def _carried(node: ast.expr) -> ast.expr:
    """The literal that a text is made from: of `"a/%s" % x`, `"a/{}".format(x)` and `"a/" + x` the text in front."""
    for _ in range(20):
        if node.__class__ is ast.BinOp and node.op.__class__ in (ast.Mod, ast.Add):
            node = node.left
        elif node.__class__ is ast.Call and node.func.__class__ is ast.Attribute and node.func.attr == "format":
            node = node.func.value
        else:
            break
    return node


def _ending(node: ast.expr) -> str:
    """Of `"a_" + x + ".csv"` what stands behind the text in front: a hole and the ending."""
    if node.__class__ is not ast.BinOp or node.op.__class__ is not ast.Add or node.left.__class__ is not ast.BinOp:
        return ""
    value = node.right.value if node.right.__class__ is ast.Constant else None
    return f"{_HOLE}{value}" if value.__class__ is str and value[:1] == "." else ""


def whole(node: ast.expr) -> object:
    """What Python reads: number, text, list or tuple of them; None for an f-string that is filled in and all else."""
    if node.__class__ is ast.JoinedStr and any(part.__class__ is not ast.Constant for part in node.values):
        return None
    if node.__class__ in _SEQUENCES:
        values = [whole(item) for item in node.elts]
        if None in values:
            return None
        return tuple(values) if node.__class__ is ast.Tuple else values
    value = number(node)
    return text(node) if value is None else value


def read(node: ast.expr) -> tuple[str, Value, ast.expr] | None:
    """Kind, value and node of a literal; of `"a/%s" % x` the text.  None for what is none, and for truth values."""
    if node.__class__ is ast.Constant:
        value = node.value
        if value.__class__ is str:
            return WORD if _MARKS.isdisjoint(value) else TEXT, value, node
        if value.__class__ is float or (value.__class__ is int and value.bit_length() <= _MOST_BITS):
            return SMALL if value in _SMALL else NUMBER, value, node
        return None
    composed = number(node)
    if composed is not None:
        return SMALL if composed in _SMALL else NUMBER, composed, node
    front = _carried(node)
    start = text(front)
    if start is not None:
        start += _ending(node) if " " not in start else ""
        return WORD if _MARKS.isdisjoint(start) else TEXT, start, front
    values = sequence(node)
    if values is None:
        return None
    return TEXTS if values[0].__class__ is str else NUMBERS, values, node
