"""What a run leaves to chance, and what its machine may lack.

The ordinary runs leave nothing to chance: the same examples and seeds every time.  `COMMITWORTHY_EXPLORE=N pytest -m
long` tries others, all drawn from the number N, which fails again in the same way.

A test that needs git-lfs, or a program of the extra `test-programs`, skips where there is none.  With
`COMMITWORTHY_NO_SKIPS=1`, as in CI, a skip is a failure.

Of the tables of tests that start git many times, a third of the rows runs every day and the rest in the long tests; so
do most tests that take longer than four seconds.
With `COMMITWORTHY_EVERY_ROW=1`, as on the other systems of CI, all of them run every day.
"""

from __future__ import annotations

import os
import re
import shutil
import zlib
from collections import Counter, defaultdict
from importlib.util import find_spec
from itertools import chain, zip_longest
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Sequence

    from _pytest.mark import ParameterSet

INSTALL = "pip install -e '.[test]'"
PROGRAMS = "pip install -e '.[test-programs]'"
# What the extra installs: programs, and modules that tests or the programs of tests import.
PROGRAM_NAMES = frozenset("aws dask dvc jupyter kedro papermill".split())
PROGRAM_MODULES = frozenset(
    "distributed dvc hydra ipykernel kedro nbclient numpy omegaconf papermill pydantic pydantic_settings typer".split()
)

try:
    from hypothesis import settings
except ModuleNotFoundError as missing:
    raise ModuleNotFoundError(f"{missing}: {INSTALL}") from None

EXPLORE = os.environ.get("COMMITWORTHY_EXPLORE", "")
NO_SKIPS = bool(os.environ.get("COMMITWORTHY_NO_SKIPS"))
EVERY_ROW = bool(os.environ.get("COMMITWORTHY_EVERY_ROW"))
# Whose rows are repositories, and below how many rows a table runs whole.
TABLES_OF = (
    *(f"tests/{name}/" for name in "commands git homes hooks remedies scenarios".split()),
    "tests/base/secrets_test",
)
FEW = 4
# Where a test takes seconds, since it waits for a framework, a server or other programs.
SLOW = tuple(f"tests/{name}/" for name in "frameworks homes commands scenarios bench hooks".split())
# What is added to every seed.
OFFSET = int(EXPLORE or 0) * 1_000_000
# On PATH, where we look for it too; git would also find it among its own programs.
HAS_LFS = shutil.which("git-lfs") is not None
NO_LFS = "git-lfs is not installed: https://git-lfs.com"

settings.register_profile("the same each time", deadline=None, derandomize=True, print_blob=True)
settings.register_profile("explore", deadline=None, derandomize=False, print_blob=True)
settings.load_profile("explore" if EXPLORE else "the same each time")


def need_lfs() -> None:
    """Skip the test that asks, where git-lfs is not installed."""
    if not HAS_LFS:
        pytest.skip(NO_LFS)


def need_program(name: str) -> None:
    """Skip the test that asks, where a program of the extra `test-programs` is not installed."""
    if name in PROGRAM_NAMES and shutil.which(name) is None:
        pytest.skip(f"{name} is not installed: {PROGRAMS}")


def need_module(name: str, extra: str = "test-programs") -> None:
    """Skip the test that asks, where a module of an extra is not installed."""
    if find_spec(name) is None:
        pytest.skip(f"{name} is not installed: pip install -e '.[{extra}]'")


def lacking(report: str) -> str:
    """Why a test that failed could not run: the module of the extra `test-programs` that is not installed, or ""."""
    for name in re.findall(r"No module named '(\w+)", report):
        if name in PROGRAM_MODULES and find_spec(name) is None:
            return f"{name} is not installed: {PROGRAMS}"
    return ""


def leave_rows(items: Sequence[pytest.Item]) -> None:
    """Mark two of three rows of each large table as long: by their names, so that a new row changes no other."""
    tables = defaultdict[str, list[pytest.Item]](list)
    for item in items:
        if item.nodeid.startswith(TABLES_OF) and not item.get_closest_marker("long"):
            tables[item.nodeid.partition("[")[0]].append(item)
    for rows in tables.values():
        if len(rows) >= FEW and not EVERY_ROW:
            left = [row for row in rows if zlib.crc32(row.nodeid.encode()) % 3]
            for row in left[len(left) == len(rows) :]:
                row.add_marker("long")


def slow_first(items: list[pytest.Item]) -> None:
    """Order the files for several processes, so that none is busy with one of them when the others have ended.

    The slow folders take turns: what the first file of one makes for the others is there when those start.  Then the
    rest; large files before small ones.
    """
    sizes = Counter(item.nodeid.partition("::")[0] for item in items)
    files = [file for file, _ in sizes.most_common()]
    turns = zip_longest(*([file for file in files if file.startswith(folder)] for folder in SLOW))
    order = dict.fromkeys([*filter(None, chain.from_iterable(turns)), *files])
    place = {file: number for number, file in enumerate(order)}
    items.sort(key=lambda item: place[item.nodeid.partition("::")[0]])


def at_length(*row: object) -> ParameterSet:
    """One row of a table that runs where the rows that `leave_rows` marks do."""
    return pytest.param(*row, marks=() if EVERY_ROW else pytest.mark.long)


def seeds(*numbers: int) -> list[int]:
    """These, or others of a run that explores."""
    return [OFFSET + number for number in numbers]
