"""Which spans of a notebook go, before any of them does."""

from __future__ import annotations

from ..values import TYPE_CHECKING
from . import spans
from .cells import repeated_ids, strip_cells
from .job import Job, log
from .keys import DEFAULT_RULES, rules
from .options import DEFAULT, check
from .root import strip_root
from .scan import NotANotebook, scanner

if TYPE_CHECKING:
    from .job import Log
    from .keys import Rules
    from .options import StripOptions


def plan(content: bytes, options: StripOptions) -> tuple[Log, bool]:
    """The edits and what there is to say; and whether there is a NaN or Infinity anywhere.

    `content` is UTF-8; NotANotebook if it is no notebook, ValueError for bad options.
    """
    chosen = _rules(options)
    notebook = spans.read(content)
    of_cells = chosen.below("cell")
    beyond = any(keys.globs or len(keys.names) > 1 for keys in of_cells.strip)
    job = Job(content, options, chosen, of_cells, beyond, scanner(), log())
    try:
        strip_cells(job, notebook.arrays, strip_root(job, notebook))
    except RecursionError:
        # The first scan came through one level below the limit; the second begins some calls deeper.
        raise NotANotebook("nested too deeply", 1) from None
    if options.ids == "keep":
        repeated_ids(job, notebook.arrays)
    return job.log, notebook.constants


def has_constants(content: bytes) -> bool:
    """Whether there is a NaN or Infinity in a notebook."""
    return spans.read(content).constants


def _rules(options: StripOptions) -> Rules:
    if options == DEFAULT:
        return DEFAULT_RULES
    check(options)
    strip_keys = (*options.strip_keys, "cell.id") if options.ids == "drop" else options.strip_keys
    keep_keys = (*options.keep_keys, "metadata.widgets") if options.keep_widgets else options.keep_keys
    return rules(options.groups, strip_keys, keep_keys)
