"""Strip notebooks of outputs, counts and volatile metadata; every other byte stays as it is."""

from __future__ import annotations

from .call import policy_of, report_missing
from .findings import CannotJudge
from .values import TYPE_CHECKING
from .verdicts import notebooks

if TYPE_CHECKING:
    from collections.abc import Iterator

    from .call import Call
    from .findings import Finding
    from .policy.baseline import Row
    from .policy.settings import StripNotebooks
    from .verdicts.notebook_parents import Decided
    from .verdicts.notebooks import Dirty, Search
    from .verdicts.surroundings import Surroundings

HOOK = "strip-notebooks"
SUMMARY = "Strip notebooks of outputs, execution counts and volatile metadata; every other byte stays."
EXAMPLE = "commitworthy strip-notebooks --check notebooks/eda.ipynb"
FILES_TOO = True


def check(call: Call) -> list[Finding]:
    """Rewrites what is dirty and new, or under `--check` only tells; findings for each."""
    search = notebooks.Search(call.repository, notebooks.stripper(call.policy.strip_notebooks), call.problems, [])
    findings: list[Finding] = []
    known: Decided | None = None
    around: Surroundings | None = None
    for notebook in notebooks.find(search, call.entries, call.untracked):
        from .verdicts import notebook_parents, notebook_say, surroundings

        known = known or notebook_parents.decided(call.baseline, call.entries)
        findings.extend(notebook_say.remarks(notebook))
        if call.policy.strip_notebooks.validate:
            findings.extend(notebook_say.faults(notebook))
        if notebook.has_changes() and notebook_parents.is_news(notebook, known, lambda at: _rules_of(call, at)):
            around = around or (surroundings.look(call.repository, []) if call.repository.is_real() else None)
            findings.extend(_settled(call, search, notebook, around))
    if search.missing:
        report_missing(call, search.missing)
    return findings


def _settled(call: Call, search: Search, notebook: Dirty, around: Surroundings | None) -> Iterator[Finding]:
    from .verdicts import notebook_files, notebook_say

    only_told = call.policy.strip_notebooks.check
    try:
        outcome = notebook_files.settle(call.repository, notebook, search.stripper, write=not only_told)
    except CannotJudge as problem:
        call.problems.append(str(problem))
    else:
        if only_told:
            yield from notebook_say.found(notebook, outcome, around)
        else:
            yield notebook_say.rewritten(notebook, outcome, around)


def _rules_of(call: Call, commit: str) -> tuple[StripNotebooks, bytes | None]:
    """Policy and baseline as a commit has them; those of today where it has none that can be read."""
    try:
        policy, baseline_file = policy_of(call, commit)
    except CannotJudge:
        return call.policy.strip_notebooks, call.baseline
    return policy.strip_notebooks, baseline_file


def rows(call: Call) -> Iterator[Row]:
    """What a baseline accepts: the blob of every notebook that is dirty; CannotJudge for one that is not here."""
    from .policy.baseline import Row
    from .verdicts.notebook_rules import DIRTY

    search = notebooks.Search(call.repository, notebooks.stripper(call.policy.strip_notebooks), [], [])
    for notebook in notebooks.find(search, call.entries, ()):
        if notebook.has_changes() and notebook.entry:
            path = notebook.path.decode("utf-8", "surrogateescape")
            yield Row(HOOK, DIRTY.name, path, blob=notebook.entry.blob.decode())
    for (entry,) in search.missing:
        path = entry.path.decode("utf-8", "surrogateescape")
        raise CannotJudge(f"{path}: its content is not in this clone: fetch it, then try again")
