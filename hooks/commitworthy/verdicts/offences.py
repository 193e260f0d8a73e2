"""The offences among many entries, judged in two processes where that is faster."""

from __future__ import annotations

from .. import memory
from ..findings import CannotJudge
from ..git import blobs
from ..values import TYPE_CHECKING, NamedTuple
from . import halves
from .judge import judge, source_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from typing import Any

    from ..git.blobs import Blob, Missing
    from ..git.index import Entry
    from ..git.repository import Repository
    from ..policy.settings import BlockArtifacts
    from .judge import Offence

    Read = Callable[[Sequence[Entry]], Iterator[Blob | Missing]]

# Below this a second process costs more than it saves.
_MANY = 2000
# Recalling so many bytes takes as long as reading one file.
_BYTES_A_FILE = 4096
# More remembered facts than this are mostly of blobs long gone.
_MOST_KNOWN = 300_000


class Judged(NamedTuple):
    """Offences, and the entries whose blobs are not there."""

    offences: list[Offence]
    missing: list[Missing]


def find(repository: Repository, entries: list[Entry], settings: BlockArtifacts) -> Judged:
    """Judge every entry, but for many tracked ones only those that were not found clean before."""

    def read(part: Sequence[Entry]) -> Iterator[Blob | Missing]:
        return blobs.read(repository, part)

    few = len(entries) < _MANY or memory.size(repository.memory, "clean") > len(entries) * _BYTES_A_FILE
    if few or entries[0].staged:
        return _judge_all(read, _shared_out(entries), settings)
    # The verdict follows from content, path and limits; attributes matter only to what is said of an offence.
    key = repr(settings)
    known: Any = memory.recall(repository.memory, "clean", key) or frozenset()
    unknown = [entry for entry in entries if _fact(entry) not in known]
    judged = _judge_all(read, _shared_out(unknown), settings)
    if unknown:
        unclean = {offence.entry for offence in judged.offences} | {missing.entry for missing in judged.missing}
        clean = frozenset(_fact(entry) for entry in entries if entry not in unclean)
        # A framework may hand over the files in several batches, so what others found stays.
        memory.remember(repository.memory, "clean", key, clean if len(known) > _MOST_KNOWN else clean | known)
    return judged


def _fact(entry: Entry) -> bytes:
    return entry.blob + entry.path


def _shared_out(entries: list[Entry]) -> list[Entry]:
    """For two processes, every second one each: what is dear, such as a folder of LFS pointers, stands together."""
    return [*entries[::2], *entries[1::2]]


def among_stored(entries: list[Entry], sizes: Mapping[bytes, int | None], settings: BlockArtifacts) -> Judged:
    """Judge entries of history, whose blobs have these sizes."""
    return _judge_all(lambda part: blobs.stored(part, sizes, blobs.STREAMED), entries, settings)


def _judge_all(read: Read, entries: list[Entry], settings: BlockArtifacts) -> Judged:
    found = halves.work_through(entries, _MANY, lambda part: _find(read, part, settings))
    missing = [one for one in found if isinstance(one, blobs.Missing)]
    return Judged([one for one in found if not isinstance(one, blobs.Missing)], missing)


def _find(read: Read, entries: Sequence[Entry], settings: BlockArtifacts) -> list[Offence | Missing]:
    found: list[Offence | Missing] = []
    for blob in read(entries):
        if isinstance(blob, blobs.Missing):
            found.append(blob)
            continue
        try:
            offence = judge(blob, settings, source_of(blob))
        except CannotJudge:
            # Damaged behind its head: the others can still be judged.
            found.append(blobs.Missing(blob.entry))
            continue
        if offence:
            found.append(offence)
    return found
