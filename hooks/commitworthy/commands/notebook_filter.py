"""Set git up to strip notebooks as it stages them, take that back, and tell how it stands."""

from __future__ import annotations

import os
import shlex
import shutil
import sys

from ..base import system
from ..base.findings import CheckError
from ..base.namedtuple import TYPE_CHECKING
from ..blobs.notebooks import is_notebook
from ..git import attributes, index, process, repository, write
from ..git.objects import optional

if TYPE_CHECKING:
    from ..git.repository import Repository
    from ..hooks.context import Invocation

DRIVER = "commitworthy"
LINES = (f"*.ipynb filter={DRIVER} diff={DRIVER}", f"*.zpln filter={DRIVER}")
_HOOK = "strip-notebooks"


def run(mode: str, invocation: Invocation) -> int:
    """Install, uninstall or tell; exit status 1 where `--status` finds that notebooks are not stripped."""
    here = repository.answer(repository.ask())
    place = _attributes_file(here, str(invocation.overrides.get((_HOOK, "attributes"), "")))
    if mode == "--status":
        return _status(here)
    if mode == "--install-filter":
        _install(here, place)
    else:
        _uninstall(here, place)
    return 0


def _install(here: Repository, place: str) -> None:
    command = _command()
    _check_that_it_is_free(here)
    owner = _owner(here, place)
    write.refuse_obstacle(owner, place)
    file = optional(os.fsencode(place))
    old = file.content if file else b""
    missing = [line for line in LINES if line.encode() not in old.splitlines()]
    if missing:
        gap = b"\n" if old and not old.endswith(b"\n") else b""
        os.makedirs(os.path.dirname(place) or ".", exist_ok=True)
        content = old + gap + "".join(f"{line}\n" for line in missing).encode()
        write.save(owner, place, content, file.state if file else None)
    for key, value in _settings(command).items():
        process.run("config", "--local", key, value)
    _say(f"git now strips notebooks as it stages them: {_shown(here, place)} and the configuration of this clone.")
    if not _is_private(place):
        _say(f"stage the lines: git add {shlex.quote(_shown(here, place))}")
    _say("notebooks that are tracked already: git add --renormalize .")


def _check_that_it_is_free(here: Repository) -> None:
    """CheckError where notebooks go through another filter, such as Git LFS: our lines would push it aside."""
    tracked = [entry.path for entry in index.tracked(here) if is_notebook(entry.path)]
    names = [b"any.ipynb", b"any.zpln", *tracked]
    for path, driver in attributes.filters(here, names, attributes.of_work_tree(here)).items():
        if driver not in ("unspecified", "unset", DRIVER):
            raise CheckError(
                f"--install-filter: {os.fsdecode(path)} already has the filter {driver}: "
                "remove that line from .gitattributes or .git/info/attributes first"
            )


def _uninstall(here: Repository, place: str) -> None:
    said = []
    for name in dict.fromkeys((place, _private(), write.place_of(here, ".gitattributes"))):
        owner = _owner(here, name)
        # A link that git does not follow, or that leads elsewhere, holds no line of ours.
        file = None if write.obstacle(owner, name) else optional(os.fsencode(name))
        lines = file.content.splitlines(keepends=True) if file else []
        kept = [line for line in lines if line.strip().decode("latin-1") not in LINES]
        if file and len(kept) != len(lines):
            write.save(owner, name, b"".join(kept), file.state)
            said.append(f"{_shown(here, name)}: removed the lines of the filter.")
    for section in (f"filter.{DRIVER}", f"diff.{DRIVER}"):
        process.run("config", "--local", "--remove-section", section, accept=(0, 128))
    for line in said:
        _say(line)
    _say("git no longer strips notebooks in this clone.")


def _status(here: Repository) -> int:
    """A line for each thing that has to be right."""
    asked = process.run("config", "--get", f"filter.{DRIVER}.process", accept=(0, 1)).decode().strip()
    program = shlex.split(asked)[0] if asked else ""
    there = bool(program) and shutil.which(program) is not None
    routed = attributes.filters(here, [b"any.ipynb"], attributes.of_work_tree(here))[b"any.ipynb"] == DRIVER
    _say(f"filter: {asked or 'not configured'}")
    if asked:
        _say(f"program: {'found' if there else 'gone'}")
    _say(f"attributes: {'set for *.ipynb' if routed else 'not set for *.ipynb'}")
    if asked and there and routed:
        _say("git strips notebooks as it stages them.")
        return 0
    _say("git does not strip notebooks here; to set it up: commitworthy strip-notebooks --install-filter")
    return 1


def _settings(command: str) -> dict[str, str]:
    """`process` serves git; the other two those programs that do not speak its protocol.

    With `required` git refuses to stage what could not be stripped, instead of taking it with its outputs.
    """
    return {
        f"filter.{DRIVER}.process": f"{command} {_HOOK} --filter-process",
        f"filter.{DRIVER}.clean": f"{command} {_HOOK} --stdin-name=%f -",
        f"filter.{DRIVER}.smudge": "cat",
        f"filter.{DRIVER}.required": "true",
        f"diff.{DRIVER}.textconv": f"{command} {_HOOK} --textconv --",
    }


def _command() -> str:
    """Our program as a word of the shell; CheckError where it will not stay."""
    folder = os.path.dirname(sys.executable)
    if system.framework_runs_us() or system.framework_made(os.path.dirname(folder)):
        raise CheckError(
            "--install-filter: this program is installed in pre-commit's cache, which will be garbage-collected: "
            "install commitworthy in your own environment and run it from there"
        )
    found = shutil.which("commitworthy", path=folder) or shutil.which("commitworthy")
    if found is None:
        raise CheckError("--install-filter: the program commitworthy is not on PATH: install it with pipx or uv tool")
    return shlex.quote(os.path.abspath(found).replace(os.sep, "/"))


def _attributes_file(here: Repository, chosen: str) -> str:
    return os.fsdecode(here.on_disk(os.fsencode(chosen))) if chosen else _private()


def _private() -> str:
    return os.fsdecode(process.run("rev-parse", "--git-path", "info/attributes").removesuffix(b"\n"))


def _owner(here: Repository, place: str) -> Repository:
    """For the writer: git's own folder is no part of the work tree, and nobody's but git's and ours."""
    return repository.NOWHERE if _is_private(place) else here


def _is_private(place: str) -> bool:
    return place == _private()


def _shown(here: Repository, place: str) -> str:
    top = os.fsdecode(here.to_top) or "."
    return os.path.relpath(place, top)


def _say(line: str) -> None:
    sys.stdout.write(line + "\n")
