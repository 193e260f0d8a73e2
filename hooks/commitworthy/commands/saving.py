"""Writing a file so that a crash leaves the old one or the new one, never half of one."""

from __future__ import annotations

import contextlib
import os
import tempfile

from ..findings import CannotJudge


def save(place: str, content: bytes) -> None:
    """Replace the file at `place`, through symbolic links, keeping its mode; CannotJudge if it cannot be written."""
    place = os.path.realpath(place)
    try:
        _replace(place, content)
    except OSError as error:
        raise CannotJudge(f"{place}: cannot be written ({error.strerror}); nothing was changed") from None


def _replace(place: str, content: bytes) -> None:
    number, name = tempfile.mkstemp(dir=os.path.dirname(place), prefix=".commitworthy-")
    try:
        with open(number, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(number)
        os.chmod(name, _mode(place))
        os.replace(name, place)
    except BaseException:
        with contextlib.suppress(OSError):
            os.unlink(name)
        raise


def _mode(place: str) -> int:
    """The mode of the file, or what a new file gets here."""
    try:
        return os.stat(place).st_mode & 0o7777
    except FileNotFoundError:
        mask = os.umask(0)
        os.umask(mask)
        return 0o666 & ~mask
