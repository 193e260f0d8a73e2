"""What is legacy to one hook is legacy to every hook, whoever names the files: a person, git or a framework."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from commitworthy.hooks.hook import FILE_HOOKS
from tests.notebooks.make import STREAM, code, notebook
from tests.repo import Repo
from tests.samples import noise

if TYPE_CHECKING:
    from collections.abc import Callable

FILES = ("model.bin", "train.py", "eda.ipynb")


def write(repo: Repo, seed: int) -> None:
    """One thing for each hook to refuse."""
    repo.write("model.bin", noise(200_000, seed=seed))
    repo.write("train.py", f"Adam(learning_rate=0.00{seed})\n")
    repo.write("eda.ipynb", notebook(code(f"[{STREAM}]", str(seed))))


@pytest.fixture
def legacy(repo: Repo) -> Repo:
    write(repo, 1)
    repo.commit()
    return repo


def merge(repo: Repo, side: str) -> None:
    repo.git("checkout", "-q", "-b", "theirs")
    write(repo, 2)
    repo.commit()
    repo.git("checkout", "-q", "main")
    write(repo, 3)
    repo.commit()
    repo.git("merge", "theirs", check=False)
    repo.git("checkout", f"--{side}", "--", *FILES)
    repo.git("add", "--", *FILES)


CHANGES: dict[str, Callable[[Repo], object]] = {
    "a mode": lambda repo: repo.git("update-index", "--chmod=+x", *FILES),
    "a merge that keeps ours": lambda repo: merge(repo, "ours"),
    "a merge that takes theirs": lambda repo: merge(repo, "theirs"),
    "a rename": lambda repo: repo.shell("mkdir old && git mv model.bin train.py eda.ipynb old"),
    "a copy": lambda repo: repo.shell("mkdir old && cp model.bin train.py eda.ipynb old && git add old"),
}


@pytest.mark.parametrize("hook", ["commitworthy", *FILE_HOOKS])
@pytest.mark.parametrize("change", CHANGES)
def test_what_a_parent_has_costs_nothing(legacy: Repo, monkeypatch: pytest.MonkeyPatch, hook: str, change: str) -> None:
    CHANGES[change](legacy)
    staged = legacy.git("diff", "--cached", "--name-only", "--diff-filter=d", "HEAD").splitlines() or [*FILES]
    assert legacy.run(hook).out == ""
    monkeypatch.setenv("PRE_COMMIT", "1")
    # In conflict were all of them, and so all are handed over.
    assert legacy.run(hook, *staged).out == ""


def test_all_files_shows_it_once_the_merge_is_over(legacy: Repo, monkeypatch: pytest.MonkeyPatch) -> None:
    merge(legacy, "ours")
    legacy.commit()
    monkeypatch.setenv("PRE_COMMIT", "1")
    assert {path for path, _ in legacy.judge(*FILES, "--check", hook="strip-notebooks")} == {"eda.ipynb"}
    assert legacy.judge(*FILES) == [("model.bin", "blocked-artifact")]
