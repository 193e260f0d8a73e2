"""Notes on notebooks that somebody may have wanted stripped."""

from __future__ import annotations

from ...git import attributes, contents, index
from ...values import TYPE_CHECKING
from .search import judged

if TYPE_CHECKING:
    from collections.abc import Iterator

    from .search import Search

_LEFT_ALONE = (
    "git has it clean; the outputs on disk are not staged, so they were left alone: "
    "git add it first, or strip it with --on-disk"
)


def left_alone(seeking: Search) -> Iterator[str]:
    """A line for each notebook that somebody may have wanted stripped, but has not staged."""
    differing = index.differing_on_disk() if seeking.remembered else frozenset()
    passed = [*seeking.passed, *(entry for entry in seeking.remembered if entry.path in differing)]
    # A filter of this clone alone counts too: it is what stands between the file and the blob.
    view = attributes.of_clone(seeking.repository)
    filters = attributes.filters(seeking.repository, [entry.path for entry in passed], view)
    for entry in passed:
        file = contents.on_disk(seeking.repository.on_disk(entry.path), follow=False)
        # Under a filter a clean blob beside a file with outputs is how it should be.
        if file is None or filters.get(entry.path, "unspecified") not in ("unspecified", "unset"):
            continue
        notebook = judged(seeking._replace(problems=[]), entry.path, file.content, None, file)
        if notebook and notebook.has_changes():
            yield f"{entry.path.decode('utf-8', 'surrogateescape')}: {_LEFT_ALONE}"
