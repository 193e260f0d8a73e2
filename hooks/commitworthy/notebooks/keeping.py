"""Which cells keep their outputs, and why."""

from __future__ import annotations

from ..values import TYPE_CHECKING
from .options import keeps_by_default
from .scan import members_within

if TYPE_CHECKING:
    from .job import Job
    from .scan import Member
    from .spans import Cell

PRAGMA = "commitworthy: keep-output"
_COMMENT = "#/-%; \t"


def reason_to_keep(job: Job, number: int, cell: Cell, notebook_keeps: bool) -> str:
    """The reason for which the outputs of cell `number` stay, one of those of `results.Kept`; "" if they go.

    Only a true of JSON keeps; nbstripout takes every text for a yes, "false" too.  Such a one is remarked on.
    The tag beats `keep_output: false` beside it; that beats the notebook's `keep_output` and the policy's.
    """
    stated = _metadata(job, cell)
    tags, keep = stated.get("tags"), stated.get("keep_output")
    if isinstance(tags, list) and "keep_output" in tags:
        if keep not in (None, True):
            job.log.notice("outputs kept: its tag keep_output holds against its metadata keep_output", number)
        return "tag"
    if stated.get("init_cell") is True and not job.options.strip_init_cells:
        return "init_cell"
    if keep is True:
        return "metadata"
    if keep not in (None, False):
        job.log.notice("keep_output is not true or false; taken as false", number)
    if _commented(job, cell):
        return "comment"
    if keep is not None:
        return ""
    return "notebook" if notebook_keeps else "option" if keeps_by_default(job.options) else ""


def _metadata(job: Job, cell: Cell) -> dict[str, object]:
    found: list[Member] = []
    for member in cell.members:
        if member.key == "metadata":
            found += members_within(job.content, member.value, member.end, job.scan)
    return {member.key: member.held for member in found}


def _commented(job: Job, cell: Cell) -> bool:
    pragma = PRAGMA.encode()
    return any(
        job.content.find(pragma, member.value, member.end) >= 0 and any(map(_is_pragma, lines(job, member)))
        for member in cell.members
        if member.key in ("source", "input")
    )


def lines(job: Job, member: Member) -> list[str]:
    """Of a source, which is a list of lines or one text; decoded as latin-1."""
    text = str(memoryview(job.content)[member.value : member.end], "latin-1")
    value, _ = job.scan.value(text, 0)
    whole = "".join(part for part in value if isinstance(part, str)) if isinstance(value, list) else value
    return whole.split("\n") if isinstance(whole, str) else []


def _is_pragma(line: str) -> bool:
    line = line.strip()
    rest = line.lstrip(_COMMENT)
    return len(rest) < len(line) and rest.startswith(PRAGMA) and not rest[len(PRAGMA) :][:1].strip()
