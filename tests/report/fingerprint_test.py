"""What tells a finding from another stays when the file around it changes."""

from __future__ import annotations

import pytest

from commitworthy.base.findings import Finding
from commitworthy.parameters.matches import Literal
from commitworthy.report.documents import fingerprints
from tests.report.samples import DATE, blocked, date


def mark(finding: Finding) -> str:
    ((_, made),) = fingerprints([finding])
    return made


def literal(name: str, value: object, line: int = 1) -> Finding:
    facts = {"literals": [Literal(name, value, line, 1, line, 5)]}
    return Finding("flag-parameters", DATE, f"line {line}", "a.py", line=line, facts=facts)


def test_lines_that_move_change_nothing() -> None:
    assert mark(date("a.py", line=3)) == mark(date("a.py", line=80, column=7))
    assert mark(literal("lr", 0.1)) == mark(literal("lr", 0.1, line=40))


def test_sizes_in_the_message_change_nothing() -> None:
    assert mark(blocked("a")) == mark(blocked("a")._replace(message="Parquet data, 99 MB."))


@pytest.mark.parametrize(
    "other",
    [literal("lr", 0.2), literal("rate", 0.1), literal("lr", 0.1)._replace(path="b.py"), date("a.py")],
    ids=["another value", "another name", "another file", "no literal"],
)
def test_another_finding_has_another(other: Finding) -> None:
    assert mark(literal("lr", 0.1)) != mark(other)


def test_those_that_are_alike_are_told_apart_by_their_order() -> None:
    twice = [made for _, made in fingerprints([date("a.py", line=1), date("a.py", line=9)])]
    assert len(set(twice)) == 2
    moved = [made for _, made in fingerprints([date("a.py", line=5), date("a.py", line=12)])]
    assert twice == moved


def test_facts_as_json_has_them_are_the_same() -> None:
    plain = literal("lr", 0.1)._replace(facts={"literals": [{"name": "lr", "value": 0.1}]})
    assert mark(plain) == mark(literal("lr", 0.1))
