"""How far a long run is, on a terminal alone: one line on standard error that is wiped away at the end.

Inside of a framework there is none, even where it lends us a terminal: it keeps what we say and shows it later.
"""

from __future__ import annotations

import os
import time

from ..base import system
from ..base.namedtuple import TYPE_CHECKING
from ..base.wording import show
from .escape import for_terminal

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping
    from typing import IO, Self

    from ..base.namedtuple import Watch

# Seconds before anything is shown, and between two lines.
_PATIENCE = 1.0
_PAUSE = 0.1
_WIPE = "\r\x1b[K"


def watch(stream: IO[str], environ: Mapping[str, str], clock: Callable[[], float] = time.monotonic) -> Watch | None:
    """What a script hands its files through; None where nobody looks."""
    pid = os.getpid()
    if not _is_seen(stream, environ):
        return None

    def watched(what: str, items: Iterable[object], total: int, step: int = 1) -> Iterator[object]:
        # A second process works through its half unseen.
        return _watched(stream, clock, (what, total, step), items) if os.getpid() == pid else iter(items)

    return watched


def meter(
    stream: IO[str], environ: Mapping[str, str], what: str, total: int, clock: Callable[[], float] = time.monotonic
) -> Meter:
    """What a transfer of `total` bytes tells how many have passed; silent where nobody looks."""
    return Meter(stream if _is_seen(stream, environ) else None, what, total, clock)


class Meter:
    """Bytes on the way, from several threads; a context, at whose end its line is wiped away."""

    def __init__(self, stream: IO[str] | None, what: str, total: int, clock: Callable[[], float]) -> None:
        self._stream, self._what, self._total, self._clock = stream, what, total, clock
        self._start = clock()
        self._due, self._done, self._shown = self._start + _PATIENCE, 0, False

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if self._shown and self._stream:
            self._stream.write(_WIPE)
            self._stream.flush()

    def add(self, size: int) -> None:
        """So many bytes more have passed."""
        self._done += size
        now = self._clock()
        if self._stream and now >= self._due:
            self._due, self._shown = now + _PAUSE, True
            rate = int(self._done / max(now - self._start, _PAUSE))
            line = f"{self._what}: {show(self._done)} of {show(self._total)}, {show(rate)}/s"
            self._stream.write(_WIPE + line[: _width() - 1])
            self._stream.flush()


def _watched(
    stream: IO[str], clock: Callable[[], float], about: tuple[str, int, int], items: Iterable[object]
) -> Iterator[object]:
    start = clock()
    due, shown = start + _PATIENCE, False
    try:
        for number, item in enumerate(items, 1):
            yield item
            now = clock()
            if now >= due:
                stream.write(_WIPE + _line(about, number, now - start, item))
                stream.flush()
                due, shown = now + _PAUSE, True
    finally:
        if shown:
            stream.write(_WIPE)
            stream.flush()


def _line(about: tuple[str, int, int], number: int, seconds: float, item: object) -> str:
    what, total, step = about
    done = min(number * step, total)
    path = getattr(getattr(item, "entry", item), "path", b"")
    shown = for_terminal(path.decode("utf-8", "surrogateescape"))
    return f"{what}: {done:,} of {total:,} files, {done / seconds:,.0f}/s  {shown}"[: _width() - 1]


def counter(stream: IO[str], environ: Mapping[str, str], what: str) -> Callable[[int, int, str], None]:
    """Shows how many of how many are done, and which was the last; the last of all wipes the line away."""
    if not _is_seen(stream, environ):
        return lambda _done, _total, _name: None

    def show(done: int, total: int, name: str) -> None:
        line = f"{done:,} of {total:,} {what}  {for_terminal(name)}"[: _width() - 1]
        stream.write(_WIPE + (line if done < total else ""))
        stream.flush()

    return show


def _is_seen(stream: IO[str], environ: Mapping[str, str]) -> bool:
    return not environ.get("PRE_COMMIT") and system.takes_escapes(stream, environ)


def _width() -> int:
    try:
        return os.get_terminal_size(2).columns or 80
    except OSError:
        return 80
