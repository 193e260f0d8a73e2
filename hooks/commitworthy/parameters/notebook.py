"""The code cells of a notebook."""

from __future__ import annotations

from ..values import TYPE_CHECKING, NamedTuple
from . import magics
from .source import Unreadable

if TYPE_CHECKING:
    from typing import Any


class Cell(NamedTuple):
    """A code cell; `number` counts all cells of the notebook from 0."""

    number: int
    text: str
    tags: tuple[str, ...]


def cells(content: bytes) -> list[Cell] | Unreadable:
    """Cells of Python, those of other languages left out; none for a notebook of another language."""
    import json

    try:
        notebook = json.loads(content)
    except (ValueError, RecursionError) as error:
        return Unreadable("not a notebook: " + str(error).partition(":")[0].lower(), getattr(error, "lineno", 1))
    if not isinstance(notebook, dict):
        return Unreadable("not a notebook: no object at the top")
    if not _is_python(notebook.get("metadata")):
        return []
    found = [_cell(number, cell) for number, cell in enumerate(_all(notebook))]
    return [cell for cell in found if cell is not None and magics.is_python(cell.text)]


def _all(notebook: dict[str, Any]) -> list[object]:
    """Those of format 4, else those of the worksheets of format 3, counted through."""
    held = notebook.get("cells")
    if isinstance(held, list):
        return held
    sheets = notebook.get("worksheets")
    inner = [sheet.get("cells") for sheet in sheets if isinstance(sheet, dict)] if isinstance(sheets, list) else []
    return [cell for some in inner if isinstance(some, list) for cell in some]


def _is_python(metadata: object) -> bool:
    if not isinstance(metadata, dict):
        return True
    info, spec = metadata.get("language_info"), metadata.get("kernelspec")
    names = [info.get("name")] if isinstance(info, dict) else []
    names += [spec.get("language")] if isinstance(spec, dict) else []
    known = [name.lower() for name in names if isinstance(name, str) and name]
    return not known or "python" in known[0] or known[0] in ("ipython", "sage")


def _cell(number: int, cell: object) -> Cell | None:
    if not isinstance(cell, dict) or cell.get("cell_type") != "code":
        return None
    source = cell.get("source", cell.get("input", ""))
    if isinstance(source, list):
        source = "".join(line for line in source if isinstance(line, str))
    if not isinstance(source, str):
        return None
    metadata = cell.get("metadata")
    tags = metadata.get("tags") if isinstance(metadata, dict) else None
    named = tuple(tag for tag in tags if isinstance(tag, str)) if isinstance(tags, list) else ()
    return Cell(number, source, named)
