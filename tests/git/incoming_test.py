"""Files that come from elsewhere, piece by piece."""

from __future__ import annotations

import hashlib
import os
from typing import TYPE_CHECKING

import pytest

from commitworthy.base.findings import CheckError
from commitworthy.git import incoming, repository
from commitworthy.git.incoming import IncomingFile

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.repo import Repo

CONTENT = b"0123456789"
DRAFT = "sub/" + incoming.draft_name("a.bin", "x")


def opened() -> IncomingFile:
    return IncomingFile(repository.answer(repository.ask()), b"sub/a.bin", "x", lambda state: state is None)


@pytest.mark.parametrize(
    ("left", "asked"),
    [(b"", [0]), (b"0123", [4]), (CONTENT, []), (CONTENT + b"x", [0]), (b"another of its size"[:10], [])],
)
def test_it_goes_on_where_it_was_left(
    repo: Repo, monkeypatch: pytest.MonkeyPatch, left: bytes, asked: list[int]
) -> None:
    monkeypatch.chdir(repo.top)
    repo.write(DRAFT, left)
    starts: list[int] = []
    passed: list[int] = []

    def read(start: int) -> Iterator[bytes]:
        starts.append(start)
        yield from (CONTENT[start : start + 3], CONTENT[start + 3 :])

    with opened() as file:
        size, sha256 = file.receive(len(CONTENT), read, passed.append)
        file.finish()
    written = (repo.top / "sub/a.bin").read_bytes()
    assert (starts, size, sha256) == (asked, len(CONTENT), hashlib.sha256(written).hexdigest())
    assert written == (CONTENT if asked or left == CONTENT else left)
    assert sum(passed) == (len(CONTENT) - asked[0] if asked else 0)
    assert os.listdir(repo.top / "sub") == ["a.bin"]


def test_of_an_empty_file_it_is_asked_whether_it_is_there(repo: Repo, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(repo.top)
    starts: list[int] = []

    def read(start: int) -> Iterator[bytes]:
        starts.append(start)
        yield from ()

    with opened() as file:
        assert file.receive(0, read, starts.append) == (0, hashlib.sha256().hexdigest())
    assert starts == [0]


def test_no_more_is_written_than_was_announced(repo: Repo, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(repo.top)
    passed: list[int] = []
    with opened() as file:
        size, _ = file.receive(5, lambda _: iter([b"012", b"34", b"5", b"6"]), passed.append)
    assert (size, passed, (repo.top / DRAFT).read_bytes()) == (6, [3, 2], b"01234")


def test_a_link_or_a_folder_in_place_of_the_draft_is_an_error(repo: Repo, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(repo.top)
    repo.write("sub/kept.txt", "kept\n")
    os.symlink("kept.txt", DRAFT)
    for reason in ("Too many levels of symbolic links", "Is a directory"):
        with pytest.raises(CheckError) as caught:
            opened()
        assert str(caught.value) == f"sub/a.bin: cannot be written ({reason})"
        os.unlink(DRAFT) if os.path.islink(DRAFT) else None
        os.makedirs(DRAFT, exist_ok=True)
    assert (repo.top / "sub/kept.txt").read_bytes() == b"kept\n"
