"""A config that the program has as an object: the argument of `@hydra.main`, or what `OmegaConf.load` gave."""

from __future__ import annotations

import ast
import keyword
import posixpath

from ....base.namedtuple import TYPE_CHECKING
from ... import config_target
from .. import proof, reach
from ..module import FUNCTIONS, Candidate, Left, changed_keys, or_plain, replacing, seen_whole
from ..plan import Place, Plan

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from ...keys import Key
    from ..module import Edit, Function, Module

# Of a section that is no place for one more key the values go here.
_INSTEAD = "params"


def hydra(module: Module, taken: Sequence[Candidate], place: Place) -> Plan:
    """`cfg.model.max_depth` where the argument of `@hydra.main` is to be had."""
    functions = [node for node in module.tree.body if isinstance(node, FUNCTIONS)]
    roots: list[reach.Variable] = []
    reason = "it has no function under @hydra.main"
    for function in functions:
        call = next((one for one in function.decorator_list if _is_hydra_main(one)), None)
        if call is None:
            continue
        reason = _why_not_main(module, function, call, place)
        if not reason:
            roots.append(reach.argument(module, function, function.args.args[0].arg))
    return _planned(module, taken, place, roots, reason)


def omegaconf(module: Module, taken: Sequence[Candidate], place: Place) -> Plan:
    """`cfg.model.max_depth` where `cfg = OmegaConf.load("config.yaml")` is to be had."""
    roots = []
    for node in module.nodes:
        if isinstance(node, ast.Assign) and loaded_by(node) and isinstance(node.targets[0], ast.Name):
            variable = reach.assigned(module, node, node.targets[0].id)
            if place.file.endswith(posixpath.normpath(loaded_by(node))) and reach.is_bound_once(module, variable):
                roots.append(variable)
    return _planned(module, taken, place, roots, "it does not load the config once under one name")


def loaded_by(node: ast.Assign) -> str:
    """The file of `cfg = OmegaConf.load("config.yaml")`; "" for anything else."""
    call = node.value
    if not isinstance(call, ast.Call) or ast.unparse(call.func) != "OmegaConf.load" or len(call.args) != 1:
        return ""
    value = call.args[0].value if isinstance(call.args[0], ast.Constant) else ""
    return value if isinstance(value, str) and len(node.targets) == 1 else ""


def _is_hydra_main(node: ast.expr) -> bool:
    return ast.unparse(node.func if isinstance(node, ast.Call) else node) == "hydra.main"


def _why_not_main(module: Module, function: Function, call: ast.expr, place: Place) -> str:
    """Why the config file is not what the function is given; "" where it is."""
    given = {word.arg: word.value for word in getattr(call, "keywords", ())}
    words = {name: getattr(value, "value", None) for name, value in given.items()}
    folder = words.get("config_path")
    if not isinstance(given.get("config_path"), (ast.Constant, type(None))):
        return f"the folder of @hydra.main is worked out, so it may not be that of {place.file}"
    here = posixpath.normpath(posixpath.join(posixpath.dirname(place.path), folder or ""))
    stem = posixpath.splitext(posixpath.basename(place.file))[0]
    if words.get("config_name") not in (stem, f"{stem}.yaml") or here != (posixpath.dirname(place.file) or "."):
        return f"@hydra.main does not name {place.file}"
    if not function.args.args:
        return f"{function.name}() has no argument for the config"
    first = function.args.args[0]
    if first.annotation is not None and ast.unparse(first.annotation).rpartition(".")[2].strip("'\"") != "DictConfig":
        return "its config has a class; add the field there"
    if any(isinstance(node, ast.Name) and node.id == "ConfigStore" for node in module.nodes):
        return "its config has a schema in the code; add the field there"
    if not reach.is_bound_once(module, reach.argument(module, function, first.arg)):
        return f"{first.arg} is given another value in {function.name}()"
    return ""


def _planned(
    module: Module, taken: Sequence[Candidate], place: Place, roots: Sequence[reach.Variable], reason: str
) -> Plan:
    if not roots:
        return Plan((), [Left(one.entry, or_plain(reason), module.cell) for one in taken], (), _proof(set()))
    reached = [reach.Reach(module, root) for root in roots]
    names = {variable.name for one in reached for variable in one.variables}
    whole = seen_whole(module, names, roots[0].name, "key", "--holder plain")
    if whole:
        return Plan((), [Left(one.entry, whole, module.cell) for one in taken], (), _proof(names))
    changed = changed_keys(module, names)
    moved: list[Candidate] = []
    left: list[Left] = []
    edits: list[Edit] = []
    for one in taken:
        name = next(filter(None, (each.name_at(one.node) for each in reached)), "")
        why = _why_not_value(one) if name else reached[0].why_not(one.node)
        key = _key(one.entry.key, place)
        if not why and any(key[: len(part)] == part for part in changed):
            why = f"the program gives {name} values of its own there"
        if why:
            left.append(Left(one.entry, or_plain(why), module.cell))
            continue
        moved.append(one._replace(entry=one.entry._replace(key=key)))
        edits.append(replacing(module, one, _expression(name, key)))
    return Plan(moved, left, edits, _proof(names))


def _why_not_value(one: Candidate) -> str:
    value = one.entry.literal.value
    if isinstance(value, (list, tuple)) and any(isinstance(item, (list, tuple)) for item in value):
        return "it has a list within a list, which OmegaConf gives back as a class of its own"
    texts = [item for item in (value if isinstance(value, (list, tuple)) else [value]) if isinstance(item, str)]
    if any("${" in text or text == "???" for text in texts):
        return "OmegaConf reads it as a reference"
    return ""


def _key(key: Key, place: Place) -> Key:
    """The key, below a section of its own where its section makes an object, or is a group."""
    section = place.config.get(key[0]) if isinstance(place.config, dict) else None
    inner = section
    makes = False
    for part in key[1:]:
        makes = makes or (isinstance(inner, dict) and "_target_" in inner)
        inner = inner.get(part) if isinstance(inner, dict) else None
    is_no_section = len(key) > 1 and section is not None and not isinstance(section, dict)
    return (_INSTEAD, *key) if makes or is_no_section or key[0] in place.groups else key


def _expression(name: str, key: Key) -> str:
    plain = all(
        part.isidentifier() and not keyword.iskeyword(part) and not hasattr(dict, part) and not part.startswith("_")
        for part in key
    )
    return ".".join((name, *key)) if plain else config_target.subscripts(name, key)


# The proof


def _proof(names: set[str]) -> Callable[[ast.Module, ast.Module, object], str]:
    def prove(old: ast.Module, new: ast.Module, config: object) -> str:
        def read(node: ast.AST) -> object:
            keys: list[object] = []
            while True:
                if isinstance(node, ast.Attribute):
                    keys.append(node.attr)
                elif isinstance(node, ast.Subscript) and isinstance(node.slice, ast.Constant):
                    keys.append(node.slice.value)
                else:
                    break
                node = node.value
            is_config = keys and isinstance(node, ast.Name) and node.id in names
            return proof.at(config, reversed(keys)) if is_config else proof.ABSENT

        return proof.difference(old, new, read)

    return prove
