"""Many files at once to or from a store: within a bound on memory, and with progress for whoever looks on."""

from __future__ import annotations

import concurrent.futures
import os
import sys
import threading

from ..base.findings import CheckError
from ..base.namedtuple import TYPE_CHECKING
from ..report import progress

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from typing import TypeVar

    Item = TypeVar("Item")
    Result = TypeVar("Result")

# What clients hold in memory of all files under way, in bytes; a large file takes so much by itself.
_IN_MEMORY = 32 * 1024 * 1024
JOBS = 16


class _Budget:
    """So many bytes at once; whoever wants more than there is waits."""

    def __init__(self, whole: int) -> None:
        self._whole = self._left = whole
        self._changed = threading.Condition()

    def take(self, size: int) -> int:
        wanted = min(max(size, 1), self._whole)
        with self._changed:
            self._changed.wait_for(lambda: self._left >= wanted)
            self._left -= wanted
        return wanted

    def give(self, size: int) -> None:
        with self._changed:
            self._left += size
            self._changed.notify_all()


def each(
    items: Iterable[Item], work: Callable[[Item, Callable[[int], object]], Result], size: Callable[[Item], int],
    what: str, jobs: int = JOBS,
) -> list[tuple[Item, Result | CheckError]]:  # fmt: skip
    """What `work` gives for each item, in their order, or why it could not; it tells the bytes that have passed."""
    todo = list(items)
    budget = _Budget(_IN_MEMORY)
    meter = progress.meter(sys.stderr, os.environ, what, sum(map(size, todo)))

    def one(item: Item) -> Result | CheckError:
        taken = budget.take(size(item))
        try:
            return work(item, meter.add)
        except CheckError as problem:
            return problem
        finally:
            budget.give(taken)

    with meter:
        if len(todo) == 1 or jobs == 1:
            return [(item, one(item)) for item in todo]
        with concurrent.futures.ThreadPoolExecutor(min(jobs, max(len(todo), 1))) as pool:
            return list(zip(todo, pool.map(one, todo), strict=True))
