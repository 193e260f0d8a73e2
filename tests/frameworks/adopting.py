"""A project with old debts, new debts of every kind, and what a user does to adopt the hooks."""

from __future__ import annotations

import json
import pickle
from typing import TYPE_CHECKING, NamedTuple

from tests.frameworks.conftest import CONFIG, Framework
from tests.repo import Repo
from tests.samples import model, noise, parquet, table

if TYPE_CHECKING:
    from collections.abc import Sequence


def notebook(text: str) -> str:
    """A notebook that was run."""
    output = {"name": "stdout", "output_type": "stream", "text": [text]}
    cell = {"cell_type": "code", "execution_count": 3, "metadata": {}, "outputs": [output], "source": ["print(1)"]}
    return json.dumps({"cells": [cell], "metadata": {}, "nbformat": 4, "nbformat_minor": 4}, indent=1) + "\n"


class Debt(NamedTuple):
    """A file that `hook` refuses by `rule`, and the remedy that begins with `text`."""

    hook: str
    rule: str
    name: str
    content: str | bytes
    text: str


DEBTS = (
    Debt(
        "block-artifacts", "blocked-artifact", "models/new.joblib", pickle.dumps([0.5] * 999, 4), "keep it out of git"
    ),
    Debt("block-artifacts", "blocked-artifact", "data/new.csv", table(200_000), "or send it to Git LFS"),
    Debt("strip-notebooks", "dirty-notebook", "new.ipynb", notebook("new\n"), "stage it"),
    Debt("require-lfs", "unrouted-artifact", "data/new.parquet", parquet(3_000, 7), "send it to Git LFS"),
    Debt(
        "flag-parameters",
        "hyperparameter-keyword",
        "new.py",
        "Adam(model.parameters(), lr=3e-4)\n",
        "move it, in code and config",
    ),
)


def messy(repo: Repo) -> None:
    """Old debts of every kind, and a configuration of somebody's own."""
    repo.write("models/clf.pkl", model(1000))
    repo.write("data/old.csv", table(300_000))
    repo.write("data/old.h5", b"\x89HDF\r\n\x1a\n" + noise(4_000))
    repo.write("eda.ipynb", notebook("old\n"))
    repo.write(
        "train.py", "from torch.optim import Adam\n\noptimizer = Adam(model.parameters(), lr=1e-3)\nEPOCHS = 20\n"
    )
    repo.write(CONFIG, "# ours\nrepos: []\n")
    repo.commit()


def adopt(repo: Repo, framework: Framework, words: Sequence[str] = ()) -> None:
    """What a user does: `init --write`, and the lines that it prints."""
    source = ["--repo", str(framework.source), "--rev", Repo(framework.source).head()]
    outcome = repo.run("init", "--write", *source, *words)
    assert outcome.status == 0, outcome
    for line in outcome.out.partition("What to do next:\n")[2].splitlines():
        if "pre-commit install" in line:
            assert framework.call(repo, "install").status == 0
        elif not line.startswith("    git commit"):
            assert repo.shell(line).status == 0, line
    first = framework.commit(repo)
    assert first.status == 0, first
