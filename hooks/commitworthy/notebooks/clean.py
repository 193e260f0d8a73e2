"""Has a notebook nothing to strip?  Asked first, since that is what most commits hold."""

from __future__ import annotations

from ..values import TYPE_CHECKING
from .scan import BLANK, REFUSED, scanner

if TYPE_CHECKING:
    from .keys import Keys, Rules

# Above this the exact walk costs less memory, and little more time.
_LARGEST = 1 << 20
_COUNTS = ("execution_count", "prompt_number")


def is_clean(content: bytes, rules: Rules) -> bool:
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
