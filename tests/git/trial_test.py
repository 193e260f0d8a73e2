"""The scratch repository of `doctor --prove`: what is in it, and what a hook is given there."""

from __future__ import annotations

import os
import select
import sys
from typing import TYPE_CHECKING

import pytest

from commitworthy.base import system
from commitworthy.base.findings import CheckError
from commitworthy.git import trial

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from commitworthy.git.trial import Trial
    from tests.repo import Repo

# As `git help githooks` lists them, without those of git-p4.
OTHER_HOOKS = """
applypatch-msg pre-applypatch post-applypatch pre-merge-commit prepare-commit-msg commit-msg post-commit pre-rebase
post-checkout post-merge pre-push pre-receive update proc-receive post-receive post-update reference-transaction
push-to-checkout pre-auto-gc post-rewrite sendemail-validate fsmonitor-watchman post-index-change
""".split()
# Bytes of the largest file that is copied, and how many of a folder of hooks.
LARGEST, MOST = 4 * 1024 * 1024, 500


@pytest.fixture
def build(repo: Repo, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Trial]:
    def built(*missing: str) -> Trial:
        folder = tmp_path / "scratch"
        folder.mkdir()
        monkeypatch.chdir(repo.top)
        return trial.build(str(folder), str(repo.top), missing)

    return built


def hook(repo: Repo, script: str, place: str = ".git/hooks/pre-commit") -> None:
    os.chmod(repo.write(place, f"#!/bin/sh\n{script}\n"), 0o755)


@pytest.mark.parametrize("kept", ["in git", "beside git", "in the clone"])
def test_of_the_hooks_of_git_only_pre_commit_is_there(repo: Repo, build: Callable[..., Trial], kept: str) -> None:
    folder = ".git/hooks" if kept == "in the clone" else ".hooks"
    for stage in ("pre-commit", *OTHER_HOOKS):
        hook(repo, "exit 0", f"{folder}/{stage}")
    repo.write(f"{folder}/helper.sh")
    if folder == ".hooks":
        repo.git("config", "core.hooksPath", folder)
    if kept == "in git":
        repo.git("add", folder)
    assert sorted(os.listdir(os.path.join(build().top, folder))) == ["helper.sh", "pre-commit"]


def test_no_more_files_are_copied_than_a_folder_of_hooks_has(repo: Repo, build: Callable[..., Trial]) -> None:
    for number in range(MOST + 5):
        repo.write(f".git/hooks/lib/{number}")
    assert len(os.listdir(os.path.join(build().top, ".git/hooks/lib"))) == MOST


def test_files_that_hooks_read_are_there_unless_they_are_large(repo: Repo, build: Callable[..., Trial]) -> None:
    for name, size in (("just.toml", LARGEST), ("larger.toml", LARGEST + 1), ("README.md", 9)):
        repo.write(name)
        os.truncate(repo.path(name), size)
    for name, size in (("below.txt", LARGEST - 1), ("at.txt", LARGEST), ("empty.txt", 0)):
        repo.write(name)
        os.truncate(repo.path(name), size)
        repo.stage(name)
    made = build("just.toml", "larger.toml", "README.md", "nowhere.toml", "at.txt")
    sizes = {entry.name: entry.stat().st_size for entry in os.scandir(made.top) if entry.is_file()}
    # What is staged of the README counts, and not what is on disk.  Named, the large one is there all the same.
    expected = {"README.md": 12, "below.txt": LARGEST - 1, "empty.txt": 0, "just.toml": LARGEST, "at.txt": LARGEST}
    assert sizes == expected


def test_a_hook_is_tried_with_the_file_and_all_is_as_before(repo: Repo, build: Callable[..., Trial]) -> None:
    hook(repo, "cat sub/a.txt; env | grep -E '^GIT_LFS|^COMMITWORTHY'; echo more > other.txt; git add other.txt")
    made = build()
    before = sorted(os.listdir(made.top))
    for content in (b"one\n", b"two\n"):
        tried = made.attempt("sub/a.txt", content, 60)
        assert tried == (0, f"{content.decode()}GIT_LFS_SKIP_SMUDGE=1\n", content)
        assert sorted(os.listdir(made.top)) == before
    hook(repo, "exit 0", f"{made.top}/.git/hooks/pre-commit")
    assert made.attempt("sub/a.txt", b"three\n", 60) == (0, "", b"three\n")
    hook(repo, "git rm -q --cached sub/a.txt", f"{made.top}/.git/hooks/pre-commit")
    assert made.attempt("sub/a.txt", b"four\n", 60).blob == b"", "it is no longer part of the commit"
    hook(repo, "echo no; exit 1", f"{made.top}/.git/hooks/pre-commit")
    assert made.attempt("sub/a.txt", b"five\n", 60) == (1, "no\n", b"")


def test_a_hook_that_hangs_is_stopped_with_what_it_started(
    repo: Repo, build: Callable[..., Trial], tmp_path: Path
) -> None:
    """Who has the pipe open for writing is known at the other end of it."""
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    reading = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
    # From here on it ends where nobody has it open, also where the hook has not come so far.
    os.close(os.open(pipe, os.O_WRONLY))
    hook(repo, f"exec 9> '{pipe}'\nsleep 60 &\nsleep 60")
    try:
        tried = build().attempt("a.txt", b"one\n", 2)
        assert (tried.status, tried.blob) == (None, b"")
        readable, _, _ = select.select([reading], [], [], 20)
        assert readable, "they still run"
        assert os.read(reading, 1) == b""
    finally:
        os.close(reading)


def test_where_processes_have_no_groups_the_first_is_stopped(
    repo: Repo, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(system, "end_group", lambda _: False)
    made = trial.Trial(str(repo.top), os.environ, "")
    late = tmp_path / "late"
    program = f"import time; time.sleep(3); open({str(late)!r}, 'w')"
    assert trial._within(made, (sys.executable, "-c", program), 1) == (None, "")
    assert not late.exists()


def test_what_git_refuses_is_an_error_in_its_words(build: Callable[..., Trial]) -> None:
    with pytest.raises(CheckError) as caught:
        build().attempt(".git/a", b"one\n", 60)
    assert str(caught.value) == (
        "doctor: --prove could not make a scratch repository: git update-index: "
        "fatal: git update-index: --cacheinfo cannot add .git/a"
    )
