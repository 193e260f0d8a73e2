"""Attributes as a commit of history has them, asked of git in an index that holds its attribute files alone.

`git check-attr --source` would do, but is newer than the git we promise to work with.
"""

from __future__ import annotations

import os

from ..values import TYPE_CHECKING
from . import history, process
from .attributes import FILE, is_file

if TYPE_CHECKING:
    from collections.abc import Iterable

    from .process import Process

# Which attribute file is which blob.
State = tuple[tuple[bytes, bytes], ...]


def files(commit: str) -> list[tuple[bytes, bytes]]:
    """Path and blob of each attribute file in a commit."""
    return [pair for pair in history.files(commit, (FILE,)) if is_file(pair[0])]


def states(commits: Iterable[bytes], paths: Iterable[bytes]) -> dict[bytes, State]:
    """For each commit which blob it has at each of `paths`, where it has one."""
    wanted, places = list(dict.fromkeys(commits)), [path for path in paths if b"\n" not in path]
    send = [b"%b:%b" % (commit, path) for commit in wanted for path in places]
    # Each line is answered by one, so that they can be told apart by their number.
    lines = iter(process.lines("cat-file", "--batch-check=%(objectname) %(objecttype)", send=send))
    found = {}
    for commit in wanted:
        have = ((path, next(lines)) for path in places)
        found[commit] = tuple((path, line[:-5]) for path, line in have if line.endswith(b" blob"))
    return found


def filters(state: State, paths: Iterable[bytes], folder: str) -> dict[bytes, str]:
    """The `filter` attribute of each path from the top under these attribute files; `folder` is for our use."""
    wanted = list(paths)
    # A work tree is named, for without one git would not make an index; nothing is read from it or written to it.
    settings = {"GIT_INDEX_FILE": os.path.join(folder, "index"), "GIT_WORK_TREE": folder, "GIT_PREFIX": ""}
    rows = b"".join(b"100644 %b\t%b\0" % (blob, path) for path, blob in state)
    process.run("read-tree", "--empty", settings=settings)
    process.run("update-index", "-z", "--index-info", send=rows, settings=settings)
    asked = process.start(
        "check-attr", "--cached", "-z", "--stdin", "filter", send=b"\0".join([*wanted, b""]), settings=settings
    )
    return _read(asked)


def _read(asked: Process) -> dict[bytes, str]:
    fields = process.finish(asked).split(b"\0")
    return {
        fields[number]: fields[number + 2].decode("utf-8", "surrogateescape") for number in range(0, len(fields) - 2, 3)
    }
