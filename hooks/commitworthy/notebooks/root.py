"""What belongs to the whole notebook: its metadata, kernel and format."""

from __future__ import annotations

from ..values import TYPE_CHECKING
from .edits import Edit
from .metadata import removed
from .results import FORMAT, KERNEL, METADATA, Change
from .scan import as_text, members_within

if TYPE_CHECKING:
    from .job import Job
    from .scan import Member
    from .spans import Notebook

_PYTHON = {"name": "python3", "display_name": "Python 3 (ipykernel)"}


def strip_root(job: Job, notebook: Notebook) -> bool:
    """Everything outside of the cells; tells whether the notebook's metadata keep their outputs."""
    keeps = False
    for member in notebook.members:
        if member.key == "metadata":
            rules = job.rules.below("metadata")
            job.log.remove(METADATA, None, removed(job.content, member, rules, "metadata", job.scan))
            keeps |= _metadata(job, members_within(job.content, member.value, member.end, job.scan))
    _format(job, {member.key: member for member in notebook.members})
    return keeps


def _metadata(job: Job, found: list[Member]) -> bool:
    """Kernel and widgets; tells whether there is `keep_output: true`."""
    held = {member.key: member.held for member in found}
    widgets = held.get("widgets")
    if job.options.keep_widgets and isinstance(widgets, dict) and not _has_state(widgets):
        job.log.notice("metadata.widgets has no state; GitHub will not show this notebook")
    if job.options.normalize_kernel or job.options.kernel_name:
        for member in found:
            if member.key == "kernelspec":
                _kernel(job, member, held.get("language_info"))
    keep = held.get("keep_output")
    if keep not in (None, True, False):
        job.log.notice("keep_output of the notebook is not true or false; taken as false")
    return keep is True


def _has_state(widgets: dict[str, object]) -> bool:
    return all(isinstance(inner, dict) and "state" in inner for inner in widgets.values())


def _kernel(job: Job, spec: Member, language_info: object) -> None:
    import json

    found = members_within(job.content, spec.value, spec.end, job.scan)
    held = {member.key: member.held for member in found}
    language = held.get("language") or (language_info.get("name") if isinstance(language_info, dict) else "")
    wanted = _names(job.options.kernel_name, language == "python", held.get("name"))
    for member in found:
        put = wanted.get(member.key)
        if put is not None and (not isinstance(member.held, str) or as_text(member.held) != put):
            change = Change(KERNEL, None, member.value, 0, key=f"metadata.kernelspec.{member.key}")
            job.log.replace(change, Edit(member.value, member.end, json.dumps(put).encode()))


def _names(chosen: str, is_python: bool, name: object) -> dict[str, str]:
    if chosen:
        return {"name": chosen, "display_name": chosen}
    if is_python:
        return _PYTHON
    return {"display_name": as_text(name)} if isinstance(name, str) else {}


def _format(job: Job, members: dict[str, Member]) -> None:
    """Say that a format is newer than ours; without ids, 4.5 becomes 4.4, which has none."""
    major, minor = members.get("nbformat"), members.get("nbformat_minor")
    if major is None or not isinstance(major.held, float):
        return
    if major.held > 4:
        job.log.notice(f"format {major.held:g} is newer than format 4, for which this was written")
    if job.options.ids == "drop" and minor and major.held == 4 and isinstance(minor.held, float) and minor.held >= 5:
        job.log.replace(Change(FORMAT, None, minor.value, 0), Edit(minor.value, minor.end, b"4"))
