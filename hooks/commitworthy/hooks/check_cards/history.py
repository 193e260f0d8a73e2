"""What cards have stood for in the commits of a repository: a file that is one of these can be had again."""

from __future__ import annotations

import itertools
import os

from ...base.namedtuple import TYPE_CHECKING
from ...cards import card as cards
from ...git import objects, process

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

# All cards are faster to list than hundreds of paths are to compare with each.
_FEW = 50
# The same however a user has set `git log`: a file that is followed, a path from the current folder, an order.
_LOG = (
    *("log", "--all", "-m", "--root", "--raw", "--no-abbrev", "--no-renames", "--no-follow", "--no-relative"),
    *("--no-show-signature", f"-O{os.devnull}", "-z", "--format=", "--"),
)


def in_history(paths: Iterable[bytes] = ()) -> set[tuple[bytes, bytes]]:
    """Path and blob of each `.dvc` file, or of those at `paths` alone, that a commit of any ref has."""
    specs = [os.fsdecode(b":(top,literal)" + path) for path in paths]
    fields = process.run(*_LOG, *(specs or [":(top,glob)**/*.dvc"])).split(b"\0")
    pairs = {(path, head.split(b" ")[3]) for head, path in itertools.pairwise(fields) if head.startswith(b":")}
    return {(path, blob) for path, blob in pairs if blob.strip(b"0")}


def earlier(paths: Sequence[bytes]) -> dict[bytes, set[tuple[int, str]]]:
    """Path of each file of the cards at `paths` -> size and sha256 of all that it was in any of their versions."""
    if not paths:
        return {}
    pairs = in_history(paths if len(paths) <= _FEW else ())
    wanted = sorted({blob.decode() for _, blob in pairs})
    contents = {found[0]: found[1] for found in objects.contents_of(wanted) if found}
    found: dict[bytes, set[tuple[int, str]]] = {}
    for path, blob in pairs:
        try:
            parts = cards.parse(contents[blob]).parts()
        except (KeyError, cards.CardError):
            continue
        for part in parts:
            found.setdefault(cards.file_of(path, part), set()).add((part.size, part.sha256))
    return found
