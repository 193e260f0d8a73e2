"""Times whole processes side by side: what is compared runs in the same round, and only ratios are trusted."""

from __future__ import annotations

import os
import shutil
import statistics
import time
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

UNIT = "python -c pass"


class Case(NamedTuple):
    """A command; its standard input is the file `given`, its output goes nowhere, `status` is how it must end.

    The folder `forget` is removed before each run, and the files of the folder `restore` are copied over those of the
    work tree and flushed to the disk, outside of the time taken.
    """

    name: str
    command: tuple[str, ...]
    status: int = 0
    given: str = os.devnull
    forget: str = ""
    restore: str = ""


class Run(NamedTuple):
    """Wall time from spawn to exit and processor time of all its processes, in seconds; and the peak memory.

    The peak is that of the largest single process, in bytes.
    """

    seconds: float
    processor: float
    peak: int


class Figures(NamedTuple):
    """Medians over rounds; `units` and `peers` are ratios of wall time taken within each round.

    `work` is the ratio of processor time to the peer's, which other jobs on the machine hardly touch; `processor` is
    that time itself, in seconds.
    """

    name: str
    milliseconds: float
    units: float
    peers: float | None
    work: float | None
    peak: int
    processor: float = 0


def measure(
    cases: Sequence[Case], folder: str, environment: Mapping[str, str], rounds: int, peer: str | None
) -> list[Figures]:
    """Run all cases in `folder` in each of `rounds`, after one round that does not count.

    The first case is the unit.  Each round begins with another case, so that none always profits from its neighbour.
    """
    os.chdir(folder)
    runs: dict[str, list[Run]] = {case.name: [] for case in cases}
    for number in range(-1, rounds):
        first = number % len(cases)
        for case in (*cases[first:], *cases[:first]):
            run = _run(case, environment)
            if number >= 0:
                runs[case.name].append(run)
    return [_figures(name, runs, cases[0].name, peer) for name in runs]


def _run(case: Case, environment: Mapping[str, str]) -> Run:
    actions = [
        (os.POSIX_SPAWN_OPEN, 0, case.given, os.O_RDONLY, 0),
        (os.POSIX_SPAWN_OPEN, 1, os.devnull, os.O_WRONLY, 0),
        (os.POSIX_SPAWN_OPEN, 2, os.devnull, os.O_WRONLY, 0),
    ]
    if case.forget:
        shutil.rmtree(case.forget, ignore_errors=True)
    if case.restore:
        shutil.copytree(case.restore, os.curdir, dirs_exist_ok=True)
        os.sync()
    began = time.perf_counter()
    pid = os.posix_spawnp(case.command[0], case.command, environment, file_actions=actions)
    _, status, usage = os.wait4(pid, 0)
    seconds = time.perf_counter() - began
    ended = os.waitstatus_to_exitcode(status)
    if ended != case.status:
        raise SystemExit(f"{case.name}: exit status {ended} where {case.status} was due: {' '.join(case.command[:6])}")
    return Run(seconds, usage.ru_utime + usage.ru_stime, usage.ru_maxrss * 1024)


def _figures(name: str, runs: Mapping[str, Sequence[Run]], unit: str, peer: str | None) -> Figures:
    these = runs[name]
    those = runs.get(peer or "")
    return Figures(
        name,
        statistics.median(run.seconds for run in these) * 1000,
        _ratio((run.seconds for run in these), (run.seconds for run in runs[unit])),
        _ratio((run.seconds for run in these), (run.seconds for run in those)) if those else None,
        _ratio((run.processor for run in these), (run.processor for run in those)) if those else None,
        max(run.peak for run in these),
        statistics.median(run.processor for run in these),
    )


def _ratio(these: Iterable[float], those: Iterable[float]) -> float:
    return statistics.median(one / other for one, other in zip(these, those, strict=True))
