"""The page with the results, as Markdown."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from bench.timer import UNIT
from bench.workloads import PEER

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from bench.timer import Figures
    from bench.workloads import Goal, Workload

_HEAD = f"""\
# Benchmarks

Written by `python bench/run.py --write docs/benchmarks.md`, which builds the repositories and an environment of its own
in a temporary folder; `--only WORDS` runs the workloads whose names hold the words, `--rounds N` sets their rounds.

Whole processes from spawn to exit, output to the null device, files in the page cache.  All cases of a workload run in
turn in each round; the figures are medians over the rounds, and the ratios are medians of the ratios within each round.
P is `{UNIT}` of the same environment.  Trust the ratios, not the milliseconds; where the load average is above
1, trust the ratio of processor time first (all processes of a case together).  Peak memory is that of the largest
single process, git included; below {{floor}} MB, the size of the timer, it cannot be seen.

- date: {{date}}
- machine: {{machine}}
- programs: {{versions}}
"""


class Result(NamedTuple):
    """What came out of a workload."""

    workload: Workload
    rounds: int
    figures: Sequence[Figures]


def head(date: str, machine: str, versions: str, floor: int) -> str:
    """All that stands above the tables; `floor` in MB."""
    return _HEAD.format(date=date, machine=machine, versions=versions, floor=floor)


def tables(results: Sequence[Result]) -> Iterator[str]:
    """Lines of the goals and of every figure."""
    goals = list(_goals(results))
    if goals:
        yield from ("", "## Goals", "", "| work | case | goal | measured | holds |", "|---|---|---|---|---|", *goals)
    yield from ("", "## Figures", "")
    yield f"| work (rounds) | case | median ms | P | of {PEER} | CPU, of the same | peak MB |"
    yield "|---|---|---:|---:|---:|---:|---:|"
    for result in results:
        yield from _rows(result)


def _rows(result: Result) -> Iterator[str]:
    title = f"{result.workload.name} ({result.rounds})"
    for figures in result.figures:
        peers, work = ("" if ratio is None else f"{ratio:.2f}" for ratio in (figures.peers, figures.work))
        yield (
            f"| {title} | {figures.name} | {figures.milliseconds:.1f} | {figures.units:.2f} | {peers} | {work} "
            f"| {_megabytes(figures):.0f} |"
        )
        title = ""


def _goals(results: Iterable[Result]) -> Iterator[str]:
    for result in results:
        for goal in result.workload.goals:
            (figures,) = (found for found in result.figures if found.name == goal.case)
            measured = _measured(goal, figures)
            unit = {UNIT: " P", "MB": " MB"}.get(goal.of, "")
            limit = f"<= {goal.limit:g}{unit or f' of {goal.of}'}"
            holds = "yes" if measured <= goal.limit else "**no**"
            yield f"| {result.workload.name} | {goal.case} | {limit} | {measured:.3g}{unit} | {holds} |"


def _measured(goal: Goal, figures: Figures) -> float:
    if goal.of == "MB":
        return _megabytes(figures)
    found = figures.units if goal.of == UNIT else figures.peers
    assert found is not None
    return found


def _megabytes(figures: Figures) -> float:
    return figures.peak / 1024**2
