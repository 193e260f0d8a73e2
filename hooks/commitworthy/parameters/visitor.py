"""Arithmetic in which a number stands that is a choice."""

from __future__ import annotations

import _ast

from ..base.namedtuple import TYPE_CHECKING
from . import sites
from .names import is_constant, words
from .sites import (
    CLASS,
    COMPARED,
    CONSTANT,
    ENTRY,
    FACTOR,
    FUNCTION,
    JOINED,
    KEYWORD,
    LOOP,
    NAMED,
    PART,
    POSITION,
    SLICED,
    SPARED,
    TARGET,
    TOP,
    TOP_K,
    WEIGHED,
    LiteralSite,
    called,
    described,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from typing import Any

    from .sites import LiteralSite

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
    return (node.__class__ is _ast.Constant and node.value is None) or sites.number(node) is not None


def is_of_layers(name: str) -> bool:
    """Whether a list of numbers and variables under this name is the shape of a network."""
    return not _LAYERS.isdisjoint(words(name))


_LAYERS = frozenset(("layers", "hidden", "units", "filters", "channels"))


# The numbers in arithmetic whose result is a hyperparameter or a threshold: `lr = base * 0.95`, `q3 + 1.5 * iqr`.


_SCHEDULED = frozenset(("lr", "threshold", "thresh", "cutoff", "momentum"))
# Halves, doubles and hundreds are mathematics.
_PLAIN = frozenset((0, 1, 2, -1, 0.5, 100, 1000))
_SPREADS = frozenset("iqr std sigma mad stddev sd".split())
_FENCES = frozenset(
    "lower upper low high bound bounds limit limits fence fences outlier outliers ucl lcl whisker".split()
)
_NAMED = frozenset((_ast.Name, _ast.Attribute, _ast.Subscript))
_MOST = 30


def is_scheduled(name: str) -> bool:
    """Whether what is set is a rate of learning or a threshold, whose arithmetic is tuned like itself."""
    parts = words(name)
    return not _SCHEDULED.isdisjoint(parts) or parts[-2:] == ("learning", "rate")


def factors(node: Any) -> list[Any]:
    """The numbers of a sum or product, those of mathematics left out, at most thirty nodes deep."""
    found: list[Any] = []
    stack = [node]
    for _ in range(_MOST):
        if not stack:
            break
        part = stack.pop()
        kind = part.__class__
        if kind is _ast.BinOp:
            stack += (part.left, part.right)
        elif kind is _ast.Constant and part.value.__class__ in (int, float) and part.value not in _PLAIN:
            found.append(part)
    return found


def is_spread(node: Any) -> bool:
    """Whether it is a measure of spread: `iqr`, `x.std()`, with which outliers are told."""
    if node.__class__ is _ast.Call and called(node) == "std":
        return True
    return node.__class__ in _NAMED and not _SPREADS.isdisjoint(words(described(node)))


def is_fence(statement: Any) -> bool:
    """Whether what is set is called the end of a range: `upper`, `low_limit`."""
    targets: list[Any] = getattr(statement, "targets", [])
    return len(targets) == 1 and not _FENCES.isdisjoint(words(described(targets[0])))


def spread(node: Any) -> list[Any]:
    """The 3 of `3 * std`, in either order, and of `mean + 3 * std`."""
    if node.__class__ is not _ast.BinOp:
        return []
    if node.op.__class__ is _ast.Add or node.op.__class__ is _ast.Sub:
        return spread(node.right)
    pairs = ((node.left, node.right), (node.right, node.left))
    return [one for one, other in pairs if one.__class__ is _ast.Constant and is_spread(other)]


# Which comparisons select: rows of a table, or values that a function is asked about one by one.


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


# What is in the order of a score, and the slices that take its head: `scores.argsort()[-20:]`.


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


# Which children of an expression are entered where there is nothing to collect at the expression itself.


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


# What a walk of a file collects: the literals, each with what stands around it.


_LISTS = (_ast.List, _ast.Tuple, _ast.Set, _ast.ListComp)
LITERAL = frozenset((_ast.Constant, _ast.UnaryOp, _ast.BinOp, _ast.JoinedStr, _ast.Call, _ast.IfExp, *_LISTS))


class LiteralCollector:
    """What a walk collects, and where it stands.

    `places` are those found.  Ids: `plotted` of dicts that are settings of a plot, `nested` of dicts in a table of
    dicts, `masks` of comparisons that select rows, `added` of calls whose result is added to something.  `parents` is
    id of a call, dict or comparison -> the call or dict that it is in, `titles` id of a dict -> what it is set to,
    `uses` name -> keywords that it is handed to, and calls.
    """

    def __init__(self) -> None:
        self.places: list[LiteralSite] = []
        self.plotted: set[int] = set()
        self.nested: set[int] = set()
        self.masks: set[int] = set()
        self.added: set[int] = set()
        self.parents: dict[int, Any] = {}
        self.titles: dict[int, str] = {}
        self.uses: dict[str, list[tuple[str, Any]]] = {}
        self.early = False
        self.scope = ""
        self.level = TOP
        self.statement: Any = None

    def put(self, slot: str, name: str, position: int, node: Any, owner: Any) -> None:
        """Remember the literal `node`, if it is one; of `[0.1 for _ in x]` and `float32(0.1)` what is in it."""
        kind = node.__class__
        if kind not in LITERAL:
            return
        if kind is _ast.IfExp:
            # Of `0.4 if n > 1 else 0` the 0 only says that there is none.
            sides = [side for side in (node.body, node.orelse) if sites.number(side) not in (0, 1)]
            for side in sides:
                self.put(slot, name, position, side, owner)
            return
        if kind is _ast.ListComp or kind is _ast.Call:
            node = held(node, slot in (TARGET, KEYWORD))
            if node is None:
                return
        read = sites.read(node)
        if read is None:
            if kind is _ast.List or kind is _ast.Tuple:
                self._mixed(slot, name, position, node, owner)
            return
        what, value, literal = read
        selects = slot == COMPARED and id(owner) in self.masks
        where = (owner, self.statement, self.scope, self.level, selects)
        self.places.append(LiteralSite(slot, what, name, position, value, literal, *where))

    def _mixed(self, slot: str, name: str, position: int, node: Any, owner: Any) -> None:
        """The numbers of `[None, 2, 4]`, one by one, where the list is under a name; of `layers = [n, 50, 50]` too."""
        if slot not in (ENTRY, KEYWORD, TARGET):
            return
        if is_of_layers(name) or all(is_none_or_number(item) for item in node.elts):
            for item in node.elts:
                if sites.number(item) is not None:
                    self.put(slot, name, position, item, owner)


# One iterative walk of expressions that collects the places where literals stand.
#
# Leaves are never put on the stack.  What is subscripted is entered for its conditions only, and an index is no place.


_ORDERED = frozenset((_ast.Lt, _ast.LtE, _ast.Gt, _ast.GtE))
_EQUAL = frozenset((_ast.Eq, _ast.NotEq))
_COMBINED = frozenset((_ast.BitAnd, _ast.BitOr))
_OWNERS = frozenset((_ast.Call, _ast.Dict, _ast.Compare))
_ROUNDED = frozenset(("int", "ceil", "floor", "round"))
_LOOKS = ("kws", "props", "style", "layout", "rc")


class ExpressionVisitor(LiteralCollector):
    """What is collected of expressions."""

    def __init__(self) -> None:
        super().__init__()
        self._visitors = {
            **VISITORS,
            _ast.Call: self._call,
            _ast.Attribute: self._attribute,
            _ast.BinOp: self._binary,
            _ast.Subscript: self._subscript,
            _ast.Compare: self._compare,
            _ast.Dict: self._dict,
            _ast.Lambda: self._lambda,
            **dict.fromkeys((_ast.ListComp, _ast.SetComp, _ast.DictComp, _ast.GeneratorExp), self._comprehension),
        }

    def visit(self, root: Any) -> None:
        """Every call, comparison and dict in `root`."""
        stack = [root]
        find = self._visitors.get
        while stack:
            node = stack.pop()
            visitor = find(node.__class__)
            if visitor is not None:
                visitor(node, stack)

    def _call(self, node: Any, stack: list[Any]) -> None:
        if node.func.__class__ is not _ast.Name:
            stack.append(node.func)
        position = -1
        for argument in node.args:
            position += 1
            kind = argument.__class__
            if kind in LITERAL:
                if kind is _ast.BinOp and argument.op.__class__ is _ast.Mult and called(node) in _ROUNDED:
                    self._rounded(argument)
                self._argument(node, position, argument)
            if kind not in LEAVES:
                if kind in _OWNERS:
                    self.parents[id(argument)] = node
                stack.append(argument)
        self._keywords(node, stack)

    def _keywords(self, node: Any, stack: list[Any]) -> None:
        for keyword in node.keywords:
            value = keyword.value
            kind = value.__class__
            if kind is _ast.Name:
                self.uses.setdefault(value.id, []).append((keyword.arg or "", node))
                continue
            if kind in LITERAL:
                self.put(KEYWORD, keyword.arg or "", -1, value, node)
            if kind not in LEAVES:
                if kind in _OWNERS:
                    self.parents[id(value)] = node
                if kind is _ast.Dict and keyword.arg:
                    self.titles[id(value)] = keyword.arg
                    if keyword.arg.endswith(_LOOKS):
                        self.plotted.add(id(value))
                stack.append(value)

    def _argument(self, node: Any, position: int, argument: Any) -> None:
        """An argument by its position; of `set_config("seed", 7)` the second is under the name that is the first."""
        if position == 1:
            key = sites.text(node.args[0])
            if key and called(node).startswith("set"):
                self.put(ENTRY, key, -1, argument, node)
        self.put(POSITION, "", position, argument, node)

    def _attribute(self, node: Any, stack: list[Any]) -> None:
        inner = node.value
        if inner.__class__ not in LEAVES:
            if inner.__class__ is _ast.Compare:
                self.masks.add(id(inner))
            stack.append(inner)

    def _subscript(self, node: Any, stack: list[Any]) -> None:
        inner = node.slice
        kind = inner.__class__
        if kind not in LEAVES:
            self.masks.update(map(id, in_subscript(inner)))
            stack.append(inner)
            for item in inner.elts if kind is _ast.Tuple else (inner,):
                if item.__class__ is _ast.Slice:
                    self._between(node, item.lower, item.upper)
                    if item.step is None and is_cut(item) and is_in_order(node.value):
                        self.put(SLICED, TOP_K, -1, item.lower or item.upper, node)
                else:
                    self._between(node, item)
        elif kind is _ast.Constant and inner.value.__class__ is str:
            self._between(node, inner)
        if node.value.__class__ not in LEAVES:
            stack.append(node.value)

    def _between(self, node: Any, *bounds: Any) -> None:
        """The texts of `df["2019-01-01":"2019-12-31"]`, and of `df.loc["2019-01-01", :]`."""
        for bound in bounds:
            if bound.__class__ is _ast.Constant and bound.value.__class__ is str and bound.value[:1].isdigit():
                self.put(SLICED, "", -1, bound, node)

    def _binary(self, node: Any, stack: list[Any]) -> None:
        left, right, operator = node.left, node.right, node.op.__class__
        if operator in _COMBINED or id(node) in self.masks:
            self.masks.update((id(left), id(right)))
        if right.__class__ in (_ast.Constant, _ast.JoinedStr):
            self._joined(node, operator, left, right)
        elif operator is _ast.Add and right.__class__ is _ast.Call:
            self.added.add(id(right))
        elif operator is _ast.Add and right.__class__ is _ast.BinOp:
            for side in weights(node):
                self.put(WEIGHED, "weight", -1, side, node)
        if operator is _ast.Mult:
            self._part(node, left, right)
        if left.__class__ not in LEAVES:
            stack.append(left)
        if right.__class__ not in LEAVES:
            stack.append(right)

    def _joined(self, node: Any, operator: type, left: Any, right: Any) -> None:
        """`folder / "x.csv"`, `folder + "x.csv"`, and `cpu_count() - 2`."""
        if operator is _ast.Div or (operator is _ast.Add and left.__class__ is _ast.Name):
            if sites.text(right) is not None:
                self.put(JOINED, "", 1, right, node)
        elif operator is _ast.Sub and left.__class__ is _ast.Call and called(left) == "cpu_count":
            self.put(SPARED, "", -1, right, node)

    def _rounded(self, node: Any) -> None:
        """`int(0.8 * self.total)`, in either order: a share of what can be counted."""
        for side, other in ((node.left, node.right), (node.right, node.left)):
            if side.__class__ is _ast.Constant and not is_length(other):
                self.put(PART, described(other), -1, side, node)

    def _part(self, node: Any, *sides: Any) -> None:
        """`0.8 * len(x)`, in either order."""
        for side, other in (sides, sides[::-1]):
            if side.__class__ is not _ast.Constant:
                continue
            if is_length(other):
                self.put(PART, "", -1, side, node)
            elif is_spread(other) and is_fence(self.statement):
                self.put(FACTOR, described(other), -1, side, node)

    def _compare(self, node: Any, stack: list[Any]) -> None:
        sides = [node.left, *node.comparators]
        for at, operator in enumerate(node.ops):
            kind = operator.__class__
            if kind in _ORDERED or kind in _EQUAL:
                left, right = sides[at], sides[at + 1]
                equal = int(kind in _EQUAL)
                if right.__class__ in LITERAL:
                    self.put(COMPARED, described(left), equal, right, node)
                if left.__class__ in LITERAL:
                    self.put(COMPARED, described(right), equal, left, node)
                if right.__class__ is _ast.BinOp:
                    for factor in spread(right):
                        self.put(FACTOR, described(left), -1, factor, node)
        push(sides, stack)

    def _dict(self, node: Any, stack: list[Any]) -> None:
        tables = sum(value.__class__ is _ast.Dict for value in node.values)
        for key, value in zip(node.keys, node.values, strict=False):
            kind = value.__class__
            if kind is _ast.Dict and tables > 1:
                self.nested.add(id(value))
            if kind in LITERAL and key.__class__ is _ast.Constant and key.value.__class__ is str:
                self.put(ENTRY, key.value, -1, value, node)
            if kind not in LEAVES:
                if kind in _OWNERS:
                    self.parents[id(value)] = node
                stack.append(value)

    def _lambda(self, node: Any, stack: list[Any]) -> None:
        self.masks.update(map(id, in_lambda(node)))
        stack.append(node.body)

    def _comprehension(self, node: Any, stack: list[Any]) -> None:
        stack += [node.key, node.value] if node.__class__ is _ast.DictComp else [node.elt]
        for part in node.generators:
            stack.append(part.iter)
            stack += part.ifs
            for argument in counted(part):
                self.put(LOOP, part.target.id, -1, argument, part)
            self.masks.update(id(condition) for condition in part.ifs if condition.__class__ is _ast.Compare)


# The statements of a file or cell, block by block, and the places in their expressions.
#
# Signatures, annotations and assertions are not entered: what stands there is set already, or expected.


if TYPE_CHECKING:
    Blocks = list[tuple[list[Any], str, str]]

# What holds one expression that is worth entering, and in which field.
_HEADS = {
    _ast.Expr: "value",
    _ast.Return: "value",
    _ast.If: "test",
    _ast.While: "test",
    _ast.For: "iter",
    _ast.AsyncFor: "iter",
    _ast.AugAssign: "value",
    _ast.Match: "subject",
}
_BLOCKS = ("body", "orelse", "finalbody")
_SIMPLE = frozenset(
    (_ast.Expr, _ast.Return, _ast.AugAssign, _ast.Assert, _ast.Raise, _ast.Pass, _ast.Import, _ast.ImportFrom)
)
_FUNCTIONS = frozenset((_ast.FunctionDef, _ast.AsyncFunctionDef))
_WITHS = frozenset((_ast.With, _ast.AsyncWith))
_CUT = frozenset((_ast.Subscript, _ast.Call, _ast.Tuple))
_TARGETS = frozenset((_ast.Name, _ast.Tuple))
_SETS = frozenset("train test val valid validation dev holdout".split())
_SPACED = frozenset(("arange", "linspace", "logspace", "geomspace"))
_BUILT = frozenset(("dict", "Path", "set", "frozenset", "tuple", "list", "join"))


class StatementVisitor(ExpressionVisitor):
    """What is collected of a whole file, cell by cell.

    `bound` is name -> the expressions it was set to; `changed` are the names that count up or down; `functions` is
    name -> its parameters, as those that call it see them.
    """

    def __init__(self, notebook: bool) -> None:
        super().__init__()
        self.notebook = notebook
        self.bound: dict[str, list[Any]] = {}
        self.changed: set[str] = set()
        self.functions: dict[str, list[str]] = {}

    def walk(self, body: list[Any], early: bool) -> list[LiteralSite]:
        """The places in the statements of a file, or of a cell: an `early` one is a place for settings."""
        self.early = early or not self.notebook
        self.places = []
        blocks: Blocks = [(body, "", TOP)]
        while blocks:
            statements, self.scope, level = blocks.pop()
            for statement in statements:
                self.level = level
                self.statement = statement
                self._statement(statement, blocks)
        return self.places

    def _statement(self, node: Any, blocks: Blocks) -> None:
        kind = node.__class__
        if kind is _ast.Assign:
            self._assign(node.targets[0], node.value)
        elif kind is _ast.AnnAssign:
            if node.value is not None:
                self._assign(node.target, node.value)
        elif kind in _FUNCTIONS or kind is _ast.ClassDef:
            for decorator in node.decorator_list:
                self.visit(decorator)
            if kind in _FUNCTIONS:
                self._takes(node)
            if not _holds_settings(node):
                scope = f"{self.scope}.{node.name}" if self.scope else node.name
                blocks.append((node.body, scope, CLASS if kind is _ast.ClassDef else FUNCTION))
        else:
            self._head(node, kind)
            if kind not in _SIMPLE:
                self._inner(node, blocks)

    def _takes(self, node: Any) -> None:
        """Remember what a function takes; of a class, what makes one of it."""
        name = node.name if node.name != "__init__" else self.scope.rpartition(".")[2]
        self.functions[name] = [one.arg for one in node.args.args if one.arg not in ("self", "cls")]

    def _head(self, node: Any, kind: type) -> None:
        """The expressions of a statement itself."""
        value = getattr(node, _HEADS[kind]) if kind in _HEADS else None
        if kind is _ast.For:
            self._loop(node)
        elif value is not None and value.__class__ not in LEAVES:
            self.visit(value)
        if kind is _ast.AugAssign:
            self._augmented(node)
        elif kind in _WITHS:
            for item in node.items:
                self.visit(item.context_expr)

    def _inner(self, node: Any, blocks: Blocks) -> None:
        """The blocks of a compound statement."""
        inner = [getattr(node, field, None) for field in _BLOCKS]
        inner += [handler.body for handler in getattr(node, "handlers", ())]
        inner += [case.body for case in getattr(node, "cases", ())]
        blocks += [(block, self.scope, self.level) for block in inner if block]

    def _augmented(self, node: Any) -> None:
        if node.target.__class__ is _ast.Name:
            self.changed.add(node.target.id)
        name = described(node.target)
        if node.value.__class__ is _ast.Call:
            self.added.add(id(node.value))
        elif sites.text(node.value) is not None or name == "sys_path":
            self.put(TARGET, name, -1, node.value, node)
        elif node.op.__class__ in (_ast.Mult, _ast.Div) and is_scheduled(name):
            self.put(FACTOR, name, -1, node.value, node)

    def _loop(self, node: Any) -> None:
        """`for epoch in range(100)`, and `for rate in [0.1, 0.2]`."""
        iterated, name = node.iter, described(node.target)
        if iterated.__class__ is _ast.Call and called(iterated) in ("range", "xrange", "trange"):
            for argument in iterated.args:
                self.put(LOOP, name, -1, argument, node)
                self.visit(argument)
            return
        if iterated.__class__ is _ast.Call and called(iterated) in _SPACED:
            for argument in iterated.args:
                self.put(LOOP, name, -1, argument, node)
        if iterated.__class__ in (_ast.List, _ast.Tuple):
            self.put(LOOP, name, -1, iterated, node)
        self.visit(iterated)

    def _assign(self, target: Any, value: Any) -> None:
        kind = target.__class__
        name = described(target)
        if kind is _ast.Name:
            self.bound.setdefault(name, []).append(value)
            if is_constant(name) and self.level == TOP and self.early and _is_plain(value):
                self.level = CONSTANT
        elif kind is _ast.Subscript:
            name = sites.text(target.slice) or ""
            if target.slice.__class__ not in LEAVES:
                self.visit(target)
        elif kind is _ast.Attribute:
            name = name.removeprefix("self_")
        elif kind is _ast.Tuple:
            name = "_".join(described(item) for item in target.elts)
        if name:
            self.put(NAMED if self.level is CONSTANT else TARGET, name, -1, value, self.statement)
        if name and kind in _TARGETS and value.__class__ in _CUT:
            self._cuts(name, value)
        if value.__class__ not in LEAVES:
            self._titled(name, value)

    def _factors(self, name: str, value: Any) -> None:
        if is_scheduled(name) and sites.number(value) is None:
            for factor in factors(value):
                self.put(FACTOR, name, -1, factor, self.statement)

    def _titled(self, name: str, value: Any) -> None:
        """Enter what a name is set to."""
        self.titles[id(value)] = name
        if value.__class__ is _ast.BinOp:
            self._factors(name, value)
        if value.__class__ is _ast.Compare and assigned(name, value):
            self.masks.add(id(value))
        self.visit(value)

    def _cuts(self, name: str, value: Any) -> None:
        """`x[:60000]` and `x[60000:]`, alone or side by side, where they become sets to train or test with.

        And the rows of `x = x.iloc[30:, :].copy()`, whatever they become, and `rows = rows[:1000]`.
        """
        into_sets = not _SETS.isdisjoint(words(name))
        for item in _parts(value, into_sets):
            if item.__class__ is not _ast.Subscript:
                continue
            if not (into_sets or getattr(item.value, "attr", "") == "iloc" or getattr(item.value, "id", "") == name):
                continue
            rows = item.slice.elts[0] if item.slice.__class__ is _ast.Tuple and item.slice.elts else item.slice
            if rows.__class__ is _ast.Slice:
                for bound in (rows.lower, rows.upper):
                    if bound is not None:
                        self.put(SLICED, "", -1, bound, item)


def _parts(value: Any, into_sets: bool) -> Iterable[Any]:
    """Of `a, b`, of `a.copy()` and, where sets are made, of `tensor(a)` what may be a cut."""
    kind = value.__class__
    if kind is _ast.Subscript:
        return (value,)
    if kind is _ast.Call:
        inner = getattr(value.func, "value", None)
        return (inner, *value.args) if into_sets else () if value.args else (inner,)
    return value.elts if not into_sets else [part for item in value.elts for part in _inside(item)]


def _inside(item: Any) -> tuple[Any, ...]:
    return (getattr(item.func, "value", None), *item.args) if item.__class__ is _ast.Call else (item,)


def _is_plain(node: Any) -> bool:
    """Whether it is made of literals: a constant is such, a model that is built is none, nor `f"{args.out}/log"`."""
    kind = node.__class__
    if kind is _ast.Call:
        return called(node) in _BUILT and not any(_is_filled(argument) for argument in node.args)
    return (kind in LITERAL and not _is_filled(node)) or kind is _ast.Dict


def _is_filled(node: Any) -> bool:
    """Whether it is a text with the values of variables in it, which are no constants."""
    if node.__class__ is not _ast.JoinedStr:
        return False
    inside = [part.value for part in node.values if part.__class__ is _ast.FormattedValue]
    names = [described(part) for part in inside]
    return any(name and not is_constant(name) for name in names)


def _holds_settings(node: Any) -> bool:
    """Whether a decorator makes a function a place for settings, as sacred's `@ex.config` does."""
    return any(
        item.__class__ is _ast.Attribute and item.attr in ("config", "named_config", "configure")
        for item in node.decorator_list
    )
