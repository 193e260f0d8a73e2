"""What others do where we differ: the comparison in the README, both halves in real repositories."""

from __future__ import annotations

import json
import os
import subprocess
from typing import TYPE_CHECKING

import pytest

from tests.lfs import route, set_up
from tests.luck import need_program
from tests.repo import BIN, Repo
from tests.samples import model, noise, parquet, prose

if TYPE_CHECKING:
    from collections.abc import Callable

LARGE = 600_000


def added_with_an_accent(repo: Repo) -> str:
    repo.stage("données.bin", noise(LARGE))
    return "données.bin"


def grown(repo: Repo) -> str:
    repo.write("a.txt", prose(1000))
    repo.commit()
    repo.stage("a.txt", prose(LARGE))
    return "a.txt"


def truncated_on_disk(repo: Repo) -> str:
    repo.stage("a.bin", noise(LARGE))
    repo.write("a.bin", "small now\n")
    return "a.bin"


def raw_under_a_route(repo: Repo) -> str:
    repo.stage(".gitattributes", "*.parquet filter=lfs diff=lfs merge=lfs -text\n")
    repo.git("-c", "filter.lfs.required=false", "-c", "filter.lfs.clean=", "-c", "filter.lfs.process=", "status")
    repo.write("a.parquet", parquet(LARGE))
    repo.git("add", "a.parquet")
    return "a.parquet"


def renamed_legacy(repo: Repo) -> str:
    repo.write("old.bin", noise(LARGE))
    repo.commit()
    repo.git("mv", "old.bin", "new.bin")
    return "new.bin"


def a_pickle_called_notes(repo: Repo) -> str:
    repo.stage("notes.txt", model(1000))
    return "notes.txt"


def a_notebook_cleaned_by_a_filter(repo: Repo) -> str:
    repo.git("config", "filter.cut.clean", "head -c 1000")
    repo.stage(".gitattributes", "*.ipynb filter=cut\n")
    repo.stage("eda.ipynb", prose(LARGE))
    return "eda.ipynb"


def ran(repo: Repo, *command: str) -> subprocess.CompletedProcess[bytes]:
    program = BIN / command[0]
    words = [program if program.exists() else command[0], *command[1:]]
    return subprocess.run(words, cwd=repo.top, env=os.environ, capture_output=True, check=False)


def verdict(repo: Repo, *command: str) -> str:
    return "refused" if ran(repo, *command).returncode else "passes"


def ours(repo: Repo, hook: str, *names: str) -> str:
    return "refused" if repo.run(hook, *names).status else "passes"


@pytest.mark.parametrize(
    ("prepare", "theirs", "expected"),
    [
        (added_with_an_accent, "passes", "refused"),
        (grown, "passes", "refused"),
        (truncated_on_disk, "passes", "refused"),
        (raw_under_a_route, "passes", "refused"),
        (renamed_legacy, "passes", "passes"),
        (a_pickle_called_notes, "passes", "refused"),
        (a_notebook_cleaned_by_a_filter, "refused", "passes"),
    ],
)
def test_beside_check_added_large_files(repo: Repo, prepare: Callable[[Repo], str], theirs: str, expected: str) -> None:
    name = prepare(repo)
    assert verdict(repo, "check-added-large-files", name) == theirs
    assert ours(repo, "block-artifacts", name) == expected


PERSONAL = {"executionInfo": {"user": {"displayName": "Ann", "userId": "1234"}}}


def notebook(*, indent: int) -> str:
    """One cell as Colab saves it."""
    printed = {"output_type": "stream", "name": "stdout", "text": ["a\n"]}
    cell = {
        "cell_type": "code",
        "id": "c1",
        "metadata": PERSONAL,
        "source": ["print('é')\n"],
        "execution_count": 3,
        "outputs": [printed],
    }
    return json.dumps({"cells": [cell], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}, indent=indent) + "\n"


def kept(repo: Repo, name: str, before: str) -> bool:
    """Whether each line that is left stood there before, but for the three values that are emptied."""
    emptied = ('"outputs": [],', '"outputs": []', '"execution_count": null,', '"metadata": {},')
    lines = (repo.top / name).read_text("utf-8").splitlines()
    return all(line in before.splitlines() or line.strip() in emptied for line in lines)


def test_beside_nbstripout_the_other_lines_stay(repo: Repo) -> None:
    before = notebook(indent=4)
    repo.stage("theirs.ipynb", before).stage("ours.ipynb", before)
    assert ran(repo, "nbstripout", "theirs.ipynb").returncode == 0
    assert repo.run("strip-notebooks", "ours.ipynb").status == 1
    assert not kept(repo, "theirs.ipynb", before)
    assert kept(repo, "ours.ipynb", before)


def test_beside_nbstripout_the_account_goes(repo: Repo) -> None:
    repo.stage("theirs.ipynb", notebook(indent=1)).stage("ours.ipynb", notebook(indent=1))
    ran(repo, "nbstripout", "theirs.ipynb")
    repo.run("strip-notebooks", "ours.ipynb")
    assert "displayName" in (repo.top / "theirs.ipynb").read_text("utf-8")
    assert "displayName" not in (repo.top / "ours.ipynb").read_text("utf-8")


def test_beside_nbstripout_what_is_staged_counts(repo: Repo) -> None:
    repo.stage("a.ipynb", notebook(indent=1))
    ran(repo, "nbstripout", "a.ipynb")
    assert verdict(repo, "nbstripout", "--verify", "a.ipynb") == "passes"
    assert ours(repo, "strip-notebooks", "a.ipynb") == "refused"


def test_beside_git_lfs_fsck_a_deleted_route_is_seen(repo: Repo) -> None:
    set_up(repo)
    route(repo, "*.pkl").stage("a.pkl", model())
    repo.commit()
    repo.git("rm", "--quiet", ".gitattributes")
    repo.commit()
    assert verdict(repo, "git", "lfs", "fsck") == "passes"
    assert ours(repo, "require-lfs", "--all-files") == "refused"


CODE = """\
import pandas as pd
from sklearn.linear_model import LogisticRegression

frame = pd.read_csv("/home/ann/train.csv")
model = LogisticRegression(C=0.3).fit(frame[["x"]], frame["y"])
"""


def test_beside_ruff_a_threshold_is_moved(repo: Repo) -> None:
    text = "def good(score):\n    return score > 0.7\n"
    repo.stage("train.py", text)
    fix = ("ruff", "check", "--isolated", "--no-cache", "--select", "PLR2004", "--fix", "--unsafe-fixes", "train.py")
    assert verdict(repo, *fix) == "refused"
    assert (repo.top / "train.py").read_text() == text
    assert repo.run("extract", "train.py").status == 0
    assert 'return score > params["decision"]["score_threshold"]\n' in (repo.top / "train.py").read_text()
    assert (repo.top / "params.yaml").read_text() == "decision:\n  score_threshold: 0.7\n"


def test_beside_ruff_keywords_and_paths_are_seen(repo: Repo) -> None:
    repo.stage("train.py", CODE)
    assert verdict(repo, "ruff", "check", "--isolated", "--no-cache", "--select", "PLR2004", "train.py") == "passes"
    assert [rule for _, rule in repo.run("flag-parameters", "--format", "json", "train.py").rules()] == [
        "absolute-path",
        "hyperparameter-keyword",
    ]


def test_beside_dvc_a_card_is_written_for_what_has_arrived(repo: Repo) -> None:
    need_program("dvc")
    theirs, ours_at = repo.top.parent / "theirs", repo.top.parent / "ours"
    for share in (theirs, ours_at):
        share.mkdir()
    repo.write("commitworthy.toml", f'[homes]\nmodel = "{ours_at}"\n')
    assert verdict(repo, "dvc", "init") == "passes"
    repo.write(".dvc/config", f"[core]\n    remote = share\n['remote \"share\"']\n    url = {theirs}\n")
    repo.commit()
    for name in ("theirs.pkl", "ours.pkl"):
        repo.write(f"models/{name}", model(1000))
    assert verdict(repo, "dvc", "add", "models/theirs.pkl") == "passes"
    assert (repo.top / "models/theirs.pkl.dvc").exists()
    assert not list(theirs.iterdir())
    assert repo.run("move", "models/ours.pkl").status == 0
    assert (repo.top / "models/ours.pkl.dvc").exists()
    assert [place.read_bytes() for place in ours_at.rglob("*") if place.is_file()] == [model(1000)]


def test_beside_git_lfs_migrate_info_history_is_known_by_what_it_is(repo: Repo) -> None:
    set_up(repo)
    repo.stage("notes.txt", model(10_000))
    repo.commit()
    repo.git("rm", "--quiet", "notes.txt")
    repo.commit()
    theirs = ran(repo, "git", "lfs", "migrate", "info", "--everything").stdout.decode()
    assert theirs.startswith("*.txt")
    found = json.loads(repo.run("audit", "--format", "json").out)
    (blob,) = [blob for blob in found["blobs"] if blob["path"] == "notes.txt"]
    assert (blob["family"], blob["state"]) == ("model", "history")
    assert found["rewrite"]["history"]["clone"] >= blob["packed"] > 0
