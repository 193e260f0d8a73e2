"""The index as it would be with some files more, without touching the real one."""

from __future__ import annotations

import contextlib
import os
import shutil
import tempfile

from ..values import TYPE_CHECKING
from . import process

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping


@contextlib.contextmanager
def as_if_added(contents: Mapping[str, bytes]) -> Iterator[None]:
    """Within, the index also holds `contents` (path from the top -> bytes).  Only loose objects are left behind."""
    real = os.fsdecode(process.run("rev-parse", "--git-path", "index").removesuffix(b"\n"))
    before = os.environ.get("GIT_INDEX_FILE")
    with tempfile.TemporaryDirectory(prefix="commitworthy-") as folder:
        copy = os.path.join(folder, "index")
        if os.path.exists(real):
            shutil.copyfile(real, copy)
        os.environ["GIT_INDEX_FILE"] = copy
        try:
            for path, content in contents.items():
                blob = process.run("hash-object", "-w", "--stdin", send=content).decode().strip()
                process.run("update-index", "--add", "--cacheinfo", f"100644,{blob},{path}")
            yield
        finally:
            if before is None:
                del os.environ["GIT_INDEX_FILE"]
            else:
                os.environ["GIT_INDEX_FILE"] = before
