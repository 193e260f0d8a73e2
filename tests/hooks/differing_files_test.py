"""A file that was named by hand and differs on disk from what was checked is said to."""

from __future__ import annotations

import pytest

from tests.notebooks.make import STREAM, code, notebook
from tests.processes_test import processes
from tests.repo import Repo

OLD, NEW = "x = 1\n", "model = Ridge(alpha=0.35)\n"
ONE = (
    "commitworthy: train.py on disk differs from the staged one, which was checked; "
    "to check the one on disk: git add train.py\n"
)


@pytest.fixture
def edited(repo: Repo) -> Repo:
    repo.write("train.py", OLD)
    repo.commit()
    repo.write("train.py", NEW)
    return repo


@pytest.mark.parametrize("hook", ["flag-parameters", "block-artifacts", "require-lfs", "commitworthy", "check"])
def test_the_edited_file_is_named(edited: Repo, hook: str) -> None:
    assert edited.run(hook, "train.py") == (0, "", ONE)
    edited.stage("train.py")
    assert ONE not in edited.run(hook, "train.py").err


def test_beside_findings_of_the_staged_one(edited: Repo) -> None:
    edited.stage("train.py")
    edited.write("train.py", NEW + OLD)
    outcome = edited.run("flag-parameters", "train.py")
    assert (outcome.status, outcome.err) == (1, ONE)
    assert "train.py:1:21: PAR" in outcome.out


def test_nobody_else_is_told(edited: Repo, monkeypatch: pytest.MonkeyPatch) -> None:
    edited.write("other.py", OLD)
    edited.stage("other.py")
    assert edited.run("check", "other.py") == (0, "", "")  # another file
    assert edited.run("check") == (0, "", "")  # no name
    assert edited.run("flag-parameters", "--all-files") == (0, "", "")
    monkeypatch.setenv("PRE_COMMIT", "1")
    assert edited.run("flag-parameters", "train.py") == (0, "", "")


def test_a_file_that_is_gone_is_not_on_disk(edited: Repo) -> None:
    (edited.top / "train.py").unlink()
    assert edited.run("flag-parameters", "train.py") == (0, "", "")


def test_what_strip_notebooks_wrote_itself_is_no_difference(repo: Repo) -> None:
    repo.stage("n.ipynb", notebook(code(STREAM, count="3")))
    for words in (("n.ipynb",), ("n.ipynb",), ("--on-disk", "n.ipynb")):
        assert "differs" not in repo.run("strip-notebooks", *words).err


@pytest.mark.parametrize("cwd", ["", "a b"])
def test_of_many_three_are_named_and_one_git_is_asked(repo: Repo, cwd: str) -> None:
    names = ["a b/it's.py", *(f"a b/{number}.py" for number in range(120))]
    for name in names:
        repo.write(name, OLD)
    repo.commit()
    for name in names:
        repo.write(name, NEW)
    place = "../a b" if cwd else "a b"
    given = [name.removeprefix("a b/") if cwd else name for name in names]
    assert repo.run("flag-parameters", *given, cwd=cwd).err == (
        f"commitworthy: 121 files on disk differ from the staged ones, which were checked: "
        f"{place}/0.py, {place}/1.py, {place}/10.py and 118 more; to check those on disk, git add them first\n"
    )
    if not cwd:
        counts = [processes(repo, "flag-parameters", *given[:many]) for many in (1, 1, 121)]
        assert counts[2] <= counts[1], counts
    assert repo.run("flag-parameters", given[0], cwd=cwd).err == (
        f"commitworthy: {place}/it's.py on disk differs from the staged one, which was checked; "
        f"to check the one on disk: git add '{place}/it'\"'\"'s.py'\n"
    )


def test_what_a_filter_of_the_user_makes_of_a_file_is_not_known(edited: Repo) -> None:
    edited.stage(".gitattributes", "train.py filter=mine\n")
    assert edited.run("flag-parameters", "train.py") == (0, "", "")
