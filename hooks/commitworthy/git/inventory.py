"""Every object that the refs of a repository lead to: what it takes, which refs need it, what first brought each blob.

Mostly one walk by git, of what each commit changes; another of objects, where some are missing.  What is said of a blob
is held in columns, by its number: some 0.3 kB for each, whatever its size.  What is not here is counted, never fetched.
"""

from __future__ import annotations

import os
from array import array

from ..base import wording
from ..base.findings import CheckError
from ..base.namedtuple import TYPE_CHECKING, NamedTuple
from . import objects, process, refs
from .index import LINK, REGULAR

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from .process import Process

# Which refs lead to a blob, as bits: its place in `Blobs.reached`.
CLONE, TIP, TAG, HEAD = 1, 2, 4, 8
# Whatever else refs lead to is of the server alone, such as the refs/pull of a mirror.
_OF_A_CLONE = ("--branches", "--tags", "--remotes")
_REFS_OF_A_CLONE = (b"refs/heads/", b"refs/tags/", b"refs/remotes/")
_REF = "%(objecttype) %(refname)"
_COMMIT = "--format=%H %T %at %an <%ae>"
_SIZES = "%(objecttype) %(objectsize) %(objectsize:disk)"
_FORMAT = f"{_SIZES} %(objectname)"
_ORDER = ("--topo-order", "--reverse")
_CHANGES = (
    *("-c", "--root", "--raw", "-z", "--no-renames", "--no-abbrev", "--ignore-submodules=none"),
    *("--encoding=UTF-8", _COMMIT),
)
# One process in place of two, which takes a quarter less; "log" heeds more of a configuration than "diff-tree" does.
_LOG = ("-c", "diff.relative=false", "-c", f"diff.orderFile={os.devnull}")
_NO_MORE = ("--no-mailmap", "--no-decorate", "--no-show-signature")
_TREE = b"040000"
_READ = 1 << 20
NEVER = -1
# No time of so many digits is too large for 64 bits.
_DIGITS = 18


class Blobs:
    """The blobs, by their numbers; `ids` gives the number of an id in hex, in the order of the walk.

    `sizes` and `packed` are bytes.  `path` and `commit` are the numbers of what first brought the blob, NEVER where no
    commit is known; `others` are further paths that it had, in the order in which it got them, each with the commit.
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
        self.others: dict[int, dict[int, int]] = {}

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
    shallow, place = process.run("rev-parse", "--is-shallow-repository", "--git-path", "worktrees").split(b"\n", 1)
    # The commits that other work trees have checked out are among "--all", and need be of no ref.
    has_worktrees = os.path.isdir(place.removesuffix(b"\n"))
    more_than_a_clone = has_worktrees or any(not name.startswith(_REFS_OF_A_CLONE) for _, name in named)
    of_a_clone = [*_OF_A_CLONE, *of_head]
    found = None
    if kinds <= {b"commit"} and not objects.in_partial_clone():
        found = _in_one_walk(["--all", *of_head], of_head, of_a_clone if more_than_a_clone else None)
    found = found or _in_two_walks(["--all", *of_head], of_head, of_a_clone)
    walk, clone, head_only, everything, missing, dated = found
    _mark(["--no-walk", "--branches", "--remotes"], walk.blobs, TIP)
    return Inventory(
        len(named), walk.blobs, walk.commits, list(walk.paths), clone, head_only, everything, frozenset(missing),
        shallow == b"true", dated,
    )  # fmt: skip


class _Found(NamedTuple):
    """A walk, the totals of a clone, of HEAD and of all, what is missing, and whether commits are known."""

    walk: _Walk
    clone: Totals
    head: Totals
    everything: Totals
    missing: set[bytes]
    dated: bool


def _in_one_walk(words: list[str], of_head: list[str], of_a_clone: list[str] | None) -> _Found | None:
    """All objects out of the changes of all commits, which saves the walks of trees; None where one is not here.

    Whatever a commit has is in a parent as well, at the same path, or among its changes.  `of_a_clone` tells what a
    clone has, None where that is all.
    """
    try:
        walk = _Walk(Blobs(), set(), adding=True, of_a_clone=None if of_a_clone is None else _commits(of_a_clone))
        walk.changes(words)
        further = _mark(["--no-walk", "--tags"], walk.blobs, TAG | CLONE)
        # As those of a tree that is tagged without a commit.
        walk.trees |= further & walk.other_trees
        further -= walk.trees
        further.difference_update(walk.commits.ids)
        at_head = _mark(["--no-walk", *of_head], walk.blobs, HEAD | TIP) if of_head else set()
        totals = _sized(walk, further, at_head)
    except CheckError:
        return None
    if totals is None:
        return None
    if NEVER in walk.blobs.path:
        walk.name_rest(["--no-walk", "--tags"])
    walk.trees.clear()
    walk.other_trees.clear()
    return _Found(walk, *totals, set(), True)


def _commits(words: list[str]) -> set[bytes]:
    return set(process.run("rev-list", *words).split(b"\n")[:-1])


def _sized(walk: _Walk, further: set[bytes], at_head: set[bytes]) -> tuple[Totals, Totals, Totals] | None:
    """Fill in the sizes of all blobs; the totals of a clone, HEAD and all.  None where an object is not here.

    `further` is what only tags lead to, and `at_head` has the commit and the trees of HEAD.
    """
    blobs, of_a_clone = walk.blobs, walk.of_a_clone
    commits = walk.commits.ids
    inside = commits if of_a_clone is None else [name for name in commits if name in of_a_clone]
    outside = [] if of_a_clone is None else [name for name in commits if name not in of_a_clone]
    wanted = [*inside, *walk.trees, *further, *outside, *(walk.other_trees - walk.trees), *blobs.ids]
    last_inside, first = len(inside) + len(walk.trees) + len(further), len(wanted) - len(blobs.ids)
    send = b"".join([name + b"\n" for name in wanted])
    asking = process.start("cat-file", "--buffer", f"--batch-check={_SIZES}", send=send)
    clone: dict[bytes, int] = {}
    head: dict[bytes, int] = {}
    everything: dict[bytes, int] = {}
    at = 0
    for lines in _lines(asking):
        for line in lines:
            if line.endswith(b" missing"):
                process.abandon(asking)
                return None
            kind, size, disk = line.split(b" ")
            taken = int(disk)
            if at >= first:
                blobs.sizes[at - first], blobs.packed[at - first] = int(size), taken
            elif kind == b"blob":
                blobs.add(wanted[at], int(size), taken)
                blobs.reached[-1] = TAG | CLONE
            else:
                everything[kind] = everything.get(kind, 0) + taken
                if at < last_inside:
                    clone[kind] = clone.get(kind, 0) + taken
                if wanted[at] in at_head:
                    head[kind] = head.get(kind, 0) + taken
            at += 1
    process.close(asking)
    for totals, bit in ((clone, CLONE), (head, HEAD), (everything, 0)):
        totals[b"blob"] = sum(
            taken for taken, bits in zip(blobs.packed, blobs.reached, strict=True) if bits & bit == bit
        )
    return _totals(clone), _totals(head), _totals(everything)


def _totals(by_type: dict[bytes, int]) -> Totals:
    return Totals(sum(by_type.values()), {kind.decode(): disk for kind, disk in by_type.items() if disk})


def _in_two_walks(words: list[str], of_head: list[str], of_a_clone: list[str]) -> _Found:
    """Of objects and of changes, so that each goes on where something is missing."""
    missing: set[bytes] = set()
    blobs = Blobs()
    everything = _reachable(words, blobs, 0, missing)
    walk = _Walk(blobs, missing)
    dated = walk.changes(words)
    if NEVER in blobs.path:
        walk.name_rest(words)
    clone = _reachable(of_a_clone, blobs, CLONE, missing)
    head = _reachable(["--no-walk", *of_head], blobs, HEAD | TIP, missing) if of_head else Totals(0, {})
    _mark(["--no-walk", "--tags"], blobs, TAG)
    return _Found(walk, clone, head, everything, missing, dated)


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
    return _totals(by_type)


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

    When `adding`, blobs are added as they come, and trees as well, apart for commits that are not `of_a_clone` (None
    where there are none); else all blobs are known.
    """

    def __init__(
        self, blobs: Blobs, missing: set[bytes], *, adding: bool = False, of_a_clone: set[bytes] | None = None
    ) -> None:
        self.blobs = blobs
        self.missing = missing
        self.adding = adding
        self.of_a_clone = of_a_clone
        self.trees = set[bytes]()
        self.other_trees = set[bytes]()
        self.commits = Commits()
        self.paths: dict[bytes, int] = {}

    def changes(self, words: list[str]) -> bool:
        """Fill in what brought each blob; False where a tree is missing, and then only what came before it is known."""
        if self.adding:
            # With "-t" also folders, which else have no line of their own.
            diffs = process.start(*_LOG, "log", *_ORDER, "-t", *_NO_MORE, *_CHANGES, *words)
            self._read(diffs)
            process.close(diffs)
            return True
        # In two steps, since only the first can go on where something is missing.
        listing = process.start("rev-list", *_ORDER, *self._tolerant(), *words)
        listed = listing.answer.read()
        diffs = process.start("diff-tree", "--stdin", "-r", "--always", *_CHANGES, send=listed)
        self._read(diffs)
        try:
            _closed(diffs, listing)
        except CheckError:
            if not self.missing:
                raise
            return False
        # Of a damaged commit git may say nothing, where a commit-graph leads past it.
        left_out = listed.count(b"\n") - len(self.commits.ids)
        if left_out and not self.missing:
            raise CheckError(f"git diff-tree left out {wording.counted(left_out, 'commit')} that it could not read")
        return not left_out

    def _tolerant(self) -> tuple[str, ...]:
        return ("--missing=allow-any",) if self.missing else ()

    def _read(self, diffs: Process) -> None:
        """`COMMIT TREE TIME AUTHOR NUL LF`, then for each change `:MODE MODE OLD NEW STATUS NUL PATH NUL`."""
        adding, take = self.adding, self._take
        trees, bit = self.trees, 0
        header = rest = b""
        while piece := diffs.answer.read(_READ):
            fields = (rest + piece).split(b"\0")
            rest = fields.pop()
            for field in fields:
                if header:
                    mode, name = _new_of(header)
                    header = b""
                    if mode in REGULAR or mode == LINK:
                        take(mode, name, field, bit)
                    elif adding and mode == _TREE:
                        trees.add(name)
                elif field[:1] == b":" or field[:2] == b"\n:":
                    header = field.lstrip(b"\n")
                elif len(field) > 1:
                    tree = self.commits.add(field.lstrip(b"\n"))
                    if adding:
                        inside = self.of_a_clone is None or self.commits.ids[-1] in self.of_a_clone
                        trees, bit = (self.trees, CLONE) if inside else (self.other_trees, 0)
                        trees.add(tree)

    def _take(self, mode: bytes, blob: bytes, path: bytes, bit: int) -> None:
        """A file or link that the newest commit brings."""
        blobs, paths = self.blobs, self.paths
        place = paths.setdefault(path, len(paths))
        number = blobs.ids.get(blob)
        if number is None and not self.adding:
            self.missing.add(blob)
            return
        commit = len(self.commits.ids) - 1
        if number is None:
            number = len(blobs.sizes)
            blobs.add(blob, 0, 0)
        blobs.reached[number] |= bit
        if blobs.path[number] < 0:
            blobs.path[number], blobs.commit[number] = place, commit
            if mode == LINK:
                blobs.links.add(number)
            return
        if blobs.path[number] != place:
            blobs.others.setdefault(number, {}).setdefault(place, commit)
        times = self.commits.times
        if times[commit] < times[blobs.commit[number]]:
            blobs.commit[number] = commit

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


def repacked(blobs: Blobs, paths: Sequence[bytes], numbers: Iterable[int]) -> int:
    """Bytes that some blobs take in a pack of their own, whole or as differences to each other; nothing is written."""
    ids = list(blobs.ids)
    send = b"".join(
        # By the path git finds what is alike; all it needs is the last part, so no line break is lost.
        ids[number]
        + b" "
        + (paths[blobs.path[number]].rpartition(b"\n")[2] if blobs.path[number] >= 0 else b"")
        + b"\n"
        for number in numbers
    )
    # As a `git gc` does, which also keeps large ones as differences.
    how = ("--window=10", "--depth=50", "--threads=1", "--delta-base-offset", "--no-reuse-delta")
    packing = process.start("-c", "core.bigFileThreshold=512m", "pack-objects", "--stdout", "-q", *how, send=send)
    taken = 0
    while piece := packing.answer.read(_READ):
        taken += len(piece)
    process.close(packing)
    # Without the header, and the checksum at the end.
    return max(taken - 12 - len(ids[0]) // 2, 0)
