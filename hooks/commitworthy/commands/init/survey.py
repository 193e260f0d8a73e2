"""What a repository holds that the hooks have something to say about: counted before anything is written."""

from __future__ import annotations

from collections import Counter

from ...base import wording
from ...base.findings import CheckError, path_text
from ...base.namedtuple import TYPE_CHECKING, NamedTuple
from ...blobs import judge
from ...formats import pointers
from ...git import objects
from ...hooks.hook import load_file_hooks
from ...notebooks.strip import stripped_size

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from ...blobs.judge import Violation
    from ...hooks.context import HookContext
    from ...policy.acceptance import Row


# A notebook above this is not parsed here.
_LARGEST = 32 * 1024 * 1024


class Notebooks(NamedTuple):
    """Of the notebooks to strip, how many bytes of the blob are outputs, counts and volatile metadata.

    `broken` are paths of files that are called notebooks and are none.
    """

    sizes: Mapping[str, int]
    broken: tuple[str, ...]


class Survey(NamedTuple):
    """`rows` are those of a baseline, by hook; `violations` the artifacts among them; both of tracked files."""

    files: int
    rows: dict[str, list[Row]]
    violations: list[Violation]
    notebooks: Notebooks


def look(context: HookContext) -> Survey:
    """Ask every hook for what it finds in tracked files; CheckError where a blob is not here."""
    found = rows(context)
    artifacts = _violations(context, found.get("block-artifacts", []))
    return Survey(len(context.entries), found, artifacts, _notebooks(context))


def rows(context: HookContext) -> dict[str, list[Row]]:
    """What each hook finds in tracked files, as rows of a baseline."""
    return {name: list(hook.baseline(context)) for name, hook in load_file_hooks().items()}


def _violations(context: HookContext, rows: Iterable[Row]) -> list[Violation]:
    """The artifacts behind the rows, looked at once more: a row does not say of what format they are."""
    paths = {row.path.encode("utf-8", "surrogateescape") for row in rows}
    entries = [entry for entry in context.entries if entry.path in paths]
    found = [judge.judge(blob, context.policy.block_artifacts) for blob in objects.read(context.repository, entries)
             if isinstance(blob, objects.Blob)]  # fmt: skip
    return sorted(filter(None, found), key=lambda violation: violation.entry.path)


def _notebooks(context: HookContext) -> Notebooks:
    entries = [entry for entry in context.entries if entry.path.endswith(b".ipynb")]
    sizes: dict[str, int] = {}
    broken = []
    for blob in objects.read(context.repository, entries):
        if isinstance(blob, objects.Missing) or blob.size > _LARGEST:
            continue
        left = blob.size if pointers.recognise(blob.entry.path, blob.size, blob.head) else _left(blob)
        if left is None:
            broken.append(path_text(blob.entry.path))
        elif left < blob.size:
            sizes[path_text(blob.entry.path)] = blob.size - left
    return Notebooks(sizes, tuple(sorted(broken)))


def _left(blob: objects.Blob) -> int | None:
    """Bytes that stripping leaves; None for what is no notebook."""
    try:
        return stripped_size(objects.content(blob.entry.blob))
    except CheckError:
        return blob.size


# The summary: at most ten lines.


# Artifacts that are named, so many of them on a line; and how many rules and folders a line names.
_ARTIFACTS_NAMED, _A_LINE, _NAMED = 10, 2, 4


def summary(found: Survey) -> list[str]:
    """What was found: in all, by rule, by folder, and the largest; at most ten lines."""
    everything = [row for some in found.rows.values() for row in some]
    times = Counter[str]()
    for row in everything:
        times[row.rule] += row.times or 1
    folders = Counter(f"{row.path.partition('/')[0]}/" if "/" in row.path else "the top" for row in everything)
    lines = [f"Looked at {wording.counted(found.files, 'tracked file')}: {_in_all(found) or 'nothing to report'}."]
    lines += _line("by rule", (f"{rule} {number:,}" for rule, number in times.most_common()))
    lines += _line("by folder", (f"{folder} {number:,}" for folder, number in folders.most_common()))
    lines += _largest(found.violations)
    worst = sorted(found.notebooks.sizes.items(), key=lambda item: (-item[1], item[0]))
    lines += _line("most to strip", (f"{path} {wording.show(size)}" for path, size in worst), _A_LINE)
    literals = Counter[str]()
    for row in found.rows.get("flag-parameters", []):
        literals[row.path] += row.times or 1
    lines += _line("most parameters", (f"{path} {number:,}" for path, number in literals.most_common()), _A_LINE)
    return lines


def _line(label: str, named: Iterable[str], most: int = _NAMED) -> Iterator[str]:
    names = list(named)
    if names:
        more = f", and {len(names) - most:,} more" if len(names) > most else ""
        yield f"    {f'{label}:':<17}{', '.join(names[:most])}{more}"


def _largest(violations: Iterable[Violation]) -> Iterator[str]:
    """The ten largest artifacts."""
    order = sorted(violations, key=lambda violation: (-violation.size, violation.entry.path))[:_ARTIFACTS_NAMED]
    named = [f"{path_text(violation.entry.path)} {wording.show(violation.size)}" for violation in order]
    for start in range(0, len(named), _A_LINE):
        label = "" if start else "largest:"
        yield f"    {label:<17}{', '.join(named[start : start + _A_LINE])}"


def _in_all(found: Survey) -> str:
    """One part a kind; what is not there is not mentioned."""
    said = []
    if found.violations:
        total = wording.show(sum(violation.size for violation in found.violations))
        formats = {violation.sniff.format for violation in found.violations}
        artifacts = wording.counted(len(found.violations), "artifact")
        said.append(f"{artifacts}, {total}, {wording.counted(len(formats), 'type')}")
    if found.notebooks.sizes:
        notebooks = wording.counted(len(found.notebooks.sizes), "notebook")
        said.append(f"{notebooks} to strip, {wording.show(sum(found.notebooks.sizes.values()))}")
    literals = found.rows.get("flag-parameters", [])
    if literals:
        files = len({row.path for row in literals})
        parameters = wording.counted(sum(row.times or 1 for row in literals), "parameter")
        said.append(f"{parameters} in {wording.counted(files, 'file')}")
    return "; ".join(said)
