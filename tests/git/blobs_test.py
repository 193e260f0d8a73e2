"""Sizes, heads and contents of blobs."""

from __future__ import annotations

from pathlib import Path

import pytest

from commitworthy.git import index, objects, repository
from commitworthy.git.objects import Blob, Missing
from tests.repo import Repo
from tests.samples import noise, prose


def read(repo: Repo, monkeypatch: pytest.MonkeyPatch) -> dict[bytes, Blob | Missing]:
    monkeypatch.chdir(repo.top)
    here = repository.answer(repository.ask())
    return {blob.entry.path: blob for blob in objects.read(here, index.tracked(here))}


CONTENTS = {
    "empty": b"",
    "one byte": b"x",
    "as long as the head": prose(objects.HEAD_SIZE),
    "one more than the head": prose(objects.HEAD_SIZE + 1),
    "as long as what is hashed": noise(65_536),
    "one more than what is hashed": noise(65_537),
    "large": noise(3_000_000),
}


@pytest.mark.parametrize("content", CONTENTS.values(), ids=CONTENTS)
@pytest.mark.parametrize(
    "then",
    [
        "",
        "rm a.bin",
        "echo other > a.bin",
        "ln -sf README.md a.bin",
        "rm a.bin && mkfifo a.bin",
        "git gc -q",
        "chmod 0 a.bin",
    ],
)
def test_the_blob_is_read_whatever_lies_on_disk(
    repo: Repo, monkeypatch: pytest.MonkeyPatch, content: bytes, then: str
) -> None:
    repo.stage("a.bin", content)
    assert repo.shell(then).status == 0
    blob = read(repo, monkeypatch)[b"a.bin"]
    assert isinstance(blob, Blob)
    assert blob.size == len(content)
    assert blob.head[: objects.HEAD_SIZE] == content[: objects.HEAD_SIZE]


@pytest.mark.parametrize("object_format", ["sha1", "sha256"])
def test_both_object_formats_are_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, object_format: str) -> None:
    repo = Repo.init(tmp_path / "repo", f"--object-format={object_format}")
    repo.stage("a.txt", "content\n")
    repo.stage("b.txt", "content\n")
    repo.write("b.txt", "elsewhere\n")
    found = read(repo, monkeypatch)
    assert {blob.head for blob in found.values() if isinstance(blob, Blob)} == {b"content\n"}


def test_line_ends_and_filters_do_not_mislead(repo: Repo, monkeypatch: pytest.MonkeyPatch) -> None:
    repo.git("config", "filter.short.clean", "head -c 4")
    repo.stage(".gitattributes", "*.crlf text eol=crlf\n*.utf16 working-tree-encoding=UTF-16\n*.cut filter=short\n")
    repo.stage("a.crlf", b"one\r\ntwo\r\n")
    repo.stage("a.utf16", "one\n".encode("utf-16"))
    repo.stage("a.cut", b"0123456789")
    found = read(repo, monkeypatch)
    heads = {path: blob.head for path, blob in found.items() if isinstance(blob, Blob)}
    assert heads[b"a.crlf"] == b"one\ntwo\n"
    assert heads[b"a.utf16"] == b"one\n"
    assert heads[b"a.cut"] == b"0123"


def test_a_replaced_blob_is_the_real_one(repo: Repo, monkeypatch: pytest.MonkeyPatch) -> None:
    repo.stage("a.bin", noise(900_000))
    small = repo.git("hash-object", "-w", "README.md")
    repo.git("replace", repo.git("rev-parse", ":a.bin"), small)
    repo.shell("rm a.bin")
    blob = read(repo, monkeypatch)[b"a.bin"]
    assert isinstance(blob, Blob)
    assert blob.size == 900_000


def test_a_missing_blob_is_said_to_be_missing(repo: Repo, monkeypatch: pytest.MonkeyPatch) -> None:
    repo.stage("a.txt", "content\n")
    blob = repo.git("rev-parse", ":a.txt")
    repo.shell(f"rm -f a.txt .git/objects/{blob[:2]}/{blob[2:]}")
    assert isinstance(read(repo, monkeypatch)[b"a.txt"], Missing)


def test_the_tail_is_the_end_of_the_blob(repo: Repo, monkeypatch: pytest.MonkeyPatch) -> None:
    content = noise(300_000)
    repo.stage("a.bin", content)
    monkeypatch.chdir(repo.top)
    blob = repo.git("rev-parse", ":a.bin").encode()
    for reader in (objects.BlobReader(), objects.BlobReader(lasting=False)):
        assert reader.tail(blob, 65_536) == content[-65_536:]
        assert reader.tail(blob, 10**6) == content
        assert reader.head(blob, 100) == content[:100]
        assert reader.content(blob) == content
        reader.close()
    assert objects.content(blob) == content


def test_files_named_by_revision_are_read_or_none(repo: Repo, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(repo.top)
    found = objects.answers(objects.named([":README.md", ":no such file", "HEAD:README.md"]), 3)
    assert [answer and answer[1] for answer in found] == [b"# A project\n", None, b"# A project\n"]


def test_many_processes_may_run_at_once(repo: Repo, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(repo.top)
    asked = [objects.named([":README.md"]) for _ in range(20)]
    assert {objects.answers(question, 1)[0] is None for question in asked} == {False}
