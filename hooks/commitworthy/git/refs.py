"""What is pushed, and what the other end holds already: the protocols of `pre-push` and `pre-receive`.

Lines, as in `git help hooks`: pre-push `LOCAL-REF LOCAL-ID REMOTE-REF REMOTE-ID`, pre-receive `OLD-ID NEW-ID REF`.
An id of zeros stands for a ref that is not there.
"""

from __future__ import annotations

import os

from ..base.findings import CheckError
from ..base.namedtuple import TYPE_CHECKING, NamedTuple
from . import process

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

# How the reflog names what makes a commit; a merge that only moves forward, and the start of a rebase, make none.
_MAKING = ("commit", "rebase", "cherry-pick", "revert", "am:", "merge", "pull")
_MOVING = ("Fast-forward", "(start)", "(finish)", "(abort)")


class Update(NamedTuple):
    """A ref that gets a new value.

    `ref` is its name at our end (at the server its only one), `tip` the id, `old` what the other end has there, ""
    for nothing.
    """

    ref: str
    tip: str
    old: str = ""


class Tip(NamedTuple):
    """What a pushed name leads to behind all its tags: `kind` is "commit", "tree" or "blob"."""

    update: Update
    kind: str
    id: str


def of_pre_push(given: bytes) -> list[Update]:
    """The refs that a push sends; deletions send nothing."""
    return _updates(given, _pre_push_line)


def of_pre_receive(given: bytes) -> list[Update]:
    """The refs that a server is sent; deletions bring nothing."""
    return _updates(given, _pre_receive_line)


def _pre_push_line(line: str) -> Update:
    # Our end may be an expression with blanks, such as `HEAD@{1 day ago}`.
    ref, tip, _, old = line.rsplit(" ", 3)
    return Update(ref, _id(tip), _id(old))


def _pre_receive_line(line: str) -> Update:
    old, tip, ref = line.split(" ", 2)
    return Update(ref, _id(tip), _id(old))


def _updates(given: bytes, read: Callable[[str], Update]) -> list[Update]:
    updates = []
    for line in given.decode("utf-8", "surrogateescape").split("\n"):
        if not line:
            continue
        try:
            update = read(line)
        except ValueError:
            raise CheckError(f"malformed ref line on stdin: {line}") from None
        updates.extend([update] if update.tip else [])
    return updates


def _id(word: str) -> str:
    """The id, "" for one of zeros; ValueError for what is none."""
    if not is_id(word):
        raise ValueError(word)
    return word if word.strip("0") else ""


def is_id(word: str) -> bool:
    """Whether a word is a whole object id."""
    return len(word) in (40, 64) and not word.strip("0123456789abcdef")


def tips(updates: Iterable[Update]) -> list[Tip]:
    """What each update leads to; CheckError where it leads nowhere."""
    wanted = list(dict.fromkeys(updates))
    if not wanted:
        return []
    send = "".join(f"{update.tip}^{{}}\n" for update in wanted).encode()
    lines = process.run("cat-file", "--batch-check=%(objecttype) %(objectname)", send=send).decode().splitlines()
    leading = []
    for update, line in zip(wanted, lines, strict=True):
        kind, _, name = line.partition(" ")
        if kind not in ("commit", "tree", "blob"):
            raise CheckError(f"{update.ref}: object {update.tip} is missing or damaged: run git fsck")
        leading.append(Tip(update, kind, name))
    return leading


def tags(tips: Iterable[Tip]) -> dict[str, tuple[str, int]]:
    """Of each tag object that the tips lead through its ref and its bytes; of tags of tags each."""
    refs = {tip.update.tip: tip.update.ref for tip in tips if tip.update.tip != tip.id}
    if not refs:
        return {}
    listing = process.start(
        "rev-list", "--objects", "--no-object-names", "--no-walk=unsorted", "--filter=object:type=tag", "--stdin",
        send="".join(f"{tag}\n" for tag in refs).encode(),
    )  # fmt: skip
    asking = process.start(
        "cat-file", "--buffer", "--batch-check=%(objecttype) %(objectname) %(objectsize)", source=listing
    )
    lines = [line.split(" ") for line in process.finish(asking).decode().splitlines()]
    process.close(listing)
    # A tag within a tag has no name of its own.
    anyone = next(iter(refs.values()))
    return {name: (refs.get(name, anyone), int(size)) for kind, name, size in lines if kind == "tag"}


def resolve(name: str, *, peeled: bool = True) -> str:
    """The id of the object that a revision names, behind its tags unless it is not to be `peeled`; "" for none."""
    wanted = f"{name}^{{}}" if peeled else name
    answer = process.run("rev-parse", "--verify", "--quiet", "--end-of-options", wanted, accept=(0, 1, 128))
    return answer.decode().strip() if b"\n" in answer else ""


def of_remote(name: str) -> list[str]:
    """What we last saw at a remote, given its name or its address: the ids of its refs.

    A ref is its own where its refspecs for fetching write it, and those of no other remote do or do so less narrowly:
    `refs/remotes/origin/fork/x` is of `origin/fork`, if there is such a remote, and of nobody if both write it alike.
    """
    fetched: dict[str, list[str]] = {}
    called = {name}
    settings = process.run("config", "-z", "--get-regexp", r"^remote\..*\.(fetch|(push)?url)$", accept=(0, 1))
    for record in os.fsdecode(settings).split("\0"):
        key, _, value = record.partition("\n")
        remote, _, kind = key.partition(".")[2].rpartition(".")
        if kind == "fetch" and not value.startswith("^"):
            fetched.setdefault(remote, []).append(value.partition(":")[2])
        elif value == name:
            # `git push URL` has no name for it.
            called.add(remote)

    def narrowest(ref: str, remotes: Iterable[str]) -> int:
        ends = [end for remote in remotes for end in fetched[remote] if _is_written_by(ref, end)]
        return max((len(end.partition("*")[0]) for end in ends), default=-1)

    own, others = fetched.keys() & called, fetched.keys() - called
    return [tip for ref, tip in _tracking() if narrowest(ref, own) > narrowest(ref, others)]


def made_here() -> set[str]:
    """The commits that HEAD's reflog says were made in this clone, and not fetched."""
    how = ("--walk-reflogs", "--no-show-signature", "--encoding=UTF-8", "--format=%H %gs")
    lines = process.run("log", *how, "HEAD", accept=(0, 128))
    entries = (line.partition(" ") for line in lines.decode("utf-8", "replace").splitlines())
    return {
        commit for commit, _, said in entries if said.startswith(_MAKING) and not any(map(said.__contains__, _MOVING))
    }


def of_every_remote() -> list[str]:
    """What we last saw at any remote."""
    return [tip for _, tip in _tracking()]


def _tracking() -> list[tuple[str, str]]:
    """Refs below refs/remotes and what they name; a symbolic one, such as `origin/HEAD`, has nothing of its own."""
    lines = process.run("for-each-ref", "--format=%(objectname) %(refname)%00%(symref)", "refs/remotes/")
    fields = (line.partition("\0") for line in os.fsdecode(lines).split("\n")[:-1])
    named = (own.partition(" ") for own, _, symbolic in fields if not symbolic)
    return [(ref, tip) for tip, _, ref in named]


def _is_written_by(ref: str, end: str) -> bool:
    """Whether the right side of a refspec, with or without its star, means the ref."""
    start, star, tail = end.partition("*")
    return ref == end if not star else len(ref) > len(start + tail) and ref.startswith(start) and ref.endswith(tail)


def all_refs() -> list[str]:
    """The ids of every ref of this repository."""
    return process.run("for-each-ref", "--format=%(objectname)").decode().split()


def default_remote() -> tuple[str, str]:
    """The checked-out branch as a ref ("HEAD" where there is none), and the remote that `git push` sends it to."""
    ref = process.run("symbolic-ref", "--quiet", "HEAD", accept=(0, 1)).decode("utf-8", "surrogateescape").strip()
    branch = ref.removeprefix("refs/heads/")
    for key in (f"branch.{branch}.pushRemote", "remote.pushDefault", f"branch.{branch}.remote"):
        remote = process.run("config", "--get", key, accept=(0, 1)).decode("utf-8", "surrogateescape").strip()
        if remote:
            return ref or "HEAD", remote
    return ref or "HEAD", "origin"


def is_shallow() -> bool:
    """Whether history ends early in this clone."""
    return process.run("rev-parse", "--is-shallow-repository").strip() == b"true"


def shallow_commits() -> frozenset[bytes]:
    """The commits whose parents this clone lacks."""
    place = process.run("rev-parse", "--git-path", "shallow").removesuffix(b"\n")
    try:
        with open(place, "rb") as file:
            return frozenset(file.read().split())
    except OSError:
        return frozenset()


def files_in(commits: list[str], names: Iterable[str]) -> list[tuple[str, ...]]:
    """For each commit the blobs it has at its top under these names, "" where it has none."""
    wanted = tuple(names)
    if not commits:
        return []
    send = "".join(f"{commit}:{name}\n" for commit in commits for name in wanted).encode()
    lines = process.run("cat-file", "--batch-check=%(objectname)", send=send).decode().splitlines()
    ids = ["" if line.endswith(" missing") else line for line in lines]
    return [tuple(ids[number : number + len(wanted)]) for number in range(0, len(ids), len(wanted))]
