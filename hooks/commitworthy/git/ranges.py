"""Every blob that comes between two points of history, with the commit and the path that bring it; and commits.

One walk: `rev-list` names the commits, parents before children, and `diff-tree` what each has that none of its
parents has at that path (of a merge, what the merge itself made).  Both stream.  Replacements and grafts are out of
force (see `process`), and no name is ever given to git as a pattern.
"""

from __future__ import annotations

from ..base.namedtuple import TYPE_CHECKING, NamedTuple
from . import objects, process
from .index import LINK, REGULAR

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

    from .process import Process

# The edges of a branch that merged its base every day, or the tips of a push of all tags; to look at one costs the
# reading of a whole tree.
MOST_EDGES = 100
_READ = 1 << 16
# Of paths that are asked for so many are named in one command.
_SPECS = 1000
_TOUCHED = ("log", "-m", "--no-renames", "--no-relative", "--no-show-signature", "--format=", "--name-only", "-z")
_FORMAT = "--format=%H%x00%h%x00%as%x00%P%x00%s"
SUBMODULE = b"160000"


class Range(NamedTuple):
    """What is reachable from `tips` and not from `known`, both ids of commits or of tags on commits.

    With `alternates` what the refs of borrowed object stores reach is known too.
    """

    tips: tuple[str, ...]
    known: tuple[str, ...] = ()
    alternates: bool = False


class IntroducedBlob(NamedTuple):
    """A file that a commit has and none of its parents has, as this blob at this path.

    `old` is what the first parent has there, None where it has no file of this kind.  `commit` is empty for what a tag
    holds without any commit.  `mode` is b"" for regular files, else `LINK` or `SUBMODULE`, whose `blob` is a commit of
    another repository.
    """

    commit: bytes
    path: bytes
    blob: bytes
    old: bytes | None = None
    mode: bytes = b""

    def is_blob(self) -> bool:
        """Whether it is an object of this repository: a regular file or a symbolic link."""
        return self.mode != SUBMODULE


class RemovedPath(NamedTuple):
    """A path that a commit takes away, or changes without bringing anything."""

    path: bytes


class IntroducedObject(NamedTuple):
    """A commit of a range, named before all that it brings."""

    commit: bytes


def ask_commits(wanted: Range, *options: str) -> Process:
    """Start naming the commits of a range, parents before children."""
    words, send = _words(wanted, *options)
    return process.start(*words, send=send)


def _words(wanted: Range, *options: str) -> tuple[tuple[str, ...], bytes]:
    borrowed = ("--not", "--alternate-refs", "--not") if wanted.alternates else ()
    # Their number has no bound, so the ids are not words of the command line.  A known id may be missing: it is
    # a remote's, or the other end of a forced push.
    send = "".join([f"{tip}\n" for tip in wanted.tips] + [f"^{known}\n" for known in wanted.known]).encode()
    order = ("--topo-order", "--reverse", "--ignore-missing")
    return ("rev-list", *order, *options, *borrowed, "--stdin"), send


def walk(wanted: Range) -> Iterator[IntroducedBlob]:
    """All that the commits of a range bring, parents before children; a blob comes as often as it is brought."""
    yield from (change for change in changes(wanted) if isinstance(change, IntroducedBlob) and change.is_blob())


def changes(wanted: Range) -> Iterator[IntroducedBlob | RemovedPath | IntroducedObject]:
    """`walk`, and each commit, what it takes away, and its submodules."""
    if not wanted.tips:
        return
    listing = ask_commits(wanted)
    diffs = process.start(
        "diff-tree", "--stdin", "-r", "-c", "--root", "--raw", "-z", "--no-renames", "--no-abbrev", "--always",
        source=listing,
    )  # fmt: skip
    try:
        yield from _records(_fields(diffs))
    except BaseException:
        process.abandon(diffs)
        process.abandon(listing)
        raise
    try:
        process.close(listing)
    finally:
        # Where both fail, this one knows why: the other had nobody left to talk to.
        process.close(diffs)


def _fields(diffs: Process) -> Iterator[bytes]:
    """The answer, split at each NUL."""
    rest = b""
    while piece := diffs.answer.read(_READ):
        fields = (rest + piece).split(b"\0")
        rest = fields.pop()
        yield from fields


def _records(fields: Iterator[bytes]) -> Iterator[IntroducedBlob | RemovedPath | IntroducedObject]:
    """`COMMIT NUL`, then for each change `:MODE MODE OLD NEW STATUS NUL PATH NUL`."""
    commit = b""
    for field in fields:
        if not field.startswith(b":"):
            commit = field
            yield IntroducedObject(commit)
            continue
        path = next(fields)
        if field.startswith(b"::"):
            yield _merged(commit, path, field)
        elif field[8:14] not in REGULAR:
            yield _odd(commit, path, field)
        else:
            old, new, _ = field[15:].split(b" ")
            if field[1:7] not in REGULAR:
                yield IntroducedBlob(commit, path, new)
            elif old != new:
                yield IntroducedBlob(commit, path, new, old)


def _odd(commit: bytes, path: bytes, field: bytes) -> IntroducedBlob | RemovedPath:
    """A symbolic link, a submodule, or what is gone."""
    before, mode = field[1:7], field[8:14]
    old, new, _ = field[15:].split(b" ")
    if mode not in (LINK, SUBMODULE):
        return RemovedPath(path)
    return IntroducedBlob(commit, path, new, old if before == mode else None, mode)


def _merged(commit: bytes, path: bytes, field: bytes) -> IntroducedBlob | RemovedPath:
    """A change of a merge against each of its parents: a colon, a mode and an id for every one of them."""
    parents = len(field) - len(field.lstrip(b":"))
    words = field[parents:].split(b" ")
    mode, new = words[parents], words[2 * parents + 1]
    alike = REGULAR if mode in REGULAR else (mode,)
    before = [old for then, old in zip(words, words[parents + 1 : -2], strict=False) if then in alike]
    if mode not in (*REGULAR, LINK, SUBMODULE) or new in before:
        return RemovedPath(path)
    old = words[parents + 1] if words[0] in alike else None
    return IntroducedBlob(commit, path, new, old, b"" if mode in REGULAR else mode)


def differing(commit: str, other: str) -> Iterator[IntroducedBlob | RemovedPath]:
    """The regular files that `commit` has otherwise than another commit, but without naming a commit; what is taken.

    A link or a submodule in place of a file takes that away.
    """
    for change in _records(iter(objects.compared(other, commit))):
        if not isinstance(change, IntroducedObject):
            yield RemovedPath(change.path) if isinstance(change, IntroducedBlob) and change.mode else change


def of_tree(tree: str) -> Iterator[IntroducedBlob]:
    """What a tree holds that no commit is known of, such as one that is tagged."""
    for mode, blob, path in objects.listed(tree):
        if mode in (*REGULAR, LINK, SUBMODULE):
            yield IntroducedBlob(b"", path, blob, mode=b"" if mode in REGULAR else mode)


def edges(wanted: Range) -> list[str]:
    """The commits just outside of a range: parents of its commits, and tips, that are known already."""
    words, send = _words(wanted, "--boundary")
    lines = process.run(*words, send=send).decode().split()
    outside = {line[1:]: None for line in lines if line.startswith("-")}
    return [*outside, *set(wanted.tips).difference(lines, outside)]


def count(wanted: Range) -> int:
    """How many commits a range has."""
    return len(process.finish(ask_commits(wanted)).split())


def introducing_commits(wanted: Range, ids: Iterable[bytes]) -> dict[bytes, list[IntroducedBlob]]:
    """For each of these blobs every commit and path of the range that brings it, parents before children."""
    by_blob: dict[bytes, list[IntroducedBlob]] = {blob: [] for blob in ids}
    for introduced in walk(wanted):
        if introduced.blob in by_blob:
            by_blob[introduced.blob].append(introduced)
    return by_blob


# What a commit is to a reader, and where in a branch it is.


class Commit(NamedTuple):
    """`date` is the author's, as YYYY-MM-DD; `parents` are ids."""

    id: str
    short: str
    date: str
    subject: str
    parents: tuple[str, ...]


def describe(ids: Iterable[bytes]) -> dict[bytes, Commit]:
    """Each commit by its id."""
    send = b"".join(name + b"\n" for name in dict.fromkeys(ids))
    if not send:
        return {}
    options = ("--no-walk=unsorted", "--no-commit-header", "--encoding=UTF-8", "--abbrev=8", _FORMAT, "--stdin")
    commits = {}
    for line in process.run("rev-list", *options, send=send).split(b"\n"):
        if line:
            name, short, date, parents, subject = line.decode("utf-8", "surrogateescape").split("\0", 4)
            commits[name.encode()] = Commit(name, short, date, subject, tuple(parents.split()))
    return commits


def within(wanted: Range, ids: Collection[bytes]) -> set[bytes]:
    """Those of the commits that the range has."""
    return {line for line in process.finish(ask_commits(wanted)).split() if line in ids}


def leading_to(wanted: Range, ids: Collection[bytes]) -> set[bytes]:
    """Those of the commits, and all in the range that have one of them behind them."""
    leading: set[bytes] = set()
    for line in process.finish(ask_commits(wanted, "--parents")).splitlines():
        commit, *parents = line.split(b" ")
        if commit in ids or not leading.isdisjoint(parents):
            leading.add(commit)
    return leading


def since(tip: str, commit: str) -> tuple[int, bool]:
    """How many commits a tip has since a commit, and whether there is no merge among them."""
    after = Range((tip,), (commit,))
    merges = process.finish(ask_commits(after, "--merges")).split()
    return len(process.finish(ask_commits(after)).split()), not merges


def touched_since(tip: str, commit: str, *, deletions: bool) -> set[bytes]:
    """The paths that later commits bring anything to, or with `deletions` take away."""
    return {
        change.path
        for change in changes(Range((tip,), (commit,)))
        if isinstance(change, IntroducedBlob) or (deletions and isinstance(change, RemovedPath))
    }


def changed_in(commit: str) -> set[bytes]:
    """The paths from the top that a commit with at most one parent changes."""
    words = (
        "diff-tree",
        "--root",
        "-r",
        "--no-commit-id",
        "--name-only",
        "--no-renames",
        "--no-relative",
        "-z",
        commit,
    )
    return set(process.run(*words).split(b"\0")) - {b""}


def had(paths: Iterable[bytes]) -> set[bytes]:
    """Those of the paths from the top that a commit has touched to which a ref or HEAD leads."""
    specs = [(b":(top,literal)" + path).decode("utf-8", "surrogateescape") for path in paths]
    found: set[bytes] = set()
    for start in range(0, len(specs), _SPECS):
        words = (*_TOUCHED, "--all", "HEAD", "--")
        found.update(process.run(*words, *specs[start : start + _SPECS], accept=(0, 128)).split(b"\0"))
    return found - {b""}
