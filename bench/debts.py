"""Repositories with old debt: what the hooks would refuse is there, committed, and accepted by the baseline.

`python -m bench.debts legacy FOLDER` makes one to look at, here or a hundredth of it with `--scale 0.01`.
"""

from __future__ import annotations

import argparse
import os
import pickle
import random
import struct
import subprocess
import sys
from typing import TYPE_CHECKING

sys.path.insert(0, os.path.dirname(os.path.dirname(os.path.abspath(__file__))))

from bench import notebook_files
from bench.programs import modules
from bench.repositories import ENVIRONMENT, Repository, committed, part, small_files

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    Files = Iterable[tuple[str, bytes]]

_TEXTS = (".csv", ".json", ".md", ".yaml")
# Of a hundred blocks of a module, so many hold parameters: 2,000 modules of 60 lines then hold about 27,600.
_TUNED = 60


def legacy(top: str, ours: str, scale: float = 1) -> Repository:
    """5,500 tracked files, of which 2,000 pickles, 1,000 arrays and 500 tables are accepted."""
    return accepted(
        top,
        ours,
        models(part(2_000, scale)),
        arrays(part(1_000, scale), 120_000),
        tables(part(500, scale)),
        modules(part(1_000, scale), 60),
        small_files(part(1_000, scale), _TEXTS),
    )


def pickles(top: str, ours: str, scale: float = 1) -> Repository:
    """800 accepted pickles and 400 programs."""
    return accepted(top, ours, models(part(800, scale)), modules(part(400, scale), 60, tuned=0))


def mixed(top: str, ours: str, scale: float = 1) -> Repository:
    """5,000 files as a project has them: 275 artifacts and the parameters of 2,000 modules are accepted."""
    return accepted(
        top,
        ours,
        models(part(100, scale), 40_000),
        arrays(part(100, scale), 120_000),
        tables(part(75, scale)),
        modules(part(2_000, scale), 60, tuned=_TUNED),
        notebooks(part(100, scale), dirty=False),
        small_files(part(2_625, scale), _TEXTS),
    )


def dirty_notebooks(top: str, ours: str, scale: float = 1) -> Repository:
    """300 notebooks with their outputs are accepted."""
    return accepted(top, ours, notebooks(part(300, scale), dirty=True))


def crowd(top: str, ours: str, count: int) -> Repository:
    """`count` tracked files, of which every tenth is an accepted model and every tenth an accepted array."""
    each = count // 10
    return accepted(top, ours, models(each, 2_000), arrays(each, 2_000), small_files(count - 2 * each, _TEXTS))


def not_accepted(top: str, count: int) -> Repository:
    """`count` models are staged, and modules with about as many parameters that are reported."""
    made = Repository(top)
    made.write(models(count, 2_000))
    made.write(modules(part(count, 1 / 20), 60, tuned=100))
    made.stage()
    return made


def accepted(top: str, ours: str, *files: Files) -> Repository:
    """The files and the baseline that accepts them, committed and in a pack, as after a clone.

    `ours` is the command that writes the baseline.
    """
    made = committed(top, *files)
    subprocess.run([ours, "baseline"], cwd=top, env={**os.environ, **ENVIRONMENT}, check=True, stdout=sys.stderr)
    made.commit()
    made.pack()
    return made


def models(count: int, size: int = 0) -> Iterator[tuple[str, bytes]]:
    """Pickles of `size` bytes, or of 3 to 300 kB."""
    for number in range(count):
        wanted = size or int(3_000 * 100 ** (number / count))
        fields = {"number": number, "classes": ["no", "yes"], "weights": _noise(number, wanted)}
        yield f"models/run{number // 100:03}/model_{number:05}.pkl", pickle.dumps(fields, protocol=4)


def arrays(count: int, size: int) -> Iterator[tuple[str, bytes]]:
    """NumPy's own files."""
    for number in range(count):
        head = f"{{'descr': '<f8', 'fortran_order': False, 'shape': ({size // 8},), }}".ljust(117) + "\n"
        start = b"\x93NUMPY\x01\0" + struct.pack("<H", len(head)) + head.encode()
        yield f"arrays/run{number // 100:03}/array_{number:05}.npy", start + _noise(number, size // 8 * 8)


def tables(count: int) -> Iterator[tuple[str, bytes]]:
    """csv of some 110 kB, a little more than is let pass."""
    for number in range(count):
        chance = random.Random(number)
        rows = [f"{chance.randrange(10**6)},{chance.random():.6f},label\n" for _ in range(100)]
        yield f"tables/table_{number:05}.csv", b"id,score,class\n" + "".join(rows).encode() * 50


def notebooks(count: int, *, dirty: bool) -> Iterator[tuple[str, bytes]]:
    """Of 200 kB with outputs, of 20 kB without."""
    for number in range(count):
        made = notebook_files.mixed(200_000, number) if dirty else notebook_files.clean(20_000, number)
        yield f"notebooks/n{number:04}.ipynb", made


def _noise(seed: int, size: int) -> bytes:
    """`size` bytes, no two seeds alike; blocks that repeat, so that the disk holds many."""
    return (random.Random(seed).randbytes(4096) * (size // 4096 + 1))[:size]


MADE = {"legacy": legacy, "pickles": pickles, "mixed": mixed, "notebooks": dirty_notebooks}


def main() -> None:
    made = argparse.ArgumentParser(description=__doc__, allow_abbrev=False)
    made.add_argument("name", choices=MADE)
    made.add_argument("folder", help="to make; its name must not be there yet")
    made.add_argument("--scale", type=float, default=1, metavar="N")
    made.add_argument("--ours", default="commitworthy", metavar="COMMAND", help="that writes the baseline")
    asked = made.parse_args()
    MADE[asked.name](asked.folder, asked.ours, asked.scale)


if __name__ == "__main__":
    main()
