"""strip-notebooks beside nbstripout, nb-clean and nbstripout-fast: `python bench/notebooks.py` prints a page of ratios.

Without `--python` it makes an environment of its own, with the peers in it; of another one, peers that are not there
are left out.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import time
from typing import TYPE_CHECKING, NamedTuple

sys.path.insert(0, os.path.dirname(os.path.dirname(os.path.abspath(__file__))))

from bench import asking, environment, notebook_files, timer
from bench.repositories import ENVIRONMENT, Repository
from bench.timer import UNIT, Case

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from bench.timer import Figures

OURS, PEER = "strip-notebooks", "nbstripout"
PACKAGES = ("nb-clean", "nbstripout", "nbstripout-fast")
PEERS = {"nbstripout": ("nbstripout",), "nb-clean": ("nb-clean", "clean"), "nbstripout-fast": ("nbstripout-fast",)}
_MB = 10**6

_HEAD = """\
# Benchmarks of strip-notebooks

Written by `python bench/notebooks.py --write docs/benchmarks-notebooks.md`, in the way of
[benchmarks.md](benchmarks.md).  All notebooks are staged; every program gets their names, as a framework calls it, and
finds them as they were.  Ours asks git, writes each file anew beside the old one and flushes it to the disk; the
others know nothing of git, and only nb-clean writes anew.  nb-clean 5 and nbstripout-fast are compiled programs, which
start sooner than Python does.  P is `{unit}`.  Where the load average is above 1, trust the ratio of processor time.

- date: {date}
- machine: {machine}
- programs: {versions}

| work (rounds) | case | median ms | P | of nbstripout | CPU, of the same | peak MB |
|---|---|---:|---:|---:|---:|---:|
"""


class Work(NamedTuple):
    """`files` makes name and content of each notebook; `status` is how ours ends."""

    name: str
    files: Callable[[], Iterator[tuple[str, bytes]]]
    status: int
    rounds: int


def _one(make: Callable[[int], bytes], size: int) -> Callable[[], Iterator[tuple[str, bytes]]]:
    return lambda: iter([("notebooks/a.ipynb", make(size))])


def _many() -> Iterator[tuple[str, bytes]]:
    return ((f"notebooks/n{number:03}.ipynb", notebook_files.mixed(_MB, number)) for number in range(100))


WORKS = (
    Work("1 of 18 kB, dirty", _one(notebook_files.texts, 18_000), 1, 40),
    Work("1 of 18 kB, clean", _one(notebook_files.clean, 18_000), 0, 40),
    Work("100 of 1 MB, dirty", _many, 1, 7),
    Work("1 of 10 MB, text, dirty", _one(notebook_files.texts, 10 * _MB), 1, 9),
    Work("1 of 10 MB, text, clean", _one(notebook_files.clean, 10 * _MB), 0, 9),
    Work("1 of 100 MB, dirty", _one(notebook_files.mixed, 100 * _MB), 1, 5),
    Work("1 of 100 MB, clean", _one(notebook_files.clean, 100 * _MB), 0, 3),
)


def main() -> None:
    asked = asking.with_workloads(asking.with_python(asking.parser(__doc__))).parse_args()
    started = os.getcwd()
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        scripts = os.path.dirname(asked.python) if asked.python else _environment(folder)
        text = _HEAD.format(
            unit=UNIT,
            date=time.strftime("%Y-%m-%d"),
            machine=environment.machine(),
            versions=_versions(scripts),
        )
        for work in WORKS:
            if asked.only in work.name:
                sys.stderr.write(f"{work.name} ...\n")
                rounds = asked.rounds or work.rounds
                text += "".join(_rows(f"{work.name} ({rounds})", _measured(work, folder, scripts, rounds)))
        os.chdir(started)
    asking.publish(text, asked.write)


def _environment(folder: str) -> str:
    scripts = environment.make(folder)
    pip = [os.path.join(scripts, "python"), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    subprocess.run([*pip, *PACKAGES], check=True)
    return scripts


def _peers(scripts: str) -> dict[str, tuple[str, ...]]:
    return {name: words for name, words in PEERS.items() if os.path.exists(os.path.join(scripts, words[0]))}


def _versions(scripts: str) -> str:
    script = "import importlib.metadata as m, sys; print(*(f'{p} {m.version(p)}' for p in sys.argv[1:]), sep=', ')"
    command = [os.path.join(scripts, "python"), "-c", script, "commitworthy", *_peers(scripts)]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()


def _measured(work: Work, folder: str, scripts: str, rounds: int) -> list[Figures]:
    top, saved = os.path.join(folder, "repository"), os.path.join(folder, "saved")
    repository = Repository(top)
    _write(repository, work)
    repository.stage()
    shutil.copytree(os.path.join(top, "notebooks"), os.path.join(saved, "notebooks"))
    names = repository.staged()
    cases = [
        Case(UNIT, (os.path.join(scripts, "python"), "-c", "pass")),
        Case(OURS, (os.path.join(scripts, "commitworthy"), OURS, *names), work.status, restore=saved),
        *(
            Case(name, (os.path.join(scripts, words[0]), *words[1:], *names), restore=saved)
            for name, words in _peers(scripts).items()
        ),
    ]
    path = scripts + os.pathsep + os.environ["PATH"]
    figures = timer.measure(
        cases, top, {"PATH": path, "HOME": folder, "LC_ALL": "C.UTF-8", **ENVIRONMENT}, rounds, PEER
    )
    os.chdir(folder)
    shutil.rmtree(top)
    shutil.rmtree(saved)
    return figures


def _write(repository: Repository, work: Work) -> None:
    """In a process of its own: what the timer has held hides the memory of what it starts."""
    child = os.fork()
    if not child:
        repository.write(work.files())
        os._exit(0)
    os.waitpid(child, 0)


def _rows(title: str, results: Sequence[Figures]) -> Iterator[str]:
    for figures in results:
        peers, work = (f"{ratio:.2f}" for ratio in (figures.peers or 0, figures.work or 0))
        yield (
            f"| {title} | {figures.name} | {figures.milliseconds:.1f} | {figures.units:.2f} | {peers} | {work} "
            f"| {figures.peak / 1024**2:.0f} |\n"
        )
        title = ""


if __name__ == "__main__":
    main()
