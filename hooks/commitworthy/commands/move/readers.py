"""Which tracked files name what was moved: where these run, it has to be fetched first."""

from __future__ import annotations

from ...base.findings import path_text
from ...base.namedtuple import TYPE_CHECKING
from ...git import index, process

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ...git.repository import Repository

# So many names are looked for, which takes git as long as one; of more, the folders that they lie in.
_MOST = 20
# Prose and what only speaks of files runs nothing.
_RUN_NOTHING = (
    *(
        "**/*.dvc",
        "**/dvc.lock",
        "**/dvc.yaml",
        "**/.gitignore",
        "**/.gitattributes",
        "**/.dockerignore",
        ".commitworthy-baseline",
    ),
    *("commitworthy.toml", "**/*.md", "**/*.rst", "**/*.txt", "**/*.adoc", "**/*.svg", "**/*.html"),
)


def find(here: Repository, moved: Iterable[bytes]) -> list[str]:
    """The files, by path, as they lie on disk."""
    paths = list(moved)
    patterns = _folders(paths) if len(paths) > _MOST else _names(here, paths)
    if not patterns:
        return []
    excluded = (f":(top,exclude,glob){pattern}" for pattern in _RUN_NOTHING)
    words = ("--files-with-matches", "--null", "--full-name", "--fixed-strings", "--word-regexp", "-I", "--no-color")
    answer = process.run(
        *("grep", *words, "--no-recurse-submodules", "-f", "-", "--", ":(top)", *excluded),
        send=b"".join(pattern + b"\n" for pattern in patterns),
        accept=(0, 1),
    )
    return [path_text(path) for path in answer.split(b"\0")[:-1]]


def _names(here: Repository, paths: list[bytes]) -> list[bytes]:
    """The name of each file, by which programs know it from any folder; the path where others are called the same."""
    known: dict[bytes, set[bytes]] = {}
    for path in [*paths, *(entry.path for entry in index.files(index.listing(here)))]:
        known.setdefault(path.rpartition(b"/")[2], set()).add(path)
    names = {path: path.rpartition(b"/")[2] for path in paths}
    return [name if len(known[name]) == 1 else path for path, name in names.items()]


def _folders(paths: list[bytes]) -> list[bytes]:
    return sorted({path.rpartition(b"/")[0] for path in paths} - {b""})[:_MOST]
