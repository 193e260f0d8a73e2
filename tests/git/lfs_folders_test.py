"""Where the objects of Git LFS are kept, as `git help lfs-config` has it."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from commitworthy.git import lfs, repository

if TYPE_CHECKING:
    from tests.repo import Repo


@pytest.mark.parametrize(
    ("storage", "folder"),
    [("", ".git/lfs"), ("elsewhere", ".git/elsewhere"), ("../shared", "shared"), ("~/lfs", "~/lfs")],
)
def test_the_folders_are_those_of_lfs_storage(
    repo: Repo, monkeypatch: pytest.MonkeyPatch, storage: str, folder: str
) -> None:
    monkeypatch.chdir(repo.top)
    if storage:
        repo.git("config", "lfs.storage", storage)
    place = os.path.expanduser(folder) if folder.startswith("~") else str(repo.top / folder)
    found = lfs.objects_folder(repository.answer(repository.ask())), lfs.incomplete_folder()
    assert [os.path.realpath(one) for one in found] == [
        os.path.realpath(f"{place}/{name}") for name in ("objects", "incomplete")
    ]
