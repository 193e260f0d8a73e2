"""Move flagged literals to the config file: read, plan and prove all of it, then write."""

from __future__ import annotations

import argparse
import os
import posixpath
import sys

from ...base import wording
from ...base.findings import CheckError
from ...base.namedtuple import TYPE_CHECKING, NamedTuple
from ...git import index, write
from ...git.write import Target
from ...parameters import keys, yaml_edit
from ...parameters.confidence import LEVELS
from ...parameters.config_target import DVC
from ...parameters.extract import dvc_stage
from ...parameters.extract.plan import Unproved
from ...policy.parser import Parser
from ...report.escape import for_terminal, without_secrets
from ...report.text import complain, write_lines
from . import dependencies, diff, holders, programs, spots, undo

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ...git.objects import File
    from ...hooks.context import HookContext
    from ...hooks.flag_parameters.scan import ParameterScan
    from ...parameters.config_target import ConfigTarget, TrackedFiles
    from ...parameters.extract.module import Left
    from ...parameters.extract.program import Extraction
    from .programs import Program

SUMMARY = "Move flagged literals to the config file, proved."


class Rewritten(NamedTuple):
    """A file that is to be written: its place, what it is to hold, and what it was, None where there was none."""

    path: str
    place: str
    content: bytes
    before: File | None


class Done(NamedTuple):
    """What is to be written, in this order, and what is said of each program; `problems` end in exit status 2."""

    files: list[Rewritten]
    extractions: list[tuple[Program, Extraction]]
    problems: list[str]


def run(words: list[str]) -> int:
    """Exit status 0 where all was moved, 1 where something is left with its reason, 2 where it could not be done."""
    args = _parser().parse_args(words)
    if not args.files and not args.staged:
        raise CheckError("extract: name files, or use --staged")
    context, places = programs.prepare(args.files, args.select or (), args.confidence or "", staged=args.staged)
    found = programs.scans(context, staged=args.staged)
    missed = [*spots.without_findings(context.repository, [judged for judged, _ in found], places)]
    tracked = programs.tracked_files(context)
    chosen = programs.programs(context, found, places, args.holder or "", args.to or "", tracked)
    done = planned(context, chosen, tracked)
    done.problems[:0] = [*context.problems, *_unreadable(found)]
    if args.execute and done.files:
        from . import execute

        changed = [one.path for one, extraction in done.extractions if extraction.content != one.file.content]
        execute.check(context.repository, changed, [(file.path, file.content) for file in done.files])
    changes = [(one.file.content, extraction.content) for one, extraction in done.extractions]
    needed = list(filter(None, [dependencies.missing(context.repository, changes)]))
    if args.dry_run:
        write_lines([*_report(done, missed, written=False), *needed], sys.stderr.buffer)
        sys.stdout.buffer.writelines(
            diff.patch(os.fsencode(file.path), file.before.content if file.before else None, file.content)
            for file in done.files
        )
    else:
        last = _write(context, done, staged=args.staged) if done.files else ""
        write_lines([*_report(done, missed, written=True), *needed], sys.stdout.buffer)
        if last:
            write_lines([last], sys.stdout.buffer)
    complain(*done.problems)
    if done.problems:
        return 2
    return 1 if any(extraction.left for _, extraction in done.extractions) else 0


def _parser() -> argparse.ArgumentParser:
    parser = Parser(
        prog="commitworthy extract",
        description="Move flagged literals to the config file, if the program is proved the same.",
        epilog="example: commitworthy extract src/train.py:12 --dry-run | git apply",
    )
    parser.add_argument(
        "files",
        nargs="*",
        metavar="FILE",
        help="a program or notebook; FILE[:CELL]:LINE or FILE:NAME for one finding, cells from 1",
    )
    parser.add_argument("--select", action="append", metavar="RULE", help="only these rules, by name or code")
    parser.add_argument(
        "--confidence", choices=LEVELS, metavar="LEVEL", help=f"how sure a finding has to be: {', '.join(LEVELS)}"
    )
    parser.add_argument("--to", metavar="FILE", help="the YAML file that takes the values (default: found)")
    parser.add_argument(
        "--holder", choices=holders.KINDS, metavar="KIND", help=f"what takes the values: {', '.join(holders.KINDS)}"
    )
    parser.add_argument("--dry-run", action="store_true", help="print a patch for `git apply`, and write nothing")
    parser.add_argument("--staged", action="store_true", help="what the staged change brings; stages the result")
    parser.add_argument(
        "--execute", action="store_true", help="run before and after in a copy; write only if they agree"
    )
    return parser


def _unreadable(found: Sequence[tuple[ParameterScan, File]]) -> Iterator[str]:
    for judged, _ in found:
        path = judged.path.decode("utf-8", "surrogateescape")
        if judged.problem:
            yield f"{path}: {judged.problem}"
        for note in judged.findings.notes if judged.findings else ():
            if note.cell is None:
                yield f"{path}:{note.line}: cannot be read: {note.reason}"


# What is to be written


def planned(context: HookContext, chosen: Sequence[Program], tracked: TrackedFiles) -> Done:
    """All programs rewritten, in memory."""
    configs: dict[str, Rewritten] = {}
    done = Done([], [], [])
    for one in chosen:
        try:
            extraction = _extracted(context, one, configs, tracked)
        except Unproved as reason:
            done.problems.append(str(reason))
            continue
        left = (*one.left, *extraction.left)
        extraction = extraction._replace(left=tuple(map(_installed, left)) if one.is_installed else left)
        done.extractions.append((one, extraction))
        if extraction.content != one.file.content:
            done.files.append(Rewritten(one.path, one.place, extraction.content, one.file))
    # The config first, so that a program never reads what is not there yet.
    done.files[:0] = [
        file for file in configs.values() if file.content != (file.before.content if file.before else b"")
    ]
    return done


def _installed(one: Left) -> Left:
    """What stays in a module of a package: a file at the top helps only where the package is never installed."""
    is_plain = one.reason.endswith("use --holder plain")
    return one._replace(reason=f"{one.reason} if it is never installed") if is_plain else one


def _extracted(
    context: HookContext,
    one: Program,
    configs: dict[str, Rewritten],
    tracked: TrackedFiles,
) -> Extraction:
    target = one.target
    config = configs.get(target.file) or _config(context, target.file)
    is_apart = target.file != one.path
    before = config.content if is_apart else b""
    extraction = holders.extract(
        one.path,
        one.file.content,
        before,
        one.entries,
        target,
        tracked,
        one.composed,
        is_starred=one.is_starred,
        nodes=one.nodes,
        bases=one.bases,
    )
    if is_apart:
        configs[target.file] = config._replace(content=extraction.config)
    if target.kind == DVC and extraction.moved:
        return _tracked_by_dvc(context, one, target, extraction, configs)
    return extraction


def _tracked_by_dvc(
    context: HookContext, one: Program, target: ConfigTarget, extraction: Extraction, configs: dict[str, Rewritten]
) -> Extraction:
    """With the keys listed by the stages that run the program."""
    folder = posixpath.dirname(target.file)
    file = posixpath.join(folder, "dvc.yaml")
    pipeline = configs.get(file) or _config(context, file)
    if pipeline.before is None:
        return extraction
    moved = {".".join(entry.key): entry.literal.value for entry in extraction.moved}
    stages = dvc_stage.with_params(file, pipeline.content, posixpath.relpath(one.path, folder or "."), moved)
    configs[file] = pipeline._replace(content=stages.content)
    return extraction._replace(notes=(*extraction.notes, *stages.notes))


def _config(context: HookContext, path: str) -> Rewritten:
    before = write.read(context.repository, path)
    return Rewritten(path, write.place_of(context.repository, path), before.content if before else b"", before)


# Writing


def _write(context: HookContext, done: Done, *, staged: bool) -> str:
    """Write all files, or none; the line that says how to get back."""
    here = context.repository
    if staged:
        differing = index.differing_on_disk()
        tracked = {entry.path for entry in index.tracked(here)}
        for file in done.files:
            path = os.fsencode(file.path)
            if path in differing or (file.before and path not in tracked):
                raise CheckError(f"{file.path}: differs from what is staged, so nothing was written: git add it first")
    last = undo.prepared(here, [(os.path.relpath(file.place), file.before) for file in done.files], staged=staged)
    for file in done.files:
        os.makedirs(os.path.dirname(file.place) or ".", exist_ok=True)
    write.save_all(here, [Target(file.place, file.content, file.before and file.before.state) for file in done.files])
    if staged:
        for file in done.files:
            write.add(here, file.path)
    return f"To undo: {last}"


# What is said


def _report(done: Done, missed: Sequence[str], *, written: bool) -> Iterator[str]:
    verb = "moved" if written else "would move"
    users: dict[tuple[str, tuple[str, ...]], set[str]] = {}
    for one, extraction in done.extractions:
        for entry in extraction.moved:
            users.setdefault((one.target.file, entry.key), set()).add(one.path)
    for one, extraction in done.extractions:
        path = for_terminal(one.path)
        if extraction.moved:
            count = wording.counted(len(extraction.moved), "literal")
            yield f"{path}: {verb} {count} to {for_terminal(extraction.home)}"
            lines = (
                _moved(entry, extraction, sorted(users[one.target.file, entry.key] - {one.path}))
                for entry in extraction.moved
            )
            # Arguments of two functions may have one name and two values.
            yield from (f"    {for_terminal(line)}" for line in dict.fromkeys(lines))
        for left in extraction.left:
            yield for_terminal(without_secrets(f"{where(one.path, left)}: {_left(left)}"))
        for note in extraction.notes:
            yield for_terminal(f"    {note}")
    yield from map(for_terminal, missed)
    if not done.extractions and not done.problems and not missed:
        yield "Nothing to move."


def _moved(entry: keys.ConfigEntry, extraction: Extraction, others: Sequence[str]) -> str:
    name = keys.flat(entry.key) if extraction.home == holders.DEFAULTS else ".".join(entry.key)
    text = f"{name} = {yaml_edit.shown(entry.literal).partition(' = ')[2]}"
    notes = [f"also read by {', '.join(others[:3])}"] if others else []
    if entry.key in extraction.known:
        notes.append("was there already")
    return f"{text} ({'; '.join(notes)})" if notes else text


def _left(left: Left) -> str:
    return f"{yaml_edit.shown(left.entry.literal)} stays: {left.reason}"


def where(path: str, left: Left) -> str:
    """Where a literal is, in words that an editor takes."""
    literal = left.entry.literal
    if left.cell is not None:
        return f"{path}: cell {left.cell + 1}, line {literal.line}"
    return f"{path}:{literal.line}:{literal.column}"
