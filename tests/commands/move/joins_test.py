"""What the hooks make of cards, and Git LFS and DVC as homes."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.moving import CARD, MODEL, NAME, card, cloned, trained
from tests.processes_test import processes
from tests.pushing import remote
from tests.repo import Outcome, Repo, executable
from tests.samples import model

if TYPE_CHECKING:
    from collections.abc import Sequence


def test_a_card_is_a_pointer_to_every_hook(repo: Repo) -> None:
    trained(repo)
    repo.stage(NAME)
    remote(repo)
    assert repo.run("move", NAME).status == 0
    repo.git("rm", "--quiet", "--cached", "src/train.py")
    for words in (["check", "--staged"], ["commitworthy"], ["limit-commit"], ["block-artifacts", "--max-size", "1 kB"]):
        assert repo.run(*words) == Outcome(0, "", ""), words
    repo.commit()
    assert repo.run("check-push", "--from-ref", "origin/main", "--to-ref", "HEAD").status == 0
    assert repo.run("baseline").status == 0
    assert CARD not in Path(repo.path(".commitworthy-baseline")).read_text()


def test_a_route_to_lfs_that_takes_the_card_in_is_not_held_against_it(repo: Repo) -> None:
    repo.stage(".gitattributes", "models/** filter=lfs diff=lfs merge=lfs -text\n")
    trained(repo)
    assert repo.run("move", NAME).status == 0
    assert repo.run("require-lfs").rules() == []


@pytest.mark.needs_lfs
def test_lfs_is_run_and_what_it_staged_is_verified(repo: Repo) -> None:
    repo.write(NAME, MODEL)
    line = "Git LFS is not set up in this clone: git lfs install"
    outcome = repo.run("move", NAME)
    assert (outcome.status, outcome.err) == (2, f"commitworthy: {line}\n")
    repo.git("lfs", "install", "--local")
    repo.stage("raw.pkl", model(30))
    before = repo.git("ls-files", "--stage", "README.md")
    outcome = repo.run("move", NAME, "raw.pkl")
    assert (outcome.status, outcome.err) == (0, "")
    for name, content in ((NAME, MODEL), ("raw.pkl", model(30))):
        assert repo.git("show", f":{name}").startswith("version https://git-lfs.github.com/spec/v1\noid sha256:")
        assert Path(repo.path(name)).read_bytes() == content
        assert not os.path.exists(repo.path(f"{name}.dvc"))
    assert repo.git("ls-files", "--stage", "README.md") == before
    assert repo.run("check", "--staged") == Outcome(0, "", "")


@pytest.mark.needs_lfs
def test_processes_of_git_do_not_grow_with_the_pointers(repo: Repo) -> None:
    repo.git("lfs", "install", "--local")
    counts = []
    for number in (2, 20):
        names = [f"m{number}/{each}.pkl" for each in range(number)]
        for each, name in enumerate(names):
            repo.write(name, model(each + number))
        counts.append(processes(repo, "move", "--to", "lfs", *names))
        repo.commit()
    assert counts[0] == counts[1]


@pytest.mark.needs_lfs
def test_a_filter_that_does_nothing_is_noticed(repo: Repo) -> None:
    repo.git("lfs", "install", "--local")
    repo.write(".git/info/attributes", "*.pkl -filter\n")
    repo.write(NAME, MODEL)
    line = f"{NAME}: is not staged as its pointer: commitworthy require-lfs says why"
    outcome = repo.run("move", NAME)
    assert (outcome.status, outcome.err) == (2, f"commitworthy: {line}\n")


def with_dvc(repo: Repo, *words: Sequence[str]) -> None:
    for line in (["init", "--quiet"], *words):
        done = subprocess.run(
            [executable("dvc"), *line],
            cwd=repo.top,
            capture_output=True,
            check=False,
            env={**os.environ, "DVC_NO_ANALYTICS": "1"},
        )
        assert done.returncode == 0, done


@pytest.mark.long
def test_dvc_is_run_and_its_pointer_becomes_a_card(repo: Repo) -> None:
    with_dvc(repo)
    trained(repo)
    repo.stage(NAME)
    repo.git("update-index", "--chmod=+x", NAME)
    before = repo.git("ls-files", "--stage")
    outcome = repo.run("move", "--to", "dvc", NAME)
    assert outcome.status == 2
    assert outcome.err.startswith("commitworthy: dvc push failed: ")
    assert repo.git("ls-files", "--stage") == before, "it is in git as long as no remote has it"
    os.unlink(repo.path(CARD))
    store = repo.top.parent / "store"
    with_dvc_remote = ["remote", "add", "--quiet", "--default", "store", str(store)]
    subprocess.run([executable("dvc"), *with_dvc_remote], cwd=repo.top, check=True, capture_output=True)
    outcome = repo.run("move", "--to", "dvc", "--because", "good", NAME)
    assert (outcome.status, outcome.err) == (0, "")
    assert NAME not in repo.tracked()
    assert card(repo)["meta"]["commitworthy"]["because"] == "good"
    assert "deps" not in card(repo)
    assert any(place.is_file() for place in store.rglob("*"))
    assert repo.run("check-cards") == Outcome(0, "", "")
    repo.commit()
    with open(repo.path("commitworthy.toml"), "a") as file:
        file.write('[cards]\nrequire = ["because"]\n')
    repo.stage("commitworthy.toml")
    repo.commit()
    assert repo.run("move", "--to", "dvc", NAME).status == 0
    assert repo.git("status", "--porcelain") == "", "its card says what it said"
    required = f"commitworthy: {NAME}: the policy requires --because for the card of a model\n"
    assert repo.run("move", "--to", "dvc", "--update", NAME) == Outcome(2, "", required)
    clone = cloned(repo)
    assert clone.run("fetch").status == 0
    assert Path(clone.path(NAME)).read_bytes() == MODEL
