"""flag-parameters under pre-commit and prek, as users run it."""

from __future__ import annotations

import re

import pytest

from tests.frameworks.conftest import BOTH_EVERY_DAY, CONFIG, Framework
from tests.names import NAMES_THAT_HURT
from tests.repo import Repo

FOREST = "model = RandomForestClassifier(n_estimators=500)\n"
SAID = "train.py:1:45: PAR101 hyperparameter-keyword: n_estimators = 500 in RandomForestClassifier()."


@pytest.fixture
def project(repo: Repo, framework: Framework) -> Repo:
    """A repository that uses flag-parameters, with an old script."""
    repo.write(CONFIG, framework.config("flag-parameters"))
    repo.write("old.py", "np.random.seed(42)\n" + FOREST)
    repo.commit()
    return repo


@BOTH_EVERY_DAY
def test_a_commit_is_refused_and_passes_once_mended(project: Repo, framework: Framework) -> None:
    framework.install(project)
    project.stage("train.py", FOREST)
    before = project.head()
    outcome = framework.commit(project)
    assert (outcome.status, project.head()) == (1, before)
    assert SAID in outcome.out
    project.stage("params.yaml", "model:\n  n_estimators: 500\n")
    project.stage("train.py", FOREST.replace("500", 'params["model"]["n_estimators"]'))
    assert framework.commit(project).status == 0


def test_a_one_line_edit_of_an_old_script_says_one_line(project: Repo, framework: Framework) -> None:
    framework.install(project)
    project.stage("old.py", "np.random.seed(42)\n# again\n" + FOREST)
    assert framework.commit(project).status == 0
    project.stage("old.py", "np.random.seed(42)\n# again\n" + FOREST + "svc = SVC(C=5)\n")
    outcome = framework.commit(project)
    assert outcome.status == 1
    assert outcome.out.count("PAR") == 1
    assert "old.py:4:13: PAR101 hyperparameter-keyword: C = 5 in SVC()." in outcome.out


def test_all_files_and_the_baseline(project: Repo, framework: Framework) -> None:
    outcome = framework.run(project, "--all-files")
    assert outcome.status == 1
    assert "2 findings in 1 file." in outcome.out
    assert project.run("baseline").status == 0
    project.commit()
    assert framework.run(project, "--all-files").status == 0
    project.write("old.py", "\n\n" + (project.top / "old.py").read_text() + FOREST)
    project.commit()
    outcome = framework.run(project, "--all-files")
    assert (outcome.status, outcome.out.count("PAR101")) == (1, 1)


def test_the_exception_that_is_printed_can_be_pasted(project: Repo, framework: Framework) -> None:
    project.stage("train.py", FOREST)
    outcome = framework.run(project)
    command = outcome.out.partition("or allow the whole file:")[2].partition("\n")[0]
    assert project.shell(command.replace("<why they may stay in the code>", "a demo")).status == 0
    project.git("add", "--all")
    assert framework.run(project).status == 0


def test_programs_without_a_suffix_and_other_files(project: Repo, framework: Framework) -> None:
    """The frameworks hand over what may be a program by its name; the hook looks at the first line."""
    place = project.write("bin/train", "#!/usr/bin/env python3\n" + FOREST)
    project.shell(f"chmod +x {place}")
    project.stage("notes.md", FOREST)
    project.stage("LICENSE", FOREST)
    project.git("add", "--all")
    outcome = framework.run(project)
    assert outcome.status == 1
    assert "bin/train:2:45: PAR101" in outcome.out
    assert "notes.md" not in outcome.out
    assert "LICENSE" not in outcome.out


@pytest.mark.parametrize("name", ["report.qmd", "sub/report.Rmd", "A.QMD"])
def test_documents_with_chunks_of_python(project: Repo, framework: Framework, name: str) -> None:
    project.stage(name, f"```{{python}}\n{FOREST}```\n")
    outcome = framework.run(project)
    assert outcome.status == 1
    assert f"{name}:2:45: PAR101" in outcome.out


def test_names_that_hurt(project: Repo, framework: Framework) -> None:
    names = [name + ".py" for name in NAMES_THAT_HURT if isinstance(name, str)]
    for name in names:
        project.stage(name, FOREST)
    outcome = framework.run(project)
    assert outcome.status == 1
    # A framework may hand over the names in batches, each with a count of its own.
    assert sum(map(int, re.findall(r"(\d+) findings? in", outcome.out))) == len(names)
    assert project.run("baseline", "--add").status == 0
    project.commit()
    assert framework.run(project, "--all-files").status == 0


def test_a_linked_worktree(project: Repo, framework: Framework) -> None:
    framework.install(project)
    project.git("worktree", "add", "--quiet", "../linked")
    linked = Repo(project.top.parent / "linked")
    linked.stage("sub/train.py", FOREST)
    outcome = framework.commit(linked, cwd="sub")
    assert outcome.status == 1
    assert "sub/" + SAID in outcome.out


def test_a_merge_brings_nothing_new(project: Repo, framework: Framework) -> None:
    framework.install(project)
    project.git("switch", "--quiet", "--create", "side")
    project.write("train.py", FOREST)
    project.commit()
    project.git("switch", "--quiet", "main")
    project.write("b.txt", "main\n")
    project.commit()
    outcome = project.try_git("merge", "--no-edit", "side", **framework.environment())
    assert outcome.status == 0, outcome
    assert "flag hard-coded parameters" in outcome.out
