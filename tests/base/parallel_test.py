"""Work in several processes: none of them outlives the one that started it, whatever goes wrong there."""

from __future__ import annotations

import os
import sys
import time
from typing import TYPE_CHECKING

import pytest

from commitworthy.base import parallel
from commitworthy.git.index import Entry

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

ENTRIES = [Entry(b"%d" % number, b"") for number in range(4)]

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="works in one process elsewhere")


@pytest.fixture(autouse=True)
def two_processors(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: {0, 1})


@pytest.mark.parametrize("error", [KeyboardInterrupt, OSError])
def test_what_ends_the_first_ends_the_others_before_it_is_told(tmp_path: Path, error: type[BaseException]) -> None:
    """They would write files on, after the command has ended."""
    place, parent = tmp_path / "pids", os.getpid()

    def work(part: Sequence[Entry]) -> list[bytes]:
        if os.getpid() != parent:
            try:
                with open(place, "a", encoding="ascii") as file:
                    file.write(f"{os.getpid()}\n")
                time.sleep(60)
            finally:
                (tmp_path / f"{part[0].path.decode()}-tidy").touch()
        while not place.exists() or place.read_text().count("\n") < 3:
            time.sleep(0.01)
        raise error

    with pytest.raises(error):
        parallel.parallel_map(ENTRIES, 1, work, 4)
    assert sorted(path.name for path in tmp_path.glob("*-tidy")) == ["1-tidy", "2-tidy", "3-tidy"]
    for pid in map(int, place.read_text().split()):
        with pytest.raises(ProcessLookupError):
            os.kill(pid, 0)


def test_a_second_interrupt_does_not_cut_the_tidying_short(tmp_path: Path) -> None:
    """A terminal interrupts all processes, and the first one does so again."""
    parent = os.getpid()

    def work(_: Sequence[Entry]) -> list[bytes]:
        if os.getpid() == parent:
            while not (tmp_path / "tidying").exists():
                time.sleep(0.01)
            raise KeyboardInterrupt
        try:
            os.kill(os.getpid(), 2)
            time.sleep(60)
        finally:
            (tmp_path / "tidying").touch()
            time.sleep(0.2)
            (tmp_path / "tidy").touch()
        return []

    with pytest.raises(KeyboardInterrupt):
        parallel.parallel_map(ENTRIES, 1, work, 2)
    assert (tmp_path / "tidy").exists()


@pytest.mark.parametrize(
    ("processors", "entries", "expected"),
    [(1, 9000, 1), (2, 9000, 2), (6, 9000, 6), (6, 100, 1), (6, 3000, 3), (64, 10**6, 8)],
)
def test_the_work_is_spread_over_the_processors(
    monkeypatch: pytest.MonkeyPatch, processors: int, entries: int, expected: int
) -> None:
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: set(range(processors)))
    assert parallel.number(entries, 2000) == expected
    several = [Entry(b"%d" % number, b"") for number in range(entries if entries < 10**5 else 9000)]
    found = parallel.parallel_map(several, 2000, lambda part: [(entry.path, os.getpid()) for entry in part])
    assert [path for path, _ in found] == [entry.path for entry in several]
    assert len({pid for _, pid in found}) == expected


def test_the_order_is_that_of_the_entries_also_where_a_process_is_killed() -> None:
    parent = os.getpid()

    def work(part: Sequence[Entry]) -> list[bytes]:
        if os.getpid() != parent and part[0].path == b"2":
            os.kill(os.getpid(), 9)
        return [entry.path for entry in part]

    assert parallel.parallel_map(ENTRIES, 1, work, 4) == [b"0", b"1", b"2", b"3"]
