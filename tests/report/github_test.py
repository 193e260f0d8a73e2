"""Workflow commands, read back by the rules of GitHub's runner."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from commitworthy.base.findings import WARNING, Finding
from commitworthy.report.github import render
from tests.report.samples import BLOCKED, blocked, date, disguised, large_commit

REST = 'title=PAR003 hard-coded-date::`start="2021-01-01"`.'


@pytest.mark.parametrize(
    ("finding", "line"),
    [
        pytest.param(date("a.py"), f"::error file=a.py,{REST}", id="a file"),
        pytest.param(date("a.py", line=3), f"::error file=a.py,line=3,{REST}", id="a line"),
        pytest.param(date("a.py", line=3, column=9), f"::error file=a.py,line=3,col=9,{REST}", id="a column"),
        pytest.param(
            date("a.py", line=3, column=9)._replace(end_line=3),
            f"::error file=a.py,line=3,col=9,endLine=3,{REST}",
            id="a span within a line",
        ),
        pytest.param(
            date("a.py", line=3, column=9)._replace(end_line=5),
            f"::error file=a.py,line=3,endLine=5,{REST}",
            id="a span of lines has no column, or the runner complains",
        ),
        pytest.param(
            date("n.ipynb", cell=6, line=2, column=3),
            '::error file=n.ipynb,title=PAR003 hard-coded-date::cell 7, line 2: `start="2021-01-01"`.',
            id="a line within a cell is no line of the file",
        ),
        pytest.param(
            large_commit(),
            "::warning title=LIM001 large-commit::adds 61 MB (limit 50 MB).",
            id="a warning about the commit",
        ),
        pytest.param(
            disguised("a", level=WARNING),
            "::warning file=a,title=ART004 disguised-artifact::a pickle by content, text by name.",
            id="a warning about a file",
        ),
        pytest.param(
            disguised("::error::x,y=z\n100%"),
            "::error file=%3A%3Aerror%3A%3Ax%2Cy=z%0A100%25,"
            "title=ART004 disguised-artifact::a pickle by content, text by name.",
            id="a file named as a command",
        ),
        pytest.param(
            blocked("caf\udce9"),
            "::error file=caf\\xe9,title=ART001 blocked-artifact::Parquet data, 48.2 MB (limit 500 kB).",
            id="a name that is not UTF-8",
        ),
    ],
)
def test_one_command_for_each_finding(finding: Finding, line: str) -> None:
    assert list(render([finding])) == [line]


def unescaped(text: str, escapes: dict[str, str]) -> str:
    for escape, char in escapes.items():
        text = text.replace(escape, char)
    return text


def read_back(line: str) -> tuple[str, dict[str, str], str]:
    """Command, properties and message, taken apart in the runner's order: `%25` last."""
    _, head, message = line.split("::", 2)
    name, _, properties = head.partition(" ")
    escapes = {"%0D": "\r", "%0A": "\n", "%3A": ":", "%2C": ",", "%25": "%"}
    pairs = (pair.split("=", 1) for pair in properties.split(","))
    data = {"%0D": "\r", "%0A": "\n", "%25": "%"}
    return name, {key: unescaped(value, escapes) for key, value in pairs}, unescaped(message, data)


SEEN = st.text(st.characters(categories=("L", "N", "P", "S"), max_codepoint=0x24F) | st.sampled_from(" \r\n%:,=#["))


@given(SEEN, SEEN)
@example("%0A%250A", "::error::\n%25")
def test_what_can_be_seen_reads_back_as_it_was(path: str, message: str) -> None:
    (line,) = render([Finding("h", BLOCKED, message, path, line=7)])
    expected = {"file": path, "line": "7", "title": "ART001 blocked-artifact"}
    assert read_back(line) == ("error", expected, message)


@given(st.text(st.characters(exclude_categories=())), st.text(st.characters(exclude_categories=())))
def test_any_finding_is_one_line_with_the_same_properties(path: str, message: str) -> None:
    (line,) = render([Finding("h", BLOCKED, message, path, line=7)])
    assert line.isprintable()
    assert len(line.splitlines()) == 1
    name, properties, _ = read_back(line)
    assert (name, list(properties), properties["line"]) == ("error", ["file", "line", "title"], "7")
