"""A remote of DVC's own as a home: DVC is run, and what it did is for the caller to verify."""

from __future__ import annotations

import os
import shlex
import shutil

from ..base import secrets
from ..base.findings import CheckError, path_text
from ..base.namedtuple import TYPE_CHECKING
from ..git import shell

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ..git.repository import Repository

# So many paths fit into one line of any shell.
_MOST = 200


def run(here: Repository, words: Iterable[str], paths: Iterable[bytes]) -> None:
    """Run DVC at the top of the work tree, on so many paths at once as a line takes; CheckError in its own words."""
    if shutil.which("dvc") is None:
        raise CheckError("dvc is not installed: pip install dvc, with the extra of your remote, such as dvc[s3]")
    top = os.path.abspath(os.fsdecode(here.to_top) or os.curdir)
    named = [path_text(path) for path in paths]
    command = list(words)
    for start in range(0, len(named), _MOST):
        line = shlex.join(["dvc", *command, "--", *named[start : start + _MOST]])
        # A repository may come from anybody, and no usage data of it goes anywhere.
        status, said = shell.run(line, top, {**os.environ, "DVC_NO_ANALYTICS": "1"})
        if status:
            raise CheckError(f"dvc {command[0]} failed: {secrets.line(_reason(said))}")


def _reason(said: str) -> str:
    """The line of DVC's that says what went wrong."""
    lines = [line.strip() for line in said.splitlines() if line.strip()]
    errors = [line.removeprefix("ERROR: ") for line in lines if line.startswith("ERROR")]
    return (errors or lines or ["it said nothing"])[0]
