"""Clones that lack objects, files or history."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.repo import Repo
from tests.samples import noise


@pytest.fixture
def origin(repo: Repo) -> Repo:
    repo.git("config", "uploadpack.allowFilter", "true")
    repo.git("config", "uploadpack.allowAnySHA1InWant", "true")
    repo.write("data/model.bin", noise(900_000))
    repo.write("src/a.py", "x = 1\n")
    repo.commit()
    return repo


def clone(origin: Repo, *options: str) -> Repo:
    top = origin.top.parent / "clone"
    origin.git("clone", "--quiet", *options, f"file://{origin.top}", str(top))
    return Repo(top)


def fetches(trace: Path) -> int:
    return trace.read_text().count("fetch-pack") if trace.exists() else 0


def test_a_partial_clone_is_judged_by_what_it_holds_and_fetches_nothing(
    origin: Repo, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    partial = clone(origin, "--filter=blob:none", "--sparse")
    assert partial.tracked() == ["README.md", "data/model.bin", "src/a.py"]
    trace = tmp_path / "trace"
    monkeypatch.setenv("GIT_TRACE2", str(trace))
    outcome = partial.run("block-artifacts", "--all-files")
    assert (outcome.status, outcome.out) == (0, "")
    assert (
        "2 files were not checked: this partial clone does not hold their content; fetch it, then run again"
        in outcome.err
    )
    assert trace.exists()
    assert fetches(trace) == 0


def test_what_is_new_in_a_partial_clone_is_judged(origin: Repo) -> None:
    partial = clone(origin, "--filter=blob:none")
    partial.stage("new.bin", noise(200_000))
    assert partial.judge() == [("new.bin", "blocked-artifact")]


def test_legacy_that_was_never_fetched_is_no_news(origin: Repo) -> None:
    partial = clone(origin, "--filter=blob:none", "--sparse")
    partial.git("sparse-checkout", "add", "data")
    partial.git("mv", "data/model.bin", "model.bin")
    assert partial.judge() == []


def test_a_baseline_is_not_written_from_half_a_clone(origin: Repo) -> None:
    partial = clone(origin, "--filter=blob:none", "--sparse")
    outcome = partial.run("baseline")
    assert outcome.status == 2
    assert "its content is not in this clone" in outcome.err
    assert not (partial.top / ".commitworthy-baseline").exists()


def test_a_sparse_checkout_is_judged_whole(origin: Repo) -> None:
    sparse = clone(origin, "--sparse")
    assert not (sparse.top / "data").exists()
    assert sparse.judge("--all-files") == [("data/model.bin", "blocked-artifact")]


def test_a_shallow_clone_is_judged_like_any_other(origin: Repo) -> None:
    origin.write("src/b.py", "y = 1\n")
    origin.commit()
    shallow = clone(origin, "--depth=1")
    assert shallow.git("rev-parse", "--is-shallow-repository") == "true"
    assert shallow.judge("--all-files") == [("data/model.bin", "blocked-artifact")]
    shallow.git("mv", "data/model.bin", "model.bin")
    assert shallow.judge() == []


def test_an_alternate_object_store_is_read(origin: Repo) -> None:
    shared = clone(origin, "--shared")
    assert shared.judge("--all-files") == [("data/model.bin", "blocked-artifact")]
