"""What strip-notebooks takes out can be got back: the original is in git before the file is rewritten."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import time
from pathlib import Path

import pytest

from tests.names import NAMES_THAT_HURT, raw
from tests.notebooks.make import STREAM, code, notebook
from tests.repo import Outcome, Repo, executable

HOOK = "strip-notebooks"
PLACEHOLDER = "'<why its outputs belong in git>'"


EXCEPTION = "[[block-artifacts.allow]]\npaths = ['*.ipynb']\nbecause = 'reports'\n"


def dirty(number: int = 0) -> str:
    return notebook(code(f"[{STREAM}]", "3", source=f'"{number}"'))


def clean(number: int = 0) -> str:
    return notebook(code(source=f'"{number}"'))


def content(repo: Repo, name: str | bytes = "n.ipynb") -> str:
    with open(repo.path(name), "rb") as file:
        return file.read().decode()


def way(text: str, outcome: Outcome) -> str:
    """The command of the remedy that begins so, in the text that people read."""
    lines = outcome.out.splitlines()
    at = next(number for number, line in enumerate(lines) if line.strip().removeprefix("or ").startswith(text))
    command = lines[at].partition(":   ")[2] or lines[at + 1]
    return command.strip().replace(PLACEHOLDER, "'the result is the product'")


@pytest.fixture
def counted(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """A file with a line for each git that stores objects."""
    programs, record = tmp_path / "programs", tmp_path / "stored"
    programs.mkdir()
    record.touch()
    real = subprocess.run(["which", "git"], capture_output=True, text=True, check=True).stdout.strip()
    script = f'#!/bin/sh\ncase "$*" in *hash-object*) echo "$*" >> {record};; esac\nexec {real} "$@"\n'
    (programs / "git").write_text(script)
    (programs / "git").chmod(0o755)
    monkeypatch.setenv("PATH", f"{programs}{os.pathsep}{os.environ['PATH']}")
    return record


@pytest.mark.parametrize("again", [("-m",), ("-am",)])
@pytest.mark.parametrize("first", [("-m",), ("-am",)])
def test_keep_its_outputs_pasted_commits_them_and_leaves_nothing_behind(
    repo: Repo, first: tuple[str, ...], again: tuple[str, ...]
) -> None:
    repo.stage("n.ipynb", clean()).commit()
    repo.install_hooks(HOOK)
    repo.write("n.ipynb", dirty())
    if "-m" in first:
        repo.stage("n.ipynb")
    outcome = repo.try_git("commit", *first, "try")
    assert (outcome.status, content(repo)) == (1, clean())
    assert repo.shell(way("keep its outputs", outcome)).status == 0
    assert repo.try_git("commit", *again, "try").status == 0
    assert repo.git("show", "HEAD:n.ipynb") + "\n" == content(repo) == dirty()
    assert repo.git("status", "--porcelain") == ""


@pytest.mark.parametrize("policy", ["", "[block-artifacts.limits]\nnotebook = '2 MB'\n", EXCEPTION])
def test_keep_its_outputs_is_enough_for_a_large_notebook(repo: Repo, policy: str) -> None:
    large = notebook(code(f"[{STREAM.replace('1', 'x' * 600_000)}]", "3"))
    repo.write("commitworthy.toml", policy)
    repo.stage("n.ipynb", clean()).commit()
    repo.install_hooks(HOOK, "block-artifacts")
    repo.stage("n.ipynb", large)
    outcome = repo.try_git("commit", "-m", "try")
    command = way("keep its outputs", outcome)
    size = "commitworthy allow --because 'the result is the product' -- n.ipynb"
    assert (size in command) == (not policy)
    assert repo.shell(command).status == 0
    again = repo.try_git("commit", "-m", "again")
    assert again.status == 0, again
    assert repo.git("show", "HEAD:n.ipynb") + "\n" == large


@pytest.mark.parametrize("tool", ["pre-commit", "prek"])
@pytest.mark.parametrize("options", [("-m",), ("-am",), ("n.ipynb", "-m")])
def test_also_under_a_framework(repo: Repo, tool: str, options: tuple[str, ...]) -> None:
    hook = f"{{id: s, name: s, entry: {executable('commitworthy')} {HOOK}, language: system, files: ipynb}}"
    repo.write(".pre-commit-config.yaml", f"repos:\n- repo: local\n  hooks:\n  - {hook}\n")
    repo.stage("n.ipynb", clean()).commit()
    assert repo.shell(f"{executable(tool)} install").status == 0
    repo.write("n.ipynb", dirty())
    if options == ("-m",):
        repo.stage("n.ipynb")
    outcome = repo.try_git("commit", *options, "try")
    assert (outcome.status, content(repo)) == (1, clean()), outcome
    assert repo.shell(way("keep its outputs", outcome)).status == 0
    # Of single files git would commit the notebook without the exception.
    assert repo.try_git("commit", *options[-1:], "try").status == 0
    assert repo.git("show", "HEAD:n.ipynb") + "\n" == content(repo) == dirty()
    assert "n.ipynb" not in repo.git("status", "--porcelain")


@pytest.mark.parametrize("tool", ["pre-commit", "prek"])
def test_what_a_framework_had_put_away_is_not_overwritten(repo: Repo, tool: str) -> None:
    """It brings the unstaged edit back once the hook has ended; the commit still gets the outputs."""
    hook = f"{{id: s, name: s, entry: {executable('commitworthy')} {HOOK}, language: system, files: ipynb}}"
    repo.write(".pre-commit-config.yaml", f"repos:\n- repo: local\n  hooks:\n  - {hook}\n")
    lines = "\n".join(f'    "metadata{number}": {{}},' for number in range(30))
    spread = dirty().replace('"nbformat"', f'\n"z": {{\n{lines}\n"end": 0}},\n"nbformat"')
    repo.stage("n.ipynb", clean()).commit()
    assert repo.shell(f"{executable(tool)} install").status == 0
    repo.stage("n.ipynb", spread)
    repo.write("n.ipynb", edited := spread.replace('"end": 0', '"end": 1'))
    outcome = repo.try_git("commit", "-m", "try")
    assert outcome.status == 1, outcome
    after = content(repo)
    assert '"end": 1' in after
    for text in ("get the original back", "keep its outputs"):
        said = repo.shell(way(text, outcome))
        why = "pre-commit and prek put unstaged changes back"
        assert (said.status, said.out.splitlines()[-1], said.err) == (
            1, f"n.ipynb has changed since ({why}), so nothing was restored", ""
        )  # fmt: skip
    assert content(repo) == after != spread
    assert repo.try_git("commit", "-m", "try").status == 0
    assert repo.git("show", "HEAD:n.ipynb") + "\n" == spread
    assert '"end": 1' in content(repo)
    assert edited != spread


@pytest.mark.parametrize("tool", ["pre-commit", "prek"])
def test_the_stripped_version_is_staged_without_what_was_not_staged(repo: Repo, tool: str) -> None:
    hook = f"{{id: s, name: s, entry: {executable('commitworthy')} {HOOK}, language: system, files: ipynb}}"
    repo.write(".pre-commit-config.yaml", f"repos:\n- repo: local\n  hooks:\n  - {hook}\n")
    repo.stage("n.ipynb", clean()).commit()
    assert repo.shell(f"{executable(tool)} install").status == 0
    repo.stage("n.ipynb", dirty())
    repo.write("n.ipynb", edited := dirty().replace('"nbformat"', '"mine": 1, "nbformat"'))
    outcome = repo.try_git("commit", "-m", "try")
    assert outcome.status == 1, outcome
    assert repo.shell(way("if it has changes that are not staged", outcome)).status == 0
    assert repo.git("show", ":n.ipynb") + "\n" == clean()
    assert '"mine"' in content(repo)
    assert repo.try_git("commit", "--allow-empty", "-m", "try").status == 0
    assert repo.git("show", "HEAD:n.ipynb") + "\n" == clean()
    assert '"mine"' in content(repo)
    assert edited != dirty()


@pytest.mark.parametrize("folder", ["", "deep/er"])
def test_the_original_of_an_untracked_file_comes_back(repo: Repo, folder: str) -> None:
    (repo.top / "deep/er").mkdir(parents=True)
    repo.write("n.ipynb", dirty())
    outcome = repo.run(HOOK, "../" * len(folder.split("/")) * bool(folder) + "n.ipynb", cwd=folder)
    assert content(repo) == clean()
    assert repo.shell(way("get the original back", outcome), cwd=folder).status == 0
    assert content(repo) == dirty()


@pytest.mark.parametrize("tracked", [True, False], ids=["staged", "untracked"])
def test_names_that_hurt_come_back(repo: Repo, *, tracked: bool) -> None:
    for name in NAMES_THAT_HURT:
        path = raw(name) + b".ipynb"
        repo.write(path, dirty())
        if tracked:
            repo.stage(path)
        (finding,) = repo.run(HOOK, "--format", "json", "--", os.fsdecode(path)).findings()
        assert content(repo, path) == clean()
        (command,) = [remedy["command"] for remedy in finding["remedies"] if "original back" in remedy["text"]]
        assert command.isprintable()
        assert repo.shell(command).status == 0, command
        assert content(repo, path) == dirty()


def test_the_bytes_on_disk_are_kept_whatever_filters_say(repo: Repo) -> None:
    repo.git("config", "core.autocrlf", "true")
    text = dirty().replace("\n", "\r\n")
    repo.stage("n.ipynb", text)
    outcome = repo.run(HOOK)
    assert repo.shell(way("get the original back", outcome)).status == 0
    assert content(repo) == text


@pytest.mark.parametrize("object_format", ["sha1", "sha256"])
def test_what_the_index_has_is_not_stored_again(tmp_path: Path, counted: Path, object_format: str) -> None:
    made = Repo.init(tmp_path / "r", f"--object-format={object_format}")
    made.stage("n.ipynb", dirty())
    assert f"git cat-file blob {made.git('rev-parse', ':n.ipynb')} > n.ipynb" in made.run(HOOK).out
    assert counted.read_text() == ""
    made.write("n.ipynb", dirty(7))
    outcome = made.run(HOOK, "--on-disk", "n.ipynb")
    assert len(counted.read_text().splitlines()) == 1
    assert made.shell(way("get the original back", outcome)).status == 0
    assert content(made) == dirty(7)


@pytest.mark.parametrize("count", [3, 60])
def test_one_git_stores_all_of_them(repo: Repo, counted: Path, count: int) -> None:
    names = [f"n{number}.ipynb" for number in range(count)]
    for number, name in enumerate(names):
        repo.write(name, dirty(number))
    repo.git("add", "--all")
    for number, name in enumerate(names):
        repo.write(name, dirty(number + 1000))
    counted.write_text("")
    outcome = repo.run(HOOK, "--all")
    assert [content(repo, name) for name in names] == [clean(number + 1000) for number in range(count)]
    assert len(counted.read_text().splitlines()) == 1
    # One paste for all, though each has an original of its own.
    assert outcome.out.count("get the original back") == 1
    assert repo.shell(way("get the original back", outcome)).status == 0
    assert [content(repo, name) for name in names] == [dirty(number + 1000) for number in range(count)]


def test_one_paste_below_the_top_serves_several(repo: Repo) -> None:
    (repo.top / "sub").mkdir()
    for number in range(3):
        repo.stage(f"n{number}.ipynb", dirty(number))
    outcome = repo.run(HOOK, *(f"../n{number}.ipynb" for number in range(3)), cwd="sub")
    assert outcome.status == 1
    assert repo.shell(way("keep its outputs", outcome), cwd="sub").status == 0
    assert [content(repo, f"n{number}.ipynb") for number in range(3)] == [dirty(number) for number in range(3)]
    assert repo.run(HOOK, "--all-files") == Outcome(0, "", "")


def test_what_cannot_be_stored_is_not_stripped(repo: Repo) -> None:
    repo.write("n.ipynb", dirty())
    objects = repo.top / ".git" / "objects"
    objects.rename(objects.with_name("elsewhere"))
    objects.write_text("no folder")
    outcome = repo.run(HOOK, "n.ipynb")
    objects.unlink()
    objects.with_name("elsewhere").rename(objects)
    assert outcome.status == 2
    assert content(repo) == dirty()


def test_a_git_that_cannot_store_is_quoted(repo: Repo, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    repo.write("n.ipynb", dirty())
    repo.write("m.ipynb", dirty())
    programs = tmp_path / "programs"
    programs.mkdir()
    real = subprocess.run(["which", "git"], capture_output=True, text=True, check=True).stdout.strip()
    fails = 'case "$*" in *hash-object*) echo "fatal: no space" >&2; exit 128;; esac'
    (programs / "git").write_text(f'#!/bin/sh\n{fails}\nexec {real} "$@"\n')
    (programs / "git").chmod(0o755)
    monkeypatch.setenv("PATH", f"{programs}{os.pathsep}{os.environ['PATH']}")
    said = "its original cannot be saved, so it was not changed: git hash-object failed: fatal: no space"
    assert repo.run(HOOK, "m.ipynb", "n.ipynb") == Outcome(
        2, "", f"commitworthy: m.ipynb: {said}\ncommitworthy: n.ipynb: {said}\n"
    )
    assert content(repo) == dirty()


def test_outside_of_a_repository_nothing_is_stored_and_nothing_is_said(tmp_path: Path) -> None:
    outside = Repo(tmp_path)
    outside.write("n.ipynb", dirty())
    outcome = outside.run(HOOK, "n.ipynb")
    assert (outcome.status, content(outside)) == (1, clean())
    assert "back" not in outcome.out


@pytest.mark.parametrize("rounds", [10, pytest.param(200, marks=pytest.mark.long)])
def test_whenever_it_is_interrupted_what_is_stripped_can_be_got_back(repo: Repo, rounds: int) -> None:
    dice = random.Random(5)
    for turn in range(rounds):
        numbers = range(turn * 100, turn * 100 + 20)
        for number in numbers:
            repo.write(f"n{number % 100}.ipynb", dirty(number))
        names = [f"n{number % 100}.ipynb" for number in numbers]
        process = subprocess.Popen(
            [executable("commitworthy"), HOOK, *names],
            cwd=repo.top,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        time.sleep(0.05 + dice.random() * 0.3)
        process.send_signal(dice.choice((signal.SIGINT, signal.SIGKILL)))
        process.wait()
        for number in numbers:
            left = content(repo, f"n{number % 100}.ipynb")
            assert left in (dirty(number), clean(number))
            if left == clean(number):
                blob = repo.git("hash-object", "--stdin", send=dirty(number).encode())
                assert repo.git("cat-file", "blob", blob) + "\n" == dirty(number)
