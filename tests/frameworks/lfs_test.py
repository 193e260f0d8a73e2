"""require-lfs under pre-commit and prek."""

from __future__ import annotations

import pytest

from tests import lfs
from tests.frameworks.conftest import BOTH_EVERY_DAY, CONFIG, Framework
from tests.names import NAMES_THAT_HURT
from tests.pasting import PLACEHOLDER
from tests.repo import Repo
from tests.samples import model, noise, parquet

TITLE = "require Git LFS for artifacts"


@pytest.fixture
def routed(repo: Repo, framework: Framework) -> Repo:
    """A repository that uses require-lfs, with one file in LFS."""
    lfs.set_up(repo)
    repo.write(CONFIG, framework.config("require-lfs"))
    lfs.route(repo, "*.pt")
    repo.stage("a.pt", noise(900)).commit()
    framework.install(repo)
    return repo


@BOTH_EVERY_DAY
def test_a_commit_is_refused_and_passes_once_mended(routed: Repo, framework: Framework) -> None:
    routed.stage("x.parquet", parquet(9_000))
    outcome = framework.commit(routed)
    assert outcome.status == 1
    assert "x.parquet: LFS001 unrouted-artifact: Parquet data" in outcome.out
    command = outcome.out.partition("send it to Git LFS:")[2].strip().partition("\n")[0]
    assert routed.shell(command).status == 0
    outcome = framework.commit(routed)
    assert outcome.status == 0, outcome
    assert lfs.stored(routed, "x.parquet") != "raw"


def test_a_deleted_attributes_file_is_handed_to_nobody(routed: Repo, framework: Framework) -> None:
    routed.git("rm", "--quiet", ".gitattributes")
    outcome = framework.commit(routed)
    assert outcome.status == 1
    assert "a.pt: LFS004 orphaned-pointer" in outcome.out
    command = outcome.out.partition("restore the committed routes:")[2].partition("\n")[0]
    assert routed.shell(command).status == 0
    assert framework.commit(routed, "--allow-empty").status == 0


def test_it_runs_always_and_is_silent(routed: Repo, framework: Framework) -> None:
    routed.git("rm", "--quiet", "README.md")
    outcome = framework.commit(routed)
    assert outcome.status == 0, outcome
    assert outcome.out.count(TITLE) == 1
    assert "Skipped" not in outcome.out


def test_all_files(routed: Repo, framework: Framework) -> None:
    assert framework.run(routed, "--all-files").status == 0
    routed.stage("m.pkl", model()).commit()
    outcome = framework.run(routed, "--all-files")
    assert outcome.status == 1
    assert "m.pkl: LFS001 unrouted-artifact: A pickle, 429 bytes, tracked" in outcome.out
    assert routed.run("baseline").status == 0
    routed.stage(".commitworthy-baseline").commit()
    assert framework.run(routed, "--all-files").status == 0


def test_a_commit_of_one_path_leaves_the_route_behind(routed: Repo, framework: Framework) -> None:
    routed.stage("x.bin", b"text\n").commit()
    lfs.route(routed, "*.pt", "*.bin")
    routed.write("x.bin", noise(900))
    outcome = framework.commit(routed, "--", "x.bin")
    assert outcome.status == 1
    # The frameworks put unstaged changes away, so the route on disk cannot be seen.
    assert "x.bin: LFS004 orphaned-pointer" in outcome.out
    command = outcome.out.partition("(hidden from hooks):")[2].strip().partition("\n")[0]
    assert command == "git add .gitattributes"
    assert routed.shell(command).status == 0
    assert framework.commit(routed, "--", "x.bin", ".gitattributes").status == 0


@pytest.mark.parametrize("cwd", ["", "sub"])
def test_in_a_linked_work_tree(routed: Repo, framework: Framework, cwd: str) -> None:
    routed.write("sub/b.txt", "text\n")
    routed.write(".git/info/attributes", "*.onnx filter=lfs\n")
    routed.commit()
    routed.git("worktree", "add", "--quiet", "../linked")
    linked = Repo(routed.top.parent / "linked")
    linked.stage("sub/x.onnx", noise(900))
    linked.git("rm", "--quiet", ".gitattributes")
    outcome = framework.commit(linked, cwd=cwd)
    assert outcome.status == 1
    assert "sub/x.onnx: LFS005 private-route" in outcome.out
    assert "a.pt: LFS004 orphaned-pointer" in outcome.out


def test_fix_as_an_argument(repo: Repo, framework: Framework) -> None:
    lfs.set_up(repo)
    repo.write(CONFIG, framework.config("require-lfs", args=["--fix"]))
    repo.commit()
    framework.install(repo)
    repo.stage("x.parquet", parquet(9_000))
    before = repo.git("ls-files", "--stage")
    outcome = framework.commit(repo)
    assert outcome.status == 1
    assert f"now written to .gitattributes: *.parquet {lfs.ROUTE}" in outcome.out
    assert repo.git("ls-files", "--stage") == before
    command = outcome.out.partition("stage it:")[2].partition("\n")[0]
    assert repo.shell(command).status == 0
    assert framework.commit(repo).status == 0


def test_stage_as_an_argument_is_refused(repo: Repo, framework: Framework) -> None:
    repo.write(CONFIG, framework.config("require-lfs", args=["--fix", "--stage"]))
    repo.commit()
    outcome = framework.run(repo, "--all-files")
    assert outcome.status != 0
    assert "exit code: 2" in outcome.out
    assert "--fix --stage changes the index and cannot run inside a hook: run it in a terminal" in outcome.out


def test_names_that_hurt(routed: Repo, framework: Framework) -> None:
    names = [name for name in NAMES_THAT_HURT if isinstance(name, str) or framework.name == "prek"]
    for number, name in enumerate(names):
        routed.stage(name, noise(900, seed=number))
    outcome = framework.run(routed)
    assert outcome.status == 1
    outcome = routed.run("require-lfs", "--format", "json")
    found = {name for finding in outcome.findings() for name in finding["files"]}
    assert len(found) == len(names)
    assert routed.run("require-lfs", "--fix", "--stage").status == 1
    outcome = framework.run(routed)
    assert outcome.status == 0, outcome
    assert lfs.passes(routed)


def test_very_many_names_and_a_moved_route(routed: Repo, framework: Framework) -> None:
    for number in range(2500):
        routed.write(f"a-folder-with-a-long-name-{'x' * 60}/{number:05}.txt", "text\n")
    routed.git("add", "--all")
    routed.stage(".gitattributes", "*.txt text\n")
    outcome = framework.run(routed)
    assert outcome.status == 1
    assert "a.pt: LFS004 orphaned-pointer" in outcome.out


def test_allowing_it_as_pasted(routed: Repo, framework: Framework) -> None:
    routed.stage("m.pkl", model())
    outcome = framework.commit(routed)
    command = outcome.out.partition("or allow it, with the reason:")[2].strip().partition("\n")[0]
    assert PLACEHOLDER in command
    assert routed.shell(command.replace(PLACEHOLDER, "'small'")).status == 0
    routed.stage("commitworthy.toml")
    assert framework.commit(routed).status == 0
