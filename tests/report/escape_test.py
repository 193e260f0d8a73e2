"""Nothing in a file name or a file reaches a terminal, a log or a parser as anything but text."""

from __future__ import annotations

import json
import re
import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from commitworthy.report.escape import for_github_data, for_github_property, for_json, for_json_line, for_terminal

ANY_TEXT = st.text(st.characters(exclude_categories=()) | st.sampled_from("\n\r\x1b\u202e\u2028\udc80%:,#["))
LOG_COMMAND = re.compile(r"##\w*\[")


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("data/train set.parquet", id="plain ASCII with a blank"),
        pytest.param("données/été.csv", id="accents"),
        pytest.param("日本/データ.csv", id="any script"),
        pytest.param("e\u0301", id="a combining accent, as macOS writes names"),
        pytest.param("\U0001f600.png", id="an emoji"),
        pytest.param("C:\\temp\\new", id="a backslash is only a backslash"),
        pytest.param("## Results [1]", id="a heading is no command to a runner"),
        pytest.param("", id="nothing"),
    ],
)
def test_ordinary_text_stays(text: str) -> None:
    assert for_terminal(text) == text


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        pytest.param("a\nb\tc\rd", "a\\nb\\tc\\rd", id="the usual controls by their names"),
        pytest.param("\x1b[31m\x07\x00", "\\x1b[31m\\x07\\x00", id="a terminal sequence"),
        pytest.param("\x7f", "\\x7f", id="delete"),
        pytest.param("\x9b31m\x85", "\\u009b31m\\u0085", id="eight-bit controls, not to be taken for bytes"),
        pytest.param("\udc9b\udcff", "\\x9b\\xff", id="undecodable bytes"),
        pytest.param("\ud800", "\\ud800", id="half a pair"),
        pytest.param("\u202egnp\u2066", "\\u202egnp\\u2066", id="changes of direction"),
        pytest.param("a\u200b\u200d\ufeff\u00adb", "a\\u200b\\u200d\\ufeff\\u00adb", id="characters without width"),
        pytest.param("\u2028\u2029", "\\u2028\\u2029", id="line and paragraph separators"),
        pytest.param("\U000e0041", "\\U000e0041", id="a tag character"),
        pytest.param("\u3164\u115f", "\\u3164\\u115f", id="letters that are never seen"),
        pytest.param("a\u00a0b", "a\\u00a0b", id="a blank that is not the usual one"),
        pytest.param("x##[stop-commands]y", "x#\\x23[stop-commands]y", id="a command to GitHub's runner"),
        pytest.param("##vso[task.setvariable]", "#\\x23vso[task.setvariable]", id="a command to Azure's agent"),
        pytest.param("###[x", "##\\x23[x", id="one more number sign does not hide it"),
    ],
)
def test_what_cannot_be_seen_is_spelled_out(text: str, shown: str) -> None:
    assert for_terminal(text) == shown


@given(ANY_TEXT)
@example("\u061c\u200e\u2069\ufff9")
def test_a_terminal_gets_no_control_format_or_separator(text: str) -> None:
    shown = for_terminal(text)
    assert {unicodedata.category(char) for char in shown}.isdisjoint({"Cc", "Cf", "Cs", "Zl", "Zp"})
    assert not LOG_COMMAND.search(shown)
    assert len(shown.splitlines()) <= 1


@pytest.mark.parametrize(
    ("text", "clean"),
    [
        pytest.param("caf\udce9.csv", "caf\\xe9.csv", id="an undecodable byte"),
        pytest.param("\ud83d", "\\ud83d", id="half a pair"),
        pytest.param("a\nb\u202e", "a\nb\u202e", id="what JSON escapes by itself stays"),
    ],
)
def test_json_gets_no_surrogates(text: str, clean: str) -> None:
    assert for_json(text) == clean


def test_a_json_line_means_the_same_and_commands_no_runner() -> None:
    line = json.dumps(["##[add-mask]x", "\\##vso[", "## x"])
    assert for_json_line(line) == '["#\\u0023[add-mask]x", "\\\\#\\u0023vso[", "## x"]'
    assert json.loads(for_json_line(line)) == json.loads(line)


@pytest.mark.parametrize(
    ("text", "data", "value"),
    [
        pytest.param("été, 日本: x", "été, 日本: x", "été%2C 日本%3A x", id="separators matter in properties only"),
        pytest.param("100%\r\n", "100%25%0D%0A", "100%25%0D%0A", id="percent and line ends"),
        pytest.param("%0A", "%250A", "%250A", id="what looks escaped already"),
        pytest.param("::error::x", "::error::x", "%3A%3Aerror%3A%3Ax", id="a file named as a command"),
        pytest.param("\x1b\u202e\udcff", "\\x1b\\u202e\\xff", "\\x1b\\u202e\\xff", id="the invisible is spelled out"),
    ],
)
def test_workflow_commands_are_escaped(text: str, data: str, value: str) -> None:
    assert (for_github_data(text), for_github_property(text)) == (data, value)
