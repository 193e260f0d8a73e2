"""The parents of the commit in the making."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

import commitworthy
from commitworthy.base.findings import CheckError
from commitworthy.git import objects, repository
from tests.repo import Repo


def test_before_the_first_commit_there_is_none(unborn: Repo, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(unborn.top)
    assert objects.parents() == []


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
    assert objects.parents() == ["HEAD", *ids]


@pytest.mark.parametrize("kind", ["branch", "tag"])
def test_a_name_that_git_gives_to_what_is_merged_makes_no_parent(
    repo: Repo, monkeypatch: pytest.MonkeyPatch, kind: str
) -> None:
    """What lies on such a branch would count as old, so it could be brought in unseen."""
    repo.commit()
    repo.git(kind, "MERGE_HEAD")
    monkeypatch.chdir(repo.top)
    assert objects.parents() == ["HEAD"]


def test_a_merge_that_goes_well_has_them_before_git_records_them(repo: Repo) -> None:
    ids = []
    for name in ("one", "two"):
        repo.git("switch", "--quiet", "--create", name, "main")
        repo.write(f"{name}.txt", name)
        ids.append(repo.commit(name))
    repo.git("switch", "--quiet", "main")
    repo.write("three.txt", "")
    repo.commit()
    code = "import sys; sys.path.insert(0, sys.argv[1]); from commitworthy.git import objects; print(objects.parents())"
    source = Path(commitworthy.__file__).parent.parent
    repo.write(".git/hooks/pre-merge-commit", f"#!/bin/sh\nexec {sys.executable} -c '{code}' '{source}' > ../parents\n")
    Path(repo.path(".git/hooks/pre-merge-commit")).chmod(0o755)
    repo.git("merge", "--quiet", "--no-edit", "one")
    assert (repo.top / "../parents").read_text() == f"{['HEAD', ids[0]]}\n"


def test_an_environment_that_lies_names_no_parent(repo: Repo, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(repo.top)
    monkeypatch.setenv("GITHEAD_--help", "x")
    monkeypatch.setenv(f"GITHEAD_{'1' * 40}", "x")
    monkeypatch.setenv(repo.head(), "x")
    assert objects.parents() == ["HEAD"]


def test_the_files_of_a_commit_are_listed_from_any_folder(repo: Repo, monkeypatch: pytest.MonkeyPatch) -> None:
    repo.write("sub/new\nline.txt", "x")
    repo.commit()
    monkeypatch.chdir(repo.top / "sub")
    assert [path for path, _ in objects.files("HEAD")] == [b"README.md", b"sub/new\nline.txt"]


@pytest.mark.parametrize("known", [True, False], ids=["", "where git's folder cannot be told"])
def test_the_files_of_all_parents(repo: Repo, monkeypatch: pytest.MonkeyPatch, *, known: bool) -> None:
    def found() -> dict[str, list[bytes]]:
        here = repository.answer(repository.ask())
        here = here if known else here._replace(memory=repository.NOWHERE.memory)
        return {commit: [path for path, _ in files] for commit, files in objects.files_of_parents(here)}

    repo.git("switch", "--quiet", "--create", "one")
    repo.write("one.txt", "1")
    one = repo.commit()
    repo.git("switch", "--quiet", "main")
    repo.write("two.txt", "2")
    repo.commit()
    monkeypatch.chdir(repo.top)
    assert found() == {"HEAD": [b"README.md", b"two.txt"]}
    repo.git("merge", "--quiet", "--no-commit", "one")
    both = {"HEAD": [b"README.md", b"two.txt"], one: [b"README.md", b"one.txt"]}
    assert found() == both
    repo.git("merge", "--abort")
    monkeypatch.setenv(f"GITHEAD_{one}", "one")
    assert found() == both


def test_before_the_first_commit_there_are_no_files(unborn: Repo, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(unborn.top)
    assert list(objects.files_of_parents(repository.answer(repository.ask()))) == []


def test_a_damaged_tree_is_told_of(repo: Repo, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(repo.top)
    here = repository.answer(repository.ask())
    tree = repo.git("rev-parse", "HEAD^{tree}")
    (repo.top / ".git/objects" / tree[:2] / tree[2:]).unlink()
    with pytest.raises(CheckError, match="git ls-tree failed"):
        list(objects.files_of_parents(here))
