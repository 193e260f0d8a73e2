"""One piece of work over many entries, in two processes or more where that is faster."""

from __future__ import annotations

import os
import sys

from ..values import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from typing import Any

    from ..git.index import Entry

    Work = Callable[[Sequence[Entry]], list[Any]]


def work_through(entries: Sequence[Entry], many: int, work: Work, processes: int = 2) -> list[Any]:
    """What `work` gives for all entries, in their order; below `many` a second process costs more than it saves."""
    if len(entries) < many or not sys.platform.startswith("linux") or (os.cpu_count() or 1) < 2:
        return work(entries)
    size = -(-len(entries) // processes)
    first, *others = [entries[start : start + size] for start in range(0, len(entries), size)]
    started = [(part, *_elsewhere(part, work)) for part in others]
    found = work(first)
    for part, reading, pid in started:
        with open(reading, "rb") as pipe:
            answer = pipe.read()
        went_wrong = os.waitpid(pid, 0)[1] != 0
        # Whatever went wrong there goes wrong here as well, and is reported as usual.
        found += work(part) if went_wrong else _received(answer)
    return found


def _elsewhere(entries: Sequence[Entry], work: Work) -> tuple[int, int]:
    """Work in a forked process; the end of a pipe that will give the answer, and the process's id."""
    reading, writing = os.pipe()
    pid = os.fork()
    if pid:
        os.close(writing)
        return reading, pid
    status = 1
    try:
        os.close(reading)
        _send(writing, work(entries))
        status = 0
    finally:
        # Without unwinding: nothing of the parent's is ours to finish.
        os._exit(status)


def _send(writing: int, found: list[Any]) -> None:
    if found:
        import pickle

        with open(writing, "wb") as pipe:
            pickle.dump(found, pipe)


def _received(answer: bytes) -> list[Any]:
    if not answer:
        return []
    import pickle

    found: list[Any] = pickle.loads(answer)  # noqa: S301 (our own process wrote it)
    return found
