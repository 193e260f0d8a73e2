"""check-push beside git's own walk."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bench import repositories
from bench.page import Goal, Page, Programs, Workload
from bench.repositories import part
from bench.timer import Case

if TYPE_CHECKING:
    from bench.repositories import Repository

# Without the names: with them every blob would be "missing", and nothing would be looked up.
ORACLE = "git rev-list --objects --no-object-names HEAD | git cat-file --batch-check"
ENGINE = "our walk with sizes, without heads"
WHOLE = "check-push --all-files, every blob judged"
LAST = "check-push, the last commit"
# What check-push does before it looks at content.
_ENGINE = """
import gc
gc.disable()
from commitworthy.git import objects, ranges, refs
found = dict.fromkeys(one.blob for one in ranges.walk(ranges.Range((refs.resolve("HEAD"),))))
print(len(found), sum(objects.sizes_of(found).values()))
"""
_ABOUT = f"""\
Each commit adds or changes the same number of small files; everything is in one pack.  The peer is
`{ORACLE}`,
which walks the same history and asks the size of every object.  It maps the pack, which counts as memory; ours alone
holds some 0.2 kB a blob.
"""


def _cases(programs: Programs, _: Repository) -> list[Case]:
    return [
        Case(ORACLE, ("sh", "-c", ORACLE)),
        Case(ENGINE, (programs.path("python"), "-c", _ENGINE)),
        programs.ours("check-push", "--all-files", name=WHOLE),
        programs.ours("check-push", "--from-ref", "HEAD~1", name=LAST),
    ]


def _workload(commits: int, each: int) -> Workload:
    return Workload(
        f"{commits:,} commits, {commits * each:,} blobs",
        lambda top: repositories.with_history(top, commits, each),
        _cases,
        9,
        ORACLE,
        (Goal(ENGINE, ORACLE, 2),),
    )


def _workloads(_: Programs, scale: float) -> tuple[Workload, ...]:
    return (_workload(part(1_000, scale), 10), _workload(part(10_000, scale), 10))


PAGE = Page("benchmarks-push.md", "Benchmarks of check-push", _ABOUT, _workloads)
