"""Which index entries a run judges: file names are a filter, the index is the truth."""

from __future__ import annotations

import os

from ..values import TYPE_CHECKING, NamedTuple
from . import index
from .repository import from_top

if TYPE_CHECKING:
    from .index import Entry
    from .repository import Repository


class Selection(NamedTuple):
    """`untracked` holds names of files on disk that are not in the index, `absent` names of nothing at all."""

    entries: list[Entry]
    untracked: list[bytes]
    absent: list[bytes]


def everything(repository: Repository, changes: list[Entry]) -> Selection:
    """All tracked files; those with a staged change as that change."""
    return Selection(_with_changes(index.tracked(repository), changes), [], [])


def named(repository: Repository, changes: list[Entry], names: list[bytes]) -> Selection:
    """The entries at `names`, which are relative to the current directory; a folder stands for all below it."""
    staged = {entry.path: entry for entry in changes}
    # At a commit a framework hands over the staged paths themselves, often by the thousand.
    if not repository.prefix and staged.keys() >= set(names):
        return Selection([staged[name] for name in dict.fromkeys(names)], [], [])
    paths = dict.fromkeys(from_top(repository, names))
    entries = _with_changes(index.tracked(repository, paths), changes)
    found = {entry.path for entry in entries}
    unknown = [path for path in paths if path not in found and not _is_passed_over(repository, path)]
    on_disk = [os.path.lexists(repository.on_disk(path)) for path in unknown]
    return Selection(
        entries,
        [path for path, exists in zip(unknown, on_disk, strict=True) if exists],
        [path for path, exists in zip(unknown, on_disk, strict=True) if not exists],
    )


def _with_changes(entries: list[Entry], changes: list[Entry]) -> list[Entry]:
    staged = {entry.path: entry for entry in changes}
    return [staged.get(entry.path, entry) for entry in entries]


def _is_passed_over(repository: Repository, path: bytes) -> bool:
    """Folders and symbolic links hold no content of their own to judge."""
    place = repository.on_disk(path) or b"."
    return os.path.islink(place) or os.path.isdir(place)
