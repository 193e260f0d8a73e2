"""Measure the hooks beside their peers: `python bench/run.py` prints a page of ratios."""

from __future__ import annotations

import os
import resource
import shutil
import sys
import tempfile
import time

sys.path.insert(0, os.path.dirname(os.path.dirname(os.path.abspath(__file__))))

from bench import asking, environment, page, timer
from bench.repositories import ENVIRONMENT
from bench.workloads import PEER, WORKLOADS, Programs, Workload


def main() -> None:
    asked = asking.with_workloads(asking.with_python(asking.parser(__doc__))).parse_args()
    chosen = [workload for workload in WORKLOADS if asked.only in workload.name and _possible(workload)]
    started = os.getcwd()
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        scripts = os.path.dirname(asked.python) if asked.python else environment.make(folder)
        results = [_measure(workload, folder, scripts, asked.rounds) for workload in chosen]
        os.chdir(started)
        floor = round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)
        date = time.strftime("%Y-%m-%d")
        text = page.head(date, environment.machine(), environment.versions(scripts), floor)
    text += "\n".join((*page.tables(results), ""))
    asking.publish(text, asked.write)


def _possible(workload: Workload) -> bool:
    if shutil.which(workload.needs):
        return True
    sys.stderr.write(f"left out, since {workload.needs} is not there: {workload.name}\n")
    return False


def _measure(workload: Workload, folder: str, scripts: str, rounds: int | None) -> page.Result:
    sys.stderr.write(f"{workload.name} ...\n")
    top = os.path.join(folder, "repository")
    repository = workload.build(top)
    scratch = os.path.join(folder, "scratch")
    os.makedirs(scratch, exist_ok=True)
    cases = workload.cases(Programs(scripts, scratch), repository)
    number = rounds or workload.rounds
    figures = timer.measure(cases, top, _variables(scripts, folder), number, PEER)
    os.chdir(folder)
    shutil.rmtree(top)
    return page.Result(workload, number, figures)


def _variables(scripts: str, folder: str) -> dict[str, str]:
    """The environment of the cases: nobody's configuration, and the environment's programs first on PATH."""
    path = scripts + os.pathsep + os.environ["PATH"]
    return {"PATH": path, "HOME": folder, "PREK_HOME": os.path.join(folder, "prek"), "LC_ALL": "C.UTF-8", **ENVIRONMENT}


if __name__ == "__main__":
    main()
