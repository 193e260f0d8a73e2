"""Where we are."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commitworthy.base.findings import CheckError
from commitworthy.git import repository
from tests.repo import Repo


def here() -> repository.Repository:
    return repository.answer(repository.ask())


def test_at_the_top_there_is_no_way_up(repo: Repo, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(repo.top)
    assert here()[:3] == (b"", b"", "sha1")


def test_a_folder_below_knows_the_way_up(repo: Repo, monkeypatch: pytest.MonkeyPatch) -> None:
    repo.write("a b/ç/x.txt")
    monkeypatch.chdir(repo.top / "a b/ç")
    assert here()[:2] == (b"../../", "a b/ç/".encode())


def test_a_line_break_in_the_name_of_the_top_does_no_harm(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    repo = Repo.init(tmp_path / "new\nline")
    repo.write("sub/x.txt")
    monkeypatch.chdir(repo.top / "sub")
    found = here()
    assert (found.to_top, found.prefix) == (b"../", b"sub/")
    assert (found.objects, found.memory) == (b"../.git/objects", b"../.git/commitworthy")
    monkeypatch.setenv("GIT_DIR", str(repo.top / ".git"))
    monkeypatch.chdir(repo.top)
    folder = os.fsencode(repo.top / ".git")
    assert here()[-3:] == (folder + b"/commitworthy", folder + b"/objects", folder + b"/info/attributes")


def test_names_with_line_breaks_that_begin_otherwise_are_left_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    repo = Repo.init(tmp_path / "top")
    (tmp_path / "new\nline").mkdir()
    monkeypatch.setenv("GIT_OBJECT_DIRECTORY", str(tmp_path / "new\nline"))
    monkeypatch.chdir(repo.top)
    assert here()[-3:] == (os.fsencode(os.devnull), b"", b"")


def test_a_linked_worktree_remembers_on_its_own_and_shares_the_objects(
    repo: Repo, monkeypatch: pytest.MonkeyPatch
) -> None:
    repo.git("worktree", "add", "--quiet", "../linked")
    monkeypatch.chdir(repo.top / "../linked")
    assert here().memory.endswith(b"worktrees/linked/commitworthy")
    assert here().objects.endswith(b".git/objects")
    assert here().attributes.endswith(b".git/info/attributes")
    assert b"worktrees" not in here().attributes


@pytest.mark.parametrize(
    ("name", "path"),
    [
        ("a.txt", "sub/a.txt"),
        ("./a.txt", "sub/a.txt"),
        ("../a.txt", "a.txt"),
        ("..", ""),
        (".", "sub"),
        ("deep//a.txt", "sub/deep/a.txt"),
        ("-x", "sub/-x"),
    ],
)
def test_names_are_taken_from_the_current_folder(
    repo: Repo, monkeypatch: pytest.MonkeyPatch, name: str, path: str
) -> None:
    repo.write("sub/a.txt")
    monkeypatch.chdir(repo.top / "sub")
    assert repository.from_top(here(), [name.encode()]) == [path.encode()]
    absolute = str(repo.top / "sub" / name).encode()
    assert repository.from_top(here(), [absolute]) == [path.encode()]


@given(st.lists(st.text("a./\t\n", max_size=5).filter(lambda name: not name.startswith("/")), max_size=3))
def test_names_that_are_as_git_has_them_pass_as_they_are(names: list[str]) -> None:
    """Many at once, which is no other than one by one."""
    top = repository.Repository(b"", b"", "sha1", b"")
    given_names = [name.encode() for name in names]
    try:
        each = [repository._from_top(top, name) for name in given_names]
    except CheckError:
        with pytest.raises(CheckError):
            repository.from_top(top, given_names)
    else:
        assert repository.from_top(top, given_names) == each


def test_at_the_top_too_names_become_what_git_has(repo: Repo, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(repo.top)
    given_names = [b"a/./b", b"a/../b", b"a//b", b"./b", b"b/", b"a/.b", b"a", b"."]
    assert repository.from_top(here(), given_names) == [b"a/b", b"b", b"a/b", b"b", b"b", b"a/.b", b"a", b""]


def test_a_name_outside_is_refused(repo: Repo, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(repo.top)
    with pytest.raises(CheckError, match="outside of this repository"):
        repository.from_top(here(), [b"../elsewhere.txt"])


@pytest.mark.parametrize(
    ("folder", "words"),
    [
        ("", "not inside a git repository; cd into one or run `git init`"),
        ("bare", "bare repository"),
        ("repo/.git", "inside .git"),
    ],
)
def test_without_a_work_tree_there_is_one_clear_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, folder: str, words: str
) -> None:
    Repo.init(tmp_path / "repo")
    Repo.init(tmp_path / "bare", "--bare")
    monkeypatch.chdir(tmp_path / folder)
    with pytest.raises(CheckError, match=words) as caught:
        here()
    assert "\n" not in str(caught.value)


def test_without_git_the_line_says_so(repo: Repo, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(repo.top)
    monkeypatch.setenv("PATH", "/nowhere")
    with pytest.raises(CheckError, match="git is not on PATH"):
        here()


def test_the_environment_alone_says_that_a_repository_is_near(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert not repository.is_near()
    monkeypatch.setenv("GIT_DIR", str(tmp_path / "elsewhere"))
    assert repository.is_near()
