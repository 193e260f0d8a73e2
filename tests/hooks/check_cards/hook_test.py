"""The hook over cards: what it says, when, and what it costs."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

from commitworthy.base import wording
from commitworthy.cards import card as cards
from tests.imports_test import HEAVY, imported
from tests.moving import CARD, MODEL, NAME, cloned, trained
from tests.processes_test import processes
from tests.repo import Outcome, Repo, executable
from tests.samples import model

UPDATE = "commitworthy move --update -- models/churn.pkl"
FORCE = "commitworthy fetch --force -- models/churn.pkl"


@pytest.fixture
def moved(repo: Repo) -> Repo:
    """A model that was moved, and committed as a card."""
    trained(repo)
    assert repo.run("move", NAME).status == 0
    repo.commit()
    return repo


def said(repo: Repo, *words: str) -> list[tuple[str, str, str]]:
    """Code, path and message of each finding."""
    outcome = repo.run("check-cards", "--format", "json", *words)
    assert outcome.status == (1 if outcome.findings() else 0), outcome
    return [(finding["code"], finding["path"], finding["message"]) for finding in outcome.findings()]


def commands(repo: Repo) -> list[str]:
    (finding,) = repo.run("check-cards", "--format", "json").findings()
    return [remedy["command"] for remedy in finding["remedies"]]


def test_a_card_that_is_true_is_not_spoken_of(moved: Repo) -> None:
    assert moved.run("check-cards") == Outcome(0, "", "")
    os.unlink(moved.path(NAME))
    assert moved.run("check-cards") == Outcome(0, "", ""), "a file that is not here is fine"


def test_without_cards_nothing_is_said(repo: Repo) -> None:
    repo.stage("a.csv.dvc", "outs:\n- md5: 4397cf2e2e0d1d4b4bbd5e1a4b4f7e3c\n  path: a.csv\n")
    repo.stage("a.csv", "a,b\n1,2\n")
    assert repo.run("check-cards") == Outcome(0, "", ""), "DVC's own are left alone"


def test_a_model_that_was_trained_again_is_told_at_the_commit(moved: Repo) -> None:
    moved.install_hooks("check-cards --format json")
    moved.write(NAME, model(500))
    moved.stage("a.py", "x = 1\n")
    (finding,) = moved.refused()
    sizes = wording.show_apart(len(model(500)), len(MODEL))
    assert finding["code"] == "CRD005"
    assert finding["path"] == CARD
    assert finding["message"] == f"{NAME} on disk has {sizes[0]}, and the card says {sizes[1]}."
    assert [remedy["command"] for remedy in finding["remedies"]] == [UPDATE, FORCE]
    assert moved.shell(UPDATE).status == 0
    moved.passes()


def test_other_content_of_the_same_size_is_told(moved: Repo) -> None:
    content = bytearray(MODEL)
    content[200] ^= 1
    moved.write(NAME, bytes(content))
    size = wording.show(len(MODEL))
    assert said(moved) == [("CRD005", CARD, f"{NAME} on disk has other content than the card says (both {size}).")]
    assert moved.shell(commands(moved)[1]).status == 0
    assert Path(moved.path(NAME)).read_bytes() == MODEL
    assert said(moved) == []


@pytest.mark.parametrize("variable", ["PRE_COMMIT_CHECKOUT_TYPE", "PRE_COMMIT_IS_SQUASH_MERGE"])
def test_after_a_pull_the_file_of_the_card_is_to_be_fetched(
    moved: Repo, monkeypatch: pytest.MonkeyPatch, variable: str
) -> None:
    clone = cloned(moved)
    assert clone.run("fetch").status == 0
    moved.write(NAME, model(500))
    moved.run("move", "--update", NAME)
    moved.commit()
    clone.git("pull", "--quiet")
    monkeypatch.setenv("PRE_COMMIT", "1")
    monkeypatch.setenv(variable, "1")
    assert commands(clone) == ["commitworthy fetch -- models/churn.pkl", UPDATE]
    monkeypatch.delenv("PRE_COMMIT")
    assert clone.shell("commitworthy fetch -- models/churn.pkl").status == 0
    assert Path(clone.path(NAME)).read_bytes() == model(500)
    assert said(clone) == []


def test_an_earlier_version_is_to_be_fetched_wherever_it_is_noticed(moved: Repo) -> None:
    """Not every framework says that git has checked something out, and nobody has to run the hook then."""
    content = model(500)
    moved.write(NAME, content)
    assert moved.run("move", "--update", NAME).status == 0
    moved.commit()
    moved.git("checkout", "--quiet", "HEAD~1")
    assert commands(moved) == [FORCE.replace(" --force", ""), UPDATE]
    assert moved.shell(commands(moved)[0]).status == 0
    assert Path(moved.path(NAME)).read_bytes() == MODEL
    moved.write(NAME, content[:-1] + b"x")
    assert commands(moved) == [UPDATE, FORCE], "nothing that can be had again"


def test_a_file_that_came_back_into_git(moved: Repo) -> None:
    moved.stage(NAME, None, "--force")
    assert said(moved) == [("CRD003", CARD, f"{NAME} is in git as well, so nobody knows which of the two counts.")]
    assert moved.shell(commands(moved)[0]).status == 0
    assert said(moved) == []


@pytest.mark.parametrize("own", [".git/info/exclude", "../home-ignore"])
def test_only_what_everybody_has_ignores_a_file(moved: Repo, own: str) -> None:
    moved.write(own, "*.pkl\n")
    moved.git("config", "core.excludesFile", moved.path("../home-ignore"))
    moved.stage("models/.gitignore", "# nothing\n!churn.pkl.dvc")
    assert said(moved) == [("CRD004", CARD, f"No .gitignore has {NAME}, so the next `git add` takes it in.")]
    (command,) = commands(moved)
    assert command == "printf '\\n%s\\n' /churn.pkl >> models/.gitignore && git add -- models/.gitignore"
    assert moved.shell(command).status == 0
    assert said(moved) == []
    assert moved.git("show", ":models/.gitignore") == "# nothing\n!churn.pkl.dvc\n/churn.pkl"


def test_a_conflict_in_a_card_is_told_with_both_ways_out(moved: Repo) -> None:
    text = Path(moved.path(CARD)).read_text()
    moved.stage(CARD, "<<<<<<< HEAD\n" + text)
    reason = "has two sides of a merge in it: keep one (git checkout --ours or --theirs)"
    assert said(moved) == [("CRD001", CARD, f"It cannot be relied on: {reason}.")]
    restoring, anew = commands(moved)
    assert anew == UPDATE.replace("--update --", "--update --to '<its home>' --")
    assert moved.shell(restoring).status == 0
    assert said(moved) == []
    moved.stage(CARD, "<<<<<<< HEAD\n" + text)
    assert moved.shell(anew.replace("--to '<its home>' ", "")).status == 0
    assert said(moved) == []
    assert cards.parse(Path(moved.path(CARD)).read_bytes())[:6] == cards.parse(text.encode())[:6]


def test_both_sides_of_a_merge_are_one_finding(moved: Repo) -> None:
    for branch, number in (("theirs", 401), ("ours", 402)):
        moved.git("checkout", "--quiet", "-b", branch, "HEAD~0" if branch == "theirs" else "HEAD~1")
        moved.write(NAME, model(number))
        assert moved.run("move", "--update", NAME).status == 0
        moved.commit()
    assert moved.try_git("merge", "theirs").status == 1
    assert said(moved) == [
        ("CRD001", CARD, "It cannot be relied on: two sides of a merge changed it, so keep one of them.")
    ]
    restoring, _ = commands(moved)
    assert moved.shell(restoring).status == 0
    assert said(moved) == []


def test_of_two_cards_for_one_file_one_goes(moved: Repo) -> None:
    moved.stage("models/a.dvc", Path(moved.path(CARD)).read_bytes())
    assert said(moved) == [("CRD001", "models/a.dvc", f"It cannot be relied on: {NAME} has another card, {CARD}.")]
    line = f"{NAME}: has several cards, models/a.dvc and {CARD}: keep one of them"
    for words in (["fetch"], ["fetch", "models"], ["cards"]):
        assert moved.run(*words) == Outcome(2, "", f"commitworthy: {line}\n")
    (removing,) = commands(moved)
    assert moved.shell(removing).status == 0
    assert said(moved) == []
    assert moved.run("fetch") == Outcome(0, f"{NAME}: is there, as its card says\n", "")


def test_what_the_policy_wants_of_a_model_it_wants_of_no_data(moved: Repo) -> None:
    moved.write("data/a.bin", os.urandom(1000))
    assert moved.run("move", "data/a.bin").status == 0
    with open(moved.path("commitworthy.toml"), "a") as file:
        file.write('[cards]\nrequire = ["metrics", "because"]\n')
    moved.git("add", "commitworthy.toml")
    assert said(moved) == [
        ("CRD002", CARD, "It says nothing of metrics, because, which the policy requires for a model.")
    ]
    moved.write("m.yaml", "auc: 0.9\n")
    command = commands(moved)[0].replace("'<a YAML file>'", "m.yaml").replace("<why this version is kept>", "good")
    assert moved.shell(command).status == 0
    assert said(moved) == []


def test_a_range_is_not_compared_with_the_disk(moved: Repo) -> None:
    moved.write(NAME, model(500))
    assert "CRD005" not in moved.run("check", "--from-ref", "HEAD~1", "--to-ref", "HEAD").out
    assert "CRD005" in moved.run("check", "--all-files").out
    moved.stage(NAME, None, "--force").commit()
    assert "CRD003" in moved.run("check", "--from-ref", "HEAD~1", "--to-ref", "HEAD").out


def test_a_link_in_place_of_a_folder_hides_no_other_card(moved: Repo) -> None:
    moved.write("b/other.pkl", model(30))
    assert moved.run("move", "b/other.pkl").status == 0
    moved.write("b/other.pkl", model(31))
    os.rename(moved.path("models"), moved.path("renamed"))
    os.symlink("renamed", moved.path("models"))
    assert [path for _, path, _ in said(moved)] == ["b/other.pkl.dvc"]


def test_a_card_that_was_missing_is_read_once_it_is_there(moved: Repo) -> None:
    text = Path(moved.path(CARD)).read_text()
    moved.stage(CARD, text.replace("schema: 1", "schema: 9"))
    blob = moved.git("rev-parse", f":{CARD}")
    (stored,) = (moved.top / ".git/objects" / blob[:2]).glob(blob[2:])
    away = stored.rename(moved.top.parent / "away")
    moved.write(CARD, text)
    line = f"{CARD}: blob {blob} is missing or damaged in the object store: run git fsck"
    for _ in range(2):
        assert moved.run("check-cards") == Outcome(2, "", f"commitworthy: {line}\n")
    away.rename(stored)
    assert [code for code, _, _ in said(moved)] == ["CRD001"]


def test_in_a_part_of_a_workspace_nothing_is_said(moved: Repo) -> None:
    moved.write(NAME, model(500))
    assert moved.run("check-cards", cwd="models") == Outcome(0, "", "")


def many(repo: Repo, number: int) -> None:
    for name in range(number):
        repo.write(f"m/{name}.pkl", model(20 + name))
    names = [f"m/{name}.pkl" for name in range(number)]
    assert repo.run("move", *names).status == 0
    repo.commit()


def test_processes_do_not_grow_with_the_cards(repo: Repo) -> None:
    trained(repo)
    many(repo, 2)
    few = processes(repo, "check-cards")
    many(repo, 60)
    assert processes(repo, "check-cards") == few == 5


def test_a_clean_run_imports_neither_a_parser_nor_a_store(repo: Repo) -> None:
    trained(repo)
    many(repo, 3)
    repo.run("check-cards")
    modules = imported(repo, "check-cards")
    assert not {"yaml", "obstore", "commitworthy.homes", "commitworthy.cards.provenance"} & modules
    assert not (HEAVY - {"threading"}) & (modules | {module.partition(".")[0] for module in modules})


@pytest.mark.parametrize("framework", ["pre-commit", "prek"])
def test_the_frameworks_say_it_after_a_checkout(moved: Repo, framework: str, tmp_path: Path) -> None:
    """Both run the hook at the commit, and after a checkout say what is to be fetched."""
    program = executable(framework)
    moved.write(
        ".pre-commit-config.yaml",
        "default_install_hook_types: [pre-commit, post-checkout, post-merge]\n"
        "repos:\n- repo: local\n  hooks:\n  - id: check-cards\n    name: check-cards\n"
        "    entry: commitworthy check-cards\n    language: system\n    pass_filenames: false\n    always_run: true\n"
        "    stages: [pre-commit, pre-merge-commit, post-checkout, post-merge, manual]\n",
    )
    moved.commit()
    moved.git("branch", "old")
    moved.write(NAME, model(500))
    moved.run("move", "--update", NAME)
    moved.commit()
    subprocess.run(
        [program, "install"], cwd=moved.top, check=True, capture_output=True, env={**os.environ, "HOME": str(tmp_path)}
    )
    outcome = moved.try_git("checkout", "old", HOME=str(tmp_path))
    assert "CRD005 stale-card" in outcome.out
    assert "commitworthy fetch -- models/churn.pkl" in outcome.out
    assert moved.run("fetch").status == 0
    assert Path(moved.path(NAME)).read_bytes() == MODEL
