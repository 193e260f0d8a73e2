"""THE TABLE: every artifact format we know, one row a format.

A row says how the format is known: by `magic`, by a structure `check` (`checks.py`), by the `members` of a zip file,
by what it `opens` to, or, where the format has no mark of its own, by `suffixes` alone.  The order matters where two
rows can claim the same bytes: the first one wins.  Figures come from the formats' own documents.
"""

from __future__ import annotations

from ..values import TYPE_CHECKING
from .kind import ARCHIVE, FAMILIES, Kind
from .rows_data import TABLES_AND_ARRAYS
from .rows_models import MODELS
from .rows_others import OTHERS
from .rows_texts import TEXTS
from .suffixes import COMPRESSED, SHARED, SOURCES, suffix_of

if TYPE_CHECKING:
    from .sniff import Sniff

__all__ = ["FAMILIES", "KINDS", "SUFFIX_FAMILIES", "Kind", "is_disguise", "own_suffix"]

KINDS: tuple[Kind, ...] = (*MODELS, *TEXTS, *TABLES_AND_ARRAYS, *OTHERS)


def _by_suffix() -> dict[str, set[str]]:
    families = {".ipynb": {"notebook"}}
    for kind in KINDS:
        for suffix in kind.suffixes.split():
            families.setdefault(suffix, set()).add(kind.family)
    for suffix in (*SOURCES, ".txt", ".json", ".log"):
        families.setdefault(suffix, set()).add("text")
    return families


SUFFIX_FAMILIES = _by_suffix()


def is_disguise(family: str, suffix: str, opened: bool = False) -> bool:
    """Whether `suffix` promises another family; a container's own suffix is honest about what is in it (`opened`)."""
    families = SUFFIX_FAMILIES.get(suffix)
    return families is not None and family not in families and not (opened and ARCHIVE in families)


def own_suffix(path: bytes, sniff: Sniff) -> str | None:
    """The suffix, as `path` spells it, where it belongs to the blob's family alone: `*.parquet` is a sound pattern.

    None for text and notebooks, which are large by exception: `*.rst` would take every document along.
    """
    if sniff.family in ("text", "notebook"):
        return None
    suffix = suffix_of(path)
    families = SUFFIX_FAMILIES.get(suffix)
    if suffix in COMPRESSED and sniff.family != ARCHIVE:
        inner = suffix_of(path[: -len(suffix)])
        suffix, families = inner + suffix, SUFFIX_FAMILIES.get(inner)
        return _spelt(path, suffix) if families == {sniff.family} else None
    return _spelt(path, suffix) if suffix not in SHARED and families == {sniff.family} else None


def _spelt(path: bytes, suffix: str) -> str:
    return path[-len(suffix) :].decode("utf-8", "surrogateescape")
