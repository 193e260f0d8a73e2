"""The one writer: whatever happens, a file of the user is the old one or the new one, and lies in the work tree.

A repository is somebody else's: a tracked link called `.gitattributes` or a linked folder may lead to `~/.bashrc`.
So what is named within the work tree must lie in it, outside of `.git`; a link that stays inside is written through,
as to a notebook that is linked, and stays a link.  Two exceptions: git itself follows no link called `.gitattributes`
or `.gitignore`, so a line behind one would do nothing, and such a link is refused.  A place elsewhere, such as one
given with `--output`, is the user's own choice.
"""

from __future__ import annotations

import errno
import os
import stat

from ..base import system
from ..base.findings import CheckError
from ..base.namedtuple import TYPE_CHECKING, NamedTuple
from . import objects, process

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from os import stat_result
    from typing import BinaryIO

    from .process import Process
    from .repository import Repository

# What a kill leaves behind begins with this; it is never a notebook by its name, nothing ever reads it, and
# block-artifacts refuses it by `formats/litter.py`.
TEMPORARY = ".commitworthy-draft-"
# gitattributes(5) and gitignore(5), since git 2.32.
_NOT_FOLLOWED = (".gitattributes", ".gitignore")


class Target(NamedTuple):
    """A file to write: `place` as seen from the current directory, and its new `content`.

    `seen` is its state when it was read, None where there was none: if it has another one by now, somebody has written
    to it, and the new content does not hold what they wrote.
    """

    place: str
    content: bytes
    seen: stat_result | None


class _Draft(NamedTuple):
    """`name` in a folder, `draft` beside it; `folder` is open, or None where the system has no paths from one."""

    target: Target
    path: str
    name: str
    draft: str
    folder: int | None


def save(here: Repository, place: str, content: bytes, seen: stat_result | None) -> int:
    """Write one file, see `save_all`; how many other names it had."""
    return save_all(here, [Target(place, content, seen)])[0]


def save_all(here: Repository, targets: Iterable[Target]) -> list[int]:
    """Write all files, or none; of each how many other names it had: those hard links go on holding the old content.

    Mode, extended attributes (and with them ACLs) are kept, so is the owner where we may give it; a new file gets the
    usual mode.  A file without any write permission is left alone even by its owner: Git LFS and DVC take that
    permission away on purpose.  CheckError if anything is in the way; then the files are as they were and nothing is
    left beside them.  macOS keeps its attributes and ACLs where Python cannot reach them, so there they are lost.
    """
    wanted = list(targets)
    places: dict[str, str] = {}
    for target in wanted:
        refuse_obstacle(here, target.place)
        other = places.setdefault(os.path.realpath(target.place), target.place)
        if other != target.place:
            raise CheckError(
                f"{target.place}: is the same file as {other}, so nothing was written: replace one by a copy"
            )
    drafts: list[_Draft] = []
    done: list[str] = []
    place = ""
    try:
        for target in wanted:
            place = target.place
            drafts.append(_beside(here, target))
            _write(drafts[-1])
        links = [_check(draft) for draft in drafts]
        for draft in drafts:
            place = draft.target.place
            _check(draft)
            os.replace(draft.draft, draft.name, src_dir_fd=draft.folder, dst_dir_fd=draft.folder)
            done.append(place)
    except OSError as error:
        rest = f"already written: {', '.join(done)}" if done else "nothing was changed"
        raise CheckError(f"{place}: cannot be written ({error.strerror}); {rest}") from None
    finally:
        # Also what an interrupt has left: it is told as soon as the call is done during which it came.
        for draft in drafts[len(done) :]:
            _remove(draft)
        for draft in drafts:
            if draft.folder is not None:
                os.close(draft.folder)
    return links


def read(here: Repository, path: str) -> objects.File | None:
    """The file at a path from the top, as a basis for what is to be written there; None where there is none.

    CheckError for what is no file that can be read, or must not be written: nothing behind such a link is read either.
    """
    place = place_of(here, path)
    refuse_obstacle(here, place)
    return objects.optional(os.fsencode(place))


def place_of(here: Repository, path: str) -> str:
    """A path from the top, from the current directory."""
    return os.fsdecode(here.on_disk(os.fsencode(path)))


def refuse_obstacle(here: Repository, place: str) -> None:
    """CheckError where `place` must not be written."""
    reason = obstacle(here, place)
    if reason:
        raise CheckError(f"{place}: {reason}, so nothing was written: put a file in its place")


def obstacle(here: Repository, place: str) -> str:
    """Why a place in the work tree must not be written: what its links do; "" where it may."""
    if not here.is_real():
        return ""
    top, real = _top(here), os.path.realpath(place)
    if os.path.basename(place) in _NOT_FOLLOWED and os.path.islink(place):
        return "is a symbolic link, which git does not follow"
    if os.path.islink(real):
        return "is a symbolic link that leads to itself"
    inside = _inside(top, real)
    if inside is None:
        return f"leads out of the work tree, to {real}" if _is_named_inside(top, place) else ""
    folder = os.path.realpath(os.path.dirname(os.fsdecode(here.memory)))
    if any(map(system.is_git_folder, inside.split(os.sep))) or _inside(folder, real) is not None:
        return f"leads into git's own folder, to {real}"
    return ""


def _top(here: Repository) -> str:
    return os.path.realpath(os.fsdecode(here.to_top) or os.curdir)


def _inside(top: str, real: str) -> str | None:
    """The way from `top` down to `real`; None where that is elsewhere."""
    start = top if top.endswith(os.sep) else top + os.sep
    return real[len(start) :] if real.startswith(start) else "" if real == top else None


def _is_named_inside(top: str, place: str) -> bool:
    """Whether the name itself goes through the work tree, wherever its links then lead."""
    name = os.path.abspath(place)
    while name != os.path.dirname(name):
        if _inside(top, os.path.realpath(name)) is not None or _inside(top, name) is not None:
            return True
        name = os.path.dirname(name)
    return False


def _beside(here: Repository, target: Target) -> _Draft:
    """The folder is opened one step after the other, so that none is swapped for a link once we have looked."""
    path = os.path.realpath(target.place)
    folder, name = os.path.split(path)
    draft = f"{TEMPORARY}{os.getpid()}-{os.urandom(6).hex()}"
    if not system.HOLDS_FOLDERS:
        return _Draft(target, path, path, os.path.join(folder, draft), None)
    top = _top(here) if here.is_real() else folder
    inside = _inside(top, folder)
    number = os.open(folder if inside is None else top, system.PATH_ONLY | system.FOLDER)
    for step in inside.split(os.sep) if inside else ():
        try:
            below = os.open(step, system.PATH_ONLY | system.FOLDER | system.NO_LINK, dir_fd=number)
        except OSError as error:
            if error.errno in (errno.ELOOP, errno.ENOTDIR):
                raise CheckError(_changed(target)) from None
            raise
        finally:
            os.close(number)
        number = below
    return _Draft(target, path, name, draft, number)


def _changed(target: Target) -> str:
    return f"{target.place}: changed on disk, so nothing was written; run again"


def _state(draft: _Draft) -> stat_result | None:
    try:
        return os.stat(draft.name, dir_fd=draft.folder, follow_symlinks=False)
    except FileNotFoundError:
        return None


def _check(draft: _Draft) -> int:
    """How many other names the file has; CheckError where it is not as it was read, or not to be written."""
    now, seen, place = _state(draft), draft.target.seen, draft.target.place
    if now and not stat.S_ISREG(now.st_mode) and not stat.S_ISLNK(now.st_mode):
        raise CheckError(f"{place}: cannot be written (not a file); nothing was changed")
    if (now and _identity(now)) != (seen and _identity(seen)):
        raise CheckError(_changed(draft.target))
    if now and not now.st_mode & 0o222:
        raise CheckError(f"{place}: is read-only, so nothing was changed: give it write permission first")
    return now.st_nlink - 1 if now else 0


def _identity(state: stat_result) -> tuple[int, ...]:
    # The time of the last change of anything beside that of the content: the latter can be set, and is by `touch -r`.
    return state.st_dev, state.st_ino, state.st_size, state.st_mtime_ns, state.st_ctime_ns


def _write(draft: _Draft) -> None:
    _check(draft)
    before = draft.target.seen
    # Until it has its mode, nobody else reads what may be private.
    number = os.open(draft.draft, system.NEW, 0o600 if before else 0o666, dir_fd=draft.folder)
    try:
        view = memoryview(draft.target.content)
        while view:
            view = view[os.write(number, view) :]
        if before:
            _give(number, draft, before)
        os.fsync(number)
    finally:
        os.close(number)


def _give(number: int, draft: _Draft, before: stat_result) -> None:
    """Owner, attributes and mode; in this order, since each takes away from the ones behind it."""
    # Bits that lend somebody's rights are only for the file of that somebody.
    mode = before.st_mode & (0o7777 if system.give_owner(number, before) else 0o777)
    system.give_attributes(number, draft.path)
    system.give_mode(number, draft.draft, mode)


def _remove(draft: _Draft) -> None:
    try:
        os.unlink(draft.draft, dir_fd=draft.folder)
    except OSError:
        return


# What changes the index, for a person at the prompt alone: no hook may.


def stage_content(path: bytes, content: bytes) -> None:
    """Make `content` what the index holds at `path`, whatever the file on disk is."""
    blob = process.run("hash-object", "-w", "--stdin", send=content).strip()
    process.run("update-index", "--add", "-z", "--index-info", send=b"100644 %s\t%s\0" % (blob, path))


def stage_in_place_of(here: Repository, removed: Iterable[bytes], contents: Mapping[bytes, bytes]) -> None:
    """Take paths out of the index and make `contents` what it holds at others, all at once or not at all.

    The files on disk are left alone, and so is whatever else is staged or ignored.
    """
    nothing = b"0" * (64 if here.object_format == "sha256" else 40)
    lines = [b"0 %s\t%s" % (nothing, path) for path in removed]
    blobs = _stored(list(contents.values())) if contents else []
    lines += [b"100644 %s\t%s" % (blob, path) for path, blob in zip(contents, blobs, strict=True)]
    if lines:
        process.run("update-index", "--add", "-z", "--index-info", send=b"".join(line + b"\0" for line in lines))


def put_back(records: Iterable[bytes]) -> None:
    """Make the index hold again what `ls-files --stage` has said of it, modes and sides of a conflict too."""
    lines = b"".join(record + b"\0" for record in records)
    if lines:
        process.run("update-index", "--add", "-z", "--index-info", send=lines)


def _stored(contents: list[bytes]) -> list[bytes]:
    """The ids of blobs, which one git writes."""
    # `hash-object` reads names from a list and contents from one stream alone, `fast-import` takes all in one stream.
    marks = range(1, len(contents) + 1)
    pairs = zip(marks, contents, strict=True)
    send = b"".join(b"blob\nmark :%d\ndata %d\n%s\nget-mark :%d\n" % (at, len(one), one, at) for at, one in pairs)
    return process.run("fast-import", "--quiet", "--done", send=send + b"done\n").split()


def add(repository: Repository, name: str) -> bool:
    """Stage a file as it is on disk; whether git did, which an ignored file it does not."""
    return process.succeeds("--literal-pathspecs", "add", "--", f"{repository.to_top.decode()}{name}")


def renormalize(repository: Repository, paths: Iterable[bytes]) -> None:
    """Stage files again through their filters; CheckError in git's own words."""
    send = b"".join(repository.to_top + path + b"\0" for path in paths)
    process.run(
        "--literal-pathspecs", "add", "--renormalize", "--pathspec-from-file=-", "--pathspec-file-nul", send=send
    )


# What a file held before we rewrite it, kept in git's object store: the bytes on disk, without filters.


# A loose object each, as `git add` makes it, by the default of git, which we lower elsewhere: from there on git makes a
# pack of each.  Not compressed, which takes four times as long as the rest: most of these are pictures in base64,
# which hardly shrink, most are never needed, and those that get committed are compressed in their pack.
_SETTINGS = ("-c", "core.bigFileThreshold=512m", "-c", "core.looseCompression=0")
_PLAIN = frozenset(b"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_@%+=:,./- ")


def stored(content: bytes, keep: Callable[[bytes], str]) -> str:
    """The blob of a content that no file has, stored as `keep` stores files."""
    import tempfile

    # Closed before git reads it, which Windows asks for.
    with tempfile.TemporaryDirectory() as folder:
        place = os.path.join(folder, "blob")
        with open(place, "wb") as file:
            file.write(content)
        return keep(os.fsencode(place))


class Originals:
    """One git for all files, started for the first; to be closed.

    A forked process starts its own: two that share one would read each other's answers.
    """

    def __init__(self) -> None:
        self._git: Process | None = None
        self._names: BinaryIO | None = None
        self._process = 0

    def keep(self, place: bytes) -> str:
        """Store the file at `place` as a blob, which `git cat-file blob` shows; its id.

        CheckError where git could not: then the file must not be rewritten.
        """
        if self._git is None or self._names is None or self._process != os.getpid():
            self._process = os.getpid()
            self._git, self._names = process.converse(*_SETTINGS, "hash-object", "-w", "--no-filters", "--stdin-paths")
        try:
            # Absolute, since git goes to the top of the work tree before it reads.
            self._names.write(_quoted(os.path.abspath(place)) + b"\n")
            self._names.flush()
            blob = self._git.answer.readline().strip().decode()
        except BrokenPipeError:
            blob = ""
        if not blob:
            reason = self._end()
            raise CheckError(f"{os.fsdecode(place)}: its original cannot be saved, so it was not changed: {reason}")
        return blob

    def close(self) -> None:
        """Let git end."""
        if self._git:
            self._end()

    def _end(self) -> str:
        """What git complains of, "" where nothing went wrong."""
        git, names = self._git, self._names
        self._git = self._names = None
        assert git is not None
        assert names is not None
        try:
            names.close()
        except BrokenPipeError:
            return _complaint(git) or "git ended"
        return _complaint(git)


def _complaint(git: Process) -> str:
    try:
        process.finish(git)
    except CheckError as problem:
        return str(problem)
    return ""


def _quoted(path: bytes) -> bytes:
    """As git unquotes it; a path that begins with a quote or holds a line end could not be told otherwise."""
    return b'"' + b"".join(bytes((byte,)) if byte in _PLAIN else b"\\%03o" % byte for byte in path) + b'"'
