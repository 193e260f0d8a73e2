"""The mutants of a module: its syntax tree changed in one place, as an edit of its source."""

from __future__ import annotations

import ast
from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

_COMPARED: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE, ast.GtE: ast.Gt,
    ast.Eq: ast.NotEq, ast.NotEq: ast.Eq, ast.Is: ast.IsNot, ast.IsNot: ast.Is, ast.In: ast.NotIn, ast.NotIn: ast.In,
}  # fmt: skip
_COMPUTED: dict[type[ast.operator], type[ast.operator]] = {
    ast.Add: ast.Sub, ast.Sub: ast.Add, ast.Mult: ast.FloorDiv, ast.FloorDiv: ast.Mult, ast.Div: ast.Mult,
    ast.Mod: ast.Mult, ast.Pow: ast.Mult, ast.LShift: ast.RShift, ast.RShift: ast.LShift,
    ast.BitOr: ast.BitAnd, ast.BitAnd: ast.BitOr,
}  # fmt: skip
# Of these the swapped form is what `not` makes of them.
_NEGATED = (ast.Eq, ast.NotEq, ast.Is, ast.IsNot, ast.In, ast.NotIn)
# Never run, or not the program's own.
_NOT_RUN = ("annotation", "returns")
# What is no part of a definition.
_ON_IMPORT = "the module"


class Mutant(NamedTuple):
    """`source` with its bytes from `start` to `stop` replaced by `after`.

    `text` is the line where it begins; `own` and `statement` are the first and last line of what is changed and of the
    statement around it.  `owner` is the definition that it is part of where it runs on import; empty in a function.
    """

    path: str
    line: int
    column: int
    text: str
    before: str
    after: str
    start: int
    stop: int
    own: tuple[int, int]
    statement: tuple[int, int]
    owner: str
    source: bytes

    @property
    def changed(self) -> bytes:
        return self.source[: self.start] + self.after.encode() + self.source[self.stop :]

    def __str__(self) -> str:
        return f"{self.path}:{self.line}:{self.column} `{self.before}` -> `{self.after}`"


def mutants_of(path: str, source: bytes) -> Iterator[Mutant]:
    """All mutants of a module, in the order of its syntax tree."""
    lines = source.splitlines(keepends=True)
    starts = [0]
    for line in lines:
        starts.append(starts[-1] + len(line))
    for node, statement, owner in _nodes(ast.parse(source), None, _ON_IMPORT):
        for first, last, after in _changes(node):
            start = starts[first.lineno - 1] + first.col_offset
            stop = starts[(last.end_lineno or 0) - 1] + (last.end_col_offset or 0)
            before = " ".join(source[start:stop].decode().split())
            text = lines[first.lineno - 1].decode().strip()
            own = (first.lineno, last.end_lineno or first.lineno)
            around = (statement.lineno, own[1]) if statement else own
            yield Mutant(
                path, first.lineno, first.col_offset + 1, text, before, after, start, stop, own, around, owner, source
            )


def _nodes(node: ast.AST, statement: ast.stmt | None, owner: str) -> Iterator[tuple[ast.AST, ast.stmt | None, str]]:
    """What runs: each node with the statement around it, and the definition it is part of if it runs on import."""
    for field, value in ast.iter_fields(node):
        if field in _NOT_RUN:
            continue
        inside = "" if field == "body" and isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) else owner
        for child in value if isinstance(value, list) else [value]:
            if not isinstance(child, ast.AST) or _is_left_alone(child):
                continue
            own = _defined(child, inside)
            around = child if isinstance(child, ast.stmt) else statement
            yield child, around, own
            # What stands in an f-string has no place of its own before Python 3.12.
            if not isinstance(child, ast.JoinedStr):
                yield from _nodes(child, around, own)


def _is_left_alone(node: ast.AST) -> bool:
    """A docstring, or what only the type checker reads."""
    match node:
        case ast.Expr(ast.Constant(str())) | ast.If(ast.Name("TYPE_CHECKING")):
            return True
    return False


def _defined(node: ast.AST, owner: str) -> str:
    match owner and node:
        case ast.FunctionDef(name) | ast.ClassDef(name):
            return name
        case ast.Assign([ast.Name(name), *_]) | ast.AnnAssign(ast.Name(name)) if owner == _ON_IMPORT:
            return name
    return owner


def _changes(node: ast.AST) -> Iterator[tuple[ast.expr | ast.stmt, ast.expr | ast.stmt, str]]:
    """First and last node of what is replaced, and the text that replaces it."""
    if isinstance(node, ast.expr):
        for after in _other_operators(node):
            yield node, node, f"({ast.unparse(after)})"
        for text in _other_constants(node):
            yield node, node, text
    match node:
        case ast.If(test) | ast.IfExp(test) if not _is_negated_otherwise(test):
            yield test, test, f"(not ({ast.unparse(test)}))"
        case ast.Return(ast.expr() as value) if not (isinstance(value, ast.Constant) and not value.value):
            yield value, value, "None"
        case ast.ExceptHandler(body=[*body]) if not isinstance(body[0], ast.Raise):
            yield body[0], body[-1], "raise"
        case ast.Expr() | ast.AugAssign() | ast.Raise() | ast.Continue() | ast.Break() | ast.Delete():
            yield node, node, "pass"
        case ast.Assign(targets, value) if _leaves_a_value(targets, value):
            yield node, node, "pass"


def _other_operators(node: ast.expr) -> Iterator[ast.expr]:
    match node:
        case ast.Compare(left, ops, comparators):
            for number, op in enumerate(ops):
                yield ast.Compare(left, [*ops[:number], _COMPARED[type(op)](), *ops[number + 1 :]], comparators)
        case ast.BoolOp(op, values):
            yield ast.BoolOp(ast.Or() if isinstance(op, ast.And) else ast.And(), values)
        case ast.BinOp(left, op, right) if type(op) in _COMPUTED:
            yield ast.BinOp(left, _COMPUTED[type(op)](), right)
        case ast.UnaryOp(ast.Not(), operand):
            yield operand


def _other_constants(node: ast.expr) -> Iterator[str]:
    match node:
        case ast.Constant(bool(value)):
            yield repr(not value)
        case ast.Constant(int(value)):
            yield from (repr(value + 1), f"({value - 1})")
        case ast.Constant(str() | bytes() as value) if value:
            yield repr(type(value)())
        case ast.JoinedStr():
            yield "''"


def _is_negated_otherwise(test: ast.expr) -> bool:
    match test:
        case ast.UnaryOp(ast.Not()):
            return True
        case ast.Compare(ops=[op]):
            return isinstance(op, _NEGATED)
    return False


def _leaves_a_value(targets: Iterable[ast.expr], value: ast.expr) -> bool:
    """Whether what is assigned to is there also without the assignment."""
    names = {node.id for node in ast.walk(value) if isinstance(node, ast.Name)}
    return all(target.id in names if isinstance(target, ast.Name) else _is_part(target) for target in targets)


def _is_part(target: ast.expr) -> bool:
    return isinstance(target, ast.Attribute | ast.Subscript)


class Uses:
    """Where the names that modules define are used.  Lines are a number with a bit for each, by path."""

    def __init__(self, sources: Mapping[str, bytes]) -> None:
        self.modules: dict[str, int] = defaultdict(int)
        self._lines: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
        self._owners: dict[str, set[str]] = defaultdict(set)
        for path, source in sources.items():
            for node, statement, owner in _nodes(ast.parse(source), None, _ON_IMPORT):
                if statement and not owner:
                    self.modules[path] |= 1 << statement.lineno
                for name in _named(node):
                    if owner:
                        self._owners[name].add(owner)
                    elif statement:
                        self._lines[name][path] |= 1 << statement.lineno | 1 << getattr(node, "lineno", 0)

    def names(self, name: str) -> set[str]:
        """A definition that runs on import, and those that are made with it."""
        found = [] if name in ("", _ON_IMPORT) else [name]
        for each in found:
            found += [owner for owner in self._owners[each] if owner not in found and owner != _ON_IMPORT]
        return set(found)

    def lines(self, name: str) -> dict[str, int]:
        """The lines of functions that use a definition, or one that is made with it."""
        found: dict[str, int] = defaultdict(int)
        for each in self.names(name):
            for path, mask in self._lines[each].items():
                found[path] |= mask
        return found


def _named(node: ast.AST) -> list[str]:
    match node:
        case ast.Name(name) | ast.Attribute(attr=name):
            return [name]
        case ast.JoinedStr():
            return [name for each in ast.walk(node) if each is not node for name in _named(each)]
    return []
