"""Rows that are loaded into a Delta table in a bucket: SeaweedFS, deltalake and pyarrow."""

from __future__ import annotations

import importlib
import os
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.moving import cloned
from tests.repo import Repo
from tests.stores import INSTALL, S3, SECRET, VERSIONED

pytest.importorskip("deltalake", reason=f"deltalake is not installed: {INSTALL}")
pytest.importorskip("pyarrow", reason=f"pyarrow is not installed: {INSTALL}")

ROWS = "id,x\n1,0.5\n2,\n3,1.5\n"
MORE = ROWS + "4,2.5\n"
FETCHED = "data/train.parquet: was fetched and verified\n"


def parquet(repo: Repo) -> list[dict[str, Any]]:
    table: list[dict[str, Any]] = (
        importlib.import_module("pyarrow.parquet").read_table(repo.path("data/train.parquet")).to_pylist()
    )
    return table


def card(repo: Repo) -> dict[str, Any]:
    found: dict[str, Any] = yaml.safe_load(Path(repo.path("data/train.csv.delta.yaml")).read_text())
    return found


def test_two_versions_there_and_back(repo: Repo, s3: S3, prefix: str) -> None:
    home = f"delta+s3://{VERSIONED}/{prefix}"
    repo.write("commitworthy.toml", f'[homes]\ndata = "{home}"\n')
    repo.write("data/train.csv", ROWS)
    repo.commit()
    where = f"s3://{VERSIONED}/{prefix}/data/train.csv"
    outcome = repo.run("move", "data/train.csv")
    assert (outcome.status, outcome.err) == (0, "")
    assert f"data/train.csv -> {where} version 0: 3 rows, 2 columns, read back and equal\n" in outcome.out
    repo.commit("version 0")
    repo.write("data/train.csv", MORE)
    assert repo.run("move", "--update", "data/train.csv").status == 0
    assert (card(repo)["delta"]["table"], card(repo)["delta"]["version"]) == (where, 1)
    repo.commit("version 1")
    clone = cloned(repo)
    assert clone.run("fetch").out == FETCHED
    assert [row["id"] for row in parquet(clone)] == [1, 2, 3, 4]
    clone.git("checkout", "--quiet", "HEAD~1")
    assert clone.run("fetch").out == FETCHED
    assert parquet(clone) == [{"id": 1, "x": 0.5}, {"id": 2, "x": None}, {"id": 3, "x": 1.5}]
    # Another reader of Delta finds the same.
    delta = importlib.import_module("deltalake")
    options = {"AWS_ENDPOINT_URL": s3.endpoint, "AWS_ALLOW_HTTP": "true", "AWS_REGION": "us-east-1"}
    table = delta.DeltaTable(where, version=0, storage_options=options)
    assert table.to_pyarrow_table().to_pylist() == parquet(clone)


REFUSED: dict[str, tuple[dict[str, str | None], str, str]] = {
    "a wrong secret": (
        {"AWS_SECRET_ACCESS_KEY": "a-wrong-secret"},
        VERSIONED,
        "the credentials are wrong (SignatureDoesNotMatch): check the key and its secret",
    ),
    "no bucket": ({}, "nobucket", "no such bucket: check the name, or make it"),
    "half of them": (
        {"AWS_SECRET_ACCESS_KEY": None},
        VERSIONED,
        "AWS_ACCESS_KEY_ID is set, and AWS_SECRET_ACCESS_KEY is not: set both",
    ),
    "nothing listens": (
        {"AWS_ENDPOINT_URL": "http://127.0.0.1:1"},
        VERSIONED,
        "http://127.0.0.1:1 cannot be reached: check the network",
    ),
}


@pytest.mark.parametrize(("environment", "bucket", "line"), REFUSED.values(), ids=REFUSED)
def test_what_the_store_refuses_is_one_line_and_nothing_is_changed(  # noqa: PLR0917
    repo: Repo, s3: S3, monkeypatch: pytest.MonkeyPatch, environment: dict[str, str | None], bucket: str, line: str
) -> None:
    for name, value in environment.items():
        monkeypatch.delenv(name) if value is None else monkeypatch.setenv(name, value)
    repo.stage("data/train.csv", ROWS)
    before = repo.git("ls-files", "--stage")
    outcome = repo.run("move", "--to", f"delta+s3://{bucket}/x", "data/train.csv")
    assert (outcome.status, outcome.err) == (2, f"commitworthy: s3://{bucket}: {line}\n")
    assert SECRET not in outcome.out + outcome.err
    assert repo.git("ls-files", "--stage") == before
    assert os.listdir(repo.path("data")) == ["train.csv"]
