"""flag-parameters beside ruff and pylint."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bench import debts
from bench.page import Page, Programs, Workload, twice
from bench.programs import modules, notebooks, one_staged
from bench.repositories import committed, part
from bench.timer import Case

if TYPE_CHECKING:
    from bench.repositories import Repository

OURS, RUFF, PYLINT = "flag-parameters", "ruff PLR2004", "pylint R2004"
_PYLINT = "--load-plugins=pylint.extensions.magic_value --disable=all --enable=magic-value-comparison --exit-zero"
_ABOUT = """\
ruff and pylint look for numbers in comparisons, which is a part of what flag-parameters looks for; they are the tools
that read the same lines.  ruff runs without its cache, but where it is said to be warm.
"""


def ruff(programs: Programs, *names: str, warm: bool = False) -> Case:
    words = "check --select PLR2004 --isolated --exit-zero --quiet".split()
    return Case(RUFF, (programs.path("ruff"), *words, *(() if warm else ("--no-cache",)), *names))


def accepted(programs: Programs, _: Repository, *, warm: bool = False) -> list[Case]:
    """What is there is in the baseline, as in CI; the second time nothing has changed."""
    return [*twice(programs.ours(OURS, "--all-files")), ruff(programs, ".", warm=warm)]


def _pylint(programs: Programs, *names: str) -> Case:
    return Case(PYLINT, (programs.path("pylint"), *_PYLINT.split(), "--recursive=y", *names))


def _one(programs: Programs, repository: Repository) -> list[Case]:
    names = repository.staged()
    return [programs.ours(OURS, *names), ruff(programs, *names), _pylint(programs, *names)]


def _new(programs: Programs, _: Repository) -> list[Case]:
    """Everything is reported."""
    return [programs.ours(OURS, "--all-files", status=1), ruff(programs, "."), _pylint(programs, "src")]


def _workloads(programs: Programs, scale: float) -> tuple[Workload, ...]:
    count, books, command = part(200, scale), part(1000, scale), programs.path("commitworthy")
    lines = f"{count * 500:,} lines in {count} modules"
    return (
        Workload("1 staged module of 60 lines", one_staged, _one, 20, RUFF),
        Workload(f"{lines}, all is new", lambda top: committed(top, modules(count, 500)), _new, 2, RUFF),
        Workload(
            f"{lines}, a baseline", lambda top: debts.accepted(top, command, modules(count, 500)), accepted, 3, RUFF
        ),
        Workload(
            f"{books:,} notebooks of 20 cells, a baseline",
            lambda top: debts.accepted(top, command, notebooks(books)),
            accepted,
            3,
            RUFF,
        ),
    )


PAGE = Page("benchmarks-parameters.md", "Benchmarks of flag-parameters", _ABOUT, _workloads)
