"""Every place of a file asked of every rule that knows its kind."""

from __future__ import annotations

from ..values import TYPE_CHECKING, NamedTuple
from .facts import Facts
from .literals import NUMBER, NUMBERS, SMALL, whole
from .place import COMPARED, KEYWORD, POSITION
from .rules import table

if TYPE_CHECKING:
    from collections.abc import Iterable

    from .options import Options
    from .place import Place
    from .rules.rule import ParameterRule
    from .walk import Walk


_CALLED = frozenset((KEYWORD, POSITION))
_NUMBERS = frozenset((NUMBER, SMALL, NUMBERS))


class Hit(NamedTuple):
    """A literal that a rule claims under a name.  `number` is that of the piece of the file."""

    rule: ParameterRule
    name: str
    place: Place
    callee: str
    cell: int | None

    def value(self) -> object:
        """What Python reads."""
        return whole(self.place.node)


def _is_of_looks(place: Place, facts: Facts) -> bool:
    """Whether a number is handed to a plot, or is the default of an option.

    Of 0 and 1 asked last: they are most of all numbers, and few get so far.
    """
    if place.slot not in _CALLED or place.kind not in _NUMBERS:
        return False
    return facts.draws(place.owner) or facts.declares(place.owner)


def _stepped(compared: list[Place]) -> frozenset[tuple[str, str]]:
    """(scope, name) of what a function compares with several numbers: the bounds of classes."""
    seen: dict[tuple[str, str], set[float]] = {}
    for place in compared:
        if place.kind is NUMBER and place.position == 0 and place.scope and place.name:
            seen.setdefault((place.scope, place.name), set()).add(place.value)
    return frozenset(key for key, values in seen.items() if len(values) > 1)


def judged(places: list[tuple[int | None, Place]], walk: Walk, options: Options, left_out: Iterable[str]) -> list[Hit]:
    """What the rules claim of `places`, each with the index of its cell."""
    rules = table(options.select, (*options.ignore, *left_out))
    facts = Facts(walk, options)
    compared = [place for _, place in places if place.slot == COMPARED]
    facts.bounded = frozenset(
        (id(place.statement), place.name) for place in compared if place.masks and place.value not in (0, 1, -1)
    )
    facts.stepped = _stepped(compared)
    names, callees = frozenset(options.allow_names), frozenset(options.allow_callees)
    hits: list[Hit] = []
    for cell, place in places:
        asked = rules.get((place.slot, place.kind))
        if asked is None or (place.kind is not SMALL and _is_of_looks(place, facts)):
            continue
        for rule in asked:
            name = rule.judge(place, facts)
            if name:
                if place.kind is SMALL and _is_of_looks(place, facts):
                    break
                callee = facts.callee(place)
                if name not in names and not callees & {callee.last, ".".join(reversed(callee.chain))}:
                    hits.append(Hit(rule, name, place, callee.last, cell))
                break
    return hits
