"""Strip notebooks of outputs, counts and volatile metadata; every other byte stays as it is."""

from __future__ import annotations

import os

from ...base import system
from ...base.findings import CheckError, path_text
from ...base.namedtuple import TYPE_CHECKING
from ...policy.settings import ALL, OBSERVE
from ..context import accepted_at, accepted_now, report_missing
from ..context import prepare as prepare  # noqa: PLC0414 (part of the Protocol)
from ..hook import FILES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from ...base.findings import Finding
    from ...blobs.notebooks import Dirty, NotebookScan
    from ...git.index import Entry
    from ...policy.acceptance import Acceptance, Row
    from ..context import HookContext
    from .messages import NotebookReporter

NAME = "strip-notebooks"
BLOBS = "block-artifacts"
SUMMARY = "Strip notebooks of outputs, counts and volatile metadata."
EXAMPLE = "commitworthy strip-notebooks --check notebooks/eda.ipynb"
OPERANDS = FILES
PRELOAD = ("hooks.strip_notebooks.scan",)
ACCEPTS_UNTRACKED = True
MODES = {
    **dict.fromkeys(("-", "--textconv", "--filter-process"), "notebook_streams"),
    **dict.fromkeys(("--install-filter", "--uninstall-filter", "--status"), "notebook_filter"),
    "--diff": "notebook_diff",
}


def check(context: HookContext) -> list[Finding]:
    """Rewrites what is dirty and new, or under `--check` only tells; findings for each.

    Where the policy refuses what is old, too, that is told and not rewritten: no commit of today changes it.
    """
    from ...blobs import notebooks
    from . import scan

    settings = context.policy.strip_notebooks
    # Files are stripped all the same where somebody asks for that by --on-disk, as the remedy does.
    observes = context.policy.level(NAME) == OBSERVE and not settings.on_disk
    search = notebooks.search(
        context.repository,
        settings._replace(check=settings.check or observes),
        context.problems,
        context.watch,
        context.broken_notebooks,
    )
    tells_old = context.policy.level(NAME) == ALL
    teller: NotebookReporter | None = None

    def say(seeking: NotebookScan, notebook: Dirty) -> list[Finding]:
        nonlocal teller
        if teller is None:
            from .messages import NotebookReporter, ParentNotebooks

            parents = ParentNotebooks(
                context.repository,
                context.entries,
                accepted_now(context, NAME),
                lambda commit: accepted_at(context, NAME, commit),
                rows_count=not tells_old,
            )
            on_disk = ("--on-disk",) if settings.on_disk or observes else ()
            options = (*_as_given(context), *on_disk)
            told_in_one = observes and not settings.check
            teller = NotebookReporter(parents, options, _largeness(context), tells_old=tells_old, observes=told_in_one)
        return list(teller.tell(seeking, notebook))

    try:
        findings: list[Finding] = scan.tell(search, *_selected(context), say)
    finally:
        if teller is not None:
            teller.close()
    if search.missing:
        report_missing(context, search.missing)
    if (search.passed or search.remembered) and not system.framework_runs_us():
        context.notes.extend(scan.left_alone(search))
    return findings


def _as_given(context: HookContext) -> tuple[str, ...]:
    """The options of this call, for the commands of its remedies."""
    if not context.overrides:
        return ()
    from ...policy.argv import to_words

    return to_words(NAME, context.overrides)


def _largeness(context: HookContext) -> Callable[[Dirty], bool]:
    """Tells whether block-artifacts would refuse a notebook with its outputs, so that it needs an exception there."""
    limit = None if context.policy.level(BLOBS) == OBSERVE else context.policy.block_artifacts.limit("notebook")
    # Read for the first that is large, and once.
    known: list[Acceptance] = []

    def is_large(notebook: Dirty) -> bool:
        if notebook.entry is None or limit is None or len(notebook.content) <= limit:
            return False
        if not known:
            known.append(accepted_now(context, BLOBS))
        return not known[0].has_blob(path_text(notebook.path), len(notebook.content), notebook.entry.blob)

    return is_large


def _selected(context: HookContext) -> tuple[list[Entry], tuple[bytes, ...]]:
    if not context.policy.strip_notebooks.on_disk:
        return context.entries, context.untracked
    return [], (*(entry.path for entry in context.entries), *context.untracked)


def baseline(context: HookContext) -> Iterator[Row]:
    """What a baseline accepts: the blob of every notebook that is dirty; CheckError for one that is not here."""
    from ...blobs import notebooks
    from ...policy.acceptance import Row
    from . import scan
    from .rules import DIRTY

    search = notebooks.search(context.repository, context.policy.strip_notebooks, [], context.watch)
    for notebook in scan.find(search, context.entries, ()):
        if notebook.has_changes() and notebook.entry:
            yield Row(NAME, DIRTY.name, os.fsdecode(notebook.path), blob=notebook.entry.blob.decode())
    for missing in search.missing:
        raise CheckError(
            f"{os.fsdecode(missing.entry.path)}: its content is not in this clone: fetch it, then run again"
        )
