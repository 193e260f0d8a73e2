"""A project whose Git LFS objects go to a home without a server, its clones, and the agent spoken to by hand."""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING, Any

from commitworthy.homes import lfs as homes_lfs
from tests import lfs
from tests.repo import Outcome, Repo, executable

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

POLICY = '[homes]\nmodel = "{home}"\nbinary = "{home}"\n'


def project(repo: Repo, home: str, policy: str = "") -> Repo:
    """A repository with the policy, a route, git-lfs and its hooks, and a bare one beside it to push to."""
    repo.git("init", "--quiet", "--bare", "--template=", "../origin.git")
    repo.git("remote", "add", "origin", str(repo.top.parent / "origin.git"))
    (repo.top / ".git/hooks").mkdir(exist_ok=True)
    repo.git("lfs", "install", "--local")
    repo.write("commitworthy.toml", policy or POLICY.format(home=home))
    repo.write(".lfsconfig", f"[lfs]\n    url = {homes_lfs.NO_SERVER}\n")
    repo.write(".gitattributes", f"*.bin {lfs.ROUTE}\n")
    repo.commit("the policy")
    assert repo.run("lfs-agent", "--set", home).status == 0
    return repo


def push(repo: Repo, branch: str = "main") -> Outcome:
    """What a push says, but for the progress of git-lfs."""
    outcome = repo.try_git("push", "--quiet", "origin", branch, GIT_TERMINAL_PROMPT="0")
    lines = outcome.out.splitlines(keepends=True)
    return outcome._replace(out="".join(line for line in lines if not line.startswith("Uploading LFS objects:")))


def cloned(repo: Repo, name: str, home: str = "") -> Repo:
    """Another clone, without the objects; with a home it is set up for them."""
    place = repo.top.parent / name
    repo.git("clone", "--quiet", "--template=", "../origin.git", str(place), GIT_LFS_SKIP_SMUDGE="1")
    clone = Repo(place)
    (place / ".git/hooks").mkdir(exist_ok=True)
    clone.git("lfs", "install", "--local")
    if home:
        assert clone.run("lfs-agent", "--set", home).status == 0
    return clone


def sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def key(content: bytes) -> str:
    oid = sha256(content)
    return f"{oid[:2]}/{oid[2:4]}/{oid}"


def objects(repo: Repo) -> list[str]:
    """The objects that a clone has."""
    folder = repo.top / ".git/lfs/objects"
    return sorted(str(place.relative_to(folder)) for place in folder.rglob("*") if place.is_file())


def download(content: bytes, **more: object) -> dict[str, object]:
    return {"event": "download", "oid": sha256(content), "size": len(content), "action": None, **more}


def upload(content: bytes, place: str | Path, **more: object) -> dict[str, object]:
    return {**download(content, path=str(place)), "event": "upload", **more}


def speak(repo: Repo, *messages: Mapping[str, object]) -> list[dict[str, Any]]:
    """What the agent answers after `init`, as git-lfs would start it; it has to end well."""
    lines = [json.dumps({"event": "init", "operation": "upload", "remote": "origin", "concurrent": True})]
    lines += [json.dumps(message) for message in messages]
    lines.append(json.dumps({"event": "terminate"}))
    done = subprocess.run(
        [executable("commitworthy"), "lfs-agent"],
        cwd=repo.top,
        input="\n".join(lines) + "\n",
        capture_output=True,
        text=True,
        env=dict(os.environ),
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")
    answers: list[dict[str, Any]] = [json.loads(line) for line in done.stdout.splitlines()]
    return answers


@contextlib.contextmanager
def talking(repo: Repo) -> Iterator[tuple[Callable[[Mapping[str, object]], dict[str, Any]], Iterator[dict[str, Any]]]]:
    """An agent that is asked bit by bit: says a message and gives the next answer; and the answers that follow."""
    agent = subprocess.Popen(
        [executable("commitworthy"), "lfs-agent"], cwd=repo.top, stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    assert agent.stdin is not None
    assert agent.stdout is not None
    with agent, agent.stdin as asking:
        answers: Iterator[dict[str, Any]] = map(json.loads, agent.stdout)

        def ask(message: Mapping[str, object]) -> dict[str, Any]:
            asking.write(json.dumps(message).encode() + b"\n")
            asking.flush()
            return next(answers)

        yield ask, answers
