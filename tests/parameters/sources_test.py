"""Encodings, cells, magics, positions; what cannot be read is noted, and nothing is raised."""

from __future__ import annotations

import ast
import json
import warnings

import pytest

from commitworthy.parameters import matches, source
from commitworthy.parameters.find import find
from commitworthy.parameters.source import UnreadableSource
from tests.parameters.looking import INVALID, look, notebook, said

LINE = "s = 'é'; f(lr=0.01)\n"
SOURCES = {
    "UTF-8": LINE.encode(),
    "a byte order mark": b"\xef\xbb\xbf" + LINE.encode(),
    "Latin-1, declared": b"# -*- coding: latin-1 -*-\n" + LINE.encode("latin-1"),
    "Latin-1, declared in the second line": b"#!/usr/bin/python\n# vim: set fileencoding=latin-1 :\n"
    + LINE.encode("latin-1"),
    "CRLF": b"# one\r\n" + LINE.encode().replace(b"\n", b"\r\n"),
    "CR": b"# one\r" + LINE.encode().replace(b"\n", b"\r"),
    "Shift JIS": b"# coding: shift_jis\n" + "s = '日'; f(lr=0.01)\n".encode("shift_jis"),
    "a form feed before": b"x = None\n\x0c\n" + LINE.encode(),
    "a form feed in the line": b"x = None\n\x0c" + LINE.encode(),
    "no newline at the end": LINE.encode().rstrip(),
    "a line separator in a text": "t = '\u2028'\n".encode() + LINE.encode(),
}


@pytest.mark.parametrize("content", SOURCES.values(), ids=SOURCES)
def test_positions_are_lines_and_characters(content: bytes) -> None:
    (found,) = find("a.py", content).found
    (literal,) = found.literals
    text = content.decode("shift_jis" if b"shift" in content else "latin-1" if b"latin" in content else "utf-8-sig")
    row = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")[literal.line - 1]
    assert row[literal.column - 1 : literal.end_column - 1] == "0.01"


def test_a_literal_of_several_lines_ends_where_it_ends() -> None:
    (found,) = look("f(periods=[6,\n   12,\n   24])").found
    (literal,) = found.literals
    assert literal[2:6] == (1, 11, 3, 7)


UNREADABLE = {
    "not UTF-8": (b"# one\nlr = '\xff'\n", "not utf-8: byte 0xFF", 2),
    "an encoding there is not": (b"# coding: elvish\nlr = '\xff'\n", "unknown encoding 'elvish'", 1),
    "no text encoding": (b"# coding: hex\nlr = '\xff'\n", "unknown encoding 'hex'", 1),
    "a null byte": (b"lr = 0.1\n\0", None, 1),
    "nested too deeply": (b"x = " + b"(" * 5000 + b"1" + b")" * 5000, None, 1),
    "Python 2": (b"lr = 0.1\nprint 'a'\n", "Python 2", 2),
    "a syntax error": (b"lr = 0.1\ndef f(:\n", f"{INVALID}: invalid syntax", 2),
    "a number with too many digits": (b"lr = " + b"1" * 5000, None, 1),
}


@pytest.mark.parametrize(("content", "reason", "line"), UNREADABLE.values(), ids=UNREADABLE)
def test_what_cannot_be_read_is_noted(content: bytes, reason: str | None, line: int) -> None:
    found = find("a.py", content)
    assert found.found == ()
    (note,) = found.notes
    assert (note.cell, note.line) == (None, line)
    assert reason in (None, note.reason)
    assert "\n" not in note.reason


DEEP = {
    "signs": "f(lr=" + "-" * 900 + "1)",
    "powers": "f(lr=" + "2**" * 900 + "2)",
    "sums": "f(lr=" + "2+" * 2000 + "2)",
    "negations": "x = " + "not " * 900 + "f",
    "choices": "x = " + "1 if a else " * 900 + "f",
    "lambdas": "x = " + "lambda: " * 900 + "f",
    "attributes": "x = a" + ".b" * 3000 + "(lr=0.1)",
    "calls": "x = a" + "(3)" * 900,
    "lists": "x = " + "[" * 90 + "5" + "]" * 90,
    "dicts": "x = " + "{'a': " * 90 + "5" + "}" * 90,
}


@pytest.mark.parametrize("code", DEEP.values(), ids=DEEP)
def test_deep_code_raises_nothing(code: str) -> None:
    look(code)


def test_deep_expressions_that_parse_are_walked() -> None:
    code = "x = " + "+".join(["f(lr=0.1)"] * 500)
    assert len(look(code).found) == 500


def test_odd_escapes_warn_nobody() -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert said(look("x = '\\d'; f(lr=0.1)").found) == ["PAR101 lr=0.1"]


CELLS = {
    "line magic": ("%matplotlib inline\nf(lr=0.01)", 2, 6),
    "shell": ("!ls -la\nf(lr=0.01)", 2, 6),
    "shell over two lines": ("!ls \\\n  -la\nf(lr=0.01)", 3, 6),
    "help": ("f?\n?f\nf(lr=0.01)", 3, 6),
    "assigned shell": ("files = !ls\nf(lr=0.01)", 2, 6),
    "assigned magic": ("t = %time f(lr=0.01)", 1, 16),
    "assigned magic with options": ("t = %timeit -n 3 -o f(lr=0.01)", 1, 26),
    "assigned magic of another language": ("t = %sql select 3 from\nf(lr=0.01)", 2, 6),
    "assigned magic over two lines": ("t = %sql select 3 \\\n  from u\nf(lr=0.01)", 3, 6),
    "assigned magic without anything": ("t = %time\nf(lr=0.01)", 2, 6),
    "a timed statement": ("%time f(lr=0.01)", 1, 12),
    "a timed statement with options": ("%timeit -n 3 -r 5 f(lr=0.01)", 1, 24),
    "in a block": ("if x:\n    %pip install y\n    f(lr=0.01)", 3, 10),
    "a timed cell": ("%%time\nf(lr=0.01)", 2, 6),
    "a timed cell behind a blank line": ("\n%%time\nf(lr=0.01)", 3, 6),
    "a captured cell": ("%%capture out\nf(lr=0.01)", 2, 6),
    "a percent sign that goes on": ("x = ('%d'\n  % 3)\nf(lr=0.01)", 3, 6),
    "a magic in a text": ("x = '''\n%sql\n'''\nf(lr=0.01)", 4, 6),
    "await at the top": ("await g()\nf(lr=0.01)", 2, 6),
}


@pytest.mark.parametrize(("cell", "line", "column"), CELLS.values(), ids=CELLS)
def test_magics_are_passed_over(cell: str, line: int, column: int) -> None:
    found = find("a.ipynb", notebook(cell))
    assert found.notes == ()
    (one,) = found.found
    assert (one.cell, one.literals[0].line, one.literals[0].column) == (0, line, column)


def test_an_unparsable_cell_is_skipped_and_the_others_are_not() -> None:
    found = find("a.ipynb", notebook("f(lr=0.1)", "def (", {"cell_type": "raw", "source": "x"}, "f(lr=0.2)"))
    assert [one.cell for one in found.found] == [0, 3]
    assert found.notes == (UnreadableSource(f"{INVALID}: invalid syntax", 1, 1),)


def test_a_source_is_a_text_or_lines() -> None:
    found = find("a.ipynb", notebook({"source": ["x = None\n", "f(lr=0.1)"]}, {"source": "f(lr=0.1)"}))
    assert [(one.cell, one.literals[0].line) for one in found.found] == [(0, 2), (1, 1)]


def test_format_3_counts_cells_through() -> None:
    sheet = {"cells": [{"cell_type": "code", "input": ["f(lr=0.1)"]}, {"cell_type": "code", "input": "f(lr=0.2)"}]}
    content = json.dumps({"worksheets": [sheet, sheet], "nbformat": 3, "metadata": {}}).encode()
    assert [one.cell for one in find("a.ipynb", content).found] == [0, 1, 2, 3]


ODD_NOTEBOOKS = (
    b"",
    b"[]",
    b"{",
    b"null",
    b'{"cells": 3, "a": 1}',
    b'{"cells": [null, 3, {"cell_type": "code"}]}',
    b'{"cells": [' * 3000,
)


@pytest.mark.parametrize("content", ODD_NOTEBOOKS)
def test_odd_notebooks_raise_nothing(content: bytes) -> None:
    assert find("a.ipynb", content).found == ()


def test_a_lone_surrogate_is_noted() -> None:
    found = find("a.ipynb", notebook("x = '\ud800'; f(lr=0.1)", "f(lr=0.2)"))
    assert [note.cell for note in found.notes] == [0]
    assert [one.cell for one in found.found] == [1]


def test_jupytext_cells_have_tags() -> None:
    code = '# %%\nimport a\n\n# %% tags=["parameters"]\nlr = 0.1\n\n# %%\nmomentum = 0.9\n'
    assert said(look(code).found) == ["PAR104 momentum=0.9"]


def test_databricks_notebooks_are_programs() -> None:
    code = "# Databricks notebook source\n# MAGIC %sql select 1\n\n# COMMAND ----------\n\nf(lr=0.1)\n"
    (found,) = look(code).found
    assert (found.cell, found.literals[0].line) == (None, 6)


def test_upper_case_counts_as_settings_in_the_first_cells_only() -> None:
    cells = ["import a", "EPOCHS = 20", "x = None", "RATE = None", "EPOCHS = 30"]
    assert [one.cell for one in find("a.ipynb", notebook(*cells)).found] == [4]


def test_scopes_are_dotted() -> None:
    found = look("class A:\n    def b(self):\n        f(lr=0.1)\n        def c():\n            f(lr=0.2)\n").found
    assert [one.scope for one in found] == ["A.b", "A.b.c"]


FORMS = (
    "x = {}", "x: int = {}", "x += {}", "{}", "return_ = [{}]", "x = {{'a': {}}}", "x = ({}, 1)",
    "x = [{} for a in b]", "x = {{a: {} for a in b}}", "x = lambda: {}", "x = a if {} else c", "x = a and {}",
    "x = not {}", "x = f'{{{}}}'", "x = g({})", "x = g(a={})", "x = g(*{})", "x = {}.a.b", "x = a[{}]",
    "x = {} + 1", "x = a < {}", "x = (y := {})", "if {}:\n  pass", "while {}:\n  pass", "for a in {}:\n  pass",
    "with {} as a:\n  pass", "if a:\n  pass\nelse:\n  {}", "try:\n  {}\nexcept A:\n  pass",
    "try:\n  pass\nexcept A:\n  {}", "try:\n  pass\nfinally:\n  {}", "for a in b:\n  {}\nelse:\n  pass",
    "with a:\n  {}", "match a:\n  case 1:\n    {}", "def g():\n  {}", "async def g():\n  await {}",
    "async def g():\n  async with a:\n    {}", "def g():\n  return {}", "def g():\n  yield {}",
    "class A:\n  x = {}", "class A:\n  def g(self):\n    {}",
)  # fmt: skip


def test_every_statement_and_expression_is_entered() -> None:
    call = "f(lr=0.1)"
    for form in FORMS:
        code = form.format(call)
        ast.parse(code)
        assert said(look(code).found) == ["PAR101 lr=0.1"], code


@pytest.mark.parametrize("form", ["assert f(lr=0.1)", "def g(a=f(lr=0.1)): ...", "x: f(lr=0.1)"])
def test_what_is_expected_or_declared_is_not_entered(form: str) -> None:
    assert look(form).found == ()


def test_a_row_is_counted_through_once_however_many_literals_it_holds(monkeypatch: pytest.MonkeyPatch) -> None:
    counted = []

    def columns(line: str) -> object:
        counted.append(line)
        return source.columns(line)

    monkeypatch.setattr(matches, "columns", columns)
    row = ";".join(f"é{number} = fit(lr=0.1{number}1)" for number in range(100))
    found = look(row + "\n").found
    literals = [literal for one in found for literal in one.literals]
    assert len(literals) == 100
    assert all(row[one.column - 1 : one.end_column - 1] == repr(one.value) for one in literals)
    assert counted == [row]
