"""How often each parameter stands in a file, and how often it is accepted there.

A fact is a rule, a scope and a name.  Lines may move and values change: neither makes a new fact, a second occurrence
does.
"""

from __future__ import annotations

from ...base.namedtuple import TYPE_CHECKING
from ...parameters.confidence import CERTAIN

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from ...parameters.matches import FoundParameter, Literal
    from ...policy.acceptance import Acceptance, Row

    Fact = tuple[str, str, str]

HOOK = "flag-parameters"
_SEED = "PAR302"


def counts(accepted: Acceptance, path: str) -> Mapping[Fact, int]:
    """How often the baseline accepts each fact in a file; of two rows, as after a union merge, the larger holds."""
    largest: dict[Fact, int] = {}
    for row in accepted.rows.at(path):
        key = (row.rule, row.scope, row.name)
        largest[key] = max(row.times or 0, largest.get(key, 0))
    return largest


def fact(found: FoundParameter, literal: Literal) -> Fact:
    """Under the rule of the literal, which no other literal of its call may change.

    Seeds are one finding a file, wherever they stand in it, so theirs has no scope.
    """
    rule = literal.rule or found.rule
    return rule.name, "" if rule.code == _SEED else found.scope, literal.name


def facts(found: Iterable[FoundParameter]) -> dict[Fact, int]:
    """How often each fact stands there."""
    made: dict[Fact, int] = {}
    for one in found:
        for literal in one.literals:
            key = fact(one, literal)
            made[key] = made.get(key, 0) + 1
    return made


def certain_facts(found: Iterable[FoundParameter]) -> dict[Fact, int]:
    """How often each fact stands there as an error."""
    return facts(one for one in found if one.confidence == CERTAIN)


def open_facts(path: str, found: Iterable[FoundParameter], accepted: Acceptance) -> dict[Fact, int]:
    """How often each fact stands there beyond what is accepted; nothing in a file that an exception covers."""
    standing = facts(found)
    if not standing or accepted.has_exception(path):
        return {}
    allowed = counts(accepted, path)
    return {key: count - allowed.get(key, 0) for key, count in standing.items() if count > allowed.get(key, 0)}


def rows(path: str, found: Iterable[FoundParameter]) -> list[Row]:
    """What a baseline says of a file."""
    from ...policy.acceptance import Row

    return [
        Row(HOOK, rule, path, scope=scope, name=name, times=count)
        for (rule, scope, name), count in facts(found).items()
    ]
