"""Files that the command line names: a page, a plan, and pages beside it."""

from __future__ import annotations

import os

from ...base.findings import CheckError


def save(place: str, content: str) -> None:
    """Write a file, whole or not at all; CheckError where that cannot be."""
    unfinished = f"{place}.unfinished-{os.getpid()}"
    try:
        with open(unfinished, "w", encoding="utf-8", errors="backslashreplace", newline="\n") as file:
            file.write(content)
        os.replace(unfinished, place)
    except OSError as error:
        if os.path.lexists(unfinished):
            os.unlink(unfinished)
        raise CheckError(f"{place}: cannot be written ({error.strerror}): name another file") from None
