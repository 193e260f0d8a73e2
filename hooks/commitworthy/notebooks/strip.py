"""A notebook without what is volatile, and with every other byte as it was."""

from __future__ import annotations

from ..base.namedtuple import TYPE_CHECKING
from .json_scan import BLANK, REFUSED, NotANotebook, scanner
from .results import Stripped
from .strip_options import DEFAULT, DEFAULT_RULES, StripOptions

if TYPE_CHECKING:
    from .strip_options import KeyRules, Keys


# Is it UTF-8?  Everything else works on bytes.


_CHUNK = 1 << 20
_UTF16 = (b"\xff\xfe", b"\xfe\xff")


def check(content: bytes) -> None:
    """Refuse what is not UTF-8, with the offset of the first byte that is not; memory of a few megabytes."""
    if content.isascii() and b"\0" not in content[:4]:
        return
    if content.startswith(_UTF16) or b"\0" in content[:4]:
        raise NotANotebook("UTF-16 or UTF-32 text; notebooks are UTF-8", 1)
    from codecs import utf_8_decode

    view, at = memoryview(content), 0
    while at < len(content):
        try:
            _, done = utf_8_decode(view[at : at + _CHUNK], "strict", at + _CHUNK >= len(content))
        except UnicodeDecodeError as error:
            raise _refusal(content, at + error.start) from None
        at += done


def _refusal(content: bytes, offset: int) -> NotANotebook:
    from .refusals import line_at

    return NotANotebook(f"not UTF-8: byte 0x{content[offset]:02X} at offset {offset:,}", line_at(content, offset))


# Has a notebook nothing to strip?  Asked first, since that is what most commits hold.


# Above this the exact walk costs less memory, and little more time.
_LARGEST = 1 << 20
_COUNTS = ("execution_count", "prompt_number")


def is_clean(content: bytes, rules: KeyRules) -> bool:
    """True if `content` is a valid notebook of format 4 without anything that the default options strip or remark on.

    False proves nothing.  The scan of the whole text is the check of its syntax; objects come as the tuple of their
    members, so that nothing hides behind a key that is there twice.
    """
    if len(content) > _LARGEST or b'"outputs": [\n' in content or not content.startswith(b"{"):
        return False
    text = str(content, "latin-1")
    scan = scanner(pairs=True)
    try:
        root, end = scan.value(text, 0)
    except REFUSED:
        return False
    if scan.constants or text[end:].strip(BLANK) or not isinstance(root, tuple):
        return False
    (names,) = rules.strip
    return _root_is_clean(root, names.names["metadata"], names.names["cell"].names["metadata"])


def _root_is_clean(root: tuple[tuple[str, object], ...], metadata: Keys, cell_metadata: Keys) -> bool:
    arrays = 0
    for key, value in root:
        if key == "cells":
            arrays += 1
            if not isinstance(value, list) or not _cells_are_clean(value, cell_metadata):
                return False
        elif key == "metadata":
            if _holds(value, metadata):
                return False
        elif key == "nbformat":
            if value != 4:
                return False
        elif key == "worksheets":
            return False
    return arrays == 1


def _cells_are_clean(cells: list[object], metadata: Keys) -> bool:
    ids: set[object] = set()
    return all(isinstance(cell, tuple) and _cell_is_clean(cell, ids, metadata) for cell in cells)


def _cell_is_clean(cell: tuple[tuple[str, object], ...], ids: set[object], metadata: Keys) -> bool:
    """Nothing to strip, and an id that is not among `ids`, to which it is added."""
    for key, value in cell:
        if value is None or key in ("source", "cell_type"):
            continue
        if key == "metadata":
            if value and _holds(value, metadata):
                return False
        elif key == "id":
            if not isinstance(value, str) or value in ids:
                return False
            ids.add(value)
        elif key in _COUNTS or (key == "outputs" and value != []):
            return False
    return True


def _holds(value: object, keys: Keys) -> bool:
    """Whether there is a member that `keys`, which have no globs, name, or a key with dots that they may name."""
    if not isinstance(value, tuple):
        return False
    for key, inner in value:
        below = keys.names.get(key)
        if "." in key or (below is not None and (below.ends or _holds(inner, below))):
            return True
    return False


def strip(content: bytes, options: StripOptions = DEFAULT) -> Stripped:
    """`content` with the spans gone that `options` name; NotANotebook if it is none, ValueError for bad options."""
    check(content)
    if options == DEFAULT and is_clean(content, DEFAULT_RULES):
        return Stripped(content, [], [], [])
    from .plan import has_constants, plan
    from .spans import applied

    gathered, constants = plan(content, options)
    result = applied(content, gathered.edits)
    if constants and has_constants(result):
        gathered.notice("NaN or Infinity, which JSON does not have")
    return Stripped(result, gathered.changes, gathered.kept, gathered.notices, gathered.edits)


# How large a notebook is without what is volatile.


def stripped_size(content: bytes, options: StripOptions = DEFAULT) -> int | None:
    """Bytes that `strip` leaves of `content`; None if it is not a notebook.

    Nothing is written: memory is that of the file, of a megabyte decoded, and of the largest cell.
    """
    from .plan import plan
    from .spans import growth

    try:
        check(content)
        return len(content) + growth(plan(content, options)[0].edits)
    except NotANotebook:
        return None
