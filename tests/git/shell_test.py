"""Lines of shell, run through git."""

from __future__ import annotations

import os
import signal
from typing import TYPE_CHECKING

import pytest

from commitworthy.base.findings import CheckError
from commitworthy.git import shell

if TYPE_CHECKING:
    from pathlib import Path

    from tests.repo import Repo


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        pytest.param("echo one && echo two", (0, "one\ntwo\n"), id="both parts of a line"),
        pytest.param("echo one; exit 3", (3, "one\n"), id="the status of the line"),
        pytest.param("false", (1, ""), id="failure without words"),
        pytest.param("echo out; echo err >&2; echo out", (0, "out\nerr\nout\n"), id="both streams in their order"),
        pytest.param("printf '%s\\n' 'a b' \"c'd\"", (0, "a b\nc'd\n"), id="quotes of both kinds"),
        pytest.param("cat", (0, ""), id="nothing to read"),
        pytest.param("git rev-parse --show-prefix", (0, "\n"), id="git at the top"),
        pytest.param("printf '\\377'", (0, "\ufffd"), id="bytes that are not UTF-8"),
    ],
)
def test_a_line_is_run_as_typed(repo: Repo, line: str, expected: tuple[int, str]) -> None:
    assert shell.run(line, str(repo.top), os.environ) == expected


def test_a_folder_need_not_be_a_repository(tmp_path: Path) -> None:
    assert shell.run("pwd", str(tmp_path), os.environ) == (0, f"{os.path.realpath(tmp_path)}\n")


def test_without_git_it_says_so(tmp_path: Path) -> None:
    with pytest.raises(CheckError, match="git is not on PATH"):
        shell.run("true", str(tmp_path), {"PATH": str(tmp_path)})


# Whoever is interrupted ends, and leaves it to the system to put the process away.
@pytest.mark.filterwarnings(r"ignore:(?s).*Popen\.__del__:pytest.PytestUnraisableExceptionWarning")
def test_an_interrupt_waits_for_whatever_still_runs(tmp_path: Path) -> None:
    """Else a hook could write into a folder that is being removed."""

    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    before = signal.signal(signal.SIGUSR1, interrupt)
    try:
        with pytest.raises(KeyboardInterrupt):
            shell.run(f"sleep 0.3; kill -USR1 {os.getpid()}; sleep 1; echo > ended", str(tmp_path), os.environ)
    finally:
        signal.signal(signal.SIGUSR1, before)
    assert (tmp_path / "ended").exists()
