"""Judging what a range of commits brings, as if it were one commit about to be made.

Git is given another place to look, in the form of a linked worktree: HEAD is the base, the index holds the tree of
the tip, objects and configuration are those of the repository.  So every question that is asked of a commit in the
making, and every answer, stays as it is; nothing of the real index, HEAD or work tree is touched.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import tempfile

from ..base.findings import CheckError
from ..base.namedtuple import TYPE_CHECKING, NamedTuple
from . import process

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping


# The index as it would be with some files more, without touching the real one.


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


_OURS = ("GIT_DIR", "GIT_COMMON_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_PREFIX")


class Span(NamedTuple):
    """Ids of two commits: what `tip` has is judged against `base`."""

    base: str
    tip: str


def resolve(start: str, end: str) -> Span:
    """The range from where `end` left `start` to `end`; CheckError for what is no commit, or without a common one."""
    first, tip = _commit(start, "--from-ref"), _commit(end, "--to-ref")
    base = process.run("merge-base", first, tip, accept=(0, 1)).decode().strip()
    if base:
        return Span(base, tip)
    if process.run("rev-parse", "--is-shallow-repository").strip() == b"true":
        raise CheckError(f"this clone is too shallow to find where {end} branched off {start}: git fetch --unshallow")
    raise CheckError(f"{start} and {end} have no common commit: use an ancestor of {end}")


def _commit(name: str, flag: str) -> str:
    # Not as an option, whatever it begins with.
    asked = process.run(
        "rev-parse", "--quiet", "--verify", "--end-of-options", f"{name}^{{commit}}", accept=(0, 1, 128)
    )
    found = asked.decode().strip()
    if not found:
        raise CheckError(f"{flag} {name}: no such commit here: check the name, or git fetch it")
    return found


@contextlib.contextmanager
def as_if_staged(span: Span) -> Iterator[None]:
    """Within, HEAD is the base of `span`, and the tree of its tip is staged.  CheckError outside of a work tree."""
    common = os.path.abspath(os.fsdecode(process.run("rev-parse", "--git-common-dir").removesuffix(b"\n")))
    top = os.fsdecode(process.run("rev-parse", "--show-toplevel").removesuffix(b"\n"))
    before = {name: os.environ.get(name) for name in _OURS}
    with tempfile.TemporaryDirectory(prefix="commitworthy-") as place:
        _write(os.path.join(place, "HEAD"), span.base)
        _write(os.path.join(place, "commondir"), common)
        try:
            _set(dict.fromkeys(_OURS) | {"GIT_DIR": place, "GIT_WORK_TREE": top})
            process.run("read-tree", span.tip)
            yield
        finally:
            _set(before)


def _write(place: str, line: str) -> None:
    with open(place, "wb") as file:
        file.write(os.fsencode(line) + b"\n")


def _set(values: dict[str, str | None]) -> None:
    for name, value in values.items():
        if value is None:
            os.environ.pop(name, None)
        else:
            os.environ[name] = value
