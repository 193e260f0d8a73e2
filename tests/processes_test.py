"""How many processes of git a run takes: as many for one as for a hundred, whatever there is many of.

A run over a clean file takes four.
"""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

from tests.notebooks.make import code, notebook
from tests.repo import Repo, executable, noise, prose, table

# Where the work is shared by a second process of ours, that one asks a git of its own.
SHARED = 2
COUNTS = (100, pytest.param(2000, marks=pytest.mark.long))


def processes(repo: Repo, *words: str, send: bytes = b"", status: int = 0) -> int:
    """How many processes of git one of our commands starts; what git itself starts is not ours."""
    trace = repo.top / ".git/trace"
    trace.unlink(missing_ok=True)
    trace.touch()
    done = subprocess.run(
        [executable("commitworthy"), *words],
        cwd=repo.top,
        input=send,
        capture_output=True,
        check=False,
        env={**os.environ, "GIT_TRACE2_EVENT": str(trace)},
    )
    assert done.returncode == status, done
    # The id of a process that another git started has that of the other in front.
    started = [line for line in trace.read_text().splitlines() if '"event":"start"' in line]
    return sum("/" not in line.partition('"sid":"')[2].partition('"')[0] for line in started)


def artifacts(repo: Repo, number: int) -> None:
    """Of each family one that fits into a head and one that does not, in as many files."""
    for name in range(number):
        repo.write(f"models/{name}.pkl", b"\x80\x04\x95" + b"%019d" % name + b"K\x01." + noise(300, name))
        repo.write(f"blobs/{name}.bin", noise(100_000 if name % 20 == 0 else 300, name))
    repo.write("data/0.csv", table(200_000))
    repo.write("texts/0.txt", prose(600_000))


def notebooks(repo: Repo, number: int) -> None:
    for name in range(number):
        repo.write(f"n/{name}.ipynb", notebook(code(count=str(name + 1))))


def programs(repo: Repo, number: int) -> None:
    for name in range(number):
        repo.write(f"src/{name}.py", f"learning_rate = 0.{name + 1}\n")


JUDGING = {
    "block-artifacts": ["block-artifacts"],
    "require-lfs": ["require-lfs"],
    "flag-parameters": ["flag-parameters"],
    "strip-notebooks": ["strip-notebooks", "--check"],
    "all in one": ["check"],
}


def made(top: Path, number: int) -> Repo:
    """Artifacts, notebooks and programs, so many of each, not yet staged."""
    repo = Repo.init(top)
    repo.write("README.md", "# A project\n")
    repo.commit()
    artifacts(repo, number)
    notebooks(repo, number)
    programs(repo, number)
    return repo


def accepted(repo: Repo) -> Repo:
    repo.commit()
    assert repo.run("baseline").status == 0
    repo.commit()
    return repo


def forgotten(repo: Repo) -> Repo:
    """As in a new clone: nothing is remembered, and all that is stored is packed."""
    for place in (repo.top / ".git/commitworthy").glob("*"):
        place.unlink()
    repo.git("repack", "-adq")
    return repo


def stage_all(repo: Repo) -> None:
    repo.git("add", "--all")


def commit_all(repo: Repo) -> None:
    repo.commit()


def accept_all(repo: Repo) -> None:
    accepted(repo)


def move(repo: Repo, *folders: str) -> None:
    for folder in folders:
        repo.git("mv", folder, f"old-{folder}")


def accept_and_move(repo: Repo) -> None:
    move(accepted(repo), "models", "blobs", "n")


def commit_and_move(repo: Repo) -> None:
    repo.commit()
    move(repo, "models", "blobs", "n", "src")


ALL = ("--all-files",)
# What is done first, what is asked for then, and how that ends.
STATES = {
    "staged": (stage_all, (), 1),
    "refused": (commit_all, ALL, 1),
    "accepted": (accept_all, ALL, 0),
    "renamed": (accept_and_move, (), 0),
    "renamed, accepted by nobody": (commit_and_move, (), 0),
}


def counts(top: Path, number: int, state: str) -> dict[str, int]:
    """The processes of each command on a repository in that state, in a new clone and again."""
    repo = made(top / str(number), number)
    prepare, words, status = STATES[state]
    prepare(repo)
    found = {}
    for name, command in JUDGING.items():
        forgotten(repo)
        found[name] = processes(repo, *command, *words, status=status)
        found[f"{name}, again"] = processes(repo, *command, *words, status=status)
    return found


@pytest.mark.parametrize("number", COUNTS)
@pytest.mark.parametrize("state", STATES)
def test_processes_do_not_grow_with_what_is_found(tmp_path: Path, state: str, number: int) -> None:
    few = counts(tmp_path / "few", 25, state)
    many = counts(tmp_path, number, state)
    assert {name: (few[name], count) for name, count in many.items() if count > few[name] + SHARED} == {}


@pytest.mark.parametrize("number", COUNTS)
def test_processes_do_not_grow_with_the_rows_of_a_baseline(tmp_path: Path, number: int) -> None:
    found = []
    for many in (25, number):
        repo = made(tmp_path / str(many) / "repo", many)
        repo.commit()
        first = processes(repo, "baseline")
        found.append((first, processes(repo, "baseline"), processes(repo, "baseline", "--add")))
    assert [many <= few + SHARED for few, many in zip(*found, strict=True)] == [True] * 3, found


@pytest.mark.parametrize("hook", ["block-artifacts", "strip-notebooks", "flag-parameters"])
def test_a_clean_file_takes_four(repo: Repo, hook: str) -> None:
    repo.stage("a.py", "x = 1\n").stage("a.ipynb", notebook(code()))
    assert processes(repo, hook) <= 4


@pytest.mark.parametrize("number", COUNTS)
def test_processes_of_a_push_do_not_grow_with_what_it_brings(tmp_path: Path, number: int) -> None:
    found = []
    for many in (25, number):
        repo = made(tmp_path / str(many) / "repo", many)
        start = repo.head()
        repo.commit()
        found.append(processes(repo, "check-push", "--from-ref", start, "--to-ref", "HEAD", status=1))
    assert found[0] >= found[1]
