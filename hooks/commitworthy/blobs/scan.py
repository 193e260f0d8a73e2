"""The violations among many entries; what was read of them before is not read again."""

from __future__ import annotations

import marshal

from ..base import cache
from ..base.findings import CheckError
from ..base.namedtuple import TYPE_CHECKING, NamedTuple
from ..formats.detect import Detection
from ..git import objects
from .judge import Identity, KnownBlob, judge, question

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from typing import Any

    from ..base.namedtuple import Watch
    from ..git.index import Entry
    from ..git.objects import Blob, Missing
    from ..git.repository import Repository
    from ..policy.settings import BlockArtifacts
    from .judge import Violation

    Prepare = Callable[[Sequence[Entry]], "Prepared"]


# What is known of blobs that were refused once: facts, from which every run draws its own verdict.
#
# A fact follows from the blob, from its name, by which some formats are told, and from the kinds that a policy adds.
# Limits, exceptions, baseline and attributes have no part in it, so no fact is ever out of date.


_NAME = "facts"
# So many for each one that is asked for are mostly facts of blobs long gone.
_TOO_MANY = 10
# Of these names the folder counts as well (`formats/text_data.py`).
_IN_FOLDERS = (b"RECORD", b"tags")


class BlobCache:
    """Facts of earlier runs, and those that this one learns; `measured` with the answers of `Identity` too."""

    def __init__(self, repository: Repository, settings: BlockArtifacts, *, measured: bool) -> None:
        self._repository = repository
        self._settings = settings
        self._measured = measured
        self._key: object = None
        self._known: dict[bytes, Any] = {}
        self._fresh: dict[bytes, Any] = {}
        # Of thousands of blobs few are told by evidence of their own: each is held once, here and in the file.
        self._sniffs: dict[Detection, Detection] = {}
        self._plain: dict[Detection, tuple[Any, ...]] = {}

    def under(self, settings: BlockArtifacts) -> BlobCache:
        """The same facts for the judge of another commit, who has settings of his own."""
        other = BlobCache(self._repository, settings, measured=self._measured)
        if settings.kinds == self._settings.kinds:
            other._key, other._known = self._key, self._known
        return other

    def parted(self, entries: Sequence[Entry]) -> tuple[list[KnownBlob], list[Entry]]:
        """Those of which enough is known, and those that must be read."""
        if len(entries) >= _FEW and self._key is None:
            self._key = (cache.code(), repr(self._settings.kinds))
            for piece in cache.records(self._repository.memory, _NAME, self._key):
                self._known.update(marshal.loads(piece))  # noqa: S302 (as we wrote it: it has a checksum)
        known, others = [], []
        for entry in entries:
            what = self._what(entry)
            if what:
                known.append(KnownBlob(entry, what))
            else:
                others.append(entry)
        return known, others

    def _what(self, entry: Entry) -> Identity | None:
        fact = self._known.get(_subject(entry))
        if fact is None:
            return None
        size, sniff, binary, asked, answer = fact
        if self._measured and asked != question(entry, size, sniff[0], self._settings):
            return None
        sniff = Detection(*sniff)
        return Identity(size, self._sniffs.setdefault(sniff, sniff), binary, asked, answer)

    def learn(self, found: Iterable[Any]) -> None:
        """Take in what violations tell, each with an `entry` and with `what` is known of its blob."""
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
        cache.add_piece(self._repository.memory, _NAME, self._key, marshal.dumps(self._fresh), alone=alone)


def _subject(entry: Entry) -> bytes:
    path = entry.path
    name = path[path.rfind(b"/") + 1 :]
    return entry.blob + (path if name in _IN_FOLDERS else name)


# Below this a second process costs more than it saves.
_MANY = 2000
# Below this recalling what was clean costs as much as judging it again.
REMEMBERED = 200
# Fewer entries are read sooner than it is loaded what is known of them.
_FEW = 10
# Recalling so many bytes takes as long as reading one file.
_BYTES_A_FILE = 4096


class BlobScan(NamedTuple):
    """Violations, the entries whose blobs are not there, and what is known of blobs now."""

    violations: list[Violation]
    missing: list[Missing]
    facts: BlobCache | None = None


class Prepared(NamedTuple):
    """The blobs of some entries, and their judge; what that finds in a blob has an `entry`, and `what` it is."""

    blobs: Iterable[Blob | Missing | KnownBlob]
    judge: Callable[[Any], Any]


class ScanSettings(NamedTuple):
    """How entries are judged.

    Clean ones among many tracked ones are remembered as `name` under `key`, which says all that a verdict follows from
    besides content and path; of the others the `facts` are.
    """

    name: str
    key: object
    prepare: Prepare
    facts: BlobCache | None


def find(
    repository: Repository,
    entries: list[Entry],
    settings: BlockArtifacts,
    baseline_file: bytes | None = None,
    watch: Watch | None = None,
) -> BlobScan:
    """Judge every entry by its content, path and limits; attributes matter only to what is said of a violation.

    Of many entries those are left out whose blobs the baseline accepts, whatever they are.
    """
    if baseline_file is not None and len(entries) >= REMEMBERED:
        from ..policy import acceptance

        accepted = acceptance.of_hook(baseline_file, "block-artifacts").blobs()
        entries = [entry for entry in entries if entry.blob not in accepted]
    facts = facts_for(repository, entries, settings, measured=True)

    def prepare(part: Sequence[Entry]) -> Prepared:
        found = objects.read(repository, part)
        if watch and part:
            found = watch("artifacts", found, len(entries), max(1, len(entries) // len(part)))
        return Prepared(found, _judge_by(settings))

    # Whether the outputs of a notebook count follows from more than the key says, so of those nothing is remembered.
    anew = [entry for entry in entries if entry.path.lower().endswith(b".ipynb")] if settings.outputs_count else []
    if anew:
        entries = [entry for entry in entries if not entry.path.lower().endswith(b".ipynb")]
    key = repr(settings._replace(outputs_count=None))
    found, missing = search(repository, entries, ScanSettings("clean", key, prepare, facts))
    more, more_missing = _judge_all(anew, prepare) if anew else ([], [])
    return BlobScan(found + more, missing + more_missing, facts)


def with_links(judged: BlobScan, repository: Repository, links: Sequence[Entry], settings: BlockArtifacts) -> BlobScan:
    """The same, and what is to be said of symbolic links, of which nothing is remembered."""
    found, missing = _judge_all(list(links), lambda part: Prepared(objects.read(repository, part), _judge_by(settings)))
    return judged._replace(violations=judged.violations + found, missing=judged.missing + missing)


def facts_for(
    repository: Repository, entries: Sequence[Entry], settings: BlockArtifacts, *, measured: bool
) -> BlobCache | None:
    """What is known of blobs, where there are entries enough to ask for it."""
    if len(entries) < _FEW:
        return None

    return BlobCache(repository, settings, measured=measured)


def among_stored(
    repository: Repository, entries: list[Entry], sizes: Mapping[bytes, int | None], settings: BlockArtifacts
) -> BlobScan:
    """Judge entries of history, whose blobs have these sizes."""
    judging = _judge_by(settings)

    def prepare(part: Sequence[Entry]) -> Prepared:
        return Prepared(objects.stored(repository, part, sizes, objects.STREAMED), judging)

    return BlobScan(*_judge_all(entries, prepare))


def _judge_by(settings: BlockArtifacts) -> Callable[[Blob | KnownBlob], Violation | None]:
    return lambda blob: judge(blob, settings)


def search(repository: Repository, entries: list[Entry], how: ScanSettings) -> tuple[list[Any], list[Missing]]:
    """Judge every entry, but read only those of which nothing is known."""
    if not remembers(repository, how.name, entries):
        return _by_facts(entries, how)
    facts = [entry.blob + entry.path for entry in entries]
    before = cache.known_clean(repository.memory, how.name, how.key)
    if before.holds(facts):
        return [], []
    known = before.facts()
    unknown = [entry for entry, fact in zip(entries, facts, strict=True) if fact not in known]
    found, missing = _by_facts(unknown, how)
    unclean = {one.entry.blob + one.entry.path for one in (*found, *missing)}
    cache.remember_clean(before, known, facts, [fact for fact in facts if fact not in unclean])
    return found, missing


def remembers(repository: Repository, name: str, entries: list[Entry]) -> bool:
    """Whether clean ones among these are remembered: many that are tracked and not staged, and not too few for that."""
    few = len(entries) < REMEMBERED or cache.size(repository.memory, name) > len(entries) * _BYTES_A_FILE
    return not few and not entries[0].staged


def _by_facts(entries: list[Entry], how: ScanSettings) -> tuple[list[Any], list[Missing]]:
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
    if len(entries) < _MANY:
        return entries
    from ..base import parallel

    processes = parallel.number(len(entries), _MANY)
    return [entry for start in range(processes) for entry in entries[start::processes]]


def _judge_all(entries: list[Entry], prepare: Prepare) -> tuple[list[Any], list[Missing]]:
    if len(entries) < _MANY:
        found = _find(prepare(entries))
    else:
        from ..base import parallel

        found = parallel.parallel_map(entries, _MANY, lambda part: _find(prepare(part)))
    missing = [one for one in found if isinstance(one, objects.Missing)]
    return [one for one in found if not isinstance(one, objects.Missing)], missing


def _find(prepared: Prepared) -> list[Any]:
    found: list[Any] = []
    judge_one = prepared.judge
    for blob in prepared.blobs:
        if isinstance(blob, objects.Missing):
            found.append(blob)
            continue
        try:
            violation = judge_one(blob)
        except CheckError:
            # Damaged behind its head: the others can still be judged.
            found.append(objects.Missing(blob.entry))
            continue
        if violation:
            found.append(violation)
    return found
