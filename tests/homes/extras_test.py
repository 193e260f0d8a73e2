"""What is said where a library of an extra is missing, or broken: one line that installs it where we run."""

from __future__ import annotations

import os
import shlex
import sys
import tomllib
from pathlib import Path

import pytest

from commitworthy.base.findings import CheckError
from commitworthy.homes import extras
from tests import luck
from tests.moving import without
from tests.notebooks.make import code, notebook
from tests.repo import Outcome, Repo
from tests.samples import model

ROOT = Path(__file__).parents[2]
THRESHOLD = '"threshold = 0.7\\n"'
# From before cells had ids.
OLD = '"nbformat": 4, "nbformat_minor": 4'
KEYS = {"AWS_ACCESS_KEY_ID": "a", "AWS_SECRET_ACCESS_KEY": "b"}


@pytest.mark.parametrize("home", ["s3://team/churn", "gs://team/churn", "az://team/churn"])
def test_a_bucket_without_its_library_is_one_line(repo: Repo, home: str) -> None:
    repo.stage("m.pkl", model(1000))
    line = extras.install_line("obstore>=0.12")
    bucket = home.rpartition("/")[0]
    said = f"commitworthy: {bucket} needs obstore (extra move): {line}\n"
    assert without(repo, "obstore", "move", "--to", home, "m.pkl", **KEYS) == (2, "", said)
    assert repo.tracked() == ["README.md", "m.pkl"]


def test_a_notebook_without_what_runs_it_is_one_line(repo: Repo) -> None:
    repo.stage("a.ipynb", notebook(code(source=THRESHOLD)))
    line = extras.install_line("nbclient>=0.10")
    said = f"commitworthy: --execute of a notebook needs nbclient (extra execute): {line}\n"
    assert without(repo, "nbclient", "extract", "a.ipynb", "--execute") == (2, "", said)


def test_a_kernel_that_is_not_there_is_one_line(repo: Repo) -> None:
    luck.need_module("nbclient")
    spec = '{"kernelspec": {"name": "nobody-has-this", "display_name": "x", "language": "python"}}'
    repo.stage("a.ipynb", notebook(code(source=THRESHOLD), spec, OLD))
    line = "its kernel nobody-has-this is not installed: jupyter kernelspec list shows those that are"
    assert repo.run("extract", "a.ipynb", "--execute") == Outcome(2, "", f"commitworthy: a.ipynb: {line}\n")


def test_a_library_that_is_broken_says_why(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "distributed.py").write_text("raise ImportError('libssl.so.3: cannot open shared object file')\n")
    monkeypatch.syspath_prepend(str(tmp_path))
    monkeypatch.delitem(sys.modules, "distributed", raising=False)
    with pytest.raises(CheckError) as refused:
        extras.load("distributed", "--scheduler")
    why = "which cannot be imported (libssl.so.3: cannot open shared object file)"
    line = extras.install_line("distributed>=2024.8")
    assert str(refused.value) == f"--scheduler needs distributed (extra cluster), {why}: {line}"


@pytest.mark.parametrize(
    ("prefix", "has_pip", "line"),
    [
        ("/home/ann/.local/pipx/venvs/commitworthy", True, "pipx inject commitworthy 'obstore>=0.12'"),
        ("/home/ann/.cache/uv/archive-v0/ZZjzHardYXqW8", False, "uvx --with 'obstore>=0.12' commitworthy"),
        ("/home/ann/.venv", True, f"{shlex.quote(sys.executable)} -m pip install 'obstore>=0.12'"),
        ("/home/ann/.venv", False, f"uv pip install --python {shlex.quote(sys.executable)} 'obstore>=0.12'"),
    ],
)
def test_the_line_installs_it_into_the_environment_that_runs(
    monkeypatch: pytest.MonkeyPatch, prefix: str, has_pip: bool, line: str
) -> None:
    monkeypatch.setattr(sys, "prefix", prefix.replace("/", os.sep))
    monkeypatch.setattr(extras, "find_spec", lambda name: has_pip or None)
    assert extras.install_line("obstore>=0.12") == line


def test_libraries_are_asked_for_as_the_extras_do() -> None:
    known = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["optional-dependencies"]
    for extra, requirement in extras.LIBRARIES.values():
        assert requirement in known[extra]
