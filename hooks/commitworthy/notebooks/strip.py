"""A notebook without what is volatile, and with every other byte as it was."""

from __future__ import annotations

from ..values import TYPE_CHECKING
from . import clean, encoding
from .keys import DEFAULT_RULES
from .options import DEFAULT
from .results import Stripped

if TYPE_CHECKING:
    from .options import StripOptions


def strip(content: bytes, options: StripOptions = DEFAULT) -> Stripped:
    """`content` with the spans gone that `options` name; NotANotebook if it is none, ValueError for bad options."""
    encoding.check(content)
    if options == DEFAULT and clean.is_clean(content, DEFAULT_RULES):
        return Stripped(content, [], [], [])
    from .edits import applied
    from .plan import has_constants, plan

    gathered, constants = plan(content, options)
    result = applied(content, gathered.edits)
    if constants and has_constants(result):
        gathered.notice("NaN or Infinity, which JSON does not have")
    return Stripped(result, gathered.changes, gathered.kept, gathered.notices, gathered.edits)
