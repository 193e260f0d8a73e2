"""The parameters in many files: which files are programs, what is found in them, and which are known to be clean."""

from __future__ import annotations

import os

from ...base import cache
from ...base.namedtuple import TYPE_CHECKING, NamedTuple
from ...formats import pointers
from ...git import objects
from ...git.objects import Missing
from ...parameters.find import DEFAULT, find
from ...parameters.source import is_kept_as_markdown

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from ...base.namedtuple import Watch
    from ...git.index import Entry
    from ...git.objects import WholeBlob
    from ...git.repository import Repository
    from ...parameters.find import FileFindings, SearchOptions
    from ...policy.settings import FlagParameters

SUFFIXES = (b".py", b".pyw", b".pyi", b".ipynb", b".qmd", b".rmd", b".zpln")
# Below this a second process, or reading what is known, costs more than it saves.
_MANY = 40
# The tree of a program takes some hundred times its size; nobody writes larger ones.
_LARGEST = 8 * 1024 * 1024


class ParameterScan(NamedTuple):
    """A file with something to say of; `path` counts from the top, `entry` is None for a file that git does not know.

    `problem` tells why it could not be looked at.
    """

    path: bytes
    entry: Entry | None
    findings: FileFindings | None
    problem: str = ""


def is_program(path: bytes) -> bool:
    """By its name: a Python file, a notebook of Jupyter's, or a document with chunks of code."""
    return path[-6:].lower().endswith(SUFFIXES)


def may_be_program(path: bytes) -> bool:
    """Whether its beginning has to tell: a script without a suffix, or a notebook that is kept as Markdown."""
    return has_no_suffix(path) or path[-3:].lower() == b".md"


def has_no_suffix(path: bytes) -> bool:
    """Whether only the first line can tell that a file is a program, as for `bin/train`."""
    return b"." not in path[path.rfind(b"/") + 1 :]


def _scripts(repository: Repository, entries: list[Entry]) -> list[Entry]:
    """Those that say at their beginning that they are programs; of large files no more than that is read."""
    blobs = objects.read(repository, entries) if entries else ()
    return [blob.entry for blob in blobs if not isinstance(blob, Missing) and begins_as_program(blob.head)]


def begins_as_program(head: bytes) -> bool:
    """Whether the first line calls Python, also through `uv run --script`, or Markdown says that it is a notebook."""
    if not head.startswith(b"#!"):
        return is_kept_as_markdown(head)
    first = head.partition(b"\n")[0]
    return b"python" in first or b"uv run" in first


def options(settings: FlagParameters) -> SearchOptions:
    """What the team set of the search; CheckError for a rule that there is not."""
    if not settings.search:
        return DEFAULT
    from . import rules

    chosen = DEFAULT._replace(**settings.search)
    rules.check(chosen)
    return chosen


def search(
    repository: Repository,
    entries: Sequence[Entry],
    files: Iterable[bytes],
    chosen: SearchOptions,
    watch: Watch | None = None,
) -> list[ParameterScan]:
    """Those of the programs among `entries` and `files` that there is something to say of, sorted by path."""
    programs = [entry for entry in entries if is_program(entry.path)]
    programs += _scripts(repository, [entry for entry in entries if may_be_program(entry.path)])

    def work(part: Sequence[Entry]) -> list[ParameterScan]:
        reading = objects.read_whole(repository, part)
        if watch and part:
            reading = watch("parameters", reading, len(programs), len(programs) // len(part))
        return list(_in_git(reading, chosen))

    if len(programs) < _MANY:
        scans = work(programs)
    else:
        from ...base import parallel

        scans = parallel.parallel_map(programs, _MANY, work)
    # A framework hands over the names of one batch in any order, and git answers in its own.
    scans += _on_disk(repository, files, chosen)
    return sorted(scans, key=lambda scan: scan.path)


def key(settings: FlagParameters, governing: Mapping[str, bytes]) -> str:
    """What a clean verdict follows from, beside path and blob: policy, baseline and, where exceptions end, the day."""
    day = ""
    if settings.allow:
        import time

        day = time.strftime("%Y-%m-%d")
    return repr((settings, day, governing.get(".commitworthy-baseline")))


def unknown(repository: Repository, entries: list[Entry], key: str) -> list[Entry]:
    """Of many tracked entries those that were not found clean before, under this very policy."""
    if len(entries) < _MANY or entries[0].staged:
        return entries
    known = cache.known_clean(repository.memory, "parameters", key).facts()
    return [entry for entry in entries if _fact(entry) not in known]


def remember(repository: Repository, entries: list[Entry], unclean: Iterable[Entry | None], key: str) -> None:
    """Note the entries that nothing was said of."""
    if len(entries) < _MANY or entries[0].staged:
        return
    before, left = cache.known_clean(repository.memory, "parameters", key), set(unclean)
    # Of what is staged nothing may have been said only because a parent of the commit has it too.
    clean_now = [_fact(entry) for entry in entries if not entry.staged and entry not in left]
    cache.remember_clean(before, before.facts(), [_fact(entry) for entry in entries], clean_now)


def _fact(entry: Entry) -> bytes:
    return entry.blob + entry.path


def _in_git(reading: Iterable[WholeBlob | Missing], chosen: SearchOptions) -> Iterator[ParameterScan]:
    for blob in reading:
        if isinstance(blob, Missing):
            yield ParameterScan(blob.entry.path, blob.entry, None)
            continue
        scan = judge(blob.entry.path, blob.content, chosen, blob.entry)
        if scan:
            yield scan


def _on_disk(repository: Repository, files: Iterable[bytes], chosen: SearchOptions) -> Iterator[ParameterScan]:
    for path in files:
        if not (is_program(path) or may_be_program(path)):
            continue
        on_disk = repository.on_disk(path) or b"."
        # A folder that was named comes along with the files below it; few are called like a program.
        if not is_program(path) and os.path.isdir(on_disk):
            continue
        file = objects.on_disk(on_disk)
        if file is None:
            yield ParameterScan(path, None, None, "cannot be read, or is not a file: check its name and permissions")
            continue
        if not (is_program(path) or begins_as_program(file.content)):
            continue
        scan = judge(path, file.content, chosen)
        if scan:
            yield scan


def judge(path: bytes, content: bytes, chosen: SearchOptions, entry: Entry | None = None) -> ParameterScan | None:
    """None where there is nothing to say of a file, or where it stands for content elsewhere."""
    if pointers.recognise(path, len(content), content[: pointers.LARGEST]):
        return None
    if len(content) > _LARGEST:
        return ParameterScan(
            path, entry, None, "larger than 8 MB, so it was not checked: move the data to a separate file"
        )
    findings = find(path.decode("utf-8", "surrogateescape"), content, chosen)
    return ParameterScan(path, entry, findings) if any(findings) else None
