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


class Standing(NamedTuple):
    """What was there before of a dirty notebook.

    `is_old` where the baseline accepts its blob, or a parent has it as dirty.  `kept_as` is the path under which the
    policy of a parent keeps its outputs; None where none does.
    """

    is_old: bool = False
    kept_as: bytes | None = None


NEW, OLD = Standing(), Standing(is_old=True)


class ParentNotebooks:
    """What is staged of `entries`, beside what the parents have; they are asked for the first dirty notebook.

    Unless `rows_count`, a blob is as old where the baseline of a parent accepts it.
    """

    def __init__(
        self,
        repository: Repository,
        entries: Iterable[Entry],
        accepted: Acceptance,
        accepted_at: Callable[[str], Acceptance],
        *,
        rows_count: bool,
    ) -> None:
        self._repository = repository
        self._blobs = [entry.blob for entry in entries if entry.staged and is_notebook(entry.path)]
        self._accepted, self._accepted_at = accepted, accepted_at
        self._rows_count = rows_count
        self._paths: dict[bytes, list[ParentPath]] | None = None
        self._commits: dict[str, Acceptance] = {}
        self._parents: list[str] = []
        self._renamed: dict[str, dict[bytes, Entry]] = {}

    def standing(self, notebook: Dirty) -> Standing:
        """Whether a dirty notebook is NEW, OLD, or one whose outputs a parent keeps under another name."""
        entry = notebook.entry
        if entry is None:
            return NEW
        if entry.blob in self._accepted.rows.blobs():
            return OLD
        return self._in_parents(notebook, entry) if entry.staged else NEW

    def _in_parents(self, notebook: Dirty, entry: Entry) -> Standing:
        if self._paths is None:
            self._paths = self._find_paths()
        kept_as = None
        for commit, path in self._paths.get(entry.blob, ()):
            # Under another name it was no notebook, and never checked as one.
            if not is_notebook(path) or is_note(path) != is_note(notebook.path):
                continue
            accepted = self._accepted_in(commit)
            if self._rows_count and entry.blob in accepted.rows.blobs():
                continue
            strips = stripper(accepted.policy.strip_notebooks)
            stripped = strips.strip(path, notebook.content)
            if stripped and stripped.content is not notebook.content:
                return OLD
            if strips.keeps(path):
                kept_as = kept_as or path
        return Standing(kept_as=kept_as or self._kept_before_a_rename(notebook))

    def _kept_before_a_rename(self, notebook: Dirty) -> bytes | None:
        """The old name of one that was renamed and edited, where the policy of a parent keeps its outputs."""
        for commit in self._parents:
            strips = stripper(self._accepted_in(commit).policy.strip_notebooks)
            # Most policies keep none: then git need not look for renames.
            if not strips.settings.keep:
                continue
            if commit not in self._renamed:
                self._renamed[commit] = trees.renamed(commit)
            old = self._renamed[commit].get(notebook.path)
            if old and is_notebook(old.path) and strips.keeps(old.path):
                return old.path
        return None

    def _accepted_in(self, commit: str) -> Acceptance:
        if commit not in self._commits:
            self._commits[commit] = self._accepted_at(commit)
        return self._commits[commit]

    def _find_paths(self) -> dict[bytes, list[ParentPath]]:
        """Where the parents of the commit in the making have each of our blobs."""
        paths: dict[bytes, list[ParentPath]] = {blob: [] for blob in self._blobs}
        for commit, files in trees.files_of_parents(self._repository):
            self._parents.append(commit)
            for path, blob in files:
                if blob in paths:
                    paths[blob].append(ParentPath(commit, path))
        return paths
