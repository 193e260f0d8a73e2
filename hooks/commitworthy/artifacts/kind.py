"""What the table knows of a format, and the words its rows are written in."""

from __future__ import annotations

from ..values import NamedTuple

MODEL, EXECUTABLE, DATA, ARCHIVE, MEDIA, DOCUMENT = "model", "executable", "data", "archive", "media", "document"
FAMILIES = (
    MODEL, EXECUTABLE, DATA, ARCHIVE, "binary", MEDIA, DOCUMENT, "notebook", "text", "pointer", "empty",
)  # fmt: skip
Magic = tuple[tuple[tuple[int, bytes], ...], ...]


class Kind(NamedTuple):
    """One format.

    `suffixes` are lower-case, with the dot, parted by blanks.  `magic` holds alternatives, each a tuple of (offset,
    bytes) that must all be there.  `check` names a function in `checks.CHECKS`, asked after the magic; `starts` are
    the first bytes that a check without magic needs.  `members` are names in a zip file: "a" itself, "a/" a folder,
    "/a" in any folder, "*.a .b" the suffixes that all members have.  `opens` names the container to look into.
    Clean text may be one of the rows of `rows_texts.py` and no other; `words` are what it must then hold one of, near
    the start, and `keys` those of which the first thing in double quotes is one.
    """

    id: str
    label: str
    family: str
    suffixes: str = ""
    magic: Magic = ()
    check: str = ""
    starts: bytes = b""
    words: tuple[bytes, ...] = ()
    keys: tuple[bytes, ...] = ()
    members: tuple[str, ...] = ()
    opens: str = ""


def at(offset: int, *alternatives: bytes) -> Magic:
    """Any of the alternatives, at the offset."""
    return tuple([((offset, alternative),) for alternative in alternatives])


def both(*parts: tuple[int, bytes]) -> Magic:
    """All of the parts."""
    return (parts,)


HDF5 = b"\x89HDF\r\n\x1a\n"
HDF5_AT = tuple([((offset, HDF5),) for offset in (0, 512, 1024, 2048, 4096)])  # behind a user block
