"""A range of commits, looked at as if its tip were staged on its base."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from commitworthy.base.findings import CheckError
from commitworthy.git import index, objects, overlay, repository
from tests.repo import Repo


def staged(start: str, end: str) -> list[tuple[bytes, bool]]:
    """Path, and whether it is new, of each entry that the range brings."""
    with overlay.as_if_staged(overlay.resolve(start, end)):
        here = repository.answer(repository.ask())
        changes = index.staged(index.ask_staged(), here.object_format).entries
        return [(entry.path, entry.old is None) for entry in changes]


@pytest.fixture
def branched(repo: Repo, monkeypatch: pytest.MonkeyPatch) -> Repo:
    """`main` and `topic` have gone apart; `main` is checked out."""
    repo.write("a.txt", "a\n")
    repo.commit()
    repo.git("checkout", "--quiet", "-b", "topic")
    repo.write("a.txt", "b\n")
    repo.write("sub/new.txt", "new\n")
    repo.commit()
    repo.git("checkout", "--quiet", "main")
    repo.write("elsewhere.txt", "x\n")
    repo.commit()
    monkeypatch.chdir(repo.top)
    return repo


def test_what_the_branch_brings_counts_from_where_it_left(branched: Repo) -> None:
    assert staged("main", "topic") == [(b"a.txt", False), (b"sub/new.txt", True)]


def test_also_below_the_top_and_in_a_linked_worktree(branched: Repo, monkeypatch: pytest.MonkeyPatch) -> None:
    (branched.top / "deep").mkdir()
    monkeypatch.chdir(branched.top / "deep")
    assert staged("main", "topic") == [(b"a.txt", False), (b"sub/new.txt", True)]
    branched.git("worktree", "add", "--quiet", "../linked", "topic")
    monkeypatch.chdir(branched.top.parent / "linked")
    assert staged("main", "topic") == [(b"a.txt", False), (b"sub/new.txt", True)]


def test_files_named_by_revision_are_those_of_the_tip(branched: Repo) -> None:
    with overlay.as_if_staged(overlay.resolve("main", "topic")):
        assert objects.answers(objects.named([":a.txt", "HEAD:a.txt"]), 2)[0] is not None
        assert [found and found[1] for found in objects.answers(objects.named([":a.txt", "HEAD:a.txt"]), 2)] == [
            b"b\n",
            b"a\n",
        ]


def test_nothing_of_the_repository_is_touched(branched: Repo) -> None:
    branched.stage("half.txt", "staged\n")
    before = {path: path.read_bytes() for path in Path(branched.top / ".git").rglob("*") if path.is_file()}
    environment = dict(os.environ)
    staged("main", "topic")
    assert {path: path.read_bytes() for path in Path(branched.top / ".git").rglob("*") if path.is_file()} == before
    assert dict(os.environ) == environment


def test_the_environment_is_as_before_also_after_an_error(branched: Repo) -> None:
    environment = dict(os.environ)
    with (
        pytest.raises(CheckError, match="no"),
        overlay.as_if_staged(overlay.resolve("main", "topic")),
    ):
        raise CheckError("no")
    assert dict(os.environ) == environment


@pytest.mark.parametrize(
    ("start", "end", "complaint"),
    [
        ("nowhere", "topic", "--from-ref nowhere: no such commit here: check the name, or git fetch it"),
        ("main", "--help", "--to-ref --help: no such commit here: check the name, or git fetch it"),
        ("main", ":a.txt", "--to-ref :a.txt: no such commit here: check the name, or git fetch it"),
        ("HEAD@{99999}", "main", "--from-ref HEAD@{99999}: no such commit here: check the name, or git fetch it"),
        ("main", "other", "main and other have no common commit: use an ancestor of other"),
    ],
)
def test_what_is_no_range_is_said(branched: Repo, start: str, end: str, complaint: str) -> None:
    branched.git("checkout", "--quiet", "--orphan", "other")
    branched.commit()
    with pytest.raises(CheckError) as error:
        overlay.resolve(start, end)
    assert str(error.value) == complaint


def test_a_shallow_clone_is_told_what_it_lacks(branched: Repo, monkeypatch: pytest.MonkeyPatch) -> None:
    branched.git("clone", "--quiet", "--depth=1", "--no-single-branch", f"file://{branched.top}", "../shallow")
    monkeypatch.chdir(branched.top.parent / "shallow")
    with pytest.raises(
        CheckError, match="too shallow to find where origin/topic branched off origin/main: git fetch --unsh"
    ):
        overlay.resolve("origin/main", "origin/topic")
