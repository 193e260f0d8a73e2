"""Large JSON, XML and SQL: data by shape, or what belongs in git."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest

from tests.samples import look

NUMBERS = [number / 7 for number in range(9000)]
RECORDS = [{"id": number, "name": f"n{number}", "score": number / 3} for number in range(4000)]
FEATURES = [{"type": "Feature", "geometry": None} for _ in range(9000)]
DATA: dict[str, Callable[[], tuple[str, bytes]]] = {
    "records": lambda: ("a.json", json.dumps(RECORDS).encode()),
    "records, pretty": lambda: ("a.json", json.dumps(RECORDS, indent=2).encode()),
    "records in an object": lambda: ("a.json", json.dumps({"info": {"year": 2026}, "images": RECORDS}).encode()),
    "records of which some keys are missing": lambda: (
        "a.json",
        json.dumps([{**record, "extra": 1} if record["id"] == 2 else record for record in RECORDS]).encode(),
    ),
    "a list of numbers": lambda: ("a.json", json.dumps(NUMBERS).encode()),
    "a column of numbers": lambda: ("a.json", json.dumps({"columns": ["a"], "data": NUMBERS}).encode()),
    "GeoJSON under a plain name": lambda: (
        "a.json",
        json.dumps({"type": "FeatureCollection", "features": FEATURES}).encode(),
    ),
    "records in XML": lambda: (
        "a.xml",
        b"<?xml version='1.0'?>\n<rows>" + b"<row><id>17</id><v>0.25</v></row>\n" * 4000 + b"</rows>",
    ),
    "inserts": lambda: ("a.sql", b"CREATE TABLE a (b int);\n" + b"INSERT INTO a VALUES (1, 'x');\n" * 5000),
    "one insert of many rows": lambda: ("a.sql", b"INSERT INTO a VALUES " + b"(1,'x')," * 20000 + b"(2,'y');\n"),
    "word vectors without a heading": lambda: ("a.txt", (b"word" + b" 0.125" * 50 + b"\n") * 500),
    "a frame as text": lambda: (
        "a.txt",
        b" id x name\n" + b"".join(b"%d 17 0.25 anna\n" % row for row in range(9000)),
    ),
}


@pytest.mark.parametrize("case", DATA.values(), ids=DATA)
def test_large_data_is_known_by_its_shape(case: Callable[[], tuple[str, bytes]]) -> None:
    path, content = case()
    assert len(content) > 102_400
    assert look(path, content).family in ("data", "model")
    assert not look(path, content).disguised


SHAPE = {"shape": "InvalidRequestException", "documentation": "<p>words and more words</p>"}
ORDINARY: dict[str, Callable[[], tuple[str, bytes]]] = {
    "settings": lambda: (
        "a.json",
        json.dumps({f"key-{n}": {"on": True, "level": "high"} for n in range(9000)}).encode(),
    ),
    "messages": lambda: ("de.json", json.dumps({f"page.{n}.title": "Ein Titel" for n in range(9000)}).encode()),
    "messages as records": lambda: (
        "de.json",
        json.dumps([{"id": f"page.{n}", "translation": "Ein Titel"} for n in range(9000)]).encode(),
    ),
    "a description of a service": lambda: (
        "a.json",
        json.dumps({"operations": {f"op{n}": {"errors": [SHAPE] * 4, "name": "x"} for n in range(900)}}).encode(),
    ),
    "a schema": lambda: ("a.json", json.dumps({"$schema": "x", "anyOf": RECORDS}).encode()),
    "a lock file": lambda: ("package-lock.json", json.dumps({"packages": RECORDS}).encode()),
    "a drawing": lambda: ("a.xml", b"<svg>" + b"<path d='M 1 2 3 4'/></g>\n" * 9000),
    "strings of an app": lambda: ("a.xml", b"<resources>" + b"<string name='a'>words</string>\n" * 9000),
    "a page": lambda: ("a.html", b"<html>" + b"<td>1</td><td>2</td>\n" * 9000),
    "a schema in SQL": lambda: ("a.sql", b"CREATE TABLE a (\n  b integer,\n  c text\n);\n" * 9000),
    "the list of files of a wheel": lambda: ("a-1.dist-info/RECORD", b"a/b.py,sha256=abc,12\n" * 9000),
}


@pytest.mark.parametrize("case", ORDINARY.values(), ids=ORDINARY)
def test_large_text_of_other_shapes_is_text(case: Callable[[], tuple[str, bytes]]) -> None:
    path, content = case()
    assert len(content) > 102_400
    assert look(path, content).family == "text"
