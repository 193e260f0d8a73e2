"""The outputs of one cell: all of them, or those that the options name."""

from __future__ import annotations

from ..values import TYPE_CHECKING
from .edits import Edit, removals
from .options import selects
from .results import COUNT, OUTPUTS, Change, Kept
from .scan import elements_within, members_within

if TYPE_CHECKING:
    from .job import Job
    from .scan import Element, Member


def strip_outputs(job: Job, number: int, outputs: Member, reason: str) -> None:
    """Empty `outputs`, of cell `number`; with a `reason`, or where an option keeps some, drop only what is to go."""
    is_array = job.content[outputs.value] == ord("[")
    if not is_array and reason:
        return
    if not is_array or not (reason or selects(job.options)):
        amount = outputs.held if is_array and isinstance(outputs.held, int) else 1
        change = Change(OUTPUTS, number, outputs.value, 0, amount)
        job.log.replace(change, Edit(outputs.value, outputs.end, b"[]"))
        return
    found = elements_within(job.content, outputs.value, outputs.end, job.scan)
    gone = {at for at, element in enumerate(found) if not _stays(job, number, element, bool(reason))}
    _drop(job, number, outputs, found, gone)
    stay = [element for at, element in enumerate(found) if at not in gone]
    if not stay:
        return
    job.log.kept.append(Kept(number, reason or "option", len(stay), sum(item.end - item.start for item in stay)))
    for element in () if job.options.keep_count else stay:
        _reset_counts(job, number, element)


def _drop(job: Job, number: int, outputs: Member, found: list[Element], gone: set[int]) -> None:
    if not gone:
        return
    runs = removals((outputs.value, outputs.end), found, gone)
    job.log.edits.extend(run.edit for run in runs if run.edit)
    job.log.changes.append(Change(OUTPUTS, number, runs[0].start, sum(run.size for run in runs), len(runs)))


def _stays(job: Job, number: int, element: Element, default: bool) -> bool:
    """Is this output kept?  If only some of its representations are, the others are removed here."""
    options = job.options
    if not (selects(options) and isinstance(element.held, dict)):
        return default
    from . import selecting

    whole = default or selecting.is_kept(job, element)
    if selecting.is_dropped(job, element):
        return False
    if not (options.keep_mimes or options.drop_mimes):
        return whole
    around, found, mimes = selecting.representations(job, element)
    gone = {at for at, mime in mimes.items() if not selecting.mime_stays(options, mime, whole)}
    if gone == set(mimes):
        return whole and not mimes
    job.log.remove(OUTPUTS, number, removals(around, found, gone, "data"))
    return True


def _reset_counts(job: Job, number: int, output: Element) -> None:
    """To null; in format 3 to 0, since its schema wants a number there.  Nothing is added where there was none."""
    for member in members_within(job.content, output.start, output.end, job.scan):
        if member.key == "execution_count" and member.held is not None:
            put = b"null"
        elif member.key == "prompt_number" and member.held not in (None, 0):
            put = b"0"
        else:
            continue
        job.log.replace(Change(COUNT, number, member.value, 0), Edit(member.value, member.end, put))
