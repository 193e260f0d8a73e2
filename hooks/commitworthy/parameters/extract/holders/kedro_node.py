"""Kedro: a node gets its parameters as arguments, so the config is written, and the change of the code is printed."""

from __future__ import annotations

import ast
import posixpath

from ....base.namedtuple import TYPE_CHECKING
from ... import config_target, keys
from ..module import FUNCTIONS, Left
from ..plan import Place, Plan

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ..module import Candidate, Function, Module


def plan(module: Module, taken: Sequence[Candidate], place: Place) -> Plan:
    """Nothing of the code is changed: signature and pipeline would have to change together."""
    kept: list[Candidate] = []
    left: list[Left] = []
    for one in taken:
        functions = _functions(module, one.node)
        node = next((function for function in functions if _is_node(module, function, place.nodes)), None)
        if node is None and not _may_be_of_node(module, functions, place.nodes):
            left.append(Left(one.entry, _no_node(functions, place.path)))
            continue
        function = f"{node.name}()" if node else "the function of the node"
        if _is_data(module, one):
            where = f"the node of {function}" if node else "the node that needs it"
            said = f'{place.name}, and "{keys.flat(one.entry.key)}" to the inputs or outputs of {where}'
            left.append(Left(one.entry, f"it is a file for Kedro's catalog; add it to {said}"))
            continue
        kept.append(one)
        said = f'{keys.flat(one.entry.key)} to {function}, and "params:{".".join(one.entry.key)}" to the inputs'
        left.append(Left(one.entry, f"it goes to {place.file}; add the argument {said} of its node"))
    return Plan((), left, (), _nothing, kept=kept)


def _no_node(functions: Sequence[Function], path: str) -> str:
    """Why no node can have the value as its parameter, and what to do; `--holder plain` is not for pipelines."""
    is_pipeline = config_target.is_of_kedro(path, "")
    if not functions:
        way = "make it an argument of one" if is_pipeline else "use --holder plain"
        return f"it is outside of functions, and Kedro gives parameters to functions; {way}"
    way = "make it an argument, and pass it in from a node" if is_pipeline else "pass it in, or use --holder plain"
    return f"{functions[-1].name}() is the function of no node; {way}"


def _functions(module: Module, node: ast.AST) -> list[Function]:
    """The functions around a node, the nearest first."""
    found: list[Function] = []
    scope = module.scope(node)
    while scope is not None:
        if isinstance(scope, FUNCTIONS):
            found.append(scope)
        scope = module.scope(scope)
    return found


def _is_node(module: Module, function: Function, nodes: frozenset[str] | None) -> bool:
    """Whether a pipeline names the function, of a method together with its class."""
    if nodes is None:
        return True
    scope = module.scope(function)
    if isinstance(scope, ast.ClassDef):
        return {scope.name, function.name} <= nodes
    return scope is None and function.name in nodes


def _may_be_of_node(module: Module, functions: Sequence[Function], nodes: frozenset[str] | None) -> bool:
    """Whether a literal outside of functions stands beside one that a node runs."""
    here = (node for node in module.nodes if isinstance(node, FUNCTIONS))
    return not functions and (nodes is None or any(_is_node(module, function, nodes) for function in here))


def _is_data(module: Module, one: Candidate) -> bool:
    """Whether it is a file of data; not a folder, nor a name within a run of MLflow."""
    if not config_target.is_dataset(one.entry) or not posixpath.splitext(str(one.entry.literal.value))[1]:
        return False
    outer = module.parents[one.node]
    call = module.parents[outer] if isinstance(outer, ast.keyword) else outer
    called = ast.unparse(call.func) if isinstance(call, ast.Call) else ""
    return not any(word in text.lower() for word in ("artifact", "mlflow") for text in (called, one.entry.literal.name))


def _nothing(old: ast.Module, new: ast.Module, config: object) -> str:
    del old, new, config
    return "nothing of the code was to change"
