"""The remedies for a damaged Git LFS pointer.

None of them stages the text that is there: git-lfs would make an object of it.
"""

from __future__ import annotations

import os

from ..base.findings import Remedy, Step, path_text
from ..base.namedtuple import TYPE_CHECKING
from ..formats import damaged_pointers, pointers
from ..git import objects, process
from ..git.index import Entry
from .steps import pathspec, restage, shell_word

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from ..formats.damaged_pointers import Damage
    from ..git.repository import Repository
    from .environment import Environment

_SIDES = {
    "HEAD": "take the pointer of HEAD (our side of the merge)",
    "MERGE_HEAD": "take the pointer of the other side of the merge",
    "CHERRY_PICK_HEAD": "take the pointer of the commit being picked",
    "REBASE_HEAD": "take the pointer of the commit being rebased",
}
# As many of the commits that touched any of the paths are searched for a good pointer.
_MOST = 30
_BY_HAND = "replace it with the real file, and stage that"
_MERGE = f"take the version of one side of the merge (git checkout --ours or --theirs), or {_BY_HAND}"
_RESTORE = f"restore the pointer from its last good version, or {_BY_HAND}"


def described(damage: Damage) -> str:
    """The noun phrase for messages."""
    return f"a damaged Git LFS pointer ({damage.reason})"


def is_text_of_one(head: bytes, size: int) -> bool:
    """Whether a file on disk is a pointer, be it damaged, and not the content."""
    if pointers.recognise(b"", size, head) is not None:
        return True
    return damaged_pointers.damage_of(size, head) is not None


def on_disk(repository: Repository, paths: Iterable[bytes]) -> frozenset[bytes]:
    """Those of the paths where the file on disk is the content itself."""
    return frozenset(path for path in paths if _is_content(repository.on_disk(path)))


def _is_content(place: bytes) -> bool:
    try:
        # A pipe would never end.
        if not os.path.isfile(place):
            return False
        with open(place, "rb") as file:
            head = file.read(damaged_pointers.LARGEST_DAMAGED)
            size = os.fstat(file.fileno()).st_size
    except OSError:
        return False
    return size > 0 and not is_text_of_one(head, size)


def good_versions(paths: Iterable[bytes], tip: str = "") -> dict[bytes, list[str]]:
    """For each path the revisions that have a good pointer there: the sides of a merge, else the newest commit.

    `tip` is where to look from in place of HEAD; then it has no sides.
    """
    # Git's list of names to look up is one of lines.
    wanted = [path for path in dict.fromkeys(paths) if b"\n" not in path]
    if not wanted:
        return {}
    sides = () if tip else tuple(_SIDES)
    words = ("rev-list", f"--max-count={_MOST}", "--full-history", tip or "HEAD", "--")
    literal = [b":(top,literal)" + path for path in wanted]
    commits = process.run(*words, *map(path_text, literal), accept=(0, 128)).decode().split()
    revisions = [*sides, *commits]
    pairs = [(path, revision) for path in wanted for revision in revisions]
    names = [b"%b:%b" % (revision.encode(), path) for path, revision in pairs]
    answer = process.lines("cat-file", "--batch-check=%(objectname) %(objecttype) %(objectsize)", send=names)
    blobs: dict[tuple[bytes, str], bytes] = {}
    for pair, line in zip(pairs, answer, strict=True):
        if (fields := line.split(b" "))[1:2] == [b"blob"] and int(fields[2]) < pointers.LFS_SIZE:
            blobs[pair] = fields[0]
    good = _good(blobs.values())
    versions: dict[bytes, list[str]] = {}
    for path in wanted:
        known = [revision for revision in revisions if blobs.get((path, revision)) in good]
        at_sides = [revision for revision in known if revision in sides]
        versions[path] = at_sides or known[:1]
    return versions


def _good(ids: Iterable[bytes]) -> frozenset[bytes]:
    """Those of the blobs that are pointers of LFS."""
    entries = [Entry(b"", blob) for blob in dict.fromkeys(ids)]
    return frozenset(
        blob.entry.blob
        for blob in objects.stored(None, entries)
        if isinstance(blob, objects.Blob)
        and (pointer := pointers.recognise(b"", blob.size, blob.head))
        and pointer.kind == "lfs"
    )


def remedies_of(
    path: bytes, damage: Damage, versions: Mapping[bytes, list[str]], content: frozenset[bytes], env: Environment
) -> list[Remedy]:
    """All remedies, the best first; `content` as of `on_disk`, whose files nothing may overwrite."""
    if path in content:
        return [restage(path, env)]
    text = path_text(path)
    remedies = []
    if damage.mended is not None:
        writing = Step(("printf", "%s\\n"), tuple(damage.mended.decode().splitlines()), f"> {shell_word(text)}")
        remedies.append(Remedy("write it as git-lfs does", (writing, Step(("git", "add", "--"), (pathspec(text),)))))
    remedies += [Remedy(named(revision), (restoring(text, revision),)) for revision in versions.get(path, ())]
    return remedies or [by_hand(damage)]


def named(revision: str) -> str:
    """What a remedy says of the revision that it takes the pointer from."""
    return _SIDES.get(revision) or f"take the last good pointer, that of commit {revision[:12]}"


def restoring(path: str, revision: str) -> Step:
    """Brings the path back as the revision has it, in the index and on disk."""
    return Step(("git", "restore", f"--source={revision[:12]}", "--staged", "--worktree", "--"), (pathspec(path),))


def by_hand(damage: Damage) -> Remedy:
    """What is left where no good version is known; no command, since it would stage the damaged text."""
    return Remedy(_MERGE if "merge" in damage.reason else _RESTORE)
