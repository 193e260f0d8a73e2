"""Scenarios 21 to 23, 25 and 57 to 59: repositories of every kind.

22 asks for ranges and reftable as well: ranges are check-push's matter, and reftable is newer than the oldest git.
24 is among the tests of the frameworks.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.names import NAMES_THAT_HURT, in_json, raw
from tests.repo import Repo
from tests.samples import noise, parquet, table

LARGE = noise(600_000)
SHOWN = {in_json(name) for name in NAMES_THAT_HURT}


def paths(findings: list[dict[str, object]]) -> list[object]:
    return [finding["path"] for finding in findings]


def test_scenario_21_the_first_commit_is_judged(unborn: Repo) -> None:
    unborn.install_hooks()
    unborn.stage("README.md", "# New\n")
    for number, name in enumerate(NAMES_THAT_HURT):
        unborn.stage(name, noise(102_401, seed=number))
    assert {path for path, _ in unborn.judge("--all-files")} == SHOWN
    assert set(paths(unborn.refused())) == SHOWN
    unborn.git("rm", "--quiet", "--cached", "--", *NAMES_THAT_HURT, GIT_LITERAL_PATHSPECS="1")
    unborn.passes()


def test_scenario_21_an_empty_repository_has_nothing_to_judge(unborn: Repo) -> None:
    unborn.install_hooks()
    assert unborn.judge() == unborn.judge("--all-files") == []
    unborn.passes("--allow-empty")


def test_scenario_22_a_sha256_repository_is_judged(tmp_path: Path) -> None:
    repo = Repo.init(tmp_path / "repo", "--object-format=sha256")
    repo.install_hooks()
    repo.stage("a.bin", LARGE)
    assert paths(repo.refused()) == ["a.bin"]
    repo.commit()
    assert repo.judge("--all-files") == [("a.bin", "blocked-artifact")]
    repo.git("mv", "a.bin", "b.bin")
    repo.passes()
    repo.stage("b.bin", LARGE + b"x")
    assert repo.run("baseline", "--add").status == 0
    repo.stage(".commitworthy-baseline")
    repo.passes()
    assert repo.judge("--all-files") == []


@pytest.mark.parametrize("cwd", ["", "sub/deeper"])
def test_scenario_23_a_linked_worktree_gives_the_same_verdicts(repo: Repo, cwd: str) -> None:
    repo.install_hooks()
    repo.write("sub/deeper/old.bin", LARGE)
    repo.commit()
    repo.git("worktree", "add", "--quiet", "../linked")
    linked = Repo(repo.top.parent / "linked")
    linked.stage("sub/deeper/new.bin", noise(600_000, seed=1))
    linked.git("mv", "sub/deeper/old.bin", "moved.bin")
    linked.stage("sub/.gitattributes", "*.bin filter=nothing\n")
    assert paths(linked.refused(cwd=cwd)) == ["sub/deeper/new.bin"]
    assert linked.judge(cwd=cwd) == [("sub/deeper/new.bin", "blocked-artifact")]
    assert linked.judge("--all-files", cwd=cwd) == [("sub/deeper/new.bin", "blocked-artifact")]
    assert repo.judge(cwd=cwd) == []


def test_scenario_23_a_commit_from_a_subfolder_is_judged_from_the_top(repo: Repo) -> None:
    repo.install_hooks()
    repo.stage("sub/here.txt", "text\n")
    for number, name in enumerate(NAMES_THAT_HURT):
        repo.stage(name, noise(102_401, seed=number))
    assert set(paths(repo.refused(cwd="sub"))) == SHOWN


def test_scenario_23_a_submodule_is_a_repository_of_its_own(repo: Repo) -> None:
    other = Repo.init(repo.top.parent / "other")
    other.write("a.txt", "text\n")
    other.commit()
    repo.git("submodule", "--quiet", "add", str(other.top), "inner")
    repo.commit()
    inner = Repo(repo.top / "inner")
    inner.install_hooks()
    inner.stage("a.bin", LARGE)
    assert paths(inner.refused()) == ["a.bin"]
    assert repo.judge() == []


def test_scenario_23_git_dir_and_work_tree_may_be_apart(tmp_path: Path) -> None:
    repo = Repo.init(tmp_path / "work", f"--separate-git-dir={tmp_path / 'elsewhere'}")
    repo.install_hooks()
    repo.stage("sub/a.bin", LARGE)
    assert paths(repo.refused(cwd="sub")) == ["sub/a.bin"]


def test_scenario_25_commit_all_judges_what_it_takes_up(repo: Repo) -> None:
    repo.install_hooks()
    repo.write("a.csv", table(1000))
    repo.commit()
    repo.write("a.csv", table(200_000))
    assert repo.judge() == []
    assert paths(repo.refused("--all")) == ["a.csv"]


def test_scenario_25_a_commit_of_named_paths_judges_those_alone(repo: Repo) -> None:
    repo.install_hooks()
    for number, name in enumerate(NAMES_THAT_HURT):
        repo.stage(name, noise(102_401, seed=number))
    repo.stage("small.txt", "text\n")
    repo.stage("other.bin", LARGE)
    assert set(paths(repo.refused("--", *NAMES_THAT_HURT, GIT_LITERAL_PATHSPECS="1"))) == SHOWN
    repo.passes("--", "small.txt")
    assert "other.bin" in repo.git("diff", "--cached", "--name-only")


def test_scenario_25_named_paths_take_the_file_on_disk(repo: Repo) -> None:
    repo.install_hooks()
    repo.write("a.csv", table(1000))
    repo.commit()
    repo.stage("a.csv", table(2000))
    repo.write("a.csv", table(200_000))
    assert paths(repo.refused("--", "a.csv")) == ["a.csv"]
    repo.passes()


def test_scenario_25_an_amended_commit_is_judged_against_head(repo: Repo) -> None:
    repo.install_hooks()
    repo.stage("a.txt", "text\n")
    repo.passes()
    repo.stage("a.bin", LARGE)
    assert paths(repo.refused("--amend", "--no-edit")) == ["a.bin"]


@pytest.fixture
def lfs(repo: Repo) -> Repo:
    """A clone's origin with one file in real Git LFS."""
    repo.git("lfs", "install", "--skip-repo")
    repo.git("lfs", "track", "*.parquet")
    repo.write("a.parquet", parquet(len(LARGE) + 8))
    repo.write("raw.bin", LARGE)
    repo.commit()
    assert "git-lfs.github.com" in repo.git("show", "HEAD:a.parquet")
    return repo


def test_scenario_57_with_and_without_lfs_content_the_verdicts_are_the_same(lfs: Repo) -> None:
    sizes = set()
    for name, skip in (("with", "0"), ("without", "1")):
        lfs.git("clone", "--quiet", f"file://{lfs.top}", f"../{name}", GIT_LFS_SKIP_SMUDGE=skip)
        clone = Repo(lfs.top.parent / name)
        sizes.add((clone.top / "a.parquet").stat().st_size)
        assert clone.judge("--all-files") == [("raw.bin", "blocked-artifact")]
        assert clone.judge("a.parquet") == []
    assert len(sizes) == 2


def test_scenario_57_a_pointer_passes_and_a_raw_blob_under_a_route_does_not(lfs: Repo) -> None:
    lfs.install_hooks()
    lfs.stage("b.parquet", parquet(600_000, seed=1))
    lfs.passes()
    # As on a machine without git-lfs: the attributes say so, and nobody does it.
    lfs.git("config", "--global", "--remove-section", "filter.lfs")
    lfs.stage("c.parquet", parquet(600_000, seed=2))
    assert [(finding["path"], finding["rule"]) for finding in lfs.refused()] == [("c.parquet", "not-a-pointer")]


def test_scenario_58_a_replaced_blob_is_judged_by_the_real_one(repo: Repo) -> None:
    repo.install_hooks()
    repo.stage("a.bin", LARGE)
    repo.git("replace", repo.git("rev-parse", ":a.bin"), repo.git("hash-object", "-w", "README.md"))
    (repo.top / "a.bin").write_text("text\n")
    assert [finding["size"] for finding in repo.refused()] == [600_000]


def test_scenario_59_the_ignore_rule_of_a_file_added_by_force_is_named(repo: Repo) -> None:
    repo.install_hooks()
    repo.write("sub/.gitignore", "# kept out\n\n*\n!.gitignore\n")
    repo.commit()
    for number, name in enumerate(NAMES_THAT_HURT):
        repo.stage(b"sub/" + raw(name), noise(102_401, seed=number), "--force")
    findings = repo.refused()
    assert {finding["path"] for finding in findings} == {f"sub/{name}" for name in SHOWN}
    for finding in findings:
        assert finding["message"].endswith("; sub/.gitignore:3 ignores it, so it was added with `git add --force`.")


def test_a_file_that_was_there_before_its_ignore_rule_was_not_added_by_force(repo: Repo) -> None:
    repo.stage("a.bin", LARGE)
    repo.commit()
    repo.stage(".gitignore", "*.bin\n")
    repo.commit()
    (finding,) = repo.run("block-artifacts", "--format", "json", "--all-files").findings()
    assert finding["message"].endswith("; .gitignore:1 ignores it, but it is tracked.")


def test_scenario_59_an_ignored_file_that_is_no_artifact_passes(repo: Repo) -> None:
    repo.install_hooks()
    repo.stage(".gitignore", "*.txt\n")
    repo.stage("a.txt", "text\n", "--force")
    repo.passes()


def test_scenario_59_a_rule_that_takes_the_file_back_in_is_not_named(repo: Repo) -> None:
    repo.install_hooks()
    repo.stage(".gitignore", "*.bin\n!keep.bin\n")
    repo.stage("keep.bin", LARGE)
    (finding,) = repo.refused()
    assert "ignores it" not in finding["message"]
