"""`doctor --prove`: what must be refused is tried in a scratch repository, with the hooks of the clone."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from commitworthy.commands.doctor import prove
from tests.commands.doctor_test import CONFIG, OURS, hook, install
from tests.repo import Repo

RUNS = "--prove runs these hooks in a scratch repository, as you, for at most 60 seconds:\n"
REFUSED = """\
    a pickled model (commitworthy-canary.pkl): refused by commitworthy: ART001 blocked-artifact.
    a notebook with outputs (commitworthy-canary.ipynb): refused by commitworthy: {}.
"""
CHECKED = "NBK002 cell-outputs"
PASSED = (
    "DOC017 canary-passed: A pickled model was committed with the hooks of this clone: nothing refused it.\n"
    "clone: DOC017 canary-passed: A notebook with outputs was committed with the hooks of this clone: nothing refused "
    "it."
)


def everything(folder: Path) -> dict[str, tuple[bytes, int]]:
    """All files, also those of git, and when they were written; git renews the time of an object that it needs."""
    files = {str(path.relative_to(folder)): path for path in folder.rglob("*") if path.is_file()}
    return {
        name: (path.read_bytes(), 0 if "/objects/" in name else path.stat().st_mtime_ns) for name, path in files.items()
    }


def outcome_of(repo: Repo, script: str) -> str:
    hook(repo, f"#!/bin/sh\n{script}\n")
    return repo.run("doctor", "--prove").out


def test_what_is_refused_is_proved_and_nothing_changes(repo: Repo) -> None:
    hook(repo, "#!/bin/sh\nexec commitworthy check\n")
    repo.write("untracked.txt", "mine\n")
    before = everything(repo.top)
    outcome = repo.run("doctor", "--prove")
    listed = f"{RUNS}    .git/hooks/pre-commit, by a script of its own\n\n"
    assert outcome.out.endswith(f"\n{listed}{REFUSED.format(CHECKED)}\nNo problems found.\n")
    assert (outcome.status, outcome.err) == (0, "")
    assert everything(repo.top) == before


def test_without_the_option_no_hook_is_run(repo: Repo, tmp_path: Path) -> None:
    hook(repo, f"#!/bin/sh\ntouch '{tmp_path}/ran'\nexec commitworthy check\n")
    repo.run("doctor")
    assert not (tmp_path / "ran").exists()
    repo.run("doctor", "--prove")
    assert (tmp_path / "ran").exists()


def test_a_proof_settles_what_was_uncertain(repo: Repo) -> None:
    hook(repo, "#!/bin/sh\nmake lint 2>/dev/null || commitworthy check\n")
    assert "DOC016" in repo.run("doctor").out
    assert repo.run("doctor", "--prove").out.endswith("\nNo problems found.\n")


@pytest.mark.parametrize("script", ["exit 0", "commitworthy check || true", "commitworthy check & wait"])
def test_what_passes_through_is_an_error(repo: Repo, script: str) -> None:
    out = outcome_of(repo, script)
    assert "    a pickled model (commitworthy-canary.pkl): passed through.\n" in out
    assert PASSED in out
    assert repo.run("doctor", "--prove").status == 1


def test_where_git_runs_no_hook_everything_passes(repo: Repo) -> None:
    hook(repo, "#!/bin/sh\nexec commitworthy check\n")
    os.chmod(repo.path(".git/hooks/pre-commit"), 0o644)
    out = repo.run("doctor", "--prove").out
    assert f"{RUNS}    none: git runs no pre-commit hook here\n" in out
    assert PASSED in out


def test_another_hook_that_refuses_proves_nothing(repo: Repo) -> None:
    out = outcome_of(repo, "echo one; printf '\\033[31mno tests\\033[0m were run\\n'; exit 1")
    assert (
        "clone: warning: DOC018 canary-undecided: Whether commitworthy refuses a pickled model is not proved: another "
        "hook refused it, which printed: one / no tests were run.\n"
    ) in out


@pytest.mark.long
def test_a_hook_that_hangs_is_stopped_with_all_that_it_started(
    repo: Repo, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(prove, "SECONDS", 1)
    out = outcome_of(repo, f"(sleep 3; touch '{tmp_path}/late') &\nsleep 100")
    assert "    a pickled model (commitworthy-canary.pkl): stopped after 1 seconds.\n" in out
    assert "is not proved: the hooks took longer than 1 seconds.\n" in out
    repo.shell("sleep 3")
    assert not (tmp_path / "late").exists()


def test_of_a_hook_that_prints_without_end_the_beginning_is_kept(repo: Repo, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(prove, "SECONDS", 2)
    out = outcome_of(repo, "exec yes commitworthy")
    assert "    a pickled model (commitworthy-canary.pkl): stopped after 2 seconds.\n" in out
    assert len(out) < 10_000


def test_a_large_file_is_not_copied_and_not_missed(repo: Repo) -> None:
    repo.stage("large.txt", b"text\n" * 1_000_000).stage("empty.txt", "").commit()
    out = outcome_of(
        repo, "test -e README.md && test -e empty.txt && ! test -e large.txt || exit 1\n"
        'test -z "$(git diff --name-only)" || exit 1\nexec commitworthy check'
    )  # fmt: skip
    assert REFUSED.format(CHECKED) in out


def test_only_the_pre_commit_hook_runs(repo: Repo, tmp_path: Path) -> None:
    for stage in ("prepare-commit-msg", "commit-msg", "post-commit", "post-index-change", "reference-transaction"):
        hook(repo, f"#!/bin/sh\ntouch '{tmp_path}/{stage}'\n", f".git/hooks/{stage}")
    hook(repo, "#!/bin/sh\nexit 0\n")
    repo.run("doctor", "--prove")
    assert [*tmp_path.glob("*-*")] == []


def test_the_environment_leads_nowhere_else(repo: Repo, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A hook sees no remote, no key to sign with, and no variable of git's that leads to the user's repository."""
    repo.git("remote", "add", "origin", "https://example.org/x")
    repo.git("config", "commit.gpgSign", "true")
    repo.git("config", "gpg.program", "/nowhere/gpg")
    monkeypatch.setenv("GIT_INDEX_FILE", repo.path(".git/index"))
    monkeypatch.setenv("GIT_TRACE2_EVENT", str(tmp_path / "trace"))
    hook(
        repo,
        f"#!/bin/sh\n(git remote; git rev-parse --show-toplevel; env | grep GIT_TRACE) > '{tmp_path}/seen'\n"
        "echo evil > a.txt; git add a.txt; git config core.evil true\nexec commitworthy check\n",
    )
    before = everything(repo.top)
    outcome = repo.run("doctor", "--prove")
    assert REFUSED.format(CHECKED) in outcome.out
    (top,) = (tmp_path / "seen").read_text().splitlines()
    assert "commitworthy-prove-" in top
    assert everything(repo.top) == before
    assert not Path(top).exists()


@pytest.mark.parametrize(
    ("paths", "model"),
    [
        ('["*.pkl"]', "commitworthy-canary.joblib"),
        ('["/*.*"]', "canary/commitworthy-canary.pkl"),
        ('["/*.*", "canary/**"]', "src/commitworthy-canary.pkl"),
    ],
)
def test_a_name_is_taken_that_no_exception_covers(repo: Repo, paths: str, model: str) -> None:
    repo.stage("src/a.txt", "text\n")
    repo.stage("commitworthy.toml", f'[[block-artifacts.allow]]\npaths = {paths}\nbecause = "golden"\n').commit()
    out = outcome_of(repo, "exec commitworthy check")
    assert f"    a pickled model ({model}): refused by commitworthy: ART001 blocked-artifact.\n" in out


@pytest.mark.parametrize(
    ("policy", "line"),
    [
        ('[[block-artifacts.allow]]\npaths = ["**"]\nbecause = "golden"\n',
         "a pickled model: not tried: an exception covers every name that was tried"),
        ('[block-artifacts.limits]\nmodel = "1 MB"\n[homes]\nmodel = "mlflow"\n',
         "a pickled model (commitworthy-canary.pkl): passed: the policy accepts models of this size"),
        ("[strip-notebooks]\nkeep-output = true\nkeep-count = true\n",
         "a notebook with outputs (commitworthy-canary.ipynb): passed: the policy keeps outputs"),
    ],
)  # fmt: skip
def test_what_the_policy_accepts_proves_nothing(repo: Repo, policy: str, line: str) -> None:
    repo.stage("commitworthy.toml", policy).commit()
    out = outcome_of(repo, "exec commitworthy check")
    assert f"\n    {line}.\n" in out
    assert "DOC018" in out
    assert "DOC017" not in out


@pytest.mark.parametrize("framework", ["pre-commit", "prek"])
def test_through_a_framework(repo: Repo, framework: str) -> None:
    repo.stage(CONFIG, OURS.replace("block-artifacts", "commitworthy"))
    if framework == "pre-commit":
        install(repo)
    else:
        repo.shell("prek install --hook-type pre-commit --hook-type pre-merge-commit")
    outcome = repo.run("doctor", "--prove")
    assert f"{RUNS}    .git/hooks/pre-commit, by {framework}\n    {CONFIG}: commitworthy\n\n" in outcome.out
    assert REFUSED.format("NBK001 dirty-notebook") in outcome.out
    assert outcome.status == 0


def test_a_hook_that_is_not_configured_is_not_missed(repo: Repo) -> None:
    repo.stage(CONFIG, OURS)
    install(repo)
    out = repo.run("doctor", "--prove").out
    assert (
        "    a notebook with outputs (commitworthy-canary.ipynb): passed: strip-notebooks is not configured here.\n"
        in out
    )
    assert "DOC017" not in out


@pytest.mark.parametrize("folder", [".githooks", ".husky/_", "elsewhere"])
def test_hooks_in_another_folder_are_run_from_a_copy(repo: Repo, folder: str, tmp_path: Path) -> None:
    place = str(tmp_path / folder) if folder == "elsewhere" else folder
    repo.git("config", "core.hooksPath", place)
    if folder == ".husky/_":
        repo.write(".husky/pre-commit", "commitworthy check\n")
        hook(repo, '#!/usr/bin/env sh\n. "$(dirname "$0")/h"\n', f"{folder}/pre-commit")
        repo.write(f"{folder}/h", 'sh -e "$(dirname "$(dirname "$0")")/$(basename "$0")" "$@"\n')
        repo.write(".husky/.gitignore", "_\n")
    else:
        hook(repo, "#!/bin/sh\nexec commitworthy check\n", f"{place}/pre-commit")
    assert REFUSED.format(CHECKED) in repo.run("doctor", "--prove").out


def test_a_notebook_that_a_hook_cleans_on_the_way_is_no_problem(repo: Repo) -> None:
    out = outcome_of(repo, "commitworthy strip-notebooks || git add commitworthy-canary.ipynb\nexec commitworthy check")
    assert "    a notebook with outputs (commitworthy-canary.ipynb): committed without its outputs.\n" in out
    assert "DOC017" not in out


def test_before_the_first_commit_and_with_conflicts(unborn: Repo) -> None:
    unborn.stage("a.txt", "one\n")
    hook(unborn, "#!/bin/sh\nexec commitworthy check\n")
    assert REFUSED.format(CHECKED) in unborn.run("doctor", "--prove").out
    unborn.commit()
    unborn.git("switch", "--quiet", "--create", "other")
    unborn.stage("a.txt", "two\n").commit()
    unborn.git("switch", "--quiet", "main")
    unborn.stage("a.txt", "three\n").commit()
    unborn.git("merge", "other", check=False)
    assert REFUSED.format(CHECKED) in unborn.run("doctor", "--prove").out
