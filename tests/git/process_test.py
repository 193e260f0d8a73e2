"""How git is asked bit by bit."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from commitworthy.base import system
from commitworthy.base.findings import CheckError
from commitworthy.git import process

if TYPE_CHECKING:
    from pathlib import Path

    from tests.repo import Repo


def test_git_is_asked_no_more_at_once_than_a_pipe_takes() -> None:
    """A question counts with its line end, also the first behind a full pipe."""
    full, half = b"x" * (process._PIPE - 1), b"x" * (process._PIPE // 2 - 1)

    def sizes(*questions: bytes) -> list[int]:
        return list(map(len, process.bunches(questions)))

    assert sizes() == []
    assert sizes(half, half) == [2]
    assert sizes(half, half + b"x") == [1, 1]
    assert sizes(full, half, half) == [1, 2]
    assert sizes(full, half, half + b"x") == [1, 1, 1]
    assert sizes(full + b"x", half) == [1, 1]


def test_no_file_stays_open_where_git_cannot_be_started(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    before = os.listdir("/dev/fd")
    with pytest.raises(CheckError, match="git is not on PATH"):
        process.run("version")
    with pytest.raises(CheckError, match="git is not on PATH"):
        process.converse("check-attr", "--stdin", "filter")
    with pytest.raises(CheckError, match="git is not on PATH"):
        process.talk("cat-file", "--batch")
    (tmp_path / "git").write_text("")
    with pytest.raises(CheckError, match=r"git on PATH cannot be started \(Permission denied\): check that it"):
        process.run("version")
    assert os.listdir("/dev/fd") == before


def test_where_posix_spawn_is_not_to_be_had(repo: Repo, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(system, "SPAWNS", False)
    monkeypatch.setattr(process, "_posix_spawn", None)
    monkeypatch.chdir(repo.top)
    assert process.run("rev-parse", "--show-object-format") == b"sha1\n"
    blob = repo.git("hash-object", "--stdin", send=b"x")
    assert process.run("hash-object", "--stdin", send=b"x").strip().decode() == blob
    with pytest.raises(CheckError, match="git no-such-command failed"):
        process.run("no-such-command")


@pytest.mark.parametrize("status", [0, 1, 128, 255])
def test_git_succeeds_where_it_exits_0(repo: Repo, monkeypatch: pytest.MonkeyPatch, status: int) -> None:
    monkeypatch.chdir(repo.top)
    assert process.succeeds("-c", f"alias.end=!exit {status}", "end") is (status == 0)
