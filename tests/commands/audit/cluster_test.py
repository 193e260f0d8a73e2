"""The workers of a Dask scheduler: the rows of one process, also where a worker dies; and what is not talked to."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from commitworthy.commands.audit import cluster
from commitworthy.homes import extras
from tests.commands.audit.history import build, commit
from tests.repo import HANGS, Outcome, Repo, executable, run
from tests.samples import noise

if TYPE_CHECKING:
    from collections.abc import Iterator

REFUSED = "must be such as tls://scheduler.example:8786, with a port, or tcp on this machine"
IN_THE_CLEAR = "tcp sends all in the clear, and anybody can have workers run anything: use tls://, or add --insecure"


@pytest.mark.parametrize(
    ("address", "insecure", "said"),
    [
        ("tls://scheduler.example:8786", False, ""),
        ("tcp://127.0.0.1:8786", False, ""),
        ("tcp://[::1]:8786", False, ""),
        ("tcp://localhost:8786", False, ""),
        ("tcp://10.0.0.5:8786", False, IN_THE_CLEAR),
        ("tcp://localhost.example:8786", False, IN_THE_CLEAR),
        ("tcp://127.0.0.1@10.0.0.5:8786", False, IN_THE_CLEAR),
        ("tcp://10.0.0.5:8786", True, ""),
        ("ws://127.0.0.1:8786", True, REFUSED),
        ("inproc://1", True, REFUSED),
        ("127.0.0.1:8786", False, REFUSED),
        ("tls://scheduler", False, REFUSED),
        ("tcp://127.0.0.1:port", False, REFUSED),
    ],
)
def test_which_schedulers_are_talked_to(address: str, insecure: bool, said: str) -> None:
    assert cluster.refusal(address, insecure=insecure) == said


def test_a_scheduler_that_is_not_talked_to_is_one_line(repo: Repo) -> None:
    outcome = repo.run("audit", ".", ".", "--scheduler", "tcp://10.0.0.5:8786")
    assert outcome == Outcome(2, "", f"commitworthy: --scheduler tcp://10.0.0.5:8786: {IN_THE_CLEAR}\n")
    outcome = repo.run("audit", "--scheduler", "tcp://127.0.0.1:1")
    assert outcome == Outcome(
        2, "", "commitworthy: --scheduler is for many repositories: pass a file that lists them\n"
    )


def test_without_dask_the_extra_is_named(repo: Repo, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "distributed", None)
    (repo.top / "list").write_text(".\n")
    outcome = repo.run("audit", "list", "--scheduler", "tcp://127.0.0.1:1")
    line = extras.install_line("distributed>=2024.8")
    assert outcome == Outcome(2, "", f"commitworthy: --scheduler needs distributed (extra cluster): {line}\n")


# Real ones, as processes.


@contextlib.contextmanager
def started(folder: Path, *words: str, **extra: str) -> Iterator[subprocess.Popen[bytes]]:
    with open(folder / f"log-{time.monotonic_ns()}", "wb") as log:
        process = subprocess.Popen(
            [executable("dask"), *words], cwd=folder, stdout=log, stderr=log, env={**os.environ, **extra}
        )
    try:
        yield process
    finally:
        process.kill()
        process.wait()


def awaited(place: Path) -> str:
    """The content of a file, once it is there."""
    end = time.monotonic() + HANGS
    while time.monotonic() < end:
        if place.exists() and place.read_text():
            return place.read_text()
        time.sleep(0.05)
    raise AssertionError(f"{place} is not written")


def audited(folder: Path, *words: str) -> tuple[int, dict[str, Any] | None, str]:
    command = [executable("commitworthy"), "audit", "list", "--format", "json", *words]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=HANGS, check=False)
    return done.returncode, json.loads(done.stdout or "null"), done.stderr


# It hangs the first time, and says so; after that it serves.
SSH = """\
if mkdir {folder}/first 2>/dev/null; then echo $$ > {folder}/hanging; exec sleep 1000; fi
for command; do :; done
eval "$command"
"""


def ancestors(pid: int) -> list[int]:
    found = []
    while pid > 1:
        pid = int(Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[1])
        found.append(pid)
    return found


@pytest.mark.long
def test_a_worker_that_is_killed_at_work_costs_nothing_but_time(tmp_path: Path) -> None:
    build(tmp_path / "one")
    for number in range(6):
        repo = Repo.init(tmp_path / f"r{number}")
        commit(repo, "2021-01-01", {"a.bin": noise(100_000 + 20_000 * number, number)})
    lines = ["one", f"ssh://example.org{tmp_path}/r0", "nowhere", *(f"r{number}" for number in range(1, 6))]
    (tmp_path / "list").write_text("".join(f"{line}\n" for line in lines))
    (tmp_path / "bin").mkdir()
    (tmp_path / "bin/ssh").write_text("#!/bin/sh\n" + SSH.format(folder=tmp_path))
    (tmp_path / "bin/ssh").chmod(0o755)
    path = f"{tmp_path / 'bin'}{os.pathsep}{os.environ['PATH']}"
    place = tmp_path / "scheduler.json"
    with contextlib.ExitStack() as running:
        running.enter_context(
            started(tmp_path, "scheduler", "--host", "127.0.0.1", "--port", "0", "--no-dashboard",
                    "--scheduler-file", str(place))
        )  # fmt: skip
        address = json.loads(awaited(place))["address"]
        workers = {
            worker.pid: worker
            for worker in (
                running.enter_context(
                    started(tmp_path, "worker", address, "--nthreads", "1", "--no-nanny", "--no-dashboard", PATH=path)
                )
                for _ in range(3)
            )
        }
        command = [executable("commitworthy"), "audit", "list", "--format", "json", "--scheduler", address]
        ours = subprocess.Popen(command, cwd=tmp_path, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        hanging = int(awaited(tmp_path / "hanging"))
        (killed,) = workers.keys() & set(ancestors(hanging))
        os.kill(killed, signal.SIGKILL)
        os.kill(hanging, signal.SIGKILL)
        out, err = ours.communicate(timeout=HANGS)
        assert (ours.returncode, err) == (2, "")
        assert workers[killed].wait(HANGS) == -signal.SIGKILL
        far = json.loads(out)
    os.environ["PATH"], before = path, os.environ["PATH"]
    try:
        status, near, _ = audited(tmp_path, "--jobs", "1")
    finally:
        os.environ["PATH"] = before
    assert status == 2
    assert far == near
    assert [row.get("commits") for row in far["repositories"]] == [8, 1, None, 1, 1, 1, 1, 1]


@pytest.mark.long
def test_a_scheduler_that_is_none_or_has_no_worker_is_one_line(tmp_path: Path) -> None:
    Repo.init(tmp_path / "one")
    (tmp_path / "list").write_text("one\n")
    place = tmp_path / "scheduler.json"
    with started(
        tmp_path, "scheduler", "--host", "127.0.0.1", "--port", "0", "--no-dashboard", "--scheduler-file", str(place)
    ):
        address = json.loads(awaited(place))["address"]
        said = f"commitworthy: {address}: has no worker: start some with `dask worker {address}`\n"
        assert audited(tmp_path, "--scheduler", address) == (2, None, said)
    said = f"commitworthy: {address}: no Dask scheduler answers: start one, or check the address\n"
    assert audited(tmp_path, "--scheduler", address) == (2, None, said)
    outcome = run(tmp_path, "audit", "list", "--scheduler", "tls://127.0.0.1:1")
    assert (outcome.status, outcome.err.count("\n")) == (2, 1)
    assert outcome.err.startswith("commitworthy: tls://127.0.0.1:1: ")
    assert "check distributed.comm.tls" in outcome.err or "no Dask scheduler answers" in outcome.err
