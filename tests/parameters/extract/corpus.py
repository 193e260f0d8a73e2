# ruff: noqa: T201
"""`python -m tests.parameters.extract.corpus FOLDER`: extract over every program of the repositories in a folder.

Each repository is read at HEAD, in memory; nothing of it is run.  Printed are what moved, what stays and why, and what
went wrong: a rewritten file that was not proved or does not compile, a second run that changes something, a literal
that is flagged again.
"""

from __future__ import annotations

import collections
import statistics
import subprocess
import sys
import time
import traceback
from pathlib import Path
from typing import TYPE_CHECKING

from commitworthy.commands.extract import holders
from commitworthy.parameters import config_target, keys
from commitworthy.parameters.extract.plan import Unproved
from commitworthy.parameters.find import find
from commitworthy.parameters.source import read_source

if TYPE_CHECKING:
    from collections.abc import Iterator

    from commitworthy.parameters.extract.program import Extraction

LARGEST = 2_000_000


def repositories(folder: Path) -> list[Path]:
    """Git directories below a folder, bare or not."""
    return sorted({head.parent for head in folder.glob("**/HEAD") if (head.parent / "objects").is_dir()})


def files(repository: Path) -> Iterator[tuple[str, bytes]]:
    """Path and content of each program, and of each YAML and TOML file, at HEAD."""
    command = ["git", "--git-dir", str(repository)]
    listing = subprocess.run([*command, "ls-tree", "-r", "-z", "HEAD"], capture_output=True, check=False).stdout
    rows = [row.split(b"\t", 1) for row in listing.split(b"\0") if b" blob " in row and not row.startswith(b"120000")]
    wanted = [
        (facts.split()[2], name)
        for facts, name in rows
        if name.endswith((b".py", b".ipynb", b".yaml", b".yml", b".toml"))
    ]
    asked = b"".join(oid + b"\n" for oid, _ in wanted)
    with subprocess.Popen([*command, "cat-file", "--batch"], stdin=subprocess.PIPE, stdout=subprocess.PIPE) as git:
        answer, _ = git.communicate(asked)
    at = 0
    for _, name in wanted:
        head = answer[at : answer.index(b"\n", at)]
        at += len(head) + 1
        if head.endswith(b"missing"):
            continue
        size = int(head.split()[2])
        if size <= LARGEST:
            yield name.decode("utf-8", "replace"), answer[at : at + size]
        at += size + 1


class Count:
    """What was seen in all repositories."""

    def __init__(self) -> None:
        self.totals: collections.Counter[str] = collections.Counter()
        self.reasons: collections.Counter[str] = collections.Counter()
        self.faults: list[str] = []
        self.seconds: list[float] = []
        self.examples: dict[str, list[str]] = {}


def look_at(repository: Path, count: Count, holder: str = "") -> None:
    """Every program of one repository, each with the home that it has."""
    contents = dict(files(repository))
    tracked = config_target.tracked_paths(contents)

    def read(path: str) -> str:
        return contents.get(path, b"").decode("utf-8", "replace")

    for path, content in contents.items():
        if not path.endswith((".py", ".ipynb")):
            continue
        count.totals["files"] += 1
        found = find(path, content).found
        if not found:
            continue
        count.totals["with findings"] += 1
        stem = path.rpartition("/")[2].rpartition(".")[0]
        groups = keys.keyed([(one, stem) for one in found])
        entries = [(one.cell, entry) for one, group in zip(found, groups, strict=True) for entry in group]
        count.totals["literals"] += len(entries)
        text = content.decode("utf-8", "replace")
        started = time.perf_counter()
        try:
            target = holders.chosen(path, text, tracked, read, "" if path.endswith(".ipynb") else holder)
            done = holders.extract(path, content, contents.get(target.file, b""), entries, target, tracked)
        except Unproved as reason:
            count.faults.append(f"{repository.parent.name} {path}: not proved: {reason}")
            continue
        except Exception as error:  # noqa: BLE001 (counted, whatever it is)
            count.faults.append(f"{repository.parent.name} {path}: {type(error).__name__}: {error}")
            traceback.print_exc()
            continue
        count.seconds.append(time.perf_counter() - started)
        count.totals["moved"] += len(done.moved)
        count.totals[f"moved by {target.kind}"] += len(done.moved)
        count.totals[f"asked of {target.kind}"] += len(entries)
        for left in done.left:
            words = left.reason.partition(":")[0].split()
            kind = " ".join(word for word in words if not any(char in word for char in "/.()[]\"'_"))
            count.reasons[kind] += 1
            count.examples.setdefault(kind, []).append(f"{repository.parent.name} {path}:{left.entry.literal.line}")
        if len(done.moved) + len(done.left) != len(entries):
            count.faults.append(
                f"{repository.parent.name} {path}: {len(entries)} asked, {len(done.moved)} and {len(done.left)} told"
            )
        if done.moved:
            count.totals["changed files"] += 1
            _check(f"{repository.parent.name} {path}", path, content, done, count, target, tracked)


def _check(  # noqa: PLR0917
    where: str,
    path: str,
    content: bytes,
    done: Extraction,
    count: Count,
    target: config_target.ConfigTarget,
    tracked: config_target.TrackedFiles,
) -> None:
    """What has to hold of a rewritten file: it compiles, and there is nothing more to do."""
    before, after = read_source(path, content)[0], read_source(path, done.content)[0]
    if len(after) < len(before):
        count.faults.append(f"{where}: does not compile")
    again = find(path, done.content).found
    stem = path.rpartition("/")[2].rpartition(".")[0]
    groups = keys.keyed([(one, stem) for one in again])
    entries = [(one.cell, entry) for one, group in zip(again, groups, strict=True) for entry in group]
    left = collections.Counter(
        (entry.literal.name, repr(entry.literal.value)) for entry in (one.entry for one in done.left)
    )
    more = collections.Counter((entry.literal.name, repr(entry.literal.value)) for _, entry in entries) - left
    if more:
        count.faults.append(f"{where}: flagged again: {list(more)[:4]}")
    try:
        second = holders.extract(path, done.content, done.config, entries, target, tracked) if entries else done
    except Exception as error:  # noqa: BLE001 (counted, whatever it is)
        count.faults.append(f"{where}: the second run: {type(error).__name__}: {error}")
        return
    if (second.content, second.config) != (done.content, done.config):
        count.faults.append(f"{where}: a second run changes something: {[entry.key for entry in second.moved][:4]}")


def main(folder: str, holder: str = "", most: str = "1000") -> None:
    """Print the figures."""
    count = Count()
    for number, repository in enumerate(repositories(Path(folder))[: int(most)], 1):
        look_at(repository, count, holder)
        count.totals["repositories"] = number
    for name, total in count.totals.items():
        print(f"{total:8,} {name}")
    print(f"{statistics.median(count.seconds) * 1000:8.1f} ms a file with findings (median)")
    for reason, total in count.reasons.most_common():
        print(f"{total:8,} left: {reason}   ({'; '.join(count.examples[reason][:3])})")
    for fault in count.faults:
        print(f"FAULT {fault}")


if __name__ == "__main__":
    main(*sys.argv[1:])
