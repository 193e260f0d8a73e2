"""A remote of DVC's own as a home: DVC is run, and what it did is for the caller to verify.

What DVC does is up to `.dvc/config`, which comes out of the repository.  It names hosts that credentials go to, files
of settings that name programs (`configpath`, with AWS's `credential_process`), and folders whose pickles are loaded.
Only a configuration that can do none of that is taken as it is; any other has to be trusted first.
"""

from __future__ import annotations

import os
import re
import shlex
import shutil

from ..base import secrets
from ..base.findings import CheckError, path_text
from ..base.namedtuple import TYPE_CHECKING
from ..git import objects, process, shell
from . import access

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ..git.repository import Repository

# So many paths fit into one line of any shell.
_MOST = 200
TRUSTED = "dvc"
"""What `--trust` is given for all that a repository's `.dvc/config` says."""
_CONFIG = b".dvc/config"
# What `dvc init` and people put beside it; DVC loads other files there as they are.
_HARMLESS_FILES = re.compile(rb"\.dvc/(?:config|\.gitignore|plots/[^/]+\.json)")
# Line by line, so that no parser sees more in it: the default remote, and remotes in folders and at clouds' own hosts.
_HARMLESS_LINES = re.compile(
    rb"(?:#[ -~\t]*|\[core\]|\[cache\]|\['?remote \"[\w.-]+\"'?\]|remote = [\w.-]+|jobs = \d+|region = [\w-]+"
    rb"|(?:autostage|analytics|check_update|version_aware) = \w+|type = [a-z, ]+"
    rb"|url = (?!//)(?:(?:s3|gs|azure)://)?[\w./ -]+)?"
)


def run(here: Repository, words: Iterable[str], paths: Iterable[bytes]) -> None:
    """Run DVC at the top of the work tree, on so many paths at once as a line takes; CheckError in its own words."""
    if shutil.which("dvc") is None:
        raise CheckError("dvc is not installed: pip install dvc, with the extra of your remote, such as dvc[s3]")
    _refuse_strange_settings(here)
    top = os.path.abspath(os.fsdecode(here.to_top) or os.curdir)
    named = [path_text(path) for path in paths]
    command = list(words)
    for start in range(0, len(named), _MOST):
        line = shlex.join(["dvc", *command, "--", *named[start : start + _MOST]])
        # A repository may come from anybody, and no usage data of it goes anywhere.
        status, said = shell.run(line, top, {**os.environ, "DVC_NO_ANALYTICS": "1"})
        if status:
            raise CheckError(f"dvc {command[0]} failed: {secrets.line(_reason(said))}")


def _refuse_strange_settings(here: Repository) -> None:
    """CheckError where the repository's settings of DVC can do more than name a remote, and nobody trusts them."""
    tracked = process.run("ls-files", "-z", "--full-name", "--", ":(top,icase).dvc").split(b"\0")[:-1]
    strange = next((path for path in tracked if not _HARMLESS_FILES.fullmatch(path)), b"")
    file = objects.on_disk(here.on_disk(_CONFIG))
    lines = enumerate(file.content.split(b"\n") if file else (), 1)
    number = next((number for number, line in lines if not _HARMLESS_LINES.fullmatch(line.strip())), 0)
    if (strange or number) and TRUSTED not in access.trusted():
        where = path_text(strange) if strange else f"{path_text(_CONFIG)}, line {number}"
        raise CheckError(
            f"{where}: is the repository's, and may send credentials to any host, or have DVC run any program: look at "
            f"it, and if you trust it run again with --trust {TRUSTED}"
        )


def _reason(said: str) -> str:
    """The line of DVC's that says what went wrong."""
    lines = [line.strip() for line in said.splitlines() if line.strip()]
    errors = [line.removeprefix("ERROR: ") for line in lines if line.startswith("ERROR")]
    return (errors or lines or ["it said nothing"])[0]
