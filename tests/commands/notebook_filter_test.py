"""Installing the filter of git, taking it back, and telling how it stands."""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
import venv
from pathlib import Path

import pytest

from tests.notebooks.make import STREAM, code, notebook
from tests.repo import Outcome, Repo, executable

HOOK = "strip-notebooks"
DIRTY = notebook(code(f"[{STREAM}]", "3"))
CLEAN = notebook(code())
PROGRAM = shlex.quote(executable("commitworthy"))
LINES = "*.ipynb filter=commitworthy diff=commitworthy\n*.zpln filter=commitworthy\n"
SETTINGS = {
    "filter.commitworthy.process": f"{PROGRAM} strip-notebooks --filter-process",
    "filter.commitworthy.clean": f"{PROGRAM} strip-notebooks --stdin-name=%f -",
    "filter.commitworthy.smudge": "cat",
    "filter.commitworthy.required": "true",
    "diff.commitworthy.textconv": f"{PROGRAM} strip-notebooks --textconv --",
}
INSTALLED = (
    "git now strips notebooks as it stages them: .git/info/attributes and the configuration of this clone.\n"
    "notebooks that are tracked already: git add --renormalize .\n"
)
GONE = ".git/info/attributes: removed the lines of the filter.\ngit no longer strips notebooks in this clone.\n"
WORKS = (
    f"filter: {PROGRAM} strip-notebooks --filter-process\nprogram: found\n"
    "attributes: set for *.ipynb\ngit strips notebooks as it stages them.\n"
)
ABSENT = (
    "filter: not configured\nattributes: not set for *.ipynb\n"
    "git does not strip notebooks here; to set it up: commitworthy strip-notebooks --install-filter\n"
)


def settings(repo: Repo) -> dict[str, str]:
    listed = repo.git("config", "--local", "--null", "--list").split("\0")
    pairs = [line.partition("\n")[::2] for line in listed if "commitworthy" in line]
    return dict(pairs)


def attributes(repo: Repo) -> str:
    place = repo.top / ".git" / "info" / "attributes"
    return place.read_text() if place.exists() else ""


def test_install_status_uninstall(repo: Repo) -> None:
    assert repo.run(HOOK, "--status") == Outcome(1, ABSENT, "")
    assert repo.run(HOOK, "--install-filter") == Outcome(0, INSTALLED, "")
    assert settings(repo) == SETTINGS
    assert attributes(repo) == LINES
    assert repo.run(HOOK, "--status") == Outcome(0, WORKS, "")
    assert repo.run(HOOK, "--uninstall-filter") == Outcome(0, GONE, "")
    assert (settings(repo), attributes(repo)) == ({}, "")
    assert repo.run(HOOK, "--status") == Outcome(1, ABSENT, "")
    repo.stage("a.ipynb", DIRTY)
    assert repo.git("show", ":a.ipynb") + "\n" == DIRTY


def test_twice_is_as_once(repo: Repo) -> None:
    assert repo.run(HOOK, "--install-filter") == repo.run(HOOK, "--install-filter")
    assert (settings(repo), attributes(repo)) == (SETTINGS, LINES)
    assert repo.run(HOOK, "--uninstall-filter").status == 0
    assert repo.run(HOOK, "--uninstall-filter") == Outcome(0, "git no longer strips notebooks in this clone.\n", "")


@pytest.mark.parametrize("end", ["", "\n"])
def test_lines_of_others_stay(repo: Repo, end: str) -> None:
    repo.write(".git/info/attributes", f"*.csv -text{end}")
    assert repo.run(HOOK, "--install-filter").status == 0
    assert attributes(repo) == f"*.csv -text\n{LINES}"
    assert repo.run(HOOK, "--uninstall-filter").status == 0
    assert attributes(repo) == "*.csv -text\n"


def test_lines_for_the_whole_team(repo: Repo) -> None:
    outcome = repo.run(HOOK, "--install-filter", "--attributes", ".gitattributes")
    where = INSTALLED.replace(".git/info/attributes", ".gitattributes").splitlines(keepends=True)
    assert outcome == Outcome(0, f"{where[0]}stage the lines: git add .gitattributes\n{where[1]}", "")
    assert (repo.top / ".gitattributes").read_text() == LINES
    assert attributes(repo) == ""
    assert repo.run(HOOK, "--status") == Outcome(0, WORKS, "")
    assert repo.run(HOOK, "--uninstall-filter").status == 0
    assert (repo.top / ".gitattributes").read_text() == ""


def test_tracked_notebooks_by_the_line_that_is_printed(repo: Repo) -> None:
    repo.write("a.ipynb", DIRTY)
    repo.commit()
    outcome = repo.run(HOOK, "--install-filter")
    command = outcome.out.splitlines()[-1].partition(": ")[2]
    assert command == "git add --renormalize ."
    assert repo.shell(command).status == 0
    assert repo.git("show", ":a.ipynb") + "\n" == CLEAN
    assert (repo.top / "a.ipynb").read_text() == DIRTY


@pytest.mark.parametrize("place", [".gitattributes", ".git/info/attributes"])
@pytest.mark.parametrize(("line", "path"), [("*.ipynb filter=lfs", "any.ipynb"), ("r/* filter=dvc", "r/a.ipynb")])
def test_no_other_filter_is_pushed_aside(repo: Repo, place: str, line: str, path: str) -> None:
    repo.stage("r/a.ipynb", CLEAN)
    repo.write(place, f"{line}\n")
    outcome = repo.run(HOOK, "--install-filter")
    assert outcome == Outcome(
        2,
        "",
        f"commitworthy: --install-filter: {path} already has the filter {line.partition('=')[2]}: "
        "remove that line from .gitattributes or .git/info/attributes first\n",
    )
    assert settings(repo) == {}


@pytest.mark.parametrize("cwd", ["", "sub"])
def test_in_a_linked_worktree_and_below(repo: Repo, cwd: str) -> None:
    repo.write("sub/x.txt", "x")
    repo.commit()
    repo.git("worktree", "add", "--quiet", "../linked")
    linked = Repo(repo.top.parent / "linked")
    assert linked.run(HOOK, "--install-filter", cwd=cwd).status == 0
    assert attributes(repo) == LINES
    for each in (linked, repo):
        assert each.run(HOOK, "--status", cwd=cwd) == Outcome(0, WORKS, "")
        each.stage("sub/a.ipynb", DIRTY)
        assert each.git("show", ":sub/a.ipynb") + "\n" == CLEAN
    assert repo.run(HOOK, "--uninstall-filter", cwd=cwd).status == 0
    assert linked.run(HOOK, "--status").status == 1


def test_a_program_that_has_gone_is_told(repo: Repo) -> None:
    assert repo.run(HOOK, "--install-filter").status == 0
    repo.git("config", "filter.commitworthy.process", "'/no where/commitworthy' strip-notebooks --filter-process")
    outcome = repo.run(HOOK, "--status")
    assert outcome.status == 1
    assert "program: gone\n" in outcome.out


def test_a_program_in_a_folder_with_blanks(repo: Repo, tmp_path: Path) -> None:
    environment = tmp_path / "my env"
    venv.create(environment, symlinks=True)
    source = Path(__file__).parents[2] / "hooks"
    program = environment / "bin" / "commitworthy"
    program.write_text(
        f"#!/bin/sh\nPYTHONPATH={shlex.quote(str(source))} exec {shlex.quote(str(environment / 'bin' / 'python'))} "
        '-c "import sys; from commitworthy.cli import main; sys.exit(main())" "$@"\n'
    )
    program.chmod(0o755)
    done = subprocess.run([program, HOOK, "--install-filter"], cwd=repo.top, capture_output=True, check=False)
    assert done.returncode == 0, done
    assert settings(repo)["filter.commitworthy.process"] == f"'{program}' strip-notebooks --filter-process"
    repo.stage("a.ipynb", DIRTY)
    assert repo.git("show", ":a.ipynb") + "\n" == CLEAN
    shutil.rmtree(environment)
    assert repo.try_git("add", "--renormalize", ".").status != 0


VANISHES = (
    "commitworthy: --install-filter: this program is installed in pre-commit's cache, which will be garbage-collected: "
    "install commitworthy in your own environment and run it from there\n"
)


def test_not_while_a_framework_runs_us(repo: Repo, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PRE_COMMIT", "1")
    assert repo.run(HOOK, "--install-filter") == Outcome(2, "", VANISHES)
    assert (settings(repo), attributes(repo)) == ({}, "")


def test_outside_of_a_repository(tmp_path: Path) -> None:
    from tests.repo import run

    for mode in ("--install-filter", "--uninstall-filter", "--status"):
        outcome = run(tmp_path, HOOK, mode)
        assert (outcome.status, outcome.out) == (2, "")
        assert "not inside a git repository" in outcome.err


def test_a_read_only_file_of_attributes(repo: Repo) -> None:
    repo.write(".git/info/attributes", "*.csv -text\n")
    os.chmod(repo.path(".git/info/attributes"), 0o444)
    outcome = repo.run(HOOK, "--install-filter")
    assert outcome.status == 2
    assert "is read-only" in outcome.err
    assert settings(repo) == {}


@pytest.mark.parametrize("driver", ["process", "clean"])
def test_an_empty_notebook_is_staged_with_a_line(repo: Repo, driver: str) -> None:
    repo.run(HOOK, "--install-filter")
    if driver == "clean":
        repo.git("config", "--unset", "filter.commitworthy.process")
    repo.write("new.ipynb", "")
    done = repo.shell("git add new.ipynb")
    said = "commitworthy: new.ipynb: the file is empty; it becomes a notebook when its editor first saves it\n"
    assert done == Outcome(0, "", said)
    assert "new.ipynb" in repo.tracked()
