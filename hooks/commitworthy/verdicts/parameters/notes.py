"""Lines about files and cells that could not be read: notes, or problems where the team wants it so."""

from __future__ import annotations

from ...values import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from .search import Judged


def lines(judged: Iterable[Judged], *, fails: bool) -> tuple[list[str], list[str]]:
    """Notes and problems, one line for each file; what is not even a file is a problem in any case."""
    notes: list[str] = []
    problems: list[str] = []
    for one in judged:
        unreadable = one.entry is None and one.findings is None
        (problems if fails or unreadable else notes).extend(_lines(one))
    return notes, problems


def _lines(judged: Judged) -> Iterator[str]:
    path = judged.path.decode("utf-8", "surrogateescape")
    if judged.problem:
        yield f"{path}: {judged.problem}"
    notes = judged.findings.notes if judged.findings else ()
    whole = [note for note in notes if note.cell is None]
    for note in whole[:1]:
        yield f"{path}:{note.line}: not judged: {note.reason}"
    cells = [note for note in notes if note.cell is not None]
    if cells and not whole:
        first = cells[0]
        more = f" and {len(cells) - 1} more cells" if len(cells) > 1 else ""
        yield f"{path}: cell {(first.cell or 0) + 1}, line {first.line}{more}: not judged: {first.reason}"
