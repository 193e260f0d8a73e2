"""Kedro: a node gets its parameters as arguments, so the config is written, and the change of the code is printed."""

from __future__ import annotations

from ....base.namedtuple import TYPE_CHECKING
from ... import config_target, keys
from ..module import FUNCTIONS, Left
from ..plan import Place, Plan

if TYPE_CHECKING:
    import ast
    from collections.abc import Sequence

    from ..module import Candidate, Module


def plan(module: Module, taken: Sequence[Candidate], place: Place) -> Plan:
    """Nothing of the code is changed: signature and pipeline would have to change together."""
    kept = [one for one in taken if not config_target.is_dataset(one.entry)]
    left = [Left(one.entry, _reason(module, one, place, is_written=one in kept)) for one in taken]
    return Plan((), left, (), _nothing, kept=kept)


def _reason(module: Module, one: Candidate, place: Place, *, is_written: bool) -> str:
    name = keys.flat(one.entry.key)
    scope = module.scope(one.node)
    is_in_function = isinstance(scope, FUNCTIONS)
    function = f"{scope.name}()" if is_in_function else "the function of the node"  # type: ignore[union-attr]
    if not is_written:
        node = f"the node of {function}" if is_in_function else "the node that needs it"
        where = f'{place.name}, and "{name}" to the inputs or outputs of {node}'
        return f"it is a file for Kedro's catalog; add it to {where}"
    written = f'"params:{".".join(one.entry.key)}"'
    return f"{place.file} has it; add the argument {name} to {function}, and {written} to the inputs of its node"


def _nothing(old: ast.Module, new: ast.Module, config: object) -> str:
    del old, new, config
    return "nothing of the code was to change"
