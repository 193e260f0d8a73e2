"""Our hooks under pre-commit and prek: all files, a commit, named files, ranges, worktrees, subfolders."""

from __future__ import annotations

import pytest

from tests.frameworks.conftest import BOTH_EVERY_DAY, CONFIG, Framework
from tests.names import raw
from tests.repo import Repo
from tests.samples import noise, table

LARGE = noise(200_000)
FINDING = "a.bin: ART001 blocked-artifact: Unknown binary content, 195.3 kB, "


@BOTH_EVERY_DAY
def test_all_files_judges_what_is_tracked(project: Repo, framework: Framework) -> None:
    assert framework.run(project, "--all-files").status == 0
    project.write("a.bin", LARGE)
    project.write("sub/b.bin", noise(200_000, seed=1))
    project.commit()
    outcome = framework.run(project, "--all-files")
    assert outcome.status == 1
    assert FINDING + "tracked" in outcome.out
    assert "2 findings in 2 files." in outcome.out
    assert "commitworthy baseline --add && git add .commitworthy-baseline" in outcome.out


def test_what_the_baseline_accepts_is_green_in_ci(project: Repo, framework: Framework) -> None:
    project.write("a.bin", LARGE)
    assert project.run("baseline", "--add").status == 0
    project.git("add", "a.bin")
    assert project.run("baseline", "--add").status == 0
    project.commit()
    assert framework.run(project, "--all-files").status == 0


@BOTH_EVERY_DAY
def test_a_commit_is_refused_and_passes_once_mended(project: Repo, framework: Framework) -> None:
    framework.install(project)
    project.stage("a.bin", LARGE)
    project.stage("b.txt", "text\n")
    before = project.head()
    outcome = framework.commit(project)
    assert outcome.status == 1
    assert FINDING + "staged" in outcome.out
    assert project.head() == before
    command = outcome.out.partition("keep it out of git:")[2].partition("\n")[0]
    assert project.shell(command).status == 0
    assert framework.commit(project).status == 0
    assert "b.txt" in project.tracked()


@pytest.mark.parametrize("cwd", ["sub", "sub/deeper"])
def test_a_commit_from_a_subfolder_prints_commands_for_there(project: Repo, framework: Framework, cwd: str) -> None:
    framework.install(project)
    project.write("sub/deeper/x.txt", "text\n")
    project.stage("sub/a.bin", LARGE)
    outcome = framework.commit(project, cwd=cwd)
    assert outcome.status == 1
    assert "sub/a.bin: ART001" in outcome.out
    command = outcome.out.partition("keep it out of git:")[2].partition("\n")[0]
    done = project.shell(command, cwd)
    assert done.status == 0, (command, done)
    assert framework.commit(project, "--allow-empty", cwd=cwd).status == 0
    assert (project.top / ".gitignore").read_text() == "/sub/a.bin\n"


def test_a_run_from_a_subfolder_prints_commands_for_there(project: Repo, framework: Framework) -> None:
    project.stage("sub/a.bin", LARGE)
    outcome = framework.run(project, cwd="sub")
    assert outcome.status == 1
    command = outcome.out.partition("keep it out of git:")[2].partition("\n")[0]
    done = project.shell(command, "sub")
    assert done.status == 0, (command, done)
    assert "sub/a.bin" not in project.tracked()


def test_named_files_are_judged_and_no_others(project: Repo, framework: Framework) -> None:
    project.write("a.bin", LARGE)
    project.write("b.bin", noise(200_000, seed=1))
    project.commit()
    outcome = framework.run(project, "--files", "a.bin", "README.md")
    assert outcome.status == 1
    assert FINDING in outcome.out
    assert "b.bin" not in outcome.out
    assert framework.run(project, "--files", "README.md").status == 0


def test_a_range_is_judged_by_its_tip(project: Repo, framework: Framework) -> None:
    project.write("a.csv", table(200_000))
    old = project.commit()
    project.write("a.bin", LARGE)
    new = project.commit()
    outcome = framework.run(project, "--from-ref", old, "--to-ref", new)
    assert outcome.status == 1
    assert "a.bin: ART001" in outcome.out
    assert "a.csv" not in outcome.out
    assert framework.run(project, "--from-ref", new, "--to-ref", new).status == 0


def test_the_files_filter_of_the_user_is_kept(repo: Repo, framework: Framework) -> None:
    repo.write(CONFIG, framework.config(more="exclude: ^data/"))
    repo.write("data/a.bin", LARGE)
    repo.commit()
    assert framework.run(repo, "--all-files").status == 0
    repo.stage("data/b.bin", noise(200_000, seed=1))
    # With no name left the hook must not take to judging the whole change.
    assert framework.run(repo).status == 0


def test_arguments_of_the_entry_count(repo: Repo, framework: Framework) -> None:
    repo.write(CONFIG, framework.config(args=["--maxkb=1000"]))
    repo.write("a.bin", LARGE)
    repo.commit()
    assert framework.run(repo, "--all-files").status == 0


def test_the_manual_stage_is_there(project: Repo, framework: Framework) -> None:
    project.write("a.bin", LARGE)
    project.commit()
    assert framework.run(project, "--hook-stage", "manual", "--all-files").status == 1


def test_a_commit_message_is_not_judged(project: Repo, framework: Framework) -> None:
    framework.install(project, "pre-commit", "commit-msg", "prepare-commit-msg")
    project.stage("a.txt", "text\n")
    outcome = framework.commit(project)
    assert outcome.status == 0, outcome
    assert outcome.out.count("block large files") == 1


@pytest.mark.parametrize("then", [": > a.bin", "rm a.bin", "echo text > a.bin"])
def test_scenario_11_and_13_a_commit_judges_what_is_staged(project: Repo, framework: Framework, then: str) -> None:
    framework.install(project)
    project.stage("a.bin", LARGE)
    project.shell(then)
    outcome = framework.commit(project)
    assert outcome.status == 1
    assert FINDING + "staged" in outcome.out


def test_what_is_staged_counts_although_the_file_has_grown_since(project: Repo, framework: Framework) -> None:
    framework.install(project)
    project.stage("a.csv", table(1000))
    project.write("a.csv", table(200_000))
    outcome = framework.commit(project)
    assert outcome.status == 0, outcome
    assert (project.top / "a.csv").stat().st_size == 200_000


def test_commit_all_and_commit_of_named_paths(project: Repo, framework: Framework) -> None:
    framework.install(project)
    project.write("a.csv", table(1000))
    project.commit()
    project.write("a.csv", table(200_000))
    assert framework.commit(project, "--all").status == 1
    project.stage("b.txt", "text\n")
    assert framework.commit(project, "--", "a.csv").status == 1
    assert framework.commit(project, "--", "b.txt").status == 0


@pytest.mark.parametrize("cwd", ["", "sub"])
def test_scenario_23_a_linked_worktree(project: Repo, framework: Framework, cwd: str) -> None:
    framework.install(project)
    project.write("sub/.gitattributes", "*.bin filter=lfs\n")
    project.commit()
    project.git("worktree", "add", "--quiet", "../linked")
    linked = Repo(project.top.parent / "linked")
    linked.stage("sub/a.bin", LARGE)
    outcome = framework.commit(linked, cwd=cwd)
    assert outcome.status == 1
    assert "sub/a.bin: LFS002 not-a-pointer" in outcome.out


def test_a_conflicted_merge_is_judged(project: Repo, framework: Framework) -> None:
    framework.install(project)
    project.write("a.txt", "one\n")
    project.commit()
    project.git("switch", "--quiet", "--create", "side")
    project.write("a.txt", "side\n")
    project.write("legacy.bin", LARGE)
    project.commit()
    project.git("switch", "--quiet", "main")
    project.write("a.txt", "main\n")
    project.commit()
    assert project.try_git("merge", "side", **framework.environment()).status == 1
    project.stage("a.txt", "both\n")
    # What the other side brought is in one of the parents: not this commit's doing.
    outcome = framework.commit(project)
    assert outcome.status == 0, outcome


def test_a_clean_merge_that_brings_what_the_other_side_had_passes(project: Repo, framework: Framework) -> None:
    framework.install(project)
    project.git("switch", "--quiet", "--create", "side")
    project.write("legacy.bin", LARGE)
    project.commit()
    project.git("switch", "--quiet", "main")
    project.write("b.txt", "main\n")
    project.commit()
    outcome = project.try_git("merge", "--no-edit", "side", **framework.environment())
    assert outcome.status == 0, outcome
    assert "block large files" in outcome.out


def test_git_in_trouble_is_no_pass(project: Repo, framework: Framework) -> None:
    project.stage("a.bin", LARGE)
    blob = project.git("rev-parse", ":a.bin")
    project.shell(f": > a.bin; rm -f .git/objects/{blob[:2]}/{blob[2:]}")
    outcome = framework.run(project, "--all-files")
    assert outcome.status != 0
    assert "exit code: 2" in outcome.out
    assert "is missing or damaged in the object store: run git fsck" in outcome.out


@pytest.mark.long
def test_the_repository_can_be_tried(repo: Repo, framework: Framework) -> None:
    repo.write("a.bin", LARGE)
    repo.commit()
    outcome = framework.call(repo, "try-repo", str(framework.source), "block-artifacts", "--all-files")
    assert outcome.status == 1
    assert "a.bin: ART001" in outcome.out


def test_the_install_line_is_of_the_hooks_own_source(project: Repo, framework: Framework) -> None:
    import os

    from tests.repo import BIN

    project.stage("a.bin", LARGE)
    path = os.pathsep.join(folder for folder in os.environ["PATH"].split(os.pathsep) if folder != str(BIN))
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PATH", path)
        outcome = framework.run(project)
    # The hook's own environment is on its PATH, yet not on the user's.
    assert "pip install " in outcome.out
    assert raw("&& commitworthy allow --because ").decode() in outcome.out


def test_a_project_whose_hooks_run_with_an_older_python_can_adopt_ours(repo: Repo, framework: Framework) -> None:
    repo.write(CONFIG, "default_language_version:\n  python: python2.7\nrepos: []\n")
    head = Repo(framework.source).head()
    assert repo.run("init", "--write", "--repo", str(framework.source), "--rev", head).status == 0
    repo.stage("a.bin", LARGE)
    repo.git("add", "--all")
    outcome = framework.run(repo)
    assert (outcome.status, FINDING + "staged" in outcome.out) == (1, True), outcome.out
    assert "DOC020" not in repo.run("doctor").out
