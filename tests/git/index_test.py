"""What is staged and what is tracked."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from commitworthy.base.findings import CheckError
from commitworthy.git import index, repository
from tests.names import NAMES_THAT_HURT, raw
from tests.repo import Repo


def staged(repo: Repo, monkeypatch: pytest.MonkeyPatch) -> list[index.Entry]:
    monkeypatch.chdir(repo.top)
    here = repository.answer(repository.ask())
    return index.staged(index.ask_staged(), here.object_format).entries


def tracked(repo: Repo, monkeypatch: pytest.MonkeyPatch, cwd: str = "") -> list[bytes]:
    monkeypatch.chdir(repo.top / cwd)
    return [entry.path for entry in index.tracked(repository.answer(repository.ask()))]


def test_a_staged_file_keeps_its_name(repo: Repo, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in NAMES_THAT_HURT:
        repo.stage(name, "content\n")
    names = sorted(map(raw, NAMES_THAT_HURT))
    assert sorted(entry.path for entry in staged(repo, monkeypatch)) == names
    assert sorted(tracked(repo, monkeypatch)) == sorted([*names, b"README.md"])


def test_before_the_first_commit_everything_is_staged(unborn: Repo, monkeypatch: pytest.MonkeyPatch) -> None:
    unborn.stage("a.txt", "a\n")
    assert [(entry.path, entry.old, entry.staged) for entry in staged(unborn, monkeypatch)] == [(b"a.txt", None, True)]


def test_before_the_first_commit_of_a_sha256_repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    repo = Repo.init(tmp_path / "new", "--object-format=sha256")
    repo.stage("a.txt", "a\n")
    (entry,) = staged(repo, monkeypatch)
    assert len(entry.blob) == 64


def test_a_modified_file_knows_what_head_has(repo: Repo, monkeypatch: pytest.MonkeyPatch) -> None:
    before = repo.git("rev-parse", "HEAD:README.md").encode()
    repo.stage("README.md", "changed\n")
    (entry,) = staged(repo, monkeypatch)
    assert entry.old == before
    assert entry.blob == repo.git("rev-parse", ":README.md").encode()


def test_a_rename_is_an_addition(repo: Repo, monkeypatch: pytest.MonkeyPatch) -> None:
    repo.git("config", "diff.renames", "copies")
    repo.git("mv", "README.md", "LIESMICH.md")
    assert [(entry.path, entry.old) for entry in staged(repo, monkeypatch)] == [(b"LIESMICH.md", None)]


@pytest.mark.parametrize(
    ("prepare", "why"),
    [
        (lambda repo: repo.git("rm", "README.md"), "a deletion"),
        (lambda repo: (repo.shell("ln -s README.md link"), repo.git("add", "link")), "a symbolic link"),
        (lambda repo: (repo.write("later.txt", "x"), repo.git("add", "-N", "later.txt")), "an intent to add"),
        (
            lambda repo: repo.git("update-index", "--add", "--cacheinfo", f"160000,{'1' * 40},sub"),
            "a submodule",
        ),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_brings_no_content_is_not_staged_content(
    repo: Repo, monkeypatch: pytest.MonkeyPatch, prepare: object, why: str
) -> None:
    prepare(repo)  # type: ignore[operator]
    assert staged(repo, monkeypatch) == []


def test_a_mode_alone_is_a_change_from_the_blob_to_itself(repo: Repo, monkeypatch: pytest.MonkeyPatch) -> None:
    repo.git("update-index", "--chmod=+x", "README.md")
    (entry,) = staged(repo, monkeypatch)
    assert entry.blob == entry.old


def test_a_symbolic_link_that_becomes_a_file_is_new_content(repo: Repo, monkeypatch: pytest.MonkeyPatch) -> None:
    repo.shell("ln -s README.md model")
    repo.commit()
    repo.shell("rm model")
    repo.stage("model", "now a file\n")
    (entry,) = staged(repo, monkeypatch)
    assert (entry.path, entry.old) == (b"model", None)


@pytest.mark.parametrize(
    "setting",
    [
        ("diff.renames", "copies"),
        ("diff.relative", "true"),
        ("diff.orderFile", "/does/not/exist"),
        ("color.ui", "always"),
        ("core.quotePath", "true"),
        ("core.quotePath", "false"),
        ("diff.noprefix", "true"),
        ("core.abbrev", "7"),
        ("diff.ignoreSubmodules", "all"),
        ("diff.external", "false"),
    ],
    ids=" ".join,
)
def test_hostile_settings_change_nothing(repo: Repo, monkeypatch: pytest.MonkeyPatch, setting: tuple[str, str]) -> None:
    repo.stage("sub/données.txt", "x\n")
    plain = staged(repo, monkeypatch)
    assert len(plain) == 1
    repo.git("config", *setting)
    monkeypatch.chdir(repo.top / "sub")
    assert index.staged(index.ask_staged(), "sha1").entries == plain


@pytest.mark.parametrize("name", ["GIT_GLOB_PATHSPECS", "GIT_ICASE_PATHSPECS", "GIT_NOGLOB_PATHSPECS"])
def test_pathspec_settings_of_the_environment_do_no_harm(
    repo: Repo, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    repo.stage("a.txt", "x\n")
    monkeypatch.setenv(name, "1")
    assert [entry.path for entry in staged(repo, monkeypatch)] == [b"a.txt"]


def test_all_tracked_files_are_listed_from_any_folder(repo: Repo, monkeypatch: pytest.MonkeyPatch) -> None:
    repo.stage("sub/deep/a.txt", "x\n")
    assert tracked(repo, monkeypatch) == [b"README.md", b"sub/deep/a.txt"]
    assert tracked(repo, monkeypatch, "sub/deep") == [b"README.md", b"sub/deep/a.txt"]
    asked = index.all_tracked(index.ask_tracked())
    assert [entry.path for entry in asked] == [b"README.md", b"sub/deep/a.txt"]


def test_both_sides_of_an_unmerged_path_are_listed(repo: Repo, monkeypatch: pytest.MonkeyPatch) -> None:
    conflict(repo)
    monkeypatch.chdir(repo.top)
    entries = index.tracked(repository.answer(repository.ask()))
    assert len({entry.blob for entry in entries if entry.path == b"README.md"}) == 2
    assert staged(repo, monkeypatch) == []


def conflict(repo: Repo) -> None:
    repo.git("switch", "--quiet", "--create", "other")
    repo.write("README.md", "theirs\n")
    repo.commit("theirs")
    repo.git("switch", "--quiet", "main")
    repo.write("README.md", "ours\n")
    repo.commit("ours")
    repo.git("merge", "other", check=False)


def test_a_damaged_head_is_not_taken_for_a_missing_one(repo: Repo, monkeypatch: pytest.MonkeyPatch) -> None:
    tree = repo.git("rev-parse", "HEAD^{tree}")
    repo.shell(f"rm -f .git/objects/{tree[:2]}/{tree[2:]}")
    repo.stage("a.txt", "x\n")
    with pytest.raises(CheckError, match="git diff-index failed"):
        staged(repo, monkeypatch)


def test_a_file_that_differs_on_disk_is_named(repo: Repo, monkeypatch: pytest.MonkeyPatch) -> None:
    repo.stage("sub/a.txt", "x\n")
    repo.stage("gone.txt", "x\n")
    repo.stage("same.txt", "x\n")
    repo.stage("touched.txt", "x\n")
    os.utime(repo.path("touched.txt"), (1, 1))
    repo.git("config", "diff.relative", "true")
    repo.write("sub/a.txt", "y, and longer\n")
    repo.shell("rm gone.txt")
    monkeypatch.chdir(repo.top / "sub")
    assert index.differing_on_disk() == {b"sub/a.txt", b"gone.txt"}


def test_what_is_staged_to_go(repo: Repo, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("gone.txt", "link.txt", "kept.txt", "moved.txt"):
        repo.stage(name, f"{name}\n")
    repo.commit()
    blobs = {name: repo.git("rev-parse", f":{name}").encode() for name in ("gone.txt", "link.txt", "moved.txt")}
    repo.git("rm", "--quiet", "gone.txt", "link.txt")
    (repo.top / "link.txt").symlink_to("kept.txt")
    repo.git("add", "link.txt")
    repo.git("mv", "moved.txt", "elsewhere.txt")
    monkeypatch.chdir(repo.top)
    found = index.staged(index.ask_staged(), "sha1")
    assert [entry.path for entry in found.entries] == [b"elsewhere.txt"]
    assert found.removed == [index.Entry(name.encode(), blob) for name, blob in blobs.items()]


@pytest.mark.parametrize("cwd", ["", "sub"])
def test_files_by_the_pattern_of_their_names(repo: Repo, monkeypatch: pytest.MonkeyPatch, cwd: str) -> None:
    for name in ("a.pt", "sub/b.PT", "sub/deep/c.pt", "d.ptx", "e.pt/f"):
        repo.stage(name, "text\n")
    repo.write("sub/new.pt", "text\n")
    monkeypatch.chdir(repo.top / cwd)
    assert [entry.path for entry in index.like("*.pt")] == [b"a.pt", b"sub/deep/c.pt"]
    assert [entry.path for entry in index.like("*.pt", icase=True)] == [b"a.pt", b"sub/b.PT", b"sub/deep/c.pt"]
    assert index.untracked_like("*.pt") == [b"sub/new.pt"]


PARTS = st.sampled_from(["a", "b", "ab", "a\tb", "\ta", "b\t", "A.py", "a-b", "a.b", "\u00e9", "\n"])
PATHS = st.lists(PARTS, min_size=1, max_size=3).map(lambda parts: "/".join(parts).encode())
MODES = st.sampled_from(["100644 {} 0", "100755 {} 0", "120000 {} 0", "100644 {} 1", "100644 {} 2", "100755 {} 3"])


@example(held=[("100644 {} 0", b"a\tb"), ("100644 {} 0", b"b")], asked=[b"b"])
@given(held=st.lists(st.tuples(MODES, PATHS), max_size=12), asked=st.lists(PATHS, min_size=1, max_size=6))
@pytest.mark.long
def test_the_entries_at_some_paths_are_those_of_all_that_are_there_or_below(
    held: list[tuple[str, bytes]], asked: list[bytes]
) -> None:
    """Whatever their names, in whatever order, also where one is asked for that is not there."""
    paths = [path for _, path in held]
    names = [path for path in paths if not any(path.startswith(other + b"/") for other in paths)]
    records = {
        b"%b\t%b" % (mode.format(hashlib.sha1(path).hexdigest()).encode(), path) for mode, path in held if path in names
    }
    answer = b"".join(record + b"\0" for record in sorted(records, key=lambda one: (one[50:], one[:49])))
    everything = list(index._entries(answer.split(b"\0")))
    wanted = [*asked, *names[::2]]
    expected = [
        entry
        for entry in everything
        if entry.path in wanted or entry.path.startswith(tuple(path + b"/" for path in wanted))
    ]
    assert sorted(index.at(answer, wanted)) == sorted(expected)


def test_a_name_below_the_top_is_not_that_of_a_staged_file_at_the_top(
    repo: Repo, monkeypatch: pytest.MonkeyPatch
) -> None:
    repo.write("sub/a.txt", "below")
    repo.commit()
    repo.stage("a.txt", "at the top")
    changes = staged(repo, monkeypatch)
    monkeypatch.chdir(repo.top / "sub")
    here = repository.answer(repository.ask())
    (entry,) = index.named(here, changes, [b"a.txt"]).entries
    assert (entry.path, entry.staged) == (b"sub/a.txt", False)


def test_of_a_link_in_conflict_both_sides_count_and_not_what_they_began_with(
    repo: Repo, monkeypatch: pytest.MonkeyPatch
) -> None:
    (repo.top / "plain").symlink_to("README.md")
    ids = [repo.git("hash-object", "-w", "--stdin", send=target) for target in (b"base", b"ours", b"theirs")]
    rows = "".join(f"120000 {blob} {number}\tlink\n" for number, blob in enumerate(ids, 1))
    repo.git("add", "plain")
    repo.git("update-index", "--index-info", send=rows.encode())
    monkeypatch.chdir(repo.top)
    links = index.tracked_links(index.listing(repository.answer(repository.ask())))
    assert [(link.path, link.link) for link in links] == [(b"link", True), (b"link", True), (b"plain", True)]
    assert [link.blob.decode() for link in links[:2]] == ids[1:]
