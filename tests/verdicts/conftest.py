"""A repository whose commits are judged."""

from __future__ import annotations

import pytest

from tests.repo import Repo


@pytest.fixture
def hooked(repo: Repo) -> Repo:
    repo.write("sub/deeper/file.txt", "text\n")
    repo.commit()
    repo.install_hooks()
    return repo
