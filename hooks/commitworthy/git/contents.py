"""Whole contents of blobs, one at a time, at the least cost that leaves no doubt.

A work-tree file whose hash is the blob's id is the blob, whatever filters, line ends or stat data say.  All others
are asked of git.
"""

from __future__ import annotations

import os
import stat

from ..base import system
from ..base.findings import CheckError
from ..base.namedtuple import TYPE_CHECKING, NamedTuple
from . import process
from .objects import Missing, hash_of, next_content, sizes_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from .index import Entry
    from .repository import Repository


# From here on OpenSSL, which takes as long to load as an interpreter needs to start, hashes faster than the module
# without it.
_LARGE = 1 << 20


class File(NamedTuple):
    """A file on disk as it was read: all its bytes, and its state at that moment."""

    content: bytes
    state: os.stat_result


class WholeBlob(NamedTuple):
    """An entry with all bytes of its blob; `file` is the work-tree file where its bytes are the very same."""

    entry: Entry
    content: bytes
    file: File | None = None


def read_whole(repository: Repository, entries: Iterable[Entry]) -> Iterator[WholeBlob | Missing]:
    """The blob of each entry, those that lie unchanged in the work tree first; one at a time is held."""
    others = []
    for entry in entries:
        file = on_disk(repository.on_disk(entry.path), follow=False)
        if file and object_id(file.content, repository.object_format) == entry.blob:
            yield WholeBlob(entry, file.content, file)
        else:
            others.append(entry)
        del file
    yield from _ask(others)


def on_disk(place: bytes, *, follow: bool = True, most: int = -1) -> File | None:
    """A regular file; None where there is none, or where it cannot be read.

    A symbolic link is none unless it is to be followed: git stores the link itself.  Of a larger file than `most` bytes
    only these are read.
    """
    try:
        number = os.open(place, system.READ) if follow else system.open_file(place)
    except (OSError, ValueError):
        return None
    state = os.fstat(number)
    if not stat.S_ISREG(state.st_mode):
        os.close(number)
        return None
    with open(number, "rb", buffering=0) as file:
        return File(file.read(most), state)


def matches_worktree(repository: Repository, entry: Entry) -> bool:
    """Whether the file on disk is, byte for byte and unfiltered, what the index holds."""
    import hashlib

    place = repository.on_disk(entry.path)
    # A pipe would never end.
    if not os.path.isfile(place):
        return False
    try:
        with open(place, "rb") as file:
            digest = hashlib.new(repository.object_format, usedforsecurity=False)
            digest.update(b"blob %d\0" % os.fstat(file.fileno()).st_size)
            while piece := file.read(1024 * 1024):
                digest.update(piece)
    except OSError:
        return False
    return digest.hexdigest().encode() == entry.blob


def optional(place: bytes) -> File | None:
    """A file that need not be there; CheckError for what is there and is no file that can be read."""
    file = on_disk(place)
    if file is None and os.path.exists(place):
        raise CheckError(f"{os.fsdecode(place)}: is not a readable file: move it away, or check its permissions")
    return file


def object_id(content: bytes, object_format: str) -> bytes:
    """The id, in hex, that git gives a blob of this content."""
    new_hash = hash_of(object_format, large=len(content) > _LARGE)
    made = new_hash(b"blob %d\0" % len(content), usedforsecurity=False)
    made.update(content)
    return bytes(made.hexdigest().encode())


def _ask(entries: list[Entry]) -> Iterator[WholeBlob | Missing]:
    sizes = sizes_of(entry.blob for entry in entries)
    here = [entry for entry in entries if sizes[entry.blob] is not None]
    yield from (Missing(entry) for entry in entries if sizes[entry.blob] is None)
    while here:
        asking = process.start("cat-file", "--buffer", "--batch", send=b"".join([one.blob + b"\n" for one in here]))
        found = 0
        for entry in here:
            content = next_content(asking)
            if content is None:
                break
            found += 1
            yield WholeBlob(entry, content)
            del content
        if found == len(here):
            process.close(asking)
            return
        # Git has died of a damaged blob: it is left out, and another one asked for the rest.
        process.abandon(asking)
        yield Missing(here[found])
        here = here[found + 1 :]
