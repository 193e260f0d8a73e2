"""Which holder takes the values of a program, and the call of it."""

from __future__ import annotations

from ...base.findings import CheckError
from ...base.namedtuple import TYPE_CHECKING
from ...notebooks import cells
from ...notebooks.json_scan import NotANotebook
from ...parameters.config_target import (
    DVC,
    MLPROJECT,
    PAPERMILL,
    PLAIN,
    ConfigTarget,
)
from ...parameters.extract import notebook, program
from ...parameters.extract.holders import plain
from ...parameters.extract.plan import Place

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ...parameters.extract.program import Extraction
    from ...parameters.keys import ConfigEntry

NOTEBOOK = ".ipynb"
_PLANS = {PLAIN: plain.plan, DVC: plain.plan}
KINDS = (*_PLANS, PAPERMILL)


def chosen(path: str, target: ConfigTarget, kind: str = "") -> ConfigTarget:
    """The home of a program: that which flag-parameters names, or one of the kind that is asked for.

    CheckError where the program has none of that kind.
    """
    if path.endswith(NOTEBOOK):
        if kind not in ("", PAPERMILL):
            raise CheckError(f"{path}: a notebook keeps its values in the cell tagged parameters; leave out --holder")
        return ConfigTarget(PAPERMILL, path, "")
    if kind == PLAIN or target.kind == MLPROJECT:
        return ConfigTarget(PLAIN, "params.yaml")
    return target


def extract(
    path: str,
    content: bytes,
    config: bytes,
    entries: Sequence[tuple[int | None, ConfigEntry]],
    target: ConfigTarget,
) -> Extraction:
    """The entries of one program moved to its home; Unproved, or CheckError for a file that cannot be read."""
    if target.kind == PAPERMILL:
        try:
            by_cell = [(cell, entry) for cell, entry in entries if cell is not None]
            return notebook.extract(path, content, by_cell, cells.rewrite)
        except NotANotebook as reason:
            raise CheckError(f"{path}: {reason}") from None
    place = Place(path, target.file, target.name)
    plan = _PLANS.get(target.kind, plain.plan)
    return program.extract(content, config, [entry for _, entry in entries], place, plan)
