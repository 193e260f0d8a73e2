"""Lines for standard error: what could not be judged, and notes."""

from __future__ import annotations

import sys

from .escape import for_terminal, without_secrets


def complain(*lines: str) -> None:
    """Each line on its own, escaped for the terminal, with our name before it; some hold what git or a file said.

    Where standard error is closed or takes no more, nobody can be told; the exit status still says what it says.
    """
    if sys.stderr is None:
        return
    try:
        for line in lines:
            sys.stderr.buffer.write(
                f"commitworthy: {for_terminal(without_secrets(line))}\n".encode("utf-8", "backslashreplace")
            )
        sys.stderr.flush()
    except OSError:
        return


def trace(error: BaseException) -> None:
    """Where a bug is, as Python says it: what an exception quotes may be anything."""
    import traceback

    complain(*(line for part in traceback.format_exception(error) for line in part.rstrip("\n").split("\n")))
