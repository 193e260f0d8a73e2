"""What the parents of the commit in the making hold."""

from __future__ import annotations

import os

from ..values import TYPE_CHECKING
from . import process, trees
from .index import LINK, REGULAR, Entry

if TYPE_CHECKING:
    from collections.abc import Iterator

    from .repository import Repository


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
    asking = trees.ask("HEAD")
    commits = parents() if repository.may_merge() or _announced_merge_heads() else ["HEAD"]
    records = asking.answer.read().split(b"\0")
    if process.close(asking, accept=(0, 128)):
        if not parents():
            return
        # HEAD is there, so the failure is a real one: ask again and let git say it.
        records = process.finish(trees.ask("HEAD")).split(b"\0")
    yield "HEAD", _regular(records)
    for commit in commits[1:]:
        yield commit, files(commit)


def files(commit: str, endings: tuple[bytes, ...] = (b"",)) -> Iterator[tuple[bytes, bytes]]:
    """Path and blob of each regular file in the tree of a commit, or of those whose path has one of the endings."""
    return ((path, blob) for mode, blob, path in trees.listed(commit, endings) if mode in REGULAR)


def links(commit: str) -> Iterator[tuple[bytes, bytes]]:
    """Path and blob of each symbolic link in the tree of a commit."""
    return ((path, blob) for mode, blob, path in trees.listed(commit) if mode == LINK)


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
