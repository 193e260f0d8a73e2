"""Literals that belong together as one finding: those of a call, a dict, a statement, or the variables of a cell."""

from __future__ import annotations

from ..values import TYPE_CHECKING
from .found import Found, Literal
from .place import COMPARED, NAMED, TARGET
from .source import columns

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from .judging import Hit

    Row = tuple[int | None, int]

# Rules of one kind share a finding: models, decisions and splits; periods; places; resources.
_KINDS = {"1": "1", "2": "1", "3": "1", "4": "4", "5": "5", "6": "6", "7": "1", "8": "1"}


def grouped(hits: list[Hit], rows: Mapping[int | None, list[str]]) -> tuple[Found, ...]:
    """One `Found` a group, in the order of the file; `rows` are the lines of each cell."""
    groups: dict[object, list[Hit]] = {}
    calls = {id(hit.place.owner) for hit in hits if hit.rule.rule.code != "PAR302"}
    for hit in hits:
        groups.setdefault(_key(hit, calls), []).append(hit)
    # Once a row: a file of one line may hold thousands of literals.
    wanted = {row for hit in hits for row in _rows(hit)}
    known = {row: columns(rows[row[0]][row[1] - 1]) for row in wanted}
    made = [_found(group, known) for group in groups.values()]
    return tuple(
        sorted(
            made, key=lambda one: (-1 if one.cell is None else one.cell, one.literals[0].line, one.literals[0].column)
        )
    )


def _key(hit: Hit, calls: set[int]) -> object:
    place = hit.place
    kind = _KINDS[hit.rule.rule.code[3]]
    if hit.rule.rule.code == "PAR302" and id(place.owner) not in calls:
        return "seed", hit.cell
    if place.slot in (TARGET, NAMED):
        return hit.cell, place.scope, hit.rule.rule.code
    if place.slot == COMPARED:
        return id(place.statement), hit.rule.section if kind != "1" else kind
    return id(place.owner), kind


def _found(group: list[Hit], known: Mapping[Row, Sequence[int]]) -> Found:
    first = min(group, key=lambda hit: (hit.rule.rule.code == "PAR302", hit.rule.rule.code, hit.place.node.lineno))
    spans = {
        (one.line, one.column, one.end_line, one.end_column): one for one in (_literal(hit, known) for hit in group)
    }
    literals = tuple(spans[span] for span in sorted(spans))
    return Found(first.rule.rule, first.rule.section, first.callee, first.place.scope, first.cell, literals)


def _rows(hit: Hit) -> tuple[Row, Row]:
    """Where its literal begins and ends, as cell and line."""
    node = hit.place.node
    return (hit.cell, node.lineno), (hit.cell, node.end_lineno or node.lineno)


def _literal(hit: Hit, known: Mapping[Row, Sequence[int]]) -> Literal:
    node = hit.place.node
    first, last = _rows(hit)
    return Literal(
        hit.name, hit.value(), node.lineno, _column(known[first], node.col_offset), last[1],
        _column(known[last], node.end_col_offset or node.col_offset),
    )  # fmt: skip


def _column(known: Sequence[int], offset: int) -> int:
    # A statement behind a magic is read from a row that may be longer than the one in the file.
    return known[offset] if offset < len(known) else offset + 1
