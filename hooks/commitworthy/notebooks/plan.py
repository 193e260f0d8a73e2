"""Which spans of a notebook go, before any of them does."""

from __future__ import annotations

from ..base.namedtuple import TYPE_CHECKING, NamedTuple
from . import spans
from .json_scan import NotANotebook, as_text, scanner
from .results import ATTACHMENT, CELL, COUNT, FORMAT, ID, KERNEL, METADATA, OUTPUTS, Change, KeptOutputs, Notice
from .spans import COUNTS, Edit, Member, elements_within, members_within, removals
from .strip_options import DEFAULT, DEFAULT_RULES, Keys, check, keeps_by_default, rules, selects

if TYPE_CHECKING:
    from .json_scan import Scanner
    from .spans import Cell, Cells, Element, Notebook, Removal
    from .strip_options import KeyRules, StripOptions


# What every step of stripping needs to know, and where it writes down what it did.


class Log(NamedTuple):
    """What one run gathers on its way."""

    edits: list[Edit]
    changes: list[Change]
    kept: list[KeptOutputs]
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
    rules: KeyRules
    cell_rules: KeyRules
    beyond: bool
    scan: Scanner
    log: Log


# Members of the metadata that go, at any depth.


_EVERYTHING = Keys(False, {}, {"*": Keys(True, {}, {})})


def removed(content: bytes, whole: Member, rules: KeyRules, path: str, scan: Scanner) -> list[Removal]:
    """What goes of the object that is the value of `whole`, at any depth; `rules` begin below it.

    A name to keep beats a name to strip at its own depth and above: what has a kept member below it loses the others.
    """
    found = members_within(content, whole.value, whole.end, scan)
    gone: set[int] = set()
    deeper: list[Removal] = []
    for number, member in enumerate(found):
        below = rules.below(member.key)
        if not below.strip or any(keys.ends for keys in below.keep):
            continue
        ends = any(keys.ends for keys in below.strip)
        if ends and not below.keep:
            gone.add(number)
        else:
            below = below._replace(strip=[_EVERYTHING]) if ends else below
            deeper += removed(content, member, below, f"{path}.{member.key}", scan)
    return removals((whole.value, whole.end), found, gone, path) + deeper


# Which cells keep their outputs, and why.


PRAGMA = "commitworthy: keep-output"
_COMMENT = "#/-%; \t"


def reason_to_keep(job: Job, number: int, cell: Cell, notebook_keeps: bool) -> str:
    """The reason for which the outputs of cell `number` stay, one of those of `results.KeptOutputs`; "" if they go.

    Only a true of JSON keeps; nbstripout takes every text for a yes, "false" too.  Such a one is remarked on.
    The tag beats `keep_output: false` beside it; that beats the notebook's `keep_output` and the policy's.
    """
    stated = _stated(job, cell)
    tags, keep = stated.get("tags"), stated.get("keep_output")
    if isinstance(tags, list) and "keep_output" in tags:
        if keep not in (None, True):
            job.log.notice("outputs kept: the tag keep_output overrides the metadata keep_output", number)
        return "tag"
    if stated.get("init_cell") is True and not job.options.strip_init_cells:
        return "init_cell"
    if keep is True:
        return "metadata"
    if keep not in (None, False):
        job.log.notice("the metadata keep_output is not true or false; treated as false", number)
    if _commented(job, cell):
        return "comment"
    if keep is not None:
        return ""
    return "notebook" if notebook_keeps else "option" if keeps_by_default(job.options) else ""


def _stated(job: Job, cell: Cell) -> dict[str, object]:
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


# The outputs of one cell: all of them, or those that the options name.


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
    job.log.kept.append(KeptOutputs(number, reason or "option", len(stay), sum(item.end - item.start for item in stay)))
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
    from . import select

    whole = default or select.is_kept(job, element)
    if select.is_dropped(job, element):
        return False
    if not (options.keep_mimes or options.drop_mimes):
        return whole
    around, found, mimes = select.representations(job, element)
    gone = {at for at, mime in mimes.items() if not select.mime_stays(options, mime, whole)}
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


# One cell, and the arrays of them.


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
        job.log.notice("non-code cell has outputs", number)
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
                        job.log.notice(f"duplicate cell id {name.decode()}", number)
                    seen.add(name)
            number += 1


# What belongs to the whole notebook: its metadata, kernel and format.


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
        job.log.notice("the notebook's keep_output is not true or false; treated as false")
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
        job.log.notice(f"format {major.held:g} is newer than format 4, the newest one supported")
    if job.options.ids == "drop" and minor and major.held == 4 and isinstance(minor.held, float) and minor.held >= 5:
        job.log.replace(Change(FORMAT, None, minor.value, 0), Edit(minor.value, minor.end, b"4"))


def plan(content: bytes, options: StripOptions) -> tuple[Log, bool]:
    """The edits and what there is to say; and whether there is a NaN or Infinity anywhere.

    `content` is UTF-8; NotANotebook if it is no notebook, ValueError for bad options.
    """
    chosen = _rules(options)
    notebook = spans.read(content)
    of_cells = chosen.below("cell")
    beyond = any(keys.globs or len(keys.names) > 1 for keys in of_cells.strip)
    job = Job(content, options, chosen, of_cells, beyond, scanner(), log())
    try:
        strip_cells(job, notebook.arrays, strip_root(job, notebook))
    except RecursionError:
        # The first scan came through one level below the limit; the second begins some calls deeper.
        raise NotANotebook("nested too deeply", 1) from None
    if options.ids == "keep":
        repeated_ids(job, notebook.arrays)
    return job.log, notebook.constants


def has_constants(content: bytes) -> bool:
    """Whether there is a NaN or Infinity in a notebook."""
    return spans.read(content).constants


def _rules(options: StripOptions) -> KeyRules:
    if options == DEFAULT:
        return DEFAULT_RULES
    check(options)
    strip_keys = (*options.strip_keys, "cell.id") if options.ids == "drop" else options.strip_keys
    keep_keys = (*options.keep_keys, "metadata.widgets") if options.keep_widgets else options.keep_keys
    return rules(options.groups, strip_keys, keep_keys)
