"""One iterative walk of a syntax tree that collects the places where literals stand.

Leaves are never put on the stack, and what cannot hold a parameter is not entered: signatures, decorators,
annotations, assertions, subscripts other than conditions.
"""

from __future__ import annotations

import _ast

from ..values import TYPE_CHECKING
from . import literals
from .literals import NUMBER, NUMBERS, TEXT, TEXTS
from .place import (
    CLASS,
    COMPARED,
    CONSTANT,
    ENTRY,
    FUNCTION,
    JOINED,
    KEYWORD,
    LOOP,
    POSITION,
    SPARED,
    TARGET,
    TOP,
    WEIGHED,
    Place,
    described,
)
from .words import is_constant

if TYPE_CHECKING:
    from ast import AST, expr, stmt

_LITERAL = frozenset(
    (_ast.Constant, _ast.UnaryOp, _ast.BinOp, _ast.List, _ast.Tuple, _ast.Set, _ast.JoinedStr, _ast.Call, _ast.ListComp)
)
_LEAVES = frozenset((_ast.Constant, _ast.Name))
_FUNCTIONS = (_ast.FunctionDef, _ast.AsyncFunctionDef)
# Fields that hold expressions worth entering, by type.
_ENTERED: dict[type, tuple[str, ...]] = {
    _ast.Attribute: ("value",),
    _ast.Await: ("value",),
    _ast.Yield: ("value",),
    _ast.YieldFrom: ("value",),
    _ast.Starred: ("value",),
    _ast.NamedExpr: ("value",),
    _ast.FormattedValue: ("value",),
    _ast.UnaryOp: ("operand",),
    _ast.IfExp: ("test", "body", "orelse"),
    _ast.Lambda: ("body",),
}
_MANY: dict[type, str] = {
    _ast.List: "elts",
    _ast.Tuple: "elts",
    _ast.Set: "elts",
    _ast.BoolOp: "values",
    _ast.JoinedStr: "values",
}
# Fields that hold statements.
_BLOCKS = ("body", "orelse", "finalbody")
_HEADS: dict[type, tuple[str, ...]] = {
    _ast.Expr: ("value",),
    _ast.Return: ("value",),
    _ast.If: ("test",),
    _ast.While: ("test",),
    _ast.For: ("iter",),
    _ast.AsyncFor: ("iter",),
    _ast.AugAssign: ("value",),
    _ast.Match: ("subject",),
}
_ORDERED = frozenset((_ast.Lt, _ast.LtE, _ast.Gt, _ast.GtE))
_EQUAL = frozenset((_ast.Eq, _ast.NotEq))
_COMPREHENSIONS = (_ast.ListComp, _ast.SetComp, _ast.GeneratorExp, _ast.DictComp)
_COMBINED = frozenset((_ast.BitAnd, _ast.BitOr))
_MASKS = frozenset((_ast.Compare, _ast.BinOp, _ast.UnaryOp, _ast.Call, _ast.BoolOp))


class Walk:
    """What one walk collects.

    `bound` is name -> the expressions it was set to in this file; `changed` the names that count up or change in loops;
    `plotted` the ids of dicts that are keyword arguments of a plot; `nested` the ids of dicts that are inside of a dict.
    """

    def __init__(self, bound: dict[str, list[expr]], changed: set[str], notebook: bool) -> None:
        self.places: list[Place] = []
        self.bound = bound
        self.changed = changed
        self.plotted: set[int] = set()
        self.nested: set[int] = set()
        self.parents: dict[int, AST] = {}
        self.masks: set[int] = set()
        self.notebook = notebook
        self.early = True
        self.scope = ""
        self.level = TOP
        self.statement: stmt = _ast.Pass()
        self.loops = 0

    def walk(self, body: list[stmt], early: bool) -> list[Place]:
        """The places in the statements of a file or cell."""
        self.early = early
        self.places = []
        blocks: list[tuple[list[stmt], str, str, int]] = [(body, "", TOP, 0)]
        while blocks:
            statements, self.scope, level, self.loops = blocks.pop()
            for statement in statements:
                self.level = level
                self.statement = statement
                self._statement(statement, level, blocks)
        return self.places

    def _statement(self, node: stmt, level: str, blocks: list[tuple[list[stmt], str, str, int]]) -> None:
        kind = node.__class__
        if kind is _ast.Assign:
            self._assign(node.targets, node.value)  # type: ignore[attr-defined]
        elif kind is _ast.AnnAssign:
            if node.value is not None:  # type: ignore[attr-defined]
                self._assign([node.target], node.value)  # type: ignore[attr-defined]
        elif kind in _FUNCTIONS:
            scope = f"{self.scope}.{node.name}" if self.scope else node.name  # type: ignore[attr-defined]
            if not _holds_settings(node):
                blocks.append((node.body, scope, FUNCTION, 0))  # type: ignore[attr-defined]
        elif kind is _ast.ClassDef:
            scope = f"{self.scope}.{node.name}" if self.scope else node.name  # type: ignore[attr-defined]
            blocks.append((node.body, scope, CLASS, 0))  # type: ignore[attr-defined]
        else:
            self._other(node, kind, level, blocks)

    def _other(self, node: stmt, kind: type, level: str, blocks: list[tuple[list[stmt], str, str, int]]) -> None:
        for field in _HEADS.get(kind, ()):
            value = getattr(node, field)
            if value is not None and value.__class__ not in _LEAVES:
                self.expression(value)
        if kind is _ast.AugAssign:
            self._changes(node.target)  # type: ignore[attr-defined]
            if literals.text(node.value) is not None:  # type: ignore[attr-defined]
                self._put(TARGET, described(node.target), -1, node.value, node)  # type: ignore[attr-defined]
        elif kind is _ast.For:
            self._loop(node)
        elif kind in (_ast.With, _ast.AsyncWith):
            for item in node.items:  # type: ignore[attr-defined]
                self.expression(item.context_expr)
        loops = self.loops + (kind in (_ast.For, _ast.While))
        for field in _BLOCKS:
            inner = getattr(node, field, None)
            if inner:
                blocks.append((inner, self.scope, level, loops))
        for handler in getattr(node, "handlers", None) or getattr(node, "cases", ()):
            blocks.append((handler.body, self.scope, level, loops))

    def _changes(self, target: expr) -> None:
        if target.__class__ is _ast.Name:
            self.changed.add(target.id)  # type: ignore[attr-defined]

    def _loop(self, node: stmt) -> None:
        """`for epoch in range(100)`, and `for rate in [0.1, 0.2]`."""
        iterated = node.iter  # type: ignore[attr-defined]
        name = described(node.target)  # type: ignore[attr-defined]
        if iterated.__class__ is _ast.Call and described(iterated.func) in ("range", "tqdm_range", "trange"):
            for argument in iterated.args:
                self._put(LOOP, name, -1, argument, node)
        elif iterated.__class__ in (_ast.List, _ast.Tuple):
            self._put(LOOP, name, -2, iterated, node)

    def _assign(self, targets: list[expr], value: expr) -> None:
        first = targets[0]
        kind = first.__class__
        name = described(first)
        if kind is _ast.Name:
            self.bound.setdefault(name, []).append(value)
            if is_constant(name) and self._is_settings_place() and _is_plain(value):
                self.level = CONSTANT
        if kind is _ast.Subscript:
            inner = first.slice  # type: ignore[attr-defined]
            name = inner.value if inner.__class__ is _ast.Constant and inner.value.__class__ is str else ""
            if inner.__class__ not in _LEAVES:
                self._mask(inner)
                self.expression(first)
        elif kind is _ast.Attribute:
            name = name.removeprefix("self_")
        elif kind is _ast.Tuple:
            name = "_".join(described(item) for item in first.elts)  # type: ignore[attr-defined]
        if name:
            self._put(TARGET, name, -1, value, self.statement)
        if value.__class__ not in _LEAVES:
            self.expression(value)

    def _is_settings_place(self) -> bool:
        return self.level == TOP and (self.early or not self.notebook)

    def expression(self, root: expr) -> None:
        """Every call, comparison and dict in `root`."""
        stack: list[AST] = [root]
        leaves = _LEAVES
        while stack:
            node = stack.pop()
            kind = node.__class__
            if kind is _ast.Call:
                self._call(node, stack)
            elif kind is _ast.Attribute or kind is _ast.UnaryOp or kind is _ast.Starred:
                inner = node.value if kind is not _ast.UnaryOp else node.operand  # type: ignore[attr-defined]
                if inner.__class__ not in leaves:
                    if inner.__class__ is _ast.Compare:
                        self.masks.add(id(inner))
                    stack.append(inner)
            elif kind is _ast.BinOp:
                self._binary(node, stack)
            elif kind is _ast.Subscript:
                inner = node.slice  # type: ignore[attr-defined]
                if inner.__class__ not in leaves:
                    self._mask(inner)
                    stack.append(inner)
                if node.value.__class__ not in leaves:  # type: ignore[attr-defined]
                    stack.append(node.value)  # type: ignore[attr-defined]
            elif kind is _ast.Compare:
                self._compare(node, stack)
            elif kind is _ast.Dict:
                self._dict(node, stack)
            elif kind in _MANY:
                stack += [item for item in getattr(node, _MANY[kind]) if item.__class__ not in leaves]
            else:
                self._rest(node, kind, stack)

    def _rest(self, node: AST, kind: type, stack: list[AST]) -> None:
        if kind in _COMPREHENSIONS:
            stack += [node.key, node.value] if kind is _ast.DictComp else [node.elt]  # type: ignore[attr-defined]
            for part in node.generators:  # type: ignore[attr-defined]
                stack.append(part.iter)
                stack += part.ifs
                self.masks.update(id(condition) for condition in part.ifs if condition.__class__ is _ast.Compare)
        for field in _ENTERED.get(kind, ()):
            value = getattr(node, field)
            if value is not None:
                stack.append(value)

    def _put(self, slot: str, name: str, index: int, node: expr, owner: AST) -> None:
        """Remember the literal `node`, if it is one; of `[0.1 for _ in x]` and `float32(0.1)` what is in it."""
        kind = node.__class__
        if kind is _ast.ListComp:
            node = node.elt  # type: ignore[attr-defined]
        elif kind is _ast.Call and slot in (TARGET, KEYWORD) and len(node.args) == 1 and _is_cast(node):  # type: ignore[attr-defined]
            node = node.args[0]  # type: ignore[attr-defined]
        if node.__class__ not in _LITERAL:
            return
        found = node if slot == COMPARED else literals.carried(node)
        if found.__class__ is _ast.Constant and found.value.__class__ is bool:  # type: ignore[attr-defined]
            return
        value: object = literals.number(node)
        kind = NUMBER
        if value is None:
            value, kind = literals.text(found), TEXT
        if value is None:
            value = literals.sequence(node)
            found = node
            if value is None:
                return
            kind = TEXTS if value[0].__class__ is str else NUMBERS  # type: ignore[index]
        elif kind is NUMBER:
            found = node
        self.places.append(
            Place(
                slot, kind, name, index, value, found, owner, self.statement, self.scope, self.level,
                id(owner) in self.masks, self.early and self.notebook,
            )
        )  # fmt: skip

    def _call(self, node: AST, stack: list[AST]) -> None:
        leaves, literal = _LEAVES, _LITERAL
        function = node.func  # type: ignore[attr-defined]
        if function.__class__ not in leaves:
            stack.append(function)
        index = -1
        for argument in node.args:  # type: ignore[attr-defined]
            index += 1
            kind = argument.__class__
            if kind in literal:
                self._argument(node, index, argument)
            if kind not in leaves:
                self.parents[id(argument)] = node
                stack.append(argument)
        for keyword in node.keywords:  # type: ignore[attr-defined]
            value = keyword.value
            kind = value.__class__
            if kind in literal:
                self._put(KEYWORD, keyword.arg or "", -1, value, node)
            if kind not in leaves:
                self.parents[id(value)] = node
                if kind is _ast.Dict and keyword.arg and keyword.arg.endswith(("kws", "props", "style", "layout", "rc")):
                    self.plotted.add(id(value))
                stack.append(value)

    def _argument(self, node: AST, index: int, argument: expr) -> None:
        """An argument by its position; of `set_config("seed", 7)` the second is under the name that is the first."""
        if index == 1:
            key = literals.text(node.args[0])  # type: ignore[attr-defined]
            function = node.func  # type: ignore[attr-defined]
            if key and getattr(function, "attr", getattr(function, "id", "")).startswith("set"):
                self._put(ENTRY, key, -1, argument, node)
        self._put(POSITION, "", index, argument, node)

    def _binary(self, node: AST, stack: list[AST]) -> None:
        left, right = node.left, node.right  # type: ignore[attr-defined]
        if node.op.__class__ in _COMBINED or id(node) in self.masks:  # type: ignore[attr-defined]
            self.masks.update((id(left), id(right)))
        if node.op.__class__ is _ast.Div and right.__class__ in (_ast.Constant, _ast.JoinedStr):  # type: ignore[attr-defined]
            self._put(JOINED, described(left), 1, right, node)
        elif right.__class__ is _ast.Constant:
            self._sum(node, node.op.__class__, left, right)  # type: ignore[attr-defined]
        elif node.op.__class__ is _ast.Add and right.__class__ is _ast.BinOp:  # type: ignore[attr-defined]
            self._weights(node)
        if left.__class__ not in _LEAVES:
            stack.append(left)
        if right.__class__ not in _LEAVES:
            stack.append(right)

    def _sum(self, node: AST, operator: type, left: AST, right: expr) -> None:
        """`folder + "x.csv"`, and `cpu_count() - 2`."""
        if operator is _ast.Add and right.value.__class__ is str and left.__class__ is _ast.Name:  # type: ignore[attr-defined]
            self._put(JOINED, "", 1, right, node)
        elif operator is _ast.Sub and left.__class__ is _ast.Call and described(left).endswith("cpu_count"):
            self._put(SPARED, "", -1, right, node)

    def _weights(self, node: AST) -> None:
        """`0.7 * a + 0.3 * b`: fractions that add up to one."""
        factors: list[expr] = []
        terms, rest = [node.right], node.left  # type: ignore[attr-defined]
        while rest.__class__ is _ast.BinOp and rest.op.__class__ is _ast.Add:
            terms.append(rest.right)
            rest = rest.left
        for term in (*terms, rest):
            if term.__class__ is _ast.BinOp and term.op.__class__ is _ast.Mult:
                factors += [side for side in (term.left, term.right) if side.__class__ is _ast.Constant]
        values = [literals.number(factor) for factor in factors]
        if len(values) > 1 and all(isinstance(value, float) for value in values) and abs(sum(values) - 1) < 0.01:  # type: ignore[arg-type]
            for factor in factors:
                self._put(WEIGHED, "weight", -1, factor, node)

    def _mask(self, node: AST) -> None:
        """Comparisons in `node` select rows: `df[(df.a > 5) & (df.b < 3)]`."""
        items = node.elts if node.__class__ is _ast.Tuple else [node]  # type: ignore[attr-defined]
        self.masks.update(id(item) for item in items if item.__class__ in _MASKS)
        for item in items:
            if item.__class__ is _ast.UnaryOp:
                self.masks.add(id(item.operand))

    def _compare(self, node: AST, stack: list[AST]) -> None:
        sides = [node.left, *node.comparators]  # type: ignore[attr-defined]
        for at, operator in enumerate(node.ops):  # type: ignore[attr-defined]
            kind = operator.__class__
            if kind in _ORDERED or kind in _EQUAL:
                left, right = sides[at], sides[at + 1]
                index = 0 if kind in _ORDERED else 1
                if right.__class__ in _LITERAL:
                    self._put(COMPARED, described(left), index, right, node)
                if left.__class__ in _LITERAL:
                    self._put(COMPARED, described(right), index, left, node)
        stack += [side for side in sides if side.__class__ not in _LEAVES]

    def _dict(self, node: AST, stack: list[AST]) -> None:
        tables = sum(value.__class__ is _ast.Dict for value in node.values)  # type: ignore[attr-defined]
        for key, value in zip(node.keys, node.values, strict=False):  # type: ignore[attr-defined]
            kind = value.__class__
            if kind is _ast.Dict and tables > 1:
                self.nested.add(id(value))
            if key.__class__ is _ast.Constant and key.value.__class__ is str and kind in _LITERAL:
                self._put(ENTRY, key.value, -1, value, node)
            if kind not in _LEAVES:
                self.parents.setdefault(id(value), node)
                stack.append(value)


_CASTS = frozenset("int float float32 float64 int32 int64 float16 constant".split())


def _is_cast(node: AST) -> bool:
    function = node.func  # type: ignore[attr-defined]
    return getattr(function, "attr", getattr(function, "id", "")) in _CASTS


def _is_plain(node: expr) -> bool:
    """Whether it is made of literals: a constant is such, a model that is built is none."""
    kind = node.__class__
    if kind is _ast.Call:
        return described(node.func) in ("dict", "Path", "set", "frozenset", "tuple", "list", "join", "os_path_join")  # type: ignore[attr-defined]
    return kind in _LITERAL or kind is _ast.Dict


def _holds_settings(node: AST) -> bool:
    """Whether a decorator makes the body of a function a place for settings, as sacred's `@ex.config` does."""
    return any(
        described(item).rpartition("_")[2] in ("config", "named", "configure") and item.__class__ is _ast.Attribute
        for item in node.decorator_list  # type: ignore[attr-defined]
    )
