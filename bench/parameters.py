"""flag-parameters beside ruff and pylint: `python bench/parameters.py` prints a page of ratios.

Needs an environment with the `bench` extra: pip install -e '.[test,bench]'.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
import time
from typing import TYPE_CHECKING, NamedTuple

sys.path.insert(0, os.path.dirname(os.path.dirname(os.path.abspath(__file__))))

from bench import asking, environment, programs, timer
from bench.repositories import ENVIRONMENT
from bench.timer import UNIT, Case

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from bench.repositories import Repository
    from bench.timer import Figures

OURS, RUFF, PYLINT = "flag-parameters", "ruff PLR2004", "pylint R2004"
_PYLINT = "--load-plugins=pylint.extensions.magic_value --disable=all --enable=magic-value-comparison --exit-zero"
_RUFF = "check --select PLR2004 --no-cache --isolated --exit-zero --quiet"

_HEAD = """\
# Benchmarks of flag-parameters

Written by `python bench/parameters.py --write docs/benchmarks-parameters.md`, which builds its repositories in a
temporary folder. Whole processes from spawn to exit; all cases of a workload run in turn in each round, the figures are
medians. P is `{unit}`. ruff and pylint look for numbers in comparisons, which is a part of what flag-parameters looks
for; they are the tools that read the same lines. On a busy machine trust the ratios of processor time (CPU).

- date: {date}
- machine: {machine}
- programs: {versions}

| work (rounds) | case | median ms | P | CPU, of ruff | CPU s | peak MB |
|---|---|---:|---:|---:|---:|---:|
"""


class Workload(NamedTuple):
    """A repository, the cases that run in it, and how often."""

    name: str
    build: Callable[[str], Repository]
    cases: Callable[[str, Repository], list[Case]]
    rounds: int


def _unit(scripts: str) -> Case:
    return Case(UNIT, (os.path.join(scripts, "python"), "-c", "pass"))


def _ours(scripts: str, *words: str, name: str = OURS, status: int = 0) -> Case:
    return Case(name, (os.path.join(scripts, "commitworthy"), OURS, *words), status)


def _ruff(scripts: str, *names: str) -> Case:
    return Case(RUFF, (os.path.join(scripts, "ruff"), *_RUFF.split(), *names))


def _pylint(scripts: str, *names: str) -> Case:
    return Case(PYLINT, (os.path.join(scripts, "pylint"), *_PYLINT.split(), "--recursive=y", *names))


def _one(scripts: str, repository: Repository) -> list[Case]:
    names = repository.staged()
    return [_unit(scripts), _ours(scripts, *names), _ruff(scripts, *names), _pylint(scripts, *names)]


def _new(scripts: str, _: Repository) -> list[Case]:
    """Everything is reported."""
    return [_unit(scripts), _ours(scripts, "--all-files", status=1), _ruff(scripts, "."), _pylint(scripts, "src")]


def _accepted(scripts: str, repository: Repository) -> list[Case]:
    """What is there is in the baseline, as in CI; the second time nothing has changed."""
    subprocess.run(
        [os.path.join(scripts, "commitworthy"), "baseline"], cwd=repository.top, check=True, stdout=sys.stderr
    )
    repository.commit()
    memory = os.path.join(repository.top, ".git", "commitworthy")
    first = _ours(scripts, "--all-files", name=f"{OURS}, first run")
    again = _ours(scripts, "--all-files", name=f"{OURS}, again")
    return [_unit(scripts), first._replace(forget=memory), again, _ruff(scripts, ".")]


def _modules(top: str) -> Repository:
    return programs.with_modules(top, 200, 500)


WORKLOADS = (
    Workload("1 staged module of 60 lines", programs.one_staged, _one, 20),
    Workload("100,000 lines in 200 modules, all is new", _modules, _new, 2),
    Workload("100,000 lines in 200 modules, a baseline", _modules, _accepted, 3),
    Workload("1,000 notebooks of 20 cells, a baseline", lambda top: programs.with_notebooks(top, 1000), _accepted, 3),
)


def main() -> None:
    asked = asking.with_workloads(asking.with_python(asking.parser(__doc__), sys.executable)).parse_args()
    scripts = os.path.dirname(asked.python)
    started = os.getcwd()
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        rows = [row for work in WORKLOADS if asked.only in work.name for row in _measure(work, folder, scripts, asked)]
        os.chdir(started)
    text = _HEAD.format(
        unit=UNIT, date=time.strftime("%Y-%m-%d"), machine=environment.machine(), versions=_versions(scripts)
    )
    text += "".join(row + "\n" for row in rows)
    asking.publish(text, asked.write)


def _measure(work: Workload, folder: str, scripts: str, asked: argparse.Namespace) -> Iterator[str]:
    sys.stderr.write(f"{work.name} ...\n")
    top = os.path.join(folder, "repository")
    repository = work.build(top)
    path = scripts + os.pathsep + os.environ["PATH"]
    variables = {"PATH": path, "HOME": folder, "LC_ALL": "C.UTF-8", **ENVIRONMENT}
    rounds = asked.rounds or work.rounds
    figures = timer.measure(work.cases(scripts, repository), top, variables, rounds, RUFF)
    os.chdir(folder)
    shutil.rmtree(top)
    yield from _rows(f"{work.name} ({rounds})", figures)


def _rows(title: str, figures: Sequence[Figures]) -> Iterator[str]:
    for one in figures:
        work = "" if one.work is None else f"{one.work:.2f}"
        yield (
            f"| {title} | {one.name} | {one.milliseconds:.1f} | {one.units:.2f} | {work} | {one.processor:.2f} "
            f"| {one.peak / 1024**2:.0f} |"
        )
        title = ""


def _versions(scripts: str) -> str:
    said = []
    for name in ("python", "ruff", "pylint", "commitworthy"):
        done = subprocess.run([os.path.join(scripts, name), "--version"], capture_output=True, text=True, check=True)
        said.append(done.stdout.splitlines()[0])
    return ", ".join(said)


if __name__ == "__main__":
    main()
