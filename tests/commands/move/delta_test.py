"""Rows that are loaded into Delta tables in a folder, and come back as parquet."""

from __future__ import annotations

import datetime as dt
import decimal
import hashlib
import importlib
import os
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.moving import cloned, got_back, without
from tests.repo import Outcome, Repo
from tests.stores import INSTALL

pytest.importorskip("deltalake", reason=f"deltalake is not installed: {INSTALL}")
pytest.importorskip("pyarrow", reason=f"pyarrow is not installed: {INSTALL}")

arrow: Any = importlib.import_module("pyarrow")
ROWS = "id,x,day\n1,0.5,2026-01-01\n2,,2026-01-02\n3,1.5,2026-01-03\n"
NAME, CARD, PARQUET = "data/train.csv", "data/train.csv.delta.yaml", "data/train.parquet"


@pytest.fixture
def lake(repo: Repo) -> Path:
    """The folder of the tables, which the policy names, and a file that is staged."""
    folder = repo.top.parent / "lake"
    folder.mkdir()
    repo.write("commitworthy.toml", f'[homes]\ndata = "delta+file://{folder}"\n')
    repo.commit()
    repo.stage(NAME, ROWS)
    return folder


def part(name: str) -> Any:
    return importlib.import_module(f"pyarrow.{name}")


def card(repo: Repo, name: str = CARD) -> dict[str, Any]:
    found: dict[str, Any] = yaml.safe_load(Path(repo.path(name)).read_text())
    return found


def rows(repo: Repo, name: str = PARQUET) -> Any:
    return part("parquet").read_table(repo.path(name))


def test_loaded_committed_cloned_and_fetched_as_parquet(repo: Repo, lake: Path) -> None:
    assert repo.run("move", NAME) == Outcome(
        0,
        f"to delta+file://{lake}: the rows of 1 file, not their bytes\n"
        f"{NAME} -> file://{lake}/{NAME} version 0: 3 rows, 3 columns, read back and equal\n"
        f"The table has the rows of {NAME} and not its bytes: fetch writes train.parquet; the file stays on disk, "
        "ignored, and is in no home.\n",
        "",
    )
    assert sorted(repo.tracked()) == ["README.md", "commitworthy.toml", "data/.gitignore", CARD]
    assert Path(repo.path(NAME)).read_text() == ROWS
    assert card(repo)["source"] == {
        "path": "train.csv",
        "size": len(ROWS),
        "sha256": hashlib.sha256(ROWS.encode()).hexdigest(),
    }
    table = card(repo)["delta"]
    assert (table["table"], table["version"], table["rows"]) == (f"file://{lake}/{NAME}", 0, 3)
    assert table["columns"] == [
        {"name": "id", "type": "int64"},
        {"name": "x", "type": "double"},
        {"name": "day", "type": "date32[day]"},
    ]
    repo.commit()
    assert repo.run("commitworthy", "--all-files") == Outcome(0, "", "")
    clone = cloned(repo)
    absent = Outcome(1, f"{PARQUET}: is not there: commitworthy fetch brings it\n", "")
    assert clone.run("fetch", "--check") == absent
    assert clone.run("fetch") == Outcome(0, f"{PARQUET}: was fetched and verified\n", "")
    found = rows(clone)
    assert found.schema == arrow.schema([("id", arrow.int64()), ("x", arrow.float64()), ("day", arrow.date32())])
    assert found.to_pylist()[1] == {"id": 2, "x": None, "day": dt.date(2026, 1, 2)}
    assert clone.run("fetch", "--check") == Outcome(0, f"{PARQUET}: is there, as its card says\n", "")
    assert clone.git("status", "--porcelain") == ""


def test_each_version_can_be_had_again(repo: Repo, lake: Path) -> None:
    assert repo.run("move", NAME).status == 0
    repo.commit("version 0")
    before = Path(repo.path(CARD)).read_bytes()
    # The same rows again are no new version, and the card stays as it is.
    assert repo.run("move", NAME).status == 0
    assert Path(repo.path(CARD)).read_bytes() == before
    assert repo.run("fetch").status == 0
    repo.write(NAME, ROWS.replace("0.5", "text"))
    line = f"{CARD}: is the card of other content: to update it to the file as it is now, add --update"
    assert repo.run("move", NAME).err == f"commitworthy: {line}\n"
    assert " version 1: " in repo.run("move", "--update", NAME).out
    repo.commit("version 1")
    for names in ([], ["data"], [NAME], [CARD], [PARQUET]):
        outdated = "is an earlier version: commitworthy fetch brings the one of its card"
        assert repo.run("fetch", "--check", *names).out == f"{PARQUET}: {outdated}\n"
    assert repo.run("fetch").out == f"{PARQUET}: was fetched and verified\n"
    assert rows(repo).column("x").to_pylist() == ["text", "", "1.5"]
    repo.git("checkout", "--quiet", "HEAD~1")
    assert repo.run("fetch").out == f"{PARQUET}: was fetched and verified\n"
    assert rows(repo).column("x").to_pylist() == [0.5, None, 1.5]


def test_cards_lists_what_was_loaded(repo: Repo, lake: Path) -> None:
    assert repo.run("move", "--because", "of May", NAME).status == 0
    digest = card(repo)["delta"]["sha256"]
    line = f"{NAME}: 3 rows, 3 columns, sha256 {digest[:12]}, file://{lake}/{NAME} version 0, because of May\n"
    for names in ([], ["data"], [NAME], [CARD], [PARQUET]):
        assert repo.run("cards", *names) == Outcome(0, line, "")
    (row,) = repo.run("cards", "--format", "json").findings()
    assert row["notes"].pop("because") == "of May"
    assert {key: row[key] for key in ("path", "card", "version", "size", "sha256")} == {
        "path": NAME, "card": CARD, "version": "0", "size": len(ROWS), "sha256": digest
    }  # fmt: skip
    note = "commitworthy: note: 1 Delta table was not checked: commitworthy fetch compares the rows\n"
    assert repo.run("cards", "--online") == Outcome(0, "0 cards: all objects are there\n", note)
    repo.write(CARD, "delta: [\n")
    line = f"commitworthy: {CARD}: is not a card that can be used: not valid YAML (line 2): {got_back(CARD)}\n"
    assert repo.run("cards") == Outcome(2, "", line)
    repo.write(CARD, "<<<<<<< ours\n")
    both = "has two sides of a merge in it: keep one (git checkout --ours or --theirs)"
    line = f"commitworthy: {CARD}: is not a card that can be used: {both}\n"
    assert repo.run("cards") == Outcome(2, "", line)


def test_a_changed_file_is_left_and_wrong_rows_are_refused(repo: Repo, lake: Path) -> None:
    repo.run("move", NAME)
    repo.write(PARQUET, "mine")
    left = "was changed on disk, so it was left: keep it (commitworthy move --update) or replace it (fetch --force)"
    assert repo.run("fetch") == Outcome(1, f"{PARQUET}: {left}\n", "")
    assert Path(repo.path(PARQUET)).read_text() == "mine"
    assert repo.run("fetch", "--force").status == 0
    os.unlink(repo.path(PARQUET))
    good = Path(repo.path(CARD)).read_text()
    where = card(repo)["delta"]["table"]
    unusable = f"{CARD}: is not a card that can be used"
    no_name = f"{unusable}: source: path is not the name of a file beside the card: {got_back(CARD)}"
    no_card_of_it = f"{unusable}: source: path is not the file that the card is called after: {got_back(CARD)}"
    named = "name the bucket and the folder alone"
    for old, new, line in (
        (card(repo)["delta"]["sha256"], "a" * 64, f"{PARQUET}: {where} version 0 has other rows than its card says"),
        ("version: 0", "version: 7", f"{where}: there is no version 7: somebody deleted the table, or vacuumed it"),
        ("rows: 3", "rows: 4", f"{where}: version 0 has not the 4 rows that the card says"),
        ("path: train.csv", "path: ../x.csv", no_name),
        ("path: train.csv", "path: .git", no_name),
        (
            "path: train.csv",
            "path: other.csv",
            no_card_of_it,
        ),
        (
            f"file://{lake}",
            "s3://key:Zq8hT5vN2xL7@team",
            f"s3://...@team/{NAME}: has credentials in it, as a presigned URL has: {named}",
        ),
    ):
        assert old in good
        repo.write(CARD, good.replace(old, new))
        assert repo.run("fetch") == Outcome(2, "", f"commitworthy: {line}\n")
        assert sorted(os.listdir(repo.path("data"))) == [".gitignore", "train.csv", "train.csv.delta.yaml"]


def test_a_table_of_others_is_not_written_to(repo: Repo, lake: Path) -> None:
    importlib.import_module("deltalake").write_deltalake(str(lake / NAME), arrow.table({"a": [1]}))
    before = repo.git("ls-files", "--stage")
    outcome = repo.run("move", NAME)
    line = f"file://{lake}/{NAME}: is a table of somebody else's: choose another home, or another name"
    assert (outcome.status, outcome.err) == (2, f"commitworthy: {line}\n")
    assert repo.git("ls-files", "--stage") == before


EVERY_TYPE: dict[str, Any] = {
    "small": arrow.array([1, 200, None], arrow.uint8()),
    "large": arrow.array([1, 2**63 + 5, None], arrow.uint64()),
    "half": arrow.array([1.0, 2.0, None], arrow.float32()),
    "text": arrow.array(["a", None, "c\u00e9"], arrow.large_string()),
    "bytes": arrow.array([b"x", b"", None]),
    "kind": arrow.array(["a", "b", "a"]).dictionary_encode(),
    "is": arrow.array([True, False, None]),
    "at": arrow.array([dt.datetime(2026, 1, 1), None, None], arrow.timestamp("us")),
    "in": arrow.array([dt.datetime(2026, 1, 1, tzinfo=dt.UTC)] * 3, arrow.timestamp("ns", "Europe/Berlin")),
    "price": arrow.array([decimal.Decimal("1.20"), None, decimal.Decimal("-1.20")]),
    "list": arrow.array([[1, 2], [], None]),
    "inner": arrow.array([{"a": 1, "b": "x"}, None, {"a": None, "b": "y"}]),
    "deep": arrow.array([[{"a": [1]}], [{"a": None}, None], None]),
}  # fmt: skip


@pytest.mark.parametrize("suffix", ["parquet", "feather"])
def test_every_type_that_delta_has_comes_back_equal(repo: Repo, lake: Path, suffix: str) -> None:
    table, name = arrow.table(EVERY_TYPE), f"every.{suffix}"
    writer = part("parquet").write_table if suffix == "parquet" else part("feather").write_feather
    writer(table, repo.path(name))
    assert repo.run("move", name).status == 0
    os.unlink(repo.path(name))
    assert repo.run("fetch", "every.parquet").status == 0
    found = rows(repo, "every.parquet")
    assert found.to_pylist() == table.to_pylist()
    types = {"small": "int16", "large": "decimal128(20, 0)", "in": "timestamp[us, tz=UTC]", "kind": "string"}
    assert {name: str(found.schema.field(name).type) for name in types} == types


def test_lines_of_json_and_tabs(repo: Repo, lake: Path) -> None:
    repo.write("a.jsonl", '{"id": 1, "tags": ["x", "y"]}\n{"id": 2, "tags": []}\n')
    repo.write("b.tsv", "id\tname\n1\tx y\n")
    assert repo.run("move", "a.jsonl", "b.tsv").status == 0
    assert repo.run("fetch", "a.jsonl", "b.tsv").status == 0
    assert rows(repo, "a.parquet").to_pylist() == [{"id": 1, "tags": ["x", "y"]}, {"id": 2, "tags": []}]
    assert rows(repo, "b.parquet").to_pylist() == [{"id": 1, "name": "x y"}]


def test_the_hash_knows_rows_from_the_pieces_they_lie_in() -> None:
    from commitworthy.homes import table

    whole = table.as_delta(arrow.table(EVERY_TYPE), "x")
    pieces = arrow.concat_tables([whole.slice(0, 1), whole.slice(1, 2).slice(0, 1), whole.slice(2)])
    assert table.sha256(pieces) == table.sha256(whole)
    for name in EVERY_TYPE:
        column = whole.select([name])
        assert table.sha256(column) != table.sha256(column.rename_columns(["other"]))
        shifted = arrow.concat_tables([column.slice(1), column.slice(0, 1)])
        same = shifted.to_pylist() == column.to_pylist()
        assert (table.sha256(shifted) == table.sha256(column)) == same, name
    empty = whole.slice(0, 0)
    assert table.sha256(empty) == table.sha256(empty.schema.empty_table()) != table.sha256(whole)


def no_table(repo: Repo, name: str) -> None:
    repo.write(name, "not a table\n")


REFUSED: dict[str, tuple[str, Any, str]] = {
    "no table by its name": (
        "a.pkl",
        "x",
        "a.pkl: is no table that Delta takes: csv, tsv, parquet, feather, arrow, jsonl or ndjson",
    ),
    "rows of other lengths": (
        "a.csv",
        "a,b\n1\n",
        "a.csv: is no table that can be read: CSV parse error: Expected 2 columns, got 1: 1",
    ),
    "a column without a type": (
        "a.jsonl",
        '{"a": null}\n',
        "a.jsonl: a: is of the type null, which Delta does not have: change it, or leave it out",
    ),
    "two columns of a name": ("a.csv", "a,a\n1,2\n", "a.csv: has two columns called 'a', and Delta has one of a name"),
    "a time of day": (
        "a.parquet",
        {"t": arrow.array([dt.time(1)])},
        "a.parquet: t: is of the type time64[us], which Delta does not have: change it, or leave it out",
    ),
    "nanoseconds": (
        "a.parquet",
        {"t": arrow.array([1], arrow.timestamp("ns"))},
        "a.parquet: a value does not fit: Casting from timestamp[ns] to timestamp[us] would lose data: 1",
    ),
}  # fmt: skip


@pytest.mark.parametrize(("name", "content", "line"), REFUSED.values(), ids=REFUSED)
def test_what_delta_cannot_take_is_one_line(repo: Repo, lake: Path, name: str, content: Any, line: str) -> None:
    if isinstance(content, dict):
        part("parquet").write_table(arrow.table(content), repo.path(name))
        repo.stage(name)
    else:
        repo.stage(name, content)
    before = repo.git("ls-files", "--stage")
    outcome = repo.run("move", "--to", f"delta+file://{lake}", name)
    assert (outcome.status, outcome.err) == (2, f"commitworthy: {line}\n")
    assert repo.git("ls-files", "--stage") == before
    assert os.listdir(lake) == []


@pytest.mark.parametrize("library", ["deltalake", "pyarrow"])
def test_without_the_extra_the_line_that_installs_it_is_printed(repo: Repo, lake: Path, library: str) -> None:
    outcome = without(repo, library, "move", NAME)
    need = {"deltalake": "deltalake>=1.0", "pyarrow": "pyarrow>=17"}[library]
    assert outcome.status == 2
    assert outcome.err in {
        f"commitworthy: a Delta table needs {library} (extra delta): {line}\n"
        for line in (
            f"{sys.executable} -m pip install '{need}'",
            f"uv pip install --python {sys.executable} '{need}'",
        )
    }


def test_the_first_remedy_loads_and_a_folder_that_is_not_there_is_named(repo: Repo, lake: Path) -> None:
    repo.stage("big.csv", "a,b\n" + "1,2\n" * 60_000)
    out = repo.run("block-artifacts", "big.csv").out
    assert f"load its rows into a table below delta+file://{lake}:" in out
    assert "commitworthy move -- big.csv" in out
    os.rmdir(lake)
    outcome = repo.run("move", "big.csv")
    assert (outcome.status, outcome.err) == (
        2,
        f"commitworthy: {lake}: no such folder: mount the share, or make the folder\n",
    )


def test_as_json(repo: Repo, lake: Path) -> None:
    (row,) = repo.run("move", "--format", "json", NAME).findings()
    assert row == {
        "path": NAME,
        "home": f"delta+file://{lake}",
        "card": CARD,
        "address": f"file://{lake}/{NAME}",
        "version": "0",
        "sha256": card(repo)["delta"]["sha256"],
        "size": len(ROWS),
        "how": "loaded",
    }
