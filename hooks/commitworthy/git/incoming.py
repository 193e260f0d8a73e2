"""A file that comes from elsewhere, piece by piece: it is in its place when it is whole and proven, or not at all.

The way to its folder is opened step by step from the top of the work tree, and no step is a link: a repository may be
anybody's, and where it leads is not for it to say.
"""

from __future__ import annotations

import contextlib
import errno
import os
import stat

from ..base import system
from ..base.findings import CheckError, path_text
from ..base.namedtuple import TYPE_CHECKING
from .write import TEMPORARY

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from types import TracebackType
    from typing import Self

    from .repository import Repository

_PIECE = 1 << 20


class Draft:
    """An open file that is not whole yet, and what an earlier run has left of it; `_name_shown` is for errors."""

    _file: int
    _name_shown: str

    def receive(
        self, size: int, read: Callable[[int], Iterator[bytes]], progress: Callable[[int], object]
    ) -> tuple[int, str]:
        """Bytes and sha256 in the end.  It goes on where it was left, with what `read` gives from there on.

        No more than `size` bytes are written.  Of an empty file `read` is asked too, whether it is there.
        """
        import hashlib

        digest, there = hashlib.sha256(), 0
        for piece in self.pieces():
            digest.update(piece)
            there += len(piece)
        if there > size:
            self.restart()
            digest, there = hashlib.sha256(), 0
        if there < size or not size:
            for piece in read(there):
                there += len(piece)
                if there > size:
                    break
                digest.update(piece)
                self.write(piece)
                progress(len(piece))
        return there, digest.hexdigest()

    def pieces(self) -> Iterator[bytes]:
        """What an earlier run has left, from its start."""
        while piece := os.read(self._file, _PIECE):
            yield piece

    def restart(self) -> None:
        """Without what is there."""
        os.ftruncate(self._file, 0)
        os.lseek(self._file, 0, os.SEEK_SET)

    def write(self, piece: bytes | memoryview) -> None:
        """Add a piece; CheckError where the disk takes no more."""
        view = memoryview(piece)
        try:
            while view:
                view = view[os.write(self._file, view) :]
        except OSError as error:
            raise CheckError(f"{self._name_shown}: cannot be written ({error.strerror})") from None


class IncomingFile(Draft):
    """The file to be at `path` from the top, as a draft beside it; a context, which leaves the draft to go on with.

    `content` tells drafts of other contents apart.  `may_replace` is asked about the state of the file that is there,
    None for none: while others were fetched somebody may have written to it.  CheckError where it may not, where a link
    or a folder of git's is in the way, or where somebody else writes to the same draft.
    """

    def __init__(
        self, here: Repository, path: bytes, content: str, may_replace: Callable[[os.stat_result | None], bool]
    ) -> None:
        self._name_shown, self._may_replace = path_text(path), may_replace
        folder, _, self._name = os.fsdecode(path).rpartition("/")
        # Files of the same content lie in one folder, too.
        self._draft = draft_name(self._name, content)
        self._folder: int | None = None
        if system.HOLDS_FOLDERS:
            self._folder = _open_folder(here, folder, path)
        else:
            beside = os.path.join(os.fsdecode(here.to_top), folder)
            self._name, self._draft = os.path.join(beside, self._name), os.path.join(beside, self._draft)
            _check_folder(here, folder, path, self._draft)
        try:
            self._file = self._open()
        except BaseException:
            self._leave()
            raise
        self._is_open = True

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._close()
        self._leave()

    def _close(self) -> None:
        if self._is_open:
            self._is_open = False
            os.close(self._file)

    def _leave(self) -> None:
        if self._folder is not None:
            os.close(self._folder)

    def _open(self) -> int:
        self._refuse_changed()
        try:
            number = os.open(self._draft, system.DRAFT, 0o666, dir_fd=self._folder)
        except OSError as error:
            raise CheckError(f"{self._name_shown}: cannot be written ({error.strerror})") from None
        is_file = stat.S_ISREG(os.fstat(number).st_mode)
        if not is_file or not system.lock(number):
            os.close(number)
            reason = "another process fetches it: wait for its end" if is_file else f"{self._draft} is in the way"
            raise CheckError(f"{self._name_shown}: {reason}")
        return number

    def _refuse_changed(self) -> None:
        """CheckError where what is there is no file, or not one that may be replaced."""
        try:
            state = os.stat(self._name, dir_fd=self._folder, follow_symlinks=False)
        except FileNotFoundError:
            state = None
        if state and not stat.S_ISREG(state.st_mode):
            kind = "a symbolic link" if stat.S_ISLNK(state.st_mode) else "not a file"
            raise CheckError(f"{self._name_shown}: is {kind}, so nothing was written: remove it first")
        if not self._may_replace(state):
            raise CheckError(f"{self._name_shown}: changed on disk, so nothing was written; run again")

    def finish(self) -> os.stat_result:
        """Take its place; CheckError where the file there may no longer be replaced.  Its state."""
        self._refuse_changed()
        try:
            os.fsync(self._file)
            if not system.MOVES_OPEN_FILES:
                self._close()
            os.replace(self._draft, self._name, src_dir_fd=self._folder, dst_dir_fd=self._folder)
        except OSError as error:
            raise CheckError(f"{self._name_shown}: cannot be written ({error.strerror})") from None
        return os.fstat(self._file) if self._is_open else os.lstat(self._name)

    def discard(self) -> None:
        """Leave nothing."""
        if not system.MOVES_OPEN_FILES:
            self._close()
        os.unlink(self._draft, dir_fd=self._folder)


class IncomingObject(Draft):
    """An object of Git LFS on its way, where git-lfs keeps what is not whole: what an earlier run has left goes on.

    A context, in which nobody else writes to it: linked work trees share the folder, and each may want the same object.
    """

    def __init__(self, folder: str, oid: str) -> None:
        self.place = self._name_shown = os.path.join(folder, f"{oid}.commitworthy")
        try:
            os.makedirs(folder, exist_ok=True)
            self._file = self._open()
        except OSError as error:
            raise CheckError(f"{self.place}: cannot be written ({error.strerror})") from None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        os.close(self._file)

    def _open(self) -> int:
        while True:
            number = os.open(self.place, system.DRAFT, 0o666)
            system.wait_for_lock(number)
            # Whoever had it may have finished and moved it away.
            with contextlib.suppress(FileNotFoundError):
                if os.path.samestat(os.fstat(number), os.lstat(self.place)):
                    return number
            os.close(number)

    def discard(self) -> None:
        """Leave nothing."""
        os.unlink(self.place)


def draft_name(name: str, content: str) -> str:
    """That of the draft of a file, by the hash of its content; alike in each run, so that the next goes on with it."""
    import hashlib

    return f"{TEMPORARY}0-{hashlib.sha256(os.fsencode(f'{content}/{name}')).hexdigest()[:20]}"


def _check_folder(here: Repository, folder: str, path: bytes, draft: str) -> None:
    """The same check where no folder can be held open."""
    reason = system.astray(os.fsdecode(path))
    if reason:
        raise CheckError(f"{path_text(path)}: {reason}, so nothing was written")
    place = os.fsdecode(here.to_top)
    for step in folder.split("/") if folder else ():
        place = os.path.join(place, step)
        if system.is_git_folder(step):
            raise CheckError(f"{path_text(path)}: leads into git's own folder, so nothing was written")
        if not os.path.lexists(place):
            # Those of a folder that has one card.
            os.makedirs(place, exist_ok=True)
        if system.is_link(place) or not os.path.isdir(place):
            raise CheckError(
                f"{path_text(path)}: its folder is a link, so nothing was written: put a folder in its place"
            )
    if system.is_link(draft):
        raise CheckError(f"{path_text(path)}: {draft} is in the way")


def _open_folder(here: Repository, folder: str, path: bytes) -> int:
    number = os.open(here.to_top or b".", system.FOLDER | system.NO_LINK)
    for step in folder.split("/") if folder else ():
        try:
            if system.is_git_folder(step):
                raise CheckError(f"{path_text(path)}: leads into git's own folder, so nothing was written")
            # Those of a folder that has one card.
            with contextlib.suppress(FileExistsError):
                os.mkdir(step, dir_fd=number)
            below = os.open(step, system.FOLDER | system.NO_LINK, dir_fd=number)
        except OSError as error:
            if error.errno in (errno.ELOOP, errno.ENOTDIR):
                raise CheckError(
                    f"{path_text(path)}: its folder is a link, so nothing was written: put a folder in its place"
                ) from None
            raise CheckError(f"{path_text(path)}: its folder cannot be opened ({error.strerror})") from None
        finally:
            os.close(number)
        number = below
    return number
