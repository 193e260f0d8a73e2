"""Unified diffs, line by line."""

from __future__ import annotations

import difflib
import json
from typing import TYPE_CHECKING

import pytest

from commitworthy.notebooks.diff import unified
from commitworthy.notebooks.strip import strip
from tests.notebooks.make import STREAM, code, notebook

if TYPE_CHECKING:
    from tests.repo import Repo

NO_END = b"\\ No newline at end of file\n"


def body(before: bytes, after: bytes) -> list[bytes]:
    return list(unified(b"a", before, after))[3:]


@pytest.mark.parametrize(
    ("before", "after", "lines"),
    [
        (b"a\nb\n", b"a\nc\n", [b" a\n", b"-b\n", b"+c\n"]),
        (b"a\nb", b"a\nc", [b" a\n", b"-b\n", NO_END, b"+c\n", NO_END]),
        (b"a\nb", b"c\nb", [b"-a\n", b"+c\n", b" b\n", NO_END]),
        (b"a\r\nb\r\n", b"a\r\n", [b" a\r\n", b"-b\r\n"]),
        (b"a\rb", b"a\rc", [b"-a\rb\n", NO_END, b"+a\rc\n", NO_END]),
    ],
)
def test_lines_as_git_counts_them(before: bytes, after: bytes, lines: list[bytes]) -> None:
    joined = b"".join(body(before, after))
    assert joined == b"".join(lines)


@pytest.mark.parametrize(
    ("path", "shown"),
    [
        (b"a.ipynb", b"a/a.ipynb"),
        (b"a b.ipynb", b"a/a b.ipynb\t"),
        (b'q"\\.ipynb', b'"a/q\\042\\134.ipynb"'),
        (b"n\nt\t", b'"a/n\\012t\\011"'),
        ("é\u202e".encode(), b'"a/\\303\\251\\342\\200\\256"'),
    ],
)
def test_names_as_git_writes_them(path: bytes, shown: bytes) -> None:
    first, second = list(unified(path, b"a", b"b"))[:2]
    assert first == b"--- " + shown + b"\n"
    assert second == b"+++ " + shown.replace(b"a/", b"b/", 1) + b"\n"


def test_lines_that_no_edit_touches_are_not_compared(monkeypatch: pytest.MonkeyPatch) -> None:
    largest = 0

    class Matcher(difflib.SequenceMatcher):  # type: ignore[type-arg]
        def __init__(self, isjunk: None, a: list[bytes], b: list[bytes], *, autojunk: bool = True) -> None:
            nonlocal largest
            largest = max(largest, len(a) * len(b))
            super().__init__(isjunk, a, b, autojunk=autojunk)

    monkeypatch.setattr(difflib, "SequenceMatcher", Matcher)
    before = json.dumps(json.loads(notebook(", ".join([code(f"[{STREAM}]", "3")] * 300))), indent=1).encode()
    made = strip(before)
    lines = list(unified(b"a", before, made.content, made.edits))
    assert lines.count(b'+   "outputs": [],\n') == 300
    assert largest < 100


@pytest.mark.parametrize(
    ("before", "after", "place"),
    [
        (b"a\n", b"b\n", b"@@ -1 +1 @@\n"),
        (b"a\n", b"a\nb\n", b"@@ -1 +1,2 @@\n"),
        (b"a\nb\n", b"a\n", b"@@ -1,2 +1 @@\n"),
        (b"", b"a\n", b"@@ -0,0 +1 @@\n"),
        (b"a\n", b"", b"@@ -1 +0,0 @@\n"),
    ],
)
def test_places_as_git_writes_them(before: bytes, after: bytes, place: bytes) -> None:
    assert list(unified(b"a", before, after))[2] == place


def test_git_makes_the_stripped_notebook_of_the_diff(repo: Repo) -> None:
    cells = [code(f"[{STREAM}]" if number % 3 else "[]", str(number % 2 or "null")) for number in range(12)]
    before = json.dumps(json.loads(notebook(", ".join(cells))), indent=1).encode()
    made = strip(before)
    repo.write("a.ipynb", before)
    repo.git("apply", send=b"".join(unified(b"a.ipynb", before, made.content, made.edits)))
    assert (repo.top / "a.ipynb").read_bytes() == made.content
