"""The JSON lines are a contract: whole lines are compared."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date as day
from types import MappingProxyType

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commitworthy.base.findings import Finding, Remedy
from commitworthy.base.namedtuple import NamedTuple
from commitworthy.report.jsonlines import render
from tests.report.samples import BLOCKED, blocked, date, large_commit


class Literal(NamedTuple):
    name: str
    value: object
    line: int


def line_with(facts: Mapping[str, object]) -> str:
    return next(render([Finding("h", BLOCKED, "m", facts=facts)]))


def test_a_finding_with_everything() -> None:
    finding = blocked("data/a.parquet")._replace(
        line=1, column=2, end_line=3, end_column=4, facts={"size": 50_541_363, "limit": None, "family": "data"}
    )
    assert next(render([finding])) == (
        '{"hook": "block-artifacts", "code": "ART001", "rule": "blocked-artifact", "level": "error", '
        '"path": "data/a.parquet", "cell": null, "line": 1, "column": 2, "end_line": 3, "end_column": 4, '
        '"message": "Parquet data, 48.2 MB (limit 500 kB).", "remedies": [{"text": "keep it out of git", '
        '"command": "git rm --cached -- data/a.parquet && '
        "printf '%s\\\\n' /data/a.parquet >> .gitignore\"}, "
        '{"text": "or send it to LFS", "command": "git lfs track \'*.parquet\'"}], '
        '"size": 50541363, "limit": null, "family": "data"}'
    )


def test_a_finding_with_hardly_anything() -> None:
    assert next(render([large_commit()])) == (
        '{"hook": "limit-commit", "code": "LIM001", "rule": "large-commit", "level": "warning", '
        '"path": null, "cell": null, "line": null, "column": null, "end_line": null, "end_column": null, '
        '"message": "adds 61 MB (limit 50 MB).", "remedies": []}'
    )


def test_one_line_each_in_the_order_given_with_cells_from_nought() -> None:
    lines = [json.loads(line) for line in render([date("b", cell=0, line=1), date("a", cell=6, line=2)])]
    assert [(line["path"], line["cell"], line["line"]) for line in lines] == [("b", 0, 1), ("a", 6, 2)]


def test_a_remedy_without_steps_has_no_command() -> None:
    finding = Finding("h", BLOCKED, "m", remedies=(Remedy("ask the team"),))
    assert json.loads(next(render([finding])))["remedies"] == [{"text": "ask the team", "command": None}]


@pytest.mark.parametrize(
    ("path", "written"),
    [
        pytest.param("caf\udce9.csv", '"caf\\\\xe9.csv"', id="an undecodable byte, spelled with a backslash"),
        pytest.param("été", '"\\u00e9t\\u00e9"', id="accents in ASCII"),
        pytest.param("a\nb", '"a\\nb"', id="a line end stays one in the value"),
        pytest.param("##[add-mask]x", '"#\\u0023[add-mask]x"', id="no command to a runner that reads the log"),
    ],
)
def test_paths_are_written_for_strict_readers(path: str, written: str) -> None:
    assert f'"path": {written}, ' in next(render([blocked(path)]))


@pytest.mark.parametrize(
    ("fact", "read"),
    [
        pytest.param((1, "x", None, True, 0.5), [1, "x", None, True, 0.5], id="a tuple is a list"),
        pytest.param(Literal("lr", 0.1, 3), {"name": "lr", "value": 0.1, "line": 3}, id="a named tuple is an object"),
        pytest.param([Literal("lr", 1, 3)], [{"name": "lr", "value": 1, "line": 3}], id="also within a list"),
        pytest.param(MappingProxyType({1: {"a": ()}}), {"1": {"a": []}}, id="any mapping is an object"),
        pytest.param(float("inf"), "inf", id="infinity, which JSON lacks"),
        pytest.param(float("nan"), "nan", id="not a number, which JSON lacks"),
        pytest.param(1 << 9_999, 1 << 9_999, id="a long integer"),
        pytest.param(1 << 20_000, hex(1 << 20_000), id="an integer Python does not write in decimal"),
        pytest.param(b"x", "b'x'", id="bytes as their text"),
        pytest.param(2 + 1j, "(2+1j)", id="a complex number as its text"),
        pytest.param(day(2027, 6, 30), "2027-06-30", id="a day as its text"),
        pytest.param("\udcff\ud800", "\\xff\\ud800", id="surrogates spelled out"),
        pytest.param({"\udcff": 1}, {"\\xff": 1}, id="surrogates in a key"),
    ],
)
def test_any_fact_can_be_written(fact: object, read: object) -> None:
    assert json.loads(line_with({"fact": fact}))["fact"] == read


def test_a_fact_never_replaces_what_is_always_there() -> None:
    assert line_with({"path": "other", "size": 1}).endswith('"message": "m", "remedies": [], "size": 1}')
    assert json.loads(line_with({"path": "other"}))["path"] is None


@given(st.text(st.characters(exclude_categories=())), st.text(st.characters(exclude_categories=())))
def test_any_text_is_one_line_of_ascii_that_strict_readers_accept(path: str, message: str) -> None:
    line = next(render([Finding("h", BLOCKED, message, path, facts={"evidence": message})]))
    assert line.isascii()
    assert line.isprintable()
    read = json.loads(line)
    assert (read["path"] + read["message"] + read["evidence"]).encode().decode() == (
        read["path"] + read["message"] + read["evidence"]
    )


def test_lines_to_paste_are_part_of_the_text() -> None:
    way = Remedy("move to params.yaml:", lines=("model:", "  C: 5"))
    (line,) = render([Finding("flag-parameters", BLOCKED, "C = 5.", "a.py", remedies=(way,))])
    assert json.loads(line)["remedies"] == [{"text": "move to params.yaml:\nmodel:\n  C: 5", "command": None}]
