"""What is known of the whole file while its places are judged."""

from __future__ import annotations

import _ast

from ..values import TYPE_CHECKING
from . import callees, literals, texts
from .place import NO_CALLEE, Callee, callee
from .words import words

if TYPE_CHECKING:
    from typing import Any

    from .options import Options
    from .place import Place
    from .walk import Walk

_COSMETIC = frozenset(
    """
    figsize color colour c cmap linewidth lw linestyle ls marker fontsize edgecolor facecolor label hue palette
    markersize width height kde bins ax alpha boxstyle arrowstyle bbox zorder
    """.split()
)


class Facts:
    """The walk of a file, the options, and what was worked out of calls already."""

    def __init__(self, walk: Walk, options: Options) -> None:
        self.bound = walk.bound
        self.changed = walk.changed
        self.plotted = walk.plotted
        self.nested = walk.nested
        self.parents = walk.parents
        self.extra = frozenset(options.extra_hyperparameters)
        self.bounded: frozenset[tuple[int, str]] = frozenset()
        self._asked: Any = None
        self._answered = NO_CALLEE
        self._declared: dict[int, bool] = {}
        self._callees: dict[int, Callee] = {}
        self._looks: dict[int, bool] = {}
        self._chosen: dict[str, bool] = {}

    def callee(self, place: Place) -> Callee:
        """What the call is to in which the literal stands, NO_CALLEE outside of calls."""
        if place.owner is not self._asked:
            self._asked = place.owner
            self._answered = self.of(place.owner)
        return self._answered

    def of(self, owner: Any) -> Callee:
        """What a call is to."""
        if owner.__class__ is not _ast.Call:
            return NO_CALLEE
        found = self._callees.get(id(owner))
        if found is None:
            found = self._callees[id(owner)] = callee(owner)
        return found

    def around(self, place: Place) -> Callee:
        """What the call is to that the dict or call of the literal is an argument of."""
        return self.of(self.parents.get(id(place.owner), place.owner))

    def draws(self, owner: Any) -> bool:
        """Whether a call is about looks, by its name or by its other keywords."""
        found = self._looks.get(id(owner))
        if found is None:
            found = self._looks[id(owner)] = self._draws(owner)
        return found

    def _draws(self, owner: Any) -> bool:
        if owner.__class__ is _ast.Dict:
            return id(owner) in self.plotted or self._draws(self.parents.get(id(owner), _ast.Pass()))
        if owner.__class__ is not _ast.Call:
            return False
        called = self.of(owner)
        if callees.is_plot(called):
            return True
        if called.last == "dict" and id(owner) in self.parents and self.draws(self.parents[id(owner)]):
            return True
        names = {keyword.arg for keyword in owner.keywords}
        if "width" in names and "height" in names:
            return True
        return len(names & _COSMETIC) >= 2 or "figsize" in names or "linewidth" in names or "fontsize" in names

    def declares(self, owner: Any) -> bool:
        """Whether a call declares an option: by its name, or by `default=` beside `type=`, `help=` and the like."""
        if owner.__class__ is not _ast.Call:
            return False
        found = self._declared.get(id(owner))
        if found is None:
            found = self._declared[id(owner)] = self._declares(owner)
        return found

    def _declares(self, owner: Any) -> bool:
        if callees.is_option(self.of(owner)):
            return True
        names = {keyword.arg for keyword in owner.keywords}
        return "default" in names and bool(names & {"type", "help", "dest", "action", "envvar"})

    def is_chosen(self, node: Any, depth: int = 0) -> bool:
        """Whether an expression is a place hard-coded in this file: a path text, or a name set to one."""
        if depth > 8:
            return False
        kind = node.__class__
        if kind is _ast.Name:
            return self._is_chosen_name(node.id, depth)
        if kind is _ast.Call:
            name = self.of(node).last
            parts = node.args
            return name in ("Path", "PurePath", "join", "abspath", "expanduser", "resolve", "str", "joinpath") and bool(
                parts and self.is_chosen(parts[0], depth + 1)
            )
        if kind is _ast.BinOp:
            return self.is_chosen(node.left, depth + 1)
        text = literals.text(node) or "."
        return not text.startswith(("{}", "%s")) and text not in (".", "..", "../")

    def _is_chosen_name(self, name: str, depth: int) -> bool:
        known = self._chosen.get(name)
        if known is None:
            self._chosen[name] = False
            known = any(self.is_chosen(value, depth + 1) for value in self.bound.get(name, ()))
            self._chosen[name] = known
        return known


def says_place(name: str) -> bool:
    """Whether a name says that it holds a file or folder."""
    parts = words(name)
    return bool(parts) and not _PLACES.isdisjoint(parts[-2:])


_PLACES = frozenset(
    """
    path paths dir dirs directory folder folders file files filename filenames filepath fname fpath root workdir
    outdir indir logdir savedir datadir basedir outfile infile csv json pickle pkl checkpoint ckpt dest destination
    blob bucket uri
    """.split()
)


def looks_like_place(text: str) -> bool:
    """Whether a text is a place beyond doubt: absolute, an address of a store, or with an ending that data have."""
    kind = texts.place(text)
    return kind in (texts.ABSOLUTE, texts.STORAGE, texts.FILE) or (
        kind == texts.RELATIVE and (texts.has_known_ending(text) or texts.in_known_folder(text))
    )
