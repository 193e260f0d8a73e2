"""Which holder plans for which home: what `commitworthy extract` does, and what its remedy is asked before."""

from __future__ import annotations

from ...base.namedtuple import TYPE_CHECKING
from ..config_target import (
    ARGPARSE,
    ARGUMENT,
    CLICK,
    DATACLASS,
    DVC,
    HYDRA,
    KEDRO,
    PAPERMILL,
    PLAIN,
    SETTINGS,
    TYPER,
    ConfigTarget,
)
from .candidates import candidates
from .holders import argparse_options, arguments, config_object, kedro_node, plain, settings_class, text_cell
from .module import parsed, read_units
from .plan import Place, Unproved
from .program import decoded

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from ..keys import ConfigEntry
    from .module import Candidate, Module
    from .plan import Plan

OMEGACONF = "omegaconf"
PLANS: Mapping[str, Callable[[Module, Sequence[Candidate], Place], Plan]] = {
    PLAIN: plain.plan,
    DVC: plain.plan,
    ARGPARSE: argparse_options.plan,
    CLICK: arguments.click,
    TYPER: arguments.typer,
    HYDRA: config_object.hydra,
    OMEGACONF: config_object.omegaconf,
    SETTINGS: settings_class.plan,
    DATACLASS: settings_class.plan,
    KEDRO: kedro_node.plan,
    PAPERMILL: text_cell.plan,
    ARGUMENT: arguments.library,
}


def reasons(path: str, content: bytes, entries: Sequence[ConfigEntry], target: ConfigTarget) -> dict[ConfigEntry, str]:
    """Why `extract` would leave entries of a program, by its plan alone: nothing is rewritten or proved."""
    try:
        units = read_units(path, content)
        module = parsed(units[0], decoded(path, content))
        taken, left = candidates(module, entries, is_yaml=target.file != path)
        planned = PLANS[target.kind](module, taken, Place(path, target.file, target.name))
    except (Unproved, LookupError, SyntaxError, ValueError):
        return dict.fromkeys(entries, "it cannot be changed safely")
    return {one.entry: one.reason for one in (*left, *planned.left)}
