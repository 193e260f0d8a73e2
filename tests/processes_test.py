"""How many processes of git a run takes: as many for one as for a hundred, whatever there is many of.

A run over a clean file takes four.
"""

from __future__ import annotations

import os
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.luck import at_length
from tests.notebooks.make import code, notebook
from tests.repo import Repo, executable
from tests.samples import noise, prose, table

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

# Where the work is shared by a second process of ours, that one asks a git of its own.
SHARED = 2
# Of more than 2,000 files the work is shared, and each process of ours asks gits of its own: those have one processor.
MANY = 2_000
COUNTS = (100, pytest.param(MANY, marks=pytest.mark.long))


@pytest.fixture(autouse=True)
def one_processor(request: pytest.FixtureRequest) -> Iterator[None]:
    """For tests with the largest number."""
    every = os.sched_getaffinity(0)
    if "number" in request.fixturenames and request.getfixturevalue("number") == MANY:
        os.sched_setaffinity(0, {min(every)})
    yield
    os.sched_setaffinity(0, every)


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
        repo.write(f"src/{name}.py", f"Adam(learning_rate=0.{name + 1})\n")


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
    # Else many are one finding more, of limit-commit.
    repo.write("commitworthy.toml", '[limit-commit]\nmax-files = 100000\nmax-size = "1 GB"\n')
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


# The states that ask the most; the others at length.
EVERY_DAY = ("staged", "renamed")


@pytest.mark.parametrize("number", COUNTS)
@pytest.mark.parametrize("state", [state if state in EVERY_DAY else at_length(state) for state in STATES])
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


def some_work(repo: Repo, number: int) -> None:
    repo.write(f"src/{number}.py", f"x = {number}\n")


def some_artifacts(repo: Repo, number: int) -> None:
    """A model, a raw file where a pointer belongs, and a large one."""
    repo.write(f"models/{number}.pkl", b"\x80\x04\x95" + b"%019d" % number + b"K\x01.")
    repo.write(f"routed/{number}.bin", noise(300, number))
    repo.write(f"blobs/{number}.bin", noise(150_000, number))


def own_attributes(repo: Repo, number: int) -> None:
    some_artifacts(repo, number)
    repo.write(f"own/{number}/.gitattributes", f"*.x{number} filter=lfs -text\n")


def own_policy(repo: Repo, number: int) -> None:
    some_artifacts(repo, number)
    repo.write("commitworthy.toml", f'[block-artifacts]\nmax-size = "{number + 1} kB"\n')


def own_macro(repo: Repo, number: int) -> None:
    some_artifacts(repo, number)
    repo.write(".gitattributes", f"[attr]large filter=lfs -text\n*.x{number} large\n")


# What each ref brings, and how that ends.
BRANCHES = {"clean": (some_work, 0), "artifacts": (some_artifacts, 1), "attributes": (own_attributes, 1)}


def branches(top: Path, number: int, bring: Callable[[Repo, int], None]) -> tuple[Repo, str, list[str]]:
    """So many commits side by side, which no ref of the repository names, and the one before them."""
    repo = Repo.init(top)
    repo.write(".gitattributes", "routed/** filter=lfs -text\n")
    repo.git("config", "filter.lfs.clean", "cat")
    start = repo.commit()
    repo.git("checkout", "--quiet", "--detach")
    tips = []
    for name in range(number):
        bring(repo, name)
        tips.append(repo.commit())
        repo.git("checkout", "--quiet", start)
    return repo, start, tips


def of_a_push(top: Path, number: int, bring: Callable[[Repo, int], None], status: int) -> tuple[int, int]:
    """The processes of a push of so many branches: where it is sent, and where it arrives."""
    repo, start, tips = branches(top / str(number), number, bring)
    refs = [f"refs/heads/{name}" for name in range(number)]
    sent = "".join(f"{ref} {tip} {ref} {start}\n" for ref, tip in zip(refs, tips, strict=True))
    arriving = "".join(f"{start} {tip} {ref}\n" for ref, tip in zip(refs, tips, strict=True))
    return (
        processes(repo, "check-push", "origin", "address", send=sent.encode(), status=status),
        processes(repo, "pre-receive", send=arriving.encode(), status=status),
    )


@pytest.mark.parametrize("number", [5, 25, pytest.param(100, marks=pytest.mark.long)])
@pytest.mark.parametrize("kind", BRANCHES)
def test_processes_of_a_push_do_not_grow_with_its_refs(tmp_path: Path, kind: str, number: int) -> None:
    few, many = (of_a_push(tmp_path, one, *BRANCHES[kind]) for one in (1, number))
    # Of very many findings one remedy less is worked out.
    assert [after <= before for before, after in zip(few, many, strict=True)] == [True] * 2, (few, many)


def test_processes_of_a_push_grow_little_with_its_policies_and_not_at_a_server(tmp_path: Path) -> None:
    few, many = (of_a_push(tmp_path, number, own_policy, 1) for number in (2, 12))
    assert (many[0] - few[0] <= 10 * 20, many[1]) == (True, few[1]), (few, many)


def test_each_file_of_attributes_with_macros_takes_two(tmp_path: Path) -> None:
    few, many = (of_a_push(tmp_path, number, own_macro, 1) for number in (2, 12))
    # Asked for the blobs of history, and for the tips.
    assert [after - before for before, after in zip(few, many, strict=True)] == [10 * 2 * 2] * 2
