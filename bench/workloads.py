"""What is measured, beside whom, and the goals of the design.  One row of WORKLOADS a workload."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, NamedTuple

from bench import repositories
from bench.timer import UNIT, Case

if TYPE_CHECKING:
    from collections.abc import Callable

    from bench.repositories import Repository

PEER = "check-added-large-files"
OURS = "block-artifacts"
LIMIT = "limit-commit"
ROUTES = "require-lfs"
AGAIN = f"{OURS} --all-files, again"
PREK = "prek, a hook that does nothing"
_POLICY = b'[project]\nname = "churn"\n\n[tool.commitworthy.block-artifacts]\nmax-size = "400 kB"\n'
_SIZE = 2 * 1024**3
# pre-commit fills a command line up to this many bytes of names.
_BYTES_OF_NAMES = "126000"


class Programs(NamedTuple):
    """The folder of the console scripts, and one for files that the cases need."""

    scripts: str
    scratch: str

    def path(self, name: str) -> str:
        return os.path.join(self.scripts, name)

    def file(self, name: str, content: str) -> str:
        place = os.path.join(self.scratch, name)
        with open(place, "w", encoding="utf-8", errors="surrogateescape") as file:
            file.write(content)
        return place


class Goal(NamedTuple):
    """`case` must stay at or below `limit`; `of` is UNIT, the name of a peer, or "MB"."""

    case: str
    of: str
    limit: float


class Workload(NamedTuple):
    """A repository, the cases that run in it, how often, and what is hoped for."""

    name: str
    build: Callable[[str], Repository]
    cases: Callable[[Programs, Repository], list[Case]]
    rounds: int
    goals: tuple[Goal, ...] = ()
    needs: str = "git"


def _unit(programs: Programs) -> Case:
    return Case(UNIT, (programs.path("python"), "-c", "pass"))


def _ours(programs: Programs, *words: str, hook: str = OURS, name: str = "", status: int = 0) -> Case:
    return Case(name or hook, (programs.path("commitworthy"), hook, *words), status)


def _peer(programs: Programs, *words: str, status: int = 0) -> Case:
    return Case(PEER, (programs.path(PEER), *words), status)


def _direct(programs: Programs, repository: Repository) -> list[Case]:
    """Both called as a framework calls them, with all names on one command line."""
    names = repository.staged()
    return [_unit(programs), _ours(programs, *names), _peer(programs, *names)]


def _direct_and_prek(programs: Programs, repository: Repository) -> list[Case]:
    return [
        *_direct(programs, repository),
        _prek(programs, PREK, _local("/bin/true")),
        _prek(programs, f"prek, its own {PEER}", f"  - repo: builtin\n    hooks:\n      - id: {PEER}\n"),
        _prek(programs, f"prek, {OURS}", _local(programs.path("commitworthy") + " " + OURS)),
    ]


def _prek(programs: Programs, name: str, repository: str) -> Case:
    place = programs.file(f"{len(name)}.yaml", f"repos:\n{repository}")
    return Case(name, (programs.path("prek"), "run", "--config", place))


def _local(entry: str) -> str:
    hook = f"{{id: a, name: a, language: system, require_serial: true, entry: {entry}}}"
    return f"  - repo: local\n    hooks:\n      - {hook}\n"


def _clean(programs: Programs, _: Repository) -> list[Case]:
    return [_unit(programs), _ours(programs), _ours(programs, hook=LIMIT)]


def _one_commit(programs: Programs, repository: Repository) -> list[Case]:
    names = repository.staged()
    return [_unit(programs), _ours(programs, hook=LIMIT), _peer(programs, *names)]


def _routes(programs: Programs, repository: Repository) -> list[Case]:
    """All names on one command line; beside it block-artifacts, which looks at the same blobs."""
    names = repository.staged()
    cases = [_unit(programs), _ours(programs, *names, hook=ROUTES), _ours(programs, *names), _peer(programs, *names)]
    return [*cases, Case("git lfs ls-files", ("git", "lfs", "ls-files", "--name-only"))]


def _moved_routes(programs: Programs, repository: Repository) -> list[Case]:
    """Only .gitattributes is staged, and handed over."""
    (name,) = repository.staged()
    tracked = programs.file("names", "".join(name + "\0" for name in repository.tracked()))
    split = ("xargs", "-0", "-s", _BYTES_OF_NAMES, "-P", str(os.cpu_count()))
    return [
        _unit(programs),
        _ours(programs, name, hook=ROUTES),
        Case(PEER, (*split, programs.path(PEER), "--enforce-all"), given=tracked),
        Case("git ls-files --stage", ("git", "ls-files", "--stage", "-z")),
        Case("git check-attr", ("git", "check-attr", "--cached", "-z", "--stdin", "filter"), given=tracked),
    ]


def _all_files(programs: Programs, repository: Repository) -> list[Case]:
    """Ours in one process, and in batches of names as a framework calls it; for the first time, and once more."""
    names = programs.file("names", "".join(name + "\0" for name in repository.tracked()))
    split = ("xargs", "-0", "-s", _BYTES_OF_NAMES, "-P", str(os.cpu_count()))
    batches = Case(f"{OURS}, in the same batches", (*split, programs.path("commitworthy"), OURS), given=names)
    memory = os.path.join(repository.top, ".git", "commitworthy")
    whole = _ours(programs, "--all-files", name=f"{OURS} --all-files")
    return [
        _unit(programs),
        Case(PEER, (*split, programs.path(PEER), "--enforce-all"), given=names),
        batches._replace(name=f"{batches.name}, first run", forget=memory),
        batches._replace(name=f"{batches.name}, again"),
        whole._replace(name=f"{whole.name}, first run", forget=memory),
        whole._replace(name=AGAIN),
    ]


def _refused(programs: Programs, repository: Repository) -> list[Case]:
    (name,) = repository.staged()
    return [_unit(programs), _ours(programs, name, status=1), _peer(programs, name, status=1)]


WORKLOADS = (
    Workload("nothing staged", lambda top: repositories.with_tracked(top, 100), _clean, 40),
    Workload(
        "1 staged file, no policy",
        lambda top: repositories.with_staged(top, 1),
        _direct_and_prek,
        40,
        (Goal(OURS, UNIT, 2.7), Goal(OURS, PEER, 1.0)),
    ),
    Workload(
        "1 staged file, a policy in pyproject.toml",
        lambda top: repositories.with_staged(top, 1, policy=_POLICY),
        _direct,
        40,
        (Goal(OURS, UNIT, 3.2), Goal(OURS, PEER, 1.0)),
    ),
    Workload("1 staged file, limit-commit", lambda top: repositories.with_staged(top, 1), _one_commit, 40),
    Workload("100 staged files", lambda top: repositories.with_staged(top, 100), _direct_and_prek, 20),
    Workload(
        "10,000 staged files",
        lambda top: repositories.with_staged(top, 10_000),
        _direct_and_prek,
        9,
        (Goal(OURS, PEER, 0.6), Goal(OURS, "MB", 30)),
    ),
    Workload(
        "10,000 staged files, 1,000 of them in Git LFS",
        lambda top: repositories.with_lfs(top, 10_000, 1_000),
        _direct,
        9,
        (Goal(OURS, PEER, 0.6), Goal(OURS, "MB", 30)),
        needs="git-lfs",
    ),
    Workload(
        "require-lfs, 10,000 staged files, 1,000 of them in Git LFS",
        lambda top: repositories.with_lfs(top, 10_000, 1_000),
        _routes,
        9,
        (Goal(ROUTES, PEER, 0.8),),
        needs="git-lfs",
    ),
    Workload(
        "require-lfs, 100,000 files judged again after a change of .gitattributes",
        lambda top: repositories.with_moved_routes(top, 100_000),
        _moved_routes,
        7,
    ),
    Workload(
        "1 staged file, require-lfs",
        lambda top: repositories.with_staged(top, 1),
        lambda programs, repository: [
            _unit(programs),
            _ours(programs, *repository.staged(), hook=ROUTES),
            _peer(programs, *repository.staged()),
        ],
        40,
    ),
    Workload(
        "10,000 tracked files",
        lambda top: repositories.with_tracked(top, 10_000),
        _all_files,
        9,
        (Goal(AGAIN, UNIT, 4),),
    ),
    Workload("100,000 tracked files", lambda top: repositories.with_tracked(top, 100_000), _all_files, 5),
    Workload(
        "a staged file of 2 GB",
        lambda top: repositories.with_large(top, "weights.bin", _SIZE, b"\0\1\2\3"),
        _refused,
        5,
        (Goal(OURS, "MB", 150),),
    ),
    Workload(
        "a staged file of 2 GB whose end must be read",
        lambda top: repositories.with_large(top, "export.zip", _SIZE, b"PK\3\4\x14\0\0\0\0\0"),
        _refused,
        3,
        (Goal(OURS, "MB", 150),),
    ),
)
