"""Writing the stripped notebook back to its file."""

from __future__ import annotations

import os

from ...base.namedtuple import TYPE_CHECKING, NamedTuple
from ...blobs.notebooks import is_empty
from ...git import contents, write
from ...notebooks.json_scan import NotANotebook

if TYPE_CHECKING:
    from collections.abc import Callable

    from ...blobs.notebooks import Dirty, Stripper
    from ...git.repository import Repository
    from ...notebooks.results import Stripped

    # Stores a file as a blob, whose id it gives.
    Keep = Callable[[bytes], str]


WRITTEN = "written"
CLEAN = "clean"
GONE = "gone"
BROKEN = "broken"


class Outcome(NamedTuple):
    """What became of the file of a dirty notebook.

    `state` is WRITTEN, or why nothing was: the file is CLEAN already, is GONE, or is BROKEN, which `reason` explains.
    `stripped` is what was taken out of the file, or is to be taken out of the blob.  `links` is how many other names
    the file had: they go on holding the old content.  `original` is the blob of what was WRITTEN over, "" outside of
    a repository; `was_in_git` where the index has that very blob.  `is_large` where block-artifacts would refuse the
    notebook once its outputs are kept.
    """

    state: str
    stripped: Stripped
    links: int = 0
    reason: str = ""
    original: str = ""
    was_in_git: bool = False
    is_large: bool = False


def settle(repository: Repository, notebook: Dirty, stripper: Stripper, keep: Keep | None) -> Outcome:
    """Strip the file, which may have changed since it was staged; CheckError if it cannot be written.

    Before that `keep` stores what git does not have of it; without `keep` only what would become of the file.
    """
    place = repository.on_disk(notebook.path)
    file = notebook.file or contents.on_disk(place, follow=notebook.entry is None)
    if file is None:
        return Outcome(GONE, notebook.stripped)
    stripped, was_in_git = notebook.stripped, notebook.entry is not None
    if file.content != notebook.content:
        if is_empty(file.content):
            return Outcome(BROKEN, notebook.stripped, reason="the file is empty")
        try:
            found = stripper.strip(notebook.path, file.content)
        except NotANotebook as error:
            return Outcome(BROKEN, notebook.stripped, reason=str(error))
        if found is None or found.content is file.content:
            return Outcome(CLEAN, notebook.stripped)
        stripped, was_in_git = found, False
    if not keep:
        return Outcome(WRITTEN, stripped)
    if notebook.entry and was_in_git:
        original = notebook.entry.blob.decode()
    else:
        original = keep(place) if repository.is_real() else ""
    links = write.save(repository, os.fsdecode(place), stripped.content, file.state)
    return Outcome(WRITTEN, stripped, links, original=original, was_in_git=was_in_git)
