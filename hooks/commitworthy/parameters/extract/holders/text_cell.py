"""A notebook that is a Python file, of Databricks or jupytext: a cell for parameters, as in one of Jupyter's.

To the parser it is one program, and its cells run in the order of the text.
"""

from __future__ import annotations

import ast
import re

from ....base.namedtuple import TYPE_CHECKING
from ...source import CodeUnit, cells_of_text
from .. import notebook
from ..module import Edit, Left
from ..plan import Plan

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from ..module import Candidate, Module
    from ..plan import Place

_DATABRICKS = "# Databricks notebook source"
_BREAK = "# COMMAND ----------"
_TITLE = "# DBTITLE 1,Parameters"
_TAGGED = f'# %% tags=["{notebook.TAG}"]'
# What starts Python anew on Databricks, or runs another notebook first.
_ANEW = re.compile(r"^(?:# MAGIC )?%(?:pip|conda|run)\b|\brestartPython\(", re.MULTILINE)


def plan(module: Module, taken: Sequence[Candidate], place: Place) -> Plan:
    """Statements moved to the cell as they are, other literals as variables."""
    del place
    read = notebook.read_text(module)
    at, above, below = _cell(module)
    reason = read.reason or ("" if above or below or at else "it is in a notebook that has no cells to put one before")
    moved = [] if reason else [one for one in taken if one.start >= at]
    left = [Left(one.entry, reason or _above(module, one.start)) for one in taken if one not in moved]
    if not moved:
        return Plan((), left, (), lambda *_: "")
    lines, edits = notebook.planned(read, [(0, one) for one in moved])
    text = "\n".join([*above, *lines, *below, ""]).replace("\r\n", "\n").replace("\n", module.line_end())
    before = sum(module.start(statement) < at for statement in module.tree.body)
    proof = _proof(before, len(lines), read)
    return Plan(moved, left, [*edits.get(0, ()), Edit(at, at, text)], proof)


def _above(module: Module, start: int) -> str:
    """Why what is above the cell for parameters stays there."""
    found = list(_ANEW.finditer(module.text)) if module.text.startswith(_DATABRICKS) else []
    future = _future(module)
    cells = (module.starts[one.first - 1] for one in cells_of_text(module.text))
    is_first = future >= 0 and not any(future < at <= start for at in cells)
    if not found and is_first:
        return "it is in the cell of `from __future__`, which has to be the first; give that import a cell of its own"
    if not found:
        return "it is above the place for parameters; put it below"
    line = module.text.count("\n", 0, found[-1].start()) + 1
    what = "runs another notebook" if "%run" in found[-1][0] else "starts Python anew"
    before = [one.start() for one in found if one.start() < start]
    # What runs between two of them cannot go below the second one.
    way = (
        f"assign it by hand below line {module.text.count(chr(10), 0, before[-1]) + 1}"
        if before
        else "the literal below it"
    )
    return f"it is above line {line}, which {what}; move that line up, or {way}"


def _cell(module: Module) -> tuple[int, Sequence[str], Sequence[str]]:
    """Where the cell for parameters is, and the lines above and below what is written into it; none without a place."""
    rows = [module.text[start:end] for start, end in zip(module.starts, [*module.starts[1:], None], strict=True)]
    is_databricks = module.text.startswith(_DATABRICKS)
    anew = [found.start() for found in _ANEW.finditer(module.text)] if is_databricks else []
    last = max(anew, default=_future(module))
    regions = cells_of_text(module.text)
    tagged = next((one for one in regions if notebook.TAG in one.tags and module.starts[one.first - 1] > last), None)
    if tagged is not None:
        at = module.starts[tagged.last] if tagged.last < len(module.starts) else len(module.text)
        gap = [""] if not module.text[:at].endswith(("\n", "\r")) else []
        return at, gap, ("",)
    if is_databricks and last < 0:
        return module.starts[1] if len(module.starts) > 1 else len(module.text), (_TITLE,), ("", _BREAK, "")
    if is_databricks:
        breaks = (start for start, row in zip(module.starts, rows, strict=True) if row.startswith(_BREAK))
        at = next((start for start in breaks if start > last), len(module.text))
        return at, (_BREAK, "", _TITLE), ("",)
    below = (one for one in regions if module.starts[one.first - 1] > last)
    first = next((one for one in below if _is_code(rows[one.first - 1])), None)
    return (module.starts[first.first - 1], (_TAGGED,), ("",)) if first else (0, (), ())


def _future(module: Module) -> int:
    """Where the last `from __future__ import ...` begins, above which nothing may stand; -1 without one."""
    imports = (node for node in module.tree.body if isinstance(node, ast.ImportFrom) and node.module == "__future__")
    return max(map(module.start, imports), default=-1)


def _is_code(row: str) -> bool:
    return row.startswith(("# %%", "#%%")) and not any(word in row for word in ("[markdown]", "[md]", "[raw]"))


def _proof(before: int, count: int, read: notebook.Notebook) -> Callable[[ast.Module, ast.Module, object], str]:
    def prove(old: ast.Module, new: ast.Module, config: object) -> str:
        del config
        added = new.body[before : before + count]
        rest = ast.Module([*new.body[:before], *new.body[before + count :]], [])
        units = [CodeUnit(None, tree, "", []) for tree in (old, rest)]
        return notebook.another_program(units[:1], units[1:], added, read)

    return prove
