"""Every place of a file asked of every rule that knows its kind."""

from __future__ import annotations

from ..base.namedtuple import TYPE_CHECKING, NamedTuple
from .context import FileContext
from .found import FoundParameter, Literal
from .rules import table
from .sites import COMPARED, KEYWORD, NAMED, NUMBER, NUMBERS, POSITION, SMALL, TARGET, whole
from .source import columns

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from .find import SearchOptions
    from .rules.rule import ParameterRule
    from .sites import LiteralSite
    from .visitor import StatementVisitor

_CALLED = frozenset((KEYWORD, POSITION))
_NUMBERS = frozenset((NUMBER, SMALL, NUMBERS))


class RuleMatch(NamedTuple):
    """A literal that a rule claims under a name.  `number` is that of the piece of the file."""

    rule: ParameterRule
    name: str
    place: LiteralSite
    callee: str
    cell: int | None

    def value(self) -> object:
        """What Python reads."""
        return whole(self.place.node)


def is_cosmetic(place: LiteralSite, facts: FileContext) -> bool:
    """Whether a number is handed to a plot, or is the default of an option.

    Of 0 and 1 asked last: they are most of all numbers, and few get so far.
    """
    if place.slot not in _CALLED or place.kind not in _NUMBERS:
        return False
    return facts.draws(place.owner) or facts.declares(place.owner)


def _stepped(compared: list[LiteralSite]) -> frozenset[tuple[str, str]]:
    """(scope, name) of what a function compares with several numbers: the bounds of classes."""
    seen: dict[tuple[str, str], set[float]] = {}
    for place in compared:
        if place.kind is NUMBER and place.position == 0 and place.scope and place.name:
            seen.setdefault((place.scope, place.name), set()).add(place.value)
    return frozenset(key for key, values in seen.items() if len(values) > 1)


def judged(
    places: list[tuple[int | None, LiteralSite]],
    walk: StatementVisitor,
    options: SearchOptions,
    left_out: Iterable[str],
) -> list[RuleMatch]:
    """What the rules claim of `places`, each with the index of its cell."""
    rules = table(options.select, (*options.ignore, *left_out))
    facts = FileContext(walk, options)
    compared = [place for _, place in places if place.slot == COMPARED]
    facts.bounded = frozenset(
        (id(place.statement), place.name) for place in compared if place.masks and place.value not in (0, 1, -1)
    )
    facts.stepped = _stepped(compared)
    names, callees = frozenset(options.allow_names), frozenset(options.allow_callees)
    hits: list[RuleMatch] = []
    for cell, place in places:
        asked = rules.get((place.slot, place.kind))
        if asked is None or (place.kind is not SMALL and is_cosmetic(place, facts)):
            continue
        for rule in asked:
            name = rule.judge(place, facts)
            if name:
                if place.kind is SMALL and is_cosmetic(place, facts):
                    break
                callee = facts.callee(place)
                if name not in names and not callees & {callee.last, ".".join(reversed(callee.chain))}:
                    hits.append(RuleMatch(rule, name, place, callee.last, cell))
                break
    return hits


# Literals that belong together as one finding: those of a call, a dict, a statement, or the variables of a cell.


if TYPE_CHECKING:
    Row = tuple[int | None, int]

# Rules of one kind share a finding: models, decisions and splits; periods; places; resources.
_KINDS = {"1": "1", "2": "1", "3": "1", "4": "4", "5": "5", "6": "6", "7": "1", "8": "1"}


def grouped(hits: list[RuleMatch], rows: Mapping[int | None, list[str]]) -> tuple[FoundParameter, ...]:
    """One `Found` a group, in the order of the file; `rows` are the lines of each cell."""
    groups: dict[object, list[RuleMatch]] = {}
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


def _key(hit: RuleMatch, calls: set[int]) -> object:
    place = hit.place
    kind = _KINDS[hit.rule.rule.code[3]]
    if hit.rule.rule.code == "PAR302" and id(place.owner) not in calls:
        return "seed", hit.cell
    if place.slot in (TARGET, NAMED):
        return hit.cell, place.scope, hit.rule.rule.code
    if place.slot == COMPARED:
        return id(place.statement), hit.rule.section if kind != "1" else kind
    return id(place.owner), kind


def _found(group: list[RuleMatch], known: Mapping[Row, Sequence[int]]) -> FoundParameter:
    first = min(group, key=lambda hit: (hit.rule.rule.code == "PAR302", hit.rule.rule.code, hit.place.node.lineno))
    spans = {
        (one.line, one.column, one.end_line, one.end_column): one for one in (_literal(hit, known) for hit in group)
    }
    literals = tuple(spans[span] for span in sorted(spans))
    return FoundParameter(first.rule.rule, first.rule.section, first.callee, first.place.scope, first.cell, literals)


def _rows(hit: RuleMatch) -> tuple[Row, Row]:
    """Where its literal begins and ends, as cell and line."""
    node = hit.place.node
    return (hit.cell, node.lineno), (hit.cell, node.end_lineno or node.lineno)


def _literal(hit: RuleMatch, known: Mapping[Row, Sequence[int]]) -> Literal:
    node = hit.place.node
    first, last = _rows(hit)
    return Literal(
        hit.name, hit.value(), node.lineno, _column(known[first], node.col_offset), last[1],
        _column(known[last], node.end_col_offset or node.col_offset),
    )  # fmt: skip


def _column(known: Sequence[int], offset: int) -> int:
    # A statement behind a magic is read from a row that may be longer than the one in the file.
    return known[offset] if offset < len(known) else offset + 1
