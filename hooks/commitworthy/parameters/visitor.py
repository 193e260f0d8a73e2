"""A walk through the tree of a file or cell that collects each literal with what stands around it.

Statements are walked block by block, the expressions in them with a stack.  Signatures, annotations and assertions are
not entered: what stands there is set already, or expected.  Leaves are never put on the stack.  What is subscripted is
entered for its conditions only, and an index is no site.
"""

from __future__ import annotations

import _ast as ast

from ..base.namedtuple import TYPE_CHECKING
from .ladders import mark_conditional, mark_ladders, mark_selected
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
    arguments,
    called,
    calls_in,
    described,
    number,
    read,
    targets,
    text,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
    from typing import Any

    Blocks = list[tuple[list[ast.stmt], str, str]]
    Stack = list[ast.expr]

LEAVES = frozenset((ast.Constant, ast.Name))
LITERAL = frozenset((
    ast.Constant, ast.UnaryOp, ast.BinOp, ast.JoinedStr, ast.Call, ast.IfExp,
    ast.List, ast.Tuple, ast.Set, ast.ListComp,
))  # fmt: skip
_ORDERED = frozenset((ast.Lt, ast.LtE, ast.Gt, ast.GtE))
_EQUAL = frozenset((ast.Eq, ast.NotEq))
_COMBINED = frozenset((ast.BitAnd, ast.BitOr))
_OWNERS = frozenset((ast.Call, ast.Dict, ast.Compare))
_QUOTIENTS = (ast.Div, ast.FloorDiv, ast.Mod)
# What holds one expression that is worth entering, and in which field.
_HEADS: dict[type[ast.AST], str] = {
    ast.Expr: "value",
    ast.Return: "value",
    ast.If: "test",
    ast.While: "test",
    ast.For: "iter",
    ast.AsyncFor: "iter",
    ast.AugAssign: "value",
    ast.Match: "subject",
}
_BLOCKS = ("body", "orelse", "finalbody")
_SIMPLE = frozenset((ast.Expr, ast.Return, ast.AugAssign, ast.Assert, ast.Raise, ast.Pass, ast.Import, ast.ImportFrom))
_DEFINITIONS = (ast.FunctionDef, ast.ClassDef, ast.AsyncFunctionDef)
_WITHS = (ast.With, ast.AsyncWith)
_CUT = frozenset((ast.Subscript, ast.Call, ast.Tuple))
_COUNTED = frozenset(("enumerate", "tqdm"))
_LISTED = frozenset((ast.List, ast.Tuple, ast.Name))
_TARGETS = frozenset((ast.Name, ast.Tuple))
_SETS = frozenset("train test val valid validation dev holdout".split())
# What makes up data, and what a program does that has work to do.
_MADE_UP = frozenset("randn rand randint zeros ones ones_like zeros_like arange".split())
_EXAMPLES = frozenset("sample example dummy fake toy".split())
_WORKING = frozenset(
    """
    fit train training load read save write open parse args argument main run dataloader loader compile backward
    csv parquet request requests download fetch query connect experiment study optimize
    """.split()
)
# Where a block gets its data or settings from, and what it prints where it only shows that something works.
_READING = frozenset(
    """
    read load open parse args argument main run dataloader loader csv parquet request requests download fetch query
    connect
    """.split()
)
# What makes more of a block than a first try of a class.
_DOING = frozenset(
    """
    fit train training trainer save write parse args argument main run compile backward step evaluate eval test dump
    experiment study optimize export
    """.split()
)
_BASES = frozenset("module dataset layer model network net".split())
_LOOPS = (ast.For, ast.While, ast.AsyncFor)
_SHOWING = frozenset("smoke demo demonstration demonstrating dummy toy selftest".split())
_PRINTING = frozenset(("print", "info", "rprint"))
# Parts of a block that are looked at.
_MOST = 300
_SPACED = frozenset(("arange", "linspace", "logspace", "geomspace"))
_BUILT = frozenset(
    """
    dict Path set frozenset tuple list join date datetime fromisoformat Timestamp to_datetime timedelta Timedelta
    """.split()
)
_ROUNDED = frozenset(("int", "ceil", "floor", "round"))
# What makes a table of a dict of columns.
_TABLES = frozenset(("DataFrame", "from_dict", "from_pydict", "Table", "Dataset"))
_LOOKS = ("kws", "props", "style", "layout", "rc")
_GIVEN = frozenset(("argv", "environ"))
_CASTS = frozenset("int float str float32 float64 int32 int64 float16 constant".split())
_LAYERS = frozenset(("layers", "hidden", "units", "filters", "channels", "betas"))
_SCHEDULED = frozenset(("lr", "threshold", "thresh", "cutoff", "momentum"))
# Of these a share that is multiplied is tuned; whole numbers are as often units.
_WEIGHTED = frozenset("loss losses penalty weight reward bonus confidence".split())
# Halves, doubles, hundreds and units of time are mathematics.
_PLAIN = frozenset((0, 1, 2, -1, 0.5, 100, 1000, 24, 60, 3600, 86400))
SPREADS = frozenset("iqr std sigma mad stdev stddev sd".split())
_FENCES = frozenset(
    "lower upper low high bound bounds limit limits fence fences outlier outliers ucl lcl whisker".split()
)
_QUARTILES = ({"q1", "q3"}, {"q25", "q75"})
_CALLED = frozenset((ast.Name, ast.Attribute, ast.Subscript))
_MASKS = frozenset((ast.Compare, ast.BinOp, ast.UnaryOp, ast.Call, ast.BoolOp))
_MASK_NAMES = frozenset(
    "mask masks idx keep selected selection filter filtered outlier outliers valid bad good".split()
)
_ORDERING = frozenset(
    """
    argsort argpartition sorted sort sort_values sortBy sortByKey orderBy order_by value_counts most_common nlargest
    nsmallest
    """.split()
)
_WRAPPING = frozenset(("list", "tuple", "reversed", "array", "asarray", "dict"))


class SiteVisitor:
    """What is collected of a whole file, cell by cell.

    Ids: `plotted` of dicts that are settings of a plot, `nested` of dicts in a table of dicts, `masks` of comparisons
    that select rows, `added` of calls whose result is added to something, `divided` of those that something is divided
    by.  `parents` is id of a call, dict or comparison -> the call or dict that it is in, `titles` id of a dict -> what
    it is set to, `uses` name -> keywords that it is handed to, and calls.  `bound` is name -> the expressions it was
    set to; `changed` are the names that count up or down; `functions` is name -> its parameters, as those that call it
    see them.  `looped` is the name of what a loop goes over -> that of its variable.  `imported` is name -> the module
    it comes from; `tables` are the names of dicts that become tables; `trials` are the first and last lines of blocks
    in which a module is only tried out, `classes` its classes -> whether they are models or data sets.  `arms` are the
    ids of statements that a choice by name leads to: `if period == "8 weeks":`.  `ladders` are the ids of the tests of
    a table written as `if` and `elif`, and of the statements in its arms -> whether its bounds may have been chosen.
    """

    def __init__(self, notebook: bool) -> None:
        self.notebook = notebook
        self.sites: list[LiteralSite] = []
        self.plotted: set[int] = set()
        self.nested: set[int] = set()
        self.masks: set[int] = set()
        self.added: set[int] = set()
        self.divided: set[int] = set()
        self._operands = {ast.Add: self.added, **dict.fromkeys(_QUOTIENTS, self.divided)}
        self.parents: dict[int, ast.AST] = {}
        self.titles: dict[int, str] = {}
        self.uses: dict[str, list[tuple[str, ast.Call]]] = {}
        self.bound: dict[str, list[ast.expr]] = {}
        self.changed: set[str] = set()
        self.functions: dict[str, list[str]] = {}
        self.imported: dict[str, str] = {}
        self.tables: set[str] = set()
        self.looped: dict[str, str] = {}
        self.trials: list[tuple[int, int]] = []
        self.ladders: dict[int, bool] = {}
        self.classes: dict[str, bool] = {}
        self.arms: set[int] = set()
        self.early = False
        self.scope = ""
        self.level = TOP
        self.statement: ast.stmt = ast.Pass()
        # Each takes the expressions that it is named for, and puts on the stack what of them is to be entered.
        self._visitors: dict[type[ast.AST], Callable[[Any, Stack], None]] = {
            ast.UnaryOp: lambda node, stack: stack.append(node.operand),
            ast.IfExp: self._conditional,
            ast.Call: self._call,
            ast.Attribute: self._attribute,
            ast.BinOp: self._binary,
            ast.Subscript: self._subscript,
            ast.Compare: self._compare,
            ast.Dict: self._dict,
            ast.Lambda: self._lambda,
            **dict.fromkeys((ast.List, ast.Tuple, ast.Set), lambda node, stack: _push(node.elts, stack)),
            **dict.fromkeys((ast.BoolOp, ast.JoinedStr), lambda node, stack: _push(node.values, stack)),
            ast.Slice: _slice,
            **dict.fromkeys((ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp), self._comprehension),
            **dict.fromkeys(
                (ast.Starred, ast.Await, ast.Yield, ast.YieldFrom, ast.NamedExpr, ast.FormattedValue), _value
            ),
        }

    def walk(self, body: list[ast.stmt], early: bool) -> list[LiteralSite]:
        """The sites in the statements of a file, or of a cell: an `early` one is a place for settings."""
        self.early = early or not self.notebook
        self.sites = []
        blocks: Blocks = [(body, "", TOP)]
        while blocks:
            statements, self.scope, level = blocks.pop()
            mark_ladders(statements, self.ladders)
            for statement in statements:
                self.level = level
                self.statement = statement
                self._statement(statement, blocks)
        return self.sites

    def _put(self, slot: str, name: str, position: int, node: ast.expr, owner: ast.AST) -> None:
        """Remember the literal `node`, if it is one; of `[0.1 for _ in x]` and `float32(0.1)` what is in it."""
        kind = node.__class__
        if kind not in LITERAL:
            return
        if node.__class__ is ast.IfExp:
            for side in _chosen(node):
                self._put(slot, name, position, side, owner)
            return
        if node.__class__ is ast.ListComp:
            node = node.elt
        elif node.__class__ is ast.Call:
            callee = called(node)
            if slot in (TARGET, KEYWORD, ENTRY) and len(node.args) == 1 and callee in _CASTS:
                node = node.args[0]
            elif callee != "format":
                return
        literal = read(node)
        if literal is not None:
            what, value, inner = literal
            masks = slot == COMPARED and id(owner) in self.masks
            self.sites.append(
                LiteralSite(
                    slot, what, name, position, value, inner, owner, self.statement, self.scope, self.level, masks
                )
            )
        elif (
            kind in (ast.List, ast.Tuple)
            and isinstance(node, (ast.List, ast.Tuple))
            and slot in (ENTRY, KEYWORD, TARGET)
            and (not _LAYERS.isdisjoint(words(name)) or all(map(_is_choice, node.elts)))
        ):
            # The numbers of `[None, 2, 4]` and `["sqrt", 0.5]`, one by one, where the list is under a name; of
            # `layers = [n, 50, 50]` too.
            for item in node.elts:
                if number(item) is not None:
                    self._put(slot, name, position, item, owner)

    # Statements

    def _statement(self, node: ast.stmt, blocks: Blocks) -> None:
        kind = node.__class__
        if node.__class__ is ast.Assign:
            self._assign(node.targets[0], node.value)
        elif node.__class__ is ast.AnnAssign:
            if node.value is not None:
                self._assign(node.target, node.value)
        elif node.__class__ in _DEFINITIONS:
            self._definition(node, blocks)
        elif node.__class__ is ast.Import:
            for alias in node.names:
                self.imported[alias.asname or alias.name.partition(".")[0]] = alias.name
        elif node.__class__ is ast.ImportFrom:
            self.imported.update((alias.asname or alias.name, node.module or "") for alias in node.names)
        else:
            self._head(node)
            if node.__class__ is ast.If:
                if self.level is TOP and _is_trial(node, self.classes):
                    self.trials.append((node.lineno, node.end_lineno or node.lineno))
                if _is_by_name(node.test):
                    self.arms.update(map(id, node.body))
            if kind not in _SIMPLE:
                inner = [getattr(node, field, None) for field in _BLOCKS]
                inner += [handler.body for handler in getattr(node, "handlers", ())]
                inner += [case.body for case in getattr(node, "cases", ())]
                blocks += [(block, self.scope, self.level) for block in inner if block]

    def _definition(self, node: ast.FunctionDef | ast.ClassDef | ast.AsyncFunctionDef, blocks: Blocks) -> None:
        for decorator in node.decorator_list:
            self._visit(decorator)
        level = CLASS
        if isinstance(node, ast.ClassDef):
            self.classes[node.name] = any(not _BASES.isdisjoint(words(described(base))) for base in node.bases)
        else:
            level = FUNCTION
            # What it takes, as those that call it see it; of a class, what makes one of it.
            name = node.name if node.name != "__init__" else self.scope.rpartition(".")[2]
            self.functions[name] = [arg.arg for arg in node.args.args if arg.arg not in ("self", "cls")]
        if not _holds_settings(node.decorator_list):
            blocks.append((node.body, f"{self.scope}.{node.name}" if self.scope else node.name, level))

    def _head(self, node: ast.stmt) -> None:
        """The expressions of a statement itself."""
        if node.__class__ is ast.For:
            self._loop(node)
            return
        field = _HEADS.get(node.__class__)
        value = getattr(node, field) if field else None
        if value is not None and value.__class__ not in LEAVES:
            self._visit(value)
        if node.__class__ is ast.AugAssign:
            self._augmented(node)
        elif node.__class__ in _WITHS:
            for item in node.items:
                self._visit(item.context_expr)

    def _augmented(self, node: ast.AugAssign) -> None:
        if node.target.__class__ is ast.Name:
            self.changed.add(node.target.id)
        name = described(node.target)
        if node.value.__class__ is ast.Call:
            self.added.add(id(node.value))
        elif text(node.value) is not None or name == "sys_path":
            self._put(TARGET, name, -1, node.value, node)
        elif node.op.__class__ in (ast.Mult, ast.Div) and _is_scheduled(name):
            self._put(FACTOR, name, -1, node.value, node)

    def _loop(self, node: ast.For) -> None:
        """`for epoch in range(100)`, and `for rate in [0.1, 0.2]`."""
        iterated, name = _iterated(node)
        if iterated.__class__ is ast.Call and called(iterated) in ("range", "xrange", "trange"):
            for argument in iterated.args:
                self._put(LOOP, name, -1, argument, node)
                self._visit(argument)
            return
        if iterated.__class__ is ast.Call and called(iterated) in _SPACED:
            for argument in iterated.args:
                self._put(LOOP, name, -1, argument, node)
        if iterated.__class__ is ast.Name:
            self.looped[iterated.id] = name
        if iterated.__class__ in (ast.List, ast.Tuple):
            self._put(LOOP, name, -1, iterated, node)
        if iterated.__class__ is ast.Subscript and iterated.slice.__class__ is ast.Slice:
            # A part of the data: `for row in rows[300:600]`.
            for bound in (iterated.slice.lower, iterated.slice.upper):
                if bound is not None:
                    self._put(SLICED, "", -1, bound, iterated)
        self._visit(node.iter)

    def _assign(self, target: ast.expr, value: ast.expr) -> None:
        name = described(target)
        if target.__class__ is ast.Name:
            self.bound.setdefault(name, []).append(value)
            if is_constant(name) and self.level == TOP and self.early and _is_plain(value):
                self.level = CONSTANT
        elif target.__class__ is ast.Subscript:
            name = text(target.slice) or ""
            if target.slice.__class__ not in LEAVES:
                self._visit(target)
        elif target.__class__ is ast.Attribute:
            name = name.removeprefix("self_")
        elif target.__class__ is ast.Tuple:
            name = "_".join(described(item) for item in target.elts)
        if name:
            self._put(NAMED if self.level is CONSTANT else TARGET, name, -1, value, self.statement)
        if name and target.__class__ in _TARGETS and value.__class__ in _CUT:
            self._cuts(name, value)
        if value.__class__ in LEAVES:
            return
        self.titles[id(value)] = name
        if value.__class__ is ast.BinOp:
            for factor in _tuned_factors(name, value):
                self._put(FACTOR, name, -1, factor, self.statement)
        if value.__class__ is ast.Compare and _is_mask(name, value):
            self.masks.add(id(value))
        self._visit(value)

    def _cuts(self, name: str, value: ast.expr) -> None:
        """`x[:60000]` and `x[60000:]`, alone or side by side, where they become sets to train or test with.

        And the rows of `x = x.iloc[30:, :].copy()`, whatever they become, and `rows = rows[:1000]`.
        """
        into_sets = not _SETS.isdisjoint(words(name))
        for item in _parts(value, into_sets):
            if item.__class__ is not ast.Subscript:
                continue
            cut = item.value
            if not (
                into_sets
                or (cut.__class__ is ast.Attribute and cut.attr == "iloc")
                or (cut.__class__ is ast.Name and cut.id == name)
            ):
                continue
            rows = item.slice.elts[0] if item.slice.__class__ is ast.Tuple and item.slice.elts else item.slice
            if rows.__class__ is ast.Slice:
                for bound in (rows.lower, rows.upper):
                    if bound is not None:
                        self._put(SLICED, "", -1, bound, item)

    # Expressions

    def _visit(self, root: ast.expr) -> None:
        """Every call, comparison and dict in `root`."""
        stack = [root]
        find = self._visitors.get
        while stack:
            node = stack.pop()
            visitor = find(node.__class__)
            if visitor is not None:
                visitor(node, stack)

    def _call(self, node: ast.Call, stack: Stack) -> None:
        mark_selected(node, self.ladders)
        if node.func.__class__ is not ast.Name:
            stack.append(node.func)
        if node.args and node.args[0].__class__ is ast.Name and called(node) in _TABLES:
            self.tables.add(node.args[0].id)
        position = -1
        for argument in node.args:
            position += 1
            kind = argument.__class__
            if kind in LITERAL:
                if argument.__class__ is ast.BinOp and argument.op.__class__ is ast.Mult and called(node) in _ROUNDED:
                    self._rounded(argument)
                if position == 1:
                    # Of `set_config("seed", 7)` the second is under the name that is the first.
                    key = text(node.args[0])
                    if key and called(node).startswith("set") and not key.startswith("spark."):
                        self._put(ENTRY, key, -1, argument, node)
                self._put(POSITION, "", position, argument, node)
            if kind not in LEAVES:
                if kind in _OWNERS:
                    self.parents[id(argument)] = node
                stack.append(argument)
        for keyword in node.keywords:
            self._keyword(node, keyword.arg or "", keyword.value, stack)

    def _keyword(self, node: ast.Call, name: str, value: ast.expr, stack: Stack) -> None:
        if value.__class__ is ast.Name:
            self.uses.setdefault(value.id, []).append((name, node))
            return
        kind = value.__class__
        if kind in LITERAL:
            self._put(KEYWORD, name, -1, value, node)
        if kind not in LEAVES:
            if kind in _OWNERS:
                self.parents[id(value)] = node
            if kind is ast.Dict and name:
                self.titles[id(value)] = name
                if name.endswith(_LOOKS):
                    self.plotted.add(id(value))
            stack.append(value)

    def _attribute(self, node: ast.Attribute, stack: Stack) -> None:
        inner = node.value
        if inner.__class__ not in LEAVES:
            if inner.__class__ is ast.Compare:
                self.masks.add(id(inner))
            stack.append(inner)

    def _subscript(self, node: ast.Subscript, stack: Stack) -> None:
        inner = node.slice
        if inner.__class__ not in LEAVES:
            self.masks.update(map(id, _combined(inner)))
            stack.append(inner)
            for at, item in enumerate(inner.elts if inner.__class__ is ast.Tuple else (inner,)):
                if item.__class__ is ast.Slice:
                    self._between(node, item.lower, item.upper)
                    first = None if number(item.lower) == 0 else item.lower
                    end = item.upper if first is None else first if item.upper is None else None
                    if end is None or item.step is not None or not _is_whole(end):
                        continue
                    # Of `df.iloc[:16, :]` the rows alone are in order.
                    by_row = getattr(node.value, "attr", "") == "iloc" and item is not inner
                    if at == 0 and (is_in_order(node.value) or is_called_top(self.statement) or by_row):
                        self._put(SLICED, TOP_K, -1, end, node)
                else:
                    self._between(node, item)
        else:
            self._between(node, inner)
        if node.value.__class__ not in LEAVES:
            stack.append(node.value)

    def _between(self, node: ast.Subscript, *bounds: ast.expr | None) -> None:
        """The texts of `df["2019-01-01":"2019-12-31"]`, and of `df.loc["2019-01-01", :]`."""
        for bound in bounds:
            if bound.__class__ is ast.Constant and bound.value.__class__ is str and bound.value[:1].isdigit():
                self._put(SLICED, "", -1, bound, node)

    def _binary(self, node: ast.BinOp, stack: Stack) -> None:
        left, right, operator = node.left, node.right, node.op.__class__
        if operator in _COMBINED or id(node) in self.masks:
            self.masks.update((id(left), id(right)))
        if right.__class__ is ast.Constant or right.__class__ is ast.JoinedStr:
            # `folder / "x.csv"`, `folder + "x.csv"`, and `cpu_count() - 2`.
            if operator is ast.Div or (operator is ast.Add and left.__class__ is ast.Name):
                if text(right) is not None:
                    self._put(JOINED, "", 1, right, node)
            elif operator is ast.Sub and called(left) == "cpu_count":
                self._put(SPARED, "", -1, right, node)
        elif right.__class__ is ast.Call and operator in self._operands:
            self._operands[operator].add(id(right))
        elif operator is ast.Add and right.__class__ is ast.BinOp:
            for side in _weights(node):
                self._put(WEIGHED, "weight", -1, side, node)
        if operator is ast.Mult:
            self._part(node)
        if left.__class__ not in LEAVES:
            stack.append(left)
        if right.__class__ not in LEAVES:
            stack.append(right)

    def _rounded(self, node: ast.BinOp) -> None:
        """`int(0.8 * self.total)`, in either order: a share of what can be counted."""
        for side, other in ((node.left, node.right), (node.right, node.left)):
            if side.__class__ is ast.Constant and not _is_length(other):
                self._put(PART, described(other), -1, side, node)

    def _part(self, node: ast.BinOp) -> None:
        """`0.8 * len(x)`, in either order."""
        for side, other in ((node.left, node.right), (node.right, node.left)):
            if side.__class__ is not ast.Constant:
                continue
            if _is_length(other):
                self._put(PART, "", -1, side, node)
            elif _is_spread(other):
                # Called the end of a range: `upper`, `low_limit`, or both: `upper, lower`.
                ends = [end for target in targets(self.statement) for end in getattr(target, "elts", [target])]
                returned = self.statement.__class__ is ast.Return and other.__class__ is ast.BinOp
                if returned or (ends and not _FENCES.isdisjoint(words(described(ends[0])))):
                    self._put(FACTOR, described(other) or "iqr", -1, side, node)

    def _compare(self, node: ast.Compare, stack: Stack) -> None:
        sides = [node.left, *node.comparators]
        for at, operator in enumerate(node.ops):
            kind = operator.__class__
            if kind in _ORDERED or kind in _EQUAL:
                left, right = sides[at], sides[at + 1]
                equal = int(kind in _EQUAL)
                if right.__class__ in LITERAL:
                    self._put(COMPARED, described(left), equal, right, node)
                if left.__class__ in LITERAL:
                    self._put(COMPARED, described(right), equal, left, node)
                if right.__class__ is ast.BinOp:
                    for factor in _spread_factors(right):
                        self._put(FACTOR, described(left), -1, factor, node)
        _push(sides, stack)

    def _dict(self, node: ast.Dict, stack: Stack) -> None:
        tabled = _is_table(node.values)
        for key, value in zip(node.keys, node.values, strict=False):
            kind = value.__class__
            if kind is ast.Dict and tabled:
                self.nested.add(id(value))
            if kind in LITERAL and key.__class__ is ast.Constant and key.value.__class__ is str:
                self._put(ENTRY, key.value, -1, value, node)
            elif kind is ast.Constant and id(node) in self.titles and key.__class__ in (ast.Name, ast.Constant):
                # Under keys that say nothing: `n_rounds = {CASUAL: 450, REGISTERED: 560}`.
                self._put(ENTRY, self.titles[id(node)], -1, value, node)
            if kind not in LEAVES:
                if kind in _OWNERS:
                    self.parents[id(value)] = node
                stack.append(value)

    def _conditional(self, node: ast.IfExp, stack: Stack) -> None:
        stack += mark_conditional(node, self.ladders)

    def _lambda(self, node: ast.Lambda, stack: Stack) -> None:
        self.masks.update(map(id, _results(node.body)))
        stack.append(node.body)

    def _comprehension(self, node: ast.ListComp | ast.SetComp | ast.DictComp | ast.GeneratorExp, stack: Stack) -> None:
        stack += [node.key, node.value] if isinstance(node, ast.DictComp) else [node.elt]
        for part in node.generators:
            stack.append(part.iter)
            stack += part.ifs
            if part.iter.__class__ is ast.Name:
                self.looped[part.iter.id] = described(part.target)
            # The bounds in `for k in range(2, 11)`.
            if part.iter.__class__ is ast.Call and part.target.__class__ is ast.Name and called(part.iter) == "range":
                for argument in part.iter.args:
                    self._put(LOOP, part.target.id, -1, argument, part)
            self.masks.update(id(condition) for condition in part.ifs if condition.__class__ is ast.Compare)


def _is_table(values: Sequence[ast.expr]) -> bool:
    """Whether most are dicts, and two of them have the same keys: presets or records, not the settings of parts."""
    rows = [value.keys for value in values if value.__class__ is ast.Dict]
    if len(rows) < 2 or 2 * len(rows) < len(values):
        return False
    known = [tuple(text(key) if key else None for key in keys) for keys in rows]
    return any(len(keys) > 1 and known.count(keys) > 1 for keys in known[:10])


def _push(nodes: Iterable[ast.expr], stack: Stack) -> None:
    """What of `nodes` has children."""
    stack += [node for node in nodes if node.__class__ not in LEAVES]


def _slice(node: ast.Slice, stack: Stack) -> None:
    _push([part for part in (node.lower, node.upper, node.step) if part is not None], stack)


def _value(node: ast.Starred | ast.Await | ast.Yield, stack: Stack) -> None:
    if node.value is not None:
        stack.append(node.value)


def _is_by_name(test: ast.expr) -> bool:
    """Whether a condition asks which of several names was chosen: `period == "8 weeks"`, `"weekly" in title`."""
    if test.__class__ is not ast.Compare or test.ops[0].__class__ not in (ast.Eq, ast.In):
        return False
    return described(test.left) != "__name__" and any(text(side) for side in (test.left, *test.comparators))


def _is_trial(node: ast.If, classes: Mapping[str, bool]) -> bool:
    """Whether a module, which has `classes`, is only tried out on data that are made up where it is run.

    `if __name__ == "__main__": print(Net()(torch.rand(2)))`
    """
    if node.test.__class__ is not ast.Compare or described(node.test.left) != "__name__":
        return False
    names = calls_in(node.body, _MOST)
    parts = {part for name in names for part in words(name)}
    made = (bool(classes) and not _MADE_UP.isdisjoint(names)) or any(
        not _EXAMPLES.isdisjoint(words(described(target))) for inner in node.body for target in targets(inner)
    )
    # A model or data set of the module is made once, and its first item looked at.
    built = any(classes.get(name) for name in names) and not any(inner.__class__ in _LOOPS for inner in node.body)
    asserted = sum(inner.__class__ is ast.Assert for inner in node.body) > 1 and "parse_args" not in names
    built = built and _DOING.isdisjoint(parts)
    return (
        asserted or built or (made and _WORKING.isdisjoint(parts)) or (_shows(node.body) and _READING.isdisjoint(parts))
    )


def _shows(body: Iterable[ast.stmt]) -> bool:
    """Whether a block prints that it only shows something: `print("Running smoke test")`."""
    printed = [inner.value for inner in body if inner.__class__ is ast.Expr and called(inner.value) in _PRINTING]
    said = [text(argument) or "" for call in printed for argument in arguments(call)]
    return any(not _SHOWING.isdisjoint(words(line.lower())) for line in said)


def _iterated(node: ast.For) -> tuple[ast.expr, str]:
    """What a loop goes over, and the name of its variable; of `for i, C in enumerate([0.1, 1])` the list and C."""
    iterated, target = node.iter, node.target
    wrapped = iterated.args[:1] if iterated.__class__ is ast.Call and called(iterated) in _COUNTED else []
    if wrapped and wrapped[0].__class__ in _LISTED:
        if target.__class__ is ast.Tuple and called(iterated) == "enumerate":
            target = target.elts[-1]
        iterated = wrapped[0]
    return iterated, described(target)


# What a cut into sets, a constant and a list of settings are


def _parts(value: ast.expr, into_sets: bool) -> Sequence[ast.expr]:
    """Of `a, b`, of `a.copy()` and, where sets are made, of `tensor(a)` what may be a cut."""
    if value.__class__ is ast.Call:
        return _inside(value) if into_sets or not value.args else ()
    if value.__class__ is not ast.Tuple:
        return (value,)
    return value.elts if not into_sets else [part for item in value.elts for part in _inside(item)]


def _inside(item: ast.expr) -> Sequence[ast.expr]:
    """Of a call its arguments, and of a method what it is called on."""
    if item.__class__ is not ast.Call:
        return (item,)
    return (item.func.value, *item.args) if isinstance(item.func, (ast.Attribute, ast.Subscript)) else item.args


def _chosen(node: ast.IfExp) -> Iterator[ast.expr]:
    """The sides that may be choices: not the 0 of `0.4 if n > 1 else 0`, which only says that there is none.

    Nor the 42 of `int(sys.argv[1]) if len(sys.argv) > 1 else 42`, where a user can give another.
    """
    stack: list[ast.expr] = [node]
    while stack:
        side = stack.pop()
        if side.__class__ is not ast.IfExp:
            yield side
            continue
        test = side.test
        compared = (test.left, *test.comparators) if test.__class__ is ast.Compare else (test,)
        if all(_GIVEN.isdisjoint(words(described(part))) for part in compared):
            stack += [part for part in (side.orelse, side.body) if number(part) not in (0, 1)]


def _is_choice(node: ast.expr) -> bool:
    """Whether it may stand in a list of settings such as `[None, 2, 4]` or `["sqrt", 0.5, True]`."""
    if node.__class__ is ast.Constant and node.value.__class__ in (str, bool, type(None)):
        return True
    return number(node) is not None


def _is_plain(node: ast.expr) -> bool:
    """Whether it is made of literals: a constant is such, a model that is built is none, nor `f"{args.out}/log"`."""
    if node.__class__ is ast.Call:
        return called(node) in _BUILT and not any(map(_is_filled, node.args))
    return (node.__class__ in LITERAL and not _is_filled(node)) or node.__class__ is ast.Dict


def _is_filled(node: ast.expr) -> bool:
    """Whether it is a text with the values of variables in it, which are no constants."""
    if node.__class__ is not ast.JoinedStr:
        return False
    names = [described(part.value) for part in node.values if part.__class__ is ast.FormattedValue]
    return any(name and not is_constant(name) for name in names)


def _holds_settings(decorators: Iterable[ast.expr]) -> bool:
    """Whether a decorator makes a function a place for settings, as sacred's `@ex.config` does."""
    return any(
        item.__class__ is ast.Attribute and item.attr in ("config", "named_config", "configure") for item in decorators
    )


# Arithmetic in which a number is a choice: `lr = base * 0.95`, `q3 + 1.5 * iqr`, `0.7 * a + 0.3 * b`


def _weights(node: ast.BinOp) -> list[ast.expr]:
    """The fractions of `0.7 * a + 0.3 * b` where they add up to one; none where they do not."""
    terms, rest = [node.right], node.left
    while rest.__class__ is ast.BinOp and rest.op.__class__ is ast.Add:
        terms.append(rest.right)
        rest = rest.left
    sides: list[ast.expr] = []
    total = 0.0
    for term in (*terms, rest):
        if term.__class__ is ast.BinOp and term.op.__class__ is ast.Mult:
            for side in (term.left, term.right):
                if side.__class__ is ast.Constant:
                    if side.value.__class__ is not float:
                        return []
                    sides.append(side)
                    total += side.value
    return sides if len(sides) > 1 and abs(total - 1) < 0.01 else []


def _is_length(node: ast.expr) -> bool:
    """`len(x)`, `x.shape[0]`, `x.count()`."""
    if node.__class__ is ast.Subscript:
        return node.value.__class__ is ast.Attribute and node.value.attr == "shape"
    return called(node) in ("len", "count", "size")


def _is_scheduled(name: str) -> bool:
    """Whether what is set is a rate of learning or a threshold, whose arithmetic is tuned like itself."""
    parts = words(name)
    return not _SCHEDULED.isdisjoint(parts) or parts[-2:] == ("learning", "rate")


def _tuned_factors(name: str, node: ast.expr) -> list[ast.expr]:
    """The numbers with which a rate or a threshold is worked out, and the shares in a loss or a weight."""
    if _is_scheduled(name):
        return _factors(node) if number(node) is None else []
    if _WEIGHTED.isdisjoint(words(name)[-1:]):
        return []
    return [factor for factor in _factors(node) if 0 < abs(number(factor) or 0) < 1]


def _factors(node: ast.expr) -> list[ast.expr]:
    """The numbers of a sum or product, those of mathematics left out, at most thirty nodes deep."""
    factors: list[ast.expr] = []
    stack = [node]
    for _ in range(30):
        if not stack:
            break
        part = stack.pop()
        if part.__class__ is ast.BinOp:
            # Of `10 ** x` the scale is one of mathematics.
            scaled = part.op.__class__ is ast.Pow and number(part.left) in (2, 10)
            stack += (part.right,) if scaled else (part.left, part.right)
        elif part.__class__ is ast.Constant and part.value.__class__ in (int, float) and part.value not in _PLAIN:
            factors.append(part)
    return factors


def _is_spread(node: ast.expr) -> bool:
    """Whether it is a measure of spread: `iqr`, `x.std()`, with which outliers are told."""
    if called(node) == "std":
        return True
    if node.__class__ is ast.BinOp and node.op.__class__ is ast.Sub:
        # `q3 - q1`, as which the spread is written where it has no name.
        return {described(node.left).lower(), described(node.right).lower()} in _QUARTILES
    return node.__class__ in _CALLED and not SPREADS.isdisjoint(words(described(node)))


def _spread_factors(node: ast.expr) -> list[ast.expr]:
    """The 3 of `3 * std`, in either order, and of `mean + 3 * std`."""
    if node.__class__ is not ast.BinOp:
        return []
    if node.op.__class__ in (ast.Add, ast.Sub):
        return _spread_factors(node.right)
    pairs = ((node.left, node.right), (node.right, node.left))
    return [side for side, other in pairs if side.__class__ is ast.Constant and _is_spread(other)]


# Comparisons that select: rows of a table, or values that a function is asked about one by one


def _combined(node: ast.expr) -> Iterator[ast.expr]:
    """Of `df[(df.a > 5) & (df.b < 3)]` what is combined."""
    for item in node.elts if node.__class__ is ast.Tuple else [node]:
        if item.__class__ in _MASKS:
            yield item
        if item.__class__ is ast.UnaryOp:
            yield item.operand


def _results(body: ast.expr) -> Iterator[ast.expr]:
    """Of `lambda x: x >= 39`, of `lambda x: 2 < x and x < 5`, and of `lambda x: "a" if x < 5 else "b"`."""
    for _ in range(20):
        if body.__class__ is not ast.IfExp:
            break
        yield body.test
        body = body.orelse
    yield body
    if body.__class__ is ast.BoolOp:
        yield from body.values


def _is_mask(name: str, value: ast.Compare) -> bool:
    """Whether what is set to a comparison is a mask: by its name, or since a whole axis is compared."""
    left = value.left
    axis = left.__class__ is ast.Call and any(keyword.arg in ("axis", "dim") for keyword in left.keywords)
    return axis or not _MASK_NAMES.isdisjoint(words(name))


# What is in the order of a score, and the slices that take its head: `scores.argsort()[-20:]`


def is_called_top(statement: ast.stmt) -> bool:
    """Whether what is set is called the top of something: `top_terms = terms[:50]`."""
    return any(words(described(target))[:1] == ("top",) for target in targets(statement))


def _is_whole(bound: ast.expr) -> bool:
    """The 20 of `[:20]` and of `[-20:]`."""
    if bound.__class__ is ast.UnaryOp:
        bound = bound.operand
    return bound.__class__ is ast.Constant and bound.value.__class__ is int


def is_in_order(node: ast.expr) -> bool:
    """Whether an expression was sorted on its way, or is indexed by what was; the alphabet is no order of merit."""
    # What is followed of `x.sort_values("a").index.tolist()[:10]`.
    for _ in range(10):
        if node.__class__ is ast.Call:
            name = called(node)
            if name in _ORDERING:
                return name != "sorted" or bool(node.keywords)
            node = node.args[0] if name in _WRAPPING and node.args else node.func
        elif node.__class__ is ast.Attribute:
            node = node.value
        elif node.__class__ is ast.Subscript:
            if called(node.slice) in _ORDERING:
                return True
            node = node.value
        else:
            break
    return False
