"""The command that brings files back as they were before they were written."""

from __future__ import annotations

import os
import tempfile

from ...base.namedtuple import TYPE_CHECKING
from ...git import write
from ...git.repository import NOWHERE
from ...git.write import Originals, Target
from ...remedies.steps import pathspec
from ...report.escape import quote

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from ...git.objects import File
    from ...git.repository import Repository


def prepared(here: Repository, files: Sequence[tuple[str, File | None]], *, staged: bool) -> str:
    """The originals kept, as blobs of git or, without a repository, in a temporary folder, and the command.

    To be called before anything is written; a file that is not there yet will be removed again.
    """
    old = [(place, file.content) for place, file in files if file]
    steps = _from_git(place for place, _ in old) if here.is_real() else _from_folder(old)
    new = [place for place, file in files if not file]
    if new:
        steps.append("rm -- " + " ".join(map(quote, new)))
    if staged:
        # The command counts from here, and so do its names.
        steps.append("git add --all -- " + " ".join(quote(pathspec(place)) for place, _ in files))
    return " && ".join(steps)


def _from_git(places: Iterable[str]) -> list[str]:
    originals = Originals()
    try:
        return [f"git cat-file blob {originals.keep(os.fsencode(place))} > {quote(place)}" for place in places]
    finally:
        originals.close()


def _from_folder(files: Sequence[tuple[str, bytes]]) -> list[str]:
    if not files:
        return []
    folder = tempfile.mkdtemp(prefix="commitworthy-")
    kept = [os.path.join(folder, f"{number}-{os.path.basename(place)}") for number, (place, _) in enumerate(files)]
    write.save_all(NOWHERE, [Target(copy, content, None) for copy, (_, content) in zip(kept, files, strict=True)])
    return [f"cp -- {quote(copy)} {quote(place)}" for copy, (place, _) in zip(kept, files, strict=True)]
