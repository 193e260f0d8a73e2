"""`--fix`: write the missing lines into `.gitattributes` on disk; `--stage`, at the prompt: and stage what they route.

A hook that changes the index damages partial commits, so `--fix` alone leaves it as it is.
"""

from __future__ import annotations

import os

from ...base.findings import CheckError
from ...base.namedtuple import TYPE_CHECKING
from ...git import index, objects, write
from . import rules

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from ...git.objects import File
    from ...git.repository import Repository
    from .messages import Case
    from .remedies import WorkTree

_FIXED = (rules.UNROUTED, rules.UNSTAGED, rules.ORPHANED, rules.MISROUTED, rules.PRIVATE)
_IN_A_HOOK = ("PRE_COMMIT", "GIT_INDEX_FILE")


def refuse_inside_a_hook(*, fix: bool) -> None:
    """CheckError where the index belongs to a commit in the making, or without --fix."""
    if not fix:
        raise CheckError("require-lfs: --stage requires --fix")
    if any(name in os.environ for name in _IN_A_HOOK):
        raise CheckError(
            "require-lfs: --fix --stage changes the index and cannot run inside a hook: run it in a terminal"
        )


def fix(repository: Repository, cases: list[Case], clone: WorkTree, notes: list[str], *, stage: bool) -> list[Case]:
    """Write the lines that the cases lack; the cases, each with what was done."""
    fixed = [case for case in cases if case.rule in _FIXED]
    known = {place: write.read(repository, place) for place in _lines(fixed)}
    # What the file on disk routes needs no line there.
    written = _write(repository, [case for case in fixed if case.rule != rules.UNSTAGED], known)
    if stage and (reason := _cannot_stage(clone)):
        notes.append(reason)
    elif stage:
        _stage(repository, cases, notes)
        return [_noted(case, written, "staged") for case in cases]
    return [_noted(case, written, "written") for case in cases]


def _write(
    repository: Repository, cases: Iterable[Case], known: Mapping[str, File | None]
) -> frozenset[tuple[str, str]]:
    """Append each line once to its file on disk; (file, line) of those that were written."""
    written: set[tuple[str, str]] = set()
    targets = []
    for place, lines in _lines(cases).items():
        file = known[place]
        before = file.content if file else b""
        after = with_lines(before, lines)
        if after != before:
            targets.append(write.Target(write.place_of(repository, place), after, file.state if file else None))
            written.update((place, line) for line in lines)
    write.save_all(repository, targets)
    return frozenset(written)


def _lines(cases: Iterable[Case]) -> Mapping[str, list[str]]:
    """By attributes file the lines of the cases, each once."""
    by_place: dict[str, list[str]] = {}
    for case in cases:
        if case.route is not None:
            by_place.setdefault(case.route.place, []).extend(case.route.lines)
    return {place: list(dict.fromkeys(lines)) for place, lines in by_place.items()}


def with_lines(content: bytes, lines: Iterable[str]) -> bytes:
    """The file with the lines it lacks at its end, under its own line ends."""
    end = b"\r\n" if b"\r\n" in content else b"\n"
    known = {line.strip() for line in content.splitlines()}
    new = [line.encode("utf-8", "surrogateescape") for line in lines]
    missing = [line for line in new if line not in known]
    gap = end if missing and content and not content.endswith(b"\n") else b""
    return content + gap + b"".join(line + end for line in missing)


def _cannot_stage(clone: WorkTree) -> str:
    if not clone.env.has_lfs:
        return "nothing was staged, since git-lfs is not on PATH: install it, then run the same command again"
    if not clone.env.lfs_is_set_up:
        return "nothing was staged, since Git LFS is not set up here: git lfs install, then run the same command again"
    return ""


def _stage(repository: Repository, cases: list[Case], notes: list[str]) -> None:
    """Stage the lines, and nothing else of their files; then the raw files, where disk and index agree."""
    staged = {entry.path: entry.blob for entry in index.like(".gitattributes")}
    for place, lines in _lines(case for case in cases if case.rule in _FIXED).items():
        path = place.encode("utf-8", "surrogateescape")
        file = objects.optional(repository.on_disk(path))
        on_disk = file.content if file else b""
        before = objects.content(staged[path]) if path in staged else b""
        # Where another line of the user's own routes it on disk, that file is what is meant.
        meant = with_lines(before, lines) if with_lines(on_disk, lines) == on_disk else on_disk
        write.stage_content(path, meant)
    _stage_files(repository, [path for case in cases if _becomes_pointer(case) for path in case.paths], notes)


def _stage_files(repository: Repository, raw: list[bytes], notes: list[str]) -> None:
    # Not by git's own comparison, which takes every raw file under a route for changed.
    entries = index.tracked(repository, raw) if raw else []
    same = [entry.path for entry in entries if objects.matches_worktree(repository, entry)]
    for entry in entries:
        if entry.path not in same:
            shown = entry.path.decode("utf-8", "surrogateescape")
            notes.append(f"{shown} on disk differs from what is staged, so it was skipped: git add it, then run again")
    if same:
        write.renormalize(repository, same)


def _becomes_pointer(case: Case) -> bool:
    return case.violation.is_raw() and case.rule in (*_FIXED, rules.NOT_A_POINTER)


def _noted(case: Case, written: frozenset[tuple[str, str]], done: str) -> Case:
    """The case with a note of what was done for it."""
    if case.rule == rules.NOT_A_POINTER and done == "staged" and case.violation.is_raw():
        return case._replace(done=done, notes=(*case.notes, "now staged as a pointer"))
    if case.rule not in _FIXED or case.route is None:
        return case
    place, lines = case.route.place, case.route.lines
    if done == "staged":
        return case._replace(done=done, notes=(*case.notes, f"now staged in {place}: {', '.join(lines)}"))
    if written.isdisjoint((place, line) for line in lines):
        return case
    return case._replace(done=done, notes=(*case.notes, f"now written to {place}: {', '.join(lines)}"))
