"""A class of settings, of which the module has one instance: the literal becomes a field's default."""

from __future__ import annotations

import ast

from ....base.namedtuple import TYPE_CHECKING
from ... import keys
from .. import proof, reach
from ..module import Candidate, Left, calculation, changed_keys, or_plain, replacing, seen_whole, used
from ..plan import Place, Plan
from .plain import insertion

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from ..module import Edit, Module

# Settings of pydantic are read from the environment, which has these in any case.
_ENVIRONMENT = frozenset("path home user lang shell pwd term hostname tmpdir editor host port display mail".split())


def plan(module: Module, taken: Sequence[Candidate], place: Place) -> Plan:
    """Fields added to the class, and `settings.NAME` wherever its instance is to be had."""
    settings = next(
        (node for node in module.tree.body if isinstance(node, ast.ClassDef) and node.name == place.name), None
    )
    variable = _instance(module, place.name)
    if settings is None or variable is None:
        reason = f"the module has no instance of {place.name}"
        return Plan((), [Left(one.entry, or_plain(reason)) for one in taken], (), _proof(place.name, 0))
    reached = reach.Reach(module, variable)
    seen = {one.name for one in reached.variables}
    reason = seen_whole(module, seen, variable.name, "field", "--holder plain", place.name)
    if reason:
        return Plan((), [Left(one.entry, reason) for one in taken], (), _proof(place.name, 0))
    names = {
        node.target.id
        for node in settings.body
        if isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name)
    }
    names |= used(settings)
    names |= {str(key[0]) for key in changed_keys(module, {one.name for one in reached.variables}) if key}
    moved: dict[str, Candidate] = {}
    left: list[Left] = []
    edits: list[Edit] = []
    for one in taken:
        name = keys.flat(one.entry.key)
        reason = _why_not(module, settings, one, name, reached)
        if not reason and name in names:
            reason = f"{place.name} has {name} already"
        if not reason and name in moved and moved[name].entry.literal.value != one.entry.literal.value:
            reason = f"another literal becomes the field {name}"
        if reason:
            left.append(Left(one.entry, or_plain(reason)))
            continue
        moved.setdefault(name, one)
        edits.append(replacing(module, one, f"{reached.name_at(one.node)}.{name}"))
    fields = [node for node in settings.body if isinstance(node, ast.AnnAssign)] or settings.body[:1]
    last = fields[-1]
    indent = module.text[module.starts[last.lineno - 1] : module.start(last)]
    lines = [
        f"{indent}{_field(name, one.entry.literal.value, calculation(module, one))}" for name, one in moved.items()
    ]
    if lines:
        edits.append(insertion(module, last.end_lineno or 0, lines))
    gone = [other.entry for other in left]
    all_moved = [one for one in taken if one.entry not in gone]
    roots = {one.name for one in reached.variables}
    return Plan(all_moved, left, edits, _proof(place.name, len(lines), frozenset(roots)))


def _field(name: str, value: object, shown: str) -> str:
    """A field of a class with its default, `shown` where it is a calculation; a dataclass refuses a list as one."""
    if not isinstance(value, (list, tuple)):
        return f"{name}: {type(value).__name__} = {shown or repr(value)}"
    kinds = {type(item).__name__ for item in value}
    return f"{name}: tuple[{kinds.pop() if len(kinds) == 1 else 'object'}, ...] = {tuple(value)!r}"


def _instance(module: Module, name: str) -> reach.Variable | None:
    """`settings = Settings()` at the top of the module, which nothing else binds."""
    for node in module.tree.body:
        if (
            isinstance(node, ast.Assign)
            and len(node.targets) == 1
            and isinstance(node.targets[0], ast.Name)
            and isinstance(node.value, ast.Call)
            and isinstance(node.value.func, ast.Name)
            and node.value.func.id == name
            and not any(word.arg is None for word in node.value.keywords)
        ):
            variable = reach.assigned(module, node, node.targets[0].id)
            return variable if reach.is_bound_once(module, variable) else None
    return None


def _why_not(module: Module, settings: ast.ClassDef, one: Candidate, name: str, reached: reach.Reach) -> str:
    if not reached.name_at(one.node):
        return reached.why_not(one.node)
    is_pydantic = any(ast.unparse(base).endswith("BaseSettings") for base in settings.bases)
    if is_pydantic and name.lower() in _ENVIRONMENT:
        return f"a setting called {name} would be read from the environment variable {name.upper()}"
    if is_pydantic and name.startswith("model_"):
        return f"pydantic keeps names such as {name} for itself"
    if any(node for node in module.nodes if isinstance(node, ast.ClassDef) and _is_base(node, settings.name)):
        return f"another class builds on {settings.name}"
    return ""


def _is_base(node: ast.ClassDef, name: str) -> bool:
    return any(isinstance(base, ast.Name) and base.id == name for base in node.bases)


# The proof


def _proof(
    name: str, count: int, roots: frozenset[str] = frozenset()
) -> Callable[[ast.Module, ast.Module, object], str]:
    def prove(old: ast.Module, new: ast.Module, config: object) -> str:
        del config
        before, after = (
            next(node for node in tree.body if isinstance(node, ast.ClassDef) and node.name == name)
            for tree in (old, new)
        )
        known = [ast.dump(node) for node in before.body]
        added = [node for node in after.body if ast.dump(node) not in known]
        values: dict[str, object] = {}
        for node in added:
            if not isinstance(node, ast.AnnAssign) or not isinstance(node.target, ast.Name) or node.value is None:
                return f"{name} would have more than new fields"
            values[node.target.id] = proof.value_of(node.value)
        if len(values) != count or len(added) != count:
            return f"{name} would have another number of new fields"
        after.body = [node for node in after.body if node not in added]

        def read(node: ast.AST) -> object:
            is_one = isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id in roots
            return values.get(node.attr, proof.ABSENT) if is_one else proof.ABSENT  # type: ignore[attr-defined]

        return proof.difference(old, new, read)

    return prove
