"""One piece of work over many entries, in as many processes as there are processors where that is faster.

They are forked here, since to load `concurrent.futures` and its pool takes longer than what most runs do in all.
"""

from __future__ import annotations

import os

from . import system
from .namedtuple import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterable, Sequence
    from typing import Any

    Work = Callable[[Sequence[Any]], list[Any]]
    # Its part, the end of a pipe that will give the answer, and the process's id.
    _Started = tuple[Sequence[Any], int, int]

    # Item, tries that are left, process id, when it must have ended, what it has answered so far.
    _Apart = tuple[Any, int, int, float, bytearray]

# More than these wait for each other's files.
_MOST = 8
# SIGINT, by which a process tidies up before it ends; the module with its name is not loaded for the number.
_INTERRUPT, _KILL = 2, 9


def number(entries: int, many: int) -> int:
    """How many processes share so many entries; below `many` a second process costs more than it saves."""
    processors = system.processors() if entries >= many and system.SHARES_WORK else 1
    if processors < 2:
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


# Work of which each piece may take long, or be the death of its process: one process for each.


class Lost(Exception):  # noqa: N818 (it is told, not raised)
    """Why there is no answer for an item, in words."""


def apart(
    items: Iterable[Any], work: Callable[[Any], Any], jobs: int, seconds: float
) -> Generator[tuple[Any, Any | Lost]]:
    """Each item with what `work` gives for it, in a process of its own, `jobs` at once, as they end.

    One whose process dies is tried once more; one that takes longer than so many `seconds` is ended, with all that it
    has started.  Where no process can be forked they are worked through here, without a bound.
    """
    if not system.FORKS:
        yield from ((item, work(item)) for item in items)
        return
    waiting = [(item, 1) for item in items]
    waiting.reverse()
    running: dict[int, _Apart] = {}
    try:
        while waiting or running:
            while waiting and len(running) < jobs:
                item, tries = waiting.pop()
                reading, pid = _session(item, work)
                running[reading] = (item, tries, pid, _now() + seconds, bytearray())
            for reading in _ready(running):
                item, tries, pid, _, answer = running.pop(reading)
                os.close(reading)
                status = os.waitpid(pid, 0)[1]
                if status == 0:
                    yield item, _received(bytes(answer))[0]
                elif tries:
                    waiting.append((item, tries - 1))
                else:
                    yield item, Lost(f"its process died twice ({_how(status)})")
            for reading, (item, _, pid, end, _) in list(running.items()):
                if _now() > end:
                    del running[reading]
                    _end_session(reading, pid)
                    yield item, _late(seconds)
    finally:
        for reading, (_, _, pid, _, _) in running.items():
            _end_session(reading, pid)


def _now() -> float:
    import time

    return time.monotonic()


def _session(item: object, work: Callable[[Any], Any]) -> tuple[int, int]:
    """Work in a session of its own: without a terminal that could ask something, and to be ended as a whole."""

    def one(some: Sequence[Any]) -> list[Any]:
        os.setsid()
        return [work(some[0])]

    return _elsewhere([item], one)


def _ready(running: dict[int, _Apart]) -> list[int]:
    """Those that have answered all, or died; waits for a moment at most."""
    import select

    found = []
    for reading in select.select(list(running), [], [], 0.2)[0]:
        piece = os.read(reading, 1 << 16)
        if piece:
            running[reading][4].extend(piece)
        else:
            found.append(reading)
    return found


def _end_session(reading: int, pid: int) -> None:
    os.close(reading)
    try:
        os.killpg(pid, _KILL)
    except (ProcessLookupError, PermissionError):
        # Not yet, or no longer, a session of its own.
        os.kill(pid, _KILL)
    os.waitpid(pid, 0)


def _late(seconds: float) -> Lost:
    from . import wording

    return Lost(f"took longer than {wording.counted(round(seconds), 'second')}")


def _how(status: int) -> str:
    code = os.waitstatus_to_exitcode(status)
    return f"signal {-code}" if code < 0 else f"status {code}"
