"""One piece of work over many entries, in as many processes as there are processors where that is faster.

They are forked here, since to load `concurrent.futures` and its pool takes longer than what most runs do in all.
"""

from __future__ import annotations

import os
import sys

from .namedtuple import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from typing import Any

    Work = Callable[[Sequence[Any]], list[Any]]
    # Its part, the end of a pipe that will give the answer, and the process's id.
    _Started = tuple[Sequence[Any], int, int]

# More than these wait for each other's files.
_MOST = 8
# SIGINT, by which a process tidies up before it ends; the module with its name is not loaded for the number.
_INTERRUPT = 2


def number(entries: int, many: int) -> int:
    """How many processes share so many entries; below `many` a second process costs more than it saves."""
    processors = os.cpu_count() or 1
    if entries < many or not sys.platform.startswith("linux") or processors < 2:
        return 1
    return min(processors, _MOST, max(2, 2 * entries // max(many, 1)))


def parallel_map(entries: Sequence[Any], many: int, work: Work, processes: int = 0) -> list[Any]:
    """What `work` gives for all entries, in their order; `processes` at least, where more than one pays."""
    sharing = number(len(entries), many)
    if sharing == 1:
        return work(entries)
    processes = max(processes, sharing)
    size = -(-len(entries) // processes)
    first, *others = [entries[start : start + size] for start in range(0, len(entries), size)]
    started: list[_Started] = []
    try:
        started.extend((part, *_elsewhere(part, work)) for part in others)
        found = work(first)
        while started:
            part, reading, pid = started[0]
            with open(reading, "rb", closefd=False) as pipe:
                answer = pipe.read()
            went_wrong = os.waitpid(pid, 0)[1] != 0
            os.close(reading)
            del started[0]
            # Whatever went wrong there goes wrong here as well, and is reported as usual.
            found += work(part) if went_wrong else _received(answer)
    finally:
        _stop(started)
    return found


def _stop(started: Sequence[_Started]) -> None:
    """Interrupt those that still work, and await them: nothing is written any more once we have ended."""
    for _, reading, pid in started:
        os.close(reading)
        os.kill(pid, _INTERRUPT)
    for _, _, pid in started:
        os.waitpid(pid, 0)


def _elsewhere(entries: Sequence[Any], work: Work) -> tuple[int, int]:
    """Work in a forked process; the end of a pipe that will give the answer, and the process's id."""
    reading, writing = os.pipe()
    pid = os.fork()
    if pid:
        os.close(writing)
        return reading, pid
    status = 1
    try:
        os.close(reading)
        _be_interrupted_once()
        _send(writing, work(entries))
        status = 0
    finally:
        # Without unwinding: nothing of the parent's is ours to finish.
        os._exit(status)


def _be_interrupted_once() -> None:
    """A terminal interrupts all of us, and then `_stop` does: what tidies up by then must not be cut short."""
    # The module under `signal`, which takes half an interpreter start to load.
    from _signal import SIG_IGN, default_int_handler, getsignal, signal  # type: ignore[import-not-found]

    def handle(*_: object) -> None:
        signal(_INTERRUPT, SIG_IGN)
        raise KeyboardInterrupt

    if getsignal(_INTERRUPT) is default_int_handler:
        signal(_INTERRUPT, handle)


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
