"""What block-artifacts is told: limits, names, policies, a baseline."""

from __future__ import annotations

import pickle

import pytest

from tests.repo import Outcome, Repo
from tests.samples import noise, prose, table

LARGE = noise(200_000)
LIMITS = {
    "max-size lifts the families with a number": (["--max-size", "1 MB"], ["m.pkl"]),
    "maxkb too, as in check-added-large-files": (["--maxkb=1000"], ["m.pkl"]),
    "a limit of one family": (["--limit", "binary=1MB"], ["a.csv", "m.pkl"]),
    "two families": (["--limit", "binary=1MB", "--limit", "data=none"], ["m.pkl"]),
    "a refused family may be allowed": (["--limit", "model=1 kB"], ["a.bin", "a.csv"]),
    "a family may be refused": (["--limit=text=refuse", "--max-size=1MB"], ["a.txt", "m.pkl"]),
}


@pytest.mark.parametrize(("flags", "expected"), LIMITS.values(), ids=LIMITS)
def test_arguments_set_limits(repo: Repo, flags: list[str], expected: list[str]) -> None:
    repo.stage("a.bin", LARGE)
    repo.stage("a.csv", table(200_000))
    repo.stage("a.txt", prose(1000))
    repo.stage("m.pkl", pickle.dumps([1], 4))
    assert [path for path, _ in repo.judge(*flags)] == expected
    repo.install_hooks(f"block-artifacts {' '.join(flag.replace(' ', '') for flag in flags)}")
    assert all(f"{path}: " in repo.try_commit().out for path in expected)


def test_arguments_beat_the_policy_file(repo: Repo) -> None:
    repo.stage("commitworthy.toml", '[block-artifacts]\nmax-size = "1 MB"\n[block-artifacts.limits]\ndata = "1 kB"\n')
    repo.stage("a.bin", LARGE)
    repo.stage("a.csv", table(2000))
    assert [path for path, _ in repo.judge()] == ["a.csv"]
    assert [path for path, _ in repo.judge("--limit", "data=none")] == []
    assert [path for path, _ in repo.judge("--max-size", "1kB")] == ["a.bin", "a.csv"]


def test_without_names_a_framework_means_nothing(repo: Repo, monkeypatch: pytest.MonkeyPatch) -> None:
    repo.stage("a.bin", LARGE)
    assert repo.judge() == [("a.bin", "blocked-artifact")]
    monkeypatch.setenv("PRE_COMMIT", "1")
    assert repo.judge() == []
    assert repo.judge("a.bin") == [("a.bin", "blocked-artifact")]


def test_a_folder_stands_for_what_is_below_it(repo: Repo) -> None:
    repo.stage("data/deep/a.bin", LARGE)
    repo.stage("database.bin", noise(200_000, seed=1))
    assert (
        repo.judge("data") == repo.judge("data/") == repo.judge("./data") == [("data/deep/a.bin", "blocked-artifact")]
    )
    assert repo.judge("deep", cwd="data") == [("data/deep/a.bin", "blocked-artifact")]
    assert len(repo.judge(".")) == 2
    assert repo.judge(str(repo.top / "data")) == [("data/deep/a.bin", "blocked-artifact")]


def test_a_name_of_nothing_is_an_error_and_the_others_are_judged(repo: Repo) -> None:
    repo.stage("a.bin", LARGE)
    outcome = repo.run("block-artifacts", "--format", "json", "no such file", "a.bin")
    assert outcome.status == 2
    assert outcome.rules() == [("a.bin", "blocked-artifact")]
    assert outcome.err == "commitworthy: no such file: no such file in the index or on disk: check the name\n"


def test_an_untracked_file_is_not_judged_and_that_is_said(repo: Repo) -> None:
    repo.write("a.bin", LARGE)
    outcome = repo.run("block-artifacts", "a.bin")
    assert outcome == Outcome(0, "", "commitworthy: a.bin is not tracked, so it was not checked: git add it first\n")


@pytest.mark.parametrize(
    ("name", "content", "complaint"),
    [
        ("commitworthy.toml", "[block-artifact]\n", "commitworthy.toml: unknown table [block-artifact]; did you mean"),
        ("commitworthy.toml", "[block-artifacts]\nmaxsize = 1\n", 'unknown key "maxsize"; did you mean "max-size"?'),
        ("commitworthy.toml", "[[block-artifacts.allow]]\npaths = ['a']\n", "because is missing"),
        ("commitworthy.toml", "[\n", "not valid TOML"),
        (
            "pyproject.toml",
            "[tool.commitworthy.block-artifacts]\nmax-size = 'x'\n",
            "[tool.commitworthy.block-artifacts]",
        ),
    ],
)
def test_a_policy_that_is_none_judges_nothing(repo: Repo, name: str, content: str, complaint: str) -> None:
    repo.install_hooks()
    repo.stage(name, content)
    outcome = repo.run("block-artifacts")
    assert (outcome.status, outcome.out) == (2, "")
    assert complaint in outcome.err
    assert outcome.err.count("\n") == 1
    assert repo.try_commit().status == 1


def test_two_policies_are_an_error(repo: Repo) -> None:
    repo.stage("commitworthy.toml", "")
    repo.stage("pyproject.toml", "[tool.commitworthy]\n")
    outcome = repo.run("block-artifacts")
    assert (
        outcome.err
        == "commitworthy: pyproject.toml has [tool.commitworthy] and commitworthy.toml exists: keep one of them\n"
    )
    assert outcome.status == 2


def test_a_baseline_that_is_none_is_an_error_where_it_matters(repo: Repo) -> None:
    repo.stage(".commitworthy-baseline", "<<<<<<< ours\n")
    repo.stage("a.bin", LARGE)
    outcome = repo.run("block-artifacts")
    assert outcome.status == 2
    assert outcome.err.startswith("commitworthy: .commitworthy-baseline has conflicts; ")
