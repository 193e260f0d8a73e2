"""Where this clone keeps the objects of Git LFS, as git-lfs finds them; git-lfs itself is never asked."""

from __future__ import annotations

import os

from ..base.namedtuple import TYPE_CHECKING
from . import process

if TYPE_CHECKING:
    from .process import Process
    from .repository import Repository


def objects_folder(repository: Repository) -> str:
    """The folder of `aa/bb/<oid>`; it need not exist."""
    asking = process.start("config", "--type=path", "--get", "lfs.storage")
    common = os.path.dirname(os.path.dirname(repository.attributes)) if repository.attributes else _common()
    return os.path.join(_storage(asking, common), "objects")


def incomplete_folder() -> str:
    """Where git-lfs keeps what is not whole yet; it need not exist."""
    return os.path.join(
        _storage(process.start("config", "--type=path", "--get", "lfs.storage"), _common()), "incomplete"
    )


def _storage(asking: Process, common: bytes) -> str:
    chosen = process.finish(asking, accept=(0, 1)).removesuffix(b"\n")
    return os.path.join(os.fsdecode(common), os.fsdecode(chosen or b"lfs"))


def _common() -> bytes:
    """The folder that all work trees share."""
    return process.run("rev-parse", "--path-format=absolute", "--git-common-dir").removesuffix(b"\n")


def has_object(folder: str, oid: str, size: int | None) -> bool:
    """Whether the object is there, whole."""
    try:
        return os.stat(os.path.join(folder, oid[:2], oid[2:4], oid)).st_size == size
    except OSError:
        return False
