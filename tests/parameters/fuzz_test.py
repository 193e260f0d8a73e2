"""Whatever the bytes, the search ends with findings or notes."""

from __future__ import annotations

import ast
import io
import tokenize

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from commitworthy.parameters.find import find
from tests.parameters.looking import notebook

PIECES = (
    "f(lr=0.1)", "x = 5", "for i in range(9):", "    ", "\n", "if a > 0.5:", "df[df.x > 3]", "'a/b.csv'", "b'\\x00'",
    "%time ", "!ls\n", "%%bash\n", "?", "é", "𝔘", "(", ")", "[", "]", "{", "}", ":", ",", "=", "+", "f'{x}'", "'''",
    "\\\n", "\t", "\x0c", "# %%\n", "\r", "# commitworthy: ignore[seed]\n", "@a\n", "def f():\n", "class A:\n",
    "lambda x: ", "await ", "1e-8", "2**9**9**9", "*", "-", "~", "# coding: latin-1\n", "\ufeff", "\x00", "s3://b/k",
    "datetime(2020, 2, 3)", "dict(a=1)", "x.y[0](3)", "http://u:p@h/d",
)  # fmt: skip


@given(st.binary(max_size=400), st.sampled_from(["a.py", "a.ipynb"]))
def test_any_bytes(content: bytes, path: str) -> None:
    find(path, content + b"1")


# What a declaration of latin-1 behind code, in a third line or behind a carriage return did to columns.
@given(st.lists(st.sampled_from(PIECES), max_size=25).map("".join))
@example("x = 5# coding: latin-1\n'é', f(lr=0.1)")
@example("\n\n# coding: latin-1\n'é', f(lr=0.1)")
@example("\r\r# coding: latin-1\n'é', f(lr=0.1)")
@example("\r# coding: latin-1\n'é', f(lr=0.1)")
@example("# coding: latin-1\n'é', f(lr=0.1)")
@example("\ufeff# coding: latin-1\n'é', f(lr=0.1)")
@settings(max_examples=300)
def test_any_pieces_of_code(code: str) -> None:
    check(code)


@pytest.mark.long
@given(st.lists(st.sampled_from(PIECES), max_size=60).map("".join))
@settings(max_examples=20_000)
def test_many_pieces_of_code(code: str) -> None:
    check(code)


def check(code: str) -> None:
    """In a program and in a cell: nothing is raised, and every position holds the literal that is reported."""
    find("a.ipynb", notebook(code))
    content = code.encode()
    found = find("a.py", content)
    text = as_python_reads(content)
    rows = text.split("\n")
    for one in found.found:
        for literal in one.literals:
            if literal.line == literal.end_line and literal.value is not None:
                piece = rows[literal.line - 1][literal.column - 1 : literal.end_column - 1]
                assert piece
                if not any(mark in piece for mark in "+-*/'"):
                    assert ast.literal_eval(piece) == literal.value


def as_python_reads(content: bytes) -> str:
    """The text by the standard library's reading of PEP 263, with the lines that the compiler makes."""
    content = content.replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    if content.startswith(b"\xef\xbb\xbf"):
        return content.decode("utf-8-sig")
    encoding, _ = tokenize.detect_encoding(io.BytesIO(content).readline)
    return content.decode(encoding)
