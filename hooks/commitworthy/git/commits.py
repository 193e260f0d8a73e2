"""What a commit is to a reader: its short id, when it was written, its subject; and where in a branch it stands."""

from __future__ import annotations

from ..values import TYPE_CHECKING, NamedTuple
from . import process, ranges
from .ranges import Brought, Range, Taken

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

_FORMAT = "--format=%H%x00%h%x00%as%x00%P%x00%s"


class Commit(NamedTuple):
    """`date` is the author's, as YYYY-MM-DD; `parents` are ids."""

    id: str
    short: str
    date: str
    subject: str
    parents: tuple[str, ...]


def describe(ids: Iterable[bytes]) -> dict[bytes, Commit]:
    """Each commit by its id."""
    send = b"".join(one + b"\n" for one in dict.fromkeys(ids))
    if not send:
        return {}
    options = ("--no-walk=unsorted", "--no-commit-header", "--encoding=UTF-8", "--abbrev=8", _FORMAT, "--stdin")
    found = {}
    for line in process.run("rev-list", *options, send=send).split(b"\n"):
        if line:
            name, short, date, parents, subject = line.decode("utf-8", "surrogateescape").split("\0", 4)
            found[name.encode()] = Commit(name, short, date, subject, tuple(parents.split()))
    return found


def within(wanted: Range, ids: Collection[bytes]) -> set[bytes]:
    """Those of the commits that the range has."""
    return {line for line in process.finish(ranges.ask_commits(wanted)).split() if line in ids}


def leading_to(wanted: Range, ids: Collection[bytes]) -> set[bytes]:
    """Those of the commits, and all in the range that have one of them behind them."""
    found: set[bytes] = set()
    for line in process.finish(ranges.ask_commits(wanted, "--parents")).splitlines():
        commit, *parents = line.split(b" ")
        if commit in ids or not found.isdisjoint(parents):
            found.add(commit)
    return found


def since(tip: str, commit: str) -> tuple[int, bool]:
    """How many commits a tip has since a commit, and whether there is no merge among them."""
    after = Range((tip,), (commit,))
    merges = process.finish(ranges.ask_commits(after, "--merges")).split()
    return len(process.finish(ranges.ask_commits(after)).split()), not merges


def touched_since(tip: str, commit: str, *, deletions: bool) -> set[bytes]:
    """The paths that later commits bring anything to, or with `deletions` take away."""
    introduced = ranges.changes(Range((tip,), (commit,)))
    return {one.path for one in introduced if isinstance(one, Brought) or (deletions and isinstance(one, Taken))}


def has_had(path: bytes) -> bool:
    """Whether a commit that a ref or HEAD leads to has touched a path from the top."""
    spec = b":(top,literal)" + path
    words = ("rev-list", "--all", "--max-count=1", "HEAD", "--", spec.decode("utf-8", "surrogateescape"))
    return bool(process.run(*words, accept=(0, 128)))
