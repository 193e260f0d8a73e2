"""Every object that the refs of a repository lead to: what it takes, which refs need it, what first brought each blob.

Mostly one walk by git, of what each commit changes; another of objects, where some are missing.  What is said of a blob
is held in columns, by its number: some 0.3 kB for each, whatever its size.  What is not here is counted, never fetched.
"""

from __future__ import annotations

from array import array

from ..base.findings import CheckError
from ..base.namedtuple import TYPE_CHECKING, NamedTuple
from . import objects, process, refs
from .index import LINK, REGULAR

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from .process import Process

# Which refs lead to a blob, as bits: its place in `Blobs.reached`.
CLONE, TIP, TAG, HEAD = 1, 2, 4, 8
# Whatever else refs lead to is of the server alone, such as the refs/pull of a mirror.
_OF_A_CLONE = ("--branches", "--tags", "--remotes")
_REFS_OF_A_CLONE = (b"refs/heads/", b"refs/tags/", b"refs/remotes/")
_REF = "%(objecttype) %(refname)"
_COMMIT = "--format=%H %T %at %an <%ae>"
_FORMAT = "%(objecttype) %(objectsize) %(objectsize:disk) %(objectname)"
_TREE = b"040000"
_READ = 1 << 20
NEVER = -1
# No time of so many digits is too large for 64 bits.
_DIGITS = 18


class Blobs:
    """The blobs, by their numbers; `ids` gives the number of an id in hex, in the order of the walk.

    `sizes` and `packed` are bytes.  `path` and `commit` are the numbers of what first brought the blob, NEVER where no
    commit is known; `others` are further paths that it had, in the order in which it got them.
    """

    def __init__(self) -> None:
        self.ids: dict[bytes, int] = {}
        self.sizes = array("Q")
        self.packed = array("Q")
        self.reached = bytearray()
        self.path = array("q")
        self.commit = array("q")
        self.links: set[int] = set()
        # Of an empty file they may be tens of thousands, so they are looked up.
        self.others: dict[int, dict[int, None]] = {}

    def add(self, blob: bytes, size: int, packed: int) -> None:
        """One more, of which nothing else is known yet."""
        self.ids[blob] = len(self.sizes)
        self.sizes.append(size)
        self.packed.append(packed)
        self.reached.append(0)
        self.path.append(NEVER)
        self.commit.append(NEVER)


class Commits:
    """The commits, by their numbers, parents before children: ids in hex, times (author's, in seconds), authors."""

    def __init__(self) -> None:
        self.ids: list[bytes] = []
        self.times = array("q")
        self.authors = array("q")
        self.names: dict[bytes, int] = {}

    def add(self, line: bytes) -> bytes:
        """One more, from its id, its tree, its time and its author; the tree."""
        name, tree, time, author = line.split(b" ", 3)
        self.ids.append(name)
        self.times.append(_seconds(time))
        self.authors.append(self.names.setdefault(author, len(self.names)))
        return tree


def _seconds(time: bytes) -> int:
    """The time of a commit, which may hold any digits; 0 for what is none."""
    return int(time) if time.lstrip(b"-").isdigit() and len(time) <= _DIGITS else 0


class Totals(NamedTuple):
    """Bytes on disk of all that some refs lead to, and of that by the type of object."""

    disk: int
    by_type: dict[str, int]


class Inventory(NamedTuple):
    """What a repository holds.

    `clone`, `head` and `everything` are what branches and tags, the commit of HEAD alone, and all refs lead to.
    `missing` are ids of objects that are not here.  `dated` is False where trees are missing, so that no commit can be
    named.
    """

    refs: int
    blobs: Blobs
    commits: Commits
    paths: list[bytes]
    clone: Totals
    head: Totals
    everything: Totals
    missing: frozenset[bytes]
    shallow: bool
    dated: bool


def take() -> Inventory:
    """The inventory of the repository of the current directory; CheckError where git cannot walk it."""
    named = [line.split(b" ", 1) for line in process.run("for-each-ref", f"--format={_REF}").split(b"\n")[:-1]]
    # What is tagged is looked at anyway, whatever it is.
    kinds = {kind for kind, name in named if not name.startswith(b"refs/tags/")}
    head = refs.resolve("HEAD")
    of_head = [head] if head else []
    # The commits that other work trees have checked out are among "--all", and need be of no ref.
    more_than_a_clone = refs.has_linked_worktrees() or any(not name.startswith(_REFS_OF_A_CLONE) for _, name in named)
    found = None
    if kinds <= {b"commit"} and not objects.in_partial_clone():
        found = _in_one_walk(["--all", *of_head])
    walk, everything, missing, dated = found or _in_two_walks(["--all", *of_head])
    blobs = walk.blobs
    if more_than_a_clone:
        clone = _reachable([*_OF_A_CLONE, *of_head], blobs, CLONE, missing)
    else:
        clone, blobs.reached = everything, bytearray(number | CLONE for number in blobs.reached)
    head_only = _reachable(["--no-walk", *of_head], blobs, HEAD | TIP, missing) if head else Totals(0, {})
    _mark(["--no-walk", "--branches", "--remotes"], blobs, TIP)
    if not found:
        _mark(["--no-walk", "--tags"], blobs, TAG)
    return Inventory(
        len(named), blobs, walk.commits, list(walk.paths), clone, head_only, everything, frozenset(missing),
        refs.is_shallow(), dated,
    )  # fmt: skip


_Found = tuple["_Walk", Totals, set[bytes], bool]


def _in_one_walk(words: list[str]) -> _Found | None:
    """All objects out of the changes of all commits, which saves the walk of trees; None where one is not here.

    Whatever a commit has is in a parent as well, at the same path, or among its changes.
    """
    walk = _Walk(Blobs(), set(), trees=set())
    try:
        walk.changes(words)
        blobs = walk.blobs
        further = _mark(["--no-walk", "--tags"], blobs, TAG)
        further -= walk.trees
        further.difference_update(walk.commits.ids)
        by_type = _sized(walk, further)
    except CheckError:
        return None
    if by_type is None:
        return None
    if NEVER in blobs.path:
        walk.name_rest(["--no-walk", "--tags"])
    walk.trees.clear()
    return walk, Totals(sum(by_type.values()), by_type), set(), True


def _sized(walk: _Walk, further: Iterable[bytes]) -> dict[str, int] | None:
    """Fill in the sizes of all blobs; bytes by type of object.  None where an object is not here."""
    blobs = walk.blobs
    by_type: dict[bytes, int] = {}
    first = len(walk.commits.ids) + len(walk.trees)
    wanted = [*walk.commits.ids, *walk.trees, *blobs.ids, *further]
    last = first + len(blobs.ids)
    asking = process.start(
        "cat-file", "--buffer", f"--batch-check={_FORMAT}", send=b"".join([name + b"\n" for name in wanted])
    )
    del wanted
    at = 0
    for lines in _lines(asking):
        for line in lines:
            if line.endswith(b" missing"):
                process.abandon(asking)
                return None
            kind, size, disk, name = line.split(b" ")
            by_type[kind] = by_type.get(kind, 0) + int(disk)
            if first <= at < last:
                blobs.sizes[at - first], blobs.packed[at - first] = int(size), int(disk)
            elif at >= last and kind == b"blob":
                blobs.add(name, int(size), int(disk))
                blobs.reached[-1] = TAG
            at += 1
    process.close(asking)
    return {kind.decode(): disk for kind, disk in by_type.items()}


def _in_two_walks(words: list[str]) -> _Found:
    """Of objects and of changes, so that each goes on where something is missing."""
    missing: set[bytes] = set()
    blobs = Blobs()
    everything = _reachable(words, blobs, 0, missing)
    walk = _Walk(blobs, missing)
    dated = walk.changes(words)
    if NEVER in blobs.path:
        walk.name_rest(words)
    return walk, everything, missing, dated


def fingerprint() -> str:
    """A hash of all refs and of HEAD: as long as it is the same, so is all that they lead to."""
    import hashlib

    lines = process.run("for-each-ref", "--format=%(objectname) %(refname)")
    return hashlib.sha256(lines + refs.resolve("HEAD").encode()).hexdigest()


def _listing(words: Iterable[str]) -> Process:
    # Of "print", since git then also goes on where a commit or a tree is missing.
    return process.start("rev-list", "--objects", "--no-object-names", "--missing=print", *words)


def _reachable(words: list[str], blobs: Blobs, bit: int, missing: set[bytes]) -> Totals:
    """What git finds from there; blobs that are new are added, and all are marked."""
    listing = _listing(words)
    asking = process.start("cat-file", "--buffer", f"--batch-check={_FORMAT}", source=listing)
    by_type: dict[bytes, int] = {}
    ids, reached = blobs.ids, blobs.reached
    for lines in _lines(asking):
        for line in lines:
            words_of = line.split(b" ")
            if len(words_of) != 4:
                missing.add(words_of[0].lstrip(b"?"))
                continue
            kind, size, disk, name = words_of
            by_type[kind] = by_type.get(kind, 0) + int(disk)
            if kind == b"blob":
                number = ids.get(name)
                if number is None:
                    number = len(reached)
                    blobs.add(name, int(size), int(disk))
                reached[number] |= bit
    _closed(asking, listing)
    return Totals(sum(by_type.values()), {kind.decode(): disk for kind, disk in by_type.items()})


def _mark(words: list[str], blobs: Blobs, bit: int) -> set[bytes]:
    """Mark what git finds from there; the ids of what is no blob, or none that is known."""
    listing = _listing(words)
    ids, reached = blobs.ids, blobs.reached
    unknown: set[bytes] = set()
    for lines in _lines(listing):
        for name in lines:
            number = ids.get(name)
            if number is None:
                unknown.add(name)
            else:
                reached[number] |= bit
    process.close(listing)
    return unknown


def _lines(asked: Process) -> Iterator[list[bytes]]:
    rest = b""
    while piece := asked.answer.read(_READ):
        lines = (rest + piece).split(b"\n")
        rest = lines.pop()
        yield lines


def _closed(asking: Process, listing: Process) -> None:
    """The end of two processes; where both fail, the one that lists knows why."""
    try:
        process.close(asking)
    finally:
        process.close(listing)


class _Walk:
    """What each commit changes against all of its parents, parents before children.

    With `trees`, which takes up all of them, blobs are added as they come; else all are known.
    """

    def __init__(self, blobs: Blobs, missing: set[bytes], trees: set[bytes] | None = None) -> None:
        self.blobs = blobs
        self.missing = missing
        self.adding = trees is not None
        self.trees = set[bytes]() if trees is None else trees
        self.commits = Commits()
        self.paths: dict[bytes, int] = {}

    def changes(self, words: list[str]) -> bool:
        """Fill in what brought each blob; False where a tree is missing, and then only what came before it is known."""
        listing = process.start("rev-list", "--topo-order", "--reverse", *self._tolerant(), *words)
        # With "-t" also folders, which else have no line of their own.
        deep = "-t" if self.adding else "-r"
        how = ("--raw", "-z", "--no-renames", "--no-abbrev", "--always", "--ignore-submodules=none", _COMMIT)
        diffs = process.start("diff-tree", "--stdin", deep, "-c", "--root", *how, source=listing)
        self._read(diffs)
        try:
            _closed(diffs, listing)
        except CheckError:
            if not self.missing:
                raise
            return False
        return True

    def _tolerant(self) -> tuple[str, ...]:
        return ("--missing=allow-any",) if self.missing else ()

    def _read(self, diffs: Process) -> None:
        blobs, paths, times = self.blobs, self.paths, self.commits.times
        ids, first, commit_of = blobs.ids, blobs.path, blobs.commit
        for mode, blob, path in self._files(diffs):
            place = paths.setdefault(path, len(paths))
            number = ids.get(blob)
            if number is None and self.adding:
                number = len(first)
                blobs.add(blob, 0, 0)
            elif number is None:
                self.missing.add(blob)
                continue
            commit = len(times) - 1
            if first[number] < 0:
                first[number], commit_of[number] = place, commit
                if mode == LINK:
                    blobs.links.add(number)
                continue
            if first[number] != place:
                blobs.others.setdefault(number, {})[place] = None
            if times[commit] < times[commit_of[number]]:
                commit_of[number] = commit

    def _files(self, diffs: Process) -> Iterator[tuple[bytes, bytes, bytes]]:
        """Mode, id and path of each file and link that a commit brings; the commits are added on the way.

        `COMMIT TREE TIME AUTHOR NUL LF`, then for each change `:MODE MODE OLD NEW STATUS NUL PATH NUL`.
        """
        header = rest = b""
        while piece := diffs.answer.read(_READ):
            fields = (rest + piece).split(b"\0")
            rest = fields.pop()
            for field in fields:
                if header:
                    mode, blob = _new_of(header)
                    header = b""
                    if mode in REGULAR or mode == LINK:
                        yield mode, blob, field
                    elif self.adding and mode == _TREE:
                        self.trees.add(blob)
                elif field[:1] == b":" or field[:2] == b"\n:":
                    header = field.lstrip(b"\n")
                elif len(field) > 1:
                    tree = self.commits.add(field.lstrip(b"\n"))
                    if self.adding:
                        self.trees.add(tree)

    def name_rest(self, words: list[str]) -> None:
        """Paths of blobs that no change has brought: of tagged trees and blobs, and where trees are missing."""
        ids, first = self.blobs.ids, self.blobs.path
        listing = process.start("rev-list", "--objects", "--missing=allow-any", *words)
        for lines in _lines(listing):
            for line in lines:
                name, _, path = line.partition(b" ")
                number = ids.get(name)
                if number is not None and first[number] < 0:
                    first[number] = self.paths.setdefault(path, len(self.paths))
        process.close(listing)


def _new_of(header: bytes) -> tuple[bytes, bytes]:
    """Mode and id of what a change leaves; of a merge there are a mode and an id for every parent before it."""
    if header[1] != 58:
        width = (len(header) - 18) // 2
        return header[8:14], header[16 + width : 16 + 2 * width]
    words = header.split(b" ")
    parents = len(words[0]) - len(words[0].lstrip(b":"))
    return words[parents], words[2 * parents + 1]


def bases(blobs: Blobs) -> dict[int, int]:
    """The blobs that are kept as a difference, each with the one that it differs from."""
    ids = blobs.ids
    send = b"".join([name + b"\n" for name in ids])
    asking = process.start("cat-file", "--buffer", "--batch-check=%(deltabase)", send=send)
    found: dict[int, int] = {}
    number = 0
    for lines in _lines(asking):
        for line in lines:
            base = ids.get(line)
            if base is not None:
                found[number] = base
            number += 1
    process.close(asking)
    return found
