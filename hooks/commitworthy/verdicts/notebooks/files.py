"""Writing the stripped notebook back to its file."""

from __future__ import annotations

import os

from ...git import contents
from ...notebooks.save import save
from ...notebooks.scan import NotANotebook
from ...values import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from ...git.repository import Repository
    from ...notebooks.results import Stripped
    from .search import Dirty, Stripper

WRITTEN = "written"
CLEAN = "clean"
GONE = "gone"
BROKEN = "broken"


class Outcome(NamedTuple):
    """What became of the file of a dirty notebook.

    `state` is WRITTEN, or why nothing was: the file is CLEAN already, is GONE, or is BROKEN, which `reason` explains.
    `stripped` is what was taken out of the file, or is to be taken out of the blob.  `links` is how many other names
    the file had: they go on holding the old content.
    """

    state: str
    stripped: Stripped
    links: int = 0
    reason: str = ""


def settle(repository: Repository, notebook: Dirty, stripper: Stripper, *, write: bool) -> Outcome:
    """Strip the file, which may have changed since it was staged; CannotJudge if it cannot be written.

    Without `write` only what would become of it.
    """
    place = repository.on_disk(notebook.path)
    file = notebook.file or contents.on_disk(place, follow=notebook.entry is None)
    if file is None:
        return Outcome(GONE, notebook.stripped)
    stripped = notebook.stripped
    if file.content != notebook.content:
        try:
            found = stripper.strip(notebook.path, file.content)
        except NotANotebook as error:
            return Outcome(BROKEN, notebook.stripped, reason=str(error))
        if found is None or found.content is file.content:
            return Outcome(CLEAN, notebook.stripped)
        stripped = found
    if not write:
        return Outcome(WRITTEN, stripped)
    return Outcome(WRITTEN, stripped, save(os.fsdecode(place), stripped.content, file.state))
