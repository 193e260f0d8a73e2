"""A real git repository in a temporary folder, and our command run inside it."""

from __future__ import annotations

import io
import json
import os
import shlex
import shutil
import subprocess
import sys
import warnings
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from commitworthy import cli
from tests.luck import INSTALL, need_lfs, need_program

if TYPE_CHECKING:
    import pytest

IDENTITY = {
    "GIT_AUTHOR_NAME": "A. Author",
    "GIT_AUTHOR_EMAIL": "author@example.org",
    "GIT_COMMITTER_NAME": "A. Author",
    "GIT_COMMITTER_EMAIL": "author@example.org",
}
FOREIGN = ("GIT_", "PRE_COMMIT", "GITHUB_", "NO_COLOR", "FORCE_COLOR", "COMMITWORTHY_", "PYTHONUNBUFFERED")
BIN = Path(sys.executable).parent
GITCONFIG = """\
[init]
    defaultBranch = main
[protocol "file"]
    allow = always
[maintenance]
    auto = false
[gc]
    auto = 0
[core]
    fsync = none
"""
JSON_HOOK = "block-artifacts --format json"
# Seconds after which a process is taken to hang, also where ten others want the processor.
HANGS = 600


def isolate(monkeypatch: pytest.MonkeyPatch, home: Path) -> None:
    """No configuration of the machine, of an outer hook or of a CI service reaches the test."""
    for name in list(os.environ):
        if name.startswith(FOREIGN):
            monkeypatch.delenv(name)
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(home / ".config"))
    monkeypatch.setenv("GIT_CONFIG_NOSYSTEM", "1")
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", str(home / ".gitconfig"))
    for name, value in IDENTITY.items():
        monkeypatch.setenv(name, value)
    # As where people have installed us for themselves: the remedies then name our command alone.
    monkeypatch.setenv("PATH", f"{BIN}{os.pathsep}{os.environ['PATH']}")
    (home / ".gitconfig").write_text(GITCONFIG)


class Outcome(NamedTuple):
    """What a run gave back."""

    status: int
    out: str
    err: str

    def findings(self) -> list[dict[str, Any]]:
        """The JSON lines on standard output."""
        return [json.loads(line) for line in self.out.splitlines() if line.startswith("{")]

    def rules(self) -> list[tuple[str, str]]:
        """Path and rule of each finding, of JSON lines."""
        return [(finding["path"], finding["rule"]) for finding in self.findings()]


class Repo:
    """A work tree; paths are relative to its top."""

    def __init__(self, top: Path) -> None:
        self.top = top

    @classmethod
    def init(cls, top: Path, *options: str) -> Repo:
        top.mkdir(parents=True, exist_ok=True)
        made = cls(top)
        made.git("init", "--quiet", "--template=", *options)
        return made

    @classmethod
    def copied(cls, template: Path, top: Path) -> Repo:
        """A copy of a repository, whose index knows the files of the copy."""
        shutil.copytree(template, top, symlinks=True)
        copy = cls(top)
        if (top / ".git" / "index").exists():
            copy.git("update-index", "-q", "--refresh", check=False)
        return copy

    def git(self, *arguments: str | bytes, send: bytes | None = None, check: bool = True, **extra: str) -> str:
        """Run git at the top; its answer, without the last line end."""
        if arguments[0] == "lfs":
            need_lfs()
        done = subprocess.run(
            ["git", *arguments], cwd=self.top, input=send, capture_output=True, env={**os.environ, **extra}, check=False
        )
        if check and done.returncode:
            raise AssertionError(f"git {arguments} gave {done.returncode}: {done.stderr.decode(errors='replace')}")
        return done.stdout.decode(errors="surrogateescape").removesuffix("\n")

    def path(self, name: str | bytes) -> str:
        """The place of a file on disk."""
        return os.path.join(str(self.top), os.fsdecode(name))

    def write(self, name: str | bytes, content: str | bytes = "") -> str:
        place = self.path(name)
        os.makedirs(os.path.dirname(place), exist_ok=True)
        with open(place, "wb") as file:
            file.write(content.encode() if isinstance(content, str) else content)
        return place

    def stage(self, name: str | bytes, content: str | bytes | None = None, *options: str) -> Repo:
        """Add one file as it is on disk, or with this content; ourselves, for more of the kind."""
        if content is not None:
            self.write(name, content)
        self.git("add", *options, "--", name, GIT_LITERAL_PATHSPECS="1")
        return self

    def commit(self, message: str = "more", *options: str) -> str:
        """Commit everything, hooks off; the commit's id."""
        self.git("add", "--all")
        self.git("commit", "--quiet", "--no-verify", "--allow-empty", "--message", message, *options)
        return self.git("rev-parse", "HEAD")

    def install_hooks(self, *commands: str) -> None:
        """Each command line of ours as part of a plain pre-commit and pre-merge-commit hook."""
        lines = [f"{shlex.quote(executable('commitworthy'))} {command}" for command in commands or (JSON_HOOK,)]
        script = "#!/bin/sh\n" + " &&\n".join(lines) + "\n"
        folder = Path(self.git("rev-parse", "--path-format=absolute", "--git-path", "hooks"))
        folder.mkdir(parents=True, exist_ok=True)
        for stage in ("pre-commit", "pre-merge-commit"):
            (folder / stage).write_text(script)
            (folder / stage).chmod(0o755)

    def try_commit(self, *arguments: str | bytes, cwd: str = "", **extra: str) -> Outcome:
        """A commit of what is staged, with the hooks; what they print stands in `out`."""
        return self.try_git("commit", "--quiet", "--message", "try", *arguments, cwd=cwd, **extra)

    def refused(self, *arguments: str | bytes, cwd: str = "", **extra: str) -> list[dict[str, Any]]:
        """The findings, in the order printed, for which the hooks refuse a commit."""
        before = self.git("rev-parse", "--quiet", "--verify", "HEAD", check=False)
        outcome = self.try_commit(*arguments, cwd=cwd, **extra)
        assert outcome.status == 1, outcome
        assert outcome.findings(), outcome
        assert self.git("rev-parse", "--quiet", "--verify", "HEAD", check=False) == before
        return outcome.findings()

    def passes(self, *arguments: str | bytes, cwd: str = "", **extra: str) -> None:
        """Commit with the hooks, which have nothing to say."""
        before = self.git("rev-parse", "--quiet", "--verify", "HEAD", check=False)
        outcome = self.try_commit(*arguments, cwd=cwd, **extra)
        assert (outcome.status, outcome.out) == (0, ""), outcome
        assert self.head() != before

    def try_git(self, *arguments: str | bytes, cwd: str = "", **extra: str) -> Outcome:
        """Git as a user starts it; both of its streams in `out`."""
        if arguments[0] == "lfs":
            need_lfs()
        done = subprocess.run(
            ["git", *arguments],
            cwd=self.top / cwd,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            env={**os.environ, **extra},
            check=False,
        )
        return Outcome(done.returncode, done.stdout.decode(errors="replace"), "")

    def head(self) -> str:
        return self.git("rev-parse", "HEAD")

    def run(self, *words: str, cwd: str = "") -> Outcome:
        """Our command in this process, started below the top at `cwd`."""
        return run(self.top / cwd, *words)

    def judge(self, *words: str, hook: str = "block-artifacts", cwd: str = "") -> list[tuple[str, str]]:
        """Path and rule of each finding of a hook."""
        outcome = self.run(hook, "--format", "json", *words, cwd=cwd)
        assert outcome.status == (1 if outcome.findings() else 0), outcome
        return outcome.rules()

    def shell(self, script: str, cwd: str = "", **extra: str) -> Outcome:
        """A script pasted into bash at the top, or below it."""
        if "git lfs " in script:
            need_lfs()
        need_program(script.partition(" ")[0])
        done = subprocess.run(
            ["bash", "-c", script], cwd=self.top / cwd, capture_output=True, env={**os.environ, **extra}, check=False
        )
        return Outcome(done.returncode, done.stdout.decode(errors="replace"), done.stderr.decode(errors="replace"))

    def tracked(self) -> list[str]:
        return [name for name in self.git("ls-files", "-z").split("\0") if name]


def run(folder: Path, *words: str) -> Outcome:
    """Our command in this process, with its own current directory and streams."""
    before, streams = Path.cwd(), (sys.stdout, sys.stderr)
    out, err = (io.TextIOWrapper(io.BytesIO(), encoding="utf-8", write_through=True) for _ in range(2))
    os.chdir(folder)
    sys.stdout, sys.stderr = out, err
    try:
        with warnings.catch_warnings(record=True) as heard:
            warnings.simplefilter("always", ResourceWarning)
            status = _status(words)
    finally:
        os.chdir(before)
        sys.stdout, sys.stderr = streams
    texts = [stream.buffer.getvalue().decode() for stream in (out, err)]
    # Processes that are left alone when all is lost are no leak.
    assert status == 2 or not heard, [str(warning.message) for warning in heard]
    return Outcome(status, *texts)


def _status(words: tuple[str, ...]) -> int:
    try:
        return cli.main(words)
    except SystemExit as ended:
        return int(ended.code or 0)


def executable(name: str) -> str:
    """The place of a program in the environment of the tests; it has to be there."""
    need_program(name)
    place = BIN / name
    assert place.is_file(), f"{name} is not installed: {INSTALL}"
    return str(place)
