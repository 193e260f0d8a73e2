"""What every blob of a history is and whether the policy would have it, named by content as the hooks do.

A head is inflated straight from its pack where it is whole there, or large; the rest is asked of git in one stream.
"""

from __future__ import annotations

import os
from array import array

from ...base import parallel
from ...base.findings import CheckError, path_text
from ...base.namedtuple import TYPE_CHECKING, NamedTuple
from ...blobs import history, judge
from ...blobs.judge import BlobSource
from ...formats import litter, pointers
from ...formats.detect import HEAD_SIZE, TABLE_SIZE, sniff
from ...git import attributes, inventory, objects, packs, process
from ...git.index import Entry
from ...git.objects import Blob, Missing
from ...policy.settings import LIMITS, POLICY_FILES
from . import routes

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from ...formats.detect import Detection
    from ...git.inventory import Inventory
    from ...git.repository import Repository
    from ...policy.acceptance import Acceptance

# Below this many blobs a second process costs more than it saves.
_MANY = 2000
# Larger blobs are not held as a whole.
_HELD = 16 * 1024 * 1024
# Up to this size git is as fast at putting differences together.
_SMALL = 64 * 1024
_UNKNOWN = -1
# Where a team says that it uses us: the policy itself, and the configurations of the frameworks.
_SIGNS = (*POLICY_FILES, ".commitworthy-baseline", ".pre-commit-config.yaml", ".pre-commit-config.yml", "prek.toml")
_OURS = b"commitworthy"
# Where no file of attributes has this word, nothing is routed to Git LFS.
_FILTER = b"filter"
_ALWAYS_OURS = (b"commitworthy.toml", b".commitworthy-baseline")


class Verdict(NamedTuple):
    """What the policy says of a blob: the code of its rule, and whether an exception or the baseline accepts it."""

    code: str
    accepted: bool


class Pointer(NamedTuple):
    """A small file that stands for content elsewhere, of `size` bytes (None where it does not say)."""

    kind: str
    oid: str
    size: int | None


class Scan(NamedTuple):
    """An inventory, and what its blobs are, by their numbers.

    `kinds` are the different detections and `kind` has the number of one for each blob, -1 where it could not be read.
    `adopted` is the number of the first commit that names us, None where none does.
    """

    inventory: Inventory
    kinds: list[Detection]
    kind: array[int]
    verdicts: dict[int, Verdict]
    pointers: dict[int, Pointer]
    unreadable: frozenset[int]
    adopted: int | None


class _Part(NamedTuple):
    """What was found among some of the blobs."""

    kinds: dict[Detection, array[int]]
    verdicts: dict[int, Verdict]
    pointers: dict[int, Pointer]
    unreadable: list[int]
    naming_us: list[int]
    routing: list[int]


def scan(repository: Repository, accepting: Acceptance, *, alone: bool = False) -> Scan:
    """All blobs that the refs lead to, under the policy that is `accepting` exceptions and a baseline.

    `alone` in one process, whatever their number.
    """
    found = inventory.take()
    count = len(found.blobs.sizes)
    reader = _Reader(repository, found, accepting)
    order = reader.order()
    parts = reader.read(order) if alone else parallel.parallel_map(order, _MANY, reader.read)
    kinds: dict[Detection, int] = {}
    kind = array("h", [_UNKNOWN]) * count
    verdicts: dict[int, Verdict] = {}
    known_pointers: dict[int, Pointer] = {}
    unreadable: set[int] = set()
    naming_us: list[int] = []
    for part in parts:
        for detection, numbers in part.kinds.items():
            which = kinds.setdefault(detection, len(kinds))
            for number in numbers:
                kind[number] = which
        verdicts.update(part.verdicts)
        known_pointers.update(part.pointers)
        unreadable.update(part.unreadable)
        naming_us += part.naming_us
    if any(part.routing for part in parts):
        of_lfs = {number for number, pointer in known_pointers.items() if pointer.kind == "lfs"}
        for number, place in routes.raw_under_routes(repository, found, of_lfs).items():
            # As check-push, which says this of a blob before anything else.
            path, size = path_text(found.paths[place]), found.blobs.sizes[number]
            verdicts[number] = Verdict(judge.NOT_A_POINTER.code, accepting.has_blob(path, size, reader.ids[number]))
    adopted = min((found.blobs.commit[number] for number in naming_us if found.blobs.commit[number] >= 0), default=None)
    return Scan(found, list(kinds), kind, verdicts, known_pointers, frozenset(unreadable), adopted)


class _Reader:
    def __init__(self, repository: Repository, found: Inventory, accepting: Acceptance) -> None:
        self.repository = repository
        self.inventory = found
        self.accepting = accepting
        self.settings = history.counted(accepting.policy.block_artifacts, accepting.baseline)
        self.ids = list(found.blobs.ids)
        self.packs = packs.BulkHeads(objects.folders(repository.objects), found.blobs.ids)
        by_family = {family: self.settings.limit(family) for family in LIMITS}
        self.limits = {family: TABLE_SIZE if limit is None else limit for family, limit in by_family.items()}
        # Up to this size text has nothing in it that any rule would look for.
        small = min(TABLE_SIZE, *(self.limits[family] for family in ("text", "data", "binary")))
        self.small = 0 if self.settings.kinds else small
        self.litter: dict[int, bool] = {}
        signs = {name.encode() for name in _SIGNS}
        self.signs = {number for number, path in enumerate(found.paths) if path in signs}
        self.routing = {number for number, path in enumerate(found.paths) if attributes.is_file(path)}

    def order(self) -> list[int]:
        """All numbers, so that a pack is read from its start to its end."""
        return self.packs.in_order(range(len(self.ids)))

    def read(self, numbers: Sequence[int]) -> list[_Part]:
        """What these blobs are; one part, since it may come from another process."""
        part = _Part({}, {}, {}, [], [], [])
        for blob, number in self._blobs(numbers, part):
            if blob is None:
                part.unreadable.append(number)
                continue
            try:
                self._take(part, number, blob)
            except CheckError:
                part.unreadable.append(number)
        return [part]

    def _is_within_limits(self, number: int, size: int, content: bytes, part: _Part) -> bool:
        """Whether no rule has anything to say of a small blob, as of most; then it is put down as what it is."""
        blobs = self.inventory.blobs
        place = blobs.path[number]
        if number in blobs.others or number in blobs.links or place < 0:
            return False
        if place in self.signs or place in self.routing:
            return False
        path = self.inventory.paths[place]
        if size <= HEAD_SIZE:
            kind = sniff(path, size, content)
        else:
            kind = sniff(
                path, size, content[:HEAD_SIZE], lambda length: content[-length:], lambda length: content[:length]
            )
        if size > self.limits.get(kind.family, 0):
            return False
        if place not in self.litter:
            self.litter[place] = litter.recognise(path_text(path)) is not None
        if self.litter[place]:
            return False
        numbers = part.kinds.get(kind)
        if numbers is None:
            numbers = part.kinds[kind] = array("q")
        numbers.append(number)
        return True

    def _take(self, part: _Part, number: int, blob: Blob) -> None:
        source = self._source(number, blob)
        kind, violation = judge.verdict(blob, self.settings, source, notes=False)
        for other in self.inventory.blobs.others.get(number, ()):
            if violation is None:
                moved = blob._replace(entry=blob.entry._replace(path=self.inventory.paths[other]))
                violation = judge.verdict(moved, self.settings, source, notes=False)[1]
        if violation is not None:
            path = path_text(violation.entry.path)
            accepted = self.accepting.has_blob(path, violation.size, violation.entry.blob)
            part.verdicts[number] = Verdict(violation.rule.code, accepted)
        numbers = part.kinds.get(kind)
        if numbers is None:
            numbers = part.kinds[kind] = array("q")
        numbers.append(number)
        if kind.family == "pointer":
            pointer = pointers.recognise(blob.entry.path, blob.size, blob.head)
            if pointer and pointer.kind != "git-crypt":
                part.pointers[number] = Pointer(pointer.kind, pointer.oid, pointer.size)
        place, content = self.inventory.blobs.path[number], blob.content or blob.head
        if place in self.signs and (blob.entry.path in _ALWAYS_OURS or _OURS in content):
            part.naming_us.append(number)
        if place in self.routing and (blob.content is None or _FILTER in content):
            part.routing.append(number)

    def _source(self, number: int, blob: Blob) -> BlobSource | None:
        """Where the rest of a blob is inflated by ourselves, which takes half of the time that git and a pipe take."""
        if blob.content is not None or blob.size > _HELD:
            return None
        held: list[bytes] = []

        def content(_: bytes = b"") -> bytes:
            if not held:
                found = self.packs.content(number, self.inventory.blobs.packed[number])
                held.append(judge.source_of(blob).content(blob.entry.blob) if found is None else found)
            return held[0]

        return BlobSource(
            lambda _, length: content()[-length:], content, lambda _, length: content()[:length], lambda _: (content(),)
        )

    def _blobs(self, numbers: Iterable[int], part: _Part) -> Iterator[tuple[Blob | None, int]]:
        """Each blob with its number, None for one that cannot be read; without small ones within limits."""
        blobs, heads = self.inventory.blobs, self.packs
        reader = objects.BlobReader()
        left = []
        try:
            for number in numbers:
                size = blobs.sizes[number]
                head = heads.head(number, blobs.packed[number], objects.HEAD_SIZE, whole=size <= _SMALL)
                if head is None or head[0] != size:
                    left.append(number)
                    continue
                content = head[1] if len(head[1]) == size else None
                if content is not None and size <= self.small and self._is_within_limits(number, size, content, part):
                    continue
                yield Blob(self._entry(number), size, head[1], content, reader), number
        finally:
            reader.close()
        # What others differ from lies before them: asked the other way round, git puts each together once, not twice.
        left.reverse()
        yield from self._asked(left, part)

    def _asked(self, numbers: list[int], part: _Part) -> Iterator[tuple[Blob | None, int]]:
        sizes, left = self.inventory.blobs.sizes, numbers
        small = [number for number in numbers if sizes[number] <= self.small]
        if small:
            # Most are within limits, and then nothing is made of them here.
            git = process.start("cat-file", "--buffer", "--batch", send=b"".join([self.ids[n] + b"\n" for n in small]))
            asked = 0
            try:
                for number in small:
                    content = objects.next_content(git)
                    if content is None:
                        break
                    asked += 1
                    if not self._is_within_limits(number, len(content), content, part):
                        yield Blob(self._entry(number), len(content), content[:HEAD_SIZE], content), number
            finally:
                process.abandon(git)
            # Of a damaged one git has died.
            left = [number for number in numbers if sizes[number] > self.small] + small[asked:]
        yield from self._stored(left)

    def _stored(self, numbers: list[int]) -> Iterator[tuple[Blob | None, int]]:
        sizes = {self.ids[number]: self.inventory.blobs.sizes[number] for number in numbers}
        entries = [self._entry(number) for number in numbers]
        for blob in objects.stored(self.repository, entries, sizes, objects.STREAMED):
            yield None if isinstance(blob, Missing) else blob, self.inventory.blobs.ids[blob.entry.blob]

    def _entry(self, number: int) -> Entry:
        blobs = self.inventory.blobs
        place = blobs.path[number]
        path = self.inventory.paths[place] if place >= 0 else b""
        return Entry(path, self.ids[number], link=number in blobs.links)


def damaged_packs(repository: Repository) -> list[str]:
    """The names of the packs, and of their indexes, whose bytes are not what was written."""
    folders = objects.folders(repository.objects)
    new_hash = objects.hash_of(repository.object_format, large=True)
    return [path_text(os.path.basename(place)) for place in packs.damaged(folders, new_hash)]
