"""The truth table of Git LFS: what the blob is, where the attributes in the index route it, and those on disk.

A cell names the rule that it breaks.  Cells of content count for artifacts alone where no route to LFS is in the
index: any other file may be an ordinary blob.
"""

from __future__ import annotations

from ..base.namedtuple import TYPE_CHECKING
from . import pointers

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from .pointers import Pointer

CANONICAL, LOOSE, CONTENT = "canonical", "loose", "content"
LFS, OTHER, NONE = "lfs", "other", "none"
SOUND = ""
# What a pointer may begin with: "version", "/annex", white space, git-crypt's zero.
_FIRST = (b"v", b"/", b" ", b"\t", b"\r", b"\n", b"\0")
_NO_DRIVER = ("unspecified", "unset", "set", "")

# (blob, route in the index, whether the work tree routes it to LFS) -> rule
TABLE: Mapping[tuple[str, str, bool], str] = {
    (CANONICAL, LFS, True): SOUND,
    (CANONICAL, LFS, False): SOUND,
    (CANONICAL, OTHER, True): "unstaged-route",
    (CANONICAL, OTHER, False): "misrouted-pointer",
    (CANONICAL, NONE, True): "unstaged-route",
    (CANONICAL, NONE, False): "orphaned-pointer",
    (LOOSE, LFS, True): "loose-pointer",
    (LOOSE, LFS, False): "loose-pointer",
    (LOOSE, OTHER, True): "unstaged-route",
    (LOOSE, OTHER, False): "misrouted-pointer",
    (LOOSE, NONE, True): "unstaged-route",
    (LOOSE, NONE, False): "orphaned-pointer",
    (CONTENT, LFS, True): "not-a-pointer",
    (CONTENT, LFS, False): "not-a-pointer",
    (CONTENT, OTHER, True): "unstaged-route",
    (CONTENT, OTHER, False): "unrouted-artifact",
    (CONTENT, NONE, True): "unstaged-route",
    (CONTENT, NONE, False): "unrouted-artifact",
}


def blob_of(pointer: Pointer | None) -> str:
    """The row of a blob; what is kept by DVC, git-annex or git-crypt is no content, and its own route."""
    if pointer is None:
        return CONTENT
    if pointer.kind != "lfs":
        return pointer.kind
    return CANONICAL if pointer.canonical else LOOSE


def route_of(value: str, own_filters: Collection[str] = ()) -> str:
    """The column of a `filter` attribute; `own_filters` are drivers that store files elsewhere, as LFS does."""
    if value == LFS or value in own_filters:
        return LFS
    return NONE if value in _NO_DRIVER else OTHER


def rule(blob: str, route: str, on_disk: bool = False) -> str:
    """The name of the rule that is broken, "" for none.

    `on_disk`: the work tree routes the file to LFS.  Without it the verdict is the same in every clone.
    """
    if blob not in (CANONICAL, LOOSE, CONTENT):
        return "not-a-pointer" if route == LFS else SOUND
    return TABLE[blob, route, on_disk]


def recognise(path: bytes, size: int, head: bytes) -> Pointer | None:
    """The pointer that a blob is, told fast for what is none."""
    if head[:1] not in _FIRST and path[-4:].lower() != b".dvc":
        return None
    if size >= pointers.LFS_SIZE and not head.startswith((b"/annex/objects/", pointers.GIT_CRYPT)):
        return pointers.recognise(path, size, head) if path[-4:].lower() == b".dvc" else None
    return pointers.recognise(path, size, head)
