"""What is measured, beside whom, and the goals of the design: clean repositories, and beside them old debt."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from bench import debts, frameworks, notebooks, parameters, repositories
from bench.page import MEGABYTES, SECONDS, TWIN, Goal, Page, Programs, Workload, again, first, twice
from bench.programs import one_staged
from bench.repositories import part
from bench.timer import UNIT, Case

if TYPE_CHECKING:
    from collections.abc import Callable

    from bench.repositories import Repository

PEER = "check-added-large-files"
OURS = "block-artifacts"
LIMIT = "limit-commit"
ROUTES = "require-lfs"
FLAGS = "flag-parameters"
STRIP = "strip-notebooks"
ONE = "commitworthy"
PREK = "prek, a hook that does nothing"
BASELINE = "commitworthy baseline"
_POLICY = b'[project]\nname = "churn"\n\n[tool.commitworthy.block-artifacts]\nmax-size = "400 kB"\n'
_SIZE = 2 * 1024**3
# pre-commit fills a command line up to this many bytes of names.
_BYTES_OF_NAMES = "126000"
_ABOUT = f"""\
Of every clean repository there is one of old debt: what the hooks would refuse is there and accepted by the baseline.
The *three usual hooks* are {PEER} --enforce-all, nbstripout and ruff PLR2004 --exit-zero with its cache; a
*first run* (and *cold*) remembers nothing.

Why some goals are not met: a *cold* run parses every Python file and notebook, which takes longer than all of ruff
([benchmarks-parameters.md](benchmarks-parameters.md) shows both).  Of each staged file the hooks read the content, or
its beginning, where {PEER} asks for the size alone.
"""


def _peer(programs: Programs, *words: str, status: int = 0) -> Case:
    return Case(PEER, (programs.path(PEER), *words), status)


def _batches(programs: Programs, *command: str) -> tuple[str, ...]:
    """A command that gets the names as a framework hands them over: in batches, so many at once as there are cores."""
    return ("xargs", "-0", "-s", _BYTES_OF_NAMES, "-P", str(os.cpu_count()), programs.path(command[0]), *command[1:])


def _enforced(programs: Programs, repository: Repository) -> Case:
    """The peer over all tracked files, of which it refuses none: a baseline may be larger than its limit."""
    given = programs.names(repository.tracked())
    return Case(PEER, _batches(programs, PEER, "--enforce-all", "--maxkb=100000"), given=given)


def _direct(programs: Programs, repository: Repository) -> list[Case]:
    """Both called as a framework calls them, with all names on one command line."""
    names = repository.staged()
    return [programs.ours(OURS, *names), _peer(programs, *names)]


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
    return [programs.ours(OURS), programs.ours(LIMIT)]


def _hooks(*hooks: str) -> Callable[[Programs, Repository], list[Case]]:
    """Each called with the names of what is staged."""

    def cases(programs: Programs, repository: Repository) -> list[Case]:
        names = repository.staged()
        return [*(programs.ours(hook, *(names if hook != LIMIT else ())) for hook in hooks), _peer(programs, *names)]

    return cases


def _routes(programs: Programs, repository: Repository) -> list[Case]:
    """All names on one command line; beside it block-artifacts, which looks at the same blobs."""
    cases = _hooks(ROUTES, OURS)(programs, repository)
    return [*cases, Case("git lfs ls-files", ("git", "lfs", "ls-files", "--name-only"))]


def _moved_routes(programs: Programs, repository: Repository) -> list[Case]:
    """Only .gitattributes is staged, and handed over."""
    (name,) = repository.staged()
    peer = _enforced(programs, repository)
    return [
        programs.ours(ROUTES, name),
        peer,
        Case("git ls-files --stage", ("git", "ls-files", "--stage", "-z")),
        Case("git check-attr", ("git", "check-attr", "--cached", "-z", "--stdin", "filter"), given=peer.given),
    ]


def _all_files(programs: Programs, repository: Repository) -> list[Case]:
    """Ours in one process, and in batches of names as a framework calls it; for the first time, and once more."""
    peer = _enforced(programs, repository)
    batches = Case(f"{OURS}, in the same batches", _batches(programs, "commitworthy", OURS), given=peer.given)
    return [peer, *twice(batches), *_whole(programs)]


def _whole(programs: Programs) -> list[Case]:
    """Both hooks that judge files, each in one process."""
    return [case for hook in (OURS, ROUTES) for case in twice(programs.ours(hook, "--all-files", name=_all(hook)))]


def _all(hook: str) -> str:
    return f"{hook} --all-files"


def _accepted(programs: Programs, repository: Repository) -> list[Case]:
    return [_enforced(programs, repository), *_whole(programs)]


def _baseline(programs: Programs, repository: Repository) -> list[Case]:
    return [_enforced(programs, repository), *twice(programs.ours("baseline", name=BASELINE))]


def _renamed(programs: Programs, repository: Repository) -> list[Case]:
    repository.git("mv", "models", "old_models")
    names = repository.staged()
    cases = [case for hook in (OURS, ROUTES) for case in twice(programs.ours(hook, *names))]
    return [*cases, _peer(programs, *names)]


def _dirty_notebooks(programs: Programs, repository: Repository) -> list[Case]:
    return notebooks.stripping(programs, repository, ("--all-files",), 0)


def _parameters(programs: Programs, repository: Repository) -> list[Case]:
    return parameters.accepted(programs, repository, warm=True)


def _reported(programs: Programs, _: Repository) -> list[Case]:
    """The same run with two reports; of require-lfs it is one finding about as many files."""
    cases = []
    for hook in (OURS, ROUTES, FLAGS):
        json = programs.ours(hook, "--format", "json", name=_json(hook), status=1)
        cases += [programs.ours(hook, status=1)._replace(peer=json.name), json]
    return cases


def _json(hook: str) -> str:
    return f"{hook} --format json"


def _refused(programs: Programs, repository: Repository) -> list[Case]:
    (name,) = repository.staged()
    return [programs.ours(OURS, name, status=1), _peer(programs, name, status=1)]


def _staged(scale: float) -> tuple[Workload, ...]:
    def many(top: str) -> Repository:
        return repositories.with_lfs(top, part(10_000, scale), part(1_000, scale))

    lfs = f"{part(10_000, scale):,} staged files, {part(1_000, scale):,} of them in Git LFS"
    return (
        Workload("nothing staged", lambda top: repositories.with_tracked(top, part(100, scale)), _clean, 40, ""),
        Workload(
            "1 staged file, no policy",
            lambda top: repositories.with_staged(top, 1),
            _direct_and_prek,
            40,
            PEER,
            (Goal(OURS, UNIT, 2.7), Goal(OURS, PEER, 1.0)),
        ),
        Workload(
            "1 staged file, a policy in pyproject.toml",
            lambda top: repositories.with_staged(top, 1, policy=_POLICY),
            _direct,
            40,
            PEER,
            (Goal(OURS, UNIT, 3.2), Goal(OURS, PEER, 1.0)),
        ),
        Workload(
            "1 staged module, each hook",
            one_staged,
            _hooks(OURS, ROUTES, FLAGS, LIMIT, ONE),
            40,
            PEER,
            (
                *(Goal(hook, UNIT, limit) for hook, limit in ((OURS, 2.5), (FLAGS, 2.9), (ONE, 3.1))),
                *(Goal(hook, TWIN, 1.02) for hook in (OURS, ROUTES, FLAGS, LIMIT, ONE)),
            ),
        ),
        Workload(
            "1 staged notebook, each hook",
            lambda top: one_staged(top, is_notebook=True),
            _hooks(STRIP, FLAGS, ONE),
            40,
            PEER,
            tuple(Goal(hook, TWIN, 1.02) for hook in (STRIP, FLAGS, ONE)),
        ),
        Workload(
            f"{part(100, scale):,} staged files",
            lambda top: repositories.with_staged(top, part(100, scale)),
            _direct_and_prek,
            20,
            PEER,
        ),
        Workload(
            f"{part(10_000, scale):,} staged files",
            lambda top: repositories.with_staged(top, part(10_000, scale)),
            _direct_and_prek,
            9,
            PEER,
            (Goal(OURS, PEER, 0.6), Goal(OURS, MEGABYTES, 30)),
        ),
        Workload(lfs, many, _direct, 9, PEER, (Goal(OURS, PEER, 0.6), Goal(OURS, MEGABYTES, 30)), ("git-lfs",)),
        Workload(f"require-lfs, {lfs}", many, _routes, 9, PEER, (Goal(ROUTES, PEER, 0.8),), ("git-lfs",)),
    )


def _tracked(scale: float) -> tuple[Workload, ...]:
    few, many, size = part(10_000, scale), part(100_000, scale), part(_SIZE, scale)
    named = f"a staged file of {size / 1024**3:.1g} GB"
    return (
        Workload(
            f"require-lfs, {many:,} files judged again after a change of .gitattributes",
            lambda top: repositories.with_moved_routes(top, many),
            _moved_routes,
            7,
            PEER,
        ),
        Workload(
            f"{few:,} tracked files",
            lambda top: repositories.with_tracked(top, few),
            _all_files,
            9,
            PEER,
            (Goal(again(_all(OURS)), UNIT, 4),),
            kind="clean",
            entries=few,
        ),
        Workload(
            f"{many:,} tracked files",
            lambda top: repositories.with_tracked(top, many),
            _all_files,
            5,
            PEER,
            _SMALL,
            kind="clean",
            entries=many,
        ),
        Workload(
            named,
            lambda top: repositories.with_large(top, "weights.bin", size, b"\0\1\2\3"),
            _refused,
            5,
            PEER,
            (Goal(OURS, MEGABYTES, 150),),
        ),
        Workload(
            f"{named} whose end must be read",
            lambda top: repositories.with_large(top, "export.zip", size, b"PK\3\4\x14\0\0\0\0\0"),
            _refused,
            3,
            PEER,
            (Goal(OURS, MEGABYTES, 150),),
        ),
    )


def _indebted(programs: Programs, scale: float) -> tuple[Workload, ...]:
    """What comes last of those that share a repository may change it."""
    command = programs.path("commitworthy")
    counts = {
        count: f"{part(count, scale):,}" for count in (5_500, 3_500, 2_000, 1_200, 800, 5_000, 28_000, 300, 1_000)
    }
    few, many = part(10_000, scale), part(100_000, scale)

    def legacy(top: str) -> Repository:
        return debts.legacy(top, command, scale)

    def mixed(top: str) -> Repository:
        return debts.mixed(top, command, scale)

    return (
        Workload(
            f"legacy, {counts[5_500]} tracked files, {counts[3_500]} of them accepted artifacts",
            legacy,
            _accepted,
            7,
            PEER,
            (Goal(first(_all(OURS)), PEER, 4), Goal(again(_all(OURS)), PEER, 1.5), Goal(again(_all(ROUTES)), PEER, 2)),
        ),
        Workload(
            "legacy, the baseline written again",
            legacy,
            _baseline,
            3,
            PEER,
            tuple(Goal(when(BASELINE), SECONDS, 2.5) for when in (first, again)),
        ),
        Workload(
            f"legacy, a rename of {counts[2_000]} accepted models",
            legacy,
            _renamed,
            7,
            PEER,
            tuple(Goal(when(hook), PEER, 4) for hook in (OURS, ROUTES) for when in (first, again)),
        ),
        Workload(
            f"{counts[1_200]} tracked files, {counts[800]} of them accepted pickles",
            lambda top: debts.pickles(top, command, scale),
            _accepted,
            7,
            PEER,
        ),
        Workload(
            f"{few:,} tracked files, a fifth of them accepted artifacts",
            lambda top: debts.crowd(top, command, few),
            _accepted,
            5,
            PEER,
            kind="debt",
            entries=few,
        ),
        Workload(
            f"{many:,} tracked files, a fifth of them accepted artifacts",
            lambda top: debts.crowd(top, command, many),
            _accepted,
            3,
            PEER,
            _SMALL,
            kind="debt",
            entries=many,
        ),
        Workload(
            f"{counts[300]} accepted notebooks with outputs",
            lambda top: debts.dirty_notebooks(top, command, scale),
            _dirty_notebooks,
            7,
            notebooks.PEER,
        ),
        Workload(f"mixed, {counts[28_000]} accepted parameters", mixed, _parameters, 9, parameters.RUFF),
        Workload(
            f"mixed, the trio beside our hooks, {counts[5_000]} files",
            mixed,
            frameworks.cases,
            9,
            "",
            tuple(
                Goal(frameworks.name(framework, what), frameworks.name(framework, frameworks.TRIO), limit)
                for framework in frameworks.FRAMEWORKS
                for what, limit in frameworks.LIMITS
            ),
            (*frameworks.FRAMEWORKS, PEER, "nbstripout", "ruff"),
        ),
        Workload(
            f"{counts[1_000]} findings, as text",
            lambda top: debts.not_accepted(top, part(1_000, scale)),
            _reported,
            9,
            "",
            tuple(Goal(hook, _json(hook), 2) for hook in (OURS, ROUTES, FLAGS)),
        ),
    )


def _workloads(programs: Programs, scale: float) -> tuple[Workload, ...]:
    return (*_staged(scale), *_tracked(scale), *_indebted(programs, scale))


# Of a hundred thousand files, whether they are clean or not.
_SMALL = tuple(Goal(when(_all(hook)), MEGABYTES, 80) for hook in (OURS, ROUTES) for when in (first, again))
PAGE = Page("benchmarks.md", "Benchmarks", _ABOUT, _workloads)
