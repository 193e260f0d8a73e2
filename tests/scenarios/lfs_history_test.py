"""New, grown and legacy for require-lfs: what a parent shows as badly is no news; what passed never turns CI red."""

from __future__ import annotations

import os
import random
from typing import TYPE_CHECKING

import pytest

from tests import lfs
from tests.luck import seeds
from tests.repo import Repo
from tests.samples import model, noise

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def ready(repo: Repo) -> Repo:
    return lfs.set_up(repo)


@pytest.fixture
def legacy(ready: Repo) -> Repo:
    """A raw model, a raw file under a route, and a pointer without one, all in HEAD."""
    lfs.route(ready, "*.pt")
    lfs.tear_down(ready)
    ready.stage("raw.pt", noise(900))
    ready.stage("m.pkl", model())
    ready.stage("p.onnx", lfs.pointer(b"x"))
    ready.commit()
    return ready


FOUND = [("m.pkl", "unrouted-artifact"), ("p.onnx", "orphaned-pointer"), ("raw.pt", "not-a-pointer")]


def test_what_is_there_is_said_by_a_run_over_all_files_alone(legacy: Repo) -> None:
    assert sorted(lfs.judge(legacy, "--all-files")) == FOUND
    legacy.stage("README.md", "# More\n")
    assert lfs.passes(legacy)
    legacy.stage(".gitattributes", f"*.pt {lfs.ROUTE}\n*.txt text\n")
    assert lfs.passes(legacy), "no route has moved"


@pytest.mark.parametrize(
    ("change", "news"),
    [
        ("git mv m.pkl n.pkl && git mv p.onnx q.onnx && git mv raw.pt war.pt", []),
        ("cp m.pkl n.pkl && git add n.pkl", []),
        ("chmod +x m.pkl && git add m.pkl", []),
        ("head -c 100 /dev/urandom > raw.pt && git add raw.pt", []),
        ("head -c 5000 /dev/urandom > raw.pt && git add raw.pt", [("raw.pt", "not-a-pointer")]),
        ("sed -i 's/size 1/size 2/' p.onnx && git add p.onnx", []),
        ("git mv raw.pt raw.bin", []),
        ("git mv m.pkl m.pt", []),
        ("git rm -q m.pkl raw.pt p.onnx", []),
    ],
)
def test_changes_of_what_is_there(legacy: Repo, change: str, news: list[tuple[str, str]]) -> None:
    assert legacy.shell(change).status == 0
    assert lfs.judge(legacy) == news
    if not news:
        before = len(FOUND)
        legacy.git("commit", "--quiet", "--message", "a change")
        assert len(lfs.judge(legacy, "--all-files")) <= before + 1


def test_what_is_accepted_excuses_nothing(legacy: Repo) -> None:
    assert legacy.run("baseline").status == 0
    legacy.stage(".commitworthy-baseline").commit()
    assert lfs.passes(legacy, "--all-files")
    legacy.stage("raw.pt", noise(100))
    assert lfs.judge(legacy) == [("raw.pt", "not-a-pointer")]
    assert lfs.judge(legacy, "--all-files") == [("raw.pt", "not-a-pointer")]


def test_a_fixture_moved_out_of_its_folder_is_news(ready: Repo) -> None:
    ready.stage("tests/m.pkl", model()).commit()
    ready.git("mv", "tests/m.pkl", "m.pkl")
    assert lfs.judge(ready) == [("m.pkl", "unrouted-artifact")]


def test_a_policy_that_brings_models_home_does_not_hide_a_rename(ready: Repo) -> None:
    ready.stage("commitworthy.toml", '[homes]\nmodel = "mlflow"\n')
    ready.stage("m.pkl", model()).commit()
    assert lfs.passes(ready, "--all-files")
    ready.stage("commitworthy.toml", '[homes]\nmodel = "lfs"\n')
    ready.git("mv", "m.pkl", "n.pkl")
    assert lfs.judge(ready) == [("n.pkl", "unrouted-artifact")]


def test_lines_of_attributes_that_were_there(ready: Repo) -> None:
    ready.stage(".gitattributes", "data/ filter=lfs -text\n").commit()
    ready.stage(".gitattributes", "data/ filter=lfs -text\nmore/ filter=lfs -text\n")
    (finding,) = ready.run("require-lfs", "--format", "json").findings()
    assert (finding["rule"], finding["line"]) == ("dead-attribute-line", 2)
    ready.commit()
    assert len(lfs.judge(ready, "--all-files")) == 2


def branch(repo: Repo) -> None:
    repo.git("switch", "--quiet", "--create", "side")


@pytest.mark.parametrize("conflict", [False, True], ids=["clean", "conflict"])
def test_a_merge_brings_what_the_other_side_had(ready: Repo, conflict: bool) -> None:
    ready.install_hooks("require-lfs --format json")
    branch(ready)
    lfs.tear_down(ready)
    ready.stage("side.pkl", model()).stage("c.txt", "side\n" if conflict else "same\n").commit()
    ready.git("switch", "--quiet", "main")
    ready.stage("c.txt", "main\n" if conflict else "same\n").commit()
    merged = ready.try_git("merge", "--no-edit", "side")
    if conflict:
        ready.stage("c.txt", "both\n")
        merged = ready.try_commit()
    assert merged.status == 0, merged


@pytest.mark.parametrize("conflict", [False, True], ids=["clean", "conflict"])
def test_a_merge_of_a_route_and_a_raw_file_is_news(ready: Repo, conflict: bool) -> None:
    """Each side is sound for itself: one routes the type, the other adds a file that may stay in git as it is."""
    ready.install_hooks("require-lfs --format json")
    ready.stage("c.txt", "old\n").commit()
    branch(ready)
    lfs.route(ready, "*.csv")
    ready.stage("c.txt", "side\n" if conflict else "old\n").commit()
    ready.git("switch", "--quiet", "main")
    ready.stage("c.txt", "main\n" if conflict else "old\n").stage("a.csv", "a,b\n").commit()
    merged = ready.try_git("merge", "--no-edit", "side")
    if conflict:
        ready.stage("c.txt", "both\n")
        merged = ready.try_commit()
    assert merged.status == 1
    assert merged.rules() == [("a.csv", "not-a-pointer")]


def test_the_first_commit(unborn: Repo) -> None:
    lfs.set_up(unborn)
    lfs.route(unborn, "*.bin")
    unborn.stage("a.bin", noise(900))
    assert lfs.passes(unborn)
    lfs.tear_down(unborn)
    unborn.stage("b.bin", noise(900, seed=1))
    assert lfs.judge(unborn) == [("b.bin", "not-a-pointer")]


def test_only_what_a_framework_names_and_what_a_route_moves(legacy: Repo, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PRE_COMMIT", "1")
    legacy.stage("new.pkl", model(300))
    assert lfs.passes(legacy)
    assert lfs.passes(legacy, "README.md")
    assert lfs.judge(legacy, "new.pkl") == [("new.pkl", "unrouted-artifact")]
    legacy.stage("ok.pt", lfs.pointer(b"y"))
    legacy.commit()
    legacy.git("rm", "--quiet", ".gitattributes")
    # The raw file under the route is an artifact without one now; that is another thing to say.
    moved = [("ok.pt", "orphaned-pointer"), ("raw.pt", "unrouted-artifact")]
    assert lfs.judge(legacy) == lfs.judge(legacy, "README.md") == moved


def test_in_a_workspace_each_sub_project_answers_for_itself(ready: Repo, monkeypatch: pytest.MonkeyPatch) -> None:
    lfs.route(ready, "*.pt")
    for name in ("a.pt", "sub/b.pt", "subway/c.pt"):
        ready.stage(name, noise(900, seed=len(name)))
    ready.commit()
    ready.git("rm", "--quiet", ".gitattributes")
    everything = [(name, "orphaned-pointer") for name in ("a.pt", "sub/b.pt", "subway/c.pt")]
    assert lfs.judge(ready, cwd="sub") == everything
    monkeypatch.setenv("PRE_COMMIT", "1")
    assert lfs.judge(ready) == everything
    assert lfs.judge(ready, cwd="sub") == everything[1:2]


NAMES = ("a.pt", "b.pt", "m.pkl", "sub/a.pt", "sub/c.onnx", "tests/d.npy", "t.csv")
LINES = ("*.pt", "*.onnx", "sub/**", "*.csv", "/m.pkl")


def random_change(repo: Repo, chance: random.Random) -> None:
    for _ in range(chance.randint(1, 3)):
        name = chance.choice(NAMES)
        kind = chance.choice(("raw", "pointer", "loose", "model", "text", "remove", "move", "routes"))
        if kind == "routes":
            lines = chance.sample(LINES, chance.randint(0, 3))
            place = chance.choice((".gitattributes", "sub/.gitattributes"))
            repo.stage(place, "".join(f"{line} {chance.choice((lfs.ROUTE, '-filter'))}\n" for line in lines))
        elif kind == "remove":
            repo.git("rm", "--quiet", "--force", "--ignore-unmatch", "--", name)
        elif kind == "move":
            to = chance.choice([other for other in NAMES if other != name])
            if name in repo.tracked():
                os.makedirs(os.path.dirname(repo.path(to)), exist_ok=True)
                repo.git("mv", "--force", "--", name, to)
        else:
            text = lfs.pointer(b"%d" % chance.randint(0, 3))
            contents = {
                "raw": noise(chance.randint(100, 900), seed=chance.randint(0, 3)),
                "pointer": text.encode(),
                "loose": text.replace("\n", "\r\n").encode(),
                "model": model(chance.randint(10, 20)),
                "text": b"text\n",
            }
            repo.stage(name, contents[kind])


MANY = [pytest.param(seed, marks=pytest.mark.long) for seed in seeds(*range(6, 60))]


@pytest.mark.parametrize("seed", [*range(6), *MANY])
def test_a_commit_that_passed_never_turns_ci_red(tmp_path: Path, seed: int) -> None:
    """At random: whatever a commit does, if it passes, a run over all files finds nothing that it did not before."""
    chance = random.Random(seed)
    repo = Repo.init(tmp_path / "repo")
    repo.write("README.md", "# A project\n")
    repo.commit()
    passed = 0
    for _ in range(12):
        before = {finding["path"]: finding["rule"] for finding in errors(repo)}
        random_change(repo, chance)
        if repo.run("require-lfs").status == 0:
            passed += 1
            repo.git("commit", "--quiet", "--allow-empty", "--message", "passed")
            after = {finding["path"]: finding["rule"] for finding in errors(repo)}
            assert len(after) <= len(before) or set(after.values()) <= set(before.values()), (before, after)
        if chance.random() < 0.3:
            repo.git("commit", "--quiet", "--allow-empty", "--no-verify", "--message", "forced")
        repo.git("reset", "--quiet", "--hard")
    assert passed


def errors(repo: Repo) -> list[dict[str, str]]:
    found = repo.run("require-lfs", "--all-files", "--format", "json").findings()
    return [finding for finding in found if finding["level"] == "error"]


def test_a_clean_project_stays_clean(tmp_path: Path) -> None:
    """The promise at its plainest: from a green CI, only green commits pass."""
    chance = random.Random(99)
    repo = Repo.init(tmp_path / "repo")
    repo.write("README.md", "# A project\n")
    repo.commit()
    passed = 0
    for _ in range(40):
        random_change(repo, chance)
        if repo.run("require-lfs").status == 0:
            passed += 1
            repo.git("commit", "--quiet", "--allow-empty", "--message", "passed")
            assert errors(repo) == []
        repo.git("reset", "--quiet", "--hard")
    assert 5 < passed < 40
