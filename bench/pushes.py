"""Measure check-push beside git's own walk: `python bench/pushes.py --write docs/benchmarks-push.md`."""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
import time
from typing import TYPE_CHECKING, NamedTuple

sys.path.insert(0, os.path.dirname(os.path.dirname(os.path.abspath(__file__))))

from bench import asking, environment, repositories, timer
from bench.timer import UNIT, Case

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from bench.timer import Figures

ORACLE = "git rev-list --objects HEAD | git cat-file --batch-check"
ENGINE = "our walk with sizes, without heads"
WHOLE = "check-push --all-files, every blob judged"
LAST = "check-push, the last commit"
GOAL = 2.0
# What check-push does before it looks at content.
_ENGINE = """
import gc
gc.disable()
from commitworthy.git import blobs, pushes, ranges
found = dict.fromkeys(one.blob for one in ranges.walk(ranges.Range((pushes.resolve("HEAD"),))))
print(len(found), sum(blobs.sizes_of(found).values()))
"""
_HEAD = f"""\
# Benchmarks of check-push

Written by `python bench/pushes.py --write docs/benchmarks-push.md`, in the way of [benchmarks.md](benchmarks.md).  Each
commit adds or changes the same number of small files; everything is in one pack.  P is `{UNIT}`; the oracle is
`{ORACLE}`, which walks the same history and asks the size of every object.

Peak memory is that of the largest process, git included, which maps the pack; ours alone holds some 0.2 kB a blob.

"""


class Size(NamedTuple):
    commits: int
    each: int
    rounds: int


SIZES = (Size(1_000, 10, 9), Size(10_000, 10, 9))


def main() -> None:
    asked = _parser().parse_args()
    text = _HEAD
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        started = os.getcwd()
        scripts = os.path.dirname(asked.python) if asked.python else environment.make(folder)
        text += f"- date: {time.strftime('%Y-%m-%d')}\n- machine: {environment.machine()}\n"
        text += "\n| history (rounds) | case | median ms | P | of the oracle | CPU, of the same | peak MB |\n"
        text += "|---|---|---:|---:|---:|---:|---:|\n"
        for size in SIZES if not asked.small else (Size(20, 3, 1),):
            text += "".join(_rows(size, _measured(size, folder, scripts)))
        os.chdir(started)
    asking.publish(text, asked.write)


def _parser() -> argparse.ArgumentParser:
    made = asking.with_python(asking.parser(__doc__))
    made.add_argument("--small", action="store_true", help="one round of a small history, to try it")
    return made


def _measured(size: Size, folder: str, scripts: str) -> list[Figures]:
    top = os.path.join(folder, f"{size.commits}")
    repositories.with_history(top, size.commits, size.each)
    python, ours = os.path.join(scripts, "python"), os.path.join(scripts, "commitworthy")
    cases = (
        Case(UNIT, (python, "-c", "pass")),
        Case(ORACLE, ("sh", "-c", ORACLE)),
        Case(ENGINE, (python, "-c", _ENGINE)),
        Case(WHOLE, (ours, "check-push", "--all-files")),
        Case(LAST, (ours, "check-push", "--from-ref", "HEAD~1")),
    )
    variables = {"PATH": os.environ["PATH"], "HOME": folder, "LC_ALL": "C.UTF-8", **repositories.ENVIRONMENT}
    return timer.measure(cases, top, variables, size.rounds, ORACLE)


def _rows(size: Size, results: Sequence[Figures]) -> Iterator[str]:
    title = f"{size.commits:,} commits, {size.commits * size.each:,} blobs ({size.rounds})"
    for figures in results:
        goal = f" (goal {GOAL:g})" if figures.name == ENGINE else ""
        name = figures.name.replace("|", "\\|")
        yield (
            f"| {title} | {name} | {figures.milliseconds:.1f} | {figures.units:.2f} "
            f"| {figures.peers:.2f}{goal} | {figures.work:.2f} | {figures.peak / 1024**2:.0f} |\n"
        )
        title = ""


if __name__ == "__main__":
    main()
