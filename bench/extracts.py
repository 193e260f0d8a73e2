"""`python -m bench.extracts FOLDER`: extract over every program of the repositories in a folder.

Each is checked out at HEAD, and what `commitworthy extract` would do is written there, one program after the other.
Printed are what moves, what stays and why, the processor time of each program, and what went wrong: a program that was
not proved, does not compile, would be changed by a second run, or does something else than before (`bench.replay`).
"""

from __future__ import annotations

import argparse
import ast
import collections
import contextlib
import os
import random
import signal
import statistics
import subprocess
import sys
import tempfile
import time
import traceback
import warnings
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from bench import replay
from commitworthy.base.findings import CheckError
from commitworthy.commands.extract import command, programs
from commitworthy.parameters import yaml_edit
from commitworthy.parameters.extract.module import read_units

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from commitworthy.commands.extract.programs import Program
    from commitworthy.hooks.context import HookContext
    from commitworthy.parameters.config_target import TrackedFiles

_READ = (".py", ".ipynb", ".yaml", ".yml", ".toml", ".cfg")
# The values are then in an object that only the real library makes, or the program is left as it is.
_NOT_PLAYED = ("hydra", "omegaconf", "kedro", "click", "typer")
# Their functions may be handed what has the values.
_NOT_CALLED = ("argparse", "settings", "dataclass")
_LARGEST = 2_000_000


class Reason(NamedTuple):
    """Why one literal stays."""

    where: str
    literal: str
    reason: str


class Figures:
    """What was seen in all repositories."""

    def __init__(self) -> None:
        self.totals: collections.Counter[str] = collections.Counter()
        self.left: list[Reason] = []
        self.faults: list[str] = []
        self.seconds: list[float] = []
        self.search: list[float] = []

    def print(self, samples: int, seed: int) -> None:
        """All figures, and some of the reasons."""
        for name, total in self.totals.items():
            print(f"{total:9,} {name}")
        if self.seconds:
            print(f"{statistics.median(self.seconds) * 1000:9.1f} ms of processor a program to move (median)")
            print(f"{statistics.mean(self.search) * 1000:9.1f} ms of processor a program to search (mean)")
        kinds = collections.Counter(_kind(one.reason) for one in self.left)
        for kind, total in kinds.most_common():
            print(f"{total:9,} left: {kind}")
        for one in random.Random(seed).sample(self.left, min(samples, len(self.left))):
            print(f"SAMPLE {one.where} {one.literal} stays: {one.reason}")
        for fault in self.faults:
            print(f"FAULT {fault}")


def _kind(reason: str) -> str:
    words = reason.partition(":")[0].split()
    return " ".join(word for word in words if not any(char in word for char in "/.()[]\"'_"))


def git_dirs(folder: Path) -> list[Path]:
    """Git directories below a folder, bare or not."""
    found = {head.parent for head in folder.glob("**/HEAD") if (head.parent / "objects").is_dir()}
    return sorted(found)


def _name(git_dir: Path) -> str:
    return git_dir.parent.name if git_dir.name in ("repo", ".git") else git_dir.name


def checked_out(git_dir: Path, top: str) -> list[str]:
    """The programs and config files of HEAD as a repository at `top`; the paths of the programs."""

    def git(*words: str, send: bytes | None = None) -> bytes:
        return subprocess.run(["git", "-C", top, *words], input=send, capture_output=True, check=True).stdout

    head = subprocess.run(
        ["git", "--git-dir", str(git_dir), "rev-parse", "HEAD"], capture_output=True, check=True, text=True
    ).stdout.strip()
    os.makedirs(top)
    git("init", "--quiet", "--template=")
    Path(top, ".git/objects/info").mkdir(exist_ok=True)
    Path(top, ".git/objects/info/alternates").write_text(f"{(git_dir / 'objects').resolve()}\n", encoding="utf-8")
    git("update-ref", "HEAD", head)
    git("read-tree", head)
    rows = [row.split(b"\t", 1) for row in git("ls-files", "-s", "-z").split(b"\0") if row]
    wanted = {
        name: facts.split()[1]
        for facts, name in rows
        if name.endswith(tuple(map(str.encode, _READ))) and facts.startswith(b"100")
    }
    # A snapshot may be without its largest files.
    sizes = git("cat-file", "--batch-check", send=b"".join(oid + b"\n" for oid in wanted.values())).splitlines()
    small = [
        name
        for name, line in zip(wanted, sizes, strict=True)
        if not line.endswith(b"missing") and int(line.split()[2]) <= _LARGEST
    ]
    git("checkout-index", "-z", "--stdin", "--quiet", send=b"".join(name + b"\0" for name in small))
    paths = [os.fsdecode(name) for name in small]
    return [path for path in paths if path.endswith((".py", ".ipynb")) and os.path.isfile(os.path.join(top, path))]


def _chosen(names: Sequence[str]) -> tuple[HookContext, list[Program], TrackedFiles]:
    context, spots = programs.prepare([f"./{name}" for name in names], (), "", staged=False)
    tracked = programs.tracked_files(context)
    found = programs.scans(context, staged=False)
    return context, programs.programs(context, found, spots, "", "", tracked), tracked


def _flagged(one: Program) -> list[tuple[str, str]]:
    entries = [*(entry for _, entry in one.entries), *(each.entry for each in one.left)]
    return sorted((entry.literal.name, repr(entry.literal.value)) for entry in entries)


def look_at(git_dir: Path, figures: Figures, *, most: int, plays: bool) -> None:
    """All programs of one repository that has not more than `most` of them."""
    name = _name(git_dir)
    with tempfile.TemporaryDirectory(prefix="extracts-") as folder:
        top, before = os.path.join(folder, "after"), os.path.join(folder, "before")
        names = checked_out(git_dir, top)
        if not names or len(names) > most:
            return
        subprocess.run(["cp", "-r", top, before], check=True)
        figures.totals["repositories"] += 1
        figures.totals["programs and notebooks"] += len(names)
        with contextlib.chdir(top):
            try:
                changed = _moved(name, names, figures)
                _again(name, names, changed, figures)
            except CheckError as error:
                figures.faults.append(f"{name}: refused: {error}")
                return
            except Exception as error:  # noqa: BLE001 (counted, whatever it is)
                traceback.print_exc()
                figures.faults.append(f"{name}: {type(error).__name__}: {error}")
                return
            for path, kind in changed.items():
                _compare(name, path, kind, (before, top), figures, plays=plays)


def _moved(name: str, names: Sequence[str], figures: Figures) -> dict[str, str]:
    """The programs that were changed, and the kinds of their homes."""
    started = time.process_time()
    context, chosen, tracked = _chosen(names)
    figures.search += [(time.process_time() - started) / len(names)] * len(names)
    changed: dict[str, str] = {}
    for one in chosen:
        started = time.process_time()
        done = command.planned(context, [one], tracked)
        figures.seconds.append(time.process_time() - started)
        kind = one.target.kind
        count = len(one.entries) + len(one.left)
        figures.totals["programs with findings"] += 1
        figures.totals["literals flagged, certain or likely"] += count
        figures.totals[f"literals flagged, {kind}"] += count
        figures.faults += [f"{name} {one.path}: {problem}" for problem in done.problems]
        for _, extraction in done.extractions:
            figures.totals["literals moved"] += len(extraction.moved)
            figures.totals[f"literals moved, {kind}"] += len(extraction.moved)
            figures.left += [
                Reason(f"{name} {command.where(one.path, each)}", yaml_edit.shown(each.entry.literal), each.reason)
                for each in extraction.left
            ]
            if len(extraction.moved) + len(extraction.left) != count and kind != "kedro":
                figures.faults.append(f"{name} {one.path}: {count} flagged, and not as many told")
            if extraction.content != one.file.content:
                changed[one.path] = kind
        for file in done.files:
            Path(file.place).parent.mkdir(parents=True, exist_ok=True)
            Path(file.place).write_bytes(file.content)
    return changed


def _again(name: str, names: Sequence[str], changed: Iterable[str], figures: Figures) -> None:
    """A second run has nothing to do."""
    context, chosen, tracked = _chosen(names)
    for one in chosen:
        if one.path in changed:
            done = command.planned(context, [one], tracked)
            figures.faults += [f"{name} {file.path}: a second run changes it" for file in done.files]
            figures.faults += [f"{name} {one.path}: a second run: {problem}" for problem in done.problems]


def _problem(trees: Sequence[ast.Module], path: str) -> str:
    """Why a program does not compile; "" for one that does."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            for tree in trees:
                compile(tree, path, "exec", flags=ast.PyCF_ALLOW_TOP_LEVEL_AWAIT, dont_inherit=True)
    except (SyntaxError, ValueError) as error:
        return str(error)
    return ""


def _compare(  # noqa: PLR0913, which program, where, and what is asked
    name: str, path: str, kind: str, tops: tuple[str, str], figures: Figures, *, plays: bool
) -> None:
    """The program compiles, and does the same as before."""
    figures.totals["changed programs"] += 1
    before, after = ([unit.tree for unit in read_units(path, Path(top, path).read_bytes())] for top in tops)
    problems = [_problem(trees, path) for trees in (before, after)]
    # Of a notebook a cell may have been added.
    if problems[1] != problems[0] or len(after) - len(before) not in (0, 1):
        figures.faults.append(f"{name} {path}: does not compile: {problems[1]}")
        return
    figures.totals["changed programs that compile"] += 1
    if not plays or kind in _NOT_PLAYED:
        return
    calls = kind not in _NOT_CALLED
    old, new = (
        replay.events(os.path.join(top, path), trees, top, calls=calls)
        for top, trees in zip(tops, (before, after), strict=True)
    )
    is_stopped = any(one[-1:] == ["ends Enough"] and len(one) < replay.MOST_EVENTS for one in (old, new))
    # What differs may differ by itself, as times do.
    if is_stopped or (old != new and old != replay.events(os.path.join(tops[0], path), before, tops[0], calls=calls)):
        figures.totals["changed programs that are not played the same way twice"] += 1
        return
    figures.totals["changed programs played before and after"] += 1
    figures.totals["things done by them"] += len(old)
    if old == new:
        figures.totals["changed programs that do the same"] += 1
        return
    at = next((number for number, (one, other) in enumerate(zip(old, new, strict=False)) if one != other), -1)
    figures.faults.append(f"{name} {path} ({kind}): does {new[at][:200]} and not {old[at][:200]}")


def main(words: Sequence[str]) -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(prog="python -m bench.extracts", description=__doc__)
    parser.add_argument("folder", type=Path, help="git repositories, bare or not")
    parser.add_argument("--only", default="", help="repositories whose path has this in it")
    parser.add_argument("--most", type=int, default=10**6, help="only repositories with not more programs than these")
    parser.add_argument("--no-play", action="store_true", help="run nothing of them")
    parser.add_argument("--samples", type=int, default=0, help="print so many of what stays, by chance")
    parser.add_argument("--seed", type=int, default=0)
    args = parser.parse_args(words)
    figures = Figures()
    # Ctrl-C ends it with the figures of those that were seen; a shell takes it from what it runs beside itself.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    with contextlib.suppress(KeyboardInterrupt):
        for git_dir in git_dirs(args.folder):
            if args.only in str(git_dir):
                look_at(git_dir, figures, most=args.most, plays=not args.no_play)
                print(f"{_name(git_dir)}: {len(figures.faults)} faults so far", file=sys.stderr)
    figures.print(args.samples, args.seed)


if __name__ == "__main__":
    main(sys.argv[1:])
