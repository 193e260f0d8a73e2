"""pre-receive in real bare repositories: refused objects are gone, and nothing gets in without a verdict unsaid."""

from __future__ import annotations

import re
import subprocess
from typing import TYPE_CHECKING

import pytest

from tests.names import NAMES_THAT_HURT, in_json
from tests.pushing import install, push, remote
from tests.repo import Outcome, Repo, executable
from tests.samples import noise

if TYPE_CHECKING:
    from pathlib import Path

BIG = noise(300_000)
FOUND = [("big.bin", "blocked-artifact")]


@pytest.fixture
def server(repo: Repo) -> Repo:
    """A bare repository that has main, and judges what comes."""
    made = remote(repo)
    install(made, "pre-receive --format json", "pre-receive")
    return made


def commit_big(repo: Repo, name: str = "big.bin") -> str:
    repo.write(name, BIG)
    repo.commit("add it")
    return repo.git("rev-parse", f"HEAD:{name}")


def remote_rules(text: str) -> list[tuple[str, str]]:
    """Path and rule of each finding; git puts `remote: ` before each line of the server's."""
    lines = [line.removeprefix("remote: ") for line in text.splitlines()]
    return Outcome(1, "\n".join(lines), "").rules()


def has(repo: Repo, name: str) -> bool:
    return repo.try_git("cat-file", "-e", name).status == 0


def test_what_is_small_is_accepted_in_silence(repo: Repo, server: Repo) -> None:
    repo.write("a.py", "x = 1\n")
    new = repo.commit()
    outcome = push(repo)
    assert (outcome.status, outcome.out) == (0, "")
    assert server.git("rev-parse", "main") == new


def test_what_is_refused_is_gone_afterwards(repo: Repo, server: Repo) -> None:
    before = server.git("rev-parse", "main")
    blob = commit_big(repo)
    outcome = push(repo)
    assert outcome.status != 0
    assert remote_rules(outcome.out) == FOUND
    assert server.git("rev-parse", "main") == before
    assert not has(server, blob)
    assert not has(server, repo.head())
    assert not list((server.top / "objects").glob("tmp_objdir*")), "the quarantine is gone"


def test_what_was_deleted_again_is_refused_too(repo: Repo, server: Repo) -> None:
    blob = commit_big(repo)
    repo.git("rm", "--quiet", "big.bin")
    repo.commit()
    assert remote_rules(push(repo).out) == FOUND
    assert not has(server, blob)


def test_the_message_is_for_the_one_who_pushes(repo: Repo, server: Repo) -> None:
    install(server, "pre-receive", "pre-receive")
    commit_big(repo)
    said = [line.removeprefix("remote: ").rstrip() for line in push(repo).out.splitlines()]
    assert re.fullmatch(
        r"big.bin: ART001 blocked-artifact: Unknown binary content, 293 kB, committed in [0-9a-f]{8} "
        r'\([-0-9]{10}, "add it"\) as an ordinary git blob \(limit 100 kB\)\.',
        said[0],
    )
    assert said[1].startswith("    take it out of the last commit (the commit is then empty):")
    assert "    or ask for an exception in the policy of the default branch, which applies here" in said


def test_an_own_policy_does_not_open_the_door(repo: Repo, server: Repo) -> None:
    repo.write("commitworthy.toml", '[block-artifacts]\nlimits = {binary = "none"}\n')
    commit_big(repo)
    assert remote_rules(push(repo).out) == FOUND


def test_the_policy_of_the_default_branch_counts(repo: Repo, server: Repo) -> None:
    repo.write("commitworthy.toml", '[homes]\nbinary = "dvc"\n[block-artifacts]\nlimits = {binary = "none"}\n')
    repo.commit()
    assert push(repo).status == 0
    commit_big(repo)
    assert push(repo, "origin", "main:refs/heads/other").status == 0


def test_a_file_of_the_server_comes_first(repo: Repo, server: Repo, tmp_path: Path) -> None:
    (tmp_path / "server.toml").write_text('[block-artifacts]\nlimits = {text = "1 kB"}\n')
    install(server, f"pre-receive --format json --policy {tmp_path}/server.toml", "pre-receive")
    repo.write("long.txt", "word " * 500)
    repo.commit()
    assert remote_rules(push(repo).out) == [("long.txt", "large-file")]


def test_the_first_push_of_all_is_judged_whole(repo: Repo) -> None:
    commit_big(repo)
    repo.git("rm", "--quiet", "big.bin")
    repo.commit()
    made = remote(repo, filled=False)
    install(made, "pre-receive --format json", "pre-receive")
    assert remote_rules(push(repo, "origin", "main").out) == FOUND
    assert made.git("for-each-ref") == ""


def test_tags_deletions_and_several_refs(repo: Repo, server: Repo) -> None:
    repo.write("a.py", "x = 1\n")
    repo.commit()
    repo.git("tag", "--annotate", "--message", "m", "v1")
    assert push(repo, "origin", "main", "v1").status == 0
    assert push(repo, "origin", "--delete", "v1").status == 0
    repo.git("switch", "--quiet", "--create", "side")
    commit_big(repo)
    assert remote_rules(push(repo, "origin", "main", "side").out) == FOUND
    repo.git("tag", "loose", repo.git("rev-parse", "HEAD:big.bin"))
    assert remote_rules(push(repo, "origin", "loose").out) == [("refs/tags/loose", "blocked-artifact")]


def test_names_that_hurt_are_refused(repo: Repo, server: Repo) -> None:
    for number, name in enumerate(NAMES_THAT_HURT):
        repo.write(name, noise(150_000, number))
    repo.commit()
    assert sorted(path for path, _ in remote_rules(push(repo).out)) == sorted(map(in_json, NAMES_THAT_HURT))


def record(server: Repo) -> list[list[str]]:
    text = (server.top / "commitworthy" / "pre-receive.log").read_text()
    return [line.split("\t") for line in text.splitlines()]


def test_an_override_is_accepted_and_on_record(repo: Repo, server: Repo, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LOGNAME", "ada")
    server.git("config", "receive.advertisePushOptions", "true")
    old = server.git("rev-parse", "main")
    commit_big(repo)
    refusal = push(repo)
    assert "to push anyway (recorded on the server): git push -o commitworthy.override='<why>' ..." in refusal.out
    assert push(repo, "-o", "commitworthy.override=", "-o", "other").status != 0
    outcome = push(repo, "-o", "commitworthy.override=needed for\tthe demo")
    assert outcome.status == 0
    assert "commitworthy: overridden: needed for\\tthe demo (recorded in commitworthy/pre-receive.log)" in outcome.out
    (row,) = record(server)
    assert row[1:] == ["overridden", "ada", "refs/heads/main", old, repo.head(), "needed for\\tthe demo"]


def test_an_override_that_cannot_be_recorded_or_is_not_wanted_is_none(repo: Repo, server: Repo) -> None:
    server.git("config", "receive.advertisePushOptions", "true")
    commit_big(repo)
    (server.top / "commitworthy").write_text("a file where the folder should be")
    outcome = push(repo, "-o", "commitworthy.override=why")
    assert outcome.status != 0
    assert "this could not be recorded, so the push is rejected" in outcome.out
    (server.top / "commitworthy").unlink()
    install(server, "pre-receive --no-override", "pre-receive")
    outcome = push(repo, "-o", "commitworthy.override=why")
    assert outcome.status != 0
    assert "overridden" not in outcome.out
    assert "push -o" not in outcome.out


def break_policy(repo: Repo, server: Repo) -> None:
    repo.write("commitworthy.toml", "[nonsense]\n")
    repo.commit()
    assert push(repo).status == 0


def test_without_a_verdict_the_push_is_refused_or_accepted_by_choice_and_loudly(repo: Repo, server: Repo) -> None:
    install(server, "pre-receive", "pre-receive")
    break_policy(repo, server)
    repo.write("a.py", "x = 1\n")
    new = repo.commit()
    problem = "commitworthy.toml: unknown table [nonsense]"
    outcome = push(repo)
    assert outcome.status != 0
    assert f"commitworthy: could not check; push rejected: {problem}" in outcome.out
    install(server, "pre-receive --on-failure accept", "pre-receive")
    outcome = push(repo)
    assert outcome.status == 0
    assert f"commitworthy: could not check; push accepted anyway: {problem}" in outcome.out
    assert server.git("rev-parse", "main") == new
    assert record(server)[0][1] == "not judged"


def test_findings_are_refused_also_where_failures_are_not(repo: Repo, server: Repo) -> None:
    install(server, "pre-receive --format json --on-failure accept", "pre-receive")
    before = server.git("rev-parse", "main")
    blob = commit_big(repo)
    outcome = push(repo)
    assert outcome.status != 0
    assert remote_rules(outcome.out) == FOUND
    assert "could not check" not in outcome.out
    assert server.git("rev-parse", "main") == before
    assert not has(server, blob)
    assert not (server.top / "commitworthy").exists(), "nothing was let in, so nothing is on record"


@pytest.mark.parametrize(
    ("bound", "said"),
    [
        ("--max-seconds 1", r"took longer than 1 second \(--max-seconds\)"),
        (
            "--max-memory 2MB",
            r"needs more memory than 2 MB \(--max-memory\)|out of memory|Cannot allocate memory|git \S+ failed",
        ),
    ],
)
def test_time_and_memory_have_bounds(repo: Repo, server: Repo, bound: str, said: str) -> None:
    install(server, f"pre-receive {bound}", "pre-receive")
    if "seconds" in bound:
        # A git that hangs, as one on a sick disk does.
        folder = server.top / "slow"
        folder.mkdir()
        (folder / "git").write_text("#!/bin/sh\nexec sleep 20\n")
        (folder / "git").chmod(0o755)
        hook = server.top / "hooks" / "pre-receive"
        hook.write_text(hook.read_text().replace("exec", f"PATH={folder}:$PATH; exec"))
    commit_big(repo)
    outcome = push(repo)
    assert outcome.status != 0
    assert re.search(said, outcome.out), outcome.out
    assert not has(server, "main:big.bin")


def test_a_fork_with_borrowed_objects_knows_what_its_source_has(repo: Repo, server: Repo) -> None:
    commit_big(repo)
    (server.top / "hooks" / "pre-receive").unlink()
    repo.git("push", "--quiet")
    fork = Repo(server.top.parent / "fork.git")
    fork.top.mkdir()
    fork.git("init", "--quiet", "--bare", "--template=")
    (fork.top / "objects" / "info").mkdir(exist_ok=True)
    (fork.top / "objects" / "info" / "alternates").write_text(f"{server.top}/objects\n")
    install(fork, "pre-receive --format json", "pre-receive")
    repo.write("a.py", "x = 1\n")
    repo.commit()
    outcome = push(repo, str(fork.top), "main")
    assert (outcome.status, outcome.out) == (0, "")


def test_what_a_ref_of_the_server_has_is_known(repo: Repo, server: Repo) -> None:
    """Also where the server does not say what it lends to others, as its own quarantine borrows from it."""
    (server.top / "hooks" / "pre-receive").rename(server.top / "hooks" / "kept")
    commit_big(repo)
    repo.git("push", "--quiet")
    (server.top / "hooks" / "kept").rename(server.top / "hooks" / "pre-receive")
    server.git("config", "core.alternateRefsCommand", "true")
    repo.write("a.py", "x = 1\n")
    repo.commit()
    assert push(repo, "origin", "main", "main:other").out == ""


def test_a_sha256_server(tmp_path: Path) -> None:
    repo = Repo.init(tmp_path / "repo", "--object-format=sha256")
    repo.write("a", "a")
    repo.commit()
    server = remote(repo, options=("--object-format=sha256",))
    install(server, "pre-receive --format json", "pre-receive")
    commit_big(repo)
    assert remote_rules(push(repo).out) == FOUND
    repo.git("reset", "--quiet", "--hard", "HEAD^")
    assert push(repo, "origin", "main:other").status == 0
    assert push(repo, "origin", "--delete", "other").status == 0


@pytest.mark.parametrize("given", ["", "\n", " \n\n"])
@pytest.mark.parametrize("words", [(), ("--on-failure", "accept"), ("--no-override",)])
def test_without_a_word_from_git_nothing_is_let_in(
    repo: Repo, server: Repo, given: str, words: tuple[str, ...]
) -> None:
    command = [executable("commitworthy"), "pre-receive", *words]
    done = subprocess.run(command, cwd=server.top, input=given, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (2, "")
    said = (
        "standard input is empty, but git writes a line for each ref to it: a script that reads it first "
        "must pass it on: refs=$(cat); printf '%s\\n' \"$refs\" | commitworthy pre-receive"
    )
    accepting = "; but this could not be recorded, so the push is rejected: no refs on standard input"
    start = "could not check; push accepted anyway: " if "accept" in words else "could not check; push rejected: "
    assert done.stderr.splitlines()[0] == f"commitworthy: {start}{said}{accepting if 'accept' in words else ''}"


def test_a_script_that_reads_the_refs_first_lets_nothing_in(repo: Repo, server: Repo) -> None:
    place = server.top / "hooks/pre-receive"
    place.write_text(f"#!/bin/sh\nwhile read old new ref; do :; done\nexec {executable('commitworthy')} pre-receive\n")
    commit_big(repo)
    assert push(repo).status != 0


def test_what_only_takes_refs_away_is_let_in(repo: Repo, server: Repo) -> None:
    repo.git("push", "--quiet", "--no-verify", "origin", "main:gone")
    assert push(repo, "origin", ":gone").status == 0


SECONDS = ["0", "-1", "1e3", "nan", "inf", "0x10", "１２", "1_000", "", "86401", "1" + "0" * 30, "5 xB"]


@pytest.mark.parametrize("word", SECONDS)
def test_seconds_that_are_none_are_refused(server: Repo, word: str) -> None:
    outcome = server.run("pre-receive", f"--max-seconds={word}")
    assert outcome.status == 2
    assert "error: argument --max-seconds: must be " in outcome.err


@pytest.mark.parametrize("word", [*SECONDS[1:10], "9" * 30, "5 xB", "\u212a"])
def test_memory_that_is_none_is_refused(server: Repo, word: str) -> None:
    if word == "86401":
        return
    outcome = server.run("pre-receive", f"--max-memory={word}")
    assert outcome.status == 2
    assert "error: argument --max-memory: must be a size such as" in outcome.err
