"""Files that git does not know: below folders that were named, behind symbolic links, and outside of a repository."""

from __future__ import annotations

import os

from ..base import system
from ..base.namedtuple import TYPE_CHECKING
from . import process

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from .repository import Repository


def below(folders: Iterable[bytes]) -> list[bytes]:
    """Files below `folders`, all of them paths from the top, that git neither tracks nor ignores.

    Nothing of a repository within this one; symbolic links are among them.
    """
    wanted = [":(top,literal)" + os.fsdecode(folder) for folder in folders]
    if not wanted:
        return []
    answer = process.run("ls-files", "--others", "--exclude-standard", "-z", "--full-name", "--", *wanted)
    return [path for path in answer.split(b"\0") if path and not path.endswith(b"/")]


def target(repository: Repository, path: bytes) -> bytes | None:
    """Where `path` leads, from the top, through symbolic links of its own or of its folders.

    `path` itself if there are none; None if it leads nowhere, or out of the work tree.
    """
    top = os.path.realpath(repository.to_top or b".")
    place = os.path.realpath(repository.on_disk(path) or b".")
    if not os.path.exists(place):
        return None
    if system.with_slashes(place) == system.with_slashes(os.path.join(top, path)):
        return path
    inside = system.with_slashes(os.path.relpath(place, top))
    if inside == b".." or inside.startswith(b"../"):
        return None
    return b"" if inside == b"." else inside


def outside(names: Iterable[bytes]) -> list[bytes]:
    """The files that `names` stand for where there is no repository, each once, symbolic links followed.

    A folder stands for all files below it but for hidden folders and symbolic links; it comes itself as well, so that
    one that is named like a file can be told from one.
    """
    found: dict[bytes, bytes] = {}
    for name in names:
        place = os.path.relpath(os.path.realpath(name)) if os.path.islink(name) else name
        for each in (place, *(_walk(place) if os.path.isdir(place) else ())):
            found.setdefault(os.path.realpath(each), each)
    return list(found.values())


def _walk(folder: bytes) -> Iterator[bytes]:
    for place, folders, files in os.walk(folder):
        folders[:] = sorted(each for each in folders if not each.startswith(b"."))
        for each in sorted(files):
            path = os.path.normpath(os.path.join(place, each))
            if not os.path.islink(path):
                yield path
