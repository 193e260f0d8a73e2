"""The filter of a path: as everybody has it, as this clone has it, as it was in a commit."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest

from commitworthy.base.findings import CheckError
from commitworthy.git import attributes, objects, repository
from commitworthy.git.repository import Repository
from tests.names import NAMES_THAT_HURT, raw
from tests.repo import Repo


def here(repo: Repo, monkeypatch: pytest.MonkeyPatch, cwd: str = "") -> Repository:
    (repo.top / cwd).mkdir(exist_ok=True)
    monkeypatch.chdir(repo.top / cwd)
    return repository.answer(repository.ask())


@pytest.mark.parametrize("cwd", ["", "sub"])
@pytest.mark.parametrize("private", [False, True], ids=["", "private"])
def test_every_name(repo: Repo, monkeypatch: pytest.MonkeyPatch, private: bool, cwd: str) -> None:
    repo.stage(".gitattributes", "*.bin filter=lfs\n*.star filter=lfs\n")
    if private:
        repo.write(".git/info/attributes", "* filter=other\n")
    names = list(map(raw, NAMES_THAT_HURT))
    found = attributes.filters(here(repo, monkeypatch, cwd), names)
    assert found == {name: "lfs" if name.endswith((b".bin", b".star")) else "unspecified" for name in names}


@pytest.mark.parametrize("cwd", ["", "sub"])
@pytest.mark.parametrize("hash_name", ["sha1", "sha256"])
def test_each_view(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, hash_name: str, cwd: str) -> None:
    repo = Repo.init(tmp_path / "repo", f"--object-format={hash_name}")
    repo.stage("sub/.gitattributes", "*.a filter=committed\n").commit()
    repo.stage("sub/.gitattributes", "*.a filter=staged\n")
    repo.write("sub/.gitattributes", "*.a filter=disk\n")
    place = here(repo, monkeypatch, cwd)
    files = [(path, blob) for path, blob in objects.files("HEAD") if attributes.is_file(path)]
    for private in ("", "*.a filter=private\n*.b filter=private\n"):
        repo.write(".git/info/attributes", private)
        paths = [b"sub/x.a", b"x.b"]
        mine = "private" if private else "unspecified"
        assert list(attributes.filters(place, paths).values()) == ["staged", "unspecified"]
        assert list(attributes.filters_then(place, files, paths).values()) == ["committed", "unspecified"]
        assert list(attributes.filters_then(place, [], paths).values()) == ["unspecified", "unspecified"]
        clone = attributes.filters(place, paths, attributes.of_clone(place))
        assert list(clone.values()) == ["private" if private else "staged", mine]
        disk = attributes.filters(place, paths, attributes.of_work_tree(place))
        assert list(disk.values()) == ["private" if private else "disk", mine]


def test_the_environment_of_a_hook_does_no_harm(repo: Repo, monkeypatch: pytest.MonkeyPatch) -> None:
    repo.stage(".gitattributes", "*.a filter=lfs\n")
    repo.write(".git/info/attributes", "*.a -filter\n")
    monkeypatch.setenv("GIT_DIR", str(repo.top / ".git"))
    monkeypatch.setenv("GIT_WORK_TREE", str(repo.top))
    monkeypatch.setenv("GIT_INDEX_FILE", ".git/index")
    assert attributes.filters(here(repo, monkeypatch), [b"x.a"]) == {b"x.a": "lfs"}


def test_no_paths_ask_nothing(repo: Repo, monkeypatch: pytest.MonkeyPatch) -> None:
    assert attributes.filters(here(repo, monkeypatch), []) == {}


def test_attributes_then_need_no_work_tree(repo: Repo, monkeypatch: pytest.MonkeyPatch) -> None:
    repo.stage(".gitattributes", "[attr]big filter=lfs\n*.a big\n")
    repo.stage("sub/.gitattributes", "*.a text\n")
    blobs = [repo.git("rev-parse", f":{name}").encode() for name in (".gitattributes", "sub/.gitattributes")]
    files = list(zip((b".gitattributes", b"sub/.gitattributes"), blobs, strict=True))
    bare = Repo(repo.top.parent / "bare")
    repo.git("clone", "--quiet", "--bare", ".", str(bare.top))
    for one in blobs:
        content = repo.git("cat-file", "blob", one.decode())
        bare.git("hash-object", "-w", "--stdin", send=f"{content}\n".encode())
    monkeypatch.chdir(bare.top)
    place = repository.answer(repository.ask(), bare=True)
    assert attributes.filters_then(place, files, [b"x.a", b"b"]) == {b"x.a": "lfs", b"b": "unspecified"}
    assert attributes.filters_then(place, files[1:], [b"sub/x.a"]) == {b"sub/x.a": "unspecified"}


STATES = {
    "plain": {".gitattributes": "*.a filter=lfs\n/x.b filter=top\nsub/*.c filter=below\n"},
    "nested": {".gitattributes": "*.a filter=lfs\n", "sub/.gitattributes": "*.a -filter\n/x.b filter\n"},
    "macro": {".gitattributes": "[attr]big filter=lfs\n*.a big\n"},
    "another macro": {".gitattributes": "[attr]big filter=other\n*.a big\nx.b !filter\n"},
    "macro where none counts": {"sub/.gitattributes": "[attr]big filter=lfs\n*.a big\n*.c filter=lfs\n"},
    "folders": {".gitattributes": "0/** filter=lfs\n*/x.b filter=deep\n**/sub/** filter=subs\n"},
    "silent": {".gitattributes": "*.a text\n"},
    "none": {},
}


@pytest.mark.parametrize("private", ["", "* filter=private\n"])
@pytest.mark.parametrize("cwd", ["", "sub"])
def test_several_in_one_index_are_as_each_alone(
    repo: Repo, monkeypatch: pytest.MonkeyPatch, cwd: str, private: str
) -> None:
    states = {}
    for name, files in STATES.items():
        for path, content in files.items():
            repo.stage(path, content)
        states[name] = tuple((path.encode(), repo.git("rev-parse", f":{path}").encode()) for path in files)
    (repo.top / "sub").mkdir(exist_ok=True)
    repo.write(".git/info/attributes", private)
    place = here(repo, monkeypatch, cwd)
    paths = [
        b"x.a",
        b"x.b",
        b"x.c",
        b"sub/x.a",
        b"sub/x.b",
        b"sub/x.c",
        b"0/x.a",
        b"0/x.b",
        b"0/sub/x.c",
        b"new\nline.a",
    ]
    alone = {name: attributes.filters_then(place, state, paths) for name, state in states.items()}
    assert len({tuple(found.values()) for found in alone.values()}) >= len(STATES) - 1
    several = attributes.AttributeQueries(place)
    try:
        several.add(states.values())
        assert {name: several.filters(state, paths) for name, state in states.items()} == alone
        many = [b"folder/%d/x.a" % number for number in range(2000)]
        assert set(several.filters(states["plain"], many).values()) == {"lfs"}
    finally:
        several.close()


@pytest.mark.parametrize("place", ["", "a/", "a/b/"])
def test_a_pipe_in_place_of_an_attributes_file_is_named(
    repo: Repo, monkeypatch: pytest.MonkeyPatch, place: str
) -> None:
    repo.write("a/b/c.bin")
    monkeypatch.chdir(repo.top)
    os.mkfifo(repo.top / f"{place}.gitattributes")
    message = f"{place}.gitattributes: is a pipe, which git would read forever: remove it"
    with pytest.raises(CheckError, match=f"^{re.escape(message)}$"):
        attributes.refuse_pipes(b"", [b"a/b/c.bin", b"a/d.bin"], b".gitattributes")


def test_private_attributes_do_not_count_where_git_alone_can_say_where_they_are(
    repo: Repo, monkeypatch: pytest.MonkeyPatch
) -> None:
    repo.stage(".gitattributes", "*.a filter=lfs\n")
    place = here(repo, monkeypatch)._replace(attributes=b"")
    assert attributes.filters(place, [b"x.a"]) == {b"x.a": "lfs"}
    repo.write(".git/info/attributes", "*.a -filter\n")
    assert attributes.filters(place, [b"x.a"]) == {b"x.a": "lfs"}


def test_a_repository_of_our_own_that_was_not_made_to_its_end_is_made_again(
    repo: Repo, monkeypatch: pytest.MonkeyPatch
) -> None:
    repo.stage(".gitattributes", "*.a filter=lfs\n")
    repo.write(".git/info/attributes", "*.a -filter\n")
    (repo.top / ".git/commitworthy/bare-sha1").mkdir(parents=True)
    assert attributes.filters(here(repo, monkeypatch), [b"x.a"]) == {b"x.a": "lfs"}


def test_of_many_rows_those_that_a_commit_routes_come_in_batches(repo: Repo, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(attributes, "_AT_ONCE", 4)
    repo.stage("data/.gitattributes", "*.bin filter=lfs\n")
    first, second = repo.commit().encode(), None
    repo.stage("data/.gitattributes", "*.bin -filter\n")
    second = repo.commit().encode()
    paths = [b"data/%d.%s" % (number, suffix) for number in range(5) for suffix in (b"bin", b"txt")]
    rows = [(commit, path, (commit, path)) for commit in (first, second) for path in [b"top.bin", *paths]]
    queries = attributes.AttributeQueries(here(repo, monkeypatch))
    try:
        batches = list(attributes.routed(queries, rows, [b"data/.gitattributes", b"other/.gitattributes"]))
    finally:
        queries.close()
    assert [row for batch in batches for row in batch] == [(first, path) for path in paths if path.endswith(b".bin")]
    assert [len(batch) for batch in batches] == [2, 2, 1, 0, 0, 0]
