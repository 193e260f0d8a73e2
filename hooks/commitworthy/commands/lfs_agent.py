"""Carry objects of Git LFS to and from a bucket or a folder, as a custom transfer agent of git-lfs.

git-lfs starts several of these at once and talks to each in lines of JSON, as its `docs/custom-transfers.md` says.
What goes wrong is answered in one line, which git-lfs shows to the user; standard error it keeps to itself.
"""

from __future__ import annotations

import argparse
import contextlib
import hashlib
import json
import os
import signal
import sys

from .. import __version__
from ..base import secrets
from ..base.findings import CheckError
from ..base.namedtuple import TYPE_CHECKING
from ..git import lfs as git_lfs
from ..git import objects, process
from ..git.incoming import IncomingObject
from ..homes import access, lfs
from ..homes.store import MissingObjectError
from ..policy import settings
from ..policy.parser import Parser, wide
from ..report.escape import for_terminal
from ..report.text import write_lines

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping
    from typing import Any, BinaryIO

    from ..homes.address import Address
    from ..homes.store import Store

SUMMARY = "Keep Git LFS objects in a bucket or folder, with no server."
# git-lfs shows it beside the line.
_CODE = 2
_HEX = frozenset("0123456789abcdef")


def run(words: list[str]) -> int:
    """Set this clone up, or serve git-lfs until it says that it has done."""
    args = _parser().parse_args(words)
    if args.trust:
        access.trust(args.trust)
    if args.set is not None:
        return _set(args.set)
    if args.trust:
        return 0
    if sys.stdin is None or sys.stdin.isatty():
        raise CheckError("lfs-agent: git-lfs starts it; to set this clone up: commitworthy lfs-agent --set HOME")
    # At once, also in the midst of a transfer: nothing half is ever shown, and the next run goes on.
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    _serve(sys.stdin.buffer, sys.stdout.buffer)
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = Parser(
        prog="commitworthy lfs-agent",
        usage="commitworthy lfs-agent [--set [HOME]] [--trust HOST]",
        description=SUMMARY + "\nWithout options it is what git-lfs starts: a custom transfer agent.",
        epilog="example: commitworthy lfs-agent --set lfs+s3://team-models/churn",
        formatter_class=wide,
    )
    parser.add_argument(
        "--set",
        metavar="HOME",
        nargs="?",
        const="",
        help="let git-lfs keep the objects of this clone there; without HOME where the policy says (written to "
        ".git/config)",
    )
    parser.add_argument("--trust", metavar="HOST", help="let credentials go to this host, in this clone")
    return parser


def _set(named: str) -> int:
    known = lfs.setting()
    home = lfs.canonical(named) if named else _of_policy(known)
    if other := lfs.other_agent(known):
        raise CheckError(f"{other}: to use ours, run first: {lfs.shown(lfs.UNSET)}")
    lfs.set_up(home)
    before = f", no longer in {known.shown_home()}" if known.home not in ("", home) else ""
    lines = [f"Git LFS keeps the objects of this clone in {home}{before} (.git/config)."]
    if _is_unfinished():
        lines.append("Files that could not be checked out come by: git reset --hard")
    else:
        lines.append("Files that are still pointers come by: git lfs pull")
    write_lines([for_terminal(line) for line in lines], sys.stdout.buffer)
    return 0


def _is_unfinished() -> bool:
    """Whether this is a clone whose checkout failed for want of us: git leaves it without an index."""
    answer = process.run("rev-parse", "--is-bare-repository", "--git-path", "index")
    is_bare, index = answer.removesuffix(b"\n").split(b"\n", 1)
    return is_bare == b"false" and not os.path.exists(index) and process.succeeds("rev-parse", "--verify", "HEAD")


def _of_policy(known: lfs.Setting) -> str:
    """The home that the policy names; CheckError where this clone has another, which it does not change by itself."""
    home = lfs.named(_homes() or _homes("HEAD"))
    if not home:
        raise CheckError(
            "lfs-agent: the policy names no home for Git LFS: name it, such as --set lfs+s3://bucket/folder"
        )
    if known.home not in ("", home):
        raise CheckError(lfs.mismatch(home, known))
    return home


# What git-lfs asks, and what it is answered.


def _serve(lines: Iterable[bytes], out: BinaryIO) -> None:
    agent: Agent | None = None
    with contextlib.ExitStack() as held:
        for line in lines:
            # By now git-lfs has taken what it was given last.
            held.close()
            message = _message(line)
            event = message.get("event")
            if event == "terminate":
                return
            if event == "init":
                answer: dict[str, Any] = {}
                try:
                    agent = _open(out, held)
                except Exception as error:  # noqa: BLE001 (said, whatever it is)
                    answer = {"error": _error(error)}
                _say(out, answer)
            elif agent:
                _say(out, {"event": "complete", **agent.transfer(message)})


def _message(line: bytes) -> dict[str, Any]:
    try:
        message = json.loads(line)
    except ValueError:
        message = None
    if not isinstance(message, dict):
        raise CheckError("lfs-agent: git-lfs said what is no JSON object: is standard input what it writes?")
    return message


def _say(out: BinaryIO, answer: Mapping[str, object]) -> None:
    out.write(json.dumps(answer).encode() + b"\n")
    out.flush()


def _error(error: Exception) -> dict[str, object]:
    what = f"{type(error).__name__}: {secrets.line(str(error))}"
    bug = f"this is a bug in commitworthy {__version__} ({what}): please report it"
    return {"code": _CODE, "message": for_terminal(str(error) if isinstance(error, CheckError) else bug)}


def _open(out: BinaryIO, held: contextlib.ExitStack) -> Agent:
    """The agent of this clone; CheckError where it has no home, one that the policy contradicts, or no way there."""
    known = lfs.setting()
    # Whatever the settings are called, git-lfs has started us.
    if problem := lfs.mismatch(lfs.named(_homes()), known._replace(agent=lfs.AGENT, path="?", arguments=lfs.ARGUMENTS)):
        raise CheckError(problem)
    if not known.home:
        raise CheckError("this clone has no home for Git LFS: commitworthy lfs-agent --set HOME, such as lfs+s3://...")
    store, home = access.Stores().of_home(known.home.removeprefix(lfs.PREFIX))
    store.reach(home)
    return Agent(store, home, out, held)


def _homes(revision: str = "") -> Mapping[str, str]:
    """Those of the policy, the staged one or a commit's; none where it cannot be read, as every hook says."""
    found = objects.contents_of([f"{revision}:{name}" for name in settings.POLICY_FILES])
    files = {name: answer[1] if answer else None for name, answer in zip(settings.POLICY_FILES, found, strict=True)}
    try:
        return settings.load(files).homes
    except CheckError:
        return {}


class Agent:
    """Moves one object after the other; what it hands over stays locked in `held` until git-lfs has taken it."""

    def __init__(self, store: Store, home: Address, out: BinaryIO, held: contextlib.ExitStack) -> None:
        self._store, self._home, self._out, self._held = store, home, out, held
        self._folder = git_lfs.incomplete_folder()

    def transfer(self, message: Mapping[str, Any]) -> dict[str, object]:
        """Do what git-lfs asks, and answer it."""
        oid: Any = message.get("oid")
        size: Any = message.get("size")
        answer: dict[str, object] = {"oid": oid}
        try:
            _refuse_nonsense(oid, size)
            if message["event"] == "upload":
                self._upload(oid, size, os.fsencode(message["path"]))
            else:
                answer["path"] = self._download(oid, size)
        except Exception as error:  # noqa: BLE001 (said, whatever it is)
            answer["error"] = _error(error)
        return answer

    def _upload(self, oid: str, size: int, place: bytes) -> None:
        """Send what is not there, and read back what is: nobody pushes a pointer to what cannot be had."""
        key, progress = lfs.key_of(self._home, oid), self._progress(oid)
        there = self._store.head(key)
        if there and there.size == size and self._hash(key, size) == oid:
            progress(size)
            return
        if _hash_of_file(place) != oid:
            raise CheckError(f"{os.fsdecode(place)}: is damaged, so it was not sent: git lfs fsck")
        self._store.put(key, place, oid, progress)
        found = self._hash(key, size)
        if found != oid:
            where = self._home._replace(key=key).text()
            raise CheckError(
                f"{where}: reads back as sha256 {found[:12]}... instead of {oid[:12]}...: push again, and if it stays "
                "so, ask whoever keeps the store"
            )

    def _hash(self, key: str, size: int) -> str:
        digest = hashlib.sha256()
        for piece in self._store.read(key, "", 0, size):
            digest.update(piece)
        return digest.hexdigest()

    def _download(self, oid: str, size: int) -> str:
        """The place of the object, whole and verified."""
        key, progress = lfs.key_of(self._home, oid), self._progress(oid)
        where = self._home._replace(key=key).text()
        incoming = self._held.enter_context(IncomingObject(self._folder, oid))

        def rest(start: int) -> Iterator[bytes]:
            # What is here already counts as fetched.
            progress(start)
            return self._store.read(key, "", start, size)

        try:
            there, found = incoming.receive(size, rest, progress)
        except MissingObjectError:
            if not os.path.getsize(incoming.place):
                incoming.discard()
            raise CheckError(
                f"{where} is not there: push it from a clone that has it: git lfs push --all REMOTE"
            ) from None
        if there != size or found != oid:
            incoming.discard()
            raise CheckError(f"{where}: is damaged (sha256 {found[:12]}...), so nothing was written")
        return os.path.abspath(incoming.place)

    def _progress(self, oid: str) -> Callable[[int], None]:
        so_far = 0

        def tell(size: int) -> None:
            nonlocal so_far
            so_far += size
            if size:
                _say(self._out, {"event": "progress", "oid": oid, "bytesSoFar": so_far, "bytesSinceLast": size})

        return tell


def _refuse_nonsense(oid: object, size: object) -> None:
    """CheckError for what names no object: it becomes part of a path."""
    if not isinstance(oid, str) or len(oid) != 64 or not _HEX.issuperset(oid):
        raise CheckError("an object of Git LFS is called by its sha256")
    if type(size) is not int or size < 0:
        raise CheckError(f"{oid}: its size is no number of bytes")


def _hash_of_file(place: bytes) -> str:
    try:
        with open(place, "rb", buffering=0) as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        raise CheckError(f"{os.fsdecode(place)}: cannot be read ({error.strerror})") from None
