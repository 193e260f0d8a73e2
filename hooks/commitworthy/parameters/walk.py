"""The statements of a file or cell, block by block, and the places in their expressions.

Signatures, annotations and assertions are not entered: what stands there is set already, or expected.
"""

from __future__ import annotations

import _ast

from ..values import TYPE_CHECKING
from . import factors, literals, masks
from .children import LEAVES
from .collected import LITERAL
from .expressions import Expressions
from .place import CLASS, CONSTANT, FACTOR, FUNCTION, LOOP, NAMED, SLICED, TARGET, TOP, called, described
from .words import is_constant, words

if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Any

    from .place import Place

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


class Walk(Expressions):
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

    def walk(self, body: list[Any], early: bool) -> list[Place]:
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
        elif literals.text(node.value) is not None or name == "sys_path":
            self.put(TARGET, name, -1, node.value, node)
        elif node.op.__class__ in (_ast.Mult, _ast.Div) and factors.is_scheduled(name):
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
            name = literals.text(target.slice) or ""
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
        if factors.is_scheduled(name) and literals.number(value) is None:
            for factor in factors.factors(value):
                self.put(FACTOR, name, -1, factor, self.statement)

    def _titled(self, name: str, value: Any) -> None:
        """Enter what a name is set to."""
        self.titles[id(value)] = name
        if value.__class__ is _ast.BinOp:
            self._factors(name, value)
        if value.__class__ is _ast.Compare and masks.assigned(name, value):
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
