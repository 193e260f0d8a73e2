"""Repositories to measure in: small files as data-science projects have them, the same for the same arguments."""

from __future__ import annotations

import json
import os
import random
import subprocess
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

ENVIRONMENT = {
    "GIT_CONFIG_NOSYSTEM": "1",
    "GIT_CONFIG_GLOBAL": os.devnull,
    "GIT_AUTHOR_NAME": "bench",
    "GIT_AUTHOR_EMAIL": "bench@example.org",
    "GIT_AUTHOR_DATE": "1700000000 +0000",
    "GIT_COMMITTER_NAME": "bench",
    "GIT_COMMITTER_EMAIL": "bench@example.org",
    "GIT_COMMITTER_DATE": "1700000000 +0000",
}
_WORDS = "alpha batch column data epoch feature graph input label model node output score series target value".split()
# Of twenty files: what they are.
_MIX = (".py",) * 8 + (".csv",) * 4 + (".json",) * 3 + (".md",) * 3 + (".yaml", ".ipynb")


class Repository:
    """A work tree with one commit; what is added after that is staged.  One that is there is opened, not `new`."""

    def __init__(self, top: str, *, new: bool = True) -> None:
        self.top = top
        if not new:
            return
        os.makedirs(top)
        self.git("init", "--quiet", "--template=", "--initial-branch=main", ".")
        self.git("config", "gc.auto", "0")
        self.write([("README.md", b"# A project to measure in\n")])
        self.commit()

    def git(self, *arguments: str, send: bytes | None = None) -> bytes:
        return subprocess.run(
            ["git", *arguments],
            cwd=self.top,
            env={**_without_git(os.environ), **ENVIRONMENT},
            input=send,
            stdout=subprocess.PIPE,
            check=True,
        ).stdout

    def write(self, files: Iterable[tuple[str, bytes]]) -> None:
        """Path and content of each; one at a time, since the timer's own size hides that of small processes."""
        for path, content in files:
            place = os.path.join(self.top, path)
            os.makedirs(os.path.dirname(place), exist_ok=True)
            with open(place, "wb") as file:
                file.write(content)

    def stage(self) -> None:
        self.git("add", "--all")

    def commit(self) -> None:
        self.stage()
        self.git("commit", "--quiet", "--no-verify", "--message", "more")

    def pack(self) -> None:
        """Without a search for deltas, which would take longer than all the rest."""
        self.git("-c", "pack.window=0", "repack", "-adq")

    def staged(self) -> list[str]:
        return os.fsdecode(self.git("diff", "--cached", "--name-only", "-z")).split("\0")[:-1]

    def tracked(self) -> list[str]:
        return os.fsdecode(self.git("ls-files", "-z")).split("\0")[:-1]


def with_staged(top: str, count: int, *, policy: bytes = b"") -> Repository:
    """`count` new files are staged; `policy` is the content of a committed pyproject.toml."""
    made = Repository(top)
    if policy:
        made.write([("pyproject.toml", policy)])
        made.commit()
    made.write(small_files(count))
    made.stage()
    return made


def with_tracked(top: str, count: int) -> Repository:
    """`count` committed files, and nothing staged."""
    return committed(top, small_files(count))


def committed(top: str, *files: Iterable[tuple[str, bytes]]) -> Repository:
    """The files, committed and in a pack, as after a clone."""
    made = Repository(top)
    for some in files:
        made.write(some)
    made.commit()
    made.pack()
    return made


def part(count: int, scale: float) -> int:
    """Of a count, as the scale has it; at least one."""
    return max(1, round(count * scale))


def with_lfs(top: str, count: int, routed: int) -> Repository:
    """`count` new files are staged, of which `routed` are pointers; their files have 600 bytes to 600 kB."""
    made = Repository(top)
    made.git("lfs", "install", "--local", "--skip-repo")
    made.write([(".gitattributes", b"*.bin filter=lfs diff=lfs merge=lfs -text\n")])
    made.commit()
    made.write(small_files(count - routed))
    made.write(
        (f"weights/{number:05}.bin", _noise(number, 600 * 1000 ** (number / routed))) for number in range(routed)
    )
    made.stage()
    return made


def with_moved_routes(top: str, count: int) -> Repository:
    """`count` committed files in a pack, and a staged `.gitattributes` that routes what is not there."""
    made = with_tracked(top, count)
    made.write([(".gitattributes", b"*.bin filter=lfs diff=lfs merge=lfs -text\n")])
    made.stage()
    return made


def with_large(top: str, name: str, size: int, start: bytes) -> Repository:
    """One file of `size` bytes is staged: `start`, then a hole."""
    made = Repository(top)
    with open(os.path.join(top, name), "wb") as file:
        file.write(start)
        file.truncate(size)
    made.stage()
    return made


def with_history(top: str, commits: int, each: int) -> Repository:
    """`commits` commits in a pack, each of which adds or changes `each` files of 1 to 5 kB; no blob comes twice."""
    made = Repository(top)
    # Streamed, since the timer's own size hides that of small processes.
    environment = {**_without_git(os.environ), **ENVIRONMENT}
    with subprocess.Popen(
        ["git", "fast-import", "--quiet", "--force"], cwd=made.top, env=environment, stdin=subprocess.PIPE
    ) as importing:
        assert importing.stdin
        importing.stdin.writelines(_history(commits, each))
    assert importing.returncode == 0
    made.git("reset", "--quiet", "--hard", "main")
    return made


def _history(commits: int, each: int) -> Iterator[bytes]:
    """A stream for `git fast-import`; the same contents again and again, each with its number before it."""
    files = list(small_files(100))
    places = max(1, commits * each // 5)
    for commit in range(commits):
        yield b"commit refs/heads/main\ncommitter bench <bench@example.org> %d +0000\n" % (1_700_000_000 + commit)
        yield b"data 4\nmore\n"
        for number in range(commit * each, (commit + 1) * each):
            place = number % places
            name, content = files[place % len(files)]
            path = f"part{place // 100:04}/file_{place:06}{os.path.splitext(name)[1]}"
            numbered = b"%d\n%b" % (number, content)
            yield b"M 100644 inline %b\ndata %d\n%b\n" % (path.encode(), len(numbered), numbered)


def small_files(count: int, mix: Sequence[str] = _MIX) -> Iterator[tuple[str, bytes]]:
    """Path and content of files of 1 to 5 kB in folders of 100; `mix` holds their suffixes."""
    for number in range(count):
        suffix = mix[number * 7 % len(mix)]
        chance = random.Random(number)
        yield f"part{number // 100:04}/file_{number:06}{suffix}", _CONTENTS[suffix](chance, chance.randint(1000, 5000))


def _lines(chance: random.Random, size: int, line: str) -> bytes:
    """`line` again and again with `{word}` and `{number}` filled in, until `size` bytes are there."""
    lines, length = [], 0
    while length < size:
        lines.append(line.format(word=chance.choice(_WORDS), number=chance.randrange(10**6)))
        length += len(lines[-1])
    return "".join(lines).encode()


def _notebook(chance: random.Random, size: int) -> bytes:
    source = _lines(chance, size, "{word} = {number}\n").decode().splitlines(keepends=True)
    cell: dict[str, object] = {
        "cell_type": "code",
        "execution_count": None,
        "id": "a1",
        "metadata": {},
        "outputs": [],
        "source": source,
    }
    return json.dumps({"cells": [cell], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}, indent=1).encode()


_CONTENTS = {
    ".py": lambda chance, size: _lines(chance, size, "{word}_{number} = load('{word}', seed={number})\n"),
    ".csv": lambda chance, size: _lines(chance, size, "{number},{word},{number}.5\n"),
    ".json": lambda chance, size: b"[\n" + _lines(chance, size, '  {{"{word}": {number}}},\n') + b"  null\n]\n",
    ".md": lambda chance, size: _lines(chance, size, "The {word} has {number} entries.\n"),
    ".yaml": lambda chance, size: _lines(chance, size, "- {word}: {number}\n"),
    ".ipynb": _notebook,
}


def _noise(seed: int, size: float) -> bytes:
    return b"\0\1" + random.Random(seed).randbytes(int(size))


def _without_git(environment: Mapping[str, str]) -> dict[str, str]:
    return {name: value for name, value in environment.items() if not name.startswith("GIT_")}
