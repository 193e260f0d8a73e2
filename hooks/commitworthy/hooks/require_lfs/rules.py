"""The rules of Git LFS.  A rule's code never changes; where several fit, the one that names the cause is said."""

from __future__ import annotations

from ...base.findings import Rule
from ...blobs.judge import NOT_A_POINTER as NOT_A_POINTER  # noqa: PLC0414 (exported)

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
