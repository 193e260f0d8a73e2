"""Blobs out of the files that `git add` writes, at a third of the cost of asking git for size and content.

One compressed file a blob, named by its hash: `blob SIZE NUL CONTENT`.  A small one is hashed, so that it is the blob
or nothing.  Of a large one the head is unpacked and no more, as when git is stopped after so many bytes.  For packed,
borrowed and damaged ones git is asked.
"""

from __future__ import annotations

import os

from ..base.namedtuple import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

_OPEN = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
# What zlib adds to bytes that it cannot make smaller, and the header.
_SLACK = 1024


def read(objects: bytes, blob: bytes, largest: int, new_hash: Callable[..., Any]) -> bytes | None:
    """The content of a blob of at most `largest` bytes, by the folder of `objects`; None where git must be asked."""
    from zlib import decompressobj, error

    machine = decompressobj()
    try:
        stored = machine.decompress(_start(objects, blob, largest), largest)
    except (OSError, ValueError, error):
        return None
    header, _, content = stored.partition(b"\0")
    if not machine.eof or header != b"blob %d" % len(content):
        return None
    return content if new_hash(stored, usedforsecurity=False).hexdigest().encode() == blob else None


def head(objects: bytes, blob: bytes, length: int) -> tuple[int, bytes] | None:
    """Size and first bytes of a blob of more than `length`; None where git must be asked."""
    from zlib import decompressobj, error

    try:
        stored = decompressobj().decompress(_start(objects, blob, length + _SLACK), length + _SLACK)
    except (OSError, ValueError, error):
        return None
    header, _, content = stored.partition(b"\0")
    kind, _, size = header.partition(b" ")
    if kind != b"blob" or not (size.isdigit() and len(size) < 20) or len(content) < length or int(size) <= length:
        return None
    return int(size), content[:length]


def _start(objects: bytes, blob: bytes, length: int) -> bytes:
    file = os.open(b"%b/%b/%b" % (objects, blob[:2], blob[2:]), _OPEN)
    try:
        return os.read(file, length)
    finally:
        os.close(file)
