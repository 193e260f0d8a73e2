"""What a range brings, against `git rev-list --objects` on real histories of every shape."""

from __future__ import annotations

import os
import random
from typing import TYPE_CHECKING

import pytest

from commitworthy.base.findings import CheckError
from commitworthy.git import objects, ranges
from commitworthy.git.ranges import SUBMODULE, IntroducedBlob, IntroducedObject, Range, RemovedPath
from tests.luck import seeds
from tests.names import NAMES_THAT_HURT, raw
from tests.repo import Repo

if TYPE_CHECKING:
    from pathlib import Path

NAMES: tuple[bytes, ...] = (b"a", b"b", b"d/a", b"d/e/c", *map(raw, NAMES_THAT_HURT))


def oracle(repo: Repo, tips: list[str], known: list[str]) -> set[str]:
    """The blobs that git would send: `rev-list --objects`, and `cat-file` to tell blobs from trees."""
    words = [*tips, *(f"^{one}" for one in known)]
    listed = repo.git("rev-list", "--objects", "--no-object-names", *words).split()
    asked = repo.git("cat-file", "--batch-check=%(objecttype) %(objectname)", send="\n".join([*listed, ""]).encode())
    return {line.split()[1] for line in asked.splitlines() if line.startswith("blob ")}


def at_edges(wanted: Range) -> set[bytes]:
    return {blob for edge in ranges.edges(wanted) for _, blob in objects.files(edge)}


def introduced(wanted: Range) -> set[str]:
    """The blobs of the walk that are not in a tree just outside of the range under another name."""
    old = at_edges(wanted)
    return {one.blob.decode() for one in ranges.walk(wanted) if one.blob not in old}


def paths(wanted: Range) -> list[bytes]:
    return [one.path for one in ranges.walk(wanted)]


@pytest.fixture
def here(repo: Repo, monkeypatch: pytest.MonkeyPatch) -> Repo:
    monkeypatch.chdir(repo.top)
    return repo


def all_of(repo: Repo, revision: str = "HEAD") -> Range:
    return Range((repo.git("rev-parse", revision),))


def test_a_root_commit_brings_all_it_has(here: Repo) -> None:
    blob = here.git("rev-parse", "HEAD:README.md").encode()
    assert list(ranges.walk(all_of(here))) == [IntroducedBlob(here.head().encode(), b"README.md", blob)]


def test_nothing_is_between_a_commit_and_itself(here: Repo) -> None:
    assert list(ranges.walk(Range((here.head(),), (here.head(),)))) == []
    assert list(ranges.walk(Range(()))) == []


def test_what_is_deleted_again_was_brought(here: Repo) -> None:
    start = here.head()
    here.write("big.bin", "0" * 1000)
    here.commit()
    here.git("rm", "--quiet", "big.bin")
    here.commit()
    assert paths(Range((here.head(),), (start,))) == [b"big.bin"]


def test_a_change_names_what_was_there(here: Repo) -> None:
    old, start = here.git("rev-parse", "HEAD:README.md"), here.head()
    here.write("README.md", "new")
    here.commit()
    (found,) = ranges.walk(Range((here.head(),), (start,)))
    assert found.old == old.encode()


def test_a_new_mode_alone_brings_nothing_and_a_file_for_a_link_does(here: Repo) -> None:
    here.path("link")
    (here.top / "link").symlink_to("README.md")
    here.commit()
    start = here.head()
    here.git("update-index", "--chmod=+x", "README.md")
    here.git("commit", "--quiet", "--message", "mode")
    assert paths(Range((here.head(),), (start,))) == []
    here.git("checkout", "--", ".")
    (here.top / "link").unlink()
    here.write("link", "a file")
    here.commit()
    assert paths(Range((here.head(),), (start,))) == [b"link"]


def test_a_link_is_a_blob_and_a_submodule_is_none(here: Repo) -> None:
    start = here.head()
    here.git("update-index", "--add", "--cacheinfo", f"160000,{start},sub")
    (here.top / "link").symlink_to("README.md")
    here.git("add", "link")
    here.git("commit", "--quiet", "--message", "more")
    wanted = Range((here.head(),), (start,))
    target = here.git("rev-parse", "HEAD:link").encode()
    link = IntroducedBlob(here.head().encode(), b"link", target, None, b"120000")
    assert list(ranges.walk(wanted)) == [link]
    module = IntroducedBlob(here.head().encode(), b"sub", start.encode(), None, SUBMODULE)
    assert list(ranges.changes(wanted)) == [IntroducedObject(here.head().encode()), link, module]
    assert list(ranges.of_tree("HEAD^{tree}"))[1:] == [link._replace(commit=b""), module._replace(commit=b"")]


def test_a_link_that_changes_has_an_old_target_and_one_in_place_of_a_file_has_none(here: Repo) -> None:
    (here.top / "link").symlink_to("a")
    here.write("file", "content")
    start = here.commit()
    (here.top / "link").unlink()
    (here.top / "link").symlink_to("b")
    (here.top / "file").unlink()
    (here.top / "file").symlink_to("c")
    here.commit()
    before = here.git("rev-parse", "HEAD~1:link").encode()
    assert [(one.path, one.old) for one in ranges.walk(Range((here.head(),), (start,)))] == [
        (b"file", None), (b"link", before)
    ]  # fmt: skip
    assert list(ranges.differing(here.head(), start)) == [RemovedPath(b"file"), RemovedPath(b"link")]


def test_each_commit_is_told_also_what_changes_nothing_and_a_merge(here: Repo) -> None:
    start = here.head()
    branches(here, "one")
    here.git("merge", "--quiet", "--no-ff", "--message", "merge", "one")
    here.git("commit", "--quiet", "--allow-empty", "--message", "empty")
    told = [
        one.commit.decode()
        for one in ranges.changes(Range((here.head(),), (start,)))
        if isinstance(one, IntroducedObject)
    ]
    assert sorted(told) == sorted(here.git("rev-list", f"{start}..HEAD").split())


def branches(repo: Repo, *names: str) -> None:
    for name in names:
        repo.git("switch", "--quiet", "--create", name, "main")
        repo.write(f"{name}.txt", name)
        repo.commit(name)
    repo.git("switch", "--quiet", "main")
    repo.write("main.txt", "main")
    repo.commit("main")


@pytest.mark.parametrize("names", [("one",), ("one", "two"), ("one", "two", "three", "four")])
def test_a_merge_brings_what_none_of_its_parents_has(here: Repo, names: tuple[str, ...]) -> None:
    branches(here, *names)
    here.git("merge", "--quiet", "--no-commit", "--no-ff", *names)
    here.write("evil.txt", "slipped in")
    here.write("one.txt", "changed by the merge")
    merge = here.commit("merge")
    brought = [one for one in ranges.walk(all_of(here)) if one.commit == merge.encode()]
    assert [one.path for one in brought] == [b"evil.txt", b"one.txt"]
    assert sorted(paths(all_of(here))) == sorted(
        [b"README.md", b"evil.txt", b"main.txt", b"one.txt", *(f"{name}.txt".encode() for name in names)]
    )


def test_a_merge_of_what_is_known_brings_nothing_of_it(here: Repo) -> None:
    branches(here, "one")
    here.git("merge", "--quiet", "--no-edit", "one")
    known = [here.git("rev-parse", name) for name in ("HEAD^1", "HEAD^2")]
    assert paths(Range((here.head(),), tuple(known))) == []


def test_unrelated_histories_are_walked_to_all_their_roots(here: Repo) -> None:
    here.git("switch", "--quiet", "--orphan", "other")
    here.write("other.txt", "other")
    here.commit()
    here.git("merge", "--quiet", "--allow-unrelated-histories", "--no-edit", "main")
    assert sorted(paths(all_of(here))) == [b"README.md", b"other.txt"]


def test_names_that_hurt_come_as_they_are(here: Repo) -> None:
    start = here.head()
    for number, name in enumerate(NAMES_THAT_HURT):
        here.write(name, str(number))
    here.commit()
    assert sorted(paths(Range((here.head(),), (start,)))) == sorted(map(raw, NAMES_THAT_HURT))


def test_replacements_and_grafts_hide_nothing(here: Repo) -> None:
    here.write("big.bin", "0" * 1000)
    big = here.commit()
    here.git("rm", "--quiet", "big.bin")
    last = here.commit()
    wanted = all_of(here)
    before = list(ranges.walk(wanted))
    here.git("replace", big, f"{big}^")
    here.write(".git/info/grafts", f"{last}\n")
    assert here.git("rev-list", "--count", "HEAD") == "1", "git itself is fooled"
    assert list(ranges.walk(wanted)) == before


def test_a_sha256_repository_is_walked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    repo = Repo.init(tmp_path / "sha256", "--object-format=sha256")
    monkeypatch.chdir(repo.top)
    repo.write("a", "a")
    repo.commit()
    branches(repo, "one")
    repo.git("merge", "--quiet", "--no-commit", "one")
    repo.write("evil", "e")
    repo.commit()
    assert sorted(paths(all_of(repo))) == [b"a", b"evil", b"main.txt", b"one.txt"]


def test_a_known_commit_may_be_missing(here: Repo) -> None:
    assert paths(Range((here.head(),), ("1" * 40,))) == [b"README.md"]


@pytest.mark.parametrize("what", ["HEAD^", "HEAD^:d"])
def test_a_hole_in_history_is_no_silent_end(here: Repo, what: str) -> None:
    for content in "ab":
        here.write("d/a", content)
        here.commit()
    lost = here.git("rev-parse", what)
    (here.top / ".git" / "objects" / lost[:2] / lost[2:]).unlink()
    with pytest.raises(CheckError, match=lost):
        list(ranges.walk(all_of(here)))


def test_hostile_settings_change_nothing(here: Repo) -> None:
    branches(here, "one")
    here.git("merge", "--quiet", "--no-edit", "one")
    before = list(ranges.walk(all_of(here)))
    hostile = {
        "diff.renames": "copies", "diff.relative": "true", "diff.orderFile": "nowhere", "color.ui": "always",
        "core.quotePath": "true", "log.showSignature": "true", "diff.noprefix": "true", "core.abbrev": "4",
        "diff.ignoreSubmodules": "all", "log.follow": "true", "diff.external": "false", "log.showRoot": "false",
    }  # fmt: skip
    for name, value in hostile.items():
        here.git("config", name, value)
    assert list(ranges.walk(all_of(here))) == before


def test_a_tip_that_is_known_is_an_edge(here: Repo) -> None:
    here.write("a", "a")
    known = here.commit()
    tip = here.git("rev-parse", "HEAD^")
    assert ranges.edges(Range((tip,), (known,))) == [tip]
    assert ranges.edges(Range((known,), (tip,))) == [tip]


def test_a_walk_that_is_left_leaves_nothing_behind(here: Repo) -> None:
    for number in range(3):
        here.write("a", str(number))
        here.commit()
    before = os.listdir("/dev/fd")
    walk = ranges.walk(all_of(here))
    next(walk)
    walk.close()  # type: ignore[attr-defined]
    assert os.listdir("/dev/fd") == before


def random_history(repo: Repo, chance: random.Random, steps: int) -> list[str]:
    """Commits of every kind: adds, changes, deletions, renames, copies, and merges with a hand in them."""
    ids = [repo.head()]
    for step in range(steps):
        parents = chance.sample(ids, min(len(ids), chance.choice((1, 1, 1, 1, 2, 2, 3))))
        ids.append(random_commit(repo, chance, parents, step))
    return ids


def random_commit(repo: Repo, chance: random.Random, parents: list[str], step: int) -> str:
    """A commit made without a work tree: some files of each parent, and some changes."""
    files: dict[bytes, str] = {}
    for parent in parents:
        kept = tree(repo, parent).items()
        files.update((path, blob) for path, blob in kept if parent == parents[0] or chance.random() < 0.6)
    for _ in range(chance.randint(0, 3)):
        change(repo, chance, files, step)
    place = str(repo.top / ".git" / "random-index")
    rows = b"".join(b"100644 %b\t%b\0" % (blob.encode(), path) for path, blob in files.items())
    repo.git("read-tree", "--empty", GIT_INDEX_FILE=place)
    repo.git("update-index", "-z", "--index-info", send=rows, GIT_INDEX_FILE=place)
    words = [word for parent in parents for word in ("-p", parent)]
    return repo.git("commit-tree", *words, "-m", str(step), repo.git("write-tree", GIT_INDEX_FILE=place))


def change(repo: Repo, chance: random.Random, files: dict[bytes, str], step: int) -> None:
    kind = chance.choice(("write", "write", "write", "delete", "copy", "again"))
    path = chance.choice(NAMES)
    if kind == "write":
        files[path] = blob_of(repo, f"{step} {chance.random()}")
    elif kind == "again":
        files[path] = blob_of(repo, f"one of a few {chance.randrange(4)}")
    elif files and kind == "delete":
        del files[chance.choice(list(files))]
    elif files:
        files[path] = chance.choice(list(files.values()))
    for one in [one for one in files if one != path and (one.startswith(path + b"/") or path.startswith(one + b"/"))]:
        del files[one]


def tree(repo: Repo, commit: str) -> dict[bytes, str]:
    records = repo.git("ls-tree", "-r", "-z", commit).encode("utf-8", "surrogateescape").split(b"\0")
    return {record.partition(b"\t")[2]: record.split(b"\t")[0].split(b" ")[2].decode() for record in records if record}


def blob_of(repo: Repo, content: str) -> str:
    return repo.git("hash-object", "-w", "--stdin", send=content.encode())


def is_new(repo: Repo, tip: str, known: list[str]) -> bool:
    return bool(repo.git("rev-list", "--max-count=1", tip, "--not", *known))


def compare(repo: Repo, seed: int, steps: int, questions: int) -> None:
    """Every range of a random history brings exactly the blobs that git would send."""
    chance = random.Random(seed)
    ids = random_history(repo, chance, steps)
    compared = 0
    for _ in range(questions):
        known = chance.sample(ids, chance.randint(0, 3))
        # Of a tip that is known git takes the tree for known in some orders of dates, and not in others.
        tips = [tip for tip in chance.sample(ids, chance.randint(1, 2)) if is_new(repo, tip, known)]
        if not tips:
            continue
        # So it does with the trees of known commits that are no edge of the range.
        unsure = {blob for commit in known for blob in tree(repo, commit).values()}
        ours, gits = introduced(Range(tuple(tips), tuple(known))), oracle(repo, tips, known)
        assert ours - unsure == gits - unsure, (seed, tips, known)
        compared += len(gits - unsure)
    assert compared


@pytest.mark.parametrize("seed", range(3))
def test_a_range_is_what_git_would_send(here: Repo, seed: int) -> None:
    compare(here, seed, steps=12, questions=8)


@pytest.mark.long
@pytest.mark.parametrize("seed", seeds(*range(100, 140)))
def test_many_ranges_are_what_git_would_send(here: Repo, seed: int) -> None:
    compare(here, seed, steps=40, questions=40)


def test_what_one_commit_has_otherwise_than_another(here: Repo) -> None:
    for name in NAMES_THAT_HURT:
        here.write(name, "a")
    here.write("gone", "gone")
    here.write("same", "same")
    before = here.commit()
    (here.top / "gone").unlink()
    for name in NAMES_THAT_HURT:
        here.write(name, "b")
    after = here.commit()
    new, old = (here.git("rev-parse", f"{one}:=ls").encode() for one in (after, before))
    found = list(ranges.differing(after, before))
    assert [one for one in found if isinstance(one, RemovedPath)] == [RemovedPath(b"gone")]
    assert {one for one in found if isinstance(one, IntroducedBlob)} == {
        IntroducedBlob(b"", raw(name), new, old) for name in NAMES_THAT_HURT
    }
    assert list(ranges.differing(after, after)) == []


def test_what_leads_to_a_commit_is_what_has_it_behind(here: Repo) -> None:
    start = here.head()
    here.git("checkout", "--quiet", "-b", "side")
    beside = here.commit("beside")
    here.git("checkout", "--quiet", "main")
    wanted, later = here.commit("wanted"), here.commit("later")
    here.git("merge", "--quiet", "--no-ff", "--message", "merge", "side")
    whole = Range((here.head(),), (start,))
    everything = {here.head().encode(), wanted.encode(), later.encode()}
    assert ranges.leading_to(whole, {wanted.encode()}) == everything
    assert ranges.leading_to(whole, {beside.encode()}) == {here.head().encode(), beside.encode()}
    assert ranges.leading_to(whole, {start.encode()}) == set()


@pytest.mark.parametrize("path", [b"d/a", b"d/*", b":(top)x"])
def test_whether_a_path_has_been_there_is_asked_from_the_top_and_of_no_pattern(
    here: Repo, monkeypatch: pytest.MonkeyPatch, path: bytes
) -> None:
    here.write("d/other", "x")
    here.commit()
    monkeypatch.chdir(here.top / "d")
    assert ranges.had([path]) == set()
    here.stage(path, "x")
    here.commit()
    here.git("rm", "--quiet", "--cached", path, GIT_LITERAL_PATHSPECS="1")
    here.git("commit", "--quiet", "--message", "gone")
    assert ranges.had([path, b"d/never"]) == {path}


def test_a_merge_that_changes_and_takes_away_names_what_the_first_parent_had(here: Repo) -> None:
    branches(here, "one")
    old = here.git("rev-parse", "HEAD:main.txt").encode()
    here.git("merge", "--quiet", "--no-commit", "--no-ff", "one")
    here.write("main.txt", "changed by the merge")
    here.git("rm", "--quiet", "README.md")
    merge = here.commit("merge").encode()
    new = here.git("rev-parse", "HEAD:main.txt").encode()
    known = (here.git("rev-parse", "HEAD^1"), here.git("rev-parse", "HEAD^2"))
    assert list(ranges.changes(Range((here.head(),), known))) == [
        IntroducedObject(merge),
        RemovedPath(b"README.md"),
        IntroducedBlob(merge, b"main.txt", new, old),
    ]
