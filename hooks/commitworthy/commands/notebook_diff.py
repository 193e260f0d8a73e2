"""What stripping would change, as a unified diff; nothing is written."""

from __future__ import annotations

import sys

from ..base.namedtuple import TYPE_CHECKING
from ..blobs import notebooks
from ..hooks import context as calls
from ..hooks.strip_notebooks import scan
from ..notebooks.diff import unified
from ..policy.options import of_files
from ..report.text import complain

if TYPE_CHECKING:
    from ..hooks.context import Invocation


def run(mode: str, request: Invocation) -> int:  # noqa: ARG001 (there is one)
    """Print the diffs of the notebooks that are dirty, baseline or not; exit status 1 if there are any."""
    call = calls.prepare(request._replace(overrides=of_files(request.overrides)))
    seeking = notebooks.search(call.repository, call.policy.strip_notebooks, call.problems)
    status = 0
    for notebook in scan.find(seeking, call.entries, call.untracked):
        if notebook.has_changes():
            status = 1
            made = notebook.stripped
            sys.stdout.buffer.writelines(unified(notebook.path, notebook.content, made.content, made.edits))
    sys.stdout.buffer.flush()
    if seeking.missing:
        calls.report_missing(call, seeking.missing)
    complain(*call.notes, *call.problems)
    return 2 if call.problems else status
