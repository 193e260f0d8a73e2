"""The attributes files that commits of history have."""

from __future__ import annotations

from ..values import TYPE_CHECKING
from . import history, process
from .attributes import FILE, State, is_file

if TYPE_CHECKING:
    from collections.abc import Iterable


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
