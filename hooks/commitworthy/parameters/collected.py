"""What a walk of a file collects: the literals, each with what stands around it."""

from __future__ import annotations

import _ast

from ..values import TYPE_CHECKING
from . import arithmetic, literals
from .place import COMPARED, ENTRY, KEYWORD, TARGET, TOP, Place

if TYPE_CHECKING:
    from typing import Any

_LISTS = (_ast.List, _ast.Tuple, _ast.Set, _ast.ListComp)
LITERAL = frozenset((_ast.Constant, _ast.UnaryOp, _ast.BinOp, _ast.JoinedStr, _ast.Call, _ast.IfExp, *_LISTS))


class Collected:
    """What a walk collects, and where it stands.

    `places` are those found.  Ids: `plotted` of dicts that are settings of a plot, `nested` of dicts in a table of
    dicts, `masks` of comparisons that select rows, `added` of calls whose result is added to something.  `parents` is
    id of a call, dict or comparison -> the call or dict that it is in, `titles` id of a dict -> what it is set to,
    `uses` name -> keywords that it is handed to, and calls.
    """

    def __init__(self) -> None:
        self.places: list[Place] = []
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
            sides = [side for side in (node.body, node.orelse) if literals.number(side) not in (0, 1)]
            for side in sides:
                self.put(slot, name, position, side, owner)
            return
        if kind is _ast.ListComp or kind is _ast.Call:
            node = arithmetic.held(node, slot in (TARGET, KEYWORD))
            if node is None:
                return
        read = literals.read(node)
        if read is None:
            if kind is _ast.List or kind is _ast.Tuple:
                self._mixed(slot, name, position, node, owner)
            return
        what, value, literal = read
        selects = slot == COMPARED and id(owner) in self.masks
        where = (owner, self.statement, self.scope, self.level, selects)
        self.places.append(Place(slot, what, name, position, value, literal, *where))

    def _mixed(self, slot: str, name: str, position: int, node: Any, owner: Any) -> None:
        """The numbers of `[None, 2, 4]`, one by one, where the list is under a name; of `layers = [n, 50, 50]` too."""
        if slot not in (ENTRY, KEYWORD, TARGET):
            return
        if arithmetic.is_of_layers(name) or all(arithmetic.is_none_or_number(item) for item in node.elts):
            for item in node.elts:
                if literals.number(item) is not None:
                    self.put(slot, name, position, item, owner)
