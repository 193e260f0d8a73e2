"""A round trip through a real LFS remote, a folder beside: what passes arrives, what is refused would have been lost.

git-lfs serves a `file://` remote by itself, with its standalone transfer.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from tests import lfs
from tests.pasting import pasted
from tests.repo import Repo
from tests.samples import parquet

CONTENT = parquet(300_000)
HOOK = "require-lfs --format json"


@pytest.fixture
def project(repo: Repo) -> Repo:
    """A clone with git-lfs, its hooks and ours, and an empty remote."""
    Repo.init(repo.top.parent / "remote.git", "--bare")
    repo.git("remote", "add", "origin", f"file://{repo.top.parent}/remote.git")
    (repo.top / ".git/hooks").mkdir(exist_ok=True)
    repo.git("lfs", "install", "--local")
    repo.install_hooks(HOOK)
    return repo


def push(repo: Repo) -> int:
    return repo.try_git("push", "--quiet", "origin", "main").status


def cloned(repo: Repo) -> Path:
    """What a colleague with git-lfs gets: the folder of a fresh clone."""
    place = repo.top.parent / "clone"
    repo.git("config", "--global", "filter.lfs.smudge", "git-lfs smudge -- %f")
    repo.git("config", "--global", "filter.lfs.required", "true")
    repo.git("clone", "--quiet", f"file://{repo.top.parent}/remote.git", str(place), check=False)
    return place


def commit_anyway(repo: Repo) -> None:
    repo.git("commit", "--quiet", "--no-verify", "--message", "without the hook")


def test_what_passes_arrives_byte_by_byte(project: Repo) -> None:
    project.stage("data/x.parquet", CONTENT)
    (finding,) = project.refused()
    pasted(project, finding, "send it to Git LFS")
    project.passes()
    assert push(project) == 0
    assert (cloned(project) / "data/x.parquet").read_bytes() == CONTENT
    assert project.git("cat-file", "blob", "HEAD:data/x.parquet") == lfs.pointer(CONTENT).removesuffix("\n")


def test_fix_and_stage_arrives_too(project: Repo) -> None:
    project.stage("données à nous.parquet", CONTENT)
    assert project.run("require-lfs", "--fix", "--stage").status == 1
    project.passes()
    assert push(project) == 0
    assert (cloned(project) / "données à nous.parquet").read_bytes() == CONTENT


def test_without_the_hook_a_forgotten_route_gives_the_team_pointers(project: Repo) -> None:
    project.write(".gitattributes", f"*.parquet {lfs.ROUTE}\n")
    project.stage("x.parquet", CONTENT)
    assert [finding["rule"] for finding in project.refused()] == ["unstaged-route"]
    commit_anyway(project)
    push(project)
    assert (cloned(project) / "x.parquet").read_text() == lfs.pointer(CONTENT)


def test_without_the_hook_a_deleted_route_gives_the_team_pointers(project: Repo) -> None:
    lfs.route(project, "*.parquet")
    project.stage("x.parquet", CONTENT)
    project.passes()
    project.git("rm", "--quiet", ".gitattributes")
    assert [finding["rule"] for finding in project.refused()] == ["orphaned-pointer"]
    commit_anyway(project)
    push(project)
    assert (cloned(project) / "x.parquet").read_text() == lfs.pointer(CONTENT)


def test_without_the_hook_a_private_route_gives_the_team_pointers(project: Repo) -> None:
    project.write(".git/info/attributes", f"*.parquet {lfs.ROUTE}\n")
    project.stage("x.parquet", CONTENT)
    assert [finding["rule"] for finding in project.refused()] == ["private-route"]
    commit_anyway(project)
    push(project)
    assert (cloned(project) / "x.parquet").read_text() == lfs.pointer(CONTENT)


def test_without_the_hook_raw_bytes_are_in_git_for_good(project: Repo) -> None:
    lfs.route(project, "*.parquet").commit()
    lfs.tear_down(project)
    project.stage("x.parquet", CONTENT)
    assert [finding["rule"] for finding in project.refused()] == ["not-a-pointer"]
    commit_anyway(project)
    push(project)
    remote = Repo(project.top.parent / "remote.git")
    assert remote.git("cat-file", "-s", "main:x.parquet") == "300000"
    assert not (remote.top / "lfs/objects").exists()


def test_without_its_content_a_pointer_does_not_push(project: Repo) -> None:
    lfs.route(project, "*.parquet").commit()
    lfs.tear_down(project)
    project.stage("x.parquet", lfs.pointer(CONTENT))
    outcome = project.try_commit()
    assert outcome.status == 0
    assert [finding["rule"] for finding in outcome.findings()] == ["missing-object"]
    assert push(project) != 0


def test_without_its_push_hook_a_push_loses_the_content(project: Repo) -> None:
    lfs.route(project, "*.parquet")
    project.stage("x.parquet", CONTENT)
    project.passes()
    (project.top / ".git/hooks/pre-push").write_text("#!/bin/sh\nexit 0\n")
    assert push(project) == 0
    assert (
        not (cloned(project) / "x.parquet").exists() or (project.top.parent / "clone/x.parquet").read_bytes() != CONTENT
    )
