"""Pushes through pre-commit and prek, beside git-lfs, and beside a hook that was there before."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.frameworks.conftest import BOTH_EVERY_DAY, CONFIG
from tests.pushing import install, passes, push, remote
from tests.repo import Outcome, Repo, executable
from tests.samples import noise

if TYPE_CHECKING:
    from tests.frameworks.conftest import Framework

FIRST_ONLY = "pass on only the first ref of a push: others, if any, were not checked"


@pytest.fixture
def pushing(repo: Repo, framework: Framework) -> Repo:
    """A repository whose pushes the framework judges, with a remote that has main."""
    repo.write(CONFIG, framework.config("check-push", args=["--format", "json"]))
    repo.commit()
    remote(repo)
    framework.install(repo, "pre-push")
    return repo


def send(repo: Repo, framework: Framework, *words: str) -> Outcome:
    return push(repo, *words, **framework.environment(), NO_COLOR="1")


def rules(outcome: Outcome) -> list[tuple[str, str]]:
    """Findings; prek indents what a hook prints."""
    lines = "\n".join(line.strip() for line in outcome.out.splitlines())
    return Outcome(outcome.status, lines, "").rules()


def commit_and_delete(repo: Repo, name: str = "big.bin") -> None:
    repo.write(name, noise(300_000))
    repo.commit("add it")
    repo.git("rm", "--quiet", name)
    repo.commit("delete it")


FOUND = [("big.bin", "blocked-artifact")]


@BOTH_EVERY_DAY
def test_what_is_deleted_again_is_found(pushing: Repo, framework: Framework) -> None:
    commit_and_delete(pushing)
    outcome = send(pushing, framework)
    assert outcome.status != 0
    assert rules(outcome) == FOUND
    assert FIRST_ONLY in outcome.out
    pushing.git("reset", "--quiet", "--hard", "origin/main")
    pushing.write("a.py", "x = 1\n")
    pushing.commit()
    assert send(pushing, framework).status == 0


def test_a_new_branch_and_one_that_is_not_checked_out(pushing: Repo, framework: Framework) -> None:
    pushing.git("switch", "--quiet", "--create", "side")
    commit_and_delete(pushing)
    pushing.git("switch", "--quiet", "main")
    outcome = send(pushing, framework, "origin", "side")
    assert rules(outcome) == FOUND


def test_an_empty_remote_gets_the_whole_history(pushing: Repo, framework: Framework) -> None:
    commit_and_delete(pushing)
    remote(pushing, "empty", filled=False)
    outcome = send(pushing, framework, "empty", "main")
    assert outcome.status != 0
    assert rules(outcome) == FOUND


def test_tags_and_deletions_pass(pushing: Repo, framework: Framework) -> None:
    pushing.git("tag", "--annotate", "--message", "m", "v1")
    pushing.git("branch", "side")
    for words in (("v1",), ("side",), ("--delete", "v1", "side")):
        assert send(pushing, framework, "origin", *words).status == 0


def test_only_the_first_ref_is_handed_over(pushing: Repo, framework: Framework) -> None:
    """The limit of both frameworks, which the page tells: a native hook sees all."""
    pushing.git("switch", "--quiet", "--create", "clean")
    pushing.write("a.py", "x = 1\n")
    pushing.commit()
    pushing.git("switch", "--quiet", "--create", "dirty", "main")
    commit_and_delete(pushing)
    assert send(pushing, framework, "origin", "clean", "dirty").status == 0


def test_a_hook_that_was_there_before_stays_and_sees_all(repo: Repo, framework: Framework) -> None:
    """pre-commit and prek keep it as pre-push.legacy, and give it standard input."""
    repo.write(CONFIG, framework.config("block-artifacts"))
    repo.commit()
    remote(repo)
    install(repo)
    framework.install(repo, "pre-push")
    assert (repo.top / ".git" / "hooks" / "pre-push.legacy").exists()
    repo.git("switch", "--quiet", "--create", "clean")
    repo.write("a.py", "x = 1\n")
    repo.commit()
    repo.git("switch", "--quiet", "--create", "dirty", "main")
    commit_and_delete(repo)
    outcome = send(repo, framework, "origin", "clean", "dirty")
    assert outcome.status != 0
    assert rules(outcome) == FOUND


def test_in_ci_between_two_commits(pushing: Repo, framework: Framework) -> None:
    start = pushing.head()
    commit_and_delete(pushing)
    words = ("--hook-stage", "pre-push", "check-push")
    outcome = framework.run(pushing, *words, "--from-ref", start, "--to-ref", "HEAD")
    assert outcome.status == 1
    assert rules(outcome) == FOUND
    assert FIRST_ONLY not in outcome.out
    assert framework.run(pushing, *words, "--from-ref", "HEAD", "--to-ref", "HEAD").status == 0


def lfs_objects(server: Repo) -> list[Path]:
    return [place for place in (server.top / "lfs" / "objects").rglob("*") if place.is_file()]


def with_lfs(repo: Repo) -> Repo:
    """A routed file, and an empty server beside it."""
    server = remote(repo, filled=False)
    repo.write(".gitattributes", "*.bin filter=lfs diff=lfs merge=lfs -text\n")
    repo.git("add", ".gitattributes")
    repo.write("big.bin", noise(300_000))
    return server


def test_beside_git_lfs_in_one_script(repo: Repo) -> None:
    """What the page says: both take the refs from standard input, so one of them gets a copy."""
    repo.git("lfs", "install", "--local", "--skip-repo")
    server = with_lfs(repo)
    place = repo.top / ".git" / "hooks" / "pre-push"
    place.parent.mkdir(exist_ok=True)
    place.write_text(
        "#!/bin/sh\n"
        "refs=$(cat)\n"
        f"printf '%s\\n' \"$refs\" | '{executable('commitworthy')}' check-push \"$@\" || exit 1\n"
        'printf \'%s\\n\' "$refs" | git lfs pre-push "$@"\n'
    )
    place.chmod(0o755)
    repo.commit()
    passes(repo, "origin", "main")
    assert len(lfs_objects(server)) == 1
    repo.write("data.csv", "1,2\n" * 100_000)
    repo.commit()
    outcome = push(repo, "origin", "main")
    assert outcome.status != 0
    assert "data.csv: ART001" in outcome.out


def test_beside_git_lfs_under_a_framework(repo: Repo, framework: Framework) -> None:
    """git-lfs first, then the framework, which keeps its hook and calls it."""
    repo.git("lfs", "install", "--local")
    server = with_lfs(repo)
    repo.write(CONFIG, framework.config("check-push"))
    framework.install(repo, "pre-push")
    repo.commit()
    assert send(repo, framework, "origin", "main").status == 0
    assert len(lfs_objects(server)) == 1
    commit_and_delete(repo, "model.onnx")
    assert "model.onnx: ART001" in send(repo, framework, "origin", "main").out
