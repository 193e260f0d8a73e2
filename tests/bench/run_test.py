"""The command, and that every workload runs at a hundredth of its size.  Nothing here looks at a clock."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import commitworthy
from bench import environment
from bench.page import MEGABYTES, SECONDS, TWIN, Programs, Workload
from bench.repositories import Repository
from bench.run import PAGES
from bench.timer import UNIT
from tests.repo import BIN

SCALE = 0.01
WORKLOADS = [each for page in PAGES for each in page.workloads(Programs(str(BIN), ""), SCALE)]


def run(*words: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "bench.run", "--python", sys.executable, "--rounds", "1", "--scale", f"{SCALE}"]
    return subprocess.run([*command, *words], capture_output=True, text=True, check=False, cwd=environment.ROOT)


@pytest.mark.long
@pytest.mark.parametrize("workload", WORKLOADS, ids=lambda workload: workload.name)
def test_a_workload_runs_as_its_row_says(workload: Workload) -> None:
    done = run(workload.name)
    assert done.returncode == 0, done.stderr
    assert f"### {workload.name}\n\nrounds: 1, load: " in done.stdout
    for goal in workload.goals:
        assert goal.of == TWIN or f"| {workload.name} | {goal.case} | <= {goal.limit:g} " in done.stdout.replace(
            "\\|", "|"
        )


@pytest.mark.parametrize("workload", WORKLOADS, ids=lambda workload: workload.name)
def test_goals_are_about_cases_that_there_are(workload: Workload, tmp_path: Path) -> None:
    made = Repository(str(tmp_path / "repository"))
    made.write([("models/a.ipynb", b"{}"), ("notebooks/a.ipynb", b"{}")])
    made.commit()
    made.write([("b.py", b"")])
    made.stage()
    cases = {case.name: case for case in workload.beside(Programs(str(BIN), str(tmp_path)), made)}
    for goal in workload.goals:
        assert goal.of in (UNIT, MEGABYTES, SECONDS, TWIN, cases[goal.case].peer)
    assert {case.peer for case in cases.values()} <= {"", *cases}


def test_pages_are_printed_and_written(tmp_path: Path) -> None:
    done = run("nothing staged", "1 of 18 kB, clean", "--write", str(tmp_path))
    assert {page.name for page in tmp_path.iterdir()} == {"benchmarks.md", "benchmarks-notebooks.md"}
    written = [(tmp_path / name).read_text() for name in ("benchmarks.md", "benchmarks-notebooks.md")]
    assert done.stdout == "".join(written)
    assert str(tmp_path) not in done.stdout
    assert "- scale: 0.01\n" in done.stdout


def test_another_install_runs_beside_ours() -> None:
    done = run("nothing staged", "--against", str(BIN / "commitworthy"))
    assert f"- the other install: commitworthy {commitworthy.__version__}\n" in done.stdout
    rows = [line.split(" | ") for line in done.stdout.splitlines() if line.startswith("| block-artifacts")]
    assert [row[0] for row in rows] == ["| block-artifacts", "| block-artifacts, the other install"]
    assert float(rows[0][-1].strip(" |")) > 0
    assert not rows[1][-1].strip(" |")


def test_nothing_is_left_of_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    assert run("nothing staged").returncode == 0
    assert list(tmp_path.iterdir()) == []


def test_a_workload_whose_program_is_missing_is_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for program in ("git", "python3"):
        (tmp_path / program).symlink_to(shutil.which(program) or "")
    monkeypatch.setenv("PATH", str(tmp_path))
    done = run("in Git LFS")
    missing = "left out, since git-lfs is not there: "
    assert done.stderr == (
        f"{missing}100 staged files, 10 of them in Git LFS\n"
        f"{missing}require-lfs, 100 staged files, 10 of them in Git LFS\n"
    )


def test_a_repository_that_cannot_be_made_ends_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "git").write_text("#!/bin/sh\nexit 9\n")
    (tmp_path / "git").chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}{os.pathsep}{os.environ['PATH']}")
    done = run("nothing staged")
    assert done.returncode == 1
    assert done.stderr.endswith("the repository could not be made\n")
    assert done.stdout == ""
