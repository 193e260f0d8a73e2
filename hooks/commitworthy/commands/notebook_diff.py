"""What stripping would change, as a unified diff; nothing is written."""

from __future__ import annotations

import sys

from ..base.namedtuple import TYPE_CHECKING
from ..blobs import notebooks
from ..hooks import context as hook_context
from ..hooks.strip_notebooks import scan
from ..notebooks.diff import unified
from ..policy.options import of_files
from ..report.text import complain

if TYPE_CHECKING:
    from ..hooks.context import Invocation


def run(mode: str, invocation: Invocation) -> int:  # noqa: ARG001 (there is one)
    """Print the diffs of the notebooks that are dirty, baseline or not; exit status 1 if there are any."""
    context = hook_context.prepare(invocation._replace(overrides=of_files(invocation.overrides)))
    seeking = notebooks.search(context.repository, context.policy.strip_notebooks, context.problems)
    status = 0
    for notebook in scan.find(seeking, context.entries, context.untracked):
        if notebook.has_changes():
            status = 1
            made = notebook.stripped
            sys.stdout.buffer.writelines(unified(notebook.path, notebook.content, made.content, made.edits))
    sys.stdout.buffer.flush()
    if seeking.missing:
        hook_context.report_missing(context, seeking.missing)
    complain(*context.notes, *context.problems)
    return 2 if context.problems else status
