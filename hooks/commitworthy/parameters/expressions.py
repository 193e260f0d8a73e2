"""One iterative walk of expressions that collects the places where literals stand.

Leaves are never put on the stack.  What is subscripted is entered for its conditions only, and an index is no place.
"""

from __future__ import annotations

import _ast

from ..values import TYPE_CHECKING
from . import arithmetic, factors, literals, masks, ranked
from .children import LEAVES, VISITORS, push
from .collected import LITERAL, Collected
from .place import (
    COMPARED,
    ENTRY,
    FACTOR,
    JOINED,
    KEYWORD,
    LOOP,
    PART,
    POSITION,
    SLICED,
    SPARED,
    TOP_K,
    WEIGHED,
    called,
    described,
)

if TYPE_CHECKING:
    from typing import Any

_ORDERED = frozenset((_ast.Lt, _ast.LtE, _ast.Gt, _ast.GtE))
_EQUAL = frozenset((_ast.Eq, _ast.NotEq))
_COMBINED = frozenset((_ast.BitAnd, _ast.BitOr))
_OWNERS = frozenset((_ast.Call, _ast.Dict, _ast.Compare))
_ROUNDED = frozenset(("int", "ceil", "floor", "round"))
_LOOKS = ("kws", "props", "style", "layout", "rc")


class Expressions(Collected):
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
            key = literals.text(node.args[0])
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
            self.masks.update(map(id, masks.in_subscript(inner)))
            stack.append(inner)
            for item in inner.elts if kind is _ast.Tuple else (inner,):
                if item.__class__ is _ast.Slice:
                    self._between(node, item.lower, item.upper)
                    if item.step is None and ranked.is_cut(item) and ranked.is_in_order(node.value):
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
            for side in arithmetic.weights(node):
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
            if literals.text(right) is not None:
                self.put(JOINED, "", 1, right, node)
        elif operator is _ast.Sub and left.__class__ is _ast.Call and called(left) == "cpu_count":
            self.put(SPARED, "", -1, right, node)

    def _rounded(self, node: Any) -> None:
        """`int(0.8 * self.total)`, in either order: a share of what can be counted."""
        for side, other in ((node.left, node.right), (node.right, node.left)):
            if side.__class__ is _ast.Constant and not arithmetic.is_length(other):
                self.put(PART, described(other), -1, side, node)

    def _part(self, node: Any, *sides: Any) -> None:
        """`0.8 * len(x)`, in either order."""
        for side, other in (sides, sides[::-1]):
            if side.__class__ is not _ast.Constant:
                continue
            if arithmetic.is_length(other):
                self.put(PART, "", -1, side, node)
            elif factors.is_spread(other) and factors.is_fence(self.statement):
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
                    for factor in factors.spread(right):
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
        self.masks.update(map(id, masks.in_lambda(node)))
        stack.append(node.body)

    def _comprehension(self, node: Any, stack: list[Any]) -> None:
        stack += [node.key, node.value] if node.__class__ is _ast.DictComp else [node.elt]
        for part in node.generators:
            stack.append(part.iter)
            stack += part.ifs
            for argument in arithmetic.counted(part):
                self.put(LOOP, part.target.id, -1, argument, part)
            self.masks.update(id(condition) for condition in part.ifs if condition.__class__ is _ast.Compare)
