"""What the refs of a repository lead to, beside what git itself lists."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from commitworthy.base.findings import CheckError
from commitworthy.git import inventory, process
from commitworthy.git.inventory import CLONE, HEAD, TAG, TIP, Inventory, Totals
from tests.repo import Repo
from tests.samples import noise

if TYPE_CHECKING:
    from pathlib import Path

CLONED = ("--branches", "--tags", "--remotes", "HEAD")


def build(repo: Repo) -> Repo:
    """A merge that is neither of its sides, a remote's branch, a pull request, a tagged tree and a tagged blob."""
    repo.git("checkout", "-q", "-b", "side")
    repo.write("both.txt", "side\n")
    repo.commit("side")
    repo.git("checkout", "-q", "main")
    repo.write("both.txt", "main\n")
    repo.write("twice/a.txt", "twice\n")
    repo.write("twice/b.txt", "twice\n")
    os.symlink("both.txt", repo.path("link"))
    repo.commit("main")
    repo.git("merge", "-q", "--no-commit", "-s", "ours", "side")
    repo.write("both.txt", "neither\n")
    repo.commit("merge")
    repo.commit("nothing")
    repo.git("checkout", "-q", "-b", "theirs")
    repo.write("theirs.txt", "theirs\n")
    repo.git("update-ref", "refs/remotes/origin/theirs", repo.commit("theirs"))
    repo.write("pulled.txt", "pulled\n")
    repo.git("update-ref", "refs/pull/1/head", repo.commit("pulled"))
    repo.git("checkout", "-q", "main")
    repo.git("branch", "-q", "-D", "theirs")
    blob = repo.git("hash-object", "-w", "--stdin", send=b"in a tree\n")
    repo.git("tag", "a-tree", repo.git("mktree", send=f"100644 blob {blob}\tsub.txt\n".encode()))
    repo.git("tag", "a-blob", repo.git("hash-object", "-w", "--stdin", send=b"alone\n"))
    return repo


def take(repo: Repo, monkeypatch: pytest.MonkeyPatch) -> Inventory:
    with monkeypatch.context() as patch:
        patch.chdir(repo.top)
        return inventory.take()


def objects_of(repo: Repo, *words: str) -> dict[str, tuple[str, int]]:
    """Type and bytes on disk of each object that git lists and has, by its id."""
    names = repo.git("rev-list", "--objects", "--no-object-names", "--missing=print", *words).splitlines()
    send = "".join(f"{name}\n" for name in names if name[0] != "?").encode()
    lines = repo.git("cat-file", "--batch-check=%(objectname) %(objecttype) %(objectsize:disk)", send=send)
    return {name: (kind, int(disk)) for name, kind, disk in map(str.split, lines.splitlines())}


def totals_of(repo: Repo, *words: str) -> Totals:
    by_type: dict[str, int] = {}
    for kind, disk in objects_of(repo, *words).values():
        by_type[kind] = by_type.get(kind, 0) + disk
    return Totals(sum(by_type.values()), by_type)


def blobs_of(found: Inventory) -> dict[str, tuple[str, str | None, int]]:
    """What each blob holds, where git told it: the path and the subject it came with, and who needs it."""
    paths = [path.decode() for path in found.paths]
    commits = [name.decode() for name in found.commits.ids]
    blobs = found.blobs
    return {
        name.decode(): (
            paths[blobs.path[number]],
            commits[blobs.commit[number]] if blobs.commit[number] >= 0 else None,
            blobs.reached[number],
        )
        for name, number in blobs.ids.items()
    }


def told(repo: Repo, found: Inventory) -> dict[str, tuple[str, str | None, int]]:
    """The same by the content of a blob, with the subject of its commit."""
    return {
        repo.git("cat-file", "blob", name): (path, commit and repo.git("log", "-1", "--format=%s", commit), reached)
        for name, (path, commit, reached) in blobs_of(found).items()
    }


EVERYWHERE = CLONE | TIP | HEAD
BUILT = {
    "# A project": ("README.md", "first", EVERYWHERE | TAG),
    "side": ("both.txt", "side", CLONE | TIP),
    "main": ("both.txt", "main", CLONE),
    "neither": ("both.txt", "merge", EVERYWHERE),
    "twice": ("twice/a.txt", "main", EVERYWHERE),
    "both.txt": ("link", "main", EVERYWHERE),
    "theirs": ("theirs.txt", "theirs", CLONE | TIP),
    "pulled": ("pulled.txt", "pulled", 0),
    "in a tree": ("sub.txt", None, CLONE | TAG),
    "alone": ("", None, CLONE | TAG),
}


@pytest.fixture
def built(repo: Repo) -> Repo:
    repo.git("tag", "v1")
    return build(repo)


@pytest.mark.parametrize("walks", ["one", "two"])
def test_each_blob_has_its_first_path_its_commit_and_the_refs_that_need_it(
    built: Repo, monkeypatch: pytest.MonkeyPatch, walks: str
) -> None:
    if walks == "two":
        monkeypatch.setattr(inventory, "_in_one_walk", lambda *_: None)
    found = take(built, monkeypatch)
    assert told(built, found) == BUILT
    assert (found.refs, found.missing, found.shallow, found.dated) == (7, frozenset(), False, True)
    names = built.git("rev-list", "--all", "HEAD").splitlines()
    assert sorted(name.decode() for name in found.commits.ids) == sorted(names)
    assert found.clone == totals_of(built, *CLONED)
    assert found.head == totals_of(built, "--no-walk", "HEAD")
    assert found.everything == totals_of(built, "--all", "HEAD")
    numbers, paths = found.blobs.ids, found.paths
    twice = numbers[built.git("rev-parse", "HEAD:twice/a.txt").encode()]
    assert [paths[place] for place in found.blobs.others[twice]] == [b"twice/b.txt"]
    assert found.blobs.links == {numbers[built.git("rev-parse", "HEAD:link").encode()]}
    assert list(found.blobs.sizes) == [int(built.git("cat-file", "-s", name.decode())) for name in numbers]


def started(monkeypatch: pytest.MonkeyPatch) -> list[process.Process]:
    """The processes of git from here on."""
    found: list[process.Process] = []
    real = process._start

    def noted(*given: object) -> process.Process:
        found.append(real(*given))  # type: ignore[arg-type]
        return found[-1]

    monkeypatch.setattr(process, "_start", noted)
    return found


def test_settings_of_the_user_change_neither_what_is_found_nor_how(
    built: Repo, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    before = take(built, monkeypatch)
    order = tmp_path / "order"
    order.write_text("twice/b.txt\nlink\n")
    for setting in ("diff.relative=true", f"diff.orderFile={order}", "log.mailmap=true", "log.decorate=full",
                    "log.showSignature=true", "diff.renames=copies", "core.abbrev=7"):  # fmt: skip
        built.git("config", "--global", *setting.split("=", 1))
    asked = started(monkeypatch)
    found = take(built, monkeypatch)
    assert blobs_of(found) == blobs_of(before)
    assert found.paths == before.paths
    walks = [one.arguments for one in asked if {"log", "diff-tree"} & {*one.arguments}]
    assert len(walks) == 1, "all of it in one walk"


def remove(repo: Repo, name: str) -> None:
    os.unlink(repo.path(f".git/objects/{name[:2]}/{name[2:]}"))


def test_a_blob_that_is_missing_is_named_and_the_rest_is_told(built: Repo, monkeypatch: pytest.MonkeyPatch) -> None:
    gone = built.git("rev-parse", "side:both.txt")
    remove(built, gone)
    asked = started(monkeypatch)
    found = take(built, monkeypatch)
    assert (found.missing, found.dated) == (frozenset((gone.encode(),)), True)
    assert told(built, found) == {content: row for content, row in BUILT.items() if content != "side"}
    assert found.everything == totals_of(built, "--all", "HEAD")
    assert all(one.answer.closed for one in asked), "no git is left running"


def test_where_a_tree_is_missing_no_commit_is_named(built: Repo, monkeypatch: pytest.MonkeyPatch) -> None:
    gone = built.git("rev-parse", "side^{tree}")
    remove(built, gone)
    found = take(built, monkeypatch)
    assert (found.missing, found.dated) == (frozenset((gone.encode(),)), False)
    assert found.everything == totals_of(built, "--all", "HEAD")


def test_a_shallow_clone_says_so(built: Repo, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    built.git("clone", "-q", "--depth=1", f"file://{built.top}", str(tmp_path / "shallow"))
    found = take(Repo(tmp_path / "shallow"), monkeypatch)
    assert (found.shallow, len(found.commits.ids)) == (True, 1)


def test_what_is_damaged_is_an_error(built: Repo, monkeypatch: pytest.MonkeyPatch) -> None:
    remove(built, built.git("rev-parse", "HEAD"))
    with pytest.raises(CheckError):
        take(built, monkeypatch)


def test_a_difference_has_the_base_that_git_names(repo: Repo, monkeypatch: pytest.MonkeyPatch) -> None:
    content = noise(40_000)
    for number in range(5):
        repo.write("a.bin", content[: 5000 * number] + b"more" + content[5000 * number :])
        repo.commit()
    repo.git("repack", "-adq")
    found = take(repo, monkeypatch)
    names = [name.decode() for name in found.blobs.ids]
    lines = repo.git("cat-file", "--batch-check=%(deltabase)", send="".join(f"{name}\n" for name in names).encode())
    expected = {names.index(name): names.index(base) for name, base in zip(names, lines.splitlines(), strict=True)
                if base in names}  # fmt: skip
    monkeypatch.chdir(repo.top)
    assert inventory.bases(found.blobs) == expected
    assert len(expected) == 4


def test_what_blobs_take_in_a_pack_of_their_own(repo: Repo, monkeypatch: pytest.MonkeyPatch) -> None:
    """Those that are alike take less together, also where git has them whole, and whatever is in a name."""
    content = noise(40_000)
    for name, put in (("a.bin", content), ("other.bin", noise(30_000, 1)), ("two\nlines.bin", content + b"more")):
        repo.write(name, put)
    repo.commit()
    repo.git("-c", "pack.window=0", "repack", "-adq")
    found = take(repo, monkeypatch)
    monkeypatch.chdir(repo.top)
    alone = [inventory.repacked(found.blobs, found.paths, [number]) for number in range(4)]
    assert alone == list(found.blobs.packed)
    taken = dict(zip((found.paths[place] for place in found.blobs.path), alone, strict=True))
    together = inventory.repacked(found.blobs, found.paths, range(4))
    assert together < sum(taken.values()) - taken[b"a.bin"] + 200
    assert inventory.repacked(found.blobs, found.paths, []) == 0
