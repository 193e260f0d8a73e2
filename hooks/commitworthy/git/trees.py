"""What a tree holds, and what two trees do not have alike.

Where gits are kept, as for a push, one is asked for all trees: `diff-tree --stdin` compares as many pairs as it is
given, a whole tree being what the empty one lacks.  It repeats a line that names no object, and so tells where an
answer ends.
"""

from __future__ import annotations

import os

from ..findings import CannotJudge
from ..values import TYPE_CHECKING
from . import process

if TYPE_CHECKING:
    from collections.abc import Iterator

    from .process import Process

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
    except CannotJudge:
        return None
    return fields


def _until_end(git: Process) -> list[bytes]:
    """The fields between a line with both ids, which there is where they differ, and the end."""
    answer = bytearray()
    # A path may end as the answer does, but then it is the first half of its two fields that is there.
    while not (answer.endswith(_END + b"\n") and answer[-len(_END) - 2 :][:1] in b"\0\n" and not answer.count(0) % 2):
        piece = os.read(git.answer.fileno(), _READ)
        if not piece:
            raise CannotJudge("git diff-tree has ended: run git fsck")
        answer += piece
    _, _, changes = bytes(answer[: -len(_END) - 1]).partition(b"\n")
    return changes.split(b"\0")[:-1]
