"""The real git-lfs in the tests' repositories, a machine without it, and artifacts by the handful."""

from __future__ import annotations

import hashlib
import os
import shutil
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tests.repo import Repo

if TYPE_CHECKING:
    import pytest

ROUTE = "filter=lfs diff=lfs merge=lfs -text"
VERSION = "version https://git-lfs.github.com/spec/v1\n"


def pointer(content: bytes, size: int | None = None) -> str:
    """The pointer that git-lfs makes of the content; `size` where it is to lie."""
    return f"{VERSION}oid sha256:{hashlib.sha256(content).hexdigest()}\nsize {len(content) if size is None else size}\n"


def set_up(repo: Repo) -> Repo:
    """The filters of git-lfs, in this clone alone, and no hooks; itself."""
    repo.git("lfs", "install", "--local", "--skip-repo")
    return repo


def tear_down(repo: Repo) -> None:
    repo.git("lfs", "uninstall", "--local", "--skip-repo", check=False)


def route(repo: Repo, *patterns: str, place: str = ".gitattributes") -> Repo:
    """Stage an attributes file that routes the patterns; the repository."""
    return repo.stage(place, "".join(f"{pattern} {ROUTE}\n" for pattern in patterns))


def machine_without_lfs(monkeypatch: pytest.MonkeyPatch, folder: Path) -> None:
    """PATH with all that it has but git-lfs."""
    folder.mkdir()
    monkeypatch.setenv("PATH", str(copied(os.environ["PATH"], folder, but="git-lfs")))
    assert shutil.which("git-lfs") is None
    assert shutil.which("git") is not None


def copied(path: str, folder: Path, but: str) -> Path:
    """The folder, with a link to each program that a shell finds on `path`, but one."""
    for place in map(os.path.abspath, filter(os.path.isdir, path.split(os.pathsep))):
        for name in os.listdir(place):
            program = os.path.join(place, name)
            # No folder, as /usr/bin/X11 is, and no link to nowhere; where two folders hold a name the first counts.
            runs = os.path.isfile(program) and os.access(program, os.X_OK)
            if runs and name != but and not os.path.lexists(folder / name):
                (folder / name).symlink_to(program)
    return folder


def stored(repo: Repo, name: str) -> str:
    """The staged blob as text, or "raw" where it is no pointer."""
    content = repo.git("cat-file", "blob", f":{name}", check=False)
    return content if content.startswith("version ") else "raw"


def judge(repo: Repo, *words: str, cwd: str = "") -> list[tuple[str, str]]:
    """Path and rule of each finding of require-lfs; exit status 1 is for errors alone."""
    outcome = repo.run("require-lfs", "--format", "json", *words, cwd=cwd)
    errors = [finding for finding in outcome.findings() if finding["level"] == "error"]
    assert outcome.status == (1 if errors else 0), outcome
    return outcome.rules()


def only(repo: Repo, *words: str) -> dict[str, Any]:
    """The one finding."""
    (finding,) = repo.run("require-lfs", "--format", "json", *words).findings()
    return finding


def passes(repo: Repo, *words: str) -> bool:
    """Whether there is nothing at all to say."""
    outcome = repo.run("require-lfs", *words)
    return (outcome.status, outcome.out, outcome.err) == (0, "", "")
