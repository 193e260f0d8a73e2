"""Objects: blobs and trees, at the least cost that leaves no doubt.

A work-tree file whose hash is a blob's id is the blob, whatever filters, line ends or stat data say; a small one is
read and hashed.  So is a small loose object.  Of a large one the head is unpacked and no more; all others are asked of
git, in one stream.
"""

from __future__ import annotations

import os

from ..base import system
from ..base.findings import CheckError
from ..base.namedtuple import TYPE_CHECKING, NamedTuple
from . import process
from .index import LINK, REGULAR, Entry

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
    from typing import Any

    from .index import Entry
    from .process import Process
    from .repository import Repository


# Blobs out of the files that `git add` writes, at a third of the cost of asking git for size and content.
#
# One compressed file a blob, named by its hash: `blob SIZE NUL CONTENT`.  A small one is hashed, so that it is the blob
# or nothing.  Of a large one the head is unpacked and no more, as when git is stopped after so many bytes.  For packed,
# borrowed and damaged ones git is asked.


# What zlib adds to bytes that it cannot make smaller, and the header.
_SLACK = 1024


def read_loose(objects: bytes, blob: bytes, largest: int, new_hash: Callable[..., Any]) -> bytes | None:
    """The content of a blob of at most `largest` bytes, by the folder of `objects`; None where git must be asked."""
    from zlib import decompressobj, error

    machine = decompressobj()
    try:
        stored = machine.decompress(_start(objects, blob, largest), largest)
    except (OSError, ValueError, error):
        return None
    header, _, content = stored.partition(b"\0")
    if not machine.eof or header != b"blob %d" % len(content):
        return None
    return content if new_hash(stored, usedforsecurity=False).hexdigest().encode() == blob else None


def loose_head(objects: bytes, blob: bytes, length: int) -> tuple[int, bytes] | None:
    """Size and first bytes of a blob of more than `length`; None where git must be asked."""
    from zlib import decompressobj, error

    try:
        stored = decompressobj().decompress(_start(objects, blob, length + _SLACK), length + _SLACK)
    except (OSError, ValueError, error):
        return None
    header, _, content = stored.partition(b"\0")
    kind, _, size = header.partition(b" ")
    if kind != b"blob" or not (size.isdigit() and len(size) < 20) or len(content) < length or int(size) <= length:
        return None
    return int(size), content[:length]


def _start(objects: bytes, blob: bytes, length: int) -> bytes:
    file = os.open(b"%b/%b/%b" % (objects, blob[:2], blob[2:]), system.READ)
    try:
        return os.read(file, length)
    finally:
        os.close(file)


HEAD_SIZE = 8192
_SIZES = "--batch-check=%(objectname) %(objectsize)"
# Up to here hashing a file costs less than asking git.
_SMALL = 65_536
_MANY = 100
PIECE = 1 << 20
# Up to here a blob that only git can unpack is read whole, in one stream with the others.
STREAMED = 2 * 1024 * 1024


class Blob(NamedTuple):
    """An entry with its blob's size in bytes and its first bytes (`HEAD_SIZE` at least, if it has them).

    `content` is all of it, where it was read anyway; None says nothing.  `reader` gives the rest, as long as the next
    blob has not been asked for.
    """

    entry: Entry
    size: int
    head: bytes
    content: bytes | None = None
    reader: BlobReader | None = None


class Missing(NamedTuple):
    """An entry whose blob is not in the object store (partial clone, or damage)."""

    entry: Entry


def read(repository: Repository, entries: Iterable[Entry]) -> Iterator[Blob | Missing]:
    """The blob of each entry, in no particular order; memory does not grow with the blobs' sizes."""
    entries = list(entries)
    new_hash = hash_of(repository.object_format, large=len(entries) >= _MANY)
    others = []
    # One flat loop: with a function call for each step ten thousand files took half as long again.
    for entry in entries:
        try:
            file = system.open_file(repository.to_top + entry.path)
        except (OSError, ValueError):
            target = _target(repository.to_top + entry.path) if entry.link else None
            if target and new_hash(b"blob %d\0%b" % (len(target), target)).hexdigest().encode() == entry.blob:
                yield Blob(entry, len(target), target[:HEAD_SIZE])
            else:
                others.append(entry)
            continue
        try:
            content = os.read(file, _SMALL + 1)
        except OSError:
            content = None
        finally:
            os.close(file)
        if content is None or len(content) > _SMALL:
            others.append(entry)
            continue
        digest = new_hash(b"blob %d\0" % len(content), usedforsecurity=False)
        digest.update(content)
        if digest.hexdigest().encode() == entry.blob:
            yield Blob(entry, len(content), content[:HEAD_SIZE], content)
        else:
            others.append(entry)
    if others:
        yield from added(repository, others)


def _target(place: bytes) -> bytes | None:
    """Where the symbolic link at a place leads; None where there is none."""
    try:
        return os.readlink(place)
    except (OSError, ValueError):
        return None


def expect(count: int) -> None:
    """Load what reading so many blobs takes, as while git answers, and before a second process would load its own."""
    if count >= _MANY:
        import hashlib  # noqa: F401 (to be found by `hash_of`)


def hash_of(object_format: str, *, large: bool) -> Callable[..., Any]:
    """The hash that names objects.  `hashlib` loads OpenSSL, which pays only for a large work.

    For a small one there is the module that `hashlib` itself falls back to.
    """
    if not large and object_format == "sha1":
        try:
            from _sha1 import sha1  # type: ignore[import-not-found]
        except ImportError:
            pass
        else:
            return sha1  # type: ignore[no-any-return]
    import hashlib

    found: Callable[..., Any] = getattr(hashlib, object_format)
    return found


def added(repository: Repository, entries: Sequence[Entry]) -> Iterator[Blob | Missing]:
    """The blob of each entry, of which the disk has another file: what has just been added is a loose object."""
    new_hash = hash_of(repository.object_format, large=len(entries) >= _MANY)
    others = []
    reader = BlobReader()
    try:
        for entry in entries:
            content = read_loose(repository.objects, entry.blob, _SMALL, new_hash) if repository.objects else None
            if content is not None:
                yield Blob(entry, len(content), content[:HEAD_SIZE], content)
                continue
            found = loose_head(repository.objects, entry.blob, HEAD_SIZE) if repository.objects else None
            # A small one that did not pass as the blob above is damaged.
            if found is not None and found[0] > _SMALL:
                yield Blob(entry, *found, None, reader)
            else:
                others.append(entry)
    finally:
        reader.close()
    if others:
        yield from stored(repository, others)


def stored(
    repository: Repository | None,
    entries: Iterable[Entry],
    sizes: Mapping[bytes, int | None] | None = None,
    whole: int = _SMALL,
) -> Iterator[Blob | Missing]:
    """The blob of each entry, out of the store alone: for history, which no file on disk is likely to be.

    Without a `repository`, as for small ones, no pack is read by ourselves.  `sizes` where they are known already.
    Blobs up to `whole` bytes come in one stream, and of a larger one the head.
    However many there are, this takes three processes of git at most, and one for each blob that is damaged.
    """
    entries = list(entries)
    sizes = sizes_of(entry.blob for entry in entries) if sizes is None else sizes
    streamed: list[Entry] = []
    large: list[Entry] = []
    for entry in entries:
        size = sizes[entry.blob]
        if size is None:
            yield Missing(entry)
        else:
            (streamed if size <= whole else large).append(entry)
    reader = BlobReader()
    try:
        for entry, size, head in _heads(repository.objects if repository else b"", large, sizes):
            if head is not None:
                yield Blob(entry, size, head, None, reader)
            elif size <= STREAMED:
                streamed.append(entry)
            else:
                yield _with_head(entry, size, reader)
        yield from _in_one_stream(streamed, reader)
    finally:
        reader.close()


def _heads(
    objects: bytes, entries: Iterable[Entry], sizes: Mapping[bytes, int | None]
) -> Iterator[tuple[Entry, int, bytes | None]]:
    """Each entry with size and head; None where only git can tell the head."""
    if not entries:
        return
    from . import packs

    known = folders(objects)
    opened = packs.Packs(known)
    try:
        for entry in entries:
            heads = (loose_head(folder, entry.blob, HEAD_SIZE) for folder in known)
            found = next((head for head in heads if head), None) or opened.head(entry.blob, HEAD_SIZE)
            size = sizes[entry.blob] or 0
            yield entry, size, found[1] if found and found[0] == size else None
    finally:
        opened.close()


def folders(objects: bytes) -> list[bytes]:
    """The folder of objects, and those it borrows from: by its own list, and while a push is received by git's."""
    if not objects:
        return []
    given = os.fsencode(os.environ.get("GIT_ALTERNATE_OBJECT_DIRECTORIES", "")).split(os.fsencode(os.pathsep))
    try:
        with open(os.path.join(objects, b"info", b"alternates"), "rb") as file:
            listed = [os.path.join(objects, line) for line in file.read().split(b"\n") if line]
    except OSError:
        listed = []
    return [objects, *listed, *filter(None, given)]


def _with_head(entry: Entry, size: int, reader: BlobReader) -> Blob | Missing:
    try:
        return Blob(entry, size, reader.head(entry.blob, HEAD_SIZE), None, reader)
    except CheckError:
        # Its length is in a header; the rest is damaged.
        return Missing(entry)


class BlobReader:
    """Parts of blobs, all asked of one git that runs until `close`; after that, or if not `lasting`, of one for each.

    CheckError for a blob that is damaged or not there.  Git dies of a damaged one, and the next takes another git.
    """

    def __init__(self, *, lasting: bool = True) -> None:
        self._asking: process.Process | None = None
        self._lasting = lasting

    def head(self, blob: bytes, length: int) -> bytes:
        """The first bytes; no more than these are held."""
        kept = b""
        for piece in self._pieces(blob, _SMALL):
            kept += piece[: length - len(kept)]
        return kept

    def tail(self, blob: bytes, length: int) -> bytes:
        """The last bytes; no more than twice `length` is held."""
        kept = b""
        for piece in self._pieces(blob, max(length, _SMALL)):
            kept = (kept + piece)[-length:]
        return kept

    def content(self, blob: bytes) -> bytes:
        """All bytes; mind its size first."""
        return b"".join(self._pieces(blob, STREAMED))

    def pieces(self, blob: bytes) -> Iterator[bytes]:
        """All bytes of a blob of any size, one piece after the other."""
        return self._pieces(blob, PIECE)

    def close(self) -> None:
        """Let git go."""
        self._lasting = False
        if self._asking:
            asking, self._asking = self._asking, None
            process.rest(asking)

    def _let_go(self) -> None:
        if self._asking:
            asking, self._asking = self._asking, None
            process.abandon(asking)

    def _pieces(self, blob: bytes, most: int) -> Iterator[bytes]:
        """All bytes, at most so many at a time."""
        whole = False
        try:
            yield from self._answer(blob, most)
            whole = True
        finally:
            if not whole:
                self._let_go()
            elif not self._lasting:
                self.close()

    def _answer(self, blob: bytes, most: int) -> Iterator[bytes]:
        asking = self._asking = self._asking or process.talk("cat-file", "--batch")
        assert asking.questions is not None
        try:
            asking.questions.write(blob + b"\n")
        except OSError:
            raise _unread(blob) from None
        line = asking.answer.readline()
        if not line.strip().rpartition(b" ")[2].isdigit():
            raise _unread(blob)
        left = int(line.split(b" ")[2])
        while left:
            piece = asking.answer.read(min(left, most))
            if not piece:
                raise _unread(blob)
            left -= len(piece)
            yield piece
        asking.answer.read(1)


def _unread(blob: bytes) -> CheckError:
    return CheckError(f"blob {blob.decode()} is missing or damaged in the object store: run git fsck")


def sizes_of(blobs: Iterable[bytes]) -> dict[bytes, int | None]:
    """Bytes of each blob; None for one that is not in the object store."""
    wanted = list(dict.fromkeys(blobs))
    if not wanted:
        return {}
    try:
        answer = process.lines("cat-file", _SIZES, send=wanted)
    except CheckError:
        if not in_partial_clone():
            raise
        # Some gits, told not to fetch, die at the first blob that is not here: list what is here instead.
        answer = process.run("cat-file", "--buffer", "--unordered", "--batch-all-objects", _SIZES).splitlines()
    sizes: dict[bytes, int | None] = dict.fromkeys(wanted)
    for line in answer:
        blob, size = line.split(b" ")[:2]
        if blob in sizes and size.isdigit():
            sizes[blob] = int(size)
    return sizes


def _in_one_stream(entries: list[Entry], reader: BlobReader) -> Iterator[Blob | Missing]:
    """The blob of each entry with all its bytes, in their order."""
    while entries:
        found = 0
        contents = process.answers("cat-file", "--batch", send=[entry.blob for entry in entries], read=next_content)
        # The answers first: at their end git is let go.
        for content, entry in zip(contents, entries):  # noqa: B905
            if content is None:
                break
            found += 1
            yield Blob(entry, len(content), content[:HEAD_SIZE], content, reader)
        if found == len(entries):
            return
        # Git has died of a damaged blob: it is left out, and another one asked for the rest.
        contents.close()
        yield Missing(entries[found])
        entries = entries[found + 1 :]


def next_content(asking: process.Process) -> bytes | None:
    """The next blob of a stream; None where git has died of a damaged one, or gave fewer bytes than announced."""
    line = asking.answer.readline()
    size = line.strip().rpartition(b" ")[2]
    if not size.isdigit():
        return None
    content = asking.answer.read(int(size))
    return content if asking.answer.read(1) == b"\n" else None


def content(blob: bytes) -> bytes:
    """All bytes of a blob; ask its size first."""
    return BlobReader(lasting=False).content(blob)


def named(names: Iterable[str]) -> process.Process:
    """Start reading revisions such as `:pyproject.toml` (the staged file) or `HEAD:pyproject.toml`."""
    return process.start("cat-file", "--batch", send="".join(name + "\n" for name in names).encode())


def answers(question: process.Process, count: int) -> list[tuple[bytes, bytes] | None]:
    """Id and content for each name asked with `named`, None where there is no such file."""
    found = [_answer(question) for _ in range(count)]
    process.close(question)
    return found


def contents_of(names: Sequence[str]) -> list[tuple[bytes, bytes] | None]:
    """Id and content of each revision such as `HEAD:pyproject.toml`, None where there is no such file."""
    send = [name.encode("utf-8", "surrogateescape") for name in names]
    return list(process.answers("cat-file", "--batch", send=send, read=_answer))


def _answer(question: process.Process) -> tuple[bytes, bytes] | None:
    line = question.answer.readline()
    if not line or line.endswith((b" missing\n", b" ambiguous\n")):
        return None
    blob, _, size = line.split(b" ")
    return blob, question.answer.read(int(size) + 1)[:-1]


def is_there(name: str) -> bool:
    """Whether a revision such as `HEAD:.dvc/config` names an object."""
    (line,) = process.lines("cat-file", "--batch-check=%(objectname)", send=[name.encode("utf-8", "surrogateescape")])
    return not line.endswith(b" missing")


def are_there(names: Sequence[str]) -> list[bool]:
    """Of each revision such as `HEAD^{commit}` whether it names an object; one git tells all."""
    send = [name.encode("utf-8", "surrogateescape") for name in names]
    return [
        not line.endswith(b" missing") for line in process.lines("cat-file", "--batch-check=%(objectname)", send=send)
    ]


def in_partial_clone() -> bool:
    """Whether objects may be missing by design."""
    answer = process.run("config", "--get-regexp", r"^(extensions\.partialclone|remote\..*\.promisor)$", accept=(0, 1))
    return bool(answer.strip())


# Whole contents of blobs, one at a time, and files on disk.


# From here on OpenSSL, which takes as long to load as an interpreter needs to start, hashes faster than the module
# without it.
_LARGE = 1 << 20


class File(NamedTuple):
    """A file on disk as it was read: all its bytes, and its state at that moment."""

    content: bytes
    state: os.stat_result


class WholeBlob(NamedTuple):
    """An entry with all bytes of its blob; `file` is the work-tree file where its bytes are the very same."""

    entry: Entry
    content: bytes
    file: File | None = None


def read_whole(repository: Repository, entries: Iterable[Entry]) -> Iterator[WholeBlob | Missing]:
    """The blob of each entry, those that lie unchanged in the work tree first; one at a time is held."""
    others = []
    for entry in entries:
        file = on_disk(repository.on_disk(entry.path), follow=False)
        if file and object_id(file.content, repository.object_format) == entry.blob:
            yield WholeBlob(entry, file.content, file)
        else:
            others.append(entry)
        del file
    yield from _ask(others)


def on_disk(place: bytes, *, follow: bool = True, most: int = -1) -> File | None:
    """A regular file; None where there is none, or where it cannot be read.

    A symbolic link is none unless it is to be followed: git stores the link itself.  Of a larger file than `most` bytes
    only these are read.
    """
    opened = system.open_regular(place, follow=follow)
    if opened is None:
        return None
    number, state = opened
    with open(number, "rb", buffering=0) as file:
        return File(file.read(most), state)


def matches_worktree(repository: Repository, entry: Entry) -> bool:
    """Whether the file on disk is, byte for byte and unfiltered, what the index holds."""
    import hashlib

    place = repository.on_disk(entry.path)
    # A pipe would never end.
    if not os.path.isfile(place):
        return False
    try:
        with open(place, "rb") as file:
            digest = hashlib.new(repository.object_format, usedforsecurity=False)
            digest.update(b"blob %d\0" % os.fstat(file.fileno()).st_size)
            while piece := file.read(1024 * 1024):
                digest.update(piece)
    except OSError:
        return False
    return digest.hexdigest().encode() == entry.blob


def optional(place: bytes) -> File | None:
    """A file that need not be there; CheckError for what is there and is no file that can be read."""
    file = on_disk(place)
    if file is None and os.path.exists(place):
        raise CheckError(f"{os.fsdecode(place)}: is not a readable file: move it away, or check its permissions")
    return file


def object_id(content: bytes, object_format: str) -> bytes:
    """The id, in hex, that git gives a blob of this content."""
    new_hash = hash_of(object_format, large=len(content) > _LARGE)
    made = new_hash(b"blob %d\0" % len(content), usedforsecurity=False)
    made.update(content)
    return bytes(made.hexdigest().encode())


def _ask(entries: list[Entry]) -> Iterator[WholeBlob | Missing]:
    sizes = sizes_of(entry.blob for entry in entries)
    here = [entry for entry in entries if sizes[entry.blob] is not None]
    yield from (Missing(entry) for entry in entries if sizes[entry.blob] is None)
    while here:
        asking = process.start("cat-file", "--buffer", "--batch", send=b"".join([one.blob + b"\n" for one in here]))
        found = 0
        for entry in here:
            content = next_content(asking)
            if content is None:
                break
            found += 1
            yield WholeBlob(entry, content)
            del content
        if found == len(here):
            process.close(asking)
            return
        # Git has died of a damaged blob: it is left out, and another one asked for the rest.
        process.abandon(asking)
        yield Missing(here[found])
        here = here[found + 1 :]


# What a tree holds, and what two trees do not have alike.
#
# Where gits are kept, as for a push, one is asked for all trees: `diff-tree --stdin` compares as many pairs as it is
# given, a whole tree being what the empty one lacks.  It repeats a line that names no object, and so tells where an
# answer ends.


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
