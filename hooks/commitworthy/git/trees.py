"""What a tree holds, and what two trees do not have alike.

Where gits are kept, as for a push, one is asked for all trees: `diff-tree --stdin` compares as many pairs as it is
given, a whole tree being what the empty one lacks.  It repeats a line that names no object, and so tells where an
answer ends.
"""

from __future__ import annotations

import os

from ..base.findings import CheckError
from ..base.namedtuple import TYPE_CHECKING
from . import process
from .index import LINK, REGULAR, Entry

if TYPE_CHECKING:
    from collections.abc import Iterator

    from .process import Process
    from .repository import Repository

_RAW = ("-r", "--raw", "-z", "--no-renames", "--no-abbrev", "--ignore-submodules=none")
_END = b"end"
# Every git has these, stored or not; by the length of an id.
_EMPTY = {
    40: b"4b825dc642cb6eb9a060e54bf8d69288fbee4904",
    64: b"6ef19b41225c5369f1c104d45d8d85efa9b057b53b14b4b9b939dd74decc5321",
}
_READ = 1 << 16


def ask(revision: str) -> Process:
    """Start listing the tree of a revision; `records` reads the answer."""
    return process.start("ls-tree", "-r", "-z", "--full-tree", revision)


def listed(revision: str, endings: tuple[bytes, ...] = (b"",)) -> Iterator[tuple[bytes, bytes, bytes]]:
    """Mode, id and path of each file, link and submodule of the tree of a revision, if its path has an ending."""
    fields = _by_kept_git("", revision)
    if fields is None:
        records = process.finish(ask(revision)).split(b"\0")[:-1]
        # Mostly few of many: looked for by the whole record, which ends in the path.
        for record in [record for record in records if record.endswith(endings)]:
            head, _, path = record.partition(b"\t")
            yield head[:6], head.split(b" ")[2], path
        return
    for head, path in [pair for pair in zip(fields[::2], fields[1::2], strict=True) if pair[1].endswith(endings)]:
        yield head[8:14], head.split(b" ")[3], path


def compared(before: str, after: str) -> list[bytes]:
    """Raw changes from one revision to another, each as two fields (`git help diff-tree`)."""
    fields = _by_kept_git(before, after)
    return process.run("diff-tree", *_RAW, before, after).split(b"\0")[:-1] if fields is None else fields


def _by_kept_git(before: str, after: str) -> list[bytes] | None:
    """The fields of all changes; None where no git is kept, or it cannot tell: then another says why."""
    if not process.keeps():
        return None
    names = [f"{revision}^{{tree}}".encode("utf-8", "surrogateescape") for revision in (before, after) if revision]
    ids = process.lines("cat-file", "--batch-check=%(objectname)", send=names)
    pair = (_EMPTY.get(len(ids[0]), b""), *ids) if not before else tuple(ids)
    if any(len(one) not in _EMPTY for one in pair):
        return None
    question = b" ".join(pair) + b"\n" + _END
    try:
        (fields,) = process.exchange("diff-tree", "--stdin", *_RAW, send=[question], read=_until_end)
    except CheckError:
        return None
    return fields


def _until_end(git: Process) -> list[bytes]:
    """The fields between a line with both ids, which there is where they differ, and the end."""
    answer = bytearray()
    # A path may end as the answer does, but then it is the first half of its two fields that is there.
    while not (answer.endswith(_END + b"\n") and answer[-len(_END) - 2 :][:1] in b"\0\n" and not answer.count(0) % 2):
        piece = os.read(git.answer.fileno(), _READ)
        if not piece:
            raise CheckError("git diff-tree stopped early: run git fsck")
        answer += piece
    _, _, changes = bytes(answer[: -len(_END) - 1]).partition(b"\n")
    return changes.split(b"\0")[:-1]


# What the parents of the commit in the making hold.


_HEX = "0123456789abcdef"


def parents() -> list[str]:
    """HEAD and, during a merge, each commit being merged; empty before the first commit."""
    # Of the two those that there are, in one process: the first that is no revision ends the answer.
    found = process.run("rev-parse", "--revs-only", "HEAD", "MERGE_HEAD").split()
    if not found:
        return []
    recorded = _recorded_merge_heads() if len(found) > 1 else []
    return ["HEAD", *dict.fromkeys(recorded + _announced_merge_heads())]


def _recorded_merge_heads() -> list[str]:
    """All lines of MERGE_HEAD: an octopus merge has several, and `rev-parse` shows the first alone."""
    place = process.run("rev-parse", "--git-path", "MERGE_HEAD").removesuffix(b"\n")
    try:
        with open(place, encoding="ascii") as file:
            return file.read().split()
    except OSError:
        # A branch or a tag may be called so: what it holds is in no parent.
        return []


def _announced_merge_heads() -> list[str]:
    """The commits of a merge that goes well: git writes MERGE_HEAD only after the pre-merge-commit hook has passed.

    Until then it names each commit in the environment, as GITHEAD_<id> (`git help merge`, builtin/merge.c).
    """
    ids = [name.removeprefix("GITHEAD_") for name in os.environ if name.startswith("GITHEAD_")]
    return [name for name in ids if not name.strip(_HEX) and process.succeeds("cat-file", "-e", f"{name}^{{commit}}")]


def files_of_parents(repository: Repository) -> Iterator[tuple[str, Iterator[tuple[bytes, bytes]]]]:
    """Each of `parents` with its `files`; mostly there is HEAD alone, and one process tells all."""
    asking = ask("HEAD")
    commits = parents() if repository.may_merge() or _announced_merge_heads() else ["HEAD"]
    records = asking.answer.read().split(b"\0")
    if process.close(asking, accept=(0, 128)):
        if not parents():
            return
        # HEAD is there, so the failure is a real one: ask again and let git say it.
        records = process.finish(ask("HEAD")).split(b"\0")
    yield "HEAD", _regular(records)
    for commit in commits[1:]:
        yield commit, files(commit)


def files(commit: str, endings: tuple[bytes, ...] = (b"",)) -> Iterator[tuple[bytes, bytes]]:
    """Path and blob of each regular file in the tree of a commit, or of those whose path has one of the endings."""
    return ((path, blob) for mode, blob, path in listed(commit, endings) if mode in REGULAR)


def links(commit: str) -> Iterator[tuple[bytes, bytes]]:
    """Path and blob of each symbolic link in the tree of a commit."""
    return ((path, blob) for mode, blob, path in listed(commit) if mode == LINK)


def _regular(records: list[bytes]) -> Iterator[tuple[bytes, bytes]]:
    for record in records:
        head, _, path = record.partition(b"\t")
        if head[:6] in REGULAR:
            yield path, head.split(b" ")[2]


def renamed(commit: str) -> dict[bytes, Entry]:
    """For each path of the index that a file of `commit` was moved to, with or without changes: that file."""
    # All on the command line: what a user has configured of renames does not count.
    answer = process.run(
        "diff-index",
        "--cached",
        "--raw",
        "-z",
        "-M50%",
        "-l1000",
        "--no-abbrev",
        "--ita-invisible-in-index",
        commit,
        "--",
    )
    fields = iter(answer.split(b"\0"))
    found = {}
    for head in fields:
        if not head:
            break
        old_mode, _, old, _, status = head[1:].split(b" ")
        path = next(fields)
        if status[:1] in b"RC":
            new = next(fields)
            if old_mode in REGULAR:
                found[new] = Entry(path, old)
    return found
