"""What check-added-large-files does where we differ: the comparison in the README, both halves in real repositories."""

from __future__ import annotations

import os
import pickle
import subprocess
from typing import TYPE_CHECKING

import pytest

from tests.repo import BIN, Repo, noise, prose

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
    repo.write("a.parquet", b"PAR1" + noise(LARGE) + b"PAR1")
    repo.git("add", "a.parquet")
    return "a.parquet"


def renamed_legacy(repo: Repo) -> str:
    repo.write("old.bin", noise(LARGE))
    repo.commit()
    repo.git("mv", "old.bin", "new.bin")
    return "new.bin"


def a_pickle_called_notes(repo: Repo) -> str:
    repo.stage("notes.txt", pickle.dumps({"weights": list(range(1000))}))
    return "notes.txt"


def a_notebook_cleaned_by_a_filter(repo: Repo) -> str:
    repo.git("config", "filter.cut.clean", "head -c 1000")
    repo.stage(".gitattributes", "*.ipynb filter=cut\n")
    repo.stage("eda.ipynb", prose(LARGE))
    return "eda.ipynb"


def peer(repo: Repo, name: str) -> str:
    done = subprocess.run(
        [BIN / "check-added-large-files", name], cwd=repo.top, env=os.environ, capture_output=True, check=False
    )
    return "refused" if done.returncode else "passes"


def ours(repo: Repo, name: str) -> str:
    return "refused" if repo.run("block-artifacts", name).status else "passes"


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
def test_the_comparison_in_the_readme(repo: Repo, prepare: Callable[[Repo], str], theirs: str, expected: str) -> None:
    name = prepare(repo)
    assert peer(repo, name) == theirs
    assert ours(repo, name) == expected
