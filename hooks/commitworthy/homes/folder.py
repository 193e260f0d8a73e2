"""A folder as a home, such as a mounted share: nothing has to be installed for it."""

from __future__ import annotations

import os
import stat

from ..base import system
from ..base.findings import CheckError
from ..base.namedtuple import TYPE_CHECKING
from ..git.write import TEMPORARY
from .store import MissingObjectError, StoredObject

if TYPE_CHECKING:
    from collections.abc import Iterator

    from .address import Address
    from .store import Progress

_PIECE = 1 << 20


class Folder:
    """All folders of this machine.  Keys are absolute paths; a file that is there is never written to again."""

    endpoint = ""

    def reach(self, home: Address) -> None:
        """A share that is not mounted is no folder."""
        refuse_missing(home.key)

    def keeps_versions(self, home: Address) -> bool:  # noqa: ARG002 (whichever it is)
        """No folder does."""
        return False

    def head(self, key: str, version: str = "") -> StoredObject | None:  # noqa: ARG002 (there are none)
        """A regular file."""
        try:
            state = os.lstat(key)
        except (FileNotFoundError, NotADirectoryError):
            return None
        except OSError as error:
            raise CheckError(f"{key}: cannot be read ({error.strerror})") from None
        return StoredObject(state.st_size) if stat.S_ISREG(state.st_mode) else None

    def put(self, key: str, place: bytes, sha256: str, progress: Progress) -> StoredObject:
        """Copied beside its place, then renamed."""
        folder = os.path.dirname(key)
        draft = os.path.join(folder, f"{TEMPORARY}{os.urandom(6).hex()}-{sha256[:12]}")
        try:
            os.makedirs(folder, exist_ok=True)
            with open(place, "rb", buffering=0) as source, open(draft, "wb", opener=_new) as target:
                while piece := source.read(_PIECE):
                    target.write(piece)
                    progress(len(piece))
                target.flush()
                os.fsync(target.fileno())
                size = target.tell()
            os.replace(draft, key)
        except OSError as error:
            raise CheckError(f"{key}: cannot be written ({error.strerror}): check the folder and its space") from None
        finally:
            if os.path.lexists(draft):
                os.unlink(draft)
        return StoredObject(size)

    def read(self, key: str, version: str, start: int, size: int) -> Iterator[bytes]:  # noqa: ARG002 (there are none)
        """The bytes of a regular file of this very size; of anything else none."""
        try:
            number = system.open_file(key)
        except FileNotFoundError:
            raise MissingObjectError(f"{key}: no such file: mount the share, or get it from a backup") from None
        except OSError as error:
            raise CheckError(f"{key}: cannot be read ({error.strerror})") from None
        state = os.fstat(number)
        if not stat.S_ISREG(state.st_mode) or state.st_size != size:
            os.close(number)
            raise CheckError(f"{key}: is not a file of {size:,} bytes, which the card says: somebody replaced it")
        with open(number, "rb", buffering=0) as file:
            left = size - file.seek(start)
            # Of a file of /proc, whose size is no size, there is no end.
            try:
                while left > 0 and (piece := file.read(min(_PIECE, left))):
                    left -= len(piece)
                    yield piece
            except OSError as error:
                raise CheckError(f"{key}: cannot be read ({error.strerror})") from None

    def copy(self, source: str, key: str) -> bool:
        """By a second name of the same file, which takes no space; not every share has those."""
        try:
            os.makedirs(os.path.dirname(key), exist_ok=True)
            os.link(source, key, follow_symlinks=False)
        except OSError:
            return False
        return True

    def keys(self, prefix: str) -> Iterator[str]:
        """Regular files; no link is followed."""
        refuse_missing(prefix)
        for folder, _, names in os.walk(prefix):
            for name in sorted(names):
                place = os.path.join(folder, name)
                if not name.startswith(TEMPORARY) and stat.S_ISREG(os.lstat(place).st_mode):
                    yield place


def refuse_missing(folder: str) -> None:
    """CheckError for a folder that is not there, since of a share that is not mounted nothing follows."""
    if not os.path.isdir(folder):
        raise CheckError(f"{folder}: no such folder: mount the share, or make the folder")


def _new(place: str, _: int) -> int:
    return os.open(place, system.NEW, 0o666)
