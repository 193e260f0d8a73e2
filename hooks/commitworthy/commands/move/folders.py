"""Folders that are one artifact, such as a Zarr store or sharded weights: moved as a whole, under one card.

Only what is new or has changed travels, and is read back.  Of what the card has named before the store is asked whether
it still has it; where a store keeps no versions, each version of the folder has a folder of its own, and the store puts
what has not changed there by itself.
"""

from __future__ import annotations

import os
import stat

from ...base import wording
from ...base.findings import CheckError, path_text
from ...base.namedtuple import TYPE_CHECKING, NamedTuple
from ...blobs.judge import identify
from ...cards import card as cards
from ...cards import seen
from ...formats import pointers
from ...git import attributes, index, objects
from ...git.write import TEMPORARY
from ...homes import mlflow
from ...homes import store as stores
from ...remedies import homes
from .. import transfer, which
from . import plan, steps

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from ...cards.card import Card, Member
    from ...cards.seen import Known
    from ...git.index import Entry
    from ...git.repository import Repository
    from ...homes.address import Address
    from ...homes.store import Store, StoredObject
    from ...policy.settings import Policy
    from .plan import Choice, Moving

# What a file at the top of a folder says of all of it, where the files themselves say nothing.
_MARKERS = {
    ".zgroup": ("data", "zarr"),
    ".zarray": ("data", "zarr-array"),
    "zarr.json": ("data", "zarr-3"),
    "saved_model.pb": ("model", "tf-savedmodel"),
    "MLmodel": ("model", "mlflow-model"),
}
# So many files, the largest ones, are looked at for the family of the folder.
_LOOKED_AT = 20
# What a card takes for a file beside its path, which it has twice: hashes, size and version.
_LINES = 240


class Tree(NamedTuple):
    """A folder to be moved, its `files` by their paths below it with their states, and how many git has or ignores."""

    moving: Moving
    files: dict[str, os.stat_result]
    tracked: int
    ignored: int

    @property
    def size(self) -> int:
        """Bytes of all files."""
        return sum(state.st_size for state in self.files.values())


class Kept(NamedTuple):
    """A file of a folder as the card lists it, and whether its bytes were `sent`."""

    member: Member
    sent: bool


class FolderWork(NamedTuple):
    """A folder, the hashes of its files, its own, and where it goes; `by_hash` as `key_for` has it."""

    tree: Tree
    members: tuple[Member, ...]
    hashed: steps.Hashed
    into: Store
    home: Address
    by_hash: bool = False

    @property
    def moving(self) -> Moving:
        """The folder, as a file is planned."""
        return self.tree.moving


def is_folder(here: Repository, path: bytes) -> bool:
    """Whether there is a folder, and no link to one."""
    place = here.on_disk(path) or b"."
    return os.path.isdir(place) and not os.path.islink(place)


def plan_folders(here: Repository, policy: Policy, paths: Sequence[bytes], to: str | None) -> list[Tree]:
    """What is to be done with the folders among `paths` from the top; CheckError for the first that cannot be moved."""
    wanted = [path for path in dict.fromkeys(paths) if is_folder(here, path)]
    if not wanted:
        return []
    for path in wanted:
        if not path:
            raise CheckError("move: this is the whole repository: name a folder in it")
        plan.refuse_place(here, path)
    above = tuple(path + b"/" for path in wanted)
    inner = next((path for path in paths if path.startswith(above)), None)
    if inner:
        raise CheckError(f"{path_text(inner)}: is in a folder that is named as well: name one of them")
    choice = plan.choice_of(policy, to)
    entries = index.tracked(here, wanted)
    plan.refuse_unstaged(here, entries)
    return [_tree(here, path, entries, choice) for path in wanted]


def _tree(here: Repository, path: bytes, entries: Sequence[Entry], choice: Choice) -> Tree:
    name, place = path_text(path), here.on_disk(path)
    files = dict(sorted(_scanned(name, place), key=lambda found: found[0].encode()))
    if not files:
        raise CheckError(f"{name}: is a folder without files: there is nothing to move")
    if sum(2 * len(path.encode()) + _LINES for path in files) > cards.LARGEST:
        raise CheckError(
            f"{name}: has so many files of such long names that no card lists them: pack it with tar first"
        )
    family, kind = _kind(place, files, choice)
    home = (
        choice.to or plan.home_of_card(here, path) or homes.home_of(family, choice.policy.homes, has_dvc=choice.has_dvc)
    )
    if home in ("lfs", "dvc"):
        other = f"run: dvc add {name}" if home == "dvc" else "pack it with tar first"
        raise CheckError(
            f"{name}: is a folder, and {home} is no home for it as one: name a store, as in --to s3://bucket/folder, "
            f"or {other}"
        )
    plan.refuse_home(name, home)
    tracked = sum(entry.path.startswith(path + b"/") for entry in entries)
    moving = plan.Moving(path, os.lstat(place), family, kind, home, None)
    return Tree(moving, files, tracked, _count_ignored(here, path, files))


def _scanned(name: str, place: bytes) -> Iterator[tuple[str, os.stat_result]]:
    """Path below the folder, and state, of each file; CheckError for what no card can list, and for a folder too full.

    What an interrupted `fetch` has left is not a part of it.
    """
    todo, count = [""], 0
    while todo:
        below = todo.pop()
        try:
            with os.scandir(os.path.join(place, os.fsencode(below))) as listed:
                found = sorted(listed, key=lambda entry: entry.name)
        except OSError as error:
            raise CheckError(f"{name}/{below}: cannot be read ({error.strerror})") from None
        for entry in found:
            base = path_text(entry.name)
            path = f"{below}{base}"
            if base.startswith(TEMPORARY):
                continue
            state = entry.stat(follow_symlinks=False)
            _refuse(name, path, state, entry.path)
            if stat.S_ISDIR(state.st_mode):
                todo.append(f"{path}/")
                continue
            count += 1
            if count > cards.MOST_FILES:
                raise CheckError(
                    f"{name}: has more than {cards.MOST_FILES:,} files, which no card lists: write larger chunks or "
                    "shards, or pack it with tar first"
                )
            yield path, state


def _refuse(name: str, path: str, state: os.stat_result, place: bytes) -> None:
    """CheckError for what cannot be a part of a folder that is moved as one."""
    reason = cards.refused_path(path)
    if os.path.basename(place).lower() == b".git":
        raise CheckError(f"{name}/{path}: is the folder of another repository: run move in there, or remove it")
    if reason:
        raise CheckError(f"{name}/{path}: {reason}, so that no card can list it: rename it first")
    if stat.S_ISLNK(state.st_mode):
        raise CheckError(f"{name}/{path}: is a symbolic link: put the file in its place")
    if stat.S_ISDIR(state.st_mode):
        return
    if not stat.S_ISREG(state.st_mode):
        raise CheckError(f"{name}/{path}: is not a file: remove it first")
    if path.endswith(cards.SUFFIX.decode()):
        raise CheckError(f"{name}/{path}: is a card itself: name the folder that is one artifact, not one above")
    if state.st_size < pointers.LFS_SIZE:
        file = objects.on_disk(place, follow=False)
        pointer = pointers.recognise(place, state.st_size, file.content) if file else None
        if pointer and pointer.kind in plan.PROGRAMS:
            raise plan.not_the_file(f"{name}/{path}", pointer.kind)


def _kind(place: bytes, files: dict[str, os.stat_result], choice: Choice) -> tuple[str, str]:
    """Family and format: of a marker, of the largest file that is a model, or of the largest file."""
    found = next((_MARKERS[name] for name in files if name in _MARKERS), None)
    if found:
        return found
    largest = sorted(files, key=lambda path: files[path].st_size, reverse=True)[:_LOOKED_AT]
    kinds = []
    for path in largest:
        file = os.path.join(place, path.encode())
        known = identify(which.blob_on_disk(file), choice.policy.block_artifacts, which.source_on_disk(file))
        kinds.append((known.family, known.format))
    return next((kind for kind in kinds if kind[0] == "model"), kinds[0])


def _count_ignored(here: Repository, path: bytes, files: Iterable[str]) -> int:
    """How many of the files an ignore rule names that does not name the folder."""
    whole, paths = path + b"/", [path + b"/" + file.encode() for file in files]
    found = attributes.rules(here, [whole, *paths])
    return 0 if whole in found else len(found)


# The steps, as `steps` has them for a file.


def hash_all(here: Repository, trees: Sequence[Tree]) -> list[tuple[Tree, tuple[Member, ...]]]:
    """Each folder with its files and their hashes; those of files that were not written to are remembered."""
    known = seen.load(here.memory)
    wanted = [(tree, path) for tree in trees for path in tree.files]
    results = transfer.each(
        wanted,
        lambda item, _: _hash(here, known, *item),
        lambda item: item[0].files[item[1]].st_size,
        "hashing",
    )
    members: dict[bytes, list[Member]] = {tree.moving.path: [] for tree in trees}
    for (tree, _), result in results:
        if isinstance(result, CheckError):
            raise result
        members[tree.moving.path].append(result)
    # Also for a run after one that was stopped.
    seen.save(here.memory, known)
    return [(tree, tuple(members[tree.moving.path])) for tree in trees]


def _hash(here: Repository, known: Known, tree: Tree, path: str) -> Member:
    file = tree.moving.path + b"/" + path.encode()
    state = seen.identity(tree.files[path])
    if file in known and known[file][0] == state:
        return cards.Member(path, state[0], known[file][1])
    found = seen.sha256(here.on_disk(file))
    if found is None or found[1] != state:
        raise steps.changed_meanwhile(tree.moving)
    seen.note(known, file, state, found[0])
    return cards.Member(path, state[0], found[0])


def work_of(tree: Tree, members: tuple[Member, ...], into: Store, home: Address) -> FolderWork:
    """What is to be done, once its files are hashed."""
    hashed = steps.Hashed(cards.hash_of(members), "", (tree.size, *seen.identity(tree.moving.state)[1:]))
    return FolderWork(tree, members, hashed, into, home, mlflow.is_registry(tree.moving.home))


def store_all(here: Repository, work: FolderWork) -> tuple[Card, int]:
    """Put there what is not, read that back, and make sure of the rest; the card, and how many files were sent."""
    tree, into = work.tree, work.into
    key = stores.key_for(into, work.home, tree.moving.name, work.hashed.sha256, by_hash=work.by_hash)
    earlier = _earlier(work, steps.known_card(here, tree.moving))
    base = work.home._replace(key=key).text()
    # A share has no folder yet where nothing was moved to.
    is_new = work.home.scheme == "file" and not os.path.isdir(key)
    target = _Target(here, work, key, earlier, frozenset() if is_new else frozenset(into.keys(key)))
    results = transfer.each(
        work.members, lambda member, progress: _keep(target, member, progress), lambda member: member.size, "moving"
    )
    for _, result in results:
        if isinstance(result, CheckError):
            raise result
    kept = [result for _, result in results if isinstance(result, Kept)]
    again = dict(_scanned(tree.moving.name, here.on_disk(tree.moving.path)))
    if {path: seen.identity(state) for path, state in again.items()} != {
        path: seen.identity(state) for path, state in tree.files.items()
    }:
        raise steps.changed_meanwhile(tree.moving)
    files = tuple(one.member for one in kept)
    name, family = tree.moving.name.rpartition("/")[2], tree.moving.family
    card = cards.Card(name, tree.size, work.hashed.sha256, base, endpoint=into.endpoint, family=family, files=files)
    return card, sum(one.sent for one in kept)


def _earlier(work: FolderWork, known: Card | None) -> dict[str, tuple[str, Member]]:
    """Path -> key and entry of each file that the card has named so far, where that is in the same home.

    A card may name any place, and from another one nothing is taken.
    """
    if known is None or known.endpoint != work.into.endpoint:
        return {}
    if stores.home_of(known.address, work.tree.moving.name, known.sha256) != work.home.text().rstrip("/"):
        return {}
    key = work.home._replace(key=known.address.removeprefix(work.home._replace(key="").text())).key
    return {member.path: (f"{key}/{member.path}", member) for member in known.files}


class _Target(NamedTuple):
    """Where the files of a folder go: below a key, and which keys are there; `earlier` is what `_earlier` says."""

    here: Repository
    work: FolderWork
    key: str
    earlier: dict[str, tuple[str, Member]]
    there: frozenset[str]


def _keep(target: _Target, member: Member, progress: Callable[[int], object]) -> Kept:
    """One file: where the store has it already it stays there, else it is sent; read back unless a card vouches."""
    work, into, key = target.work, target.work.into, f"{target.key}/{member.path}"
    earlier = target.earlier.get(member.path)
    if earlier and earlier[1].sha256 == member.sha256:
        kept = _kept(into, key, *earlier, is_there=key in target.there)
        if kept:
            return Kept(_listed(member, kept), sent=False)
    hashed = steps.Hashed(member.sha256, "", seen.identity(work.tree.files[member.path]))
    found = into.head(key) if key in target.there else None
    is_bare = found is not None and not found.version and into.keeps_versions(work.home)
    if found and (found.size != member.size or found.sha256 not in ("", member.sha256) or is_bare):
        found = None
    place = target.here.on_disk(work.tree.moving.path + b"/" + member.path.encode())
    stored = found or steps.upload(into, key, place, hashed, progress)
    try:
        steps.read_back(into, key, stored, hashed)
    except CheckError:
        if seen.state_of(place) != hashed.state:
            raise steps.changed_meanwhile(work.tree.moving) from None
        raise
    return Kept(_listed(member, stored), sent=found is None)


def _kept(into: Store, key: str, source: str, member: Member, *, is_there: bool) -> StoredObject | None:
    """What the store has of a file that a card has named, at its new key; None where it has to be sent."""
    if source != key and not is_there and not into.copy(source, key):
        return None
    found = into.head(key, member.version if source == key else "")
    if found is None or found.size != member.size:
        return None
    # A folder keeps no hash: what was given a second name there just now is the file that was read back before.
    return found if found.sha256 == member.sha256 or (not found.sha256 and not is_there) else None


def _listed(member: Member, stored: StoredObject) -> Member:
    return member._replace(version=stored.version, etag=stored.etag if stored.version else "")


# What is said of it.


def told(tree: Tree) -> Iterator[str]:
    """What the user may not expect, before anything is done."""
    name = tree.moving.name
    if tree.tracked:
        yield f"{name}: {wording.counted(tree.tracked, 'file')} of it in git: the card takes their place"
    if tree.ignored:
        yield f"{name}: {wording.counted(tree.ignored, 'file')} of it ignored by git: moved like the others"


def shown(card: Card, sent: int) -> str:
    """How it went, for a person."""
    count, size = wording.counted(len(card.files), "file"), wording.show(card.size)
    if sent == len(card.files):
        return f"{count}, {size}, read back and verified"
    if not sent:
        return f"{count}, {size}, all there already"
    return f"{count}, {size}: {sent:,} sent, read back and verified, the others there already"


def remember(here: Repository, works: Iterable[FolderWork]) -> None:
    """The hashes of files that are old enough to be known by their state, which they were not when they were hashed."""
    known = seen.load(here.memory)
    for work in works:
        for member in work.members:
            path = work.tree.moving.path + b"/" + member.path.encode()
            seen.note(known, path, seen.identity(work.tree.files[member.path]), member.sha256)
    seen.save(here.memory, known)
