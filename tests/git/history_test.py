"""The parents of the commit in the making."""

from __future__ import annotations

import pytest

from commitworthy.git import history
from tests.repo import Repo


def test_before_the_first_commit_there_is_none(unborn: Repo, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(unborn.top)
    assert history.parents() == []


def test_an_octopus_merge_has_them_all(repo: Repo, monkeypatch: pytest.MonkeyPatch) -> None:
    ids = []
    for name in ("one", "two"):
        repo.git("switch", "--quiet", "--create", name, "main")
        repo.write(f"{name}.txt", name)
        ids.append(repo.commit(name))
    repo.git("switch", "--quiet", "main")
    repo.write("three.txt", "")
    repo.commit()
    repo.git("merge", "--quiet", "--no-commit", "one", "two")
    monkeypatch.chdir(repo.top)
    assert history.parents() == ["HEAD", *ids]


def test_the_files_of_a_commit_are_listed_from_any_folder(repo: Repo, monkeypatch: pytest.MonkeyPatch) -> None:
    repo.write("sub/new\nline.txt", "x")
    repo.commit()
    monkeypatch.chdir(repo.top / "sub")
    assert [path for path, _ in history.files("HEAD")] == [b"README.md", b"sub/new\nline.txt"]
