"""Why a hook did not fire, and whether this clone is safe."""

from __future__ import annotations

import argparse
import os
import sys

from .. import __version__
from .. import call as calls
from ..diagnosis import decisions, setup
from ..findings import ERROR, CannotJudge
from ..git import repository
from ..policy.parsing import Parser
from ..report import text, write
from ..report.escape import for_terminal
from ..values import TYPE_CHECKING
from . import verdicts_of_files

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ..call import Call
    from ..findings import Finding
    from ..git.repository import Repository

SUMMARY = "Why a hook did not fire; whether this clone is safe."


def run(words: list[str]) -> int:
    """Print facts and problems; exit status 1 if there are problems."""
    asked = _parser().parse_args(words)
    here = repository.answer(repository.ask())
    found = setup.look(here)
    problems = list(setup.check(found, os.environ))
    call: Call | None = None
    try:
        call = calls.prepare(calls.Request([], True, {}))
        problems += decisions.check(call)
    except CannotJudge as error:
        problems.append(decisions.unreadable(error))
    problems += _of_lfs(here)
    write.write_lines(_facts(found, call), sys.stdout.buffer)
    if asked.files and call is not None:
        write.write_lines(verdicts_of_files.lines(call), sys.stdout.buffer)
    write.write(
        problems,
        format=asked.format,
        stream=sys.stdout.buffer,
        color=text.wants_color("auto", sys.stdout, os.environ),
        show_all=True,
        github_too=False,
    )
    if not problems:
        write.write_lines(["No problems found."], sys.stdout.buffer)
    return 1 if any(problem.level == ERROR for problem in problems) else 0


def _parser() -> argparse.ArgumentParser:
    made = Parser(
        prog="commitworthy doctor",
        description=SUMMARY,
        epilog="example: commitworthy doctor --files",
        allow_abbrev=False,
    )
    made.add_argument("--files", action="store_true", help="also the verdict on every tracked file")
    made.add_argument("--debug", action="store_true", help="show the traceback of an error")
    made.set_defaults(format="text")
    return made


def _facts(found: setup.Setup, call: Call | None) -> Iterator[str]:
    known = [("commitworthy", f"{__version__}, Python {sys.version.split()[0]}, {sys.executable}")]
    known += setup.facts(found)
    if call is not None:
        known.append(("policy", call.policy.source or "none: the defaults hold"))
        known.append(("baseline", "none" if call.baseline is None else _rows(call.baseline.count(b"\n"))))
    width = max(len(name) for name, _ in known) + 2
    for name, value in known:
        yield f"{for_terminal(name):<{width}}{for_terminal(value)}"
    yield ""


def _rows(count: int) -> str:
    return "1 row" if count == 1 else f"{count:,} rows"


def _of_lfs(here: Repository) -> list[Finding]:
    """What require-lfs knows of a clone that is not set up for Git LFS."""
    from ..verdicts.lfs import health

    return health.check(here)
