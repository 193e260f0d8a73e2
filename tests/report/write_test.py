"""What reaches the stream: bytes, in order, whatever the findings hold."""

from __future__ import annotations

import io
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commitworthy.base.findings import Finding, Remedy, Step
from commitworthy.report.text import write
from tests.report.samples import BLOCKED, date, disguised, large_commit


def written(
    *findings: Finding, form: str, color: bool = False, show_all: bool = False, github_too: bool = False
) -> bytes:
    stream = io.BytesIO()
    write(findings, format=form, stream=stream, color=color, show_all=show_all, github_too=github_too)
    return stream.getvalue()


def test_text_in_order_of_place() -> None:
    assert (
        written(large_commit(), date("b.py", line=10), disguised("é"), date("b.py", line=9), form="text")
        == (
            'b.py:9: PAR003 hard-coded-date: `start="2021-01-01"`.\n'
            'b.py:10: PAR003 hard-coded-date: `start="2021-01-01"`.\n'
            "    move it to conf/train.yaml and pass it in\n"
            "\n"
            "é: ART004 disguised-artifact: a pickle by content, text by name.\n"
            "\n"
            "commit: warning: LIM001 large-commit: adds 61 MB (limit 50 MB).\n"
            "\n"
            "3 errors, 1 warning in 2 files.\n"
        ).encode()
    )


GITHUB = (
    b"::error file=a,title=ART004 disguised-artifact::a pickle by content, text by name.\n"
    b"::error file=b,title=ART004 disguised-artifact::a pickle by content, text by name.\n"
)
TEXT = (
    b"a: ART004 disguised-artifact: a pickle by content, text by name.\n"
    b"b: ART004 disguised-artifact: a pickle by content, text by name.\n"
    b"\n"
    b"2 findings in 2 files.\n"
)


@pytest.mark.parametrize(
    ("form", "github_too", "expected"),
    [
        pytest.param("text", False, TEXT, id="text"),
        pytest.param("text", True, TEXT + GITHUB, id="text with annotations behind it"),
        pytest.param("github", False, GITHUB, id="annotations"),
        pytest.param("github", True, GITHUB, id="annotations once only"),
    ],
)
def test_formats_for_people(form: str, github_too: bool, expected: bytes) -> None:
    assert written(disguised("b"), disguised("a"), form=form, github_too=github_too) == expected


@pytest.mark.parametrize("github_too", [False, True])
def test_json_is_json_alone(github_too: bool) -> None:
    lines = written(disguised("b"), disguised("a"), form="json", github_too=github_too).splitlines()
    assert [json.loads(line)["path"] for line in lines] == ["a", "b"]


def test_colour_and_the_cap_are_passed_on() -> None:
    findings = [disguised(f"{number:02}") for number in range(21)]
    assert b"\x1b[1m20\x1b[0m" in written(*findings, form="text", color=True, show_all=True)
    capped = written(*findings, form="text")
    assert b"\x1b" not in capped
    assert b"\n... and 1 more; --all shows them\n" in capped


def test_an_unknown_format_is_refused() -> None:
    with pytest.raises(ValueError, match="unknown format: 'xml'"):
        written(disguised("a"), form="xml")


@pytest.mark.parametrize("form", ["text", "json", "github"])
def test_nothing_found_is_nothing_written(form: str) -> None:
    assert written(form=form, github_too=True) == b""


ANY_TEXT = st.text(st.characters(exclude_categories=()))


@given(st.sampled_from(["text", "json", "github"]), ANY_TEXT, ANY_TEXT, ANY_TEXT)
def test_every_finding_can_be_written_as_utf8(form: str, path: str, message: str, word: str) -> None:
    remedy = Remedy(message, (Step((word,), (path,), "\udcff"),))
    assert written(Finding("h", BLOCKED, message, path, remedies=(remedy,)), form=form, github_too=True).decode()


class Buffered(io.BytesIO):
    flushed = False

    def flush(self) -> None:
        self.flushed = True


def test_the_stream_is_flushed() -> None:
    stream = Buffered()
    write([], format="text", stream=stream, color=False, show_all=False, github_too=False)
    assert stream.flushed
