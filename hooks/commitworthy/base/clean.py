"""What was found clean before: of many tracked files only those that have changed since are judged again."""

from __future__ import annotations

from . import cache
from .namedtuple import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence

# More remembered facts than this are mostly of blobs long gone.
_MOST_KNOWN = 300_000


class Clean(NamedTuple):
    """Clean verdicts that are remembered in `folder` as `name`, under a `key` that says all that they follow from.

    A fact is what one verdict is about, such as a blob and its path; it holds no null byte.
    """

    folder: bytes
    name: str
    key: object
    pieces: list[bytes]

    def holds(self, facts: Sequence[bytes]) -> bool:
        """Whether these were asked just so before, and were clean: the usual case, which takes one comparison."""
        return b"\0".join(facts) in self.pieces

    def facts(self) -> frozenset[bytes]:
        """All that is known."""
        return frozenset(b"\0".join(self.pieces).split(b"\0") if self.pieces else ())


def known_clean(folder: bytes, name: str, key: object) -> Clean:
    """What is remembered; nothing, where another policy or version has remembered it."""
    key = (cache.code(), key)
    return Clean(folder, name, key, cache.records(folder, name, key))


def remember_clean(before: Clean, known: frozenset[bytes], asked: Sequence[bytes], clean: Sequence[bytes]) -> None:
    """Add what is `clean` of the facts `asked` to what is `known`.

    A framework hands over the files in several batches, so what others found stays, unless there is much more of it
    than a repository has files.
    """
    elsewhere = len(known.difference(asked))
    alone = not before.pieces or len(known) > _MOST_KNOWN or 2 * elsewhere < len(asked)
    piece = b"\0".join(clean if alone else [fact for fact in clean if fact not in known])
    if piece not in (b"", *before.pieces):
        cache.add_piece(before.folder, before.name, before.key, piece, alone=alone)
