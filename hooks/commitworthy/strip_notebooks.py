"""Strip notebooks of outputs, counts and volatile metadata; every other byte stays as it is."""

from __future__ import annotations

import os

from .call import policy_of, report_missing
from .findings import CannotJudge
from .values import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from .call import Call
    from .findings import Finding
    from .git.index import Entry
    from .policy.baseline import Row
    from .policy.settings import StripNotebooks
    from .verdicts.notebooks.search import Dirty, Search
    from .verdicts.notebooks.tell import Teller

HOOK = "strip-notebooks"
SUMMARY = "Strip notebooks of outputs, counts and volatile metadata."
EXAMPLE = "commitworthy strip-notebooks --check notebooks/eda.ipynb"
FILES_TOO = True
# Loaded while git works on its answers.
JUDGES_WITH = ("verdicts.notebooks.look",)
# What else its options ask for, and the command that does it.
MODES = {
    **dict.fromkeys(("-", "--textconv", "--filter-process"), "notebook_streams"),
    **dict.fromkeys(("--install-filter", "--uninstall-filter", "--status"), "notebook_filter"),
    "--diff": "notebook_diff",
}


def check(call: Call) -> list[Finding]:
    """Rewrites what is dirty and new, or under `--check` only tells; findings for each."""
    from .verdicts.notebooks import look
    from .verdicts.notebooks import search as notebooks

    search = notebooks.search(call.repository, call.policy.strip_notebooks, call.problems, call.watch)
    teller: Teller | None = None

    def say(seeking: Search, notebook: Dirty) -> list[Finding]:
        nonlocal teller
        if teller is None:
            from .verdicts.notebooks import parents
            from .verdicts.notebooks.tell import Teller

            known = parents.decided(call.repository, call.baseline, call.entries)
            teller = Teller(known, lambda at: _rules_of(call, at))
        return list(teller.tell(seeking, notebook))

    try:
        findings: list[Finding] = look.tell(search, *_selected(call), say)
    finally:
        if teller is not None:
            teller.close()
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
    from .verdicts.notebooks import look
    from .verdicts.notebooks import search as notebooks
    from .verdicts.notebooks.rules import DIRTY

    search = notebooks.search(call.repository, call.policy.strip_notebooks, [], call.watch)
    for notebook in look.find(search, call.entries, ()):
        if notebook.has_changes() and notebook.entry:
            yield Row(HOOK, DIRTY.name, os.fsdecode(notebook.path), blob=notebook.entry.blob.decode())
    for missing in search.missing:
        raise CannotJudge(f"{os.fsdecode(missing.entry.path)}: its content is not in this clone: fetch it first")
