"""Standard input, textconv, and the long-running filter of git, driven by git itself."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.names import NAMES_THAT_HURT, raw
from tests.notebooks.make import STREAM, code, notebook
from tests.pasting import blob
from tests.repo import Outcome, Repo, executable

HOOK = "strip-notebooks"
DIRTY = notebook(code(f"[{STREAM}]", "3"))
CLEAN = notebook(code())
LEFT = "fix or rename it; it was left as it is"
POLICY = '[[strip-notebooks.keep]]\npaths = ["reports/**"]\nbecause = "the findings are the product"\n'


def starts(trace: Path) -> int:
    """How often git started the filter; git 2.46 and newer also trace by what shell they do."""
    lines = trace.read_text().splitlines()
    return sum("run_command: " in line and "--filter-process" in line for line in lines)


def piped(folder: Path, content: bytes, *words: str, out: int | None = None) -> Outcome:
    """Our command with this standard input."""
    command = [executable("commitworthy"), HOOK, *words]
    streams = {"stdout": subprocess.PIPE if out is None else out, "stderr": subprocess.PIPE}
    done = subprocess.run(command, cwd=folder, input=content, check=False, **streams)  # type: ignore[call-overload]
    return Outcome(done.returncode, (done.stdout or b"").decode(errors="surrogateescape"), done.stderr.decode())


@pytest.fixture
def filtered(repo: Repo) -> Repo:
    """A repository with the filter installed."""
    assert repo.run(HOOK, "--install-filter").status == 0
    return repo


class TestStandardInput:
    @pytest.mark.parametrize("text", [CLEAN, CLEAN.strip(), "\ufeff" + CLEAN, CLEAN.replace(" ", "\r\n")])
    def test_55_a_clean_notebook_passes_byte_for_byte(self, repo: Repo, text: str) -> None:
        assert piped(repo.top, text.encode(), "-") == Outcome(0, text, "")

    def test_55_a_dirty_one_comes_out_stripped(self, repo: Repo) -> None:
        assert piped(repo.top, DIRTY.encode(), "-") == Outcome(0, CLEAN, "")

    @pytest.mark.parametrize("content", [b"hello", DIRTY.encode()[:-4], b"\xff\xfe{"])
    def test_55_what_is_no_notebook_gives_no_output(self, repo: Repo, content: bytes) -> None:
        outcome = piped(repo.top, content, "-")
        assert (outcome.status, outcome.out) == (2, "")
        assert outcome.err.startswith("commitworthy: standard input.ipynb:1: not a notebook: ")
        assert outcome.err.endswith(f": {LEFT}\n")

    def test_a_pipe_that_brings_nothing_is_an_error(self, repo: Repo) -> None:
        said = "commitworthy: standard input is empty, not a notebook: check the command before the pipe\n"
        assert piped(repo.top, b"", "-") == Outcome(2, "", said)
        assert piped(repo.top, b"\n", "-", "--check") == Outcome(2, "", said)

    def test_a_name_for_the_policy_to_go_by(self, repo: Repo) -> None:
        repo.stage("commitworthy.toml", POLICY)
        assert piped(repo.top, DIRTY.encode(), "-", "--stdin-name", "reports/a.ipynb") == Outcome(0, DIRTY, "")
        assert piped(repo.top, DIRTY.encode(), "-", "--stdin-name=other/a.ipynb") == Outcome(0, CLEAN, "")

    @pytest.mark.parametrize(("text", "status"), [(DIRTY, 1), (CLEAN, 0)])
    def test_check_only_tells(self, repo: Repo, text: str, status: int) -> None:
        assert piped(repo.top, text.encode(), "--check", "-") == Outcome(status, "", "")

    def test_options_count(self, repo: Repo) -> None:
        assert piped(repo.top, DIRTY.encode(), "--keep-count", "-").out == CLEAN.replace("null", "3")

    def test_files_beside_it_are_refused(self, repo: Repo) -> None:
        repo.write("a.ipynb", DIRTY)
        line = "commitworthy: -: cannot be combined with files: strip standard input alone\n"
        assert piped(repo.top, DIRTY.encode(), "-", "a.ipynb") == Outcome(2, "", line)

    def test_outside_of_a_repository(self, tmp_path: Path) -> None:
        assert piped(tmp_path, DIRTY.encode(), "-") == Outcome(0, CLEAN, "")

    @pytest.mark.skipif(sys.platform != "linux", reason="/dev/full")
    def test_a_full_disk_is_said(self, repo: Repo) -> None:
        with open("/dev/full", "wb") as full:
            outcome = piped(repo.top, DIRTY.encode(), "-", out=full.fileno())
        line = "commitworthy: standard output: cannot be written (No space left on device)\n"
        assert outcome == Outcome(2, "", line)


class TestTextconv:
    def test_git_diff_shows_what_is_left(self, filtered: Repo) -> None:
        filtered.write("a.ipynb", DIRTY)
        filtered.commit()
        filtered.write("a.ipynb", DIRTY.replace("3", "4"))
        assert filtered.git("diff") == ""
        filtered.write("a.ipynb", DIRTY.replace('"x"', '"y"').replace("\n", "") + "\n")
        shown = filtered.git("diff")
        assert '+{"cells": [{"cell_type": "code", "execution_count": null, ' in shown
        assert STREAM not in shown

    def test_whatever_the_file_is_called(self, filtered: Repo) -> None:
        for name in NAMES_THAT_HURT:
            filtered.write(raw(name) + b".ipynb", DIRTY)
        filtered.commit()
        for name in NAMES_THAT_HURT:
            filtered.write(raw(name) + b".ipynb", DIRTY.replace('"x"', '"changed"'))
        lines = [line for line in filtered.git("diff").splitlines() if line.startswith("+{")]
        assert len(lines) == len(NAMES_THAT_HURT)
        for line in lines:
            assert line.startswith('+{"cells": [{"cell_type": "code", "execution_count": null, ')
            assert "changed" in line

    def test_what_is_no_notebook_is_shown_as_it_is(self, repo: Repo) -> None:
        repo.write("a.ipynb", "hello\n")
        assert piped(repo.top, b"", "--textconv", "a.ipynb") == Outcome(0, "hello\n", "")

    @pytest.mark.parametrize("names", [[], ["no.ipynb"], ["README.md", "README.md"]])
    def test_one_file_is_wanted(self, repo: Repo, names: list[str]) -> None:
        line = "commitworthy: --textconv takes one readable file\n"
        assert piped(repo.top, b"", "--textconv", *names) == Outcome(2, "", line)


class TestFilterOfGit:
    def test_what_git_stages_is_stripped_and_the_file_is_not(self, filtered: Repo) -> None:
        filtered.stage("a.ipynb", DIRTY)
        assert filtered.git("show", ":a.ipynb") + "\n" == CLEAN
        assert (filtered.top / "a.ipynb").read_text() == DIRTY
        assert filtered.run(HOOK) == Outcome(0, "", "")
        assert filtered.git("status", "--short") == "A  a.ipynb"

    def test_66_a_thousand_blobs_in_one_start(self, filtered: Repo, tmp_path: Path) -> None:
        for number in range(1000):
            filtered.write(f"n{number}.ipynb", DIRTY.replace('"x"', f'"{number}"'))
        trace = tmp_path / "trace"
        filtered.git("add", "--all", GIT_TRACE=str(trace))
        assert starts(trace) == 1
        sizes = filtered.git("cat-file", "--batch-all-objects", "--batch-check").splitlines()
        assert len([line for line in sizes if " blob " in line]) >= 1000
        for number in (0, 7, 999):
            assert filtered.git("show", f":n{number}.ipynb") + "\n" == CLEAN.replace('"x"', f'"{number}"')
        assert filtered.git("ls-files").count(".ipynb") == 1000
        filtered.git("commit", "--quiet", "--no-verify", "--message", "many")
        filtered.shell("rm *.ipynb")
        trace.unlink()
        filtered.git("checkout", "--", ".", GIT_TRACE=str(trace))
        assert starts(trace) == 1
        assert (filtered.top / "n7.ipynb").read_text() == CLEAN.replace('"x"', '"7"')

    def test_66_what_the_policy_keeps_is_kept(self, filtered: Repo) -> None:
        filtered.stage("commitworthy.toml", POLICY)
        filtered.stage("reports/a.ipynb", DIRTY)
        filtered.stage("a.ipynb", DIRTY)
        assert filtered.git("show", ":reports/a.ipynb") + "\n" == DIRTY
        assert filtered.git("show", ":a.ipynb") + "\n" == CLEAN

    def test_66_a_policy_that_is_not_staged_yet_counts_where_there_is_none(self, filtered: Repo) -> None:
        filtered.write("commitworthy.toml", POLICY)
        filtered.stage("reports/a.ipynb", DIRTY)
        assert filtered.git("show", ":reports/a.ipynb") + "\n" == DIRTY

    @pytest.mark.parametrize("text", [DIRTY[:-4], "hello"])
    def test_66_a_failing_blob_is_an_error_and_nothing_is_staged(self, filtered: Repo, text: str) -> None:
        filtered.write("a.ipynb", text)
        filtered.write("b.ipynb", DIRTY)
        outcome = filtered.try_git("add", "a.ipynb")
        assert outcome.status == 128
        assert "commitworthy: a.ipynb:1: not a notebook: " in outcome.out
        assert "clean filter 'commitworthy' failed" in outcome.out
        assert filtered.tracked() == ["README.md"]
        filtered.stage("b.ipynb")
        assert filtered.git("show", ":b.ipynb") + "\n" == CLEAN

    def test_a_conflict_is_passed_on(self, filtered: Repo) -> None:
        """A merge that stops must be able to write, and to show, both sides."""
        lines = notebook(code(source='["a",\n"b",\n"c"]'))
        filtered.write("a.ipynb", lines)
        filtered.commit()
        for branch, word in (("side", '"s"'), ("main", '"m"')):
            filtered.git("switch", "--quiet", *(["--create"] if branch == "side" else []), branch)
            filtered.write("a.ipynb", lines.replace('"b"', word))
            filtered.commit()
        assert filtered.try_git("merge", "side").status == 1
        assert "<<<<<<< " in (filtered.top / "a.ipynb").read_text()
        assert filtered.try_git("diff").status == 0
        filtered.stage("a.ipynb")
        outcome = filtered.run(HOOK)
        assert outcome.status == 2
        assert "a.ipynb:2: not a notebook: merge conflict" in outcome.err
        filtered.stage("a.ipynb", lines)
        assert filtered.run(HOOK) == Outcome(0, "", "")

    @pytest.mark.parametrize("long_running", [True, False])
    def test_whatever_the_file_is_called(self, filtered: Repo, long_running: bool) -> None:
        if not long_running:
            filtered.git("config", "--unset", "filter.commitworthy.process")
        for name in NAMES_THAT_HURT:
            filtered.write(raw(name) + b".ipynb", DIRTY)
        filtered.git("add", "--all")
        for name in NAMES_THAT_HURT:
            assert blob(filtered, raw(name) + b".ipynb") == CLEAN.strip(), name

    def test_a_large_notebook_goes_in_many_packets(self, filtered: Repo) -> None:
        text = notebook(code(f"[{STREAM}]", "3", source=f'"{"é" * 200_000}"'))
        filtered.stage("a.ipynb", text)
        assert filtered.git("show", ":a.ipynb") + "\n" == text.replace(STREAM, "").replace("3", "null", 1)
        os.unlink(filtered.path("a.ipynb"))
        filtered.git("checkout", "--", "a.ipynb")
        assert filtered.git("status", "--short") == "A  a.ipynb"


@pytest.mark.parametrize("talk", [b"", b"0006\n", b"hello", b"0016git-filter-client\n0000", b"zzzz"])
def test_who_is_not_git_is_told_so(repo: Repo, talk: bytes) -> None:
    outcome = piped(repo.top, talk, "--filter-process")
    line = "commitworthy: --filter-process: only git starts this, as filter.<driver>.process\n"
    assert (outcome.status, outcome.err) == (2, line)
