"""The rows of a baseline for blobs that history keeps and the tree has no more, so that all of it can be pushed."""

from __future__ import annotations

from ...base.namedtuple import TYPE_CHECKING
from ...blobs.parents import is_accepted
from ...git import refs
from ...policy.acceptance import acceptance
from ...policy.baseline import GONE, Row
from .checks import PolicyGroup, arrivals_of

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from ...git.repository import Repository
    from ...policy.settings import Policy


def rows(repository: Repository, policy: Policy, present: Collection[str]) -> Iterator[Row]:
    """A row for each offence in the history of HEAD whose blob is not among those `present`.

    It accepts its blob alone: nothing new at its path, however small.
    """
    head = refs.resolve("HEAD")
    if not head:
        return
    part = PolicyGroup(refs.tips([refs.Update("HEAD", head)]), (), False, policy, None)
    decided = acceptance("block-artifacts", policy, None)
    known = set(present)
    for offence, brought in arrivals_of(repository, part).arrivals:
        blob = brought.blob.decode()
        if blob not in known and not is_accepted(offence, decided):
            known.add(blob)
            path = brought.path.decode("utf-8", "surrogateescape")
            yield Row("block-artifacts", offence.rule.name, path, GONE, blob)
