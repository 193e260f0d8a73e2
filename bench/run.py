"""Measure the hooks beside their peers and print pages of ratios; `python -m bench.run --write docs` writes them all.

`python -m bench.run legacy trio` runs the workloads whose names, or the names of whose pages, hold one of the words.
"""

from __future__ import annotations

import multiprocessing
import os
import shutil
import sys
import tempfile
import time
from typing import TYPE_CHECKING

sys.path.insert(0, os.path.dirname(os.path.dirname(os.path.abspath(__file__))))

from bench import asking, audits, environment, notebooks, page, parameters, pushes, timer, workloads
from bench.page import Programs, Result
from bench.repositories import ENVIRONMENT, Repository

if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable, Iterator, Sequence

    from bench.page import Page, Workload
    from bench.timer import Case

PAGES = (workloads.PAGE, notebooks.PAGE, parameters.PAGE, pushes.PAGE, audits.PAGE)


def main() -> None:
    asked = _parser().parse_args()
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        scripts = os.path.dirname(asked.python) if asked.python else environment.make(folder)
        bench = Bench(folder, scripts, asked)
        for each in PAGES:
            text = bench.page(each)
            if text:
                asking.publish(text, asked.write and os.path.join(asked.write, each.name))


def _parser() -> argparse.ArgumentParser:
    made = asking.parser(__doc__)
    made.add_argument("words", nargs="*", metavar="WORD", help="of the workloads or pages to run (default: all)")
    made.add_argument("--scale", type=float, default=1, metavar="N", help="0.01 makes a hundredth of each repository")
    text = "interpreter of an environment that holds all the programs (default: one is made)"
    made.add_argument("--python", type=os.path.abspath, metavar="PATH", help=text)
    text = "commitworthy of another install, to pair ours with"
    made.add_argument("--against", type=os.path.abspath, metavar="PATH", help=text)
    return made


class Bench:
    """Runs workloads in one folder, each in the repository of the one before it where that is the same."""

    def __init__(self, folder: str, scripts: str, asked: argparse.Namespace) -> None:
        self.folder, self.asked = folder, asked
        self.top = os.path.join(folder, "repository")
        self.built: Callable[[str], Repository] | None = None
        self.programs = Programs(scripts, os.path.join(folder, "scratch"))
        self.path = scripts + os.pathsep + os.environ["PATH"]
        os.makedirs(self.programs.scratch)

    def page(self, asked: Page) -> str:
        """Empty where nothing of it was asked for."""
        every = asked.workloads(self.programs, self.asked.scale)
        chosen = [workload for workload in every if self._wanted(asked, workload) and self._possible(workload)]
        if not chosen:
            return ""
        results = [self._measured(workload) for workload in chosen]
        facts = {
            "date": time.strftime("%Y-%m-%d"),
            "machine": environment.machine(),
            "programs": environment.versions(self.programs.scripts),
        }
        if self.asked.scale != 1:
            facts["scale"] = f"{self.asked.scale:g}"
        if self.asked.against:
            facts["the other install"] = environment.first_line(self.asked.against, "--version")
        return page.written(asked, facts.items(), results)

    def _wanted(self, asked: Page, workload: Workload) -> bool:
        words = self.asked.words
        return not words or any(word in workload.name or word == asked.name for word in words)

    def _possible(self, workload: Workload) -> bool:
        missing = [name for name in workload.needs if not shutil.which(name, path=self.path)]
        for name in missing:
            sys.stderr.write(f"left out, since {name} is not there: {workload.name}\n")
        return not missing

    def _measured(self, workload: Workload) -> Result:
        sys.stderr.write(f"{workload.name} ...\n")
        repository = self._repository(workload.build)
        cases = [case for case in workload.beside(self.programs, repository) if shutil.which(case.command[0])]
        rounds = self.asked.rounds or workload.rounds
        figures = timer.measure(list(self._paired(cases)), self.top, self._variables(), rounds)
        os.chdir(self.folder)
        return Result(workload, rounds, os.getloadavg()[0], figures)

    def _repository(self, build: Callable[[str], Repository]) -> Repository:
        """Made in a process of its own: what this one has held hides the memory of what it starts."""
        if build is not self.built:
            shutil.rmtree(self.top, ignore_errors=True)
            child = multiprocessing.get_context("fork").Process(target=build, args=(self.top,))
            child.start()
            child.join()
            if child.exitcode:
                raise SystemExit("the repository could not be made")
            self.built = build
        return Repository(self.top, new=False)

    def _paired(self, cases: Sequence[Case]) -> Iterator[Case]:
        """After each case of ours the same by the other install."""
        ours = self.programs.path("commitworthy")
        for case in cases:
            if not self.asked.against or ours not in case.command:
                yield case
                continue
            twin = f"{case.name}, the other install"
            other = tuple(self.asked.against if word == ours else word for word in case.command)
            yield case._replace(twin=twin)
            yield case._replace(name=twin, command=other)

    def _variables(self) -> dict[str, str]:
        """The environment of the cases: nobody's configuration, and the environment's programs first on PATH."""
        homes = {f"{name}_HOME": os.path.join(self.folder, name.lower()) for name in ("PREK", "PRE_COMMIT")}
        return {"PATH": self.path, "HOME": self.folder, "LC_ALL": "C.UTF-8", **homes, **ENVIRONMENT}


if __name__ == "__main__":
    main()
