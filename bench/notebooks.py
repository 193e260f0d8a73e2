"""strip-notebooks beside nbstripout, nb-clean and nbstripout-fast; peers that are not there are left out."""

from __future__ import annotations

import os
import shutil
from typing import TYPE_CHECKING

from bench import notebook_files
from bench.page import Page, Programs, Workload
from bench.repositories import Repository, part
from bench.timer import Case

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    Files = Iterator[tuple[str, bytes]]

OURS, PEER = "strip-notebooks", "nbstripout"
PEERS = {"nbstripout": ("nbstripout",), "nb-clean": ("nb-clean", "clean"), "nbstripout-fast": ("nbstripout-fast",)}
_MB = 10**6

_ABOUT = """\
All notebooks are staged; every program gets their names, as a framework calls it, and finds them as they were.  Ours
asks git, writes each file anew beside the old one and flushes it to the disk; the others know nothing of git, and only
nb-clean writes anew.  nb-clean 5 and nbstripout-fast are compiled programs, which start sooner than Python does.
"""


def stripping(programs: Programs, repository: Repository, words: tuple[str, ...], status: int) -> list[Case]:
    """Ours with these words, and each peer with the names of all notebooks, which are put back each time."""
    saved = os.path.join(programs.scratch, "saved")
    shutil.rmtree(saved, ignore_errors=True)
    shutil.copytree(os.path.join(repository.top, "notebooks"), os.path.join(saved, "notebooks"))
    names = [name for name in repository.tracked() if name.endswith(".ipynb")]
    peers = [Case(name, (programs.path(first), *more, *names)) for name, (first, *more) in PEERS.items()]
    cases = [programs.ours(OURS, *words, status=status), *peers]
    return [case._replace(restore=saved) for case in cases]


def _staged(name: str, files: Callable[[], Files], status: int, rounds: int) -> Workload:
    def build(top: str) -> Repository:
        made = Repository(top)
        made.write(files())
        made.stage()
        return made

    def cases(programs: Programs, repository: Repository) -> list[Case]:
        return stripping(programs, repository, tuple(repository.staged()), status)

    return Workload(name, build, cases, rounds, PEER)


def _workloads(_: Programs, scale: float) -> tuple[Workload, ...]:
    def one(make: Callable[[int], bytes], size: int) -> Callable[[], Files]:
        return lambda: iter([("notebooks/a.ipynb", make(size))])

    def many() -> Files:
        return ((f"notebooks/n{at:03}.ipynb", notebook_files.mixed(part(_MB, scale), at)) for at in range(100))

    small, large = part(10 * _MB, scale), part(100 * _MB, scale)
    mixed, texts, clean = notebook_files.mixed, notebook_files.texts, notebook_files.clean
    return (
        _staged("1 of 18 kB, dirty", one(texts, 18_000), 1, 40),
        _staged("1 of 18 kB, clean", one(clean, 18_000), 0, 40),
        _staged(f"100 of {_size(part(_MB, scale))}, dirty", many, 1, 7),
        _staged(f"1 of {_size(small)}, text, dirty", one(texts, small), 1, 9),
        _staged(f"1 of {_size(small)}, text, clean", one(clean, small), 0, 9),
        _staged(f"1 of {_size(large)}, dirty", one(mixed, large), 1, 5),
        _staged(f"1 of {_size(large)}, clean", one(clean, large), 0, 3),
    )


def _size(count: int) -> str:
    return f"{count // _MB} MB" if count >= _MB else f"{count // 1000} kB"


PAGE = Page("benchmarks-notebooks.md", "Benchmarks of strip-notebooks", _ABOUT, _workloads)
