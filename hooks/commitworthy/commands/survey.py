"""What a repository holds that the hooks have something to say about: counted before anything is written."""

from __future__ import annotations

from .. import cli, sizes
from ..artifacts import pointers
from ..findings import CannotJudge
from ..git import blobs
from ..notebooks.size import stripped_size
from ..values import TYPE_CHECKING, NamedTuple
from ..verdicts.blobs import judge

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ..call import Call
    from ..policy.baseline import Row
    from ..verdicts.blobs.judge import Offence

# A notebook above this is not parsed here.
_LARGEST = 32 * 1024 * 1024


class Notebooks(NamedTuple):
    """How many have outputs, and how many bytes of the blobs are outputs, counts and volatile metadata.

    `broken` are paths of files that are called notebooks and are none.
    """

    number: int
    size: int
    broken: tuple[str, ...]


class Survey(NamedTuple):
    """`rows` are those of a baseline, by hook; `offences` the artifacts among them; both of tracked files."""

    files: int
    rows: dict[str, list[Row]]
    offences: list[Offence]
    notebooks: Notebooks


def look(call: Call) -> Survey:
    """Ask every hook for what it finds in tracked files; CannotJudge where a blob is not here."""
    scripts = {hook: module for hook in cli.HOOKS if hasattr(module := cli.module(hook), "rows")}
    rows = {hook: list(module.rows(call)) for hook, module in scripts.items()}
    return Survey(len(call.entries), rows, _offences(call, rows.get("block-artifacts", [])), _notebooks(call))


def _offences(call: Call, rows: Iterable[Row]) -> list[Offence]:
    """The artifacts behind the rows, looked at once more: a row does not say of what format they are."""
    paths = {row.path.encode("utf-8", "surrogateescape") for row in rows}
    entries = [entry for entry in call.entries if entry.path in paths]
    found = [judge.judge(blob, call.policy.block_artifacts) for blob in blobs.read(call.repository, entries)
             if isinstance(blob, blobs.Blob)]  # fmt: skip
    return sorted(filter(None, found), key=lambda offence: offence.entry.path)


def _notebooks(call: Call) -> Notebooks:
    entries = [entry for entry in call.entries if entry.path.endswith(b".ipynb")]
    number = size = 0
    broken = []
    for blob in blobs.read(call.repository, entries):
        if isinstance(blob, blobs.Missing) or blob.size > _LARGEST:
            continue
        left = blob.size if pointers.recognise(blob.entry.path, blob.size, blob.head) else _left(blob)
        if left is None:
            broken.append(blob.entry.path.decode("utf-8", "surrogateescape"))
        elif left < blob.size:
            number, size = number + 1, size + blob.size - left
    return Notebooks(number, size, tuple(sorted(broken)))


def _left(blob: blobs.Blob) -> int | None:
    """Bytes that stripping leaves; None for what is no notebook."""
    try:
        return stripped_size(blobs.content(blob.entry.blob))
    except CannotJudge:
        return blob.size


def sentences(found: Survey) -> list[str]:
    """What was found, one line a kind; what is not there is not mentioned."""
    said = []
    if found.offences:
        total = sizes.show(sum(offence.size for offence in found.offences))
        formats = {offence.sniff.format for offence in found.offences}
        said.append(f"{_number(len(found.offences), 'artifact')}, {total}, {_number(len(formats), 'type')}")
    if found.notebooks.number:
        said.append(f"{_number(found.notebooks.number, 'notebook')} with {sizes.show(found.notebooks.size)} of outputs")
    literals = found.rows.get("flag-parameters", [])
    if literals:
        files = len({row.path for row in literals})
        said.append(f"{_number(sum(row.times or 1 for row in literals), 'parameter')} in {_number(files, 'file')}")
    types = found.rows.get("require-lfs", [])
    if types:
        said.append(f"{_number(len(types), 'file')} at odds with Git LFS")
    return said


def _number(count: int, noun: str) -> str:
    return f"{count:,} {noun}" if count == 1 else f"{count:,} {noun}s"
