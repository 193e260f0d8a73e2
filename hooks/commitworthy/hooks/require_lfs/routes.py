"""Whether each blob and its route agree: pointers that nothing routes, raw files under a route, artifacts without one.

Judged by what everybody has, the index and its attributes; what this clone has besides only explains a verdict.  What
is accepted and what a parent has as badly is asked later.
"""

from __future__ import annotations

import itertools

from ...base.namedtuple import TYPE_CHECKING, NamedTuple
from ...blobs import scan
from ...blobs.judge import Identity, KnownBlob, identify
from ...formats import litter, pointers
from ...formats.detect import HEAD_SIZE, has_controls, is_fixture
from ...git import attributes, index, lfs, objects
from . import rules

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from ...base.findings import Rule
    from ...blobs.scan import BlobCache
    from ...formats.attribute_lines import Lint
    from ...formats.damaged_pointers import Damage
    from ...formats.detect import Detection
    from ...formats.pointers import Pointer
    from ...git.index import Entry
    from ...git.objects import Blob, Missing
    from ...git.repository import Repository
    from ...policy.settings import Policy

LARGEST_FIXTURE = 100 * 1024
# What a pointer begins with, whatever was done to it: a key, a conflict marker, white space, a byte order mark.
_FIRST = frozenset(bytes((byte,)) for byte in b"vVoOsS<|=> \t\r\n\xef\xff\xfe")
_ROUTED_BY_TYPE = ("model", "archive", "binary")


class LfsViolation(NamedTuple):
    """A rule that an entry breaks.

    `size` in bytes is of the blob, or of the content that a pointer stands for; `value` is the filter that everybody
    has.  `lint` is about a line of an attributes file, `owner` the .dvc file that claims the path, `note` a cause.
    `damage` tells of a pointer that was broken; `what` is worth remembering of a raw file.
    """

    entry: Entry
    rule: Rule
    size: int
    value: str = "unspecified"
    sniff: Detection | None = None
    pointer: Pointer | None = None
    lint: Lint | None = None
    owner: bytes = b""
    note: str = ""
    moved: bool = False
    damage: Damage | None = None
    what: Identity | None = None

    def is_raw(self) -> bool:
        """Whether the blob is the file itself."""
        return self.pointer is None and self.damage is None


class AttributesChange(NamedTuple):
    """What is staged, and what is staged to go; of what follows, only entries below the folder `below` matter.

    `below` is "" or ends in a slash.
    """

    changes: list[Entry]
    removed: tuple[Entry, ...]
    below: bytes = b""


class ScanResult(NamedTuple):
    """What is wrong with the chosen entries, what a change of attributes may have made wrong, and blobs not there.

    `facts` are what is known of blobs now.
    """

    chosen: list[LfsViolation]
    rerouted: list[LfsViolation]
    missing: list[Missing]
    facts: BlobCache | None


def scan_entries(
    repository: Repository,
    policy: Policy,
    entries: list[Entry],
    change: AttributesChange | None = None,
    baseline: bytes | None = None,
) -> ScanResult:
    """Judge the chosen entries, and those whose route a staged change has moved.

    Of many entries those are left out that the baseline accepts as raw files without a route, and that have none.
    """
    asking = index.ask_like("*.dvc") if entries else None
    open_entries = entries
    if baseline is not None and len(entries) >= scan.REMEMBERED:
        open_entries = _without_accepted(repository, entries, baseline)
    facts = scan.facts_for(repository, open_entries, policy.block_artifacts, measured=False)
    chosen, missing = find(repository, open_entries, policy, facts)
    moved = _changed_routes(repository, change) if change else []
    paths = {entry.path for entry in entries} if moved else set()
    others = [entry for entry in moved if entry.path not in paths]
    rerouted, also_missing = find(repository, others, policy, facts)
    rerouted = [violation._replace(moved=True) for violation in rerouted]
    claims = index.all_tracked(asking) if asking else []
    return ScanResult(chosen + _about_files(repository, entries, claims), rerouted, missing + also_missing, facts)


def _without_accepted(repository: Repository, entries: list[Entry], baseline: bytes) -> list[Entry]:
    """Without files whose blob is accepted without a route: where there is none, nothing else is wrong."""
    from ...policy import acceptance

    blobs = acceptance.of_hook(baseline, rules.HOOK).blobs_of(rules.UNROUTED.name)
    paths = [entry.path for entry in entries if entry.blob in blobs]
    values = attributes.filters(repository, paths) if paths else {}
    return [entry for entry in entries if values.get(entry.path) != "unspecified"]


def _about_files(repository: Repository, entries: list[Entry], claims: list[Entry]) -> list[LfsViolation]:
    """What attributes files among the entries say, and paths that `claims`, the `.dvc` files, have."""
    violations: list[LfsViolation] = []
    files = [entry for entry in entries if attributes.is_file(entry.path)]
    if files:
        from . import lines

        violations += lines.find(files) + lines.other_case(repository, files)
    if claims:
        from . import dvc_claims

        violations += dvc_claims.find(repository, claims, entries)
    return violations


def find(
    repository: Repository, entries: list[Entry], policy: Policy, facts: BlobCache | None = None
) -> tuple[list[LfsViolation], list[Missing]]:
    """Judge every entry; also the entries whose blobs are not there.  What is learned goes to the `facts`."""
    if not entries:
        return [], []
    # What is remembered of clean entries follows from every route there is.
    known = index.like(".gitattributes") if scan.remembers(repository, "routed", entries) else []
    routing = [(entry.path, entry.blob) for entry in known]
    view = attributes.shared(repository)
    key = (repr(policy.block_artifacts), repr(policy.require_lfs), routing)

    def prepare(part: Sequence[Entry]) -> scan.Prepared:
        filters = attributes.filters(repository, [entry.path for entry in part], view)
        # Of a routed file the disk has the content, which is no blob.
        plain = [entry for entry in part if filters[entry.path] != "lfs"]
        routed = [entry for entry in part if filters[entry.path] == "lfs"] if len(plain) < len(part) else []
        blobs = itertools.chain(objects.read(repository, plain), objects.added(repository, routed))
        return scan.Prepared(blobs, _judge_of(repository, policy, filters))

    return scan.search(repository, entries, scan.ScanSettings("routed", key, prepare, facts))


def of_commit(
    repository: Repository,
    chosen: list[Entry],
    filters: Mapping[bytes, str],
    policy: Policy,
    facts: BlobCache | None = None,
) -> tuple[list[LfsViolation], list[Entry]]:
    """Judge files of a commit under the filters that it has for them; also those whose blobs are not there.

    What is in the `facts` is not read.
    """
    judge = _judge_of(repository, policy, filters)
    violations, missing = [], []
    recalled, others = facts.parted(chosen) if facts else ([], chosen)
    # One at a time: of a large blob more can be asked only as long as the next has not been.
    for blob in itertools.chain(recalled, objects.stored(repository, others)):
        if isinstance(blob, objects.Missing):
            missing.append(blob.entry)
        elif violation := judge(blob):
            violations.append(violation)
    return violations, missing


def _judge_of(
    repository: Repository, policy: Policy, filters: Mapping[bytes, str]
) -> Callable[[Blob | KnownBlob], LfsViolation | None]:
    """The judge of entries whose filters are known."""
    store: list[str] = []

    def is_here(pointer: Pointer) -> bool:
        # Where the objects lie is asked once.
        store[:] = store or [lfs.objects_folder(repository)]
        return lfs.has_object(store[0], pointer.oid, pointer.size)

    def judge(blob: Blob | KnownBlob) -> LfsViolation | None:
        value = filters[blob.entry.path]
        if isinstance(blob, KnownBlob):
            # What a pointer is follows from more than its blob, so of these nothing is remembered.
            return _of_content(blob.entry, blob.what, value, policy)
        pointer = pointers.recognise(blob.entry.path, blob.size, blob.head)
        if pointer is not None and pointer.kind == "lfs":
            return _of_pointer(blob, pointer, value, policy, is_here)
        if blob.size == 0 or (pointer is not None and value != "lfs"):
            return None
        if pointer is None and (value == "lfs" or _may_be_damaged(blob.head)):
            damaged = _of_damaged(blob, value, policy)
            if damaged:
                return damaged
        sniff = identify(blob, policy.block_artifacts)
        return _of_content(blob.entry, Identity(blob.size, sniff, has_controls(blob.head[:HEAD_SIZE])), value, policy)

    return judge


def _of_content(entry: Entry, what: Identity, value: str, policy: Policy) -> LfsViolation | None:
    """What is wrong with a raw file."""
    if value != "lfs" and (not _needs_route(entry, what) or _is_litter(entry)):
        return None
    rule = rules.rule(rules.CONTENT, rules.route_of(value, policy.require_lfs.filters))
    # Of a pointer of another kind, which is no content, the head must be seen again.
    worth = None if what.sniff.family == "pointer" else what
    return LfsViolation(entry, rules.BY_NAME[rule], what.size, value, what.sniff, what=worth)


def _of_pointer(
    blob: Blob, pointer: Pointer, value: str, policy: Policy, is_here: Callable[[Pointer], bool]
) -> LfsViolation | None:
    """What is wrong with a pointer of LFS."""
    settings = policy.require_lfs
    rule = rules.rule(rules.blob_of(pointer), rules.route_of(value, settings.filters))
    if not rule and settings.max_size is not None and (pointer.size or 0) > settings.max_size:
        rule = rules.LARGE.name
    if not rule and blob.entry.staged and not is_here(pointer):
        rule = rules.ABSENT.name
    if not rule:
        return None
    note = pointers.noncanonical_reason(blob.head) if rule == rules.LOOSE.name else ""
    return LfsViolation(blob.entry, rules.BY_NAME[rule], pointer.size or 0, value, None, pointer, note=note)


def _may_be_damaged(head: bytes) -> bool:
    """Whether it begins as a pointer may that was broken; asked of every text, so that it has to be cheap."""
    if head[:1] not in _FIRST:
        return False
    near = head[:512].replace(b"\0", b"")
    return b"oid sha" in near or b"git-lfs" in near


def _of_damaged(blob: Blob, value: str, policy: Policy) -> LfsViolation | None:
    """What is wrong with a pointer that was broken; it is neither the file nor of use as a pointer."""
    from ...formats import damaged_pointers

    damage = damaged_pointers.damage_of(blob.size, blob.head)
    if damage is None or (value != "lfs" and value in policy.require_lfs.filters):
        return None
    rule = rules.NOT_A_POINTER if value == "lfs" else rules.ORPHANED
    return LfsViolation(blob.entry, rule, blob.size, value, damage=damage)


def _needs_route(entry: Entry, what: Identity) -> bool:
    """Whether the type of a blob is one that must not be an ordinary blob, small fixtures apart."""
    family = what.sniff.family
    of_type = family in _ROUTED_BY_TYPE or (family == "data" and what.binary)
    return of_type and not (what.size <= LARGEST_FIXTURE and is_fixture(entry.path))


def _is_litter(entry: Entry) -> bool:
    """What a tool leaves behind belongs nowhere: block-artifacts refuses it, with a line for .gitignore."""
    return litter.recognise(entry.path.decode("utf-8", "surrogateescape")) is not None


def _changed_routes(repository: Repository, change: AttributesChange) -> list[Entry]:
    """Entries that are not staged themselves, but whose filter is another than under HEAD's attributes.

    All others are as good or as bad as they were.
    """
    changes, removed, below = change
    touched = [entry.path for entry in (*changes, *removed) if attributes.is_file(entry.path)]
    if not touched:
        return []
    folders = tuple(path[: -len(attributes.FILE)] for path in touched)
    staged = {entry.path for entry in changes}
    candidates = [
        entry
        for entry in index.tracked(repository)
        if entry.path not in staged and entry.path.startswith(folders) and entry.path.startswith(below)
    ]
    paths = [entry.path for entry in candidates]
    now = attributes.filters(repository, paths)
    then = attributes.filters_then(repository, _routing_of_head(changes, removed), paths)
    return [entry for entry in candidates if now[entry.path] != then[entry.path]]


def _routing_of_head(changes: list[Entry], removed: tuple[Entry, ...]) -> list[tuple[bytes, bytes]]:
    """HEAD's attributes files: those of the index, with the staged change undone."""
    files = {entry.path: entry.blob for entry in index.like(".gitattributes")}
    for entry in changes:
        if attributes.is_file(entry.path):
            del files[entry.path]
            files |= {entry.path: entry.old} if entry.old else {}
    return [*files.items(), *[(entry.path, entry.blob) for entry in removed if attributes.is_file(entry.path)]]
