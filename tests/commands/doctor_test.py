"""Why a hook did not fire; each problem with what to paste, and after pasting it is gone."""

from __future__ import annotations

import shutil

import pytest

from tests.repo import Repo, executable
from tests.samples import noise

CONFIG = ".pre-commit-config.yaml"
OURS = """\
repos:
- repo: local
  hooks:
  - id: block-artifacts
    name: x
    entry: commitworthy block-artifacts
    language: system
    stages: [pre-commit, pre-merge-commit, manual]
"""


def codes_of(repo: Repo) -> list[str]:
    outcome = repo.run("doctor")
    assert outcome.err == ""
    lines = [line for line in outcome.out.splitlines() if not line.startswith(" ")]
    return [word for line in lines for word in line.split() if word.startswith("DOC") and word[3:].isdecimal()]


def pasted(repo: Repo) -> None:
    """Run the first remedy."""
    remedy = next(line for line in repo.run("doctor").out.splitlines() if line.startswith("    "))
    done = repo.shell(remedy.partition(":   ")[2])
    assert done.status == 0, (remedy, done)


def git_alone(repo: Repo) -> str:
    """A PATH on which there is git and nothing else."""
    programs = repo.top.parent / "programs"
    programs.mkdir()
    git = shutil.which("git")
    assert git
    (programs / "git").symlink_to(git)
    return str(programs)


def install(repo: Repo) -> None:
    """The hooks of pre-commit, for both moments at which a commit is made."""
    types = "--hook-type pre-commit --hook-type pre-merge-commit"
    assert repo.shell(f"{executable('pre-commit')} install {types}").status == 0


@pytest.fixture
def healthy(repo: Repo) -> Repo:
    repo.write(CONFIG, OURS)
    repo.commit()
    install(repo)
    return repo


def test_a_healthy_clone_has_facts_and_no_problems(healthy: Repo) -> None:
    outcome = healthy.run("doctor")
    assert (outcome.status, outcome.err) == (0, "")
    assert "\npre-commit        .git/hooks/pre-commit, by pre-commit\n" in outcome.out
    assert "\nblock-artifacts   configured for pre-commit, pre-merge-commit, manual\n" in outcome.out
    assert "\npolicy            none (using defaults)\n" in outcome.out
    assert outcome.out.endswith("\nNo problems found.\n")


def test_nothing_is_set_up(repo: Repo) -> None:
    outcome = repo.run("doctor")
    assert outcome.status == 1
    assert (
        "clone: DOC002 not-configured: Nothing here runs commitworthy: it is in no hook configuration and in no "
        "git hook.\n    set it up:   commitworthy init --write\n"
    ) in outcome.out
    pasted(repo)
    assert codes_of(repo) == ["DOC003"]


def test_configured_and_not_installed(healthy: Repo) -> None:
    healthy.shell("rm .git/hooks/*")
    assert codes_of(healthy) == ["DOC003"]
    pasted(healthy)
    assert codes_of(healthy) == []


def test_a_framework_that_is_not_there_is_installed_first(healthy: Repo, monkeypatch: pytest.MonkeyPatch) -> None:
    healthy.shell("rm .git/hooks/*")
    programs = healthy.top.parent / "programs"
    programs.mkdir()
    git = shutil.which("git")
    assert git
    (programs / "git").symlink_to(git)
    types = "--hook-type pre-commit --hook-type pre-merge-commit"
    monkeypatch.setenv("PATH", str(programs))
    outcome = healthy.run("doctor")
    assert f"    install them:   pip install pre-commit && pre-commit install {types}\n" in outcome.out


def test_git_lfs_that_is_needed_and_not_there(healthy: Repo, monkeypatch: pytest.MonkeyPatch) -> None:
    healthy.stage("a.parquet", "version https://git-lfs.github.com/spec/v1\noid sha256:" + "0" * 64 + "\nsize 9\n")
    healthy.stage(".gitattributes", "*.parquet filter=lfs diff=lfs merge=lfs -text\n")
    monkeypatch.setenv("PATH", git_alone(healthy))
    assert (
        "clone: LFS020 no-git-lfs: Files are routed to Git LFS, and git-lfs is not on PATH: git stores them raw.\n"
        "    install git-lfs: https://git-lfs.com\n"
    ) in healthy.run("doctor").out


def test_hooks_of_gits_own_do_the_work_of_a_framework(repo: Repo) -> None:
    repo.write(CONFIG, OURS)
    repo.commit()
    for stage in ("pre-commit", "pre-merge-commit"):
        repo.write(f".git/hooks/{stage}", "#!/bin/sh\nexec commitworthy check\n")
        (repo.top / ".git/hooks" / stage).chmod(0o755)
    assert codes_of(repo) == []


def test_installed_for_one_moment_only(healthy: Repo) -> None:
    healthy.shell("rm .git/hooks/pre-merge-commit")
    assert "Hooks are configured for pre-merge-commit, but that git hook is not installed." in healthy.run("doctor").out
    pasted(healthy)
    assert codes_of(healthy) == []


def test_hooks_that_are_looked_for_elsewhere(healthy: Repo) -> None:
    healthy.git("config", "core.hooksPath", "/nowhere")
    outcome = healthy.run("doctor")
    assert "core.hooksPath is /nowhere (local), and no hook there runs the configured hooks." in outcome.out
    pasted(healthy)
    assert codes_of(healthy) == []


def test_a_hook_that_git_skips(healthy: Repo) -> None:
    healthy.shell("chmod -x .git/hooks/pre-commit")
    assert codes_of(healthy) == ["DOC006"]
    pasted(healthy)
    assert codes_of(healthy) == []


@pytest.mark.parametrize("maker", ["plain", "husky", "lefthook", "prek"])
def test_other_ways_to_run_the_hooks_are_known(repo: Repo, maker: str) -> None:
    if maker == "plain":
        repo.install_hooks("block-artifacts")
    elif maker == "husky":
        repo.write(".husky/pre-commit", "commitworthy block-artifacts\n")
    elif maker == "lefthook":
        repo.write("lefthook.yml", "pre-commit:\n  jobs:\n    - run: commitworthy check\n")
    else:
        repo.write(CONFIG, OURS)
        types = "--hook-type pre-commit --hook-type pre-merge-commit"
        assert repo.shell(f"{executable('prek')} install {types}").status == 0
    assert codes_of(repo) == []


def test_hooks_that_say_the_same(healthy: Repo) -> None:
    healthy.write(CONFIG, OURS + "- repo: x\n  rev: y\n  hooks:\n  - id: check-added-large-files\n  - id: nbstripout\n")
    outcome = healthy.run("doctor")
    assert outcome.status == 0, "a warning"
    assert (
        "clone: warning: DOC007 conflicting-hook: check-added-large-files checks the same as block-artifacts, by other "
        "rules: a commit can be refused twice, or for no reason.\n"
        "    remove it:   commitworthy init --replace --write\n"
    ) in outcome.out
    pasted(healthy)
    assert codes_of(healthy) == []


def test_a_configuration_that_cannot_be_read(healthy: Repo) -> None:
    healthy.write(CONFIG, "repos: [\n")
    assert codes_of(healthy) == ["DOC008"]


@pytest.mark.parametrize(
    ("name", "content"),
    [("commitworthy.toml", "[block-artefacts]\n"), (".commitworthy-baseline", "no row\n")],
)
def test_a_policy_or_baseline_that_cannot_be_read(healthy: Repo, name: str, content: str) -> None:
    healthy.stage(name, content)
    assert codes_of(healthy) == ["DOC009"]


def test_a_policy_that_is_not_staged(healthy: Repo) -> None:
    healthy.write("commitworthy.toml", '[block-artifacts]\nmax-size = "1 MB"\n')
    outcome = healthy.run("doctor")
    assert "commitworthy.toml: DOC010 policy-not-staged: The copy on disk differs from the staged one" in outcome.out
    pasted(healthy)
    assert codes_of(healthy) == []


def test_a_policy_that_is_not_staged_seen_from_below(healthy: Repo) -> None:
    healthy.write("commitworthy.toml", '[block-artifacts]\nmax-size = "1 MB"\n')
    healthy.write("sub/a.txt", "text\n")
    assert "    stage it:   git add ../commitworthy.toml\n" in healthy.run("doctor", cwd="sub").out
    healthy.stage("sub/big.bin", noise(2_000_000))
    assert healthy.run("check", cwd="sub").err.endswith(": git add ../commitworthy.toml\n")


def test_decisions_that_no_longer_hold(healthy: Repo) -> None:
    healthy.stage("old.bin", noise(200_000))
    healthy.stage("gone.bin", noise(200_000, 1))
    healthy.run("baseline")
    healthy.stage(
        "commitworthy.toml",
        '[[block-artifacts.allow]]\npaths = ["old.bin"]\nbecause = "x"\nuntil = 2020-01-01\n'
        '[[block-artifacts.allow]]\npaths = ["nothing/**"]\nbecause = "y"\n',
    )
    healthy.commit()
    healthy.git("rm", "--quiet", "gone.bin")
    outcome = healthy.run("doctor")
    assert set(codes_of(healthy)) == {"DOC011", "DOC012", "DOC014"}
    assert "2 rows match no tracked file: gone.bin." in outcome.out
    assert "The exception of block-artifacts for old.bin (x) expired on 2020-01-01." in outcome.out
    assert "The exception of block-artifacts for nothing/** (y) matches no tracked file." in outcome.out


def test_hooks_that_are_skipped(healthy: Repo, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SKIP", "ruff,block-artifacts")
    assert "SKIP=ruff,block-artifacts in this shell disables block-artifacts." in healthy.run("doctor").out


def test_every_verdict_on_request(healthy: Repo) -> None:
    healthy.stage("a.bin", noise(200_000))
    healthy.stage("b\x1b.csv", "a,b\n1,2\n")
    out = healthy.run("doctor", "--files").out
    assert "\na.bin: unknown binary content, 195.3 kB: ART001 blocked-artifact\n" in out
    assert "\nREADME.md: text, 12 bytes: fine\n" in out
    assert "\nb\\x1b.csv: " in out
    healthy.run("baseline")
    healthy.git("add", ".commitworthy-baseline")
    assert ": ART001 blocked-artifact, accepted\n" in healthy.run("doctor", "--files").out
