"""One process for each piece of work: what dies costs one piece, is tried once more, and nothing is left running."""

from __future__ import annotations

import os
import signal
import time
from pathlib import Path

import pytest

from commitworthy.base import parallel
from commitworthy.base.parallel import Lost, apart


def ends(pid: int) -> bool:
    """Whether a process that was killed is gone, which takes a moment."""
    for _ in range(1000):
        try:
            os.kill(pid, 0)
            if "State:\tZ" in Path(f"/proc/{pid}/status").read_text():
                return True
        except (ProcessLookupError, FileNotFoundError):
            return True
        time.sleep(0.01)
    return False


def test_answers_come_whole_and_from_elsewhere() -> None:
    found = dict(apart(range(7), lambda item: (item * b"x" * 50_000, os.getpid()), 3, 100))
    assert {item: len(answer[0]) for item, answer in found.items()} == {item: item * 50_000 for item in range(7)}
    pids = {answer[1] for answer in found.values()}
    assert len(pids) == 7
    assert os.getpid() not in pids


def test_one_that_dies_is_tried_once_more_and_costs_no_other(tmp_path: Path) -> None:
    def work(item: str) -> str:
        place = tmp_path / item
        place.write_text(place.read_text() + "x" if place.exists() else "x")
        if item == "always" or (item == "once" and place.read_text() == "x"):
            os.kill(os.getpid(), signal.SIGKILL)
        if item == "error":
            raise SystemExit(3)
        return item.upper()

    found = dict(apart(["once", "always", "good", "error"], work, 2, 100))
    assert (found["once"], found["good"]) == ("ONCE", "GOOD")
    assert isinstance(found["always"], Lost)
    assert str(found["always"]) == "its process died twice (signal 9)"
    assert str(found["error"]) == "its process died twice (status 1)"
    assert {place.name: place.read_text() for place in tmp_path.iterdir()} == {
        "once": "xx", "always": "xx", "good": "x", "error": "xx",
    }  # fmt: skip


def test_one_that_takes_too_long_is_ended_with_all_that_it_started(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def work(item: str) -> str:
        if item == "slow":
            pid = os.fork()
            if not pid:
                time.sleep(100)
                os._exit(0)
            child.with_suffix(".draft").write_text(str(pid))
            child.with_suffix(".draft").rename(child)
            time.sleep(100)
        return item

    child = tmp_path / "child"
    found: dict[str, str | Lost] = {}

    def now() -> float:
        # An hour later, once the quick one has answered and the slow one has started what is to be ended.
        return 3600.0 if "quick" in found and child.exists() else 0.0

    monkeypatch.setattr(parallel, "_now", now)
    # Each is there before the next one is asked for.
    found.update(apart(["slow", "quick"], work, 2, 1800))
    assert str(found["slow"]) == "took longer than 1,800 seconds"
    assert found["quick"] == "quick"
    assert ends(int(child.read_text()))


def test_whoever_stops_early_leaves_nothing_running(tmp_path: Path) -> None:
    def work(item: int) -> int:
        (tmp_path / str(item)).write_text(str(os.getpid()))
        if item:
            time.sleep(100)
        return item

    answers = apart(range(3), work, 3, 100)
    assert next(answers) == (0, 0)
    while not all((tmp_path / str(item)).exists() and (tmp_path / str(item)).read_text() for item in range(3)):
        time.sleep(0.01)
    answers.close()
    assert all(ends(int((tmp_path / str(item)).read_text())) for item in (1, 2))
