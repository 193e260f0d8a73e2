"""Which files are to be moved, what they are, and where each belongs; what is wrong is told before anything is done."""

from __future__ import annotations

import os
import stat

from ...base import secrets
from ...base.findings import CheckError, path_text
from ...base.namedtuple import TYPE_CHECKING, NamedTuple
from ...blobs.judge import identify
from ...cards import card as cards
from ...formats import pointers
from ...git import index, objects, repository
from ...homes import address, delta, lfs, mlflow, store
from ...hooks.block_artifacts import hook as block_artifacts
from ...remedies import homes
from .. import which

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ...git.index import Entry
    from ...git.repository import Repository
    from ...hooks.context import HookContext
    from ...policy.settings import Policy

# What block-artifacts says of a file that belongs elsewhere as a whole.
_MOVABLE = ("ART001", "ART002", "ART004")


class Moving(NamedTuple):
    """A file to be moved: its `path` from the top, state, family and format, and the home it goes to.

    `entry` is what the index has at its path, None where git does not track it.
    """

    path: bytes
    state: os.stat_result
    family: str
    format: str
    home: str
    entry: Entry | None

    @property
    def name(self) -> str:
        """The path as text; it is UTF-8."""
        return path_text(self.path)


class Choice(NamedTuple):
    """What decides where a file goes: the policy, the home that the user names, and whether DVC is used here."""

    policy: Policy
    to: str | None
    has_dvc: bool


def staged(context: HookContext) -> list[bytes]:
    """The paths of what block-artifacts refuses in the index and a home can take; of a part of a folder that one."""
    found = block_artifacts.check(context)
    top = os.fsdecode(context.repository.to_top)
    paths = [finding.path for finding in found if finding.rule.code in _MOVABLE and finding.path is not None]
    whole = dict.fromkeys(homes.whole_of(path, top) or path for path in paths)
    return [path.encode("utf-8", "surrogateescape") for path in whole]


def plan(here: Repository, policy: Policy, paths: Iterable[bytes], to: str | None) -> list[Moving]:
    """What is to be done with the files at `paths` from the top; CheckError for the first that cannot be moved."""
    wanted = list(dict.fromkeys(paths))
    for path in wanted:
        refuse_place(here, path)
    entries = {entry.path: entry for entry in index.tracked(here, wanted)}
    choice = choice_of(policy, to)
    refuse_unstaged(here, entries.values())
    return [_moving(here, path, entries.get(path), choice) for path in wanted]


def choice_of(policy: Policy, to: str | None) -> Choice:
    """With what the repository says of DVC."""
    return Choice(policy, to, objects.is_there(":.dvc/config"))


def refuse_unstaged(here: Repository, entries: Iterable[Entry]) -> None:
    """CheckError for the first entry that is staged and is not what is on disk: it would be in no commit."""
    paths = [entry.path for entry in entries]
    off_disk = index.differing_on_disk() if paths else frozenset()
    changed = {entry.path: entry for entry in _changes(here)} if off_disk else {}
    for path in paths:
        if path in off_disk and path in changed and not objects.matches_worktree(here, changed[path]):
            raise CheckError(
                f"{path_text(path)}: what is staged is not the file on disk, and would be lost: git add it first"
            )


def _changes(here: Repository) -> list[Entry]:
    return index.staged(index.ask_staged(), here.object_format).entries


def refuse_place(here: Repository, path: bytes) -> None:
    """CheckError where no file of this repository is at the path, or it is git's own or a card."""
    name = path_text(path)
    reason = next(filter(None, map(cards.refused_name, name.split("/"))), "")
    if reason:
        raise CheckError(f"{name}: {reason}, so that no card can name it: rename it first")
    parts = path.split(b"/")
    if path.endswith(cards.SUFFIX) or parts[-1].startswith(b".git") or b".git" in [part.lower() for part in parts]:
        raise CheckError(f"{name}: stays in git: it is a card, or one of git's own files")
    for depth in range(1, len(parts)):
        folder = here.on_disk(b"/".join(parts[:depth]))
        if os.path.islink(folder):
            raise CheckError(f"{name}: {os.fsdecode(folder)} is a symbolic link: name the file by its real path")
        if os.path.isfile(cards.path_of(folder)):
            above = path_text(b"/".join(parts[:depth]))
            raise CheckError(f"{name}: is in {above}, which has a card as a whole: move that one with --update")
        if os.path.lexists(os.path.join(folder, b".git")):
            raise CheckError(
                f"{name}: is in another repository, {os.fsdecode(folder)} (a submodule?): run move in there"
            )


def _moving(here: Repository, path: bytes, entry: Entry | None, choice: Choice) -> Moving:
    name, place = path_text(path), here.on_disk(path)
    state = _state(name, place)
    blob = which.blob_on_disk(place)
    pointer = pointers.recognise(path, blob.size, blob.head)
    if pointer and pointer.kind in PROGRAMS:
        raise not_the_file(name, pointer.kind)
    known = identify(
        blob._replace(entry=blob.entry._replace(path=path)), choice.policy.block_artifacts, which.source_on_disk(place)
    )
    home = (
        choice.to
        or home_of_card(here, path)
        or choice.policy.homes.get(known.family)
        or homes.home_of(known.family, choice.policy.homes, has_dvc=choice.has_dvc)
    )
    if home.startswith(lfs.PREFIX):
        lfs.address_of(home)
    elif home.startswith(address.DELTA_PREFIX):
        delta.address_of(home)
    elif home not in ("lfs", "dvc"):
        refuse_home(name, home)
    return Moving(path, state, known.family, known.format, home, entry)


# What gets the file in place of a pointer to it.
PROGRAMS = {"lfs": "git lfs pull", "git-annex": "git annex get"}


def not_the_file(name: str, kind: str) -> CheckError:
    """The error of a pointer where a file should be."""
    return CheckError(f"{name}: is a pointer, not the file: get the file first ({PROGRAMS[kind]})")


def refuse_home(name: str, home: str) -> None:
    """CheckError for a home that is no store."""
    if address.is_store(home) or mlflow.is_registry(home):
        return
    # A scheme that is none of ours, and what the address says of it.
    if "://" in home:
        address.home(home)
    what = secrets.line(homes.sentence(home))
    if home == what and " " not in home:
        raise CheckError(f"{home}: no home for files: {address.KNOWN}")
    raise CheckError(f"{name}: its home takes no files from commitworthy: {what}")


def home_of_card(here: Repository, path: bytes) -> str:
    """The home of the card that an earlier move left; "" where there is none that says."""
    file = objects.on_disk(here.on_disk(cards.path_of(path)), follow=False, most=cards.MOST)
    if file is None or not cards.is_ours(file.content):
        return ""
    try:
        card = cards.parse(file.content)
    except cards.CardError:
        return ""
    home = store.home_of(card.address, path_text(path), card.sha256)
    return mlflow.PREFIX + home if home and mlflow.name_in(card.notes.get("registry"))[0] else home


def _state(name: str, place: bytes) -> os.stat_result:
    try:
        state = os.lstat(place)
    except FileNotFoundError:
        raise CheckError(f"{name}: no such file: check the name") from None
    except OSError as error:
        raise CheckError(f"{name}: cannot be read ({error.strerror})") from None
    if stat.S_ISLNK(state.st_mode):
        raise CheckError(f"{name}: is a symbolic link: move the file that it leads to")
    if not stat.S_ISREG(state.st_mode):
        raise CheckError(f"{name}: is not a file")
    return state


def named(here: Repository, names: Iterable[str]) -> list[bytes]:
    """Names as the user gave them, as paths from the top; CheckError for one outside of the repository."""
    return repository.from_top(here, [os.fsencode(name) for name in names])
