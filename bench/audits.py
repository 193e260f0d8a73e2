"""audit beside what else looks at all of a history."""

from __future__ import annotations

import functools
import os
import subprocess
from typing import TYPE_CHECKING

from bench import repositories
from bench.page import MEGABYTES, Goal, Page, Programs, Workload
from bench.repositories import part
from bench.timer import Case

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bench.repositories import Repository

ANALYSIS = "git filter-repo --analyze"
MIGRATE = "git lfs migrate info --everything"
WALK = "git rev-list --objects --no-object-names --all | git cat-file --buffer --batch-check"
OURS = "audit"
AGAIN = "audit, once more"
# Bare clones of public repositories to measure on as well, one beside the other.
_FOLDERS = "BENCH_REPOSITORIES"
_ABOUT = f"""\
Each commit of the made-up histories adds or changes ten files of 1 to 5 kB; no blob comes twice, and everything is in
one pack.  `{ANALYSIS}` and
`{MIGRATE}`
name sizes and suffixes; `{WALK}`
names neither paths nor commits.  Only `{OURS}` reads what is in the blobs; it runs twice, for its two goals.  Public
repositories are those of the variable `{_FOLDERS}`: folders of bare clones, separated as in PATH.
"""


def _cases(programs: Programs, _: Repository) -> list[Case]:
    return [
        Case(ANALYSIS, (programs.path("git-filter-repo"), "--analyze", "--force")),
        Case(MIGRATE, ("git", "lfs", "migrate", "info", "--everything")),
        Case(WALK, ("sh", "-c", WALK)),
        programs.ours("audit", "--format", "json", name=OURS),
        programs.ours("audit", "--format", "json", name=AGAIN)._replace(peer=MIGRATE),
    ]


def _quick(programs: Programs, repository: Repository) -> list[Case]:
    """Without what takes minutes."""
    return [case for case in _cases(programs, repository) if case.name not in (MIGRATE, AGAIN)]


_BESIDE = (Goal(OURS, ANALYSIS, 1.5), Goal(AGAIN, MIGRATE, 0.33))


def cloned(source: str, top: str) -> repositories.Repository:
    """A clone of all refs, packed anew."""
    subprocess.run(["git", "clone", "--quiet", "--mirror", "--no-local", f"file://{source}", top], check=True)
    return repositories.Repository(top, new=False)


def _public() -> Iterator[Workload]:
    for folder in filter(None, os.environ.get(_FOLDERS, "").split(os.pathsep)):
        name = os.path.basename(os.path.normpath(folder)).removesuffix(".git")
        build = functools.partial(cloned, os.path.abspath(folder))
        yield Workload(name, build, _cases, 5, ANALYSIS, _BESIDE, ("git-lfs",))


def _workloads(_: Programs, scale: float) -> tuple[Workload, ...]:
    small, large = part(10_000, scale), part(20_000, scale)
    return (
        Workload(
            f"{small:,} commits, {small * 10:,} blobs",
            lambda top: repositories.with_history(top, small, 10),
            _cases, 3, ANALYSIS, _BESIDE, ("git-lfs",), "history", small * 10,
        ),
        Workload(
            f"{large:,} commits, {large * 10:,} blobs",
            lambda top: repositories.with_history(top, large, 10),
            _quick, 3, ANALYSIS, (_BESIDE[0], Goal(OURS, MEGABYTES, 250)), (), "history", large * 10,
        ),
        *_public(),
    )  # fmt: skip


PAGE = Page("benchmarks-audit.md", "Benchmarks of audit", _ABOUT, _workloads)
