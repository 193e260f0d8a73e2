"""Which of the flagged literals can be replaced by an expression at all, whatever holds the value."""

from __future__ import annotations

import ast

from ...base import secrets
from ...base.namedtuple import TYPE_CHECKING
from .. import yaml_edit
from .module import FUNCTIONS, Candidate, Left
from .proof import is_literal

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from ..keys import ConfigEntry
    from .module import Module

# What these decorate is compiled, and sees the globals of the module as constants or not at all.
_COMPILERS = frozenset("njit jit jitclass vectorize guvectorize stencil cfunc script kernel".split())
# What these decorate is sent elsewhere as text, without the module around it: pipelines of Kubeflow and Vertex, tasks
# of Airflow in an environment of their own.
_SENDERS = frozenset(
    """
    component lightweight_component container_component virtualenv external_python branch_virtualenv
    branch_external_python docker kubernetes create_component_from_func func_to_container_op
    PythonVirtualenvOperator ExternalPythonOperator
    """.split()
)
# They trace the function with Python's own eyes.
_TRACERS = ("jax", "equinox", "flax", "tensorflow", "tf")
_LITERALS = (ast.Constant, ast.UnaryOp, ast.BinOp, ast.List, ast.Tuple, ast.Set, ast.JoinedStr)
_MAKERS = {"tuple": ast.Tuple, "list": ast.List, "set": ast.Set}


def candidates(
    module: Module, entries: Iterable[ConfigEntry], *, is_yaml: bool = True
) -> tuple[list[Candidate], list[Left]]:
    """Those that can be replaced, in the order of the text, and the others; `is_yaml` unless code holds the values."""
    found: dict[tuple[int, int], ast.expr] = {}
    lines = {entry.literal.line for entry in entries}
    for inner in module.nodes:
        if isinstance(inner, _LITERALS) and inner.lineno in lines:
            # Of what takes the same characters the outermost comes first.
            found.setdefault((module.start(inner), module.end(inner)), inner)
    compiled = _compiled(module)
    shadowed = _MAKERS.keys() & module.bound.keys()
    taken: list[Candidate] = []
    left: list[Left] = []
    for entry in sorted(entries, key=lambda entry: (entry.literal.line, entry.literal.column)):
        literal = entry.literal
        start = module.starts[literal.line - 1] + literal.column - 1
        end = module.starts[literal.end_line - 1] + literal.end_column - 1
        node = found.get((start, end))
        reason = _unwritable(entry) or _why_not(module, entry, node, compiled, is_yaml=is_yaml)
        maker = next((name for name in shadowed if isinstance(node, _MAKERS[name])), "")
        if not reason and maker:
            reason = f"it needs {maker}(), which means something else here"
        if not reason and taken and start < taken[-1].end:
            reason = "it is part of another literal that is moved"
        if reason:
            left.append(Left(entry, reason, module.cell))
        elif node is not None:
            taken.append(Candidate(entry, start, end, node))
    return taken, left


def _unwritable(entry: ConfigEntry) -> str:
    literal = entry.literal
    if literal.secret:
        read = f"read it from {yaml_edit.environment(entry.key)}"
        if secrets.names_secret(literal.name):
            return f"it is a secret, never written to a file; {read}"
        return f"it may be a secret, never written to a file; {read}, or move it by hand if it is not one"
    if literal.value is None:
        return "it is built at run time; only a literal can be moved"
    return "" if yaml_edit.is_writable(literal) else "no config file can hold it as it is"


def _why_not(
    module: Module, entry: ConfigEntry, node: ast.expr | None, compiled: Mapping[str, str], *, is_yaml: bool
) -> str:
    if node is None:
        return "it is not one expression of its own"
    if module.is_masked and not _is_as_written(module, node):
        return "it is part of an IPython magic"
    inside = _place(module, node, compiled)
    if inside:
        return inside
    parts = [type(inner) for inner in ast.walk(node) if inner is not node] if is_yaml else []
    for kind, maker in ((ast.Tuple, "tuple"), (ast.Set, "set")):
        if kind in parts:
            return (
                f"it has a {maker} inside, which YAML would read back as a list; make it a list first if that is fine"
            )
    if is_yaml and any(isinstance(inner, ast.BinOp) for inner in ast.walk(node)):
        return "it is a calculation, which a config file cannot hold; write its result first"
    value = entry.literal.value
    if isinstance(node, ast.Set) and isinstance(value, list):
        value = set(value)
    return "" if is_literal(node, value) else "it holds more than literals"


def _is_as_written(module: Module, node: ast.expr) -> bool:
    """Whether the text has the literal where the text that was parsed has it, magics being blanked there."""
    segment = module.text[module.start(node) : module.end(node)]
    try:
        return is_same_expression(segment, node)
    except (SyntaxError, ValueError):
        return False


def is_same_expression(segment: str, node: ast.expr) -> bool:
    """Whether a text is the expression that a node is."""
    return ast.dump(ast.parse(f"({segment}\n)", mode="eval").body) == ast.dump(node)


def _place(module: Module, node: ast.expr, compiled: Mapping[str, str]) -> str:
    """Why nothing but a literal can be written where the node is."""
    inner: ast.AST = node
    for outer in module.above(node):
        if isinstance(outer, ast.FormattedValue) and inner is outer.format_spec:
            return "it is the format of an f-string, which is read best where it is"
        if isinstance(outer, ast.JoinedStr):
            return "it is inside an f-string; assign it to a name above the string first"
        if isinstance(outer, ast.pattern):
            return "it is in a pattern of match, which takes only literals"
        if isinstance(outer, (ast.AnnAssign, ast.arg)) and inner is outer.annotation:
            return "it is inside an annotation"
        if isinstance(outer, ast.Expr) and inner is node:
            return "it is a statement of its own"
        if isinstance(outer, FUNCTIONS) and inner is outer.returns:
            return "it is inside an annotation"
        if isinstance(outer, (*FUNCTIONS, ast.ClassDef)) and inner in outer.body:
            name = outer.name if isinstance(outer, ast.ClassDef) else f"{outer.name}()"
            if compiled.get(outer.name) == _COMPILED or any(map(_compiles, outer.decorator_list)):
                return f"it is in {name}, which is compiled and reads no dict of the module"
            if compiled.get(outer.name) == _SENT or any(map(_sends, outer.decorator_list)):
                return f"it is in {name}, which runs elsewhere, without the module around it"
        inner = outer
    return ""


_COMPILED, _SENT = "compiled", "sent"


def _compiled(module: Module) -> dict[str, str]:
    """The functions and classes that a call compiles or sends, as in `fast = njit(slow)` and `jit.script(Net())`."""
    found: dict[str, str] = {}
    for node in module.nodes:
        if not isinstance(node, ast.Call):
            continue
        what = _COMPILED if _compiles(node.func) else _SENT if _sends(node.func) else ""
        if what:
            given = [*node.args, *(word.value for word in node.keywords)]
            found.update({inner.id: what for one in given for inner in ast.walk(one) if isinstance(inner, ast.Name)})
    # `net` of `net = Net()` stands for its class.
    for name in [name for name, what in found.items() if what == _COMPILED]:
        for bound in module.bound.get(name, ()):
            value = getattr(module.parents.get(bound), "value", None)
            if isinstance(value, ast.Call) and isinstance(value.func, ast.Name):
                found.setdefault(value.func.id, _COMPILED)
    return found


def _sends(decorator: ast.expr) -> bool:
    return not _SENDERS.isdisjoint(_names(decorator))


def _compiles(decorator: ast.expr) -> bool:
    names = list(_names(decorator))
    if names[:1] and names[0] in ("trace", "trace_module", "load", "save"):
        return False
    return not _COMPILERS.isdisjoint(names) and not any(name in _TRACERS for name in names)


def _names(decorator: ast.expr) -> Iterator[str]:
    """`cuda` and `jit` of `@cuda.jit(device=True)`."""
    node = decorator.func if isinstance(decorator, ast.Call) else decorator
    while isinstance(node, ast.Attribute):
        yield node.attr
        node = node.value
    if isinstance(node, ast.Name):
        yield node.id
