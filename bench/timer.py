"""Times whole processes side by side: what is compared runs in the same round, and only ratios are trusted."""

from __future__ import annotations

import os
import shutil
import statistics
import tempfile
import time
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

UNIT = "python -c pass"
# Where our hooks remember things, seen from the work tree.
MEMORY = os.path.join(".git", "commitworthy")
# What takes longer is not run once more to count its git processes.
_CHEAP = 10.0


class Case(NamedTuple):
    """A command; its standard input is the file `given`, its output goes nowhere, `status` is how it must end.

    `peer` is the name of the case that it is compared with, and `twin` that of the same work by another install.  Each
    case has a memory of its own, which `forget` empties before each run.  The files of the folder `restore` are copied
    over those of the work tree and flushed to the disk, outside of the time taken.
    """

    name: str
    command: tuple[str, ...]
    status: int = 0
    given: str = os.devnull
    peer: str = ""
    twin: str = ""
    forget: bool = False
    restore: str = ""


class Run(NamedTuple):
    """Wall time from spawn to exit and processor time of all its processes, in seconds; and the peak memory.

    The peak is that of the largest single process, in bytes.
    """

    seconds: float
    processor: float
    peak: int


class Figures(NamedTuple):
    """Medians over rounds, and the least; the ratios are those of wall time, taken within each round.

    `units` is the ratio to the unit, `peers` to the peer, `twins` to the twin.  `work` is the ratio of processor time
    to the peer's, which other jobs on the machine hardly touch.  `git` counts the git processes of one run.
    """

    name: str
    milliseconds: float
    least: float
    units: float
    peak: int
    peer: str = ""
    peers: float | None = None
    work: float | None = None
    twins: float | None = None
    git: int | None = None


def measure(cases: Sequence[Case], folder: str, environment: Mapping[str, str], rounds: int) -> list[Figures]:
    """Run all cases in `folder` in each of `rounds`, after one round that does not count.

    The first case is the unit.  Each round begins with another case, so that none always profits from its neighbour.
    """
    os.chdir(folder)
    runs: dict[str, list[Run]] = {case.name: [] for case in cases}
    with _memories() as memories:
        for number in range(-1, rounds):
            first = number % len(cases)
            for case in (*cases[first:], *cases[:first]):
                run = _run(case, environment, memories)
                if number >= 0:
                    runs[case.name].append(run)
        counts = {case.name: _git_processes(case, runs[case.name], environment, memories) for case in cases}
    return [_figures(case, runs, cases[0].name, counts[case.name]) for case in cases]


def _memories() -> tempfile.TemporaryDirectory[str]:
    """A folder for the memories of the cases, from where they move at no cost."""
    shutil.rmtree(MEMORY, ignore_errors=True)
    return tempfile.TemporaryDirectory(prefix="bench-memories-", dir=os.path.dirname(os.path.abspath(os.curdir)))


def _run(case: Case, environment: Mapping[str, str], memories: str) -> Run:
    actions = [
        (os.POSIX_SPAWN_OPEN, 0, case.given, os.O_RDONLY, 0),
        (os.POSIX_SPAWN_OPEN, 1, os.devnull, os.O_WRONLY, 0),
        (os.POSIX_SPAWN_OPEN, 2, os.devnull, os.O_WRONLY, 0),
    ]
    own = os.path.join(memories, case.name.replace("/", "_"))
    if os.path.isdir(own) and not case.forget:
        os.rename(own, MEMORY)
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
    if os.path.isdir(MEMORY):
        shutil.rmtree(own, ignore_errors=True)
        os.rename(MEMORY, own)
    return Run(seconds, usage.ru_utime + usage.ru_stime, usage.ru_maxrss * 1024)


def _git_processes(case: Case, runs: Sequence[Run], environment: Mapping[str, str], memories: str) -> int | None:
    """Of one more run, which is not timed, since git writes down each of its processes; None where it takes long."""
    if min(run.seconds for run in runs) > _CHEAP:
        return None
    with tempfile.TemporaryDirectory(prefix="bench-trace-") as folder:
        _run(case, {**environment, "GIT_TRACE2_EVENT": folder}, memories)
        return len(os.listdir(folder))


def _figures(case: Case, runs: Mapping[str, Sequence[Run]], unit: str, git: int | None) -> Figures:
    def ratio(other: str, field: str) -> float | None:
        return _ratio(_each(runs[case.name], field), _each(runs[other], field)) if other in runs else None

    seconds = [run.seconds for run in runs[case.name]]
    return Figures(
        name=case.name,
        milliseconds=statistics.median(seconds) * 1000,
        least=min(seconds) * 1000,
        units=ratio(unit, "seconds") or 0,
        peak=max(run.peak for run in runs[case.name]),
        peer=case.peer,
        peers=ratio(case.peer, "seconds"),
        work=ratio(case.peer, "processor"),
        twins=ratio(case.twin, "seconds"),
        git=git,
    )


def _each(runs: Sequence[Run], field: str) -> list[float]:
    return [getattr(run, field) for run in runs]


def _ratio(these: Iterable[float], those: Iterable[float]) -> float:
    return statistics.median(one / other for one, other in zip(these, those, strict=True))
