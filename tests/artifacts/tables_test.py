from __future__ import annotations

import pytest

from tests.artifacts.builders import look, rows

TABLES = {
    "csv": rows(","),
    "tsv": rows("\t"),
    "csv with semicolons": rows(";"),
    "jsonl": b'{"id": 1, "text": "a, b"}\n' * 300,
    "numbers": b" 1.0e+00  2.5  -3\n" * 300,
}


@pytest.mark.parametrize("name", TABLES)
def test_large_tables_are_data_by_content(name: str) -> None:
    content = TABLES[name] * (120_000 // len(TABLES[name]) + 1)
    for path in ("a", "a.txt", "a.dat", "train.data"):
        assert look(path, content)[:2] == ("data", name.split(maxsplit=1)[0])
        assert look(path, content[:9000]).family == "text"
    for path in ("a.py", "a.md", "a.yaml", "a.sql", "a.html"):
        assert look(path, content).family == "text"


NO_TABLES = {
    "prose": b"Call me Ishmael. Some years ago, never mind how long, I thought I would sail.\nIt is a way I have\n",
    "prose of one line length": b"The quick brown fox jumps over the lazy dog, again.\n",
    "a log": b"2024-01-01 12:00:00 INFO started\n2024-01-01 12:00:01 WARNING slow, very slow, indeed\n",
    "pretty JSON": b'{\n  "a": [\n    1,\n    2\n  ],\n  "b": {}\n}\n',
    "ragged lists": b"apples, pears, plums\nbread, butter, cheese, ham\n",
    "one line": b"x" * 200,
}


@pytest.mark.parametrize("name", NO_TABLES)
def test_large_text_that_is_no_table(name: str) -> None:
    assert look("a.txt", NO_TABLES[name] * (120_000 // len(NO_TABLES[name]) + 1)).family == "text"
