"""The offences among many entries, judged in two processes where that is faster."""

from __future__ import annotations

import os
import sys

from .. import memory
from ..findings import CannotJudge
from ..git import blobs
from ..values import TYPE_CHECKING, NamedTuple
from .judge import judge

if TYPE_CHECKING:
    from typing import Any

    from ..git.blobs import Missing
    from ..git.index import Entry
    from ..git.repository import Repository
    from ..policy.settings import BlockArtifacts
    from .judge import Offence

# Below this a second process costs more than it saves.
_MANY = 2000
# More remembered facts than this are mostly of blobs long gone.
_MOST_KNOWN = 300_000


class Judged(NamedTuple):
    """Offences, and the entries whose blobs are not there."""

    offences: list[Offence]
    missing: list[Missing]


def find(repository: Repository, entries: list[Entry], settings: BlockArtifacts) -> Judged:
    """Judge every entry, but for many tracked ones only those that were not found clean before."""
    if len(entries) < _MANY or entries[0].staged:
        return _judge_all(repository, entries, settings)
    # The verdict follows from content, path and limits; attributes matter only to what is said of an offence.
    key = repr(settings)
    known: Any = memory.recall(repository.memory, "clean", key) or frozenset()
    unknown = [entry for entry in entries if _fact(entry) not in known]
    judged = _judge_all(repository, unknown, settings)
    if unknown:
        unclean = {offence.entry for offence in judged.offences} | {missing.entry for missing in judged.missing}
        clean = frozenset(_fact(entry) for entry in entries if entry not in unclean)
        # A framework may hand over the files in several batches, so what others found stays.
        memory.remember(repository.memory, "clean", key, clean if len(known) > _MOST_KNOWN else clean | known)
    return judged


def _fact(entry: Entry) -> bytes:
    return entry.blob + entry.path


def _judge_all(repository: Repository, entries: list[Entry], settings: BlockArtifacts) -> Judged:
    if len(entries) < _MANY or not sys.platform.startswith("linux") or (os.cpu_count() or 1) < 2:
        return _find(repository, entries, settings)
    half = len(entries) // 2
    reading, pid = _elsewhere(repository, entries[half:], settings)
    first = _find(repository, entries[:half], settings)
    with open(reading, "rb") as pipe:
        answer = pipe.read()
    went_wrong = os.waitpid(pid, 0)[1] != 0
    # Whatever went wrong there goes wrong here as well, and is reported as usual.
    second = _find(repository, entries[half:], settings) if went_wrong else _received(answer)
    return Judged(first.offences + second.offences, first.missing + second.missing)


def _find(repository: Repository, entries: list[Entry], settings: BlockArtifacts) -> Judged:
    offences, missing = [], []
    for blob in blobs.read(repository, entries):
        if isinstance(blob, blobs.Missing):
            missing.append(blob)
            continue
        try:
            offence = judge(blob, settings)
        except CannotJudge:
            # Damaged behind its head: the others can still be judged.
            missing.append(blobs.Missing(blob.entry))
            continue
        if offence:
            offences.append(offence)
    return Judged(offences, missing)


def _elsewhere(repository: Repository, entries: list[Entry], settings: BlockArtifacts) -> tuple[int, int]:
    """Judge in a forked process; the end of a pipe that will give the answer, and the process's id."""
    reading, writing = os.pipe()
    pid = os.fork()
    if pid:
        os.close(writing)
        return reading, pid
    status = 1
    try:
        os.close(reading)
        _send(writing, _find(repository, entries, settings))
        status = 0
    finally:
        # Without unwinding: nothing of the parent's is ours to finish.
        os._exit(status)


def _send(writing: int, judged: Judged) -> None:
    if judged.offences or judged.missing:
        import pickle

        with open(writing, "wb") as pipe:
            pickle.dump(judged, pipe)


def _received(answer: bytes) -> Judged:
    if not answer:
        return Judged([], [])
    import pickle

    found: Judged = pickle.loads(answer)  # noqa: S301 (our own process wrote it)
    return found
