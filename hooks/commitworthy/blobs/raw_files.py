"""Which types of files can go to Git LFS as a whole: those of which no file that nobody asked about lies in git raw.

A route such as `*.pkl` takes in every file of the type.  An old one that is an ordinary blob would from then on show as
modified in every clone, be refused at its next rename, and upset a framework that puts unstaged changes away.
"""

from __future__ import annotations

from ..base.namedtuple import TYPE_CHECKING
from ..formats import pointers, routes
from ..git import index, objects

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from ..git.index import Entry

# More patterns than this take git longer than all paths take us, and need not fit on a command line.
_MOST_PATTERNS = 50


def types_without_others(asked: Mapping[str, Collection[bytes]], tracked: list[Entry] | None = None) -> frozenset[str]:
    """The suffixes of `asked`, in lower case, of which every raw file in the index is among the paths they stand for.

    `tracked` are the files of a commit, to be looked at in place of the index.  Pointers and empty files are not raw;
    a blob that is not here may be.
    """
    if not asked:
        return frozenset()
    known = _tracked(asked) if tracked is None else tracked
    lengths = {len(suffix) for suffix in asked}
    others = [(_suffix(entry.path, asked, lengths), entry) for entry in known]
    others = [(suffix, entry) for suffix, entry in others if suffix and entry.path not in asked[suffix]]
    sizes = objects.sizes_of(entry.blob for _, entry in others)
    raw = {suffix for suffix, entry in others if _is_surely_raw(sizes[entry.blob])}
    small = {entry: suffix for suffix, entry in others if suffix not in raw and sizes[entry.blob]}
    for blob in objects.stored(None, small, sizes):
        if isinstance(blob, objects.Missing) or routes.recognise(blob.entry.path, blob.size, blob.head) is None:
            raw.add(small[blob.entry])
    return frozenset(asked).difference(raw)


def _tracked(suffixes: Collection[str]) -> list[Entry]:
    if len(suffixes) > _MOST_PATTERNS:
        return index.all_tracked(index.ask_tracked())
    return index.like(*(f"*{suffix}" for suffix in suffixes), icase=True)


def _suffix(path: bytes, suffixes: Collection[str], lengths: Collection[int]) -> str:
    name = path.decode("utf-8", "surrogateescape").lower()
    return next((name[-length:] for length in lengths if name[-length:] in suffixes), "")


def _is_surely_raw(size: int | None) -> bool:
    return size is None or size >= pointers.LFS_SIZE
