"""What is known of blobs that were refused once: facts, from which every run draws its own verdict.

A fact follows from the blob, from its name, by which some formats are told, and from the kinds that a policy adds.
Limits, exceptions, baseline and attributes have no part in it, so no fact is ever out of date.
"""

from __future__ import annotations

import marshal

from ... import memory
from ...artifacts.sniff import Sniff
from ...values import TYPE_CHECKING
from .judge import Recalled, What, question

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from typing import Any

    from ...git.index import Entry
    from ...git.repository import Repository
    from ...policy.settings import BlockArtifacts

_NAME = "facts"
# Fewer entries are read as fast as what is known of all others.
FEW = 10
# So many for each one that is asked for are mostly facts of blobs long gone.
_TOO_MANY = 10
# Of these names the folder counts as well (`artifacts/tables.py`).
_IN_FOLDERS = (b"RECORD", b"tags")


class Facts:
    """Facts of earlier runs, and those that this one learns.  `measured` where the answers of `What` are needed too."""

    def __init__(self, repository: Repository, settings: BlockArtifacts, *, measured: bool) -> None:
        self._repository = repository
        self._settings = settings
        self._measured = measured
        self._key: object = None
        self._known: dict[bytes, Any] = {}
        self._fresh: dict[bytes, Any] = {}
        # Of thousands of blobs few are told by evidence of their own: each is held once, here and in the file.
        self._sniffs: dict[Sniff, Sniff] = {}
        self._plain: dict[Sniff, tuple[Any, ...]] = {}

    def under(self, settings: BlockArtifacts) -> Facts:
        """The same facts for the judge of another commit, who has settings of his own."""
        other = Facts(self._repository, settings, measured=self._measured)
        if settings.kinds == self._settings.kinds:
            other._key, other._known = self._key, self._known
        return other

    def parted(self, entries: Sequence[Entry]) -> tuple[list[Recalled], list[Entry]]:
        """Those of which enough is known, and those that must be read."""
        if len(entries) >= FEW and self._key is None:
            self._key = (memory.code(), repr(self._settings.kinds))
            for piece in memory.pieces(self._repository.memory, _NAME, self._key):
                self._known.update(marshal.loads(piece))  # noqa: S302 (as we wrote it: it has a checksum)
        known, others = [], []
        for entry in entries:
            what = self._what(entry)
            if what:
                known.append(Recalled(entry, what))
            else:
                others.append(entry)
        return known, others

    def _what(self, entry: Entry) -> What | None:
        fact = self._known.get(_subject(entry))
        if fact is None:
            return None
        size, sniff, binary, asked, answer = fact
        if self._measured and asked != question(entry, size, sniff[0], self._settings):
            return None
        sniff = Sniff(*sniff)
        return What(size, self._sniffs.setdefault(sniff, sniff), binary, asked, answer)

    def learn(self, found: Iterable[Any]) -> None:
        """Take in what is told by offences, or misfits, each with an `entry` and with `what` is known of its blob."""
        for one in found:
            subject = _subject(one.entry)
            what = one.what
            if what and self._known.get(subject, (None,) * 5)[3] != what.question:
                plain = self._plain.setdefault(what.sniff, tuple(what.sniff))
                self._known[subject] = self._fresh[subject] = (what.size, plain, *what[2:])

    def remember(self, asked: int) -> None:
        """Keep what is new for later runs, where so many were asked for that it was recalled."""
        if not self._fresh or self._key is None:
            return
        alone = len(self._known) > _TOO_MANY * asked or len(self._known) == len(self._fresh)
        memory.add_piece(self._repository.memory, _NAME, self._key, marshal.dumps(self._fresh), alone=alone)


def _subject(entry: Entry) -> bytes:
    path = entry.path
    name = path[path.rfind(b"/") + 1 :]
    return entry.blob + (path if name in _IN_FOLDERS else name)
