"""Which ignore rule matches a tracked path."""

from __future__ import annotations

from ..values import TYPE_CHECKING
from . import attributes, process

if TYPE_CHECKING:
    from collections.abc import Iterable

    from .repository import Repository


def rules(repository: Repository, paths: Iterable[bytes]) -> dict[bytes, str]:
    """`.gitignore:3` for each path from the top that an ignore rule matches although it is in the index."""
    wanted = list(paths)
    if not wanted:
        return {}
    attributes.refuse_pipes(repository.to_top, wanted, b".gitignore")
    # Behind a folder, `:(top)x` is a name.
    above = b"./" + repository.to_top
    send = b"".join(above + path + b"\0" for path in wanted)
    answer = process.run("check-ignore", "--no-index", "--verbose", "-z", "--stdin", send=send, accept=(0, 1)).split(
        b"\0"
    )
    found = {}
    for number in range(0, len(answer) - 3, 4):
        source, line, pattern, path = answer[number : number + 4]
        if not pattern.startswith(b"!"):
            found[path[len(above) :]] = f"{source.decode('utf-8', 'surrogateescape')}:{line.decode()}"
    return found
