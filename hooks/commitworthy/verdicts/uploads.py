"""Whether a push takes the objects of Git LFS along: what the pre-push hook of this clone runs."""

from __future__ import annotations

import os

from ..findings import Step
from ..git import contents, process
from ..values import TYPE_CHECKING
from .spelling import shell_word

if TYPE_CHECKING:
    from ..git.repository import Repository

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


def is_anothers(place: bytes) -> bool:
    """Whether `git lfs install` would refuse to write its hook, since one stands there that is not its own."""
    return os.path.exists(place) and _CALL[0] not in _read(place)


def mending(place: bytes, shown: str) -> tuple[Step, ...]:
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
    file = contents.on_disk(place)
    return file.content[:_LARGEST] if file else b""
