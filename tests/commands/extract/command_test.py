# ruff: noqa: E501
"""`commitworthy extract`: what is written, in which order, what is said, and the way back."""

from __future__ import annotations

import json
import os
import stat
from typing import TYPE_CHECKING

import pytest

from commitworthy.base import markup
from tests.names import NAMES_THAT_HURT, raw
from tests.parameters.looking import INVALID
from tests.repo import Outcome, executable, run

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.repo import Repo

PROGRAM = """\
from learn import RandomForestClassifier

def train():
    return RandomForestClassifier(n_estimators=500, max_depth=12)

print(f"{RandomForestClassifier(max_depth=9)}")
learning_rate = 0.3
"""
LOADER = (
    'params = yaml.safe_load(Path(__file__).resolve().parents[1].joinpath("params.yaml").read_text(encoding="utf-8"))'
)


def blob(repo: Repo, name: str) -> str:
    return repo.git("hash-object", "--no-filters", name)


def test_code_and_config_are_written_and_the_command_brings_both_back(repo: Repo) -> None:
    repo.stage("src/train.py", PROGRAM).stage("params.yaml", "# ours\ntrain: {}\n")
    repo.write("params.yaml", "# ours\ntrain:\n  epochs: 3\n")
    before = repo.git("diff")
    program, config = blob(repo, "src/train.py"), blob(repo, "params.yaml")
    outcome = repo.run("extract", "src/train.py")
    undo = f"git cat-file blob {config} > params.yaml && git cat-file blob {program} > src/train.py"
    assert outcome == Outcome(
        1,
        "src/train.py: moved 3 literals to params.yaml\n"
        "    model.n_estimators = 500\n"
        "    model.max_depth = 12\n"
        "    train.learning_rate = 0.3\n"
        "src/train.py:6:43: max_depth = 9 stays: it is inside an f-string; assign it to a name above the string first\n"
        f"To undo: {undo}\n",
        "",
    )
    with open(repo.path("params.yaml")) as file:
        assert file.read() == (
            "# ours\ntrain:\n  epochs: 3\n  learning_rate: 0.3\nmodel:\n  n_estimators: 500\n  max_depth: 12\n"
        )
    assert repo.git("diff", "--cached", "--stat").count("|") == 2, "nothing is staged"
    assert repo.shell(undo).status == 0
    assert repo.git("diff") == before


def test_from_a_folder_below_the_names_are_those_seen_from_there(repo: Repo) -> None:
    repo.stage("src/train.py", PROGRAM)
    program = blob(repo, "src/train.py")
    outcome = repo.run("extract", "train.py", cwd="src")
    assert outcome.out.splitlines()[-1] == f"To undo: git cat-file blob {program} > train.py && rm -- ../params.yaml"
    assert repo.shell(outcome.out.splitlines()[-1].removeprefix("To undo: "), cwd="src").status == 0
    assert repo.git("status", "--porcelain") == "A  src/train.py"


def test_nothing_to_move_is_said(repo: Repo) -> None:
    repo.stage("a.py", "x = 1\n")
    assert repo.run("extract", "a.py") == Outcome(0, "Nothing to move.\n", "")


def test_one_line_alone_is_moved_with_the_finding_that_it_belongs_to(repo: Repo) -> None:
    repo.stage("src/train.py", PROGRAM)
    outcome = repo.run("extract", "src/train.py:7:17")
    assert outcome.out.splitlines()[:-1] == [
        "src/train.py: moved 1 literal to params.yaml",
        "    train.learning_rate = 0.3",
    ]
    # The next one reads what is loaded by now.
    outcome = repo.run("extract", "src/train.py:8")
    assert outcome.out.splitlines()[:-1] == [
        "src/train.py: moved 2 literals to params.yaml",
        "    model.n_estimators = 500",
        "    model.max_depth = 12",
    ]
    with open(repo.path("src/train.py")) as file:
        assert file.read().count("safe_load") == 1
    line = "src/train.py:8: nothing is flagged there; what is flagged in the file is at src/train.py:10\n"
    assert repo.run("extract", "src/train.py:8") == Outcome(0, line, "")


@pytest.mark.parametrize(
    ("words", "status", "said"),
    [
        (("a.py:2",), 0, "a.py:2: nothing is flagged there; what is flagged in the file is at a.py:1, a.py:3, a.py:4 and 1 more"),
        (("a.py:6",), 0, "a.py:6: nothing is flagged there; what is flagged in the file is at a.py:1, a.py:3, a.py:4 and 1 more"),
        (("a.py:7",), 2, "a.py:7: there is no such line, so nothing was written; what is flagged in the file is at a.py:1, a.py:3, a.py:4 and 1 more"),
        (("a.py:1", "a.py:0"), 2, "a.py:0: there is no such line, so nothing was written; what is flagged in the file is at a.py:1, a.py:3, a.py:4 and 1 more"),
        (("sub/b.py:1",), 0, "sub/b.py:1: nothing is flagged in the file"),
        (("sub:1",), 2, "sub: is a folder: name a file in it"),
        (("sub:threshold",), 2, "sub: is a folder: name a file in it"),
        (("none.py:1",), 2, "none.py: no such file in the index or on disk: check the name"),
        (("none.py:threshold",), 2, "none.py:threshold: no such file in the index or on disk: check the name"),
        (("a.py:threshold:5",), 2, "a.py:threshold: no such file in the index or on disk: check the name"),
        (("a.py:5-7",), 2, "a.py:5-7: no such file in the index or on disk: check the name"),
        (("a.py:",), 2, "a.py:: no such file in the index or on disk: check the name"),
        (("a.py:max-depth",), 0, "a.py:max-depth: nothing is flagged under the name max-depth; what is flagged in the file is at a.py:1, a.py:3, a.py:4 and 1 more"),
        (("sub/b.py:a:b",), 0, "sub/b.py:a:b: nothing is flagged in the file"),
        (("a.ipynb:1:2",), 0, "a.ipynb:1:2: nothing is flagged there; what is flagged in the file is at a.ipynb:1:1, a.ipynb:2:1"),
        (("a.ipynb:1:3",), 2, "a.ipynb:1:3: there is no such line, so nothing was written; what is flagged in the file is at a.ipynb:1:1, a.ipynb:2:1"),
        (("a.ipynb:3",), 2, "a.ipynb:3: there is no such cell, so nothing was written; what is flagged in the file is at a.ipynb:1:1, a.ipynb:2:1"),
    ],
)  # fmt: skip
def test_a_place_where_nothing_is_flagged(repo: Repo, words: tuple[str, ...], status: int, said: str) -> None:
    repo.stage("a.py", "learning_rate = 0.3\nx = 1\nbatch_size = 64\nepochs = 30\nthreshold = 0.7\n")
    repo.stage("sub/b.py", "x = 1\n").stage("a.ipynb", json.dumps(NOTEBOOK))
    before = repo.git("status", "--porcelain")
    expected = (said + "\n", "") if status == 0 else ("", f"commitworthy: {said}\n")
    assert repo.run("extract", *words) == Outcome(status, *expected)
    assert repo.git("status", "--porcelain") == before


@pytest.mark.parametrize("file", ["a.py", "a:b.py", "sub/threshold:5.py"])
@pytest.mark.parametrize("name", ["learning-rate", "feature fraction"])
def test_the_finding_of_a_name_is_moved_and_then_said_to_be_no_more(repo: Repo, file: str, name: str) -> None:
    repo.stage(
        file, f"import lightgbm as lgb\n\nx = lgb.train({{'max_depth': 13, {name!r}: 0.013}}, d)\nthreshold = 0.7\n"
    )
    repo.stage("sub/b.py", "x = 1\n")
    outcome = repo.run("extract", f"{file}:{name}")
    assert (outcome.status, outcome.err, outcome.out.partition("\n")[0]) == (
        0,
        "",
        f"{file}: moved 2 literals to params.yaml",
    )
    said = f"{file}:{name}: nothing is flagged under the name {name}; what is flagged in the file is at {file}:"
    outcome = repo.run("extract", f"{file}:{name}")
    assert (outcome.status, outcome.err, outcome.out[: len(said)]) == (0, "", said)


def test_a_name_may_have_a_colon_in_it(repo: Repo) -> None:
    repo.stage("a.py", "def f(df):\n    return df[df['a:b'] > 0.73]\n")
    outcome = repo.run("extract", "a.py:df_a:b", "--select", "row-filter", "--confidence", "possible")
    assert (outcome.status, outcome.out.partition("\n")[0]) == (0, "a.py: moved 1 literal to params.yaml")


def test_a_place_where_nothing_is_flagged_beside_one_that_is_moved(repo: Repo) -> None:
    repo.stage("sub/a.py", "learning_rate = 0.3\nx = 1\n")
    outcome = repo.run("extract", "a.py:2", "a.py:1", cwd="sub")
    assert (outcome.status, outcome.err, outcome.out.splitlines()[:-1]) == (
        0,
        "",
        [
            "sub/a.py: moved 1 literal to params.yaml",
            "    train.learning_rate = 0.3",
            "a.py:2: nothing is flagged there; what is flagged in the file is at a.py:1",
        ],
    )


def test_a_second_run_finds_nothing_beside_the_names_of_the_first(repo: Repo) -> None:
    repo.stage("a.py", "import numpy as np\nx = np.load(open(0)).reshape(60000, 28, 28)\n")
    assert repo.run("extract", "a.py").out.splitlines()[1:-1] == ["    data.image_size = 28"]
    assert repo.run("extract", "a.py") == Outcome(0, "Nothing to move.\n", "")


def test_only_the_rules_that_are_named(repo: Repo) -> None:
    repo.stage("src/train.py", PROGRAM)
    outcome = repo.run("extract", "src/train.py", "--select", "hyperparameter-variable")
    assert outcome.out.splitlines()[:2] == [
        "src/train.py: moved 1 literal to params.yaml",
        "    train.learning_rate = 0.3",
    ]
    assert repo.run("extract", "src/train.py", "--select", "hyperparameter-varable") == Outcome(
        2,
        "",
        'commitworthy: flag-parameters: select names an unknown rule "hyperparameter-varable"; '
        'did you mean "hyperparameter-variable"?\n',
    )


def test_two_programs_share_a_key_and_that_is_said(repo: Repo) -> None:
    repo.stage("a.py", "learning_rate = 0.3\n").stage("b.py", "learning_rate = 0.3\n")
    outcome = repo.run("extract", "a.py", "b.py")
    assert outcome.out.splitlines()[:-1] == [
        "a.py: moved 1 literal to params.yaml",
        "    train.learning_rate = 0.3 (also read by b.py)",
        "b.py: moved 1 literal to params.yaml",
        "    train.learning_rate = 0.3 (also read by a.py; was there already)",
    ]


def test_a_notebook_has_its_own_values_and_shares_none(repo: Repo) -> None:
    repo.stage("a.py", "learning_rate = 0.3\n").stage(
        "b.py", "# Databricks notebook source\nlearning_rate = 0.4\nprint(learning_rate)\n"
    )
    assert repo.run("extract", "a.py", "b.py").out.splitlines()[:-1] == [
        "a.py: moved 1 literal to params.yaml",
        "    train.learning_rate = 0.3",
        "b.py: moved 1 literal to a cell for parameters",
        "    train.learning_rate = 0.4",
    ]


def test_a_dry_run_prints_a_patch_that_git_takes(repo: Repo) -> None:
    repo.stage("src/train.py", PROGRAM.replace("\n", "\r\n") + "epochs = 3").stage("params.yaml", "a: 1")
    before = repo.git("write-tree")
    dry = repo.run("extract", "src/train.py", "--dry-run")
    assert dry.status == 1
    assert dry.err.splitlines()[0] == "src/train.py: would move 4 literals to params.yaml"
    assert repo.git("status", "--porcelain").splitlines() == ["A  params.yaml", "A  src/train.py"]
    script = f"{executable('commitworthy')} extract src/train.py --dry-run"
    piped = repo.shell(f"{script} 2>/dev/null | git apply")
    assert piped.status == 0, piped
    with open(repo.path("src/train.py"), "rb") as file:
        by_patch = file.read()
    repo.git("checkout", "--", ".")
    assert repo.git("write-tree") == before
    repo.run("extract", "src/train.py")
    with open(repo.path("src/train.py"), "rb") as file:
        assert file.read() == by_patch


@pytest.mark.parametrize("name", NAMES_THAT_HURT)
def test_names_of_all_kinds(repo: Repo, name: str | bytes) -> None:
    path = raw(name) + b".py"
    repo.write(path, "learning_rate = 0.3\n")
    repo.git("add", "--all")
    patch = repo.run("extract", "--staged", "--dry-run").out
    assert repo.git("apply", "--check", "-", send=patch.encode()) == ""
    outcome = repo.run("extract", "--staged")
    assert (outcome.status, outcome.err) == (0, "")
    assert repo.shell(outcome.out.splitlines()[-1].removeprefix("To undo: ")).status == 0
    with open(repo.path(path), "rb") as file:
        assert file.read() == b"learning_rate = 0.3\n"
    assert len(repo.tracked()) == 2


def test_what_is_staged_and_nothing_older(repo: Repo) -> None:
    repo.stage("a.py", "learning_rate = 0.3\n")
    repo.commit()
    repo.stage("a.py", "learning_rate = 0.3\nbatch_size = 64\n")
    outcome = repo.run("extract", "--staged")
    assert outcome.out.splitlines()[:-1] == ["a.py: moved 1 literal to params.yaml", "    train.batch_size = 64"]
    assert repo.git("status", "--porcelain").splitlines() == ["M  a.py", "A  params.yaml"]
    assert repo.shell(outcome.out.splitlines()[-1].removeprefix("To undo: ")).status == 0
    assert repo.git("diff", "HEAD", "--stat").splitlines()[-1] == " 1 file changed, 1 insertion(+)"
    assert repo.git("status", "--porcelain").splitlines() == ["M  a.py"]


@pytest.mark.parametrize("name", ["a.py", "params.yaml"])
def test_what_differs_from_the_index_is_not_staged(repo: Repo, name: str) -> None:
    repo.stage("a.py", "learning_rate = 0.3\n").stage("params.yaml", "a: 1\n")
    with open(repo.path(name), "a") as file:
        file.write("# more\n")
    assert repo.run("extract", "--staged") == Outcome(
        2, "", f"commitworthy: {name}: differs from what is staged, so nothing was written: git add it first\n"
    )
    with open(repo.path("a.py")) as file:
        assert file.read().startswith("learning_rate = 0.3\n")


def test_another_config_file(repo: Repo) -> None:
    repo.stage("src/train.py", "learning_rate = 0.3\n")
    outcome = repo.run("extract", "src/train.py", "--to", "conf/train.yml")
    assert outcome.out.splitlines()[0] == "src/train.py: moved 1 literal to conf/train.yml"
    with open(repo.path("src/train.py")) as file:
        assert 'parents[1].joinpath("conf/train.yml")' in file.read()


@pytest.mark.parametrize(
    ("words", "message"),
    [
        ((), "extract: name files, or use --staged"),
        (("zzz.py",), "zzz.py: no such file in the index or on disk: check the name"),
        (("a.py", "--to", "a.toml"), "--to a.toml: only YAML is written; name a .yaml file"),
        (("a.py", "--to", "../a.yaml"), "../a.yaml: is outside of this repository"),
        (("a.ipynb", "--to", "a.yaml"), "a.ipynb: a notebook keeps its values in the cell tagged parameters; leave out --to"),
        (("a.py", "--to", "b.yaml"), "b.yaml: has no mapping of keys to values; name another file"),
        (("a.py", "--to", "link.yaml"), "link.yaml: leads out of the work tree, to /etc/hostname, so nothing was written: put a file in its place"),
    ],
)  # fmt: skip
def test_what_cannot_be_done(repo: Repo, words: tuple[str, ...], message: str) -> None:
    repo.stage("a.py", "learning_rate = 0.3\n").stage("b.yaml", "- 1\n")
    repo.stage("a.ipynb", json.dumps(NOTEBOOK))
    os.symlink("/etc/hostname", repo.path("link.yaml"))
    before = repo.git("status", "--porcelain")
    outcome = repo.run("extract", *words)
    assert (outcome.status, outcome.err) == (2, f"commitworthy: {message}\n")
    assert repo.git("status", "--porcelain") == before


NOTEBOOK = {  # one line each, as it reads best
    "cells": [
        {"cell_type": "code", "execution_count": None, "metadata": {}, "outputs": [], "source": ["epochs = 30\n", "print(epochs)"]},
        {"cell_type": "code", "execution_count": None, "metadata": {}, "outputs": [], "source": ["batch_size = 64"]},
    ],
    "metadata": {}, "nbformat": 4, "nbformat_minor": 2,
}  # fmt: skip


def test_a_cell_of_a_notebook(repo: Repo) -> None:
    repo.stage("a.ipynb", json.dumps(NOTEBOOK, indent=1) + "\n")
    outcome = repo.run("extract", "a.ipynb:2:1")
    assert outcome.out.splitlines()[:-1] == [
        "a.ipynb: moved 1 literal to the cell tagged parameters",
        "    train.batch_size = 64",
    ]
    assert repo.run("extract", "a.ipynb").out.splitlines()[:-1] == [
        "a.ipynb: moved 1 literal to the cell tagged parameters",
        "    train.epochs = 30",
    ]
    with open(repo.path("a.ipynb")) as file:
        cells = json.load(file)["cells"]
    assert ["".join(cell["source"]) for cell in cells] == ["batch_size = 64\nepochs = 30", "print(epochs)", ""]
    assert repo.run("extract", "a.ipynb") == Outcome(0, "Nothing to move.\n", "")


def test_without_a_repository_the_originals_are_copied(tmp_path: Path) -> None:
    (tmp_path / "a.py").write_text("learning_rate = 0.3\n")
    outcome = run(tmp_path, "extract", "a.py")
    *said, last = outcome.out.splitlines()
    assert (outcome.status, said) == (0, ["a.py: moved 1 literal to params.yaml", "    train.learning_rate = 0.3"])
    assert os.system(f"cd {tmp_path} && {last.removeprefix('To undo: ')}") == 0
    assert [(path.name, path.read_text()) for path in tmp_path.iterdir()] == [("a.py", "learning_rate = 0.3\n")]


def test_the_config_is_written_first_and_neither_in_part(repo: Repo, monkeypatch: pytest.MonkeyPatch) -> None:
    repo.stage("a.py", "learning_rate = 0.3\n")
    written: list[str] = []
    replace = os.replace

    def replaced(source: str, target: str, **folders: int) -> None:
        written.append(target)
        replace(source, target, **folders)

    monkeypatch.setattr(os, "replace", replaced)
    repo.run("extract", "a.py")
    assert written == ["params.yaml", "a.py"]


def test_a_read_only_file_stops_all_of_it(repo: Repo) -> None:
    repo.stage("a.py", "learning_rate = 0.3\n")
    os.chmod(repo.path("a.py"), stat.S_IRUSR)
    outcome = repo.run("extract", "a.py")
    assert outcome == Outcome(
        2, "", "commitworthy: a.py: is read-only, so nothing was changed: give it write permission first\n"
    )
    assert sorted(os.listdir(repo.top)) == [".git", "README.md", "a.py"]


@pytest.mark.parametrize("word", ["data/rows.csv", "data/rows.csv:3"])
def test_what_is_no_program_is_refused(repo: Repo, word: str) -> None:
    repo.stage("data/rows.csv", "a,b\n1,2\n").commit()
    line = "data/rows.csv: is no Python program or notebook, so there is nothing to move: name one"
    assert repo.run("extract", word) == Outcome(2, "", f"commitworthy: {line}\n")
    # Of a folder the programs are taken.
    assert repo.run("extract", "data") == Outcome(0, "Nothing to move.\n", "")


def test_a_file_that_is_no_python_is_named(repo: Repo) -> None:
    repo.stage("a.py", "x = (1\n").stage("b.py", "learning_rate = 0.3\n")
    outcome = repo.run("extract", "a.py", "b.py")
    said = f"commitworthy: a.py:1: cannot be read: {INVALID}: '(' was never closed\n"
    assert (outcome.status, outcome.err) == (2, said)
    assert "b.py: moved 1 literal" in outcome.out


def test_processes_of_git_do_not_grow_with_files(repo: Repo, monkeypatch: pytest.MonkeyPatch) -> None:
    from commitworthy.git import process

    started: list[tuple[str, ...]] = []
    start = process.start

    def counted(*words: str, **options: object) -> object:
        started.append(words)
        return start(*words, **options)  # type: ignore[arg-type]

    monkeypatch.setattr(process, "start", counted)
    counts = []
    for number in (1, 30):
        names = [f"{number}-{each}.py" for each in range(number)]
        for name in names:
            repo.stage(name, "learning_rate = 0.3\n")
        started.clear()
        repo.run("extract", *names)
        counts.append(len(started))
    assert counts[0] == counts[1]


def test_one_config_file_is_parsed_for_many_programs_as_for_two(repo: Repo, monkeypatch: pytest.MonkeyPatch) -> None:
    read: list[str] = []
    for name in ("from_yaml", "nodes_of_yaml"):
        parse = getattr(markup, name)

        def counted(text: str, *words: int, parse: Callable[..., object] = parse, **options: bool) -> object:
            read.append(text)
            return parse(text, *words, **options)

        monkeypatch.setattr(markup, name, counted)
    counts = []
    for number in (2, 30):
        repo.stage("params.yaml", f"# {number}\ntrain:\n  epochs: 3\n")
        names = [f"{number}-{each}.py" for each in range(number)]
        for name in names:
            repo.stage(name, "learning_rate = 0.3\n")
        read.clear()
        assert repo.run("extract", *names).status == 0
        counts.append(len(read))
    assert counts[0] == counts[1] > 0


CALL = "from learn import RandomForestClassifier\nm = RandomForestClassifier(n_estimators=500)\n"
AS_TEXT = {
    "a.qmd": (f"---\ntitle: x\n---\n\n```{{python}}\n{CALL}```\n", "7:41", "a document has no __file__ to find a config file from; set it in the first cell"),
    "jupytext.py": (f"# ---\n# jupyter:\n#   jupytext:\n#     x: 1\n# ---\n{CALL}", "7:41", "a notebook kept as text has no __file__ to find a config file from; set it in the first cell"),
    "cells.py": ("import marimo\n\napp = marimo.App()\n\n\n@app.cell\ndef _():\n    " + CALL.replace("\nm", "\n    m"), "9:45", "it is in a marimo notebook, which extract leaves as it is; read it from mo.cli_args() by hand"),
}  # fmt: skip


@pytest.mark.parametrize("name", AS_TEXT)
def test_a_notebook_that_is_text_is_left(repo: Repo, name: str) -> None:
    text, place, reason = AS_TEXT[name]
    repo.stage(name, text)
    assert repo.run("extract", name) == Outcome(1, f"{name}:{place}: n_estimators = 500 stays: {reason}\n", "")
    assert repo.git("diff") == ""


def test_only_what_is_sure_enough(repo: Repo) -> None:
    repo.stage("a.py", "learning_rate = 0.3\nm = RandomForestClassifier(n_jobs=-1)\n")
    levels = [
        len(repo.run("extract", "a.py", "--dry-run", "--confidence", level).err.splitlines())
        for level in ("certain", "likely", "possible")
    ]
    assert levels == sorted(levels)
    assert levels[0] < levels[2]


JOINED = """\
import os
import argparse

parser = argparse.ArgumentParser()
parser.add_argument('-g', '--genes', help='x')
args = parser.parse_args()
print(open(os.path.join('data', 'sample_freeze.tsv')).read(), args.genes)
"""


def test_names_joined_to_a_path_become_options_where_there_is_no_config_file(repo: Repo) -> None:
    repo.stage("b.py", JOINED)
    repo.write("data/sample_freeze.tsv", "real")
    repo.write("other/sample_freeze.tsv", "other")
    program = blob(repo, "b.py")
    assert repo.run("extract", "b.py") == Outcome(
        0,
        "b.py: moved 2 literals to options of the command line\n"
        "    paths.data = 'data'\n"
        "    paths.sample_freeze = 'sample_freeze.tsv'\n"
        f"To undo: git cat-file blob {program} > b.py\n",
        "",
    )
    assert repo.shell("python3 b.py -g x").out == "real x\n"
    assert repo.shell("python3 b.py -g x --data other").out == "other x\n"


@pytest.mark.parametrize("config", ["configs/train.yaml", "jobs/rf/deep.yml"])
def test_what_is_written_is_not_flagged(repo: Repo, config: str) -> None:
    repo.stage("jobs/train.py", "from learn import fit\n\nfit(learning_rate=0.3)\n")
    assert repo.run("extract", "jobs/train.py", "--to", config).status == 0
    repo.git("add", "--all")
    with open(repo.path("jobs/train.py")) as file:
        assert f'.joinpath("{config.removeprefix("jobs/")}")' in file.read()
    checked = repo.run("flag-parameters", "--whole-file", "--confidence", "possible", "jobs/train.py")
    assert checked == Outcome(0, "", "")


NEEDED = "The program now needs PyYAML, which {} not declare: add pyyaml"
DECLARED = {
    "nothing is declared": ({"pyproject.toml": "[tool.ruff]\n"}, ""),
    "a project": ({"pyproject.toml": '[project]\ndependencies = ["numpy", "pyyaml-env-tag"]\n'}, "pyproject.toml does"),
    "a project with it": ({"pyproject.toml": '[project]\ndependencies = ["PyYAML>=6"]\n'}, ""),
    "requirements": ({"requirements.txt": "numpy\n# pyyaml\n"}, "requirements.txt does"),
    "requirements with it": ({"requirements.txt": "numpy\npyyaml==6.0\n"}, ""),
    "an environment": ({"environment.yml": "dependencies:\n  - numpy\n"}, "environment.yml does"),
    "neither of two": (
        {"environment.yml": "dependencies:\n  - numpy\n", "requirements.txt": "numpy\n"},
        "requirements.txt and environment.yml do",
    ),
    "one of two": ({"environment.yml": "dependencies:\n  - pyyaml=6\n", "requirements.txt": "numpy\n"}, ""),
}


@pytest.mark.parametrize(("files", "where"), DECLARED.values(), ids=DECLARED)
def test_that_the_program_now_needs_pyyaml_is_said(repo: Repo, files: dict[str, str], where: str) -> None:
    for name, text in files.items():
        repo.stage(name, text)
    repo.stage("train.py", "from learn import fit\n\nfit(learning_rate=0.3)\n")
    said = ["train.py: moved 1 literal to params.yaml", "    model.learning_rate = 0.3"]
    said += [NEEDED.format(where)] if where else []
    lines = repo.run("extract", "train.py").out.splitlines()
    assert lines[:-1] == said
    assert lines[-1].startswith("To undo: ")
    # It is said once: a program that imports it already needs nothing new.
    repo.git("add", "--all")
    repo.stage("train.py", (repo.top / "train.py").read_text() + "fit(max_depth=3)\n")
    assert "PyYAML" not in repo.run("extract", "train.py").out


@pytest.mark.parametrize("encoding", ["rot13", "foo", "undefined", "punycode", "hex"])
def test_an_encoding_that_is_none_is_named(repo: Repo, encoding: str) -> None:
    program = f"# coding: {encoding}\nlearning_rate = 0.3\n"
    repo.stage("a.py", program)
    outcome = repo.run("extract", "a.py")
    reason = "is not text in the encoding that it declares, so nothing was written"
    assert outcome == Outcome(2, "", f"commitworthy: a.py: {reason}\n")
    assert (repo.top / "a.py").read_text() == program


def test_numbers_of_more_digits_than_python_prints_are_in_nobody_s_way(repo: Repo) -> None:
    repo.stage("a.py", f"x = 0x{'f' * 9000}\nlearning_rate = 0.3\n")
    assert repo.run("extract", "a.py").status == 0
    repo.stage("params.yaml", f"a: 0x{'f' * 9000}\n")
    repo.stage("b.py", "learning_rate = 0.3\n")
    complaint = "params.yaml:1: has an infinite number; fix it or name another file"
    assert repo.run("extract", "b.py") == Outcome(2, "", f"commitworthy: {complaint}\n")
