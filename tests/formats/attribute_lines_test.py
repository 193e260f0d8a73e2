"""Lines of `.gitattributes`, read as git reads them, and what is wrong with them."""

from __future__ import annotations

import pytest

from commitworthy.formats import attribute_lines
from tests.lfs import ROUTE
from tests.repo import Repo

TOP, NESTED = b".gitattributes", b"sub/.gitattributes"
LINTS = {
    "a folder": (TOP, f"data/ {ROUTE}", "dead-attribute-line", f"data/** {ROUTE}"),
    "a folder, and no more": (TOP, "data/ filter=lfs", "dead-attribute-line", f"data/** {ROUTE}"),
    "a folder in quotes": (TOP, f'"my data/" {ROUTE}', "dead-attribute-line", f'"my data/**" {ROUTE}'),
    "a negative in quotes": (TOP, f'"!a.pt" {ROUTE}', "dead-attribute-line", "a.pt !filter !diff !merge !text"),
    "a negative": (TOP, f"!a.pt {ROUTE}", "dead-attribute-line", "a.pt !filter !diff !merge !text"),
    "from here": (TOP, f"./a.pt {ROUTE}", "dead-attribute-line", f"/a.pt {ROUTE}"),
    "a space": (TOP, f"my data.bin {ROUTE}", "dead-attribute-line", ""),
    "a macro below": (NESTED, f"[attr]artifact {ROUTE}", "dead-attribute-line", ""),
    "no -text": (TOP, "*.pt filter=lfs diff=lfs merge=lfs", "incomplete-route", f"*.pt {ROUTE}"),
    "no -text, and lockable": (TOP, "*.pt filter=lfs lockable", "incomplete-route", f"*.pt {ROUTE} lockable"),
    "text instead": (TOP, "*.pt filter=lfs text", "incomplete-route", f"*.pt {ROUTE}"),
}
FINE = {
    "what git-lfs writes": (TOP, f"*.pt {ROUTE}"),
    "a macro": (TOP, f"[attr]artifact {ROUTE}\n*.pt artifact"),
    "a folder that is not routed": (TOP, "data/ linguist-vendored"),
    "-text on another line": (TOP, "*.pt filter=lfs\n*.pt -text"),
    "-text for all": (TOP, "* -text\n*.pt filter=lfs"),
    "binary": (TOP, "*.pt filter=lfs binary"),
    "a comment": (TOP, f"# data/ {ROUTE}\n\n   \n"),
    "a mark in front": (TOP, f"\ufeff*.pt {ROUTE}"),
    "CRLF": (TOP, f"*.pt {ROUTE}\r\n"),
    "an escaped bang": (TOP, f"\\!a.pt {ROUTE}"),
}


@pytest.mark.parametrize(("path", "line", "rule", "instead"), LINTS.values(), ids=LINTS)
def test_what_is_wrong_with_a_line(path: bytes, line: str, rule: str, instead: str) -> None:
    (lint,) = attribute_lines.lint(path, f"# first\n{line}\n".encode())
    assert (lint.rule, lint.line.number, lint.line.text, lint.instead) == (rule, 2, line, instead)
    if instead:
        assert attribute_lines.lint(path, instead.encode()) == []


@pytest.mark.parametrize(("path", "content"), FINE.values(), ids=FINE)
def test_lines_that_are_fine(path: bytes, content: str) -> None:
    assert attribute_lines.lint(path, content.encode()) == []


def test_a_file_of_powershell_is_dead_as_a_whole() -> None:
    (lint,) = attribute_lines.lint(TOP, f"*.pt {ROUTE}\n".encode("utf-16"))
    assert lint.rule == "dead-attribute-line"
    assert "UTF-16" in lint.fact


@pytest.mark.parametrize(
    ("line", "path", "value"),
    [
        (LINTS["a folder"][1], "data/a.pt", "unspecified"),
        (f"data/** {ROUTE}", "data/sub/a.pt", "lfs"),
        (LINTS["a negative"][1], "a.pt", "unspecified"),
        (LINTS["from here"][1], "a.pt", "unspecified"),
        (f"/a.pt {ROUTE}", "a.pt", "lfs"),
        (LINTS["a space"][1], "my data.bin", "unspecified"),
        (f'"my data/**" {ROUTE}', "my data/a.pt", "lfs"),
        (f'"!a.pt" {ROUTE}', "!a.pt", "unspecified"),
        (f"\\!a.pt {ROUTE}", "!a.pt", "lfs"),
        (f"/!a.pt {ROUTE}", "!a.pt", "lfs"),
    ],
)
def test_git_reads_the_lines_so(repo: Repo, line: str, path: str, value: str) -> None:
    repo.write(".gitattributes", line + "\n")
    answer = repo.git("check-attr", "-z", "--stdin", "filter", send=path.encode() + b"\0")
    assert answer.split("\0")[2] == value


def test_a_macro_below_the_top_is_none(repo: Repo) -> None:
    repo.write("sub/.gitattributes", f"[attr]artifact {ROUTE}\n*.pt artifact\n")
    assert repo.git("check-attr", "filter", "sub/a.pt") == "sub/a.pt: filter: unspecified"


@pytest.mark.parametrize(
    ("line", "pattern"),
    [
        (rb'"a\tb\"c\\d\303\251" x', 'a\tb"c\\dé'),
        (rb'"open', "open"),
        (rb'"ends in \\', "ends in \\"),
        (b"latin-\xe9 x", "latin-\udce9"),
    ],
    ids=["escapes", "open", "an open escape", "not UTF-8"],
)
def test_patterns_in_quotes(line: bytes, pattern: str) -> None:
    (found,) = attribute_lines.parse(line)
    assert found.pattern == pattern
