"""A history of known blobs, in the ways in which a repository can keep them."""

from __future__ import annotations

import csv
import io
import json
import os
from typing import TYPE_CHECKING, Any

from tests.repo import Repo
from tests.samples import model, noise, prose, table

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

OID = "4d7a214614ab2935c943f9e0ff69d22eadbb8f32b1258daaa5e2ca24d17e2393"
POINTER = f"version https://git-lfs.github.com/spec/v1\noid sha256:{OID}\nsize 123456789\n"
BRANCHES = ("--branches", "--tags", "--remotes")


def noon(day: str) -> str:
    """A time of that day."""
    return f"{day}T12:00:00Z"


def commit(repo: Repo, day: str, files: Mapping[str, bytes | str | None]) -> str:
    """A commit of that day, in which these files are written, or with None removed."""
    for name, content in files.items():
        if content is None:
            os.unlink(repo.path(name))
        else:
            repo.write(name, content)
    repo.git("add", "--all")
    words = ("--quiet", "--no-verify", "--allow-empty", "--message", day)
    repo.git("commit", *words, GIT_AUTHOR_DATE=noon(day), GIT_COMMITTER_DATE=noon(day))
    return repo.head()


def build(top: Path, *options: str) -> Repo:
    """Models, versions of a table, links, pointers and disguises; branches, tags, a tagged tree and a pull request."""
    repo = Repo.init(top, *options)
    commit(repo, "2020-01-01", {"README.md": "# A project\n", "src/a.py": "x = 1\n"})
    rows = table(400_000)
    commit(repo, "2020-02-01", {"data/train.csv": rows[:200_000], "model.pkl": model(3000)})
    commit(repo, "2020-03-01", {"data/train.csv": rows[:300_000], "notes.txt": model(500)})
    os.symlink("src/a.py", repo.path("link"))
    commit(repo, "2020-04-01", {"data/train.csv": rows, "big.bin": noise(250_000), "weights.bin": POINTER})
    repo.git("tag", "--annotate", "--message", "one", "v1")
    commit(repo, "2020-05-01", {"big.bin": None, "model.pkl": None, "data/moved.txt": model(500), "notes.txt": None})
    repo.git("checkout", "--quiet", "-b", "side")
    commit(repo, "2020-06-01", {"side.md": prose(5000), "commitworthy.toml": "", "empty.txt": ""})
    repo.git("checkout", "--quiet", "main")
    july = noon("2020-07-01")
    repo.git("merge", "--quiet", "--no-ff", "--no-edit", "side", GIT_AUTHOR_DATE=july, GIT_COMMITTER_DATE=july)
    blob = repo.git("hash-object", "-w", "--stdin", send=noise(150_000, 1))
    tree = repo.git("mktree", send=f"100644 blob {blob}\talone.bin\n".encode())
    repo.git("tag", "a-tree", tree)
    repo.git("tag", "a-blob", repo.git("hash-object", "-w", "--stdin", send=prose(3000)))
    repo.git("checkout", "--quiet", "--detach", "HEAD~1")
    pull = commit(repo, "2020-08-01", {"pulled.bin": noise(120_000, 2)})
    repo.git("update-ref", "refs/pull/1/head", pull)
    repo.git("checkout", "--quiet", "main")
    repo.git("reflog", "expire", "--expire=all", "--all")
    return repo


def usage(repo: Repo, *words: str) -> int:
    """Bytes on disk of what these words reach, as git itself counts them."""
    return int(repo.git("rev-list", "--disk-usage", "--objects", *words))


def audit(repo: Repo, *words: str) -> dict[str, Any]:
    """The JSON of an audit."""
    outcome = repo.run("audit", "--format", "json", *words)
    assert (outcome.status, outcome.err) == (0, ""), outcome
    report: dict[str, Any] = json.loads(outcome.out)
    return report


def blobs(repo: Repo, *words: str) -> list[dict[str, str]]:
    """The rows of the CSV."""
    outcome = repo.run("audit", "--format", "csv", *words)
    assert (outcome.status, outcome.err) == (0, ""), outcome
    return list(csv.DictReader(io.StringIO(outcome.out)))
