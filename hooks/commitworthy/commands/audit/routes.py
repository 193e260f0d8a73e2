"""The blobs that a commit routes to Git LFS and holds as they are: LFS002, as check-push refuses it."""

from __future__ import annotations

import os

from ...base.findings import CheckError
from ...base.namedtuple import TYPE_CHECKING
from ...git import attributes

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from ...git.inventory import Inventory
    from ...git.repository import Repository


def raw_under_routes(repository: Repository, found: Inventory, pointers: Collection[int]) -> dict[int, int]:
    """The number of each blob that is neither one of the `pointers` nor empty, with that of the path that is routed.

    What counts are the attributes of the commit that first brought the blob to the path.  Nothing is said where git
    cannot tell what they were, as in a partial clone.
    """
    import tempfile

    raw: dict[int, int] = {}
    files = filter(attributes.is_file, found.paths)
    with tempfile.TemporaryDirectory(prefix="commitworthy-audit-") as folder:
        # Nothing is written into a repository that is looked at.
        queries = attributes.AttributeQueries(repository._replace(memory=os.fsencode(os.path.join(folder, "memory"))))
        try:
            for batch in attributes.routed(queries, _introduced(found, pointers), files):
                for number, place in batch:
                    raw.setdefault(number, place)
        except CheckError:
            if not found.missing:
                raise
        finally:
            queries.close()
    return raw


def _introduced(found: Inventory, pointers: Collection[int]) -> Iterator[tuple[bytes, bytes, tuple[int, int]]]:
    """Commit and path, and the numbers of blob and path."""
    blobs, commits, paths = found.blobs, found.commits.ids, found.paths
    for number, size in enumerate(blobs.sizes):
        if size and blobs.commit[number] >= 0 and number not in blobs.links and number not in pointers:
            yield commits[blobs.commit[number]], paths[blobs.path[number]], (number, blobs.path[number])
            for place, commit in blobs.others.get(number, {}).items():
                yield commits[commit], paths[place], (number, place)
