"""Where in a program a variable is to be had: in its own scope behind its assignment, and where it is handed on."""

from __future__ import annotations

import ast

from ...base.namedtuple import TYPE_CHECKING, NamedTuple
from .module import FUNCTIONS, SCOPES

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from .module import Function, Module


class Variable(NamedTuple):
    """A name that `scope` (a function, None for the module) gives a value, `end` being where that is done.

    `siblings` are the statements of the block in which that happens.
    """

    name: str
    scope: ast.AST | None
    siblings: Sequence[ast.stmt]
    end: int


def assigned(module: Module, statement: ast.stmt, name: str) -> Variable:
    """What a statement assigns."""
    parent = module.parents[statement]
    blocks = (getattr(parent, field, ()) for field in ("body", "orelse", "finalbody"))
    siblings = next((block for block in blocks if isinstance(block, list) and statement in block), [])
    return Variable(name, module.scope(statement), siblings, module.end(statement))


def argument(module: Module, function: Function, name: str) -> Variable:
    """An argument of a function."""
    return Variable(name, function, function.body, module.start(function.body[0]))


def is_bound_once(module: Module, variable: Variable) -> bool:
    """Whether nothing else gives the variable a value, in its scope or from within."""
    nodes = [node for node in module.bound.get(variable.name, ()) if _scope_of(module, node) is variable.scope]
    names = (ast.Global, ast.Nonlocal)
    elsewhere = [node for node in module.bound.get(variable.name, ()) if isinstance(node, names)]
    return len(nodes) == 1 and not elsewhere


def _scope_of(module: Module, node: ast.AST) -> ast.AST | None:
    """The scope that a binding is in: an argument is in its function, as a comprehension's own variable is in none."""
    inner = node
    for outer in module.above(node):
        if isinstance(outer, ast.comprehension):
            return outer
        if isinstance(outer, SCOPES) and (isinstance(inner, ast.arguments) or module.scope(inner) is outer):
            return outer
        inner = outer
    return None


class Reach:
    """Where a variable, and the arguments that it is handed on as, can be read."""

    def __init__(self, module: Module, variable: Variable) -> None:
        self.module = module
        self.variables = [variable]
        for function in _handed_over(module):
            # Each may hand it on to the next.
            self._add_receivers(function)

    def name_at(self, node: ast.AST) -> str:
        """The name by which a node reads the variable; "" where it cannot."""
        return next((one.name for one in self.variables if self._sees(node, one)), "")

    def why_not(self, node: ast.AST) -> str:
        """Why a node cannot read the variable, and what to do where something can be done about it."""
        name, scope = self.variables[0].name, self.module.scope(node)
        if scope is self.variables[0].scope and scope is not None:
            return f"{name} has no value there yet"
        # Nothing can be passed to the top of a module or to a class.
        way = f"; make it an argument of {getattr(scope, 'name', '')}(), or use --holder plain"
        way = way if isinstance(scope, FUNCTIONS) else ""
        return f"{name} is not available {self.module.where(node)}{way}"

    def _sees(self, node: ast.AST, variable: Variable) -> bool:
        module = self.module
        outermost, inside = node, False
        scope = module.scope(node)
        if isinstance(variable.scope, ast.ClassDef) and scope is not variable.scope:
            # What a class gives a value is no name in its methods.
            return False
        for outer in (node, *module.above(node)):
            inside = inside or any(outer is sibling for sibling in variable.siblings)
            if outer is variable.scope:
                break
            if isinstance(outer, SCOPES):
                if self._is_local(module.bound.get(variable.name, ()), outer):
                    return False
                outermost = outer
        # A function is called behind its definition, so it has to be defined where the variable is known.
        return inside and module.start(outermost) >= variable.end  # type: ignore[arg-type]

    def _is_local(self, nodes: Iterable[ast.AST], scope: ast.AST) -> bool:
        return any(_scope_of(self.module, node) is scope for node in nodes)

    def _add_receivers(self, function: Function) -> None:
        """The arguments of a function that are this variable in each of its calls."""
        calls = _calls(self.module, function)
        arguments: list[tuple[int | None, ast.arg]] = list(enumerate([*function.args.posonlyargs, *function.args.args]))
        arguments += [(None, one) for one in function.args.kwonlyargs]
        for number, one in arguments if calls else ():
            handed = [_handed(call, number, one.arg) for call in calls]
            if all(isinstance(value, ast.Name) and self.name_at(value) == value.id for value in handed):
                variable = argument(self.module, function, one.arg)
                if is_bound_once(self.module, variable):
                    self.variables.append(variable)


def _handed_over(module: Module) -> Iterator[Function]:
    """The functions at the top of the module, as often as they may hand something on."""
    functions = [statement for statement in module.tree.body if isinstance(statement, FUNCTIONS)]
    for _ in range(3):
        yield from functions


def _calls(module: Module, function: Function) -> list[ast.Call]:
    """All calls of a function; none where it is used in any other way, or its name is not its alone."""
    if len(module.bound[function.name]) != 1 or function.decorator_list:
        return []
    calls: list[ast.Call] = []
    for node in module.nodes:
        if isinstance(node, ast.Name) and node.id == function.name:
            call = module.parents[node]
            if not isinstance(call, ast.Call) or call.func is not node:
                return []
            if any(isinstance(one, ast.Starred) for one in call.args) or any(
                word.arg is None for word in call.keywords
            ):
                return []
            calls.append(call)
    return calls


def _handed(call: ast.Call, number: int | None, name: str) -> ast.expr | None:
    """What a call gives an argument."""
    if number is not None and number < len(call.args):
        return call.args[number]
    return next((word.value for word in call.keywords if word.arg == name), None)
