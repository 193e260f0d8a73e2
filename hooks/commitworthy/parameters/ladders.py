"""Tables that are written as code: `if x < 10: label = "low"`, `elif x < 20: label = "high"` and so on."""

from __future__ import annotations

import _ast as ast

from ..base.namedtuple import TYPE_CHECKING
from .names import MODEL, is_constant, is_strong, role, words
from .sites import arguments, called, described, number, targets

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

# With fewer arms it is a decision, unless all that is picked is a colour.
_ARMS = 3
_ORDERED = (ast.Lt, ast.LtE, ast.Gt, ast.GtE)
_SETTING = (ast.Assign, ast.AnnAssign, ast.AugAssign, ast.Return)
_SEQUENCES = (ast.Tuple, ast.List)
# What is told in these words is acted upon.
_URGENT = frozenset("high critical urgent severe alert priority action escalate".split())
_COLOURS = frozenset("red green blue orange yellow gray grey black white".split())


def mark_ladders(statements: Sequence[ast.stmt], ladders: dict[int, bool]) -> None:
    """Put into `ladders` what of a block is a table: `if`, `elif` and `else`, and ifs in a row that each return."""
    run: list[ast.stmt] = []
    for statement in statements:
        if statement.__class__ is ast.If:
            if not statement.orelse and statement.body[-1].__class__ is ast.Return and _tells(statement):
                run.append(statement)
                continue
            if id(statement) not in ladders:
                _mark_chain(statement, ladders)
        elif statement.__class__ is ast.Return and run and _names([statement]):
            run.append(statement)
        _mark(run, ladders)
        run = []
    _mark(run, ladders)


def _mark_chain(statement: ast.If, ladders: dict[int, bool]) -> None:
    arms: list[ast.stmt] = []
    rest: list[ast.stmt] = [statement]
    while len(rest) == 1 and rest[0].__class__ is ast.If and _tells(rest[0]):
        arms.append(rest[0])
        rest = rest[0].orelse
    if rest and _names(rest):
        arms += rest[:1]
    _mark(arms, ladders)


def _mark(arms: Sequence[ast.stmt], ladders: dict[int, bool]) -> None:
    inner = [part for arm in arms for part in (arm.body if arm.__class__ is ast.If else [arm])]
    values = [getattr(part, "value", None) for part in inner]
    if len(arms) < _ARMS and not _are_colours(values):
        return
    tests = sum(arm.__class__ is ast.If for arm in arms)
    chosen = _is_chosen(tests, values)
    ladders.update(dict.fromkeys(map(id, (*arms, *inner)), chosen))


def mark_conditional(node: ast.IfExp, ladders: dict[int, bool]) -> list[ast.expr]:
    """Put into `ladders` the comparisons of `"a" if x < 10 else "b" if x < 20 else "c"`; its tests and results."""
    tests: list[ast.expr] = []
    results: list[ast.expr] = []
    rest: ast.expr = node
    while rest.__class__ is ast.IfExp:
        tests.append(rest.test)
        results.append(rest.body)
        rest = rest.orelse
    results.append(rest)
    _mark_tests(tests, results, ladders)
    return tests + results


def mark_selected(node: ast.Call, ladders: dict[int, bool]) -> None:
    """Put into `ladders` the comparisons of `np.select([x < 10, x < 20, x < 30], ["a", "b", "c"])` and nested where."""
    name, given = called(node), node.args
    if name == "select" and len(given) > 1 and given[0].__class__ is ast.List and given[1].__class__ in _SEQUENCES:
        _mark_tests(given[0].elts, given[1].elts, ladders)
    elif name == "where" and len(given) == _ARMS and called(given[2]) == "where":
        tests: list[ast.expr] = []
        results: list[ast.expr] = []
        rest: ast.expr = node
        while called(rest) == "where" and len(arguments(rest)) == _ARMS:
            test, result, rest = arguments(rest)
            tests.append(test)
            results.append(result)
        _mark_tests(tests, [*results, rest], ladders)


def _mark_tests(tests: Sequence[ast.expr], results: Sequence[ast.expr], ladders: dict[int, bool]) -> None:
    if (
        not tests
        or id(tests[-1]) in ladders
        or not (_are_labels(results) if len(results) >= _ARMS else _are_colours(results))
    ):
        return
    chosen = _is_chosen(len(tests), results)
    for test in tests:
        ladders.update((id(part), chosen) for part in (test, *_compared(test)))


def _is_chosen(tests: int, results: Iterable[ast.expr | None]) -> bool:
    """Whether somebody may have chosen the bounds: there are few of them, or they tell how urgent something is."""
    return tests < _ARMS or any(not _URGENT.isdisjoint(words(text)) for result in results for text in _texts(result))


def _tells(node: ast.If) -> bool:
    """Whether an arm is taken by a bound, and only names or numbers something."""
    ordered = any(operator.__class__ in _ORDERED for test in _compared(node.test) for operator in test.ops)
    return ordered and _names(node.body)


def _compared(test: ast.expr) -> Iterable[ast.Compare]:
    """The comparisons in a test: those of `a < x and not x > b`, `(a < x) & (x < b)`."""
    stack = [test]
    while stack:
        node = stack.pop()
        if node.__class__ is ast.Compare:
            yield node
        elif node.__class__ is ast.BoolOp:
            stack += node.values
        elif node.__class__ is ast.UnaryOp:
            stack.append(node.operand)
        elif node.__class__ is ast.BinOp:
            stack += (node.left, node.right)


def _names(body: Sequence[ast.stmt]) -> bool:
    """Whether statements only set or return labels, colours and numbers, or add them to a list."""
    values: list[ast.expr] = []
    for statement in body:
        value: ast.expr | None = getattr(statement, "value", None)
        if value is None:
            return False
        if statement.__class__ is ast.Expr and called(value) == "append" and len(arguments(value)) == 1:
            value = arguments(value)[0]
        elif statement.__class__ not in _SETTING:
            return False
        if any(map(_is_tuned, targets(statement))):
            return False
        values.append(value)
    return _are_labels(values)


def _is_tuned(target: ast.expr) -> bool:
    """Whether a parameter is set: `if rows > 100000: batch_size = 500` is a rule."""
    name = described(target)
    return role(name) == MODEL and (is_strong(name) or "rate" in words(name))


def _are_labels(values: Sequence[ast.expr]) -> bool:
    """Whether all are constants, and not all of them yes, no or nothing, which is a decision."""
    if not all(map(_is_label, values)):
        return False
    constants = [value.value if value.__class__ is ast.Constant else value for value in values]
    return not all(constant is None or constant.__class__ is bool for constant in constants)


def _is_label(value: ast.expr) -> bool:
    if value.__class__ in _SEQUENCES:
        return all(item.__class__ not in _SEQUENCES and _is_label(item) for item in value.elts)
    if value.__class__ is ast.Name:
        return is_constant(value.id)
    return value.__class__ in (ast.Constant, ast.JoinedStr) or number(value) is not None


def _are_colours(values: Sequence[ast.expr | None]) -> bool:
    """Whether a bound only picks a colour: `"#22c55e" if level >= 95 else "#f59e0b"`."""
    return len(values) > 1 and all(text.startswith("#") or text in _COLOURS for value in values for text in _all(value))


def _all(value: ast.expr | None) -> Sequence[str]:
    return tuple(_texts(value)) or ("",)


def _texts(value: ast.expr | None) -> Iterable[str]:
    for item in value.elts if value.__class__ in _SEQUENCES else (value,):
        if item.__class__ is ast.Constant and item.value.__class__ is str:
            yield item.value
