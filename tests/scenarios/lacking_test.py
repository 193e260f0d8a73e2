"""A clone without the content of its policy or baseline, as a partial one may be: the defaults are no way out."""

from __future__ import annotations

import os

import pytest

from tests.repo import Outcome, Repo

POLICIES = {
    "commitworthy.toml": '[block-artifacts.limits]\ntext = "1 kB"\n',
    "pyproject.toml": '[tool.commitworthy.block-artifacts.limits]\ntext = "1 kB"\n',
    ".commitworthy-baseline": "",
}
FETCH = "is not in this clone: git fetch --refetch --no-filter, then run again\n"


@pytest.fixture(params=POLICIES)
def lacking(repo: Repo, request: pytest.FixtureRequest) -> tuple[Repo, str]:
    """A policy or a baseline whose blob is gone, and a commit above it."""
    name = request.param
    repo.stage(name, POLICIES[name]).commit()
    repo.stage("a.txt", "abcdefgh\n" * 300).commit()
    blob = repo.git("rev-parse", f"HEAD:{name}")
    os.unlink(repo.path(f".git/objects/{blob[:2]}/{blob[2:]}"))
    return repo, name


def test_a_push_is_not_checked_without_its_policy(lacking: tuple[Repo, str]) -> None:
    repo, name = lacking
    tip = repo.git("rev-parse", "HEAD")[:12]
    outcome = repo.run("check-push", "--from-ref", "HEAD~1", "--to-ref", "HEAD")
    assert outcome == Outcome(2, "", f"commitworthy: {name} of {tip} {FETCH}")


@pytest.mark.parametrize("words", [("block-artifacts", "a.txt"), ("commitworthy", "--all-files"), ("check",)])
def test_a_commit_is_not_checked_without_its_policy(lacking: tuple[Repo, str], words: tuple[str, ...]) -> None:
    repo, name = lacking
    assert repo.run(*words) == Outcome(2, "", f"commitworthy: {name} is staged, but its content {FETCH}")


def test_below_the_top_as_well(lacking: tuple[Repo, str]) -> None:
    repo, name = lacking
    os.mkdir(repo.path("sub"))
    outcome = repo.run("check", cwd="sub")
    assert outcome == Outcome(2, "", f"commitworthy: {name} is staged, but its content {FETCH}")


def test_a_policy_that_is_not_staged_is_none(repo: Repo) -> None:
    repo.write("commitworthy.toml", POLICIES["commitworthy.toml"])
    repo.stage("sub/commitworthy.toml", "x = 1\n")
    repo.stage("a.txt", "abcdefgh\n" * 300)
    assert repo.run("block-artifacts", "a.txt").status == 0
