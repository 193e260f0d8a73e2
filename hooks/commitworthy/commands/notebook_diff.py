"""What stripping would change, as a unified diff; nothing is written."""

from __future__ import annotations

import sys

from .. import call as calls
from ..notebooks.diff import unified
from ..policy.options import of_files
from ..report.complaints import complain
from ..values import TYPE_CHECKING
from ..verdicts.notebooks import look
from ..verdicts.notebooks import search as notebooks

if TYPE_CHECKING:
    from ..call import Request


def run(mode: str, request: Request) -> int:  # noqa: ARG001 (there is one)
    """Print the diffs of the notebooks that are dirty, baseline or not; exit status 1 if there are any."""
    call = calls.prepare(request._replace(overrides=of_files(request.overrides)))
    seeking = notebooks.search(call.repository, call.policy.strip_notebooks, call.problems)
    status = 0
    for notebook in look.find(seeking, call.entries, call.untracked):
        if notebook.has_changes():
            status = 1
            made = notebook.stripped
            sys.stdout.buffer.writelines(unified(notebook.path, notebook.content, made.content, made.edits))
    sys.stdout.buffer.flush()
    if seeking.missing:
        calls.report_missing(call, seeking.missing)
    complain(*call.notes, *call.problems)
    return 2 if call.problems else status
