"""Whole contents of blobs: from the work tree where that is proven, else from git."""

from __future__ import annotations

import os
import zlib
from typing import TYPE_CHECKING

import pytest

from commitworthy.git import index, objects, repository
from commitworthy.git.objects import Missing, WholeBlob
from tests.names import NAMES_THAT_HURT, raw
from tests.repo import Repo

if TYPE_CHECKING:
    from commitworthy.git.index import Entry
    from commitworthy.git.repository import Repository

LARGE = b"0123456789abcdef" * 100_000


@pytest.fixture
def here(repo: Repo, monkeypatch: pytest.MonkeyPatch) -> Repository:
    monkeypatch.chdir(repo.top)
    return repository.answer(repository.ask())


def entries(here: Repository) -> list[Entry]:
    return [entry for entry in index.tracked(here) if entry.path != b"README.md"]


def read(here: Repository) -> dict[bytes, WholeBlob | Missing]:
    return {found.entry.path: found for found in objects.read_whole(here, entries(here))}


@pytest.mark.parametrize("content", [b"", b"text\n", b"\0\xff", LARGE], ids=["empty", "text", "bytes", "large"])
@pytest.mark.parametrize("then", ["same", "changed", "gone", "a folder", "a link", "a pipe"])
def test_the_blob_is_what_counts(repo: Repo, here: Repository, content: bytes, then: str) -> None:
    place = repo.write("a", content)
    repo.stage("a")
    if then != "same":
        os.unlink(place)
    if then == "changed":
        repo.write("a", content + b"x")
    elif then == "a folder":
        os.mkdir(place)
    elif then == "a link":
        repo.write("b", content)
        os.symlink("b", place)
    elif then == "a pipe":
        os.mkfifo(place)
    found = read(here)[b"a"]
    assert isinstance(found, WholeBlob)
    assert found.content == content
    assert (found.file is not None) == (then == "same")
    if found.file:
        assert found.file.state.st_ino == os.stat(place).st_ino


def test_line_ends_that_git_converts_make_another_file(repo: Repo, here: Repository) -> None:
    repo.git("config", "core.autocrlf", "true")
    repo.stage("a", "one\r\ntwo\r\n")
    found = read(here)[b"a"]
    assert isinstance(found, WholeBlob)
    assert (found.content, found.file) == (b"one\ntwo\n", None)


@pytest.mark.parametrize("object_format", ["sha1", "sha256"])
@pytest.mark.parametrize("content", [b"", b"text\n", LARGE], ids=["empty", "text", "large"])
def test_ids_are_those_of_git(repo: Repo, object_format: str, content: bytes) -> None:
    other = Repo.init(repo.top.parent / "other", f"--object-format={object_format}")
    made = other.git("hash-object", "--stdin", send=content)
    assert objects.object_id(content, object_format) == made.encode()


def test_many_blobs_some_of_them_missing_or_damaged(repo: Repo, here: Repository) -> None:
    for number in range(40):
        repo.stage(f"{number:02}", f"content {number}\n")
    places = {}
    for number in range(40):
        blob = repo.git("rev-parse", f":{number:02}")
        places[number] = repo.top / ".git" / "objects" / blob[:2] / blob[2:]
        os.unlink(repo.path(f"{number:02}"))
    places[3].unlink()
    cut_off = zlib.compress(b"blob 11\0content")
    for number, damage in ((7, b""), (20, b"rubbish"), (30, cut_off), (31, cut_off), (39, cut_off)):
        places[number].chmod(0o644)
        places[number].write_bytes(damage)
    found = read(here)
    assert len(found) == 40
    lost = {int(path) for path, one in found.items() if isinstance(one, Missing)}
    assert lost == {3, 7, 20, 30, 31, 39}
    for path, one in found.items():
        assert isinstance(one, Missing) or one.content == b"content %d\n" % int(path)
    heads = {blob.entry.path: blob for blob in objects.stored(None, [one.entry for one in found.values()])}
    assert {int(path) for path, head in heads.items() if isinstance(head, Missing)} == lost
    for path, head in heads.items():
        assert isinstance(head, Missing) or head.head == b"content %d\n" % int(path)


def test_names_that_hurt(repo: Repo, here: Repository) -> None:
    for name in NAMES_THAT_HURT:
        repo.stage(name, raw(name))
    blobs = read(here)
    for name in map(raw, NAMES_THAT_HURT):
        blob = blobs[name]
        assert isinstance(blob, WholeBlob)
        assert blob.file
        assert blob.content == name


def test_from_a_folder_below(repo: Repo, monkeypatch: pytest.MonkeyPatch) -> None:
    repo.stage("sub/a", "x")
    monkeypatch.chdir(repo.top / "sub")
    below = repository.answer(repository.ask())
    (found,) = (one for one in objects.read_whole(below, index.tracked(below)) if one.entry.path == b"sub/a")
    assert isinstance(found, WholeBlob)
    assert found.file


def test_a_link_is_followed_only_if_asked(repo: Repo) -> None:
    repo.write("a", "x")
    os.symlink("a", repo.path("l"))
    place = os.fsencode(repo.path("l"))
    assert objects.on_disk(place, follow=False) is None
    file = objects.on_disk(place)
    assert file
    assert file.content == b"x"


@pytest.mark.parametrize("place", [b"no", b"sub", b"with\0nul", b"x" * 5000])
def test_what_is_no_file_is_none(repo: Repo, monkeypatch: pytest.MonkeyPatch, place: bytes) -> None:
    monkeypatch.chdir(repo.top)
    repo.write("sub/x", "")
    assert objects.on_disk(place) is None
