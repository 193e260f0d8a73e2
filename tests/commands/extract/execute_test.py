# ruff: noqa: E501
"""`--execute`: what is run, in a copy, and what stops the writing."""

from __future__ import annotations

import json
import os
from typing import TYPE_CHECKING

import pytest

from commitworthy.commands.extract import execute
from tests import luck
from tests.repo import Outcome

if TYPE_CHECKING:
    from tests.repo import Repo

PROGRAM = """\
import os, time
learning_rate = 0.3
print(learning_rate, object(), time.strftime("%H:%M:%S"), f"took {time.perf_counter():.3f} s", os.getcwd())
open("out.txt", "w").write("x")
print(open("data.txt").read())
"""


def prepared(repo: Repo, program: str = PROGRAM) -> bytes:
    repo.stage("train.py", program)
    repo.write("data.txt", "rows")
    return program.encode()


def text(repo: Repo, name: str = "train.py") -> bytes:
    with open(repo.path(name), "rb") as file:
        return file.read()


def test_a_program_that_prints_the_same_is_written_and_has_left_nothing(repo: Repo) -> None:
    before = prepared(repo)
    outcome = repo.run("extract", "train.py", "--execute")
    assert outcome.out.startswith("train.py: moved 3 literals to params.yaml\n    train.learning_rate = 0.3\n")
    assert outcome.status == 0
    assert text(repo) != before
    assert sorted(os.listdir(repo.top)) == [".git", "README.md", "data.txt", "params.yaml", "train.py"]


@pytest.mark.parametrize(
    ("program", "message"),
    [
        ("learning_rate = 0.3\nprint(open(__file__).read().count('0.3'))\n", "train.py: prints '1' in place of '2' afterwards, so nothing was written"),
        ("import random\nlearning_rate = 0.3\nprint(random.random())\n", "train.py: prints something else in each run, so nothing was written: set its seeds, or leave out --execute"),
        ("learning_rate = 0.3\nraise SystemExit('no data')\n", "train.py: ends in status 1, so nothing was written: no data"),
    ],
)  # fmt: skip
def test_nothing_is_written_where_it_cannot_be_compared(repo: Repo, program: str, message: str) -> None:
    before = prepared(repo, program)
    assert repo.run("extract", "train.py", "--execute") == Outcome(2, "", f"commitworthy: {message}\n")
    assert text(repo) == before
    assert not os.path.exists(repo.path("params.yaml"))


def test_a_work_tree_that_is_too_large_is_not_copied(repo: Repo, monkeypatch: pytest.MonkeyPatch) -> None:
    before = prepared(repo)
    monkeypatch.setattr(execute, "_LARGEST", 1024)
    repo.write("large", b"0" * 2048)
    outcome = repo.run("extract", "train.py", "--execute")
    assert outcome.err.startswith(
        "commitworthy: --execute: runs in a copy of the work tree, which is 2.2 kB; at most 1 kB is copied"
    )
    assert (outcome.status, text(repo)) == (2, before)


def test_a_program_that_never_ends_is_stopped(repo: Repo, monkeypatch: pytest.MonkeyPatch) -> None:
    prepared(repo, "import time\nlearning_rate = 0.3\ntime.sleep(60)\n")
    monkeypatch.setattr(execute, "_LONGEST", 1)
    assert repo.run("extract", "train.py", "--execute").err == (
        "commitworthy: train.py: ran for more than 1 seconds, so nothing was written\n"
    )


def notebook(*codes: str) -> str:
    cells = [
        {
            "cell_type": "code",
            "execution_count": 7,
            "metadata": {},
            "outputs": [],
            "source": code.splitlines(keepends=True),
        }
        for code in codes
    ]
    spec = {"kernelspec": {"name": "python3", "display_name": "p", "language": "python"}}
    return json.dumps({"cells": cells, "metadata": spec, "nbformat": 4, "nbformat_minor": 4}, indent=1)


@pytest.mark.long
def test_a_notebook_is_run_by_a_kernel(repo: Repo) -> None:
    luck.need_module("nbclient")
    repo.stage(
        "deep/a.ipynb", notebook("threshold = 0.7\nthreshold", "%%time\nprint(object(), open('rows.txt').read())")
    )
    repo.write("deep/rows.txt", "rows")
    outcome = repo.run("extract", "deep/a.ipynb", "--execute")
    assert (outcome.status, outcome.err) == (0, "")
    assert outcome.out.startswith("deep/a.ipynb: moved 2 literals to the cell tagged parameters\n")
    assert json.loads(text(repo, "deep/a.ipynb"))["cells"][0]["source"] == ["threshold = 0.7\n", "rows = 'rows.txt'"]


def test_a_notebook_that_fails_is_left(repo: Repo) -> None:
    luck.need_module("nbclient")
    repo.stage("a.ipynb", notebook("threshold = 0.7", "1 / 0"))
    before = text(repo, "a.ipynb")
    assert repo.run("extract", "a.ipynb", "--execute") == Outcome(
        2, "", "commitworthy: a.ipynb: cannot be run, so nothing was written: ZeroDivisionError: division by zero\n"
    )
    assert text(repo, "a.ipynb") == before
