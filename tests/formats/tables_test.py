from __future__ import annotations

import pytest

from tests.samples import look, rows

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


VECTOR = b" 0.25 -0.125" * 50
FEW_LONG_LINES = {
    "word2vec-text": b"king" + VECTOR + b"\nqueen" + VECTOR + b"\n",
    "csv": b"label," + b"0,0,128,255," * 120 + b"1\n",
    "numbers": b"0 128 255 " * 400 + b"\n",
    "xml-data": b'<ogr:FeatureCollection xmlns:gml="http://www.opengis.net/gml">\n<gml:pos>1 2</gml:pos>\n',
}


@pytest.mark.parametrize("name", FEW_LONG_LINES)
def test_long_lines_need_no_eight(name: str) -> None:
    content = FEW_LONG_LINES[name] * (120_000 // len(FEW_LONG_LINES[name]) + 1)
    assert look("a.txt", content).format == name


def test_lines_longer_than_the_head_are_read_on() -> None:
    assert look("a.txt", (b"5," * 6000 + b"1\n") * 10).format == "csv"
    assert look("a.txt", b"0.5 " * 30000).format == "numbers"
    assert look("a.txt", (b"five," * 6000 + b"one\n") + b"and so on\n" * 9000).family == "text"


@pytest.mark.parametrize("mark", [b"#", b"%", b"|", b"!"])
def test_a_heading_of_comments_is_left_out(mark: bytes) -> None:
    heading = b"".join(mark + b" line %d, of words\n" % number for number in range(9))
    assert look("a.txt", heading + b"a 1 2.5\n" * 15000).format == "table"


def test_a_script_about_numbers_is_none() -> None:
    assert look("a.bf", b"x = 5;\ny = 7;\n" + b"{0.5, 0.25, 0.125}\n" * 9000).family == "text"
