"""Which notebooks hold something to strip: of those that git stores, and of files that it does not know."""

from __future__ import annotations

import os

from ... import memory
from ...findings import CannotJudge, path_text
from ...git import contents
from ...git.blobs import Missing
from ...notebooks.options import DEFAULT, check
from ...notebooks.scan import NotANotebook
from ...notebooks.strip import strip
from ...values import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from typing import Any

    from ...git.contents import File
    from ...git.index import Entry
    from ...git.repository import Repository
    from ...notebooks.options import StripOptions
    from ...notebooks.results import Stripped
    from ...policy.settings import StripNotebooks
    from ...values import Watch

SUFFIXES = (b".ipynb", b".zpln")
# Below this reading and writing what is known takes as long as looking at the notebooks.
_MANY = 20
# The empty blob, in either format of objects.
_EMPTY = (
    b"e69de29bb2d1d6434b8b29ae775ad8c2e48c5391",
    b"473a0f4c3be8a93681a267e3b1e9a7dcda1185436fe141f7749120a303721813",
)


class Dirty(NamedTuple):
    """A notebook, mostly one with something to strip or to say of.

    `path` counts from the top; `entry` is None for a file that git does not know.  `file` is what lies on disk, where
    it has been read and is the very `content`.  `stripped.content` is `content` itself where there is nothing to strip.
    """

    path: bytes
    content: bytes
    stripped: Stripped
    entry: Entry | None = None
    file: File | None = None

    def has_changes(self) -> bool:
        """Whether there is something to strip, and not only to say."""
        return self.stripped.content is not self.content


def is_notebook(path: bytes) -> bool:
    """By its name: Jupyter's or Zeppelin's."""
    return path[-6:].lower().endswith(SUFFIXES)


def is_note(path: bytes) -> bool:
    """Whether it is Zeppelin's."""
    return path[-5:].lower() == b".zpln"


def chosen(settings: StripNotebooks) -> StripOptions:
    """The options that the policy and the command line give; CannotJudge for those that cannot be meant."""
    if not settings.chosen:
        return DEFAULT
    options = DEFAULT._replace(**settings.chosen)
    try:
        check(options)
    except ValueError as error:
        raise CannotJudge(f"strip-notebooks: {error}") from None
    return options


class Stripper(NamedTuple):
    """Strips by the policy: its options, and the notebooks whose outputs it keeps."""

    options: StripOptions
    settings: StripNotebooks
    today: str

    def strip(self, path: bytes, content: bytes) -> Stripped | None:
        """None for a notebook that the policy keeps, or a pointer to content elsewhere; NotANotebook for what is none.

        A kept notebook is left as it is, counts and metadata too: it is a product, as it was read.  So is what Jupyter
        leaves in its checkpoints, which block-artifacts refuses: to stage it again would be wrong.
        """
        if not content.startswith(b"{") and _is_pointer(path, content):
            return None
        stripped = _strip_note(content) if is_note(path) else strip(content, self.options)
        # Patterns are matched only where it matters, since the library for them is three interpreter starts.
        if stripped.content is content:
            return stripped
        return None if _is_litter(path) or self.keeps(path) else stripped

    def keeps(self, path: bytes) -> bool:
        """Whether the policy keeps the outputs of the notebook at `path`."""
        if not self.settings.keep:
            return False
        from ...policy import exemptions

        text = path.decode("utf-8", "surrogateescape")
        return exemptions.covering(self.settings.keep, text, 0, self.today) is not None


def _strip_note(content: bytes) -> Stripped:
    from ...notebooks.zeppelin import strip_note

    return strip_note(content)


def _is_pointer(path: bytes, content: bytes) -> bool:
    from ...artifacts import pointers

    return pointers.recognise(path, len(content), content[: pointers.LFS_SIZE]) is not None


def _is_litter(path: bytes) -> bool:
    from ...artifacts import litter

    return litter.recognise(path_text(path)) is not None


def stripper(settings: StripNotebooks) -> Stripper:
    """As things stand today."""
    if not settings.keep:
        return Stripper(chosen(settings), settings, "")
    import time

    return Stripper(chosen(settings), settings, time.strftime("%Y-%m-%d"))


class Search(NamedTuple):
    """What is looked through, and where that which cannot be judged is gathered.

    `passed` are clean blobs without a staged change whose files on disk are something else; `remembered` are those
    that were found clean before, whose files nobody has looked at.
    """

    repository: Repository
    stripper: Stripper
    problems: list[str]
    missing: list[Missing]
    passed: list[Entry]
    remembered: list[Entry]
    watch: Watch | None = None


def search(repository: Repository, settings: StripNotebooks, problems: list[str], watch: Watch | None = None) -> Search:
    """Nothing found as yet; lines about what is no notebook go to `problems`."""
    return Search(repository, stripper(settings), problems, [], [], [], watch)


def find(seeking: Search, entries: Iterable[Entry], files: Iterable[bytes]) -> Iterator[Dirty]:
    """Every notebook with something to strip or to say of, one at a time; with `validate` all of them."""
    entries, announced = _without_announced([entry for entry in entries if is_notebook(entry.path)])
    known = _known_clean(seeking, entries)
    seeking.remembered.extend(entry for entry in entries if _fact(entry) in known)
    clean = set()
    unknown = [entry for entry in entries if _fact(entry) not in known]
    reading = contents.read(seeking.repository, unknown)
    for found in seeking.watch("notebooks", reading, len(unknown)) if seeking.watch else reading:
        if isinstance(found, Missing):
            seeking.missing.append(found)
            continue
        notebook = judged(seeking, found.entry.path, found.content, found.entry, found.file)
        if notebook and _is_worth_a_word(seeking, notebook):
            yield notebook
        elif notebook:
            clean.add(_fact(found.entry))
            if not (found.entry.staged or found.file):
                seeking.passed.append(found.entry)
    _remember_clean(seeking, entries, known, clean)
    yield from _in_files(seeking, [*announced, *files])


def _without_announced(entries: list[Entry]) -> tuple[list[Entry], list[bytes]]:
    """The entries that have a blob, and the paths of those that have none as yet: their files are looked at."""
    if not any(entry.blob in _EMPTY and not entry.staged for entry in entries):
        return entries, []
    from ...git import index

    announced = index.announced()
    found = [entry for entry in entries if entry.path not in announced]
    return found, [entry.path for entry in entries if entry.path in announced]


def _in_files(seeking: Search, files: Iterable[bytes]) -> Iterator[Dirty]:
    for path in filter(is_notebook, files):
        place = seeking.repository.on_disk(path)
        file = contents.on_disk(place)
        if file is None:
            what = "is a folder, not a notebook" if os.path.isdir(place) else "cannot be read: check its mode"
            seeking.problems.append(f"{path_text(path)}: {what}")
            continue
        notebook = judged(seeking, path, file.content, None, file)
        if notebook and _is_worth_a_word(seeking, notebook):
            yield notebook


def judged(seeking: Search, path: bytes, content: bytes, entry: Entry | None, file: File | None) -> Dirty | None:
    """A notebook, dirty or not; None for what is kept, or elsewhere, or no notebook, which is a problem."""
    try:
        stripped = seeking.stripper.strip(path, content)
    except NotANotebook as error:
        # What the policy keeps is left as it is, also where it only bears the name of a notebook.
        if not seeking.stripper.keeps(path):
            seeking.problems.append(refusal(path, error))
        return None
    return Dirty(path, content, stripped, entry, file) if stripped else None


def _is_worth_a_word(seeking: Search, notebook: Dirty) -> bool:
    return notebook.has_changes() or bool(notebook.stripped.notices) or seeking.stripper.settings.validate


def _fact(entry: Entry) -> bytes:
    """What a clean verdict is about: content, and whose notebook the name says it is."""
    return entry.blob + (b"note" if is_note(entry.path) else b"")


def _known_clean(seeking: Search, entries: list[Entry]) -> frozenset[bytes]:
    """Facts that were found clean before, under this very policy; asked only where it pays."""
    if len(entries) < _MANY or entries[0].staged:
        return frozenset()
    known: Any = memory.recall(seeking.repository.memory, "notebooks", repr(seeking.stripper.settings))
    return known or frozenset()


def _remember_clean(seeking: Search, entries: list[Entry], known: frozenset[bytes], clean: set[bytes]) -> None:
    if len(entries) >= _MANY and not entries[0].staged and not clean <= known:
        # A framework may hand over the files in several batches, so what others found stays.
        memory.remember(seeking.repository.memory, "notebooks", repr(seeking.stripper.settings), known | clean)


def refusal(path: bytes, error: NotANotebook) -> str:
    """The line for what is no notebook although its name says so."""
    todo = "resolve it" if "conflict" in error.reason else "mend it, or give it another name"
    return f"{path_text(path)}:{error.line}: not a notebook: {error.reason}: {todo}; it was left as it is"
