"""A page of results, as Markdown: what its command measures, and how the figures are put down."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, NamedTuple

from bench.timer import UNIT, Case

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from bench.repositories import Repository
    from bench.timer import Figures

# What a goal can be about beside the name of a case.
MEGABYTES, SECONDS, TWIN = "MB", "s", "--against"
_UNITS = {UNIT: " P", MEGABYTES: " MB", SECONDS: " s", TWIN: " of the other install"}
_HOW = f"""\
Whole processes from spawn to exit, output to the null device, files in the page cache.  All cases of a workload run in
turn in each round; the ratios are taken within each round, and all figures but the least are medians.  P is
`{UNIT}` of the same environment.  Trust the ratios, not the milliseconds; where the load is above 1, trust the
ratio of processor time (CPU) first, all processes of a case together.  Peak memory is that of the largest single
process, git included; below that of the first row, the size of the timer, it cannot be seen.  `git` counts the git
processes of one run.
"""


class Programs(NamedTuple):
    """The folder of the console scripts, and one for files that the cases need."""

    scripts: str
    scratch: str

    def path(self, name: str) -> str:
        return os.path.join(self.scripts, name)

    def file(self, name: str, content: str) -> str:
        place = os.path.join(self.scratch, name)
        with open(place, "w", encoding="utf-8", errors="surrogateescape") as file:
            file.write(content)
        return place

    def ours(self, hook: str, *words: str, name: str = "", status: int = 0) -> Case:
        return Case(name or hook, (self.path("commitworthy"), hook, *words), status)

    def names(self, names: Iterable[str]) -> str:
        """A file of names for standard input, each with a null byte."""
        return self.file("names", "".join(name + "\0" for name in names))


class Goal(NamedTuple):
    """`case` must stay at or below `limit`; `of` is UNIT, the name of its peer, MEGABYTES, SECONDS or TWIN."""

    case: str
    of: str
    limit: float


class Workload(NamedTuple):
    """A repository, the cases that run in it, how often, whom they are compared with, and what is hoped for.

    One after the other with the same `build` run in the same repository.  `needs` names programs.  Of two workloads of
    one `kind`, with other numbers of `entries`, it is told how much memory an entry takes.
    """

    name: str
    build: Callable[[str], Repository]
    cases: Callable[[Programs, Repository], list[Case]]
    rounds: int
    peer: str
    goals: tuple[Goal, ...] = ()
    needs: tuple[str, ...] = ()
    kind: str = ""
    entries: int = 0

    def beside(self, programs: Programs, repository: Repository) -> list[Case]:
        """The unit, and the cases with the peer of those that name none."""
        cases = self.cases(programs, repository)
        return [
            Case(UNIT, (programs.path("python"), "-c", "pass")),
            *(case if case.peer or case.name == self.peer else case._replace(peer=self.peer) for case in cases),
        ]


class Page(NamedTuple):
    """`name` of the file in docs; `about` says what is special; `workloads` makes them of programs and a scale."""

    name: str
    title: str
    about: str
    workloads: Callable[[Programs, float], tuple[Workload, ...]]

    def text(self) -> str:
        """All that stands above the figures and does not depend on them."""
        written = f"Written by `python -m bench.run {self.name} --write docs`.\n\n"
        return "\n".join((f"# {self.title}\n", written + self.about, _HOW))


class Result(NamedTuple):
    """What came out of a workload, and the load of the machine when it ended."""

    workload: Workload
    rounds: int
    load: float
    figures: Sequence[Figures]


def written(page: Page, facts: Iterable[tuple[str, str]], results: Sequence[Result]) -> str:
    """The whole page; `facts` are name and value of what was measured when and where."""
    lines = [page.text(), *(f"- {name}: {value}" for name, value in facts)]
    for title, head, rows in (
        ("Goals", "| work | case | goal | measured | holds |\n|---|---|---|---:|---|", _goals(results)),
        ("Memory", "| work | case | kB for each further entry |\n|---|---|---:|", _memory(results)),
    ):
        made = list(rows)
        if made:
            lines += ["", f"## {title}", "", head, *made]
    lines += ["", "## Figures"]
    for result in results:
        lines += ["", *_table(result)]
    return "\n".join((*lines, ""))


def first(name: str) -> str:
    """Of the case that remembers nothing."""
    return f"{name}, first run"


def again(name: str) -> str:
    """Of the case that remembers what it has seen."""
    return f"{name}, again"


def twice(case: Case) -> list[Case]:
    """For the first time, and once more."""
    return [case._replace(name=first(case.name), forget=True), case._replace(name=again(case.name))]


def _table(result: Result) -> Iterator[str]:
    """A column says who the peer is where there is more than one, and one has the other install where there is one."""
    peers = sorted({figures.peer for figures in result.figures if figures.peers is not None})
    twins = any(figures.twins is not None for figures in result.figures)
    beside = f", the peer is {peers[0]}" if len(peers) == 1 else ""
    yield from (f"### {result.workload.name}", "", f"rounds: {result.rounds}, load: {result.load:.1f}{beside}", "")
    heads = ["case", "median ms", "least ms", "P", "of the peer", "CPU, of the same", "peak MB", "git"]
    yield _row([*heads, *["peer"] * (len(peers) > 1), *["of the other install"] * twins])
    yield "|---|---:|---:|---:|---:|---:|---:|---:|" + "---|" * (len(peers) > 1) + "---:|" * twins
    for figures in result.figures:
        cells = [figures.name, f"{figures.milliseconds:.1f}", f"{figures.least:.1f}", f"{figures.units:.2f}"]
        cells += [_ratio(figures.peers), _ratio(figures.work), f"{_megabytes(figures):.0f}"]
        cells += ["" if figures.git is None else f"{figures.git}"]
        cells += [figures.peer] * (len(peers) > 1) + [_ratio(figures.twins)] * twins
        yield _row(cells)


def _row(cells: Iterable[str]) -> str:
    return "".join(f"| {cell} " for cell in (cell.replace("|", "\\|") for cell in cells)) + "|"


def _ratio(ratio: float | None) -> str:
    return "" if ratio is None else f"{ratio:.2f}"


def _goals(results: Iterable[Result]) -> Iterator[str]:
    for result in results:
        for goal in result.workload.goals:
            (figures,) = (found for found in result.figures if found.name == goal.case)
            measured = _measured(goal, figures)
            if measured is not None:
                unit = _UNITS.get(goal.of, "")
                limit = f"<= {goal.limit:g}{unit or f' of {goal.of}'}"
                holds = "yes" if measured <= goal.limit else "**no**"
                yield _row((result.workload.name, goal.case, limit, f"{measured:.3g}{unit}", holds))


def _measured(goal: Goal, figures: Figures) -> float | None:
    """None where it was not measured: there was no other install, or the peer is not there."""
    if goal.of in (MEGABYTES, SECONDS):
        return _megabytes(figures) if goal.of == MEGABYTES else figures.milliseconds / 1000
    if goal.of in (UNIT, TWIN):
        return figures.units if goal.of == UNIT else figures.twins
    return figures.peers


def _memory(results: Sequence[Result]) -> Iterator[str]:
    """Of each two workloads of a kind, for the cases that both have."""
    for many in results:
        for few in results:
            if many.workload.kind and few.workload.kind == many.workload.kind and few is not many:
                yield from _further(few, many)


def _further(few: Result, many: Result) -> Iterator[str]:
    entries = many.workload.entries - few.workload.entries
    if entries > 0:
        before = {figures.name: figures.peak for figures in few.figures}
        for figures in many.figures:
            if figures.name in before and figures.name != UNIT:
                each = (figures.peak - before[figures.name]) / entries / 1024
                yield _row((many.workload.name, figures.name, f"{each:.2f}"))


def _megabytes(figures: Figures) -> float:
    return figures.peak / 1024**2
