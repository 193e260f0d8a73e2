"""Bounds of time and memory for a process that others can give work to."""

from __future__ import annotations

import contextlib
import errno

from .. import sizes
from ..findings import CannotJudge
from ..values import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import FrameType

# Git processes that we started end by themselves a little after us.
_GRACE = 5


class Late(Exception):  # noqa: N818 (it is not an error of the code)
    """The time is up."""


@contextlib.contextmanager
def within(seconds: int, memory: int | None) -> Iterator[None]:
    """Raise `Late` after so many seconds, MemoryError (or git's own complaint) above so many bytes.

    Every git started meanwhile has the same bounds.  CannotJudge where the system cannot keep them.
    """
    try:
        import resource
        import signal

        kinds = {resource.RLIMIT_CPU: seconds + _GRACE}
        if memory is not None:
            # Not the address space: packs are mapped into it, and a mapped file takes no memory of its own.
            kinds[resource.RLIMIT_DATA] = memory
        before = {kind: resource.getrlimit(kind) for kind in kinds}
        signal.signal(signal.SIGALRM, _late)
    except (ImportError, AttributeError):
        raise CannotJudge("pre-receive: this system cannot bound time and memory: run it on Linux or macOS") from None
    try:
        signal.setitimer(signal.ITIMER_REAL, seconds)
        for kind, most in kinds.items():
            _, hard = before[kind]
            resource.setrlimit(kind, (most if hard == resource.RLIM_INFINITY else min(most, hard), hard))
        yield
    except OSError as error:
        raise (MemoryError() if error.errno == errno.ENOMEM else error) from None
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        for kind, limits in before.items():
            resource.setrlimit(kind, limits)


def _late(_number: int, _frame: FrameType | None) -> None:
    raise Late


def said(limit: Late | MemoryError, seconds: int, memory: int | None) -> str:
    """Which bound was met, in words."""
    if isinstance(limit, Late):
        return f"it took longer than {seconds} seconds (--max-seconds)"
    bound = f" than {sizes.show(memory)} (--max-memory)" if memory is not None else " than there is"
    return f"it takes more memory{bound}"
