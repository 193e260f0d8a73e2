"""Repositories with a model that is to be moved, and the folder it goes to."""

from __future__ import annotations

import hashlib
import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import yaml

import commitworthy
from commitworthy.git import incoming
from tests.repo import Outcome, Repo
from tests.samples import model

if TYPE_CHECKING:
    from collections.abc import Callable

    import pytest

MODEL = model(400)
NAME = "models/churn.pkl"
CARD = f"{NAME}.dvc"
TRAIN = """\
import joblib

def main(estimator):
    joblib.dump(estimator, "models/churn.pkl")
"""


def got_back(path: str) -> str:
    """What is told of a card that cannot be used."""
    command = f"git restore --source=HEAD --staged --worktree -- :/{path}"
    return f"get the committed one back ({command}), or move the file again"


def refused_as_changed(
    repo: Repo, name: str, step: str, meanwhile: Callable[[], object], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Something is written when a move comes to a step: all stays in git, as one line says."""
    from commitworthy.commands.move import steps

    before, really = repo.git("ls-files", "--stage"), getattr(steps, step)

    def changing(*words: object) -> object:
        meanwhile()
        return really(*words)

    monkeypatch.setattr(steps, step, changing)
    line = f"{name}: changed while it was moved; it stays as it is: run again when it is finished"
    outcome = repo.run("move", name)
    assert (outcome.status, outcome.err) == (2, f"commitworthy: {line}\n")
    assert repo.git("ls-files", "--stage") == before
    assert not os.path.exists(repo.path(f"{name}.dvc"))


STEPS = ("hash_file", "known_card", "ask", "upload", "read_back", "notes", "write_cards", "ignore", "stage")
KILLED = """
import os, signal, sys
from commitworthy import cli
from commitworthy.commands.move import steps
name, when = sys.argv[1:3]
really = getattr(steps, name)
def killed(*words, **named):
    if when == "after":
        really(*words, **named)
    os.kill(os.getpid(), signal.SIGKILL)
setattr(steps, name, killed)
cli.main(sys.argv[3:])
"""


def without(repo: Repo, library: str, *words: str, **extra: str) -> Outcome:
    """The program where this library is not installed."""
    hidden = f"import sys; sys.modules[{library!r}] = None; from commitworthy.cli import main; sys.exit(main())"
    done = subprocess.run(
        [sys.executable, "-c", hidden, *words],
        cwd=repo.top,
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "PYTHONPATH": str(Path(commitworthy.__file__).parent.parent), **extra},
    )
    return Outcome(done.returncode, done.stdout, done.stderr)


def share(repo: Repo) -> Path:
    """The folder that is the home of everything, as the committed policy says."""
    folder = repo.top.parent / "share"
    folder.mkdir(exist_ok=True)
    repo.write("commitworthy.toml", f'[homes]\nmodel = "file://{folder}"\ndata = "{folder}"\nbinary = "{folder}"\n')
    repo.write("src/train.py", TRAIN)
    repo.commit("the policy")
    return folder


def trained(repo: Repo) -> Path:
    """The same, with a model on disk that nobody has staged."""
    folder = share(repo)
    repo.write(NAME, MODEL)
    return folder


def kept(folder: Path) -> list[str]:
    """What is in the home."""
    return sorted(str(place.relative_to(folder)) for place in folder.rglob("*") if place.is_file())


def card(repo: Repo, name: str = CARD) -> dict[str, Any]:
    """A card as YAML has it."""
    found: dict[str, Any] = yaml.safe_load(Path(repo.path(name)).read_text())
    return found


def draft(name: str, content: bytes) -> str:
    """Where what is fetched of a file lies until it is whole."""
    folder, slash, base = name.rpartition("/")
    return folder + slash + incoming.draft_name(base, hashlib.sha256(content).hexdigest())


def cloned(repo: Repo, name: str = "clone") -> Repo:
    """Another clone of what is committed."""
    repo.git("clone", "--quiet", "--template=", ".", str(repo.top.parent / name))
    return Repo(repo.top.parent / name)


def state(repo: Repo, folder: Path) -> dict[str, object]:
    """All that a move changes: the index, the files on disk and the home."""
    on_disk = {
        str(place.relative_to(repo.top)): place.read_bytes()
        for place in sorted(repo.top.rglob("*"))
        if place.is_file() and ".git/" not in str(place)
    }
    return {"index": repo.git("ls-files", "--stage"), "disk": on_disk, "home": kept(folder)}


def again(repo: Repo, name: str) -> Repo:
    """A copy of the repository as it is, elsewhere."""
    shutil.copytree(repo.top, repo.top.parent / name, symlinks=True)
    return Repo(repo.top.parent / name)


def killed(repo: Repo, step: str, when: str, *words: str) -> None:
    """Run a command that is killed before or after a step of a move."""
    package = str(Path(commitworthy.__file__).parent.parent)
    command = [sys.executable, "-c", KILLED, step, when, *words]
    done = subprocess.run(command, cwd=repo.top, check=False, env={**os.environ, "PYTHONPATH": package})
    assert done.returncode == -signal.SIGKILL
