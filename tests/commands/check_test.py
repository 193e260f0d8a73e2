"""Every hook in one process, for people and for CI without a framework."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.names import NAMES_THAT_HURT, raw
from tests.repo import Outcome, Repo, run
from tests.samples import noise, table

LARGE = noise(200_000)


def judged(repo: Repo, *words: str) -> list[tuple[str, str]]:
    outcome = repo.run("check", "--format", "json", *words)
    assert outcome.status == (1 if outcome.findings() else 0), outcome
    return outcome.rules()


def test_the_staged_change_is_judged_by_every_hook(repo: Repo) -> None:
    assert repo.run("check") == Outcome(0, "", "")
    repo.stage("a.bin", LARGE)
    for number in range(501):
        repo.write(f"many/{number}", f"{number}\n")
    repo.stage("many")
    assert judged(repo) == [("a.bin", "blocked-artifact"), (None, "too-many-files")]
    assert judged(repo, "--staged") == judged(repo)


def test_staged_means_staged_also_inside_of_a_framework(repo: Repo, monkeypatch: pytest.MonkeyPatch) -> None:
    repo.stage("a.bin", LARGE)
    monkeypatch.setenv("PRE_COMMIT", "1")
    assert judged(repo, "--staged") == [("a.bin", "blocked-artifact")]


def test_nothing_is_written(repo: Repo) -> None:
    cell = '{"cell_type": "code", "execution_count": 3, "metadata": {}, "outputs": [], "source": []}'
    text = f'{{"cells": [{cell}], "metadata": {{}}, "nbformat": 4, "nbformat_minor": 4}}\n'
    repo.stage("a.ipynb", text)
    assert judged(repo) == [("a.ipynb", "execution-count")]
    assert (repo.top / "a.ipynb").read_text() == text


def test_all_files_and_named_files(repo: Repo) -> None:
    repo.write("a.bin", LARGE)
    repo.write("b.csv", table(200_000))
    repo.commit()
    assert judged(repo) == []
    assert judged(repo, "--all-files") == [("a.bin", "blocked-artifact"), ("b.csv", "blocked-artifact")]
    assert judged(repo, "b.csv") == [("b.csv", "blocked-artifact")]


@pytest.fixture
def topic(repo: Repo) -> Repo:
    """Two commits on `topic` bring a.bin and change the policy; `main` is checked out."""
    repo.write("old.csv", table(200_000))
    repo.commit()
    repo.git("checkout", "--quiet", "-b", "topic")
    repo.write("a.bin", LARGE)
    repo.write("b.bin", noise(300_000, 1))
    repo.commit()
    repo.write("commitworthy.toml", '[[block-artifacts.allow]]\npaths = ["b.bin"]\nbecause = "golden"\n')
    repo.commit()
    repo.git("checkout", "--quiet", "main")
    return repo


def test_a_range_is_judged_by_its_own_blobs_and_policy(topic: Repo) -> None:
    assert judged(topic, "--from-ref", "main", "--to-ref", "topic") == [("a.bin", "blocked-artifact")]
    assert judged(topic, "--from-ref", "topic", "--to-ref", "main") == []


def test_what_the_work_tree_holds_does_not_matter_to_a_range(topic: Repo) -> None:
    topic.stage("staged.bin", noise(200_000, 5))
    topic.write("a.bin", "small\n")
    outcome = topic.run("check", "--from-ref", "main", "--to-ref", "topic", "--format", "json")
    assert outcome.rules() == [("a.bin", "blocked-artifact")]
    assert outcome.err == ""
    assert [finding["size"] for finding in outcome.findings()] == [200_000]


def test_a_range_is_told_as_commits_and_mended_from_its_base(topic: Repo) -> None:
    topic.git("checkout", "--quiet", "topic")
    topic.write("old.csv", table(300_000))
    topic.commit()
    first, second = topic.run("check", "--from-ref", "main", "--to-ref", "HEAD", "--format", "json").findings()
    assert first["message"] == "Unknown binary content, 195.3 kB, committed as an ordinary git blob (limit 100 kB)."
    assert (
        second["message"] == "CSV data, grew from 195.3 kB to 293 kB, committed as an ordinary git blob (limit 100 kB)."
    )
    way = second["remedies"][0]["command"]
    assert way.startswith("git restore --source=")
    assert topic.shell(way).status == 0
    topic.commit()
    outcome = topic.run("check", "--from-ref", "main", "--to-ref", "HEAD", "--format", "json")
    assert outcome.rules() == [("a.bin", "blocked-artifact")]


def test_a_range_is_not_one_commit(repo: Repo) -> None:
    for number in range(3):
        for name in range(300):
            repo.write(f"{number}/{name}", f"{number} {name}\n")
        repo.commit()
    assert judged(repo, "--from-ref", "HEAD~3", "--to-ref", "HEAD") == []


@pytest.mark.parametrize(
    ("words", "complaint"),
    [
        (["--staged", "--all-files"], "check: --staged and --all-files are mutually exclusive"),
        (["a.txt", "--all-files"], "check: file names and --all-files are mutually exclusive"),
        (["--from-ref", "HEAD"], "check: --from-ref and --to-ref must be used together"),
        # As from a variable of CI that is not set: the staged change, which is none there, is not what was asked for.
        (["--from-ref", "HEAD", "--to-ref", ""], "--to-ref : no such commit here: check the name, or git fetch it"),
        (["--from-ref", "x", "--to-ref", "HEAD"], "--from-ref x: no such commit here: check the name, or git fetch it"),
        (["--output", "no/such/file"], ("--output no/such/file: there is no folder no/such: make it first, or name"
         " another file")),
        (["nothing.txt"], "nothing.txt: no such file in the index or on disk: check the name"),
    ],
)  # fmt: skip
def test_what_cannot_be_asked_is_2_and_one_line(repo: Repo, words: list[str], complaint: str) -> None:
    assert repo.run("check", *words) == Outcome(2, "", f"commitworthy: {complaint}\n")


@pytest.mark.parametrize("format", ["sarif", "gitlab", "junit", "json", "github"])
def test_a_report_goes_to_a_file_and_the_text_stays(repo: Repo, format: str) -> None:  # noqa: A002
    repo.stage("a.bin", LARGE)
    outcome = repo.run("check", "--format", format, "--output", "report")
    assert outcome.status == 1
    assert outcome.out.startswith("a.bin: ART001 blocked-artifact: ")
    content = (repo.top / "report").read_text()
    assert "ART001" in content
    assert repo.run("check", "--format", format).out == content


def test_a_clean_run_writes_its_document(repo: Repo) -> None:
    assert repo.run("check", "--format", "gitlab", "--output", "report") == Outcome(0, "", "")
    assert json.loads((repo.top / "report").read_text()) == []


def test_a_single_hook_has_no_documents(repo: Repo) -> None:
    for format in ("sarif", "gitlab", "junit"):  # noqa: A001
        assert repo.run("block-artifacts", "--format", format) == Outcome(
            2,
            "",
            f"commitworthy: --format {format} writes one document, but pre-commit may run this hook in "
            f"several batches: commitworthy check --format {format} --output FILE\n",
        )


def test_damage_is_2_and_outranks_findings_which_are_still_reported(repo: Repo) -> None:
    repo.stage("a.bin", LARGE)
    repo.stage("b.txt", "text\n")
    blob = repo.git("rev-parse", ":b.txt")
    repo.shell(f"rm -f b.txt .git/objects/{blob[:2]}/{blob[2:]}")
    outcome = repo.run("check", "--format", "junit", "--output", "report")
    assert outcome.status == 2
    assert outcome.out.startswith("a.bin: ART001")
    assert outcome.err == f"commitworthy: b.txt: blob {blob} is missing or damaged in the object store: run git fsck\n"
    assert 'errors="1"' in (repo.top / "report").read_text()


def test_a_hook_that_cannot_judge_does_not_silence_the_others(repo: Repo, monkeypatch: pytest.MonkeyPatch) -> None:
    from commitworthy.base.findings import CheckError
    from commitworthy.hooks.limit_commit import hook

    def broken(call: object) -> None:
        raise CheckError("something is wrong: mend it")

    monkeypatch.setattr(hook, "check", broken)
    repo.stage("a.bin", LARGE)
    outcome = repo.run("check", "--format", "json")
    assert outcome.rules() == [("a.bin", "blocked-artifact")]
    assert (outcome.status, outcome.err) == (2, "commitworthy: something is wrong: mend it\n")


def test_outside_of_a_repository_is_2() -> None:
    assert run(Path("/"), "check").status == 2


def commands(out: str) -> list[str]:
    """The lines that GitHub's runner obeys: `::` at the start, leading blanks aside, or `##[` anywhere."""
    return [line for line in out.splitlines() if line.lstrip().startswith("::") or "##[" in line]


HOSTILE = (
    *NAMES_THAT_HURT,
    "::set-output name=x::y",
    "  ::add-mask::a",
    "a\n::error::b",
    "a\r::error::b",
    "##[error]x",
    "x%0A::error::y",
    "a,line=1::b.bin",
    "stop\u2028::stop-commands::t",
    "\u0085::error::x",
)


def test_no_file_name_is_a_command_to_the_runner(repo: Repo, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GITHUB_ACTIONS", "true")
    for seed, name in enumerate(HOSTILE):
        repo.stage(name, noise(110_000, seed))
    count = len({raw(name) for name in HOSTILE})
    for words in ([], ["--format", "github"], ["--format", "json"], ["--format", "sarif"], ["--format", "junit"]):
        outcome = repo.run("check", "--all", *words)
        assert outcome.status == 1
        found = commands(outcome.out + outcome.err)
        assert len(found) == (count if words in ([], ["--format", "github"]) else 0), found
        for line in found:
            assert line.startswith("::error file=")
            assert line.count("::") == 2, "one before the command, one before the message"
