"""Fixtures: real git repositories with nobody's configuration in them."""

from __future__ import annotations

import signal
from typing import TYPE_CHECKING

import pytest

from tests.repo import Repo, isolate

if TYPE_CHECKING:
    from pathlib import Path


# A shell starts what runs in the background with interrupts ignored, which the programs under test would inherit.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.fixture(autouse=True)
def _isolated(monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory) -> None:
    isolate(monkeypatch, tmp_path_factory.mktemp("home"))


@pytest.fixture
def repo(tmp_path: Path) -> Repo:
    """A repository with one commit that holds a README."""
    made = Repo.init(tmp_path / "repo")
    made.write("README.md", "# A project\n")
    made.commit("first")
    return made


@pytest.fixture
def unborn(tmp_path: Path) -> Repo:
    """A repository without a commit."""
    return Repo.init(tmp_path / "repo")
