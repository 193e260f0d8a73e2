"""Files that the command line names: a page, a plan, and pages beside it."""

from __future__ import annotations

import os

from ...base.findings import CheckError


def save(place: str, content: str, *, folders: bool = False) -> None:
    """Write a file, whole or not at all, with the `folders` above it where wanted; CheckError where that cannot be."""
    unfinished = f"{place}.unfinished-{os.getpid()}"
    try:
        if folders:
            os.makedirs(os.path.dirname(place), exist_ok=True)
        with open(unfinished, "w", encoding="utf-8", errors="backslashreplace", newline="\n") as file:
            file.write(content)
        os.replace(unfinished, place)
    except OSError as error:
        if os.path.lexists(unfinished):
            os.unlink(unfinished)
        raise CheckError(f"{place}: cannot be written ({error.strerror}): name another file") from None


def append(place: str, line: str) -> None:
    """Add a line to a file, with one write, so that another process's line does not get into it."""
    try:
        os.makedirs(os.path.dirname(place), exist_ok=True)
        with open(place, "a", encoding="utf-8", newline="\n") as file:
            file.write(line + "\n")
    except OSError as error:
        raise CheckError(f"{place}: cannot be written ({error.strerror}): name another folder") from None
