"""What git does not know, below folders and behind links."""

from __future__ import annotations

import os

import pytest

from commitworthy.git import repository, untracked
from tests.repo import Repo


def test_below_folders(repo: Repo, monkeypatch: pytest.MonkeyPatch) -> None:
    repo.write(".gitignore", "*.log\n")
    repo.stage("a/tracked", "x")
    for name in ("a/one", "a/b/two", "a/x.log", "c/three", ":(top)d/four", "*/five"):
        repo.write(name)
    os.symlink("one", repo.path("a/link"))
    monkeypatch.chdir(repo.top)
    assert untracked.below([]) == []
    assert sorted(untracked.below([b"a"])) == [b"a/b/two", b"a/link", b"a/one"]
    assert untracked.below([b":(top)d", b"*"]) == [b"*/five", b":(top)d/four"]
    monkeypatch.chdir(repo.top / "a")
    assert untracked.below([b"c"]) == [b"c/three"]
    assert len(untracked.below([b""])) == 7


TARGETS = {
    "plain": b"plain",
    "sub/file": b"sub/file",
    "link": b"plain",
    "sub/up": b"plain",
    "folder": b"sub",
    "folder/file": b"sub/file",
    "twice": b"sub/file",
    "top": b"",
    "out": None,
    "dangling": None,
    "loop": None,
}


@pytest.mark.parametrize("cwd", ["", "sub"])
@pytest.mark.parametrize(("path", "leads"), TARGETS.items(), ids=TARGETS)
def test_where_a_path_leads(
    repo: Repo, monkeypatch: pytest.MonkeyPatch, path: str, leads: bytes | None, cwd: str
) -> None:
    repo.write("plain")
    repo.write("sub/file")
    (repo.top.parent / "outside").write_text("")
    links = {
        "link": "plain", "sub/up": "../plain", "folder": "sub", "twice": "folder/file", "top": ".",
        "out": "../outside", "dangling": "nowhere", "loop": "loop",
    }  # fmt: skip
    for name, target in links.items():
        os.symlink(target, repo.path(name))
    monkeypatch.chdir(repo.top / cwd)
    here = repository.answer(repository.ask())
    assert untracked.target(here, path.encode()) == leads


def test_outside_each_file_comes_once(repo: Repo, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("a/one", "a/b/two", "a/.hidden/three", "a/b/.four"):
        repo.write(name)
    os.symlink("one", repo.path("a/link"))
    os.symlink("a/one", repo.path("l"))
    monkeypatch.chdir(repo.top)
    assert untracked.outside([b"a", b"l", b"a/b/two", b"./a/one"]) == [b"a", b"a/one", b"a/b/.four", b"a/b/two"]
