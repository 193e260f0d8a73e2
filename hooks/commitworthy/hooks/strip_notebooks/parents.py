"""Dirty notebooks that a parent of the commit has as well: renames, copies and reverts cost nothing.

As everywhere: what was accepted there, by its policy or its baseline, excuses nothing here.
"""

from __future__ import annotations

from ...base.namedtuple import TYPE_CHECKING, NamedTuple
from ...blobs.notebooks import accepted_blobs, is_note, is_notebook, stripper
from ...git import trees

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from ...blobs.notebooks import Dirty
    from ...git.index import Entry
    from ...git.repository import Repository
    from ...policy.settings import StripNotebooks

if TYPE_CHECKING:
    # The policy of a commit, and the baseline file it has.
    RulesOf = Callable[[str], tuple[StripNotebooks, bytes | None]]


class ParentPath(NamedTuple):
    """A path of a parent that has one of our blobs."""

    commit: str
    path: bytes


class Decided(NamedTuple):
    """What is known before the first dirty notebook: the blobs that the baseline accepts, and where parents have ours.

    `found` is filled when it is first asked for, and `rules` with what each commit decides.
    """

    repository: Repository
    accepted: frozenset[bytes]
    entries: list[Entry]
    found: dict[bytes, list[ParentPath]]
    rules: dict[str, tuple[StripNotebooks, frozenset[bytes]]]


def decided(repository: Repository, baseline_file: bytes | None, entries: Iterable[Entry]) -> Decided:
    """For the notebooks among `entries`, of which those that are staged may be in a parent."""
    ours = [entry for entry in entries if entry.staged and is_notebook(entry.path)]
    return Decided(repository, accepted_blobs(baseline_file), ours, {}, {})


def is_news(notebook: Dirty, known: Decided, rules_of: RulesOf) -> bool:
    """Whether nothing accepts a dirty notebook, and no parent has the same blob as an open offence."""
    entry = notebook.entry
    if entry is None:
        return True
    if entry.blob in known.accepted:
        return False
    return not (entry.staged and _is_old(notebook, entry.blob, known, rules_of))


def _is_old(notebook: Dirty, blob: bytes, known: Decided, rules_of: RulesOf) -> bool:
    if not known.found:
        known.found.update(_places(known.repository, (entry.blob for entry in known.entries)))
    for place in known.found[blob]:
        # Under another name it was no notebook, and never judged as one.
        if not is_notebook(place.path) or is_note(place.path) != is_note(notebook.path):
            continue
        if place.commit not in known.rules:
            settings, baseline_file = rules_of(place.commit)
            known.rules[place.commit] = settings, accepted_blobs(baseline_file)
        settings, accepted = known.rules[place.commit]
        if blob in accepted:
            continue
        stripped = stripper(settings).strip(place.path, notebook.content)
        if stripped and stripped.content is not notebook.content:
            return True
    return False


def _places(repository: Repository, ids: Iterable[bytes]) -> dict[bytes, list[ParentPath]]:
    """Where the parents of the commit in the making have each of these blobs."""
    found: dict[bytes, list[ParentPath]] = {blob: [] for blob in ids}
    for commit, files in trees.files_of_parents(repository):
        for path, blob in files:
            if blob in found:
                found[blob].append(ParentPath(commit, path))
    return found
