"""The offences among many entries; what was read of them before is not read again."""

from __future__ import annotations

from ... import memory
from ...findings import CannotJudge
from ...git import blobs
from ...values import TYPE_CHECKING, NamedTuple
from .. import clean, halves
from .judge import judge

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from typing import Any

    from ...git.blobs import Blob, Missing
    from ...git.index import Entry
    from ...git.repository import Repository
    from ...policy.settings import BlockArtifacts
    from ...values import Watch
    from .facts import Facts
    from .judge import Offence, Recalled

    Prepare = Callable[[Sequence[Entry]], "Prepared"]

# Below this a second process costs more than it saves.
_MANY = 2000
# Below this recalling what was clean costs as much as judging it again.
_REMEMBERED = 200
# Fewer entries are read sooner than it is loaded what is known of them.
_FEW = 10
# Recalling so many bytes takes as long as reading one file.
_BYTES_A_FILE = 4096


class Judged(NamedTuple):
    """Offences, the entries whose blobs are not there, and what is known of blobs now."""

    offences: list[Offence]
    missing: list[Missing]
    facts: Facts | None = None


class Prepared(NamedTuple):
    """The blobs of some entries, and their judge; what that finds in a blob has an `entry`, and `what` it is."""

    blobs: Iterable[Blob | Missing | Recalled]
    judge: Callable[[Any], Any]


class Search(NamedTuple):
    """How entries are judged.

    Clean ones among many tracked ones are remembered as `name` under `key`, which says all that a verdict follows from
    besides content and path; of the others the `facts` are.
    """

    name: str
    key: object
    prepare: Prepare
    facts: Facts | None


def find(
    repository: Repository,
    entries: list[Entry],
    settings: BlockArtifacts,
    baseline_file: bytes | None = None,
    watch: Watch | None = None,
) -> Judged:
    """Judge every entry by its content, path and limits; attributes matter only to what is said of an offence.

    Of many entries those are left out whose blobs the baseline accepts, whatever they are.
    """
    if baseline_file is not None and len(entries) >= _REMEMBERED:
        from ...policy import baseline

        accepted = baseline.of_hook(baseline_file, "block-artifacts").blobs()
        entries = [entry for entry in entries if entry.blob not in accepted]
    facts = facts_for(repository, entries, settings, measured=True)

    def prepare(part: Sequence[Entry]) -> Prepared:
        found = blobs.read(repository, part)
        if watch and part:
            found = watch("artifacts", found, len(entries), max(1, len(entries) // len(part)))
        return Prepared(found, _judge_by(settings))

    # Whether the outputs of a notebook count follows from more than the key says, so of those nothing is remembered.
    anew = [entry for entry in entries if entry.path.lower().endswith(b".ipynb")] if settings.outputs_count else []
    if anew:
        entries = [entry for entry in entries if not entry.path.lower().endswith(b".ipynb")]
    key = repr(settings._replace(outputs_count=None))
    found, missing = search(repository, entries, Search("clean", key, prepare, facts))
    more, more_missing = _judge_all(anew, prepare) if anew else ([], [])
    return Judged(found + more, missing + more_missing, facts)


def with_links(judged: Judged, repository: Repository, links: Sequence[Entry], settings: BlockArtifacts) -> Judged:
    """The same, and what is to be said of symbolic links, of which nothing is remembered."""
    found, missing = _judge_all(list(links), lambda part: Prepared(blobs.read(repository, part), _judge_by(settings)))
    return judged._replace(offences=judged.offences + found, missing=judged.missing + missing)


def facts_for(
    repository: Repository, entries: Sequence[Entry], settings: BlockArtifacts, *, measured: bool
) -> Facts | None:
    """What is known of blobs, where there are entries enough to ask for it."""
    if len(entries) < _FEW:
        return None
    from .facts import Facts

    return Facts(repository, settings, measured=measured)


def among_stored(
    repository: Repository, entries: list[Entry], sizes: Mapping[bytes, int | None], settings: BlockArtifacts
) -> Judged:
    """Judge entries of history, whose blobs have these sizes."""
    judging = _judge_by(settings)

    def prepare(part: Sequence[Entry]) -> Prepared:
        return Prepared(blobs.stored(repository, part, sizes, blobs.STREAMED), judging)

    return Judged(*_judge_all(entries, prepare))


def _judge_by(settings: BlockArtifacts) -> Callable[[Blob | Recalled], Offence | None]:
    return lambda blob: judge(blob, settings)


def search(repository: Repository, entries: list[Entry], how: Search) -> tuple[list[Any], list[Missing]]:
    """Judge every entry, but read only those of which nothing is known."""
    if not remembers(repository, how.name, entries):
        return _by_facts(entries, how)
    facts = [entry.blob + entry.path for entry in entries]
    before = clean.recall(repository.memory, how.name, how.key)
    if before.holds(facts):
        return [], []
    known = before.facts()
    unknown = [entry for entry, fact in zip(entries, facts, strict=True) if fact not in known]
    found, missing = _by_facts(unknown, how)
    unclean = {one.entry.blob + one.entry.path for one in (*found, *missing)}
    clean.remember(before, known, facts, [fact for fact in facts if fact not in unclean])
    return found, missing


def remembers(repository: Repository, name: str, entries: list[Entry]) -> bool:
    """Whether clean ones among these are remembered: many that are tracked and not staged, and not too few for that."""
    few = len(entries) < _REMEMBERED or memory.size(repository.memory, name) > len(entries) * _BYTES_A_FILE
    return not few and not entries[0].staged


def _by_facts(entries: list[Entry], how: Search) -> tuple[list[Any], list[Missing]]:
    if how.facts is None:
        return _judge_all(entries, how.prepare)
    recalled, others = how.facts.parted(entries)
    # Nothing is read of these: only the judge is wanted.
    judging = how.prepare([one.entry for one in recalled]).judge if recalled else _judge_nothing
    found = _find(Prepared(recalled, judging))
    fresh, missing = _judge_all(_shared_out(others), how.prepare)
    how.facts.learn(fresh)
    how.facts.remember(len(entries))
    return found + fresh, missing


def _judge_nothing(_: object) -> None:
    """The judge of no blobs at all."""


def _shared_out(entries: list[Entry]) -> list[Entry]:
    """For two processes every second one each, and so on: what is dear, as a folder of pointers, stands together."""
    processes = halves.number(len(entries), _MANY)
    return [entry for start in range(processes) for entry in entries[start::processes]]


def _judge_all(entries: list[Entry], prepare: Prepare) -> tuple[list[Any], list[Missing]]:
    found = halves.work_through(entries, _MANY, lambda part: _find(prepare(part)))
    missing = [one for one in found if isinstance(one, blobs.Missing)]
    return [one for one in found if not isinstance(one, blobs.Missing)], missing


def _find(prepared: Prepared) -> list[Any]:
    found: list[Any] = []
    judge_one = prepared.judge
    for blob in prepared.blobs:
        if isinstance(blob, blobs.Missing):
            found.append(blob)
            continue
        try:
            offence = judge_one(blob)
        except CannotJudge:
            # Damaged behind its head: the others can still be judged.
            found.append(blobs.Missing(blob.entry))
            continue
        if offence:
            found.append(offence)
    return found
