"""What is known of the whole file while its places are judged."""

from __future__ import annotations

import _ast

from ..base.namedtuple import TYPE_CHECKING, NamedTuple
from . import callees, shapes, sites
from .names import MODEL, RESOURCE, SAMPLE, SPLIT, role, words
from .sites import NO_CALLEE, Callee, callee

if TYPE_CHECKING:
    from collections.abc import Set as AbstractSet
    from typing import Any

    from .find import SearchOptions
    from .sites import LiteralSite
    from .visitor import StatementVisitor

_COSMETIC = frozenset(
    """
    figsize color colour c cmap linewidth lw linestyle ls marker fontsize edgecolor facecolor label hue palette
    markersize width height kde bins ax alpha boxstyle arrowstyle bbox zorder
    """.split()
)


_PATHS = frozenset(("Path", "PurePath", "join", "abspath", "expanduser", "resolve", "str", "joinpath"))
_PLOTTED = frozenset(("figsize", "linewidth", "fontsize"))
# Beside these the width and height are those of data that are asked for or written.
_REQUESTED = frozenset(("bbox", "crs", "dtype", "time", "driver"))
_DECLARING = frozenset(("type", "help", "dest", "action", "envvar", "doc"))
_TUNED = frozenset((MODEL, RESOURCE, SAMPLE, SPLIT))
_LOOKS = frozenset("alpha fontsize labelsize size s lw linewidth width height markersize rotation dpi".split())
_FAR = 10_000
_EXTREMES = frozenset(("min", "max", "minimum", "maximum"))
_NO_NAMES: frozenset[str | None] = frozenset()


class About(NamedTuple):
    """What a call is to, whether it is about looks, and whether it declares an option."""

    callee: Callee
    draws: bool
    declares: bool


_NOTHING = About(NO_CALLEE, False, False)


class FileContext:
    """The walk of a file, the options, and what was worked out of calls already."""

    def __init__(self, walk: StatementVisitor, options: SearchOptions) -> None:
        self.bound = walk.bound
        self.changed = walk.changed
        self.plotted = walk.plotted
        self.added = walk.added
        self.nested = walk.nested
        self.parents = walk.parents
        self.titles = walk.titles
        self.uses = walk.uses
        self.functions = walk.functions
        self.extra = frozenset(options.extra_hyperparameters)
        self.bounded: frozenset[tuple[int, str]] = frozenset()
        self.stepped: frozenset[tuple[str, str]] = frozenset()
        self._asked: Any = None
        self._answer = _NOTHING
        self._about: dict[int, About] = {}
        self._chosen: dict[str, bool] = {}

    def callee(self, place: LiteralSite) -> Callee:
        """What the call is to in which the literal stands, NO_CALLEE outside of calls."""
        return self._known(place.owner).callee

    def of(self, owner: Any) -> Callee:
        """What a call is to."""
        return self._known(owner).callee

    def tunes(self, name: str) -> str:
        """The hyperparameter that a variable is handed to as a keyword, anywhere in the file."""
        for keyword, call in self.uses.get(name, ()):
            if keyword and role(keyword) in _TUNED and not self.draws(call) and not self.declares(call):
                found = self.of(call)
                if callees.is_builder(found) or callees.is_fitting(found):
                    return keyword
        return ""

    def is_drawn(self, name: str) -> bool:
        """Whether a variable is a matter of looks of plots, and nothing else as a keyword: `alpha = 0.2`."""
        uses = self.uses.get(name, ())
        return bool(uses) and all(keyword in _LOOKS and self.draws(call) for keyword, call in uses)

    def is_worked_out(self, name: str, value: Any) -> bool:
        """Whether a variable begins far out and then becomes the least or most of several."""
        return abs(value) >= _FAR and any(
            value.__class__ is _ast.Call and self.of(value).last in _EXTREMES for value in self.bound.get(name, ())
        )

    def parameter(self, place: LiteralSite) -> str:
        """What a function of this file calls the argument that is given by its position, "" for any other."""
        function = place.owner.func
        name = function.id if function.__class__ is _ast.Name else getattr(function, "attr", "")
        names = self.functions.get(name, ())
        return names[place.position] if 0 <= place.position < len(names) else ""

    def around(self, place: LiteralSite) -> Callee:
        """What the call is to that the dict or call of the literal is an argument of."""
        return self.of(self.parents.get(id(place.owner), place.owner))

    def draws(self, owner: Any) -> bool:
        """Whether a call, or the one that a dict is handed to, is about looks."""
        return self._known(owner).draws

    def declares(self, owner: Any) -> bool:
        """Whether a call declares an option: by its name, or by `default=` beside `type=`, `help=` and the like."""
        return self._known(owner).declares

    def _known(self, owner: Any) -> About:
        """What was worked out of a call or dict; rules ask again and again of the same one."""
        if owner is self._asked:
            return self._answer
        answer = self._about.get(id(owner))
        if answer is None:
            answer = self._about[id(owner)] = self._worked_out(owner)
        self._asked, self._answer = owner, answer
        return answer

    def _worked_out(self, owner: Any) -> About:
        kind = owner.__class__
        if kind is _ast.Dict:
            parent = self.parents.get(id(owner))
            return About(NO_CALLEE, id(owner) in self.plotted or (parent is not None and self.draws(parent)), False)
        if kind is not _ast.Call:
            return _NOTHING
        found = callee(owner)
        named = {keyword.arg for keyword in owner.keywords} if owner.keywords else _NO_NAMES
        draws = callees.is_plot(found) or (len(named) > 0 and _looks(named))
        if not draws and found.last == "dict" and id(owner) in self.parents:
            draws = self.draws(self.parents[id(owner)])
        declares = callees.is_option(found) or ("default" in named and not _DECLARING.isdisjoint(named))
        return About(found, draws, declares)

    def is_chosen(self, node: Any, depth: int = 0) -> bool:
        """Whether an expression is a place hard-coded in this file: a path text, or a name set to one."""
        if depth > 8:
            return False
        kind = node.__class__
        if kind is _ast.Name:
            return self._is_chosen_name(node.id, depth)
        if kind is _ast.Call:
            return self._is_chosen_call(node, depth)
        if kind is _ast.BinOp:
            behind = sites.text(node.right) or ""
            return self.is_chosen(node.left, depth + 1) or (
                behind.endswith("/") and shapes.in_known_folder(behind.rstrip("/").replace("..", ""))
            )
        text = sites.text(node) or ".."
        return not text.startswith(("{}", "%s")) and text not in ("..", "../")

    def _is_chosen_call(self, node: Any, depth: int) -> bool:
        """Where the program is run is as good as hard-coded: `Path.cwd()`, `Path()`."""
        name, parts = self.of(node).last, node.args
        if name in ("getcwd", "cwd") or (name == "Path" and not parts):
            return True
        if not parts and name in ("absolute", "resolve", "expanduser") and node.func.__class__ is _ast.Attribute:
            return self.is_chosen(node.func.value, depth + 1)
        return name in _PATHS and bool(parts) and self.is_chosen(parts[0], depth + 1)

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


def _looks(names: AbstractSet[str | None]) -> bool:
    """Whether the keywords of a call are those of a plot."""
    if not names.isdisjoint(_PLOTTED):
        return True
    if not names.isdisjoint(_REQUESTED):
        return False
    if "width" in names and "height" in names:
        return True
    return len(names & _COSMETIC) >= 2
