"""Several hooks on one call."""

from __future__ import annotations

from pathlib import Path

import pytest

from commitworthy.base.findings import BLOB, Finding, Rule
from commitworthy.hooks.combined import once_a_blob
from tests.notebooks.make import code, notebook
from tests.repo import Outcome, Repo, executable, run
from tests.samples import noise, parquet

FIRST = Rule("ART001", "blocked-artifact", "")
SECOND = Rule("LFS001", "unrouted", "")


def test_a_blob_is_refused_by_the_first_that_objects() -> None:
    large = Finding("block-artifacts", FIRST, "large", "a.parquet", scope=BLOB)
    type_of_it = Finding("require-lfs", SECOND, "unrouted", "a.parquet", scope=BLOB)
    other = Finding("require-lfs", SECOND, "unrouted", "b.onnx", scope=BLOB)
    literal = Finding("flag-parameters", Rule("PAR001", "x", ""), "lr", "a.parquet", line=3)
    assert once_a_blob([large, type_of_it, other, literal]) == [large, other, literal]


def test_one_hook_may_say_two_things_of_a_blob() -> None:
    both = [Finding("require-lfs", rule, "", "a.parquet", scope=BLOB) for rule in (FIRST, SECOND)]
    assert once_a_blob(both) == both


def test_a_finding_of_several_files_stays_where_one_of_them_is_news(repo: Repo) -> None:
    repo.stage("a.parquet", parquet(200_008)).stage("b.parquet", parquet(2_008))
    found = repo.run("check", "--format", "json").findings()
    assert [(one["hook"], one["path"], one.get("files")) for one in found] == [
        ("block-artifacts", "a.parquet", None),
        ("require-lfs", "a.parquet", ["a.parquet", "b.parquet"]),
    ]


@pytest.mark.parametrize("name", ["a.ipynb", "a: not a notebook.ipynb", "new\nline.ipynb"])
@pytest.mark.parametrize("content", ['{"cells": [', "[1]"])
def test_what_is_no_notebook_is_told_once(repo: Repo, name: str, content: str) -> None:
    repo.stage(name, content)
    outcome = repo.run("check")
    assert (outcome.status, outcome.out) == (2, "")
    (line,) = outcome.err.splitlines()
    assert ":1: not a notebook: " in line
    assert "not checked: not a notebook" in repo.run("flag-parameters").err


def test_the_hook_says_what_its_parts_say(repo: Repo) -> None:
    repo.stage("a.bin", noise(200_000))
    repo.stage("b.py", "x = 1\n")
    assert repo.run("commitworthy").out == repo.run("block-artifacts").out
    assert repo.run("commitworthy").status == 1
    repo.git("rm", "--cached", "--quiet", "a.bin")
    assert repo.run("commitworthy") == Outcome(0, "", "")


@pytest.mark.parametrize("words", [("check",), ("commitworthy",), ("flag-parameters",)], ids=" ".join)
@pytest.mark.parametrize("name", ["src", "src/", ".", "src/deep"])
def test_a_folder_stands_for_what_is_below_it_and_for_nothing_else(
    repo: Repo, words: tuple[str, ...], name: str
) -> None:
    repo.write("src/deep/a.py", "print('x')\n")
    repo.commit()
    assert repo.run(*words, name) == Outcome(0, "", "")
    repo.write("src/deep/b.py", "optimizer = Adam(learning_rate=0.001)\n")
    outcome = repo.run(*words, "--format", "json", name)
    assert (outcome.status, outcome.rules()) == (1, [("src/deep/b.py", "hyperparameter-keyword")])


@pytest.mark.parametrize("words", ["check --all-files", "commitworthy --all-files", "doctor"])
@pytest.mark.parametrize(("stream", "said"), [(">&-", ""), ("> /dev/full", "commitworthy: no space left on")])
def test_a_report_that_nobody_takes_is_no_bug(repo: Repo, words: str, stream: str, said: str) -> None:
    repo.write("m.bin", noise(200_000))
    repo.commit()
    outcome = repo.shell(f"{executable('commitworthy')} {words} {stream}")
    assert outcome.status in ((2,) if said else (0, 1))
    assert outcome.err.startswith(said)
    assert "bug" not in outcome.err


def test_files_that_git_does_not_know_are_checked_by_two_hooks_and_that_is_said(repo: Repo) -> None:
    for name in ("a.py", "b.py", "c.py"):
        repo.write(name, "x = 1\n")
    who = "only strip-notebooks and flag-parameters checked"
    one, three = repo.run("commitworthy", "a.py"), repo.run("commitworthy", "a.py", "b.py", "c.py")
    assert (one.status, one.err) == (0, f"commitworthy: a.py is not tracked: {who} it; git add it first\n")
    assert three.err == f"commitworthy: a.py and 2 more are not tracked: {who} them; git add them first\n"


def test_outside_of_a_repository_two_hooks_can_check(tmp_path: Path) -> None:
    (tmp_path / "a.py").write_text("x = 1\n")
    done = run(tmp_path, "commitworthy", "a.py")
    assert done.err == (
        "commitworthy: outside of a repository only strip-notebooks and flag-parameters can check files\n"
    )


def test_what_flag_parameters_could_not_read_is_said_beside_a_broken_file_on_disk(repo: Repo) -> None:
    repo.stage("a.ipynb", notebook(code(source='"lr = ("'))).commit()
    repo.write("a.ipynb", '{"cells": [')
    outcome = repo.run("commitworthy", "--all-files")
    assert outcome.status == 0
    assert "a.ipynb: cell 1, line 1: not checked: " in outcome.err
