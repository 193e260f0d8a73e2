"""The rules of Git LFS.  A rule's code never changes; where several fit, the one that names the cause is said."""

from __future__ import annotations

from ...base.findings import Rule
from ...base.namedtuple import TYPE_CHECKING
from ...blobs.judge import NOT_A_POINTER as NOT_A_POINTER  # noqa: PLC0414 (exported)

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from ...formats.pointers import Pointer

HOOK = "require-lfs"

UNROUTED = Rule(
    "LFS001", "unrouted-artifact", "a model, binary data, an archive or an unknown binary without a Git LFS route"
)
UNSTAGED = Rule("LFS003", "unstaged-route", "only the .gitattributes on disk routes it, not the staged one")
ORPHANED = Rule("LFS004", "orphaned-pointer", "a pointer that nothing routes: everyone gets it in place of the file")
PRIVATE = Rule("LFS005", "private-route", "only private attributes of this clone route it")
MISROUTED = Rule("LFS006", "misrouted-pointer", "a pointer that is routed to another filter than lfs")
LOOSE = Rule("LFS007", "loose-pointer", "a pointer that git-lfs would write differently")
LARGE = Rule("LFS008", "large-in-lfs", "the file behind the pointer is larger than the limit")
ABSENT = Rule("LFS009", "missing-object", "a pointer whose content is neither in this clone nor in HEAD")
TWICE = Rule("LFS010", "tracked-twice", "a path that is in git and also an output of a .dvc file")
DEAD = Rule("LFS011", "dead-attribute-line", "a line of .gitattributes that git ignores, or that matches nothing")
INCOMPLETE = Rule("LFS012", "incomplete-route", "a route to LFS without -text")
CASE = Rule("LFS013", "route-case", "a route that misses files whose suffix has a different letter case")

ALL = (
    UNROUTED, NOT_A_POINTER, UNSTAGED, ORPHANED, PRIVATE, MISROUTED, LOOSE, LARGE, ABSENT, TWICE, DEAD, INCOMPLETE,
    CASE,
)  # fmt: skip
WARNINGS = (ABSENT, INCOMPLETE, CASE)
BY_NAME = {rule.name: rule for rule in ALL}


# The truth table: what the blob is, where the attributes in the index route it, and those on disk.
#
# A cell names the rule that it breaks.  Cells of content count for artifacts alone where no route to LFS is in the
# index: any other file may be an ordinary blob.


CANONICAL, NONCANONICAL, CONTENT = "canonical", "loose", "content"
LFS, OTHER, NONE = "lfs", "other", "none"
SOUND = ""
_NO_DRIVER = ("unspecified", "unset", "set", "")

# (blob, route in the index, whether the work tree routes it to LFS) -> rule
TABLE: Mapping[tuple[str, str, bool], str] = {
    (CANONICAL, LFS, True): SOUND,
    (CANONICAL, LFS, False): SOUND,
    (CANONICAL, OTHER, True): "unstaged-route",
    (CANONICAL, OTHER, False): "misrouted-pointer",
    (CANONICAL, NONE, True): "unstaged-route",
    (CANONICAL, NONE, False): "orphaned-pointer",
    (NONCANONICAL, LFS, True): "loose-pointer",
    (NONCANONICAL, LFS, False): "loose-pointer",
    (NONCANONICAL, OTHER, True): "unstaged-route",
    (NONCANONICAL, OTHER, False): "misrouted-pointer",
    (NONCANONICAL, NONE, True): "unstaged-route",
    (NONCANONICAL, NONE, False): "orphaned-pointer",
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
    return CANONICAL if pointer.canonical else NONCANONICAL


def route_of(value: str, own_filters: Collection[str] = ()) -> str:
    """The column of a `filter` attribute; `own_filters` are drivers that store files elsewhere, as LFS does."""
    if value == LFS or value in own_filters:
        return LFS
    return NONE if value in _NO_DRIVER else OTHER


def rule(blob: str, route: str, on_disk: bool = False) -> str:
    """The name of the rule that is broken, "" for none.

    `on_disk`: the work tree routes the file to LFS.  Without it the verdict is the same in every clone.
    """
    if blob not in (CANONICAL, NONCANONICAL, CONTENT):
        return "not-a-pointer" if route == LFS else SOUND
    return TABLE[blob, route, on_disk]
