"""What lies where a file of ours or of the user's should be, and is none: a folder, a pipe; and a git that is none."""

from __future__ import annotations

import os
import subprocess
from typing import TYPE_CHECKING

import pytest

from commitworthy.git import process
from tests.repo import HANGS, Repo, executable, run
from tests.samples import noise

if TYPE_CHECKING:
    from pathlib import Path

OURS = ("commitworthy.toml", "pyproject.toml", ".commitworthy-baseline")
COMMANDS = (
    ("allow", "a.py", "--because", "a demo"),
    ("baseline",),
    ("init", "--write"),
    ("doctor",),
    ("commitworthy", "--all-files"),
    ("require-lfs", "--fix"),
    ("flag-parameters", "--write-params", "params.yaml"),
)


@pytest.mark.parametrize("what", ["a folder", "a pipe"])
@pytest.mark.parametrize("name", [*OURS, ".pre-commit-config.yaml", "prek.toml", "params.yaml"])
def test_what_is_no_file_is_named_or_passed_over(repo: Repo, name: str, what: str) -> None:
    repo.write("a.py", "learning_rate = 0.001\n")
    repo.stage("m.bin", noise(200_000)).stage("a.py")
    if what == "a folder":
        repo.write(f"{name}/x", "x")
    else:
        os.mkfifo(repo.path(name))
    for words in COMMANDS:
        done = subprocess.run(
            [executable("commitworthy"), *words],
            cwd=repo.top,
            capture_output=True,
            text=True,
            timeout=HANGS,
            check=False,
        )
        assert done.returncode in (0, 1, 2), done
        assert "bug" not in done.stderr, done
        assert "Traceback" not in done.stderr, done
        if done.returncode == 2:
            assert name in done.stderr, done


def test_a_policy_that_is_no_file_is_no_silent_default(tmp_path: Path) -> None:
    (tmp_path / "a.py").write_text("x = 1\n")
    (tmp_path / "commitworthy.toml").mkdir()
    outcome = run(tmp_path, "flag-parameters", "a.py")
    assert (outcome.status, outcome.err) == (
        2,
        "commitworthy: commitworthy.toml: is not a readable file: move it away, or check its permissions\n",
    )


@pytest.mark.parametrize("way", [process._posix_spawn, process._popen], ids=["posix_spawn", "subprocess"])
def test_a_git_that_cannot_be_started(repo: Repo, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, way: object) -> None:
    (tmp_path / "git").write_bytes(b"\x7fELF and nothing else")
    (tmp_path / "git").chmod(0o755)
    monkeypatch.setattr(process, "_spawn", way)
    monkeypatch.setenv("PATH", str(tmp_path))
    outcome = repo.run("commitworthy", "--all-files")
    assert (outcome.status, outcome.err) == (
        2,
        "commitworthy: git on PATH cannot be started (Exec format error): check that it is executable\n",
    )


def test_a_current_directory_that_has_gone(tmp_path: Path) -> None:
    script = f"mkdir gone && cd gone && rmdir ../gone && {executable('commitworthy')} commitworthy a.py"
    done = subprocess.run(["sh", "-c", script], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (
        2,
        "commitworthy: the current directory no longer exists; cd to another one\n",
    )
