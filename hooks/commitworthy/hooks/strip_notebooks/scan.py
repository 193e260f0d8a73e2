"""Which notebooks hold something to strip: of those that git stores, and of files that it does not know."""

from __future__ import annotations

import os

from ...base import cache
from ...base.findings import path_text
from ...base.namedtuple import TYPE_CHECKING, NamedTuple
from ...blobs.notebooks import is_note, is_notebook, judged
from ...git import index, objects
from ...git.objects import Missing

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from typing import Any

    from ...base.cache import Clean
    from ...blobs.notebooks import Dirty, NotebookScan
    from ...git.index import Entry

    Tell = Callable[[NotebookScan, Dirty], list[Any]]


# Below this reading and writing what is known takes as long as looking at the notebooks.
_MANY = 20
# Below this a second process costs more than it saves.  Of what is written most of the time is spent waiting for the
# disk, which takes several files as fast as one.
_SHARED, _PROCESSES = 40, 4
# The empty blob, in either format of objects.
_EMPTY = (
    b"e69de29bb2d1d6434b8b29ae775ad8c2e48c5391",
    b"473a0f4c3be8a93681a267e3b1e9a7dcda1185436fe141f7749120a303721813",
)


class _Chosen(NamedTuple):
    """Notebooks among some entries: those with a blob, of these the `unknown` to look at, and paths of the others."""

    entries: list[Entry]
    unknown: list[Entry]
    announced: list[bytes]
    before: Clean | None
    known: frozenset[bytes]


def find(seeking: NotebookScan, entries: Iterable[Entry], files: Iterable[bytes]) -> Iterator[Dirty]:
    """Every notebook with something to strip or to say of, one at a time; with `validate` all of them."""
    chosen = _choose(seeking, entries)
    yield from _in_git(seeking, chosen.unknown, chosen.unknown)
    _remember_clean(chosen, seeking.unclean)
    yield from _in_files(seeking, [*chosen.announced, *files])


def tell(seeking: NotebookScan, entries: Iterable[Entry], files: Iterable[bytes], say: Tell) -> list[Any]:
    """What `say` makes of each of these, of many in several processes; problems are for the search that it is given.

    Notebooks whose file is not the blob wait for the end: what git does not have of them is stored before they are
    written, by one git for all, and so by one process of ours.  Under a framework, where what is stripped is stored as
    well, each process has a git of its own for that.
    """
    chosen = _choose(seeking, entries)
    # What the first one has loaded and asked of git, all processes have.
    first, others = chosen.unknown[:1], chosen.unknown[1:]
    waits = len(others) >= _SHARED and not seeking.stripper.settings.check

    def work(part: Sequence[Entry]) -> list[Any]:
        mine = seeking._replace(problems=[], missing=[], passed=[], unclean=[], broken=set())
        said, waiting = [], []
        for notebook in _in_git(mine, part, chosen.unknown):
            if waits and notebook.file is None:
                waiting.append(notebook.entry)
            else:
                said += say(mine, notebook)
        gathered = (said, waiting, mine.problems, mine.missing, mine.passed, mine.unclean, mine.broken)
        return [gathered] if any(gathered) else []

    if len(others) < _SHARED:
        parts = work(first) + work(others)
    else:
        from ...base import parallel

        parts = work(first) + parallel.parallel_map(others, _SHARED, work, _PROCESSES)
    told, left = [], []
    for said, waiting, problems, missing, passed, unclean, broken in parts:
        told += said
        left += waiting
        seeking.problems.extend(problems)
        seeking.missing.extend(missing)
        seeking.passed.extend(passed)
        seeking.unclean.extend(unclean)
        seeking.broken.update(broken)
    for notebook in _in_git(seeking._replace(watch=None), left, ()):
        told += say(seeking, notebook)
    _remember_clean(chosen, seeking.unclean)
    for notebook in _in_files(seeking, [*chosen.announced, *files]):
        told += say(seeking, notebook)
    return told


def _choose(seeking: NotebookScan, entries: Iterable[Entry]) -> _Chosen:
    found, announced = _without_announced([entry for entry in entries if is_notebook(entry.path)])
    before = None
    if _are_remembered(found):
        before = cache.known_clean(seeking.repository.memory, "notebooks", repr(seeking.stripper.settings))
    known = before.facts() if before else frozenset()
    seeking.remembered.extend(entry for entry in found if _fact(entry) in known)
    return _Chosen(found, [entry for entry in found if _fact(entry) not in known], announced, before, known)


def _in_git(seeking: NotebookScan, part: Sequence[Entry], whole: Sequence[Entry]) -> Iterator[Dirty]:
    """Of the notebooks of one process; `whole` are those of all."""
    reading = objects.read_whole(seeking.repository, part)
    if seeking.watch and part:
        reading = seeking.watch("notebooks", reading, len(whole), len(whole) // len(part))
    for found in reading:
        if isinstance(found, Missing):
            seeking.missing.append(found)
            seeking.unclean.append(found.entry)
            continue
        notebook = judged(seeking, found.entry.path, found.content, found.entry, found.file)
        if notebook is None or _is_worth_a_word(seeking, notebook):
            seeking.unclean.append(found.entry)
        elif not (found.entry.staged or found.file):
            seeking.passed.append(found.entry)
        if notebook and _is_worth_a_word(seeking, notebook):
            yield notebook


def _without_announced(entries: list[Entry]) -> tuple[list[Entry], list[bytes]]:
    """The entries that have a blob, and the paths of those that have none as yet: their files are looked at."""
    if not any(entry.blob in _EMPTY and not entry.staged for entry in entries):
        return entries, []

    announced = index.announced()
    found = [entry for entry in entries if entry.path not in announced]
    return found, [entry.path for entry in entries if entry.path in announced]


def _in_files(seeking: NotebookScan, files: Iterable[bytes]) -> Iterator[Dirty]:
    for path in filter(is_notebook, files):
        place = seeking.repository.on_disk(path)
        file = objects.on_disk(place)
        if file is None:
            what = (
                "is a folder, not a notebook: rename it"
                if os.path.isdir(place)
                else "cannot be read: check its permissions"
            )
            seeking.problems.append(f"{path_text(path)}: {what}")
            continue
        notebook = judged(seeking, path, file.content, None, file)
        if notebook and _is_worth_a_word(seeking, notebook):
            yield notebook


def _is_worth_a_word(seeking: NotebookScan, notebook: Dirty) -> bool:
    return notebook.has_changes() or bool(notebook.stripped.notices) or seeking.stripper.settings.validate


def _fact(entry: Entry) -> bytes:
    """What a clean verdict is about: content, and whose notebook the name says it is."""
    return entry.blob + (b"note" if is_note(entry.path) else b"")


def _remember_clean(chosen: _Chosen, unclean: Iterable[Entry]) -> None:
    if chosen.before:
        left = {_fact(entry) for entry in unclean}
        asked = list(dict.fromkeys(_fact(entry) for entry in chosen.entries))
        cache.remember_clean(chosen.before, chosen.known, asked, [fact for fact in asked if fact not in left])


def _are_remembered(entries: list[Entry]) -> bool:
    return len(entries) >= _MANY and not entries[0].staged


# Notes on notebooks that somebody may have wanted stripped.


_LEFT_ALONE = (
    "the staged version is clean; the outputs on disk are not staged, so they stay: "
    "to strip them, git add it first or use --on-disk"
)


def left_alone(seeking: NotebookScan) -> Iterator[str]:
    """A line for each notebook that somebody may have wanted stripped, but has not staged."""
    from ...git import attributes

    differing = index.differing_on_disk() if seeking.remembered else frozenset()
    passed = [*seeking.passed, *(entry for entry in seeking.remembered if entry.path in differing)]
    # A filter of this clone alone counts too: it is what stands between the file and the blob.
    view = attributes.of_clone(seeking.repository)
    filters = attributes.filters(seeking.repository, [entry.path for entry in passed], view)
    for entry in passed:
        file = objects.on_disk(seeking.repository.on_disk(entry.path), follow=False)
        # Under a filter a clean blob beside a file with outputs is how it should be.
        if file is None or filters.get(entry.path, "unspecified") not in ("unspecified", "unset"):
            continue
        notebook = judged(seeking._replace(problems=[], broken=set()), entry.path, file.content, None, file)
        if notebook and notebook.has_changes():
            yield f"{entry.path.decode('utf-8', 'surrogateescape')}: {_LEFT_ALONE}"
