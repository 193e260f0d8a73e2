"""Changes of single spans, and the file with them."""

from __future__ import annotations

from ..values import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence

    from .scan import Element, Member
    from .spans import Cell

    Span = Member | Element | Cell


class Edit(NamedTuple):
    """`content[start:end]` becomes `put`."""

    start: int
    end: int
    put: bytes = b""


class Removal(NamedTuple):
    """One member or element of a run that goes with `edit`; `edit` is None for all but the first of the run."""

    edit: Edit | None
    number: int
    start: int
    size: int
    name: str


def removals(around: tuple[int, int], found: Sequence[Span], gone: Collection[int], path: str = "") -> list[Removal]:
    """Those of `found` numbered in `gone`, with the commas that leave the rest valid and all its bytes as they were.

    `around` are the limits of the object or array.  If nothing stays, neither do the blanks: `{}` or `[]` is left.
    """
    made: list[Removal] = []
    for number in sorted(gone):
        item = found[number]
        edit = None if number - 1 in gone else Edit(*_run(around, found, gone, number))
        made.append(Removal(edit, number, item.start, item.end - item.start, f"{path}.{getattr(item, 'key', number)}"))
    return made


def _run(around: tuple[int, int], found: Sequence[Span], gone: Collection[int], first: int) -> tuple[int, int]:
    """From the start of the run of `gone` that begins with `first` to what follows it, or from what precedes it."""
    last = first
    while last + 1 in gone:
        last += 1
    if last + 1 < len(found):
        return found[first].start, found[last + 1].start
    if first > 0:
        return found[first - 1].end, found[last].end
    return around[0] + 1, around[1] - 1


def applied(content: bytes, edits: list[Edit]) -> bytes:
    """`content` with `edits`; the very same object if there are none."""
    if not edits:
        return content
    view, at = memoryview(content), 0
    pieces: list[bytes | memoryview] = []
    for edit in outermost(edits):
        pieces += [view[at : edit.start], edit.put]
        at = edit.end
    pieces.append(view[at:])
    return b"".join(pieces)


def growth(edits: list[Edit]) -> int:
    """How many bytes more `edits` make of a file; mostly negative."""
    return sum(len(edit.put) - (edit.end - edit.start) for edit in outermost(edits))


def outermost(edits: Iterable[Edit]) -> Iterator[Edit]:
    """In order, without those inside of what another one takes away."""
    end = 0
    for edit in sorted(edits):
        if edit.start >= end:
            yield edit
            end = edit.end
