"""Commands of remedies, run in bash as a user pastes them; and what git says afterwards."""

from __future__ import annotations

from tests.luck import need_lfs
from tests.names import raw
from tests.repo import Repo

PLACEHOLDER = "'<why it belongs in git>'"

POINTER = "version https://git-lfs.github.com/spec/v1\n"


def pasted(repo: Repo, finding: dict[str, object], text: str, cwd: str = "") -> None:
    """Run the command of the remedy that begins so."""
    if "LFS" in text or "stage it again" in text:
        need_lfs()  # without it the remedy reads otherwise
    remedies = finding["remedies"]
    assert isinstance(remedies, list)
    (command,) = [way["command"] for way in remedies if way["text"].removeprefix("or ").startswith(text)]
    assert command.isprintable()
    done = repo.shell(command.replace(PLACEHOLDER, "'golden file'"), cwd)
    assert done.status == 0, (command, done)


def staged(repo: Repo) -> list[bytes]:
    """Paths in the index, as bytes."""
    return [name.encode("utf-8", "surrogateescape") for name in repo.tracked()]


def is_ignored(repo: Repo, name: str | bytes) -> bool:
    answer = repo.git("check-ignore", "--no-index", "-z", "--stdin", send=b"./" + raw(name) + b"\0", check=False)
    return bool(answer)


def blob(repo: Repo, name: str | bytes) -> str:
    return repo.git("cat-file", "blob", b":" + raw(name))


def commit_what_is_left(repo: Repo, cwd: str = "") -> None:
    repo.passes("--allow-empty", cwd=cwd)
    assert repo.judge() == []
