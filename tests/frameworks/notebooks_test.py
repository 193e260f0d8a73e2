"""strip-notebooks under the real pre-commit and prek: commits, merges, edits that are not staged, and its filter."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

from tests.frameworks.conftest import BOTH_EVERY_DAY, CONFIG, Framework
from tests.notebooks.make import STREAM, code, notebook
from tests.repo import Outcome, Repo

HOOK = "strip-notebooks"
DIRTY = notebook(code(f"[{STREAM}]", "3"))
CLEAN = notebook(code())
FINDING = f"a.ipynb: NBK001 dirty-notebook: stripped 1 output ({len(STREAM)} bytes) and 1 execution count.\n"
LEFT = "fix or rename it; it was left as it is"


@pytest.fixture
def notebooks(repo: Repo, framework: Framework) -> Repo:
    """A repository with the hook in its configuration and in its hooks."""
    repo.write(CONFIG, framework.config(HOOK))
    repo.commit("hooks")
    framework.install(repo)
    return repo


@BOTH_EVERY_DAY
def test_a_commit_is_refused_and_passes_once_the_file_is_staged(notebooks: Repo, framework: Framework) -> None:
    notebooks.stage("a.ipynb", DIRTY)
    before = notebooks.head()
    outcome = framework.commit(notebooks)
    assert outcome.status == 1
    assert FINDING in outcome.out
    assert "files were modified by this hook" in outcome.out.lower()
    assert notebooks.head() == before
    assert (notebooks.top / "a.ipynb").read_text() == CLEAN
    assert notebooks.shell("git add -- a.ipynb").status == 0
    assert framework.commit(notebooks).status == 0
    assert notebooks.git("show", "HEAD:a.ipynb") + "\n" == CLEAN


@BOTH_EVERY_DAY
def test_edits_that_are_not_staged_are_not_lost(notebooks: Repo, framework: Framework) -> None:
    """The frameworks put them aside; they come back, or a copy is kept, whatever the hook did to the file."""
    cells = [code(f"[{STREAM}]", "3", source=f'"{number}"') for number in range(9)]
    text = notebook(",\n".join(cells)).replace(", ", ",\n")
    notebooks.stage("a.ipynb", text)
    notebooks.write("a.ipynb", text.replace('"8"', '"edited since"'))
    assert framework.commit(notebooks).status == 1
    found = (notebooks.top / "a.ipynb").read_text()
    patches = [path.read_text() for path in framework.home.rglob("*.patch")]
    assert "edited since" in found or any("edited since" in patch for patch in patches)
    notebooks.write("a.ipynb", text.replace('"8"', '"edited since"'))
    assert notebooks.run(HOOK).status == 1
    notebooks.stage("a.ipynb")
    assert framework.commit(notebooks).status == 0
    assert "edited since" in notebooks.git("show", "HEAD:a.ipynb")
    assert STREAM.split(",")[0] not in notebooks.git("show", "HEAD:a.ipynb")


def test_a_clean_blob_over_a_dirty_file(notebooks: Repo, framework: Framework) -> None:
    notebooks.stage("a.ipynb", CLEAN)
    notebooks.write("a.ipynb", DIRTY)
    assert framework.commit(notebooks).status == 0
    assert (notebooks.top / "a.ipynb").read_text() == DIRTY


@pytest.mark.parametrize("clean", [True, False], ids=["clean merge", "conflict"])
def test_a_merge(notebooks: Repo, framework: Framework, clean: bool) -> None:
    notebooks.write("b.txt", "one\n")
    notebooks.commit()
    notebooks.git("switch", "--quiet", "--create", "side")
    notebooks.write("legacy.ipynb", DIRTY)
    notebooks.write("c.txt" if clean else "b.txt", "side\n")
    notebooks.commit()
    notebooks.git("switch", "--quiet", "main")
    notebooks.write("b.txt", "main\n")
    notebooks.commit()
    merged = notebooks.try_git("merge", "--no-edit", "side", **framework.environment())
    assert merged.status == (0 if clean else 1), merged
    if not clean:
        notebooks.stage("b.txt", "both\n")
        assert framework.commit(notebooks).status == 0
    assert (notebooks.top / "legacy.ipynb").read_text() == DIRTY


def test_59_a_broken_one_stops_no_other(notebooks: Repo, framework: Framework) -> None:
    notebooks.stage("a.ipynb", DIRTY)
    notebooks.stage("b.ipynb", DIRTY[:-4])
    outcome = framework.commit(notebooks)
    assert outcome.status == 1
    assert "exit code: 2" in outcome.out
    assert FINDING in outcome.out
    end = "not a notebook: the file ends in the middle of the notebook"
    assert f"commitworthy: b.ipynb:1: {end}: {LEFT}\n" in outcome.out
    assert [(notebooks.top / f"{name}.ipynb").read_text() for name in "ab"] == [CLEAN, DIRTY[:-4]]


def test_all_files_in_ci_accepts_what_the_baseline_lists(notebooks: Repo, framework: Framework) -> None:
    notebooks.write("a.ipynb", DIRTY)
    notebooks.git("add", "--all")
    assert framework.run(notebooks, "--all-files").status == 1
    notebooks.write("a.ipynb", DIRTY)
    assert notebooks.run("baseline").status == 0
    notebooks.commit()
    assert framework.run(notebooks, "--all-files").status == 0


def test_check_as_an_argument_writes_nothing(repo: Repo, framework: Framework) -> None:
    repo.write(CONFIG, framework.config(HOOK, args=["--check"]))
    repo.write("a.ipynb", DIRTY)
    repo.commit()
    outcome = framework.run(repo, "--all-files")
    assert outcome.status == 1
    assert "a.ipynb: cell 1: NBK002 cell-outputs: 1 output" in outcome.out
    assert (repo.top / "a.ipynb").read_text() == DIRTY


def test_62_many_notebooks_in_batches(notebooks: Repo, framework: Framework) -> None:
    folder = "a-folder-with-a-long-name/" * 5
    for number in range(600):
        notebooks.write(f"{folder}{number:04}.ipynb", DIRTY.replace('"x"', f'"{number}"'))
    notebooks.git("add", "--all")
    assert framework.run(notebooks, "--all-files").status == 1
    assert all(STREAM not in path.read_text() for path in notebooks.top.rglob("*.ipynb"))
    notebooks.git("add", "--all")
    assert framework.run(notebooks, "--all-files").status == 0


def programs_of(framework: Framework) -> list[Path]:
    """Our command in the environments that a framework has made."""
    return sorted((framework.home / framework.name).rglob("bin/commitworthy"))


def test_the_filter_is_not_installed_from_where_it_would_vanish(repo: Repo, framework: Framework) -> None:
    programs = programs_of(framework)
    assert programs
    for program in programs:
        command = [str(program), HOOK, "--install-filter"]
        done = subprocess.run(command, cwd=repo.top, capture_output=True, check=False, env=dict(os.environ))
        assert (done.returncode, done.stdout) == (2, b"")
        assert done.stderr.startswith(
            b"commitworthy: --install-filter: this program is installed in pre-commit's cache"
        )
    assert repo.run(HOOK, "--status").status == 1


def test_the_filter_of_git_and_the_hook_agree(notebooks: Repo, framework: Framework) -> None:
    assert notebooks.run(HOOK, "--install-filter").status == 0
    notebooks.stage("a.ipynb", DIRTY)
    assert framework.commit(notebooks).status == 0
    assert notebooks.git("show", "HEAD:a.ipynb") + "\n" == CLEAN
    assert (notebooks.top / "a.ipynb").read_text() == DIRTY
    assert framework.run(notebooks, "--all-files").status == 0
    assert notebooks.run(HOOK) == Outcome(0, "", "")
