"""Dirty notebooks that a parent of the commit has as well: renames, copies and reverts cost nothing.

As everywhere: what was accepted there, by its policy or its baseline, excuses nothing here.
"""

from __future__ import annotations

from ...base.namedtuple import TYPE_CHECKING, NamedTuple
from ...blobs.notebooks import is_note, is_notebook, stripper
from ...git import trees

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from ...blobs.notebooks import Dirty
    from ...git.index import Entry
    from ...git.repository import Repository
    from ...policy.acceptance import Acceptance


class ParentPath(NamedTuple):
    """A path of a parent that has one of our blobs."""

    commit: str
    path: bytes


class ParentNotebooks:
    """What is staged of `entries`, beside what the parents have; they are asked for the first dirty notebook."""

    def __init__(
        self,
        repository: Repository,
        entries: Iterable[Entry],
        accepted: Acceptance,
        accepted_at: Callable[[str], Acceptance],
    ) -> None:
        self._repository = repository
        self._blobs = [entry.blob for entry in entries if entry.staged and is_notebook(entry.path)]
        self._accepted, self._accepted_at = accepted, accepted_at
        self._paths: dict[bytes, list[ParentPath]] = {}
        self._commits: dict[str, Acceptance] = {}

    def is_new(self, notebook: Dirty) -> bool:
        """Whether nothing accepts a dirty notebook, and no parent has the same blob, dirty and not accepted."""
        entry = notebook.entry
        if entry is None:
            return True
        return entry.blob not in self._accepted.rows.blobs() and not (
            entry.staged and self._is_dirty_in_a_parent(notebook, entry.blob)
        )

    def _is_dirty_in_a_parent(self, notebook: Dirty, blob: bytes) -> bool:
        if not self._paths:
            self._paths = self._find_paths()
        for commit, path in self._paths.get(blob, ()):
            # Under another name it was no notebook, and never checked as one.
            if not is_notebook(path) or is_note(path) != is_note(notebook.path):
                continue
            if commit not in self._commits:
                self._commits[commit] = self._accepted_at(commit)
            accepted = self._commits[commit]
            if blob in accepted.rows.blobs():
                continue
            stripped = stripper(accepted.policy.strip_notebooks).strip(path, notebook.content)
            if stripped and stripped.content is not notebook.content:
                return True
        return False

    def _find_paths(self) -> dict[bytes, list[ParentPath]]:
        """Where the parents of the commit in the making have each of our blobs."""
        paths: dict[bytes, list[ParentPath]] = {blob: [] for blob in self._blobs}
        for commit, files in trees.files_of_parents(self._repository):
            for path, blob in files:
                if blob in paths:
                    paths[blob].append(ParentPath(commit, path))
        return paths
