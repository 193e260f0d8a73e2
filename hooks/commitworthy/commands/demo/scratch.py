"""A throw-away repository with our hooks in it, and lines of shell typed there."""

from __future__ import annotations

import os
import shlex
import sys

from ... import cli
from ...base.findings import CheckError
from ...base.namedtuple import TYPE_CHECKING, NamedTuple
from ...git import shell

if TYPE_CHECKING:
    from collections.abc import Mapping

# What an outer hook, a CI service or the user's own settings would change in the story.
_FOREIGN = ("GIT_", "PRE_COMMIT", "GITHUB_", "NO_COLOR", "FORCE_COLOR", "PYTHON", "LC_", "XDG_")
_CONFIGURATION = """\
[user]
\tname = A. Scientist
\temail = scientist@example.org
[core]
\tautocrlf = false
[gc]
\tauto = 0
"""
# Without a template, so that no other hook is there.
_SETUP = (
    "git init --quiet --template= --initial-branch=main . && "
    "git init --quiet --template= --bare ../churn.git && git remote add origin ../churn.git"
)
# The same commits each time.
_DATE = "2026-09-07T17:30:00+0200"


class Stage(NamedTuple):
    """The project's folder, and the environment in which its user types."""

    project: str
    environment: Mapping[str, str]

    def type(self, line: str) -> tuple[int, str]:
        """Exit status and output of one line; the temporary folder, which is gone soon, is `/demo` in it."""
        status, said = shell.run(line, self.project, self.environment)
        return status, said.replace(os.path.dirname(self.project), "/demo")

    def write(self, files: Mapping[str, bytes]) -> None:
        """Put files, path -> content, into the project."""
        for path, content in files.items():
            place = os.path.join(self.project, path)
            os.makedirs(os.path.dirname(place), exist_ok=True)
            with open(place, "wb") as file:
                file.write(content)


def build(folder: str, *, color: bool) -> Stage:
    """Make the repository inside `folder`, which is empty, with every hook of ours, and a remote to push to."""
    project, home, programs = (os.path.join(folder, name) for name in ("churn", "home", "bin"))
    for made in (project, home, programs):
        os.mkdir(made)
    command = os.path.join(programs, "commitworthy")
    _write_script(command, _launcher())
    _write(os.path.join(home, ".gitconfig"), _CONFIGURATION)
    stage = Stage(project, _environment(home, programs, color=color))
    status, said = stage.type(_SETUP)
    if status:
        raise CheckError(f"git init failed in a temporary folder: {said.strip()}")
    hooks = os.path.join(project, ".git", "hooks")
    os.makedirs(hooks, exist_ok=True)
    _write_script(os.path.join(hooks, "pre-commit"), _pre_commit(command))
    _write_script(os.path.join(hooks, "pre-push"), f'#!/bin/sh\nexec {shlex.quote(command)} check-push "$@"\n')
    return stage


def _environment(home: str, programs: str, *, color: bool) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith(_FOREIGN)}
    return kept | {
        "HOME": home,
        "PATH": programs + os.pathsep + os.environ.get("PATH", os.defpath),
        "GIT_CONFIG_NOSYSTEM": "1",
        "GIT_AUTHOR_DATE": _DATE,
        "GIT_COMMITTER_DATE": _DATE,
        "GIT_CEILING_DIRECTORIES": os.path.dirname(home),
        "LC_ALL": "C",
        ("FORCE_COLOR" if color else "NO_COLOR"): "1",
    }


def _launcher() -> str:
    """Runs this very package in this very Python, whatever is installed elsewhere."""
    package = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
    search = [os.path.dirname(package), *(place for place in sys.path if os.path.isabs(place))]
    program = f"import sys; sys.path[:] = {search!a}; from commitworthy.cli import main; sys.exit(main())"
    return f'#!/bin/sh\nexec {shlex.quote(sys.executable)} -I -c {shlex.quote(program)} "$@"\n'


def _pre_commit(command: str) -> str:
    """As the frameworks do: run both, fail if one did.  The combined hook says each blob once."""
    runs = "".join(
        f"{shlex.quote(command)} {hook} || status=1\n" for hook in (cli.COMBINED, "limit-commit", "check-cards")
    )
    return f"#!/bin/sh\nstatus=0\n{runs}exit $status\n"


def _write_script(place: str, text: str) -> None:
    _write(place, text)
    os.chmod(place, 0o700)


def _write(place: str, text: str) -> None:
    with open(place, "w", encoding="utf-8", newline="\n") as file:
        file.write(text)
