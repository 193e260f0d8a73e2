"""A repository may come from anybody: a look at it starts nothing that it names, and waits for nobody."""

from __future__ import annotations

import os
import subprocess
from typing import TYPE_CHECKING

import pytest

from tests.repo import Repo, executable
from tests.samples import noise

if TYPE_CHECKING:
    from pathlib import Path

LOOKS = (
    ["commitworthy"], ["commitworthy", "--all-files"],
    ["flag-parameters", "--all-files"], ["strip-notebooks", "--all-files", "--check"], ["limit-commit"],
    ["check-push", "--all-files"], ["check", "."], ["init"], ["doctor"], ["baseline"], ["which", "a.py"],
    ["audit"], ["audit", "."],
)  # fmt: skip


@pytest.mark.parametrize("words", LOOKS, ids=" ".join)
def test_no_program_of_the_configuration_is_started(repo: Repo, tmp_path: Path, words: list[str]) -> None:
    record = tmp_path / "ran"
    program = tmp_path / "evil"
    program.write_text(f'#!/bin/sh\necho "$0 $*" >> {record}\n')
    program.chmod(0o755)
    hooks = tmp_path / "hooks"
    hooks.mkdir()
    for name in ("post-index-change", "reference-transaction", "post-checkout", "pre-commit", "pre-push"):
        (hooks / name).write_bytes(program.read_bytes())
        (hooks / name).chmod(0o755)
    repo.stage("a.py", "n_estimators = 500\n").stage("m.bin", noise(200_000))
    repo.stage("n.ipynb", '{"cells": [], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}\n')
    repo.commit()
    repo.stage("b.py", "n_estimators = 600\n").stage("m2.bin", noise(300_000))
    repo.stage(".gitattributes", "* filter=evil diff=evil\n")
    for key in ("core.fsmonitor", "filter.evil.clean", "filter.evil.process", "diff.external", "diff.evil.textconv",
                "core.pager", "core.sshCommand", "gpg.program", "core.alternateRefsCommand"):  # fmt: skip
        repo.git("config", key, str(program))
    repo.git("config", "core.hooksPath", str(hooks))
    for name in ("a.py", "b.py", "m2.bin"):
        os.utime(repo.top / name)
    repo.run(*words)
    assert not record.exists(), record.read_text()


def test_where_the_hooks_are_is_still_told(repo: Repo) -> None:
    repo.git("config", "core.hooksPath", "elsewhere")
    assert "core.hooksPath" in repo.run("doctor").out


PIPES = (".gitattributes", ".gitignore", "a.py", "m.bin", "commitworthy.toml", ".commitworthy-baseline", "params.yaml",
         ".pre-commit-config.yaml")  # fmt: skip


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no named pipes here")
@pytest.mark.parametrize("words", [["commitworthy"], ["check", "--all-files"], ["init"], ["doctor"],
                                   ["allow", "m.bin", "--because", "golden"]], ids=" ".join)  # fmt: skip
@pytest.mark.parametrize("name", PIPES)
def test_a_pipe_in_place_of_a_file_keeps_nobody_waiting(repo: Repo, name: str, words: list[str]) -> None:
    repo.stage("a.py", "n_estimators = 500\n").stage("m.bin", noise(200_000)).stage(".gitattributes", "*.x text\n")
    repo.stage(name, "[block-artifacts]\n" if name.endswith("toml") else None if name in ("a.py", "m.bin") else "")
    (repo.top / name).unlink()
    os.mkfifo(repo.top / name)
    command = [executable("commitworthy"), *words]
    done = subprocess.run(command, cwd=repo.top, stdin=subprocess.DEVNULL, capture_output=True, timeout=60, check=False)
    assert done.returncode in (0, 1, 2)
    assert b"this is a bug" not in done.stderr


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no named pipes here")
@pytest.mark.parametrize("words", [["doctor"], ["init"]], ids=" ".join)
def test_a_pipe_in_place_of_a_hook_keeps_nobody_waiting(repo: Repo, words: list[str]) -> None:
    repo.stage("m.bin", noise(200_000))
    folder = repo.top / ".git/hooks"
    folder.mkdir(exist_ok=True)
    for name in ("pre-commit", "pre-push"):
        os.mkfifo(folder / name, 0o755)
    command = [executable("commitworthy"), *words]
    done = subprocess.run(command, cwd=repo.top, stdin=subprocess.DEVNULL, capture_output=True, timeout=60, check=False)
    assert done.returncode in (0, 1)
    assert b"this is a bug" not in done.stderr
