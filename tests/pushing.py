"""Pushes to real bare repositories, through a real pre-push hook."""

from __future__ import annotations

import re
import shlex
from pathlib import Path
from typing import TYPE_CHECKING

from tests.repo import Outcome, Repo, executable

if TYPE_CHECKING:
    from typing import Any

JSON = "check-push --format json"


def remote(repo: Repo, name: str = "origin", *, filled: bool = True, options: tuple[str, ...] = ()) -> Repo:
    """A bare repository beside this one, known as `name`; it has what is on main, unless it is to be empty."""
    top = repo.top.parent / f"{name}.git"
    top.mkdir()
    made = Repo(top)
    made.git("init", "--quiet", "--bare", "--template=", *options)
    repo.git("remote", "add", name, str(top))
    if filled:
        repo.git("push", "--quiet", "--no-verify", "--set-upstream", name, "main")
    return made


def install(repo: Repo, command: str = JSON, hook: str = "pre-push") -> None:
    """A native hook of one line."""
    place = Path(repo.git("rev-parse", "--path-format=absolute", "--git-path", f"hooks/{hook}"))
    place.parent.mkdir(exist_ok=True)
    place.write_text(f'#!/bin/sh\nexec {shlex.quote(executable("commitworthy"))} {command} "$@"\n')
    place.chmod(0o755)


def push(repo: Repo, *words: str, cwd: str = "", **extra: str) -> Outcome:
    """A push, without the meter that git-lfs writes to standard output when an upload takes it long enough."""
    outcome = repo.try_git("push", "--quiet", *words, cwd=cwd, **extra)
    return outcome._replace(out=re.sub(r"(?m)^Uploading LFS objects: .*\n", "", outcome.out))


def refused(repo: Repo, *words: str, cwd: str = "", **extra: str) -> list[dict[str, Any]]:
    """The findings for which a push is refused; nothing arrives."""
    outcome = push(repo, *words, cwd=cwd, **extra)
    assert outcome.status != 0, outcome
    assert outcome.findings(), outcome
    return outcome.findings()


def passes(repo: Repo, *words: str, cwd: str = "", **extra: str) -> None:
    """A push that the hook has nothing to say about."""
    outcome = push(repo, *words, cwd=cwd, **extra)
    assert (outcome.status, outcome.findings()) == (0, []), outcome


def rules(findings: list[dict[str, Any]]) -> list[tuple[str, str]]:
    return [(finding["path"], finding["rule"]) for finding in findings]


def without_ids(text: str) -> str:
    """Ids as X, and the date of today as DATE."""
    text = re.sub(r"\b[0-9a-f]{40}\b", "ID", text)
    text = re.sub(r"\b[0-9a-f]{8,12}(?=[ ^\s'])", "X", text)
    return re.sub(r"\d{4}-\d\d-\d\d", "DATE", text)
