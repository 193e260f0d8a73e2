"""The blobs that a commit routes to Git LFS and holds as they are: LFS002, as check-push refuses it."""

from __future__ import annotations

import os
import tempfile

from ...base.findings import CheckError
from ...base.namedtuple import TYPE_CHECKING
from ...git import attributes

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from ...git.inventory import Inventory
    from ...git.repository import Repository

# So many attributes files of commits are asked for at once.
_AT_ONCE = 100_000


def raw_under_routes(repository: Repository, found: Inventory, pointers: Collection[int]) -> dict[int, int]:
    """The number of each blob that is neither one of the `pointers` nor empty, with that of the path that is routed.

    What counts are the attributes of the commit that first brought the blob to the path.  Nothing is said where git
    cannot tell what they were, as in a partial clone.
    """
    raw: dict[int, int] = {}
    files = sorted(path for path in found.paths if attributes.is_file(path))
    with tempfile.TemporaryDirectory(prefix="commitworthy-audit-") as folder:
        # Nothing is written into a repository that is looked at.
        queries = attributes.AttributeQueries(repository._replace(memory=os.fsencode(os.path.join(folder, "memory"))))
        try:
            for batch in _batches(_introduced(found, pointers), max(1, _AT_ONCE // len(files))):
                _ask(queries, found, files, batch, raw)
        except CheckError:
            if not found.missing:
                raise
        finally:
            queries.close()
    return raw


def _introduced(found: Inventory, pointers: Collection[int]) -> Iterator[tuple[int, int, int]]:
    """Blob, path and commit, by their numbers."""
    blobs = found.blobs
    for number, size in enumerate(blobs.sizes):
        if size and blobs.commit[number] >= 0 and number not in blobs.links and number not in pointers:
            yield number, blobs.path[number], blobs.commit[number]
            yield from ((number, place, commit) for place, commit in blobs.others.get(number, {}).items())


def _batches(rows: Iterator[tuple[int, int, int]], most: int) -> Iterator[list[tuple[int, int, int]]]:
    batch: list[tuple[int, int, int]] = []
    for row in rows:
        batch.append(row)
        if len(batch) == most:
            yield batch
            batch = []
    yield batch


def _ask(
    queries: attributes.AttributeQueries, found: Inventory, files: Sequence[bytes], batch: list[tuple[int, int, int]],
    raw: dict[int, int],
) -> None:  # fmt: skip
    commits, paths = found.commits.ids, found.paths
    states = attributes.states((commits[commit] for _, _, commit in batch), files)
    alike: dict[attributes.AttributeState, list[tuple[int, int]]] = {}
    for number, place, commit in batch:
        alike.setdefault(states[commits[commit]], []).append((number, place))
    queries.add(alike)
    for state, rows in alike.items():
        filters = queries.filters(state, [paths[place] for _, place in rows])
        for number, place in rows:
            if filters[paths[place]] == "lfs":
                raw.setdefault(number, place)
