"""Scenario 62: git in trouble is never a pass."""

from __future__ import annotations

import shlex
from pathlib import Path

import pytest

from tests.repo import Repo, executable, run
from tests.samples import noise, prose

LARGE = noise(600_000)


def test_scenario_62_without_git_nothing_passes(repo: Repo) -> None:
    repo.stage("a.bin", LARGE)
    command = shlex.quote(executable("commitworthy"))
    for words in ("block-artifacts", "block-artifacts --all-files", "limit-commit", "baseline", "allow a --because b"):
        outcome = repo.shell(f"PATH=/nowhere {command} {words}")
        assert (outcome.status, outcome.out) == (2, "")
        assert outcome.err == "commitworthy: git is not on PATH: install git, or add its folder to PATH\n"


def broken(repo: Repo, damage: str) -> None:
    repo.write("kept.txt", prose(70_000))
    repo.commit()
    repo.stage("a.bin", LARGE)
    repo.stage("other.bin", noise(600_000, seed=1))
    blob = repo.git("rev-parse", ":a.bin")
    place = f".git/objects/{blob[:2]}/{blob[2:]}"
    done = repo.shell(f"BLOB={place}; {damage}")
    assert done.status == 0, done


DAMAGE = {
    "the object is gone": "rm -f $BLOB",
    "the object is garbage": "chmod +w $BLOB && echo garbage > $BLOB",
    "the object is empty": "chmod +w $BLOB && : > $BLOB",
    "the object is cut within what is looked at": "rm -f a.bin; chmod +w $BLOB && truncate --size 500 $BLOB",
    "the index is garbage": "echo garbage > .git/index",
    "the tree of HEAD is gone": "T=$(git rev-parse HEAD^{tree}); rm -f .git/objects/${T:0:2}/${T:2}",
    "the configuration is garbage": "echo '[[' > .git/config",
    "an attribute file is garbage": "rm -f $BLOB; echo '!neg filter=lfs' > .gitattributes; git add .gitattributes",
}


@pytest.mark.parametrize("damage", DAMAGE.values(), ids=DAMAGE)
def test_scenario_62_damage_is_never_a_pass(repo: Repo, damage: str) -> None:
    broken(repo, damage)
    outcome = repo.run("block-artifacts")
    assert outcome.status == 2, outcome
    assert outcome.err.startswith("commitworthy: ")
    assert "Traceback" not in outcome.err
    assert "bug" not in outcome.err


def test_scenario_62_without_a_head_that_can_be_read_everything_is_new(repo: Repo) -> None:
    broken(repo, "echo garbage > .git/refs/heads/main")
    assert ("a.bin", "blocked-artifact") in repo.judge()


def test_scenario_62_damage_behind_the_head_of_a_blob_is_no_pass(repo: Repo) -> None:
    broken(repo, "rm -f a.bin; chmod +w $BLOB && truncate --size 50000 $BLOB")
    outcome = repo.run("block-artifacts", "--format", "json")
    assert ("other.bin", "blocked-artifact") in outcome.rules()
    # Its size and its first bytes may be all that is asked for.
    assert ("a.bin", "blocked-artifact") in outcome.rules() or (outcome.status == 2 and "a.bin: blob" in outcome.err)


@pytest.mark.parametrize("damage", [name for name in DAMAGE if "object" in name])
def test_scenario_62_what_can_be_read_is_judged_beside_the_damage(repo: Repo, damage: str) -> None:
    broken(repo, DAMAGE[damage] + "; rm -f a.bin")
    outcome = repo.run("block-artifacts", "--format", "json")
    assert outcome.status == 2
    assert outcome.rules() == [("other.bin", "blocked-artifact")]
    assert "a.bin" in outcome.err
    assert "git fsck" in outcome.err


@pytest.mark.parametrize("where", ["no repository", "a bare one", "inside .git"])
def test_scenario_62_outside_of_a_work_tree_nothing_passes(tmp_path: Path, where: str) -> None:
    repo = Repo.init(tmp_path / "a", "--bare") if where == "a bare one" else Repo(tmp_path)
    if where == "inside .git":
        repo = Repo.init(tmp_path / "b")
        repo = Repo(repo.top / ".git")
    for words in (["block-artifacts"], ["block-artifacts", "--all-files"], ["limit-commit"], ["baseline"]):
        outcome = run(repo.top, *words)
        assert outcome.status == 2
        assert outcome.err.startswith("commitworthy: ")
        assert outcome.err.count("\n") == 1
