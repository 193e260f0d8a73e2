"""Small blobs out of the files that `git add` writes, at a third of the cost of asking git for size and content.

One compressed file a blob, named by its hash: `blob SIZE NUL CONTENT`.  What is read is hashed, so that it is the blob
or nothing; for packed, large, borrowed and damaged ones git is asked.
"""

from __future__ import annotations

import os

from ..values import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

_OPEN = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)


def read(objects: bytes, blob: bytes, largest: int, new_hash: Callable[..., Any]) -> bytes | None:
    """The content of a blob of at most `largest` bytes, by the folder of `objects`; None where git must be asked."""
    from zlib import decompressobj, error

    try:
        file = os.open(b"%b/%b/%b" % (objects, blob[:2], blob[2:]), _OPEN)
    except (OSError, ValueError):
        return None
    machine = decompressobj()
    try:
        stored = machine.decompress(os.read(file, largest), largest)
    except (OSError, error):
        return None
    finally:
        os.close(file)
    header, _, content = stored.partition(b"\0")
    if not machine.eof or header != b"blob %d" % len(content):
        return None
    return content if new_hash(stored, usedforsecurity=False).hexdigest().encode() == blob else None
