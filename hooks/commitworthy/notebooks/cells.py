"""One cell, and the arrays of them."""

from __future__ import annotations

from ..values import TYPE_CHECKING
from .edits import Edit, removals
from .keeping import lines, reason_to_keep
from .metadata import removed
from .outputs import strip_outputs
from .results import ATTACHMENT, CELL, COUNT, ID, METADATA, Change
from .scan import Member, as_text, members_within
from .spans import COUNTS

if TYPE_CHECKING:
    from .job import Job
    from .spans import Cell, Cells


def strip_cells(job: Job, arrays: list[Cells], notebook_keeps: bool) -> None:
    """Every cell of `arrays`, counted through from 0."""
    number = left = 0
    drops = job.options.drop_empty_cells or bool(job.options.drop_tagged)
    for array in arrays:
        gone = {at for at, cell in enumerate(array.cells) if _is_dropped(job, cell)} if drops else set()
        for run in removals((array.start, array.end), array.cells, gone):
            job.log.remove(CELL, number + run.number, [run._replace(name="")])
        for at, cell in enumerate(array.cells):
            if at not in gone:
                strip_cell(job, number + at, cell, notebook_keeps)
                _number(job, number + at, cell, left)
                left += 1
        number += len(array.cells)


def strip_cell(job: Job, number: int, cell: Cell, notebook_keeps: bool) -> None:
    """Outputs, counts, metadata and attachments of one cell."""
    if job.beyond:
        whole = Member("", cell.start, cell.start, cell.end, None)
        job.log.remove(METADATA, number, removed(job.content, whole, job.cell_rules, "cell", job.scan))
    for member in cell.members:
        if member.key in COUNTS and not job.options.keep_count:
            job.log.replace(Change(COUNT, number, member.value, 0), Edit(member.value, member.end, b"null"))
        elif member.key == "metadata" and not job.beyond:
            rules = job.cell_rules.below("metadata")
            job.log.remove(METADATA, number, removed(job.content, member, rules, "cell.metadata", job.scan))
    _strip_outputs(job, number, cell, notebook_keeps)
    if job.options.drop_unused_attachments:
        _strip_attachments(job, number, cell)


def _strip_outputs(job: Job, number: int, cell: Cell, notebook_keeps: bool) -> None:
    found = [member for member in cell.members if member.key == "outputs"]
    if not found:
        return
    reason = reason_to_keep(job, number, cell, notebook_keeps)
    kinds = [job.content[member.value : member.end] for member in cell.members if member.key == "cell_type"]
    if kinds and kinds[-1] != b'"code"':
        job.log.notice("it is no code cell, yet has outputs", number)
    for member in found:
        strip_outputs(job, number, member, reason)


def _is_dropped(job: Job, cell: Cell) -> bool:
    found = members_within(job.content, cell.start, cell.end, job.scan)
    sources = [member for member in found if member.key in ("source", "input")]
    if job.options.drop_empty_cells and sources:
        text = "".join(line for source in sources for line in lines(job, source))
        if not text.strip():
            return True
    tags = [member.held.get("tags") for member in found if member.key == "metadata" and isinstance(member.held, dict)]
    names = [tag for some in tags if isinstance(some, list) for tag in some if isinstance(tag, str)]
    return not set(job.options.drop_tagged).isdisjoint(map(as_text, names))


def _number(job: Job, number: int, cell: Cell, left: int) -> None:
    """Under `sequential`, the id is the place among the cells that are left."""
    if job.options.ids != "sequential":
        return
    put = b'"%d"' % left
    for member in cell.members:
        if member.key == "id" and job.content[member.value : member.end] != put:
            job.log.replace(Change(ID, number, member.value, 0), Edit(member.value, member.end, put))


def _strip_attachments(job: Job, number: int, cell: Cell) -> None:
    """Those that the source of the cell does not name; Jupyter looks nowhere else."""
    from urllib.parse import unquote

    source = "\n".join(as_text(line) for one in cell.members if one.key == "source" for line in lines(job, one))
    named = source + unquote(source)
    for attachments in cell.members:
        if attachments.key == "attachments":
            around = (attachments.value, attachments.end)
            found = members_within(job.content, *around, job.scan)
            gone = {at for at, member in enumerate(found) if f"attachment:{as_text(member.key)}" not in named}
            job.log.remove(ATTACHMENT, number, removals(around, found, gone, "cell.attachments"))


def repeated_ids(job: Job, arrays: list[Cells]) -> None:
    """Say which ids are there twice; they stay, since which of the cells is meant is not ours to say."""
    seen: set[bytes] = set()
    number = 0
    for array in arrays:
        for cell in array.cells:
            for member in cell.members:
                if member.key == "id":
                    name = job.content[member.value : member.end]
                    if name in seen:
                        job.log.notice(f"its id {name.decode()} is that of another cell too", number)
                    seen.add(name)
            number += 1
