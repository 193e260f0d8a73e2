"""What an audit reports of one repository: values that JSON has, so that a journal, a cluster and a page can take them.

All sizes are bytes: `size` as a work tree has it, `packed` as it is on disk and is sent.  Dates are ISO strings of UTC.
"""

from __future__ import annotations

from ...base.namedtuple import TYPE_CHECKING

if TYPE_CHECKING:
    from typing import TypedDict, final
else:
    # To load `typing` takes as long as a git that looks at a small repository.
    TypedDict = dict

    def final(row):
        """As that of `typing`."""
        return row


SCHEMA = 1
# Where a blob is: at the tip of a branch, of a tag alone, in what lies behind them, or behind other refs alone.
TIP, TAG, HISTORY, SERVER = STATES = ("tip", "tag", "history", "server")


class Clone(TypedDict):
    """What is sent for all branches and tags, for the newest commit alone, and what all refs need at the server."""

    branches_tags: int
    depth1: int
    all_refs: int


class Sums(TypedDict):
    """Of some blobs their number and bytes; packed bytes by state."""

    blobs: int
    size: int
    packed: int
    tip: int
    tag: int
    history: int
    server: int


class Format(TypedDict):
    """Of the blobs of one format."""

    family: str
    label: str
    blobs: int
    size: int
    packed: int


class Row(TypedDict):
    """One blob; `since`, `commit` and `author` are of what first brought it, null where that is not known.

    `path` is the one it had first, `paths` how many it had; `verdict` is the code of a rule or null.
    """

    id: str
    path: str
    paths: int
    family: str
    format: str
    label: str
    size: int
    packed: int
    since: str | None
    commit: str | None
    author: str | None
    state: str
    verdict: str | None
    accepted: bool


class Rewritten(TypedDict):
    """A path, and the different blobs that it had."""

    path: str
    family: str
    versions: int
    size: int
    packed: int


class Pointers(TypedDict):
    """Pointers of one kind; `stored` is what the different ones name, `at_tips` those that a tip has."""

    pointers: int
    stored: int
    at_tips: int


class Refused(TypedDict):
    """Blobs that the policy refuses; `first` is when the first came."""

    blobs: int
    size: int
    packed: int
    first: str | None


class PolicyReport(TypedDict):
    """`source` is the file of the policy (null: defaults); `adopted` when a commit first named us.

    `refused` are neither accepted by an exception nor by the baseline; `at_tips` those of them at a branch's tip, and
    `rules` their number by the code of the rule.
    """

    source: str | None
    adopted: str | None
    refused: Refused
    at_tips: Refused
    accepted: Refused
    rules: dict[str, int]


class Saving(TypedDict):
    """Blobs that go, and about what a clone, and all refs, get smaller by.

    `size` and `packed` are bytes of those that a clone has: as files, and as git keeps them.
    """

    blobs: int
    size: int
    packed: int
    clone: int
    all_refs: int


class Rewrite(TypedDict):
    """Without the refused blobs that no branch's tip has; and without all refused ones, once those have moved."""

    history: Saving
    everything: Saving


class Folder(TypedDict):
    """A part of the tree, of which `history` packed bytes are at no tip."""

    path: str
    files: int
    packed: int
    history: int
    families: dict[str, int]


class Growth(TypedDict):
    """Packed bytes that came until the end of each of equal spans from `start` to `end` (seconds), by family."""

    start: int
    end: int
    families: dict[str, list[int]]


@final
class Report(TypedDict):
    """One repository.

    `lower_bound` where objects are missing, so that all figures may be larger; `missing` counts objects, `unreadable`
    blobs that are here and damaged.  `blobs` are the largest, `rewritten` the paths with most versions.
    """

    schema: int
    repository: str
    refs: int
    commits: int
    missing: int
    unreadable: int
    lower_bound: bool
    notes: list[str]
    since: str | None
    clone: Clone
    objects: dict[str, int]
    total: Sums
    families: dict[str, Sums]
    formats: dict[str, Format]
    blobs: list[Row]
    rewritten: list[Rewritten]
    pointers: dict[str, Pointers]
    policy: PolicyReport
    rewrite: Rewrite
    folders: list[Folder]
    growth: Growth | None


@final
class Failure(TypedDict):
    """A repository that could not be looked at, and why."""

    repository: str
    error: str
