"""The command, and that every small workload runs as its row says.  Nothing here looks at a clock."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from bench import environment, repositories
from bench.workloads import WORKLOADS, Programs, Workload
from tests.repo import BIN

LARGE = ("10,000", "100,000", "a staged file")
SMALL = [workload for workload in WORKLOADS if not any(words in workload.name for words in LARGE)]
RUN = os.path.join(environment.ROOT, "bench", "run.py")


def run(*words: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, RUN, "--python", sys.executable, "--rounds", "1", *words]
    return subprocess.run(command, capture_output=True, text=True, check=False)


@pytest.mark.parametrize("workload", SMALL, ids=lambda workload: workload.name)
def test_a_small_workload_runs_as_its_row_says(workload: Workload) -> None:
    done = run("--only", workload.name)
    assert done.returncode == 0, done.stderr
    assert f"| {workload.name} (1) |" in done.stdout


def test_there_are_small_workloads() -> None:
    assert len(SMALL) >= 5


@pytest.mark.parametrize("workload", WORKLOADS, ids=lambda workload: workload.name)
def test_goals_are_about_cases_that_there_are(workload: Workload, tmp_path: Path) -> None:
    repository = repositories.with_staged(str(tmp_path / "repository"), 1)
    cases = workload.cases(Programs(str(BIN), str(tmp_path)), repository)
    names = [case.name for case in cases]
    assert len(set(names)) == len(names), "results are told apart by name"
    assert {goal.case for goal in workload.goals} <= set(names)


def test_the_page_is_printed_and_written(tmp_path: Path) -> None:
    place = tmp_path / "page.md"
    done = run("--only", "nothing staged", "--write", str(place))
    assert done.stdout.startswith("# Benchmarks\n")
    assert place.read_text() == done.stdout
    assert str(tmp_path) not in done.stdout


def test_nothing_is_left_of_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    assert run("--only", "nothing staged").returncode == 0
    assert list(tmp_path.iterdir()) == []


def test_a_workload_whose_program_is_missing_is_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for program in ("git", "python3"):
        (tmp_path / program).symlink_to(shutil.which(program) or "")
    monkeypatch.setenv("PATH", str(tmp_path))
    done = run("--only", "in Git LFS")
    missing = "left out, since git-lfs is not there: "
    assert done.stderr == (
        f"{missing}10,000 staged files, 1,000 of them in Git LFS\n"
        f"{missing}require-lfs, 10,000 staged files, 1,000 of them in Git LFS\n"
    )
