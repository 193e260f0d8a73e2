"""What every step of stripping needs to know, and where it writes down what it did."""

from __future__ import annotations

from ..values import TYPE_CHECKING, NamedTuple
from .results import Change, Notice

if TYPE_CHECKING:
    from .edits import Edit, Removal
    from .keys import Rules
    from .options import StripOptions
    from .results import Kept
    from .scan import Scanner


class Log(NamedTuple):
    """What one run gathers on its way."""

    edits: list[Edit]
    changes: list[Change]
    kept: list[Kept]
    notices: list[Notice]

    def replace(self, change: Change, edit: Edit) -> None:
        """Note a change that is `edit`; its size is taken from there."""
        self.edits.append(edit)
        self.changes.append(Change(*change[:3], edit.end - edit.start - len(edit.put), *change[4:]))

    def remove(self, kind: str, cell: int | None, removals: list[Removal]) -> None:
        """Note that members or elements go."""
        self.edits.extend(removal.edit for removal in removals if removal.edit)
        self.changes.extend(Change(kind, cell, removal.start, removal.size, 0, removal.name) for removal in removals)

    def notice(self, text: str, cell: int | None = None) -> None:
        """Note what its author should know."""
        self.notices.append(Notice(text, cell))


def log() -> Log:
    """An empty one."""
    return Log([], [], [], [])


class Job(NamedTuple):
    """`rules` begin at the root, `cell_rules` in a cell; `beyond` tells whether these name more than its metadata.

    `scan` is for spans of `content` that are known to be valid.
    """

    content: bytes
    options: StripOptions
    rules: Rules
    cell_rules: Rules
    beyond: bool
    scan: Scanner
    log: Log
