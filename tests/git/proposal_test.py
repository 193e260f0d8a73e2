"""The index as it would be, beside the real one."""

from __future__ import annotations

import os

import pytest

from commitworthy.git import index, objects, overlay, repository
from tests.repo import Repo


def test_files_are_there_within_and_not_after(repo: Repo, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(repo.top)
    repo.stage("staged.txt", "staged\n")
    before = (repo.top / ".git/index").read_bytes(), dict(os.environ)
    with overlay.as_if_added({"new.txt": b"new\n", "README.md": b"changed\n"}):
        here = repository.answer(repository.ask())
        assert sorted(entry.path for entry in index.tracked(here)) == [b"README.md", b"new.txt", b"staged.txt"]
        found = objects.answers(objects.named([":README.md"]), 1)
        assert found[0] is not None
        assert found[0][1] == b"changed\n"
    assert ((repo.top / ".git/index").read_bytes(), dict(os.environ)) == before
    assert repo.git("status", "--porcelain") == "A  staged.txt"


def test_a_repository_without_an_index_can_be_asked(unborn: Repo, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(unborn.top)
    with overlay.as_if_added({"new.txt": b"new\n"}):
        assert [entry.path for entry in index.tracked(repository.answer(repository.ask()))] == [b"new.txt"]
    assert unborn.tracked() == []


def test_the_environment_is_as_before_also_after_an_error(repo: Repo, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(repo.top)
    monkeypatch.setenv("GIT_INDEX_FILE", str(repo.top / ".git/index"))
    before = dict(os.environ)
    with pytest.raises(KeyError), overlay.as_if_added({"new.txt": b"new\n"}):
        raise KeyError
    assert dict(os.environ) == before
