"""Regular expressions as patterns of a .gitignore: they mean the same paths, or nothing is made of them."""

from __future__ import annotations

import re

import pytest

from commitworthy.base.globs import compiled
from commitworthy.commands.init.filters import patterns

PATHS = (
    "data/x.csv",
    "data.csv",
    "database/y",
    "a/data/x",
    "mydata/x.csv",
    "notebooks/gallery/a.ipynb",
    "notebooks/a.ipynb",
    "x.ipynb",
    "a/b.ipynb",
    "tests/golden/x",
    "tests/a/golden/x",
    "tests/a/b/golden/y",
    "docs/a/x.md",
    "docs/x.md",
    "README.md",
    "src/data/data.csv",
    "data1/x.csv",
    "x/data2/y.csv",
    "my data .csv",
    "poetry.lock",
    "sub/poetry.lock",
    "uv.lock",
    "odd*name.txt",
    "foo/bar.csv",
    "foo/bar1.csv",
    "golden/z",
    "dat",
    "a[b].py",
)


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        ("^data/", ("/data/**",)),
        ("^data", ("/data*", "/data*/**")),
        ("data/", ("/**/*data/**",)),
        (r"\.csv$", ("*.csv",)),
        (r"^docs/.*\.md$", ("/docs/**/*.md",)),
        (r"^data.*\.csv$", ("/data*.csv", "/data*/**/*.csv")),
        ("^(data|docs)/", ("/data/**", "/docs/**")),
        ("(^|/)data/", ("**/data/**",)),
        ("^tests/.*/golden/", ("/tests/*/**/golden/**",)),
        ("^data/.*$", ("/data/**",)),
        ("", ("*",)),
        (".*", ("*",)),
        ("^$", ()),
        (r"^(?:poetry|uv)\.lock$", ("/poetry.lock", "/uv.lock")),
        ("(?x)^(\n  data/.*|  # all of it\n  docs/x\\.md\n)$", ("/data/**", "/docs/x.md")),
        (r"^[^/]+\.csv$", ("/?*.csv",)),
        (r"\.(csv|md)$", ("*.csv", "*.md")),
        (r"^src/(data/)?data\.csv$", ("/src/data/data.csv", "/src/data.csv")),
        ("[.]lock$", ("*.lock",)),
        ("/golden/", ("/*/**/golden/**",)),
        (r"^odd\*name", (r"/odd\*name*", r"/odd\*name*/**")),
        (r"^a\[b\]\.py$", (r"/a\[b\].py",)),
        (r"bar[0-9]?\.csv$", ("*bar[0-9].csv", "*bar.csv")),
        ("data.*", ("*data*", "/**/*data*/**")),
        (
            r"foo/.+\.csv",
            ("/**/*foo/?*.csv*", "/**/*foo/?*.csv*/**", "/**/*foo/?*/**/*.csv*", "/**/*foo/?*/**/*.csv*/**"),
        ),
    ],
)
def test_what_patterns_can_say(expression: str, expected: tuple[str, ...]) -> None:
    assert patterns(expression) == expected
    means, all_but = compiled(expected), compiled(("*", *(f"!{pattern}" for pattern in expected)))
    for path in PATHS:
        is_found = re.search(expression, path) is not None
        assert (means(path), all_but(path)) == (is_found, not is_found), path


@pytest.mark.parametrize(
    "expression",
    [
        "(?i)x",
        r"\w+",
        "a{2}",
        "[",
        "(",
        "a)",
        "*",
        "\\",
        "a**",
        "a++",
        "^(?!src/)",
        "a$b",
        "a^b",
        "[^a]",
        r"\bx",
        "x+",
        "(a|b)*",
        "a\tb",
        r"\1",
        "(?P<x>a)",
        "a" * 3000,
        "(a|b)" * 9,
        ".*a" * 30,
    ],
)
def test_of_what_says_more_nothing_is_made(expression: str) -> None:
    assert patterns(expression) is None


@pytest.mark.parametrize(
    "expression", ["(" * 900, "(a?" * 300, "a?" * 900, "(a|" * 300 + ")" * 300, "((a?)?)?" * 100, ".*" * 900 + "$"]
)
def test_of_what_would_take_long_nothing_is_made(expression: str) -> None:
    assert patterns(expression) in (None, ("*",))
