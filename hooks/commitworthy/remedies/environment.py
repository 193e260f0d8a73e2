"""What the remedies depend on: where the user stands, and which programs are set up.  Asked only after a finding."""

from __future__ import annotations

import os
import sys

from ..base import system
from ..base.findings import Step
from ..base.namedtuple import TYPE_CHECKING, NamedTuple
from ..git import index, objects, process, write
from . import origin
from .steps import shell_word

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from ..git.repository import Repository


# Whether a push takes the objects of Git LFS along: what the pre-push hook of this clone runs.


_CALL = (b"git lfs pre-push", b"git-lfs pre-push")
_CONFIGS = (".pre-commit-config.yaml", "prek.toml", "lefthook.yml", ".lefthook.yml", ".husky/pre-push")
_SCRIPT = '#!/bin/sh\\nexec git lfs pre-push "$@"\\n'
_LARGEST = 1024 * 1024


def hook() -> bytes:
    """Where git looks for the pre-push hook, from the current directory."""
    return process.run("rev-parse", "--git-path", "hooks/pre-push").removesuffix(b"\n")


def work(repository: Repository, place: bytes) -> bool:
    """Whether git runs the hook at `place` and that runs git-lfs: itself, what a framework kept, or what it is told."""
    if not os.access(place, os.X_OK):
        return False
    content = _read(place)
    legacy = place + b".legacy"
    kept = _is_generated(content) and os.access(legacy, os.X_OK) and _calls(_read(legacy))
    return kept or _calls(content) or any(_calls(_read(repository.on_disk(name.encode()))) for name in _CONFIGS)


def has_foreign_hook(place: bytes) -> bool:
    """Whether `git lfs install` would refuse to write its hook, since one stands there that is not its own."""
    return os.path.exists(place) and _CALL[0] not in _read(place)


def repair_steps(place: bytes, shown: str) -> tuple[Step, ...]:
    """The commands that make it work, with `shown` for the hook; nothing where the hook is somebody's own script.

    `git lfs install` refuses to touch a hook that is there.  pre-commit and prek run `pre-push.legacy` beside theirs.
    """
    if not os.path.exists(place):
        return (Step(("git", "lfs", "install")),)
    if not _is_generated(_read(place)):
        return ()
    legacy = f"{shown}.legacy"
    return Step(("printf", "%b", _SCRIPT), (), f"> {shell_word(legacy)}"), Step(("chmod", "+x", legacy))


def _is_generated(content: bytes) -> bool:
    return b"pre-commit" in content or b"prek" in content


def _calls(content: bytes) -> bool:
    """Whether a line that is no comment calls git-lfs."""
    lines = (line.strip() for line in content.splitlines())
    return any(call in line for line in lines if not line.startswith(b"#") for call in _CALL)


def _read(place: bytes) -> bytes:
    file = objects.on_disk(place)
    return file.content[:_LARGEST] if file else b""


class Environment(NamedTuple):
    """Facts of this machine and clone.

    `up` leads from the user's directory to the top of the repository ("" at the top).
    `other_pre_push` where `git lfs install` would refuse to add its hook, and `upload` makes that hook run git-lfs.
    `ignore_file_is_open` where the last line of `.gitignore` has no end, so with `.gitattributes`.
    `attribute_patterns` are those of its lines: `git lfs track` adds no line for a pattern that has one.
    `obstacles` are files of git's own language that no line can be added to, each with the reason: links, which git
    does not follow, or which lead away.
    `off_disk` holds the paths whose file differs from the index, `gone` those without a file, `ignored` those that a
    `.gitignore` of the repository covers already.
    """

    up: str
    command: str | None
    install: str
    has_dvc: bool = False
    has_lfs: bool = False
    lfs_is_set_up: bool = False
    other_pre_push: bool = False
    upload: tuple[Step, ...] = ()
    ignore_file_is_open: bool = False
    attributes_file_is_open: bool = False
    attribute_patterns: frozenset[str] = frozenset()
    obstacles: Mapping[str, str] = {}
    off_disk: frozenset[bytes] = frozenset()
    gone: frozenset[bytes] = frozenset()
    ignored: frozenset[bytes] = frozenset()


def look(repository: Repository, paths: list[bytes]) -> Environment:
    """Look around for the remedies of findings at `paths`."""
    off_disk = index.differing_on_disk()
    pre_push = hook()
    is_to_mend = os.path.exists(pre_push) and not work(repository, pre_push)
    return nearby(repository)._replace(
        has_dvc=process.succeeds("cat-file", "-e", ":.dvc/config"),
        has_lfs=has_lfs(),
        lfs_is_set_up=lfs_is_set_up(),
        other_pre_push=has_foreign_hook(pre_push),
        upload=repair_steps(pre_push, _seen_from_top(repository, pre_push)) if is_to_mend else (),
        ignore_file_is_open=is_open(repository.on_disk(b".gitignore")),
        attributes_file_is_open=is_open(repository.on_disk(b".gitattributes")),
        attribute_patterns=_patterns(repository.on_disk(b".gitattributes")),
        obstacles=obstacles(repository, (".gitignore", ".gitattributes")),
        off_disk=off_disk.intersection(paths),
        gone=frozenset(path for path in paths if not os.path.lexists(repository.on_disk(path))),
    )


def _patterns(place: bytes) -> frozenset[str]:
    """Those of the lines of an attributes file."""
    file = objects.on_disk(place)
    if not file:
        return frozenset()
    from ..formats import attribute_lines

    return frozenset(line.pattern for line in attribute_lines.parse(file.content))


def has_lfs() -> bool:
    """Whether the user's own shell finds git-lfs."""
    return system.which("git-lfs", _users_path()) is not None


def finds(program: str) -> bool:
    """Whether the user's own shell finds a program, by its name or its path."""
    return os.access(program, os.X_OK) if "/" in program else system.which(program, _users_path()) is not None


def lfs_is_set_up() -> bool:
    """Whether git knows the filters of git-lfs here."""
    return bool(process.run("config", "--get", "filter.lfs.clean", accept=(0, 1)).strip())


def nearby(repository: Repository) -> Environment:
    """What remedies need that take nothing but a command of ours or a plain one of git; no git is asked for it."""
    command = system.which("commitworthy", _users_path())
    return Environment(_up(repository), command, "" if command else origin.requirement())


def _up(repository: Repository) -> str:
    """From the user's shell to the top: hooks start at the top, wherever the user called git or the framework."""
    # Called by hand we stand where the user does; what started us there need not have set PWD.
    own = "" if system.framework_runs_us() else os.fsdecode(repository.prefix)
    given = os.environ.get("GIT_PREFIX", "") or own
    inside = given.rstrip("/") or _from_top(repository, os.environ.get("PWD", ""))
    return "/".join([".."] * len(inside.split("/"))) if inside else ""


def _from_top(repository: Repository, folder: str) -> str:
    """`folder` as a path from the top, "" where it is the top or elsewhere."""
    top = os.path.realpath(os.fsdecode(repository.to_top) or ".")
    inside = os.path.relpath(os.path.realpath(folder), top) if os.path.isdir(folder) else os.curdir
    return "" if inside == os.curdir or inside.startswith(os.pardir) else inside.replace(os.sep, "/")


def _seen_from_top(repository: Repository, place: bytes) -> str:
    """A path for commands that are pasted at the top; absolute where it leads out of the work tree."""
    path = os.fsdecode(place)
    if os.path.isabs(path):
        return path
    seen = os.path.relpath(os.path.realpath(path), os.path.realpath(os.fsdecode(repository.to_top) or "."))
    return os.path.realpath(path) if seen.startswith(os.pardir) else seen


def obstacles(repository: Repository, places: Iterable[str]) -> dict[str, str]:
    """Of these paths from the top those that must not be written, each with the reason."""
    found = {place: write.obstacle(repository, write.place_of(repository, place)) for place in places}
    return {place: reason for place, reason in found.items() if reason}


def is_open(place: bytes) -> bool:
    """Whether the last line of the file has no end."""
    file = objects.on_disk(place)
    return file is not None and bool(file.content) and not file.content.endswith(b"\n")


def _users_path() -> str:
    """PATH without the environment that a hook runs in."""
    own = os.path.realpath(os.path.dirname(sys.executable))
    folders = os.environ.get("PATH", os.defpath).split(os.pathsep)
    if not system.framework_runs_us() or not system.framework_made(sys.prefix):
        return os.pathsep.join(folders)
    return os.pathsep.join(folder for folder in folders if os.path.realpath(folder) != own)
