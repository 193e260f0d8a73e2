"""How large a notebook is without what is volatile."""

from __future__ import annotations

from . import encoding
from .edits import growth
from .options import DEFAULT, StripOptions
from .plan import plan
from .scan import NotANotebook


def stripped_size(content: bytes, options: StripOptions = DEFAULT) -> int | None:
    """Bytes that `strip` leaves of `content`; None if it is not a notebook.

    Nothing is written: memory is that of the file, of a megabyte decoded, and of the largest cell.
    """
    try:
        encoding.check(content)
        return len(content) + growth(plan(content, options)[0].edits)
    except NotANotebook:
        return None
