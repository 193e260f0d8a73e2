"""IPython in cells: what is Python of it, at the places where it stands.

A cell is parsed as it is first; only where that fails, its magics are blanked, each with as many characters as it had.
"""

from __future__ import annotations

from ..values import TYPE_CHECKING
from .source import Unreadable, parsed

if TYPE_CHECKING:
    from typing import Any

# Cell magics whose body is the Python of this notebook.
_PYTHON = frozenset(
    """
    time timeit capture prun mprun memit lprun heat wandb debug px autopx python python3 pypy snakeviz pyinstrument
    skip black nb_black local ipytest matplotlib scalene tracemalloc memray_flamegraph
    """.split()
)
_MOST = 200


def language(text: str) -> str:
    """The name of the cell magic, "" for a cell without one."""
    head = text.lstrip()
    if not head.startswith("%%"):
        return ""
    return head[2:].split(None, 1)[0] if head[2:].split() else "?"


def is_python(text: str) -> bool:
    """Whether the body of a cell runs in the notebook's own Python."""
    name = language(text)
    return not name or name in _PYTHON


def tree(text: str) -> tuple[Any | Unreadable, str]:
    """The tree of a cell and the text that it was made of, in which magics are blanked."""
    made = parsed(text)
    if not isinstance(made, Unreadable):
        return made, text
    rows = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    first = made
    for _ in range(_MOST):
        at = min(max(made.line, 1), len(rows)) - 1
        if not _mask_near(rows, at):
            return first, text
        made = parsed("\n".join(rows))
        if not isinstance(made, Unreadable):
            return made, "\n".join(rows)
    return first, text


def _mask_near(rows: list[str], at: int) -> bool:
    """Blank the magic of line `at`, or of the nearest line above it that has one; False where there is none."""
    for number in range(at, max(at - 4, -1), -1):
        masked = _masked(rows[number])
        if masked is not None:
            goes_on = masked.strip() in ("pass", "") and rows[number].rstrip().endswith("\\")
            rows[number] = masked
            while goes_on and number + 1 < len(rows):
                number += 1  # noqa: PLW2901 (the loop ends here)
                goes_on = rows[number].rstrip().endswith("\\")
                rows[number] = ""
            return True
    if at + 1 < len(rows):
        masked = _masked(rows[at + 1])
        if masked is not None:
            rows[at + 1] = masked
            return True
    return False


def _masked(row: str) -> str | None:
    """The line without its magic; None where it has none."""
    bare = row.lstrip()
    indent = row[: len(row) - len(bare)]
    if bare.startswith("%%"):
        return ""
    if bare.startswith("%"):
        return indent + _statement(bare)
    if bare.startswith(("!", "?")) or (bare.rstrip().endswith("?") and not bare.startswith("#")):
        return indent + "pass"
    for mark in ("= %", "=%", "= !", "=!"):
        before, found, after = row.partition(mark)
        if found and not before.rstrip().endswith(("=", "!", "<", ">")) and not after.startswith("="):
            if mark.endswith("%"):
                name = after.split(" ", 1)[0]
                return before + mark[:-1] + " " * (len(name) + 1) + after[len(name) :]
            return before + "= None"
    return None


def _statement(bare: str) -> str:
    """`%time fit(x)` with its statement kept in its place; `pass` for any other magic."""
    name = bare[1:].split(" ", 1)[0]
    if name in ("time", "timeit", "prun", "memit") and " " in bare:
        rest = bare[len(name) + 1 :].lstrip()
        while rest.startswith("-") and " " in rest:
            rest = rest.partition(" ")[2].lstrip()
            if rest[:1].isdigit():
                rest = rest.partition(" ")[2].lstrip()
        gap = len(bare) - len(rest)
        return "pass;" + " " * (gap - 5) + rest if gap >= 5 and rest.strip() else "pass"
    return "pass"
