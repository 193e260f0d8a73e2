"""What changes the index, for a person at the prompt alone: no hook may."""

from __future__ import annotations

from ..values import TYPE_CHECKING
from . import process

if TYPE_CHECKING:
    from collections.abc import Iterable

    from .repository import Repository


def stage_content(path: bytes, content: bytes) -> None:
    """Make `content` what the index holds at `path`, whatever the file on disk is."""
    blob = process.run("hash-object", "-w", "--stdin", send=content).strip()
    process.run("update-index", "--add", "-z", "--index-info", send=b"100644 %s\t%s\0" % (blob, path))


def add(repository: Repository, name: str) -> bool:
    """Stage a file as it is on disk; whether git did, which an ignored file it does not."""
    return process.succeeds("--literal-pathspecs", "add", "--", f"{repository.to_top.decode()}{name}")


def renormalize(repository: Repository, paths: Iterable[bytes]) -> None:
    """Stage files again through their filters; CannotJudge in git's own words."""
    send = b"".join(repository.to_top + path + b"\0" for path in paths)
    process.run(
        "--literal-pathspecs", "add", "--renormalize", "--pathspec-from-file=-", "--pathspec-file-nul", send=send
    )
