"""Heads out of packs: those of the blob or nothing."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

import pytest

from commitworthy.git import index, objects, packs, process, repository
from commitworthy.git.objects import Blob, Missing
from tests.repo import Repo
from tests.samples import noise, prose


def head(repo: Repo, blob: str, length: int = 8192) -> tuple[int, bytes] | None:
    opened = packs.Packs([os.fsencode(repo.top / ".git/objects")])
    try:
        return opened.head(blob.encode(), length)
    finally:
        opened.close()


def packed(repo: Repo, content: bytes, *options: str) -> str:
    repo.stage("a.bin", content)
    blob = repo.git("rev-parse", ":a.bin")
    repo.commit()
    repo.git(*options, "repack", "-adq")
    return blob


@pytest.mark.parametrize("object_format", ["sha1", "sha256"])
@pytest.mark.parametrize("size", [1, 15, 16, 2047, 2048, 8192, 8193, 70_000, 3_000_000])
def test_a_whole_one_is_read(tmp_path: Path, size: int, object_format: str) -> None:
    repo = Repo.init(tmp_path / "repo", f"--object-format={object_format}")
    for number in range(300):
        repo.write(f"{number}.txt", f"{number}\n")
    content = noise(max(size, 4))[:size]
    assert head(repo, packed(repo, content)) == (size, content[:8192])


def test_one_that_is_kept_as_a_difference_is_left_to_git(repo: Repo) -> None:
    base = prose(100_000)
    first = packed(repo, base)
    second = packed(repo, base[:50_000] + b"another line\n" + base[50_000:])
    found = [head(repo, blob) for blob in (first, second)]
    assert found.count(None) == 1


def test_what_no_pack_has_is_left_to_git(repo: Repo) -> None:
    assert head(repo, "0" * 40) is None
    packed(repo, noise(9000))
    for blob in ("0" * 40, "f" * 40, repo.git("rev-parse", "HEAD"), repo.git("rev-parse", "HEAD^{tree}")):
        assert head(repo, blob) is None


@pytest.mark.parametrize("damage", ["empty index", "old index", "no pack", "cut pack", "rubbish"])
def test_a_damaged_pack_is_left_to_git(repo: Repo, damage: str) -> None:
    blob = packed(repo, noise(200_000))
    (content,) = (repo.top / ".git/objects/pack").glob("*.pack")
    (ids,) = (repo.top / ".git/objects/pack").glob("*.idx")
    for place in (content, ids):
        place.chmod(0o644)
    match damage:
        case "empty index":
            ids.write_bytes(b"")
        case "old index":
            ids.write_bytes(b"\0" * 4000)
        case "no pack":
            content.unlink()
        case "cut pack":
            content.write_bytes(content.read_bytes()[:20])
        case "rubbish":
            content.write_bytes(content.read_bytes()[:12] + b"\xb0\xff" * 100_000)
    assert head(repo, blob) is None


def test_an_index_of_version_1_is_left_to_git(repo: Repo) -> None:
    blob = packed(repo, noise(9000))
    (pack,) = (repo.top / ".git/objects/pack").glob("*.pack")
    ids = pack.with_suffix(".idx")
    ids.unlink()
    repo.git("index-pack", "--index-version=1", "-o", str(ids), str(pack))
    assert list(packs._open([os.fsencode(repo.top / ".git/objects")])) == []
    assert head(repo, blob) is None


def read(repo: Repo, monkeypatch: pytest.MonkeyPatch) -> dict[bytes, Blob | Missing]:
    monkeypatch.chdir(repo.top)
    here = repository.answer(repository.ask())
    return {blob.entry.path: blob for blob in objects.read(here, index.tracked(here))}


def started(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, ...]]:
    """What git is started with from here on."""
    found: list[tuple[str, ...]] = []
    real = process._start

    def noted(arguments: tuple[str, ...], *more: object) -> process.Process:
        found.append(arguments)
        return real(arguments, *more)  # type: ignore[arg-type]

    monkeypatch.setattr(process, "_start", noted)
    return found


@pytest.mark.parametrize("number", [2, 8])
@pytest.mark.long
def test_large_blobs_of_each_store_take_the_same_processes(
    repo: Repo, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, number: int
) -> None:
    """Whole in a pack, as a difference in a pack, loose, and borrowed."""
    monkeypatch.chdir(repo.top)
    text = prose(3_000_000)
    for name in range(number):
        repo.write(f"{name}.bin", noise(2_200_000, name))
        repo.write(f"{name}.txt", text[: 1000 * name] + b"x\n" + text[1000 * name :])
    repo.commit()
    repo.git("repack", "-adq")
    for name in range(number):
        repo.write(f"{name}.loose", noise(2_200_000, -1 - name))
    repo.commit()
    contents = {path: Path(repo.path(path)).read_bytes() for path in repo.tracked()}
    borrower = Repo(tmp_path / "borrower")
    repo.git("clone", "-q", "--shared", str(repo.top), str(borrower.top))
    counts = []
    for one in (repo, borrower):
        one.shell("rm *.bin *.txt *.loose")
        asked = started(monkeypatch)
        found = read(one, monkeypatch)
        for path, content in contents.items():
            blob = found[path.encode()]
            assert isinstance(blob, Blob)
            assert (blob.size, blob.head[:8192]) == (len(content), content[:8192])
        counts.append(len(asked))
        monkeypatch.undo()
    # Where we are, what is tracked, and then: sizes, and what only git can put together.
    assert counts == [4, 4]


def test_more_large_blobs_take_no_more_processes(repo: Repo, monkeypatch: pytest.MonkeyPatch) -> None:
    counts = []
    for name in range(3):
        repo.write(f"{name}.bin", noise(2_200_000, name))
        repo.commit()
        repo.git("repack", "-adq")
        repo.shell("rm *.bin")
        with monkeypatch.context() as patch:
            asked = started(patch)
            found = read(repo, patch)
        counts.append(len(asked))
        assert all(isinstance(blob, Blob) for blob in found.values())
        repo.git("checkout", "--", ".")
    assert counts == [3, 3, 3], "where we are, what is tracked, and the sizes"


def test_damaged_ones_take_one_process_more_each(repo: Repo, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in range(12):
        repo.write(f"{name}.bin", noise(100_000, name))
    repo.commit()
    for name in (3, 7):
        blob = repo.git("rev-parse", f":{name}.bin")
        place = repo.top / ".git/objects" / blob[:2] / blob[2:]
        place.chmod(0o644)
        place.write_bytes(b"rubbish")
    repo.shell("rm *.bin")
    asked = started(monkeypatch)
    found = read(repo, monkeypatch)
    assert {path for path, blob in found.items() if isinstance(blob, Missing)} == {b"3.bin", b"7.bin"}
    assert len(asked) <= 6


def test_each_of_many_is_found_also_where_offsets_are_long(repo: Repo) -> None:
    """Git writes offsets of eight bytes for packs above 2 GiB, or from where it is told to."""
    for number in range(300):
        repo.write(f"{number}.txt", f"{number}\n")
    repo.commit()
    repo.git("repack", "-adq")
    blobs = [repo.git("rev-parse", f"HEAD:{number}.txt") for number in range(300)]
    contents = [(len(f"{number}\n"), f"{number}\n".encode()) for number in range(300)]
    assert [head(repo, blob) for blob in blobs] == contents
    (pack,) = (repo.top / ".git/objects/pack").glob("*.pack")
    index_file = pack.with_suffix(".idx")
    index_file.unlink()
    repo.git("index-pack", "--index-version=2,0x400", "-o", str(index_file), str(pack))
    assert [head(repo, blob) for blob in blobs] == contents


@pytest.mark.parametrize("object_format", ["sha1", "sha256"])
def test_a_pack_or_an_index_without_its_checksum_is_damaged(tmp_path: Path, object_format: str) -> None:
    repo = Repo.init(tmp_path / "repo", f"--object-format={object_format}")
    packed(repo, noise(9000))
    folders = [os.fsencode(repo.top / name) for name in ("nowhere", ".git/objects")]
    new_hash = getattr(hashlib, object_format)
    assert packs.damaged(folders, new_hash) == []
    for place in sorted((repo.top / ".git/objects/pack").iterdir()):
        if place.suffix not in (".pack", ".idx"):
            continue
        whole = place.read_bytes()
        place.chmod(0o644)
        for content in (whole[:-1], whole + b"x", bytes([whole[0] ^ 1]) + whole[1:], whole[:10], b""):
            place.write_bytes(content)
            assert packs.damaged(folders, new_hash) == [os.fsencode(place)]
        place.write_bytes(whole)
    assert packs.damaged(folders, new_hash) == []
