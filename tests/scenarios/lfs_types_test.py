"""Renames cost nothing, and no remedy hits what was not asked: types of which old files lie in git raw."""

from __future__ import annotations

import os
import shutil
from typing import Any

import pytest

from tests import lfs
from tests.luck import at_length
from tests.names import NAMES_THAT_HURT, raw
from tests.pasting import pasted
from tests.repo import Outcome, Repo
from tests.samples import model, noise

GREEN = Outcome(0, "", "")
OLD = ("old.pkl", "weights/a.pkl", "weights/deep/b.pkl")


def home_from_init(repo: Repo) -> None:
    assert repo.run("init", "--write", "--repo", "local").status == 0


def home_by_hand(repo: Repo) -> None:
    """Somebody routed the whole type although raw files of it are there."""
    lfs.tear_down(repo)
    lfs.route(repo, "*.pkl")
    repo.run("baseline")


def no_home(repo: Repo) -> None:
    repo.run("baseline")


HOMES = {"init": home_from_init, "by hand": home_by_hand, "none": no_home}


@pytest.fixture(params=HOMES)
def home(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def settled(repo: Repo, home: str) -> Repo:
    """Old pickles, accepted, in a repository where all is green."""
    lfs.set_up(repo)
    for number, name in enumerate(OLD):
        repo.write(name, model(400 + number))
    repo.commit()
    HOMES[home](repo)
    repo.commit()
    assert repo.run("check", "--all-files") == GREEN
    repo.install_hooks("check")
    lfs.set_up(repo)
    return repo


def is_clean(repo: Repo) -> bool:
    """Also where git looks at every file again."""
    for name in repo.tracked():
        os.utime(repo.path(name), (1, 1))
    return repo.git("status", "--porcelain") == ""


MOVES = {
    "a file": "git mv old.pkl first.pkl",
    "a file into a new folder": "mkdir new && git mv old.pkl new/first.pkl",
    "a folder": "git mv weights checkpoints",
    "one onto another": "git mv --force old.pkl weights/a.pkl",
    "a copy": "git show :old.pkl > b.pkl && git update-index --add --cacheinfo 100644,$(git rev-parse :old.pkl),b.pkl",
}


@pytest.mark.parametrize("hook", ["block-artifacts", "require-lfs", "commitworthy", "check"])
@pytest.mark.parametrize("move", MOVES.values(), ids=MOVES)
def test_what_is_accepted_moves_freely(settled: Repo, home: str, move: str, hook: str) -> None:
    assert settled.shell(move).status == 0
    assert settled.run(hook) == GREEN
    settled.passes()
    assert settled.run(hook, "--all-files") == GREEN
    # With a route over raw files git calls them modified, whatever we do.
    assert home == "by hand" or is_clean(settled)


@pytest.mark.parametrize("move", ["git mv old.pkl lfs/old.pkl", "git mv weights lfs/weights"])
@pytest.mark.parametrize("accepted", [True, False], ids=["accepted", "only in the parent"])
def test_it_moves_freely_under_a_route_and_out_of_it(repo: Repo, move: str, *, accepted: bool) -> None:
    lfs.route(lfs.set_up(repo), "lfs/**").stage("lfs/.gitkeep", "")
    for name in OLD:
        repo.write(name, model())
    repo.commit()
    if accepted:
        repo.run("baseline")
        repo.commit()
    repo.install_hooks("check")
    assert repo.shell(move).status == 0
    repo.passes()
    assert repo.run("check", "--all-files").status == (0 if accepted else 1)
    old, new = move.split()[2:]
    assert repo.shell(f"git mv {new} {old}").status == 0
    repo.passes()


def test_a_route_that_comes_over_an_accepted_file_is_still_said(repo: Repo) -> None:
    repo.stage("old.pkl", model())
    repo.commit()
    repo.run("baseline")
    repo.commit()
    lfs.route(repo, "*.pkl")
    assert lfs.judge(repo) == [("old.pkl", "not-a-pointer")]
    repo.commit()
    assert lfs.judge(repo, "--all-files") == [("old.pkl", "not-a-pointer")]


NEW = "weights/new.pkl", "new.pkl", "brand/new/new.pkl"
WAYS = ("send it to Git LFS", "send all of its type to Git LFS, the old ones too")


@pytest.mark.parametrize("name", NEW)
@pytest.mark.parametrize("text", WAYS)
@pytest.mark.parametrize("hook", ["block-artifacts", "require-lfs", "commitworthy", "check"])
@pytest.mark.parametrize("home", ["init", "none"], indirect=True)
def test_a_new_file_goes_to_lfs_and_old_ones_only_if_asked(settled: Repo, hook: str, text: str, name: str) -> None:
    settled.stage(name, model(999)).stage("other.txt", "also staged\n")
    (finding,) = settled.run(hook, "--format", "json").findings()
    pasted(settled, finding, text)
    settled.passes()
    assert settled.git("cat-file", "blob", f"HEAD:{name}").startswith(lfs.VERSION)
    kept = [lfs.stored(settled, old) == "raw" for old in OLD]
    assert kept == [text == WAYS[0]] * len(OLD)
    assert settled.run("check", "--all-files") == GREEN
    assert is_clean(settled)


@pytest.mark.parametrize("home", ["by hand"], indirect=True)
def test_under_a_route_by_hand_a_new_file_is_a_pointer_at_once(settled: Repo) -> None:
    settled.stage("new.pkl", model(999))
    settled.passes()
    assert lfs.stored(settled, "new.pkl") != "raw"


@pytest.mark.parametrize("home", ["init", "none"], indirect=True)
def test_a_file_that_has_grown_goes_alone(settled: Repo) -> None:
    settled.stage("old.pkl", model(2000))
    (finding,) = settled.run("check", "--format", "json").findings()
    texts = [way["text"] for way in finding["remedies"]]
    assert not any("all of its type" in text for text in texts)
    pasted(settled, finding, WAYS[0])
    settled.passes()
    assert [lfs.stored(settled, name) == "raw" for name in OLD] == [False, True, True]
    assert settled.run("check", "--all-files") == GREEN
    assert is_clean(settled)


@pytest.mark.parametrize("home", ["init", "none"], indirect=True)
def test_a_file_that_went_to_lfs_by_its_name_may_be_renamed_with_its_route(settled: Repo) -> None:
    settled.stage("new.pkl", model(999))
    pasted(settled, settled.run("check", "--format", "json").findings()[0], WAYS[0])
    settled.passes()
    settled.git("mv", "new.pkl", "weights/newer.pkl")
    (finding,) = settled.run("check", "--format", "json").findings()
    assert finding["rule"] == "orphaned-pointer"
    pasted(settled, finding, "route it")
    settled.passes()
    assert settled.run("check", "--all-files") == GREEN
    assert is_clean(settled)


@pytest.mark.parametrize("hook", ["block-artifacts", "require-lfs"])
def test_a_type_of_which_nothing_is_raw_is_routed_as_a_whole(repo: Repo, hook: str) -> None:
    lfs.route(lfs.set_up(repo), "kept/**").stage("kept/a.pkl", model(300)).stage("kept/empty.pkl", b"")
    repo.commit()
    repo.stage("new.pkl", model()).stage("sub/newer.pkl", model(201))
    findings = repo.run(hook, "--format", "json").findings()
    assert "*.pkl" in findings[0]["remedies"][0 if hook == "require-lfs" else 1]["command"]


@pytest.mark.parametrize("hook", ["block-artifacts", "require-lfs"])
@pytest.mark.parametrize(
    ("other", "content"),
    [
        ("tests/golden.pkl", model(90)),
        ("small.PKL", b"no pickle at all"),
        ("sub/plain.pkl", b"text\n"),
        (".dvc/x.pkl", model(3)),
    ],
)
def test_whatever_lies_raw_under_the_suffix_forbids_the_whole_type(
    repo: Repo, hook: str, other: str, content: bytes
) -> None:
    lfs.set_up(repo).stage(other, content)
    repo.commit()
    repo.stage("new.pkl", model())
    (finding,) = repo.run(hook, "--format", "json").findings()
    pasted(repo, finding, WAYS[0])
    assert lfs.stored(repo, "new.pkl") != "raw"
    assert "*.pkl" not in repo.git("show", ":.gitattributes")
    repo.commit()
    assert is_clean(repo)


@pytest.mark.parametrize("folder", ["", at_length("in sub/")])
def test_the_file_alone_is_routed_whatever_its_name(repo: Repo, folder: str) -> None:
    lfs.set_up(repo)
    paths = [folder.encode() + raw(name) for name in NAMES_THAT_HURT]
    others = [b"star.star", *(b"deep/" + path for path in paths), *(path + b"2" for path in paths)]
    for other in others:
        repo.write(other, noise(200_000, seed=3))
    repo.commit()
    repo.run("baseline")
    repo.commit()
    for path in paths:
        repo.stage(path, noise(200_000))
    for finding in repo.run("check", "--format", "json").findings():
        pasted(repo, finding, WAYS[0])
    for path in paths:
        assert repo.git("cat-file", "blob", b":" + path).startswith(lfs.VERSION), path
    for other in others:
        assert not repo.git("cat-file", "blob", b":" + other).startswith(lfs.VERSION), other
    repo.commit()
    assert repo.run("check", "--all-files").status == 0
    assert is_clean(repo)


def test_the_question_takes_no_more_processes_for_more_files(repo: Repo, monkeypatch: pytest.MonkeyPatch) -> None:
    """One look at the index, one at the sizes and one at the small blobs, for all types together."""
    from commitworthy.git import process
    from commitworthy.remedies import homes

    for number in range(30):
        repo.stage(f"{number}.a{number % 5}", noise(100 + number))
    start, started = process.start, list[tuple[str, ...]]()

    def counted(*words: str, **more: Any) -> process.Process:
        started.append(words)
        return start(*words, **more)

    monkeypatch.setattr(process, "start", counted)
    monkeypatch.chdir(repo.top)
    asked = {f".a{number}": frozenset[bytes]() for number in range(6)}
    assert homes.types_without_others(asked) == {".a5"}
    assert len(started) == 3


def test_without_git_lfs_the_file_alone_is_routed_too(
    repo: Repo, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    repo.stage("old.pkl", model())
    repo.commit()
    repo.stage("new.pkl", model(300))
    lfs.machine_without_lfs(monkeypatch, tmp_path_factory.mktemp("path") / "bin")
    assert shutil.which("git-lfs") is None
    command = next(
        way["command"]
        for way in repo.run("check", "--format", "json").findings()[0]["remedies"]
        if way["text"].endswith("send it to Git LFS")
    )
    assert "git lfs track --filename -- /new.pkl && " in command
