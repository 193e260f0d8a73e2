"""How large a notebook can be once its outputs are gone, without writing it."""

from __future__ import annotations

from ..values import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator


def stripped_size(content: bytes) -> int | None:
    """Upper bound, in bytes, of the notebook with each cell's outputs replaced by `[]`; None where it is no notebook.

    The outputs take at least the space of their shortest spelling: no blanks, nothing escaped without need, and
    numbers as one digit, since `1e5` and `100000` are one value.  Of a key that is there twice the last one counts, as
    in `json`.
    """
    notebook = _parse(content)
    if not isinstance(notebook, dict) or not (notebook.keys() & {"cells", "worksheets"}):
        return None
    try:
        return len(content) - sum(_least(outputs) - 2 for outputs in _outputs(notebook))
    except RecursionError:
        return None


def _parse(content: bytes) -> object:
    from json import loads

    def digit(_: str) -> int:
        return 0

    try:
        text = content.decode("utf-8-sig")
        return loads(text, parse_float=digit, parse_int=digit, parse_constant=digit)
    except (ValueError, RecursionError):
        return None


def _outputs(notebook: dict[str, object]) -> Iterator[list[object]]:
    """Of format 4 and, in worksheets, of the formats before."""
    holders = [notebook]
    worksheets = notebook.get("worksheets")
    if isinstance(worksheets, list):
        holders += [sheet for sheet in worksheets if isinstance(sheet, dict)]
    for holder in holders:
        cells = holder.get("cells")
        for cell in cells if isinstance(cells, list) else ():
            outputs = cell.get("outputs") if isinstance(cell, dict) else None
            if isinstance(outputs, list):
                yield outputs


def _least(outputs: list[object]) -> int:
    """Bytes of the shortest spelling; a lone surrogate counts as one byte, less than any spelling of it."""
    from json import dumps

    return len(dumps(outputs, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace"))
