"""Attributes as git sees them in the index."""

from __future__ import annotations

from ..values import TYPE_CHECKING
from . import process

if TYPE_CHECKING:
    from collections.abc import Iterable

    from .repository import Repository


def filters(repository: Repository, paths: Iterable[bytes], *, staged: bool = True) -> dict[bytes, str]:
    """The `filter` attribute of each path from the top: "lfs", "unset", "unspecified", "set", or another driver.

    By the attributes in the index, or, if not `staged`, as `git add` sees them: the work tree's before the index's.
    """
    wanted = list(paths)
    if not wanted:
        return {}
    # check-attr takes names relative to the current directory and gives them back as they were.
    send = b"".join(repository.to_top + path + b"\0" for path in wanted)
    source = ("--cached",) if staged else ()
    fields = process.run("check-attr", *source, "-z", "--stdin", "filter", send=send).split(b"\0")
    skip = len(repository.to_top)
    return {
        fields[number][skip:]: fields[number + 2].decode("utf-8", "surrogateescape")
        for number in range(0, len(fields) - 2, 3)
    }
