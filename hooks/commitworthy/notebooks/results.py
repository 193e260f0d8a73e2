"""What stripping did, and what it has to say."""

from __future__ import annotations

from ..base.namedtuple import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence

    from .spans import Edit

OUTPUTS = "outputs"
COUNT = "count"
METADATA = "metadata"
CELL = "cell"
ID = "id"
KERNEL = "kernel"
ATTACHMENT = "attachment"
FORMAT = "format"


class Change(NamedTuple):
    """One thing that was removed or replaced.

    `kind` is one of the above; `cell` counts from 0, None for the notebook's own metadata; `offset` is the place in the
    original (`refusals.lines_at` makes lines of it); `size` the bytes taken out, which can be below 0 where a text was
    replaced; `outputs` how many outputs went; `key` the dotted name of a member of the metadata.
    """

    kind: str
    cell: int | None
    offset: int
    size: int
    outputs: int = 0
    key: str = ""


class KeptOutputs(NamedTuple):
    """Outputs that stay, `size` bytes of them.

    `reason` is `tag`, `metadata`, `init_cell`, `comment`, `notebook` or `option`.
    """

    cell: int
    reason: str
    outputs: int
    size: int


class Notice(NamedTuple):
    """Something that its author should know; it changes nothing."""

    text: str
    cell: int | None = None


class Stripped(NamedTuple):
    """`content` is the very object that was given if there was nothing to strip, else what `edits` made of it."""

    content: bytes
    changes: list[Change]
    kept: list[KeptOutputs]
    notices: list[Notice]
    edits: Sequence[Edit] = ()
