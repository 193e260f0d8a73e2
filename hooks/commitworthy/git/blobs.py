"""Sizes, heads and contents of blobs, at the least cost that leaves no doubt.

A small work-tree file is read and hashed: where the hash is the blob's id, it is the blob, whatever
filters, line ends or stat data say.  So is a small loose object.  All others are asked of git, heads
without loading the whole.
"""

from __future__ import annotations

import os

from ..findings import CannotJudge
from ..values import TYPE_CHECKING, NamedTuple
from . import loose, process

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
    from typing import Any

    from .index import Entry
    from .repository import Repository

HEAD_SIZE = 8192
_SIZES = "--batch-check=%(objectname) %(objectsize)"
# Up to here hashing a file costs less than asking git.
_SMALL = 65_536
_MANY = 100
PIECE = 1 << 20
# Up to here a process for each head costs more than to read the blob whole, which of a small one git does anyway.
STREAMED = 2 * 1024 * 1024
# O_NONBLOCK: a pipe lying where a file should be must not block us.
_OPEN = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)


class Blob(NamedTuple):
    """An entry with its blob's size in bytes and its first bytes (`HEAD_SIZE` at least, if it has them).

    `content` is all of it, where it was read anyway; None says nothing.
    """

    entry: Entry
    size: int
    head: bytes
    content: bytes | None = None


class Missing(NamedTuple):
    """An entry whose blob is not in the object store (partial clone, or damage)."""

    entry: Entry


def read(repository: Repository, entries: Iterable[Entry]) -> Iterator[Blob | Missing]:
    """The blob of each entry, in no particular order; memory does not grow with the blobs' sizes."""
    entries = list(entries)
    new_hash = hash_of(repository.object_format, large=len(entries) >= _MANY)
    others = []
    # One flat loop: with a function call for each step ten thousand files took half as long again.
    for entry in entries:
        try:
            file = os.open(repository.to_top + entry.path, _OPEN)
        except (OSError, ValueError):
            target = _target(repository.to_top + entry.path) if entry.link else None
            if target and new_hash(b"blob %d\0%b" % (len(target), target)).hexdigest().encode() == entry.blob:
                yield Blob(entry, len(target), target[:HEAD_SIZE])
            else:
                others.append(entry)
            continue
        try:
            content = os.read(file, _SMALL + 1)
        except OSError:
            content = None
        finally:
            os.close(file)
        if content is None or len(content) > _SMALL:
            others.append(entry)
            continue
        digest = new_hash(b"blob %d\0" % len(content), usedforsecurity=False)
        digest.update(content)
        if digest.hexdigest().encode() == entry.blob:
            yield Blob(entry, len(content), content[:HEAD_SIZE])
        else:
            others.append(entry)
    if others:
        yield from added(repository, others)


def _target(place: bytes) -> bytes | None:
    """Where the symbolic link at a place leads; None where there is none."""
    try:
        return os.readlink(place)
    except (OSError, ValueError):
        return None


def expect(count: int) -> None:
    """Load what reading so many blobs takes, as while git answers, and before a second process would load its own."""
    if count >= _MANY:
        import hashlib  # noqa: F401 (to be found by `hash_of`)


def hash_of(object_format: str, *, large: bool) -> Callable[..., Any]:
    """The hash that names objects.  `hashlib` loads OpenSSL, which pays only for a large work.

    For a small one there is the module that `hashlib` itself falls back to.
    """
    if not large and object_format == "sha1":
        try:
            from _sha1 import sha1  # type: ignore[import-not-found]
        except ImportError:
            pass
        else:
            return sha1  # type: ignore[no-any-return]
    import hashlib

    found: Callable[..., Any] = getattr(hashlib, object_format)
    return found


def added(repository: Repository, entries: Sequence[Entry]) -> Iterator[Blob | Missing]:
    """The blob of each entry, of which the disk has another file: what has just been added is a loose object."""
    new_hash = hash_of(repository.object_format, large=len(entries) >= _MANY)
    others = []
    for entry in entries:
        content = loose.read(repository.objects, entry.blob, _SMALL, new_hash) if repository.objects else None
        if content is None:
            others.append(entry)
        else:
            yield Blob(entry, len(content), content[:HEAD_SIZE])
    if others:
        yield from stored(others)


def stored(
    entries: Iterable[Entry], sizes: Mapping[bytes, int | None] | None = None, whole: int = _SMALL
) -> Iterator[Blob | Missing]:
    """The blob of each entry, asked of git alone: for history, which no file on disk is likely to be.

    `sizes` where they are known already.  Blobs up to `whole` bytes come in one stream, and of a larger one the head.
    """
    entries = list(entries)
    sizes = sizes_of(entry.blob for entry in entries) if sizes is None else sizes
    small: list[Entry] = []
    large: list[Entry] = []
    for entry in entries:
        size = sizes[entry.blob]
        if size is None:
            yield Missing(entry)
        else:
            (small if size <= whole else large).append(entry)
    yield from _small_blobs(small, sizes)
    for entry in large:
        yield _with_head(entry, sizes[entry.blob] or 0)


def _with_head(entry: Entry, size: int) -> Blob | Missing:
    try:
        return Blob(entry, size, head(entry.blob, HEAD_SIZE))
    except CannotJudge:
        # Its length stands in a header; the rest is damaged.
        return Missing(entry)


def sizes_of(blobs: Iterable[bytes]) -> dict[bytes, int | None]:
    """Bytes of each blob; None for one that is not in the object store."""
    wanted = list(dict.fromkeys(blobs))
    if not wanted:
        return {}
    try:
        answer = process.run("cat-file", "--buffer", _SIZES, send=b"\n".join(wanted) + b"\n")
    except CannotJudge:
        if not in_partial_clone():
            raise
        # Some gits, told not to fetch, die at the first blob that is not here: list what is here instead.
        answer = process.run("cat-file", "--buffer", "--unordered", "--batch-all-objects", _SIZES)
    sizes: dict[bytes, int | None] = dict.fromkeys(wanted)
    for line in answer.splitlines():
        blob, size = line.split(b" ")[:2]
        if blob in sizes and size.isdigit():
            sizes[blob] = int(size)
    return sizes


def _small_blobs(entries: list[Entry], sizes: Mapping[bytes, int | None]) -> Iterator[Blob | Missing]:
    if not entries:
        return
    asking = process.start("cat-file", "--buffer", "--batch", send=b"\n".join(entry.blob for entry in entries) + b"\n")
    for number, entry in enumerate(entries):
        line = asking.answer.readline()
        if not line:
            # Git dies at the first damaged blob, so ask for the rest one by one.
            process.abandon(asking)
            yield from (_with_head(other, sizes[other.blob] or 0) for other in entries[number:])
            return
        size = int(line.split(b" ")[2])
        content = asking.answer.read(size + 1)
        yield Blob(entry, size, content[: min(size, HEAD_SIZE)], content[:-1])
    process.close(asking)


def head(blob: bytes, length: int) -> bytes:
    """The first bytes of a blob of any size, without loading the rest."""
    asking = process.start("cat-file", "blob", blob.decode())
    found = asking.answer.read(length)
    if len(found) < length:
        process.close(asking)
    else:
        process.abandon(asking)
    return found


def tail(blob: bytes, length: int) -> bytes:
    """The last bytes of a blob; git must unpack all of it, but no more than twice `length` is held."""
    asking = process.start("cat-file", "blob", blob.decode())
    kept = b""
    while piece := asking.answer.read(max(length, _SMALL)):
        kept = (kept + piece)[-length:]
    process.close(asking)
    return kept


def content(blob: bytes) -> bytes:
    """All bytes of a blob; ask its size first."""
    return process.run("cat-file", "blob", blob.decode())


def pieces(blob: bytes) -> Iterator[bytes]:
    """All bytes of a blob of any size, one piece at a time; CannotJudge where it is damaged."""
    asking = process.start("cat-file", "blob", blob.decode())
    try:
        while piece := asking.answer.read(PIECE):
            yield piece
    except BaseException:
        process.abandon(asking)
        raise
    process.close(asking)


def named(names: Iterable[str]) -> process.Process:
    """Start reading revisions such as `:pyproject.toml` (the staged file) or `HEAD:pyproject.toml`."""
    return process.start("cat-file", "--batch", send="".join(name + "\n" for name in names).encode())


def answers(question: process.Process, count: int) -> list[tuple[bytes, bytes] | None]:
    """Id and content for each name asked with `named`, None where there is no such file."""
    found: list[tuple[bytes, bytes] | None] = []
    for _ in range(count):
        line = question.answer.readline()
        if not line or line.endswith((b" missing\n", b" ambiguous\n")):
            found.append(None)
            continue
        blob, _, size = line.split(b" ")
        found.append((blob, question.answer.read(int(size) + 1)[:-1]))
    process.close(question)
    return found


def in_partial_clone() -> bool:
    """Whether objects may be missing by design."""
    answer = process.run("config", "--get-regexp", r"^(extensions\.partialclone|remote\..*\.promisor)$", accept=(0, 1))
    return bool(answer.strip())
