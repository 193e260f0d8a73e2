"""How often each parameter stands in a file, and how often it is accepted there.

A fact is a rule, a scope and a name.  Lines may move and values change: neither makes a new fact, a second occurrence
does.
"""

from __future__ import annotations

import time

from ...base.namedtuple import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from ...parameters.matches import FoundParameter, Literal
    from ...policy.baseline import HookRows, Row
    from ...policy.settings import Exemption, FlagParameters

    Fact = tuple[str, str, str]

HOOK = "flag-parameters"
_SEED = "PAR302"


class Decided(NamedTuple):
    """What a project lives with: exceptions as they stand on `today`, and the rows of the baseline."""

    allow: tuple[Exemption, ...]
    rows: HookRows | None
    today: str

    def counts(self, path: str) -> Mapping[Fact, int]:
        """How often each fact is accepted in a file."""
        if self.rows is None:
            return {}
        found: dict[Fact, int] = {}
        for row in self.rows.at(path):
            # After a union merge there may be two counts, of which the larger holds.
            key = (row.rule, row.scope, row.name)
            found[key] = max(row.times or 0, found.get(key, 0))
        return found


def decided(settings: FlagParameters, baseline_file: bytes | None) -> Decided:
    """CannotJudge for a baseline that is none."""
    today = time.strftime("%Y-%m-%d") if settings.allow else ""
    if baseline_file is None or HOOK.encode() not in baseline_file:
        return Decided(settings.allow, None, today)
    from ...policy import baseline

    return Decided(settings.allow, baseline.of_hook(baseline_file, HOOK), today)


def fact(found: FoundParameter, literal: Literal) -> Fact:
    """Seeds are one finding a file, wherever they stand in it, so theirs has no scope."""
    return found.rule.name, "" if found.rule.code == _SEED else found.scope, literal.name


def facts(found: Iterable[FoundParameter]) -> dict[Fact, int]:
    """How often each fact stands there."""
    made: dict[Fact, int] = {}
    for one in found:
        for literal in one.literals:
            key = fact(one, literal)
            made[key] = made.get(key, 0) + 1
    return made


def open_facts(path: str, found: Iterable[FoundParameter], known: Decided) -> dict[Fact, int]:
    """How often each fact stands there beyond what is accepted; nothing in a file that an exception covers."""
    made = facts(found)
    if made and known.allow:
        from ...policy import exceptions

        if exceptions.covering(known.allow, path, 0, known.today):
            return {}
    accepted = known.counts(path)
    return {key: count - accepted.get(key, 0) for key, count in made.items() if count > accepted.get(key, 0)}


def expired(path: str, known: Decided) -> str:
    """What to say where an exception would have covered the file, had it not run out."""
    if not known.allow:
        return ""
    from ...policy import exceptions

    late = exceptions.expired(known.allow, path, 0, known.today)
    return f"the exception in {late.where} ({late.because}) expired on {late.until}" if late else ""


def rows(path: str, found: Iterable[FoundParameter]) -> list[Row]:
    """What a baseline says of a file."""
    from ...policy.baseline import Row

    return [
        Row(HOOK, rule, path, scope=scope, name=name, times=count)
        for (rule, scope, name), count in facts(found).items()
    ]
