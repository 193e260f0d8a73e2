"""Loose objects: the blob or nothing."""

from __future__ import annotations

import hashlib
import os
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest

from commitworthy.git import index, objects, process, repository
from tests.repo import Repo
from tests.samples import noise

LARGEST = 65_536


def found(repo: Repo, blob: str) -> bytes | None:
    return objects.read_loose(os.fsencode(repo.top / ".git/objects"), blob.encode(), LARGEST, hashlib.sha1)


def place(repo: Repo, blob: str) -> Path:
    return repo.top / ".git/objects" / blob[:2] / blob[2:]


def staged(repo: Repo, content: bytes) -> str:
    repo.stage("a.bin", content)
    return repo.git("rev-parse", ":a.bin")


@pytest.mark.parametrize("content", [b"", b"\0", b"text\n", noise(60_000), bytes(60_000)])
def test_a_small_blob_is_read(repo: Repo, content: bytes) -> None:
    assert found(repo, staged(repo, content)) == content


@pytest.mark.parametrize("content", [noise(70_000), bytes(LARGEST), bytes(10**7)])
def test_a_large_one_is_left_to_git(repo: Repo, content: bytes) -> None:
    assert found(repo, staged(repo, content)) is None


def test_a_packed_one_is_left_to_git(repo: Repo) -> None:
    blob = staged(repo, b"text\n")
    repo.commit()
    repo.git("repack", "-adq")
    assert found(repo, blob) is None


DAMAGE = {
    "another blob": zlib.compress(b"blob 5\0other"),
    "a tree": zlib.compress(b"tree 5\0text\n"),
    "a wrong size": zlib.compress(b"blob 9\0text\n"),
    "no header": zlib.compress(b"text\n"),
    "not compressed": b"blob 5\0text\n",
    "cut": zlib.compress(b"blob 5\0text\n")[:-3],
    "empty": b"",
}


@pytest.mark.parametrize("name", DAMAGE)
def test_a_damaged_one_is_none(repo: Repo, name: str) -> None:
    blob = staged(repo, b"text\n")
    place(repo, blob).unlink()
    place(repo, blob).write_bytes(DAMAGE[name])
    assert found(repo, blob) is None


def test_a_pipe_in_its_place_does_not_block(repo: Repo) -> None:
    blob = staged(repo, b"text\n")
    place(repo, blob).unlink()
    os.mkfifo(place(repo, blob))
    assert found(repo, blob) is None


def test_what_was_just_added_is_read_without_another_git(repo: Repo, monkeypatch: pytest.MonkeyPatch) -> None:
    staged(repo, b"staged\n")
    repo.write("a.bin", b"changed again\n")
    monkeypatch.chdir(repo.top)
    here, entries = repository.answer(repository.ask()), index.staged(index.ask_staged(), "sha1").entries
    monkeypatch.setattr(process, "start", lambda *_: pytest.fail("git was started"))
    assert [blob.head for blob in objects.read(here, entries) if isinstance(blob, objects.Blob)] == [b"staged\n"]


def test_a_borrowed_one_is_asked_of_git(repo: Repo, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    repo.git("clone", "--quiet", "--shared", str(repo.top), str(tmp_path / "borrower"))
    monkeypatch.chdir(tmp_path / "borrower")
    (tmp_path / "borrower/README.md").unlink()
    here = repository.answer(repository.ask())
    assert [type(blob) for blob in objects.read(here, index.tracked(here))] == [objects.Blob]


@pytest.mark.parametrize("make", [noise, bytes], ids=["noise", "zeros"])
def test_of_one_that_is_longer_the_size_and_the_first_bytes_are_read(repo: Repo, make: Callable[[int], bytes]) -> None:
    for size, is_read in ((8191, False), (8192, False), (8193, True), (10**6, True)):
        content = make(size)
        blob = staged(repo, content)
        start = objects.loose_head(os.fsencode(repo.top / ".git/objects"), blob.encode(), 8192)
        assert start == ((size, content[:8192]) if is_read else None)


@pytest.mark.parametrize("name", ["a tree", "no header", "not compressed", "empty"])
def test_no_head_is_read_of_what_is_no_blob(repo: Repo, name: str) -> None:
    blob = staged(repo, b"text\n")
    place(repo, blob).unlink()
    place(repo, blob).write_bytes(DAMAGE[name])
    assert objects.loose_head(os.fsencode(repo.top / ".git/objects"), blob.encode(), 1) is None


def test_the_head_is_read_of_one_that_ends_right_behind_it(repo: Repo) -> None:
    """What is missing is for git to complain of, once it is asked for."""
    content = noise(9000)
    blob = staged(repo, content)
    stored = zlib.compress(b"blob 9000\0" + content, 0)
    at = stored.index(content[:100])
    place(repo, blob).unlink()
    for length, start in ((8192, (9000, content[:8192])), (8193, None)):
        place(repo, blob).write_bytes(stored[: at + 8192])
        assert objects.loose_head(os.fsencode(repo.top / ".git/objects"), blob.encode(), length) == start
