"""What pragmas and tags take away, and which of them took nothing."""

from __future__ import annotations

from ..values import TYPE_CHECKING
from .pragmas import pragmas

if TYPE_CHECKING:
    from collections.abc import Mapping

    from .judging import Hit
    from .pragmas import Pragma

    Texts = list[tuple[str, list[str], int | None]]


def suppressed(hits: list[Hit], texts: Texts) -> tuple[list[Hit], tuple[Pragma, ...]]:
    """The hits that stay, and the pragmas that took nothing away or have a problem."""
    found = [pragma for text, rows, cell in texts for pragma in pragmas(text, rows, cell)]
    if not found:
        return hits, ()
    used: set[Pragma] = set()
    by_line: dict[tuple[int | None, int], list[Pragma]] = {}
    for pragma in found:
        if not pragma.whole_file:
            by_line.setdefault((pragma.cell, pragma.line), []).append(pragma)
    of_file = [pragma for pragma in found if pragma.whole_file]
    kept = [hit for hit in hits if not _taken(hit, [*of_file, *_near(hit, by_line)], used)]
    return kept, tuple(pragma for pragma in found if pragma not in used)


def _near(hit: Hit, by_line: Mapping[tuple[int | None, int], list[Pragma]]) -> list[Pragma]:
    """Those on the lines that matter: a file may have a hundred thousand of both."""
    node, statement = hit.place.node, hit.place.statement
    lines = {node.lineno, node.lineno - 1, node.end_lineno, statement.lineno, statement.lineno - 1}
    return [pragma for line in lines for pragma in by_line.get((hit.cell, line), ())]


def _taken(hit: Hit, found: list[Pragma], used: set[Pragma]) -> bool:
    takers = [pragma for pragma in found if _takes(pragma, hit)]
    used.update(takers)
    return bool(takers)


def _takes(pragma: Pragma, hit: Hit) -> bool:
    if pragma.whole_file:
        return True
    if pragma.cell != hit.cell or not {hit.rule.rule.name, hit.rule.rule.code} & set(pragma.rules):
        return False
    node, statement = hit.place.node, hit.place.statement
    if pragma.own_line:
        return pragma.line + 1 in (node.lineno, statement.lineno)
    return pragma.line in (statement.lineno, node.lineno, node.end_lineno)
