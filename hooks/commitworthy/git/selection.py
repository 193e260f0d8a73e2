"""Which index entries a run judges: file names are a filter, the index is the truth."""

from __future__ import annotations

import os

from ..values import TYPE_CHECKING, NamedTuple
from . import index, process
from .repository import from_top

if TYPE_CHECKING:
    from collections.abc import Iterable

    from .index import Entry
    from .process import Process
    from .repository import Repository


class Selection(NamedTuple):
    """`untracked` holds names of files on disk that are not in the index, `absent` names of nothing at all.

    `astray` are symbolic links that lead nowhere or out of the work tree, where links are followed.  `links` are
    symbolic links that are tracked, where all that is tracked was asked for; none of them stands among the `entries`.
    """

    entries: list[Entry]
    untracked: list[bytes]
    absent: list[bytes]
    astray: tuple[bytes, ...] = ()
    links: tuple[Entry, ...] = ()


def everything(question: Process, changes: list[Entry]) -> Selection:
    """All tracked files, of which `index.ask_tracked` asked; those with a staged change as that change."""
    answer = process.finish(question)
    return Selection(_with_changes(index.files(answer), changes), [], [], links=index.links(answer))


def named(repository: Repository, changes: list[Entry], names: list[bytes], *, files_too: bool = False) -> Selection:
    """The entries at `names`, which are relative to the current directory; a folder stands for all below it.

    With `files_too` also for files below it that git does not know, and a symbolic link for what it leads to.
    """
    staged = {entry.path: entry for entry in changes}
    # At a commit a framework hands over the staged paths themselves, often by the thousand.
    if not repository.prefix and staged.keys() >= set(names):
        return Selection([staged[name] for name in dict.fromkeys(names)], [], [])
    paths = dict.fromkeys(from_top(repository, names))
    found = _at(repository, changes, paths)
    return _with_files(repository, changes, paths, found) if files_too else found


def with_folders(path: bytes) -> list[bytes]:
    """The path, each folder that it lies in, and the top."""
    parts = path.split(b"/")
    return [b"/".join(parts[:count]) for count in range(len(parts) + 1)]


def as_merged(repository: Repository, chosen: Selection) -> Selection:
    """During a merge what is as in HEAD is a change too: a framework names all that was in conflict.

    Taken from either side it is in the tree of a parent, and the commit makes nothing worse.
    """
    if not os.path.lexists(os.path.join(os.path.dirname(repository.memory), b"MERGE_HEAD")):
        return chosen
    entries = [entry if entry.staged else entry._replace(old=entry.blob, staged=True) for entry in chosen.entries]
    return chosen._replace(entries=entries)


def _at(repository: Repository, changes: list[Entry], paths: Iterable[bytes]) -> Selection:
    answer = index.listing(repository)
    entries = _with_changes(index.at(answer, paths), changes)
    links = index.links(answer)
    tracked = {entry.path for entry in entries}.union(*(with_folders(link.path) for link in links))
    unknown = [path for path in paths if path not in tracked and not _is_passed_over(repository, path)]
    on_disk = [os.path.lexists(repository.on_disk(path)) for path in unknown]
    return Selection(
        entries,
        [path for path, exists in zip(unknown, on_disk, strict=True) if exists],
        [path for path, exists in zip(unknown, on_disk, strict=True) if not exists],
        links=links,
    )


def _with_files(repository: Repository, changes: list[Entry], paths: Iterable[bytes], found: Selection) -> Selection:
    """Of `paths`, for which git has `found` entries, also links and what is below folders.

    The folders themselves come too, so that one that is named like a file can be told from one.
    """
    from . import untracked

    settled = {entry.path for entry in found.entries}.union(found.absent)
    odd = {path: untracked.target(repository, path) for path in paths if path not in settled}
    if any(path != leads for path, leads in odd.items()):
        led = dict.fromkeys(odd.get(path, path) for path in paths)
        astray = tuple(path for path, leads in odd.items() if leads is None)
        known = [path for path in led if path is not None]
        return _with_files(repository, changes, known, _at(repository, changes, known))._replace(astray=astray)
    folders = [path for path in odd if os.path.isdir(repository.on_disk(path) or b".")]
    more = [path for path in untracked.below(folders) if not os.path.islink(repository.on_disk(path))]
    return found._replace(untracked=list(dict.fromkeys((*found.untracked, *folders, *more))))


def _with_changes(entries: list[Entry], changes: list[Entry]) -> list[Entry]:
    staged = {entry.path: entry for entry in changes}
    return [staged.get(entry.path, entry) for entry in entries]


def _is_passed_over(repository: Repository, path: bytes) -> bool:
    """Folders and symbolic links hold no content of their own to judge."""
    place = repository.on_disk(path) or b"."
    return os.path.islink(place) or os.path.isdir(place)
