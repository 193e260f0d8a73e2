"""limit-commit under the frameworks: once a commit, also in a workspace; and scenario 24."""

from __future__ import annotations

import pytest

from tests.frameworks.conftest import BOTH_EVERY_DAY, CONFIG, Framework
from tests.repo import Repo
from tests.samples import noise

LARGE = noise(200_000)


def many(repo: Repo, count: int, folder: str = "d") -> None:
    for number in range(count):
        repo.write(f"{folder}/{number}.txt", f"{folder} {number}\n")
    repo.git("add", "--all")


def test_it_speaks_once_however_many_files_there_are(repo: Repo, framework: Framework) -> None:
    repo.write(CONFIG, framework.config("limit-commit", args=["--max-files=100"]))
    repo.commit()
    framework.install(repo)
    many(repo, 3000, "a-folder-with-a-long-name-" * 8)
    outcome = framework.commit(repo)
    assert outcome.status == 1
    assert outcome.out.count("LIM002") == 1
    assert "3,000 new paths (limit 100 a commit)" in outcome.out


def test_nothing_staged_is_nothing_to_say(repo: Repo, framework: Framework) -> None:
    repo.write(CONFIG, framework.config("limit-commit", args=["--max-files=1"]))
    many(repo, 30)
    repo.commit()
    assert framework.run(repo, "--all-files").status == 0
    assert framework.run(repo).status == 0


def test_deletions_alone_are_nothing_to_say(repo: Repo, framework: Framework) -> None:
    repo.write(CONFIG, framework.config("limit-commit", args=["--max-files=1"]))
    many(repo, 30)
    repo.commit()
    framework.install(repo)
    repo.git("rm", "-rq", "d")
    assert framework.commit(repo).status == 0


@BOTH_EVERY_DAY
def test_both_hooks_judge_one_commit(repo: Repo, framework: Framework) -> None:
    repo.write(CONFIG, framework.config("block-artifacts", "limit-commit"))
    repo.commit()
    framework.install(repo)
    many(repo, 501)
    repo.stage("a.bin", LARGE)
    outcome = framework.commit(repo)
    assert outcome.status == 1
    assert outcome.out.count("ART001") == outcome.out.count("LIM002") == 1


@pytest.fixture
def workspace(repo: Repo, prek: Framework) -> Repo:
    """A repository with a sub-project that has a configuration of its own; prek starts its hooks in `sub/`.

    The sub-project is an orphan: without that, prek hands its files to the hooks of the top as well.
    """
    config = prek.config("block-artifacts", "limit-commit")
    repo.write(CONFIG, config)
    repo.write(f"sub/{CONFIG}", "orphan: true\n" + config)
    repo.write("sub/text.txt", "text\n")
    repo.write("commitworthy.toml", '[limit-commit]\nmax-files = 5\n[block-artifacts.limits]\nbinary = "150 kB"\n')
    repo.write("sub/commitworthy.toml", "this is not toml, and not read\n")
    repo.commit()
    return repo


def test_scenario_24_paths_of_a_sub_project_count_from_the_top(workspace: Repo, prek: Framework) -> None:
    workspace.stage("sub/a.bin", noise(160_000))
    workspace.stage("sub/small.bin", noise(140_000))
    outcome = prek.run(workspace)
    assert outcome.status == 1
    assert "  sub/a.bin: ART001 blocked-artifact: Unknown binary content, 156.2 kB" in outcome.out
    assert "(limit 150 kB)" in outcome.out
    assert "small.bin" not in outcome.out.replace("sub/small.bin: ", "")
    assert outcome.out.count("ART001") == 1


def test_scenario_24_attributes_of_a_sub_project_count_from_the_top(workspace: Repo, prek: Framework) -> None:
    workspace.stage(".gitattributes", "sub/*.bin filter=lfs\n")
    workspace.stage("sub/a.bin", LARGE)
    outcome = prek.run(workspace)
    assert outcome.status == 1
    assert "sub/a.bin: LFS002 not-a-pointer" in outcome.out


def test_scenario_24_where_both_projects_judge_a_file_they_say_the_same(workspace: Repo, prek: Framework) -> None:
    workspace.write(f"sub/{CONFIG}", (workspace.top / CONFIG).read_text())
    workspace.stage("sub/a.bin", LARGE)
    workspace.git("add", "--all")
    lines = [line for line in prek.run(workspace).out.splitlines() if "ART001" in line]
    assert len(lines) == 2
    assert lines[0] == lines[1]
    assert lines[0].strip().startswith("sub/a.bin: ART001 blocked-artifact: ")


def test_scenario_24_all_files_of_a_workspace_are_judged_once(workspace: Repo, prek: Framework) -> None:
    workspace.write("sub/a.bin", LARGE)
    workspace.write("b.bin", noise(200_000, seed=1))
    workspace.commit()
    outcome = prek.run(workspace, "--all-files")
    assert outcome.status == 1
    assert outcome.out.count("sub/a.bin: ART001") == outcome.out.count("  b.bin: ART001") == 1


@pytest.mark.parametrize("cwd", ["", "sub"])
def test_scenario_24_limit_commit_speaks_from_the_top_alone(workspace: Repo, prek: Framework, cwd: str) -> None:
    prek.install(workspace)
    many(workspace, 4, "sub")
    many(workspace, 4, "d")
    outcome = prek.commit(workspace, cwd=cwd)
    assert outcome.status == 1
    assert outcome.out.count("LIM002") == 1
    assert "8 new paths (limit 5 a commit)" in outcome.out


@pytest.mark.parametrize("cwd", ["", "sub"])
def test_scenario_24_the_commands_work_where_the_user_stands(workspace: Repo, prek: Framework, cwd: str) -> None:
    prek.install(workspace)
    workspace.stage("sub/a.bin", LARGE)
    outcome = prek.commit(workspace, cwd=cwd)
    assert outcome.status == 1
    command = outcome.out.partition("keep it out of git:")[2].partition("\n")[0]
    done = workspace.shell(command, cwd)
    assert done.status == 0, (command, done)
    assert (workspace.top / ".gitignore").read_text() == "/sub/a.bin\n"
    assert "sub/a.bin" not in workspace.tracked()
