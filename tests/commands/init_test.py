"""From a repository with old debts to a green one that refuses new ones."""

from __future__ import annotations

import json
import pickle
from pathlib import Path

import pytest
import yaml

from commitworthy.policy.load import POLICY_FILES, load
from tests.repo import Outcome, Repo, noise

CONFIG = ".pre-commit-config.yaml"
NOTEBOOK = json.dumps(
    {
        "cells": [
            {
                "cell_type": "code",
                "execution_count": 3,
                "metadata": {},
                "outputs": [{"name": "stdout", "output_type": "stream", "text": ["42\n"]}],
                "source": ["print(42)"],
            }
        ],
        "metadata": {},
        "nbformat": 4,
        "nbformat_minor": 4,
    },
    indent=1,
)


def parquet(size: int, seed: int = 0) -> bytes:
    return b"PAR1" + noise(size, seed) + b"\x0f\x00\x00\x00PAR1"


@pytest.fixture
def messy(repo: Repo) -> Repo:
    """A project as one finds them."""
    repo.write("models/clf.pkl", pickle.dumps({"weights": list(range(1000))}, protocol=4))
    repo.write("data/old.parquet", parquet(300_000))
    repo.write("data/small.parquet", parquet(3_000, 1))
    repo.write("eda.ipynb", NOTEBOOK)
    repo.write(".ipynb_checkpoints/eda-checkpoint.ipynb", NOTEBOOK)
    repo.write("train.py", "print('hello')\n")
    repo.commit()
    return repo


def files(repo: Repo) -> dict[str, bytes]:
    """All files of the work tree."""
    found = (path for path in repo.top.rglob("*") if path.is_file() and ".git/" not in f"{path}")
    return {str(path.relative_to(repo.top)): path.read_bytes() for path in found}


def test_it_looks_and_shows_and_writes_nothing(messy: Repo) -> None:
    before = files(messy)
    outcome = messy.run("init")
    assert (outcome.status, outcome.err) == (0, "")
    first, *lines = outcome.out.splitlines()
    assert first.startswith("Looked at 7 tracked files: 3 artifacts, 296 kB, 3 types; 2 notebooks with ")
    headings = [line for line in lines if line and not line.startswith(" ")]
    assert headings == [
        ".pre-commit-config.yaml (new)",
        ".gitattributes (new)",
        ".gitignore (new)",
        ".commitworthy-baseline (new)",
        "Nothing was written.  Write it:   commitworthy init --write",
    ]
    assert files(messy) == before


def test_what_was_written_is_green_and_refuses_what_is_new(messy: Repo) -> None:
    outcome = messy.run("init", "--write")
    assert outcome.status == 0
    assert messy.shell(outcome.out.partition("What to do next:\n")[2].splitlines()[0]).status == 0
    assert messy.run("check", "--all-files") == Outcome(0, "", "")
    messy.commit()
    assert messy.run("check", "--all-files") == Outcome(0, "", "")
    messy.stage("models/new.pkl", pickle.dumps({"weights": list(range(2000))}, protocol=4))
    assert messy.run("check").status == 1


def test_a_second_run_changes_nothing(messy: Repo) -> None:
    messy.run("init", "--write")
    once = files(messy)
    for staged in (False, True):
        if staged:
            messy.commit()
        outcome = messy.run("init", "--write")
        assert outcome.out.endswith("\nNothing to write: all of it is there.\n")
        assert files(messy) == once


def test_new_files_of_a_type_go_to_lfs_and_old_ones_stay(messy: Repo) -> None:
    messy.git("lfs", "install", "--local")
    messy.run("init", "--write")
    messy.commit()
    assert messy.git("check-attr", "filter", "data/old.parquet").endswith(": unspecified")
    assert messy.git("check-attr", "filter", "data/small.parquet").endswith(": unspecified")
    assert messy.git("status", "--porcelain") == ""
    messy.stage("data/new.parquet", parquet(200_000, 2))
    assert messy.git("cat-file", "blob", ":data/new.parquet").startswith("version https://git-lfs")
    assert messy.run("check") == Outcome(0, "", "")


def test_no_route_is_written_where_nobody_can_follow_it(messy: Repo, monkeypatch: pytest.MonkeyPatch) -> None:
    only = messy.top.parent / "bin"
    only.mkdir()
    git = messy.shell("command -v git").out.strip()
    (only / "git").symlink_to(git)
    monkeypatch.setenv("PATH", str(only))
    assert ".gitattributes" not in messy.run("init").out
    assert "    pip install pre-commit && pre-commit install\n" in messy.run("init", "--write").out


def test_no_route_is_written_where_dvc_is_the_home_or_none_is_wanted(messy: Repo) -> None:
    assert ".gitattributes" not in messy.run("init", "--no-lfs").out
    messy.write(".dvc/config", "")
    messy.commit()
    assert ".gitattributes" not in messy.run("init").out


def test_other_hooks_are_replaced_and_their_settings_kept(messy: Repo) -> None:
    messy.write(
        CONFIG,
        "repos:\n- repo: https://github.com/pre-commit/pre-commit-hooks\n  rev: v4.5.0\n  hooks:\n"
        "  - id: check-added-large-files  # large\n    args: ['--maxkb=5120']\n  - id: check-yaml  # yaml\n",
    )
    messy.commit()
    assert "check-added-large-files would say the same things twice: --replace takes it out" in messy.run("init").out
    messy.run("init", "--write", "--replace")
    text = (messy.top / CONFIG).read_text()
    assert "check-added-large-files" not in text
    assert "  - id: check-yaml  # yaml\n" in text
    policy = load({POLICY_FILES[1]: (messy.top / "commitworthy.toml").read_bytes()})
    assert policy.block_artifacts.max_size == 5120 * 1024
    rows = (messy.top / ".commitworthy-baseline").read_text()
    held = [row for row in rows.splitlines() if row.startswith("block-artifacts\t") and "data/old.parquet" in row]
    assert held == [], "it is within the limit that the project had"
    messy.commit()
    assert messy.run("check", "--all-files") == Outcome(0, "", "")


def test_the_hooks_come_from_where_one_says(messy: Repo) -> None:
    messy.run("init", "--write", "--repo", "https://example.org/x", "--rev", "v9", "--hook", "block-artifacts")
    (repo,) = yaml.safe_load((messy.top / CONFIG).read_text())["repos"]
    assert repo == {"repo": "https://example.org/x", "rev": "v9", "hooks": [{"id": "block-artifacts"}]}


def test_what_it_says_to_write_is_what_was_shown(messy: Repo) -> None:
    words = ["--replace", "--repo", "https://example.org/x y", "--rev", "v9", "--hook", "block-artifacts", "--no-lfs"]
    line = messy.run("init", *words).out.splitlines()[-1]
    assert line == (
        "Nothing was written.  Write it:   commitworthy init --write --replace --hook block-artifacts "
        "--repo 'https://example.org/x y' --rev v9 --no-lfs"
    )


def test_a_repo_needs_a_revision(messy: Repo) -> None:
    assert messy.run("init", "--repo", "https://example.org/x") == Outcome(
        2, "", "commitworthy: init: --repo https://example.org/x needs --rev, a tag or a commit of it\n"
    )


def test_prek_toml_gets_the_entry_too(messy: Repo) -> None:
    messy.write("prek.toml", "# ours\n")
    messy.run("init", "--write")
    assert not (messy.top / CONFIG).exists()
    assert '{ id = "block-artifacts", ' in (messy.top / "prek.toml").read_text()


def test_a_configuration_that_cannot_be_changed_is_left_alone_and_named(messy: Repo) -> None:
    messy.write(CONFIG, "repos: [{repo: meta, hooks: [{id: identity}]}]\n")
    outcome = messy.run("init", "--write")
    assert f"{CONFIG}: left alone, since it has no line `repos:`." in outcome.out
    assert (messy.top / CONFIG).read_text() == "repos: [{repo: meta, hooks: [{id: identity}]}]\n"


def test_an_empty_repository_can_begin_with_it(unborn: Repo) -> None:
    outcome = unborn.run("init", "--write")
    assert (outcome.status, outcome.err) == (0, "")
    assert outcome.out.startswith("Looked at 0 tracked files: nothing that the hooks object to.\n")
    assert Path(unborn.path(CONFIG)).exists()


def test_it_works_below_the_top(messy: Repo) -> None:
    assert messy.run("init", "--write", cwd="data").status == 0
    assert (messy.top / CONFIG).exists()
    assert not (messy.top / "data" / CONFIG).exists()


def test_files_that_are_ignored_are_added_by_force(messy: Repo) -> None:
    messy.write(".gitignore", ".pre-commit-config.yaml\n")
    messy.commit()
    outcome = messy.run("init", "--write")
    adding, warning, *_ = outcome.out.partition("What to do next:\n")[2].splitlines()
    assert adding.startswith("    git add --force -- .pre-commit-config.yaml ")
    assert warning == (
        "    # .pre-commit-config.yaml is ignored by .gitignore:1: what is not in git counts for nobody else"
    )
    assert messy.shell(adding).status == 0
    assert CONFIG in messy.tracked()


def test_a_file_that_is_called_a_notebook_and_is_none_does_not_end_every_run(messy: Repo) -> None:
    messy.write("tests/broken.ipynb", "{not json")
    messy.commit()
    assert messy.run("check", "--all-files").status == 2
    messy.run("init", "--write")
    assert (messy.top / "commitworthy.toml").read_text() == (
        '[[strip-notebooks.keep]]\npaths = ["tests/broken.ipynb"]\n'
        'because = "no notebook that can be read, from before the hooks came"\n'
    )
    messy.commit()
    assert messy.run("check", "--all-files") == Outcome(0, "", "")
    assert messy.run("init").out.endswith("\nNothing to write: all of it is there.\n")
