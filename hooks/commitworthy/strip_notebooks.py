"""Strip notebooks of outputs, counts and volatile metadata; every other byte stays as it is."""

from __future__ import annotations

import os

from .call import policy_of, report_missing
from .findings import CannotJudge
from .values import TYPE_CHECKING
from .verdicts.notebooks import search as notebooks

if TYPE_CHECKING:
    from collections.abc import Iterator

    from .call import Call
    from .findings import Finding
    from .git.index import Entry
    from .policy.baseline import Row
    from .policy.settings import StripNotebooks
    from .verdicts.notebooks.parents import Decided
    from .verdicts.notebooks.search import Dirty, Search
    from .verdicts.surroundings import Surroundings

HOOK = "strip-notebooks"
SUMMARY = "Strip notebooks of outputs, counts and volatile metadata."
EXAMPLE = "commitworthy strip-notebooks --check notebooks/eda.ipynb"
FILES_TOO = True
# What else its options ask for, and the command that does it.
MODES = {
    **dict.fromkeys(("-", "--textconv", "--filter-process"), "notebook_streams"),
    **dict.fromkeys(("--install-filter", "--uninstall-filter", "--status"), "notebook_filter"),
    "--diff": "notebook_diff",
}


def check(call: Call) -> list[Finding]:
    """Rewrites what is dirty and new, or under `--check` only tells; findings for each."""
    search = notebooks.search(call.repository, call.policy.strip_notebooks, call.problems, call.watch)
    findings: list[Finding] = []
    known: Decided | None = None
    around: Surroundings | None = None
    for notebook in notebooks.find(search, *_selected(call)):
        from .verdicts import surroundings
        from .verdicts.notebooks import parents, say

        known = known or parents.decided(call.baseline, call.entries)
        findings.extend(say.remarks(notebook))
        if call.policy.strip_notebooks.validate:
            findings.extend(say.faults(notebook))
        if notebook.has_changes() and parents.is_news(notebook, known, lambda at: _rules_of(call, at)):
            around = around or (surroundings.nearby(call.repository) if call.repository.is_real() else None)
            findings.extend(_settled(call, search, notebook, around))
    if search.missing:
        report_missing(call, search.missing)
    if (search.passed or search.remembered) and not os.environ.get("PRE_COMMIT"):
        from .verdicts.notebooks import notes

        call.notes.extend(notes.left_alone(search))
    return findings


def _selected(call: Call) -> tuple[list[Entry], tuple[bytes, ...]]:
    if not call.policy.strip_notebooks.on_disk:
        return call.entries, call.untracked
    return [], (*(entry.path for entry in call.entries), *call.untracked)


def _settled(call: Call, search: Search, notebook: Dirty, around: Surroundings | None) -> Iterator[Finding]:
    from .verdicts.notebooks import files, say

    told = call.policy.strip_notebooks.check
    tell = say.found if told else say.rewritten
    try:
        outcome = files.settle(call.repository, notebook, search.stripper, write=not told)
    except CannotJudge as problem:
        call.problems.append(str(problem))
    else:
        yield from tell(notebook, outcome, around)


def _rules_of(call: Call, commit: str) -> tuple[StripNotebooks, bytes | None]:
    """Policy and baseline as a commit has them; those of today where it has none that can be read."""
    try:
        policy, accepted = policy_of(call, commit)
    except CannotJudge:
        policy, accepted = call.policy, call.baseline
    return policy.strip_notebooks, accepted


def rows(call: Call) -> Iterator[Row]:
    """What a baseline accepts: the blob of every notebook that is dirty; CannotJudge for one that is not here."""
    from .policy.baseline import Row
    from .verdicts.notebooks.rules import DIRTY

    search = notebooks.search(call.repository, call.policy.strip_notebooks, [], call.watch)
    for notebook in notebooks.find(search, call.entries, ()):
        if notebook.has_changes() and notebook.entry:
            yield Row(HOOK, DIRTY.name, os.fsdecode(notebook.path), blob=notebook.entry.blob.decode())
    for missing in search.missing:
        raise CannotJudge(f"{os.fsdecode(missing.entry.path)}: its content is not in this clone: fetch it first")
