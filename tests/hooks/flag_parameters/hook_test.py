"""flag-parameters on real repositories: what is judged, what is news, and what a user sees."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from tests.names import NAMES_THAT_HURT, in_json
from tests.parameters.looking import INVALID
from tests.pasting import pasted
from tests.repo import Repo

if TYPE_CHECKING:
    from pathlib import Path

HOOK = "flag-parameters"
FOREST = "RandomForestClassifier(n_estimators=500, max_depth=12)\n"
DROPOUT = "import torch.nn as nn\n\ndef head():\n    return nn.Dropout(p=0.3)\n"


def said(repo: Repo, *words: str) -> list[str]:
    """The messages of a run."""
    outcome = repo.run(HOOK, "--format", "json", *words)
    assert outcome.status == (1 if outcome.findings() else 0), outcome
    return [finding["message"] for finding in outcome.findings()]


def notebook(*cells: str, tags: tuple[str, ...] = ()) -> str:
    made = [
        {"cell_type": "code", "execution_count": None, "metadata": {"tags": list(tags)} if tags else {}, "outputs": [],
         "source": cell.splitlines(keepends=True)}
        for cell in cells
    ]  # fmt: skip
    return json.dumps({"cells": made, "metadata": {}, "nbformat": 4, "nbformat_minor": 5}, indent=1) + "\n"


def test_a_finding_as_it_is_printed(repo: Repo) -> None:
    repo.stage("src/train.py", f"model = {FOREST}")
    outcome = repo.run(HOOK)
    assert (outcome.status, outcome.err) == (1, "")
    assert outcome.out == (
        "src/train.py:1:45: PAR101 hyperparameter-keyword: "
        "n_estimators = 500, max_depth = 12 in RandomForestClassifier().\n"
        "    move it, in code and config:   commitworthy extract src/train.py:1 --staged\n"
        "    or move to params.yaml:\n"
        "        model:\n"
        "          n_estimators: 500\n"
        "          max_depth: 12\n"
        '    and write in the code: params["model"]["n_estimators"], params["model"]["max_depth"]'
        "   (import yaml; from pathlib import Path; params = yaml.safe_load("
        '(Path(__file__).resolve().parents[1] / "params.yaml").read_text(encoding="utf-8")))\n'
        "    or keep it, with the reason, by a comment: # commitworthy: ignore[hyperparameter-keyword] <why>\n"
        "    or allow the whole file:       commitworthy allow --hook flag-parameters "
        "--because '<why they may stay in the code>' -- src/train.py\n"
        "\n"
        "1 finding in 1 file.\n"
    )


def test_the_json_line_has_each_literal(repo: Repo) -> None:
    repo.stage("train.py", "s = 'é'; m = SVC(C=5, gamma=0.1)\n")
    (finding,) = repo.run(HOOK, "--format", "json").findings()
    assert {key: finding[key] for key in ("code", "rule", "path", "cell", "line", "column", "literals")} == {
        "code": "PAR101",
        "rule": "hyperparameter-keyword",
        "path": "train.py",
        "cell": None,
        "line": 1,
        "column": 20,
        "literals": [
            {"name": "C", "value": 5, "line": 1, "column": 20, "end_line": 1, "end_column": 21},
            {"name": "gamma", "value": 0.1, "line": 1, "column": 29, "end_line": 1, "end_column": 32},
        ],
    }
    assert finding["remedies"][:2] == [
        {"text": "move it, in code and config", "command": "commitworthy extract train.py:1 --staged"},
        {"text": "or move to params.yaml:\nmodel:\n  C: 5\n  gamma: 0.1", "command": None},
    ]


def test_case_31_a_cell_is_named_and_counted(repo: Repo) -> None:
    repo.stage("a.ipynb", notebook("import x\n", "%matplotlib inline\nmodel = SVC(C=5)\n"))
    assert repo.run(HOOK).out.startswith("a.ipynb: cell 2, line 2: PAR101 hyperparameter-keyword: C = 5 in SVC().\n")
    (finding,) = repo.run(HOOK, "--format", "json").findings()
    assert (finding["cell"], finding["line"], finding["column"]) == (1, 2, 15)


@pytest.mark.parametrize("words", [(), ("--format", "json"), ("--format", "github"), ("--whole-file", "--all")])
def test_case_61_a_password_is_never_printed(repo: Repo, words: tuple[str, ...]) -> None:
    repo.write("conf/db.yaml", "db:\n  url: postgresql://u:hunter2@host/db\n  password: hunter2\n")
    repo.commit()
    repo.stage(
        "train.py", 'e = create_engine("postgresql://u:hunter2@host/db")\nconnect(host="h", password="hunter2")\n'
    )
    repo.stage(
        "load.py",
        'df = pd.read_csv("https://acme.io/train.csv?sig=hunter2")\n'
        'd = pd.read_csv("data/ghp_hunter2hunter2hunter2.csv")\n',
    )
    outcome = repo.run(HOOK, *words)
    assert outcome.status == 1
    assert "service" in outcome.out
    assert outcome.out.count("load.py") >= 2
    assert "hunter2" not in outcome.out + outcome.err
    assert repo.run("baseline").status == 0
    assert "hunter2" not in (repo.top / ".commitworthy-baseline").read_text()
    repo.run(HOOK, "--write-params", "params.yaml")
    assert not (repo.top / "params.yaml").exists() or "hunter2" not in (repo.top / "params.yaml").read_text()


def test_the_staged_blob_is_judged_and_not_the_file(repo: Repo) -> None:
    repo.stage("a.py", FOREST)
    repo.write("a.py", "x = f()\n")
    assert len(said(repo)) == 1
    repo.stage("a.py")
    repo.write("a.py", FOREST)
    assert said(repo) == []
    assert said(repo, "a.py") == []


def test_untracked_files_are_read_from_disk(repo: Repo) -> None:
    repo.write("sub/new.py", FOREST)
    assert len(said(repo, "sub/new.py")) == 1
    assert said(repo) == []


def test_outside_of_a_repository(tmp_path: Path) -> None:
    place = Repo(tmp_path)
    place.write("train.py", FOREST)
    outcome = place.run(HOOK, "train.py")
    assert outcome.status == 1
    assert "train.py:1:37: PAR101" in outcome.out
    assert "commitworthy allow" not in outcome.out
    assert place.run(HOOK, "gone.py").status == 2


@pytest.mark.parametrize("name", ["a.txt", "a.md", "Makefile", "a.pyx", "a.r"])
def test_other_files_are_passed_over(repo: Repo, name: str) -> None:
    repo.stage(name, FOREST)
    assert said(repo) == said(repo, name) == []


def test_a_script_is_known_by_its_first_line(repo: Repo) -> None:
    repo.stage("bin/train", "#!/usr/bin/env python3\n" + FOREST)
    repo.stage("bin/other", "#!/bin/sh\n" + FOREST)
    repo.stage("bin/uv", "#!/usr/bin/env -S uv run --script\n" + FOREST)
    repo.write("bin/new", "#!/usr/bin/python\n" + FOREST)
    repo.write("bin/text", FOREST)
    assert repo.judge(hook=HOOK) == [(name, "hyperparameter-keyword") for name in ("bin/train", "bin/uv")]
    assert repo.judge("bin/new", "bin/text", hook=HOOK) == [("bin/new", "hyperparameter-keyword")]


def test_markdown_is_a_notebook_by_its_first_lines(repo: Repo) -> None:
    block = f"```{{code-cell}}\n{FOREST}```\n"
    repo.stage("a.md", f"---\njupytext: {{}}\n---\n{block}")
    repo.stage("b.md", block)
    repo.write("c.md", f"---\nkernelspec: {{}}\n---\n{block}")
    assert repo.judge(hook=HOOK) == [("a.md", "hyperparameter-keyword")]
    assert repo.judge("b.md", "c.md", hook=HOOK) == [("c.md", "hyperparameter-keyword")]
    note = json.dumps({"paragraphs": [{"text": f"%pyspark\n{FOREST}"}]})
    repo.stage("d.zpln", note)
    for name in ("a.md", "d.zpln"):
        (finding,) = repo.run(HOOK, "--format", "json", name).findings()
        assert not any("extract" in (remedy["command"] or "") for remedy in finding["remedies"]), (
            "nothing is moved there"
        )
        assert "stays: a document has no __file__" in repo.run("extract", name).out
    assert (repo.top / "d.zpln").read_text() == note


def test_an_lfs_pointer_is_passed_over(repo: Repo) -> None:
    oid = "a" * 64
    repo.stage("a.ipynb", f"version https://git-lfs.github.com/spec/v1\noid sha256:{oid}\nsize 12345\n")
    outcome = repo.run(HOOK)
    assert tuple(outcome) == (0, "", "")


def test_case_71_what_cannot_be_parsed_is_told_in_one_line(repo: Repo) -> None:
    repo.stage("old.py", "print 'x'\nlr = 0.5\n")
    outcome = repo.run(HOOK)
    assert tuple(outcome) == (0, "", "commitworthy: old.py:1: not checked: Python 2\n")
    repo.stage("new.py", FOREST)
    outcome = repo.run(HOOK, "--format", "json")
    assert (outcome.status, len(outcome.findings())) == (1, 1)
    assert outcome.err == "commitworthy: old.py:1: not checked: Python 2\n"
    outcome = repo.run(HOOK, "--unparsable", "fail", "--format", "json")
    assert (outcome.status, len(outcome.findings())) == (2, 1)
    repo.stage("commitworthy.toml", '[flag-parameters]\nunparsable = "fail"\n')
    assert repo.run(HOOK).status == 2


def test_a_cell_that_cannot_be_parsed_leaves_the_others(repo: Repo) -> None:
    repo.stage("a.ipynb", notebook("if x\n", "model = SVC(C=5)\n"))
    outcome = repo.run(HOOK, "--format", "json")
    assert len(outcome.findings()) == 1
    assert outcome.err == f"commitworthy: a.ipynb: cell 1, line 1: not checked: {INVALID}: expected ':'\n"


def test_of_other_languages_one_line_says_that_they_are_not_read(repo: Repo) -> None:
    julia = json.dumps({"cells": [], "metadata": {"language_info": {"name": "julia"}}, "nbformat": 4})
    repo.stage("a.Rmd", "```{r}\nx <- 500\n```\n")
    outcome = repo.run(HOOK, "--unparsable", "fail")
    assert tuple(outcome) == (
        0, "", "commitworthy: a.Rmd: not checked: written in R; flag-parameters reads Python\n",
    )  # fmt: skip
    repo.stage("b.Rmd", "```{r}\nx <- 600\n```\n")
    repo.stage("c.ipynb", julia)
    repo.stage("train.py", FOREST)
    outcome = repo.run(HOOK, "--format", "json")
    assert (outcome.status, [path for path, _ in outcome.rules()]) == (1, ["train.py"])
    files = "1 file in Julia (c.ipynb), 2 files in R (a.Rmd, ...)"
    assert outcome.err == f"commitworthy: not checked: {files}; flag-parameters reads Python\n"


def test_a_document_is_named_by_its_lines(repo: Repo) -> None:
    repo.stage("a.qmd", f"# Fit\n\n```{{python}}\nmodel = {FOREST}```\n")
    (finding,) = repo.run(HOOK, "--format", "json").findings()
    assert (finding["path"], finding["cell"], finding["line"], finding["column"]) == ("a.qmd", None, 4, 45)
    repo.stage("b.qmd", "```{python}\nx (5\n```\n```{python}\ny (5\n```\n")
    assert (
        repo.run(HOOK).err == f"commitworthy: b.qmd:2: not checked: {INVALID}: '(' was never closed, and 1 more chunk\n"
    )


def test_a_missing_blob_is_2_and_the_others_are_judged(repo: Repo) -> None:
    repo.stage("a.py", FOREST)
    repo.stage("b.py", FOREST + "\n")
    blob = repo.git("rev-parse", ":a.py")
    repo.shell(f"rm -f .git/objects/{blob[:2]}/{blob[2:]} a.py")
    outcome = repo.run(HOOK, "--format", "json")
    assert (outcome.status, [path for path, _ in outcome.rules()]) == (2, ["b.py"])
    assert "a.py: blob" in outcome.err


# ---- what stood in HEAD


@pytest.fixture
def legacy(repo: Repo) -> Repo:
    repo.write("src/train.py", DROPOUT + "\n" * 3 + f"model = {FOREST}np.random.seed(42)\n")
    repo.commit()
    return repo


def test_a_one_line_edit_of_an_old_script_says_one_line(legacy: Repo) -> None:
    text = (legacy.top / "src/train.py").read_text()
    legacy.stage("src/train.py", text + "other = SVC(C=5)\n")
    assert said(legacy) == ["C = 5 in SVC()."]
    assert len(said(legacy, "--whole-file")) == 4


def test_moving_and_tuning_is_no_news(legacy: Repo) -> None:
    text = (legacy.top / "src/train.py").read_text()
    legacy.stage("src/train.py", "#\n" * 30 + text.replace("500", "900"))
    assert said(legacy) == []


def test_case_73_a_second_one_is_news_and_the_new_value_is_named(legacy: Repo) -> None:
    text = (legacy.top / "src/train.py").read_text()
    legacy.stage("src/train.py", text.replace("    return", "    x = nn.Dropout(p=0.7)\n    return"))
    assert said(legacy) == ["p = 0.7 in Dropout()."]


@pytest.mark.parametrize("edit", ["", "# edited\n"], ids=["pure", "edited"])
def test_renames_are_followed(legacy: Repo, edit: str) -> None:
    legacy.git("mv", "src/train.py", "src/fit.py")
    text = (legacy.top / "src/fit.py").read_text()
    legacy.stage("src/fit.py", text + edit)
    assert said(legacy) == []
    legacy.stage("src/fit.py", text + edit + "other = SVC(C=5)\n")
    assert said(legacy) == ["C = 5 in SVC()."]


def test_a_copy_is_no_news(legacy: Repo) -> None:
    legacy.stage("src/copy.py", (legacy.top / "src/train.py").read_text())
    assert said(legacy) == []


def test_what_stands_in_a_merged_parent_is_no_news(legacy: Repo) -> None:
    text = (legacy.top / "src/train.py").read_text()
    legacy.git("switch", "--quiet", "--create", "side")
    legacy.write("src/train.py", text + "other = SVC(C=5)\n")
    legacy.write("src/more.py", FOREST + "\n\n")
    legacy.commit()
    legacy.git("switch", "--quiet", "main")
    legacy.write("src/train.py", "third = SVC(gamma=0.2)\n" + text)
    legacy.commit()
    legacy.git("merge", "--quiet", "--no-commit", "--no-ff", "side")
    assert said(legacy) == []
    legacy.stage("src/train.py", (legacy.top / "src/train.py").read_text() + "fourth = PCA(n_components=7)\n")
    assert said(legacy) == ["n_components = 7 in PCA()."]


def test_a_seed_in_another_function_leaves_the_old_ones_alone(repo: Repo) -> None:
    repo.write("a.py", "def f():\n    np.random.seed(1)\n")
    repo.commit()
    repo.stage("a.py", "def e():\n    torch.manual_seed(2)\n\ndef f():\n    np.random.seed(1)\n")
    assert said(repo) == ["seed = 2 in manual_seed()."]


GAINS = {
    "an algorithm": ('SVC(kernel="poly")', 'SVC(kernel="poly", C=5)', "C = 5 in SVC()."),
    "an algorithm behind": ('SVC(kernel="poly")', 'SVC(C=5, kernel="poly")', "C = 5 in SVC()."),
    "a seed": ("SVC(random_state=3)", "SVC(random_state=3, C=5)", "C = 5 in SVC()."),
    "two": ("SVC(C=5, random_state=3)", 'SVC(C=5, kernel="poly", random_state=3)', "kernel = 'poly' in SVC()."),
    "a resource": ("fit(x, n_jobs=8)", "fit(x, n_jobs=8, epochs=20)", "epochs = 20 in fit()."),
    "a split": ("split(x, test_size=0.3)", "split(x, test_size=0.3, random_state=3)", "random_state = 3 in split()."),
    "a threshold": ("if p > 0.7: f(x)", "if p > 0.7: f(x, lr=0.1)", "lr = 0.1 in f()."),
}


@pytest.mark.parametrize(("old", "new", "message"), GAINS.values(), ids=GAINS)
@pytest.mark.parametrize("is_baselined", [False, True])
def test_a_call_that_gains_a_keyword_says_that_keyword(
    repo: Repo, old: str, new: str, message: str, is_baselined: bool
) -> None:
    repo.write("a.py", f"def g(x, p):\n    {old}\n")
    repo.commit()
    if is_baselined:
        repo.run("baseline")
        repo.commit()
    repo.stage("a.py", f"def g(x, p):\n    {new}\n")
    assert said(repo) == [message]


def test_a_new_value_in_an_accepted_place_is_said_of_the_whole_file(legacy: Repo) -> None:
    legacy.run("baseline")
    legacy.commit()
    text = (legacy.top / "src/train.py").read_text()
    legacy.stage("src/train.py", text.replace("500", "900").replace("42", "7"))
    assert tuple(legacy.run(HOOK)) == (0, "", "")
    outcome = legacy.run(HOOK, "--whole-file")
    assert (outcome.status, outcome.out) == (0, "")
    assert outcome.err.splitlines() == [
        "commitworthy: src/train.py:8: n_estimators = 900 (was 500) is a new value, accepted by its name",
        "commitworthy: src/train.py:9: seed = 7 (was 42) is a new value, accepted by its name",
    ]
    assert "is reported with `--whole-file` alone" in " ".join(legacy.run("explain", "PAR101").out.split())


def test_a_new_value_under_an_exception_and_in_a_cell(repo: Repo) -> None:
    repo.write("a.ipynb", notebook("x", "SVC(C=5, gamma=0.2)\nSVC(C=6)\nconnect(password='hunter2')"))
    repo.run("allow", "--hook", HOOK, "--because", "a demo", "a.ipynb")
    repo.commit()
    repo.stage("a.ipynb", notebook("x", "SVC(C=7, gamma=0.3)\nSVC(C=6)\nconnect(password='hunter3')"))
    assert repo.run(HOOK, "--whole-file").err.splitlines() == [
        "commitworthy: a.ipynb: cell 2, line 1: C = 7 is a new value, accepted by its name",
        "commitworthy: a.ipynb: cell 2, line 1: gamma = 0.3 (was 0.2) is a new value, accepted by its name",
    ]


def test_before_the_first_commit_all_is_new(unborn: Repo) -> None:
    unborn.stage("a.py", FOREST)
    assert len(said(unborn)) == 1


def test_files_that_are_not_staged_are_judged_whole(legacy: Repo) -> None:
    assert len(said(legacy, "--all-files")) == 3
    assert len(said(legacy, "src/train.py")) == 3
    assert said(legacy) == []


# ---- baseline, exceptions, comments


def test_case_72_what_is_in_the_baseline_may_move(legacy: Repo) -> None:
    assert legacy.run("baseline").status == 0
    legacy.stage(".commitworthy-baseline")
    assert (legacy.top / ".commitworthy-baseline").read_text().splitlines() == [
        "flag-parameters\thyperparameter-keyword\tsrc/train.py\t\tmax_depth\t1",
        "flag-parameters\thyperparameter-keyword\tsrc/train.py\t\tn_estimators\t1",
        "flag-parameters\thyperparameter-keyword\tsrc/train.py\thead\tp\t1",
        "flag-parameters\tseed\tsrc/train.py\t\tseed\t1",
    ]
    assert said(legacy, "--all-files") == []
    text = (legacy.top / "src/train.py").read_text()
    legacy.stage("src/train.py", "\n" * 30 + text)
    legacy.commit()
    assert said(legacy, "--all-files") == []


@pytest.mark.parametrize("edited", [False, True], ids=["as it was", "edited"])
def test_what_an_exception_accepts_under_another_name_is_named(legacy: Repo, *, edited: bool) -> None:
    why = "it is the paper's program"
    legacy.run("allow", "--hook", "flag-parameters", "--because", why, "src/train.py")
    legacy.commit()
    legacy.git("mv", "src/train.py", "src/fit.py")
    if edited:
        legacy.stage("src/fit.py", "\n" + (legacy.top / "src/fit.py").read_text())
    found = legacy.run("flag-parameters", "--format", "json").findings()
    assert len(found) == 3
    assert all(one["message"].endswith("; accepted only under its old name src/train.py.") for one in found)
    assert {one["accepted_as"] for one in found} == {"src/train.py"}
    outcome = legacy.run("flag-parameters")
    heading, remedy, *_ = outcome.out.splitlines()
    assert heading.startswith("src/fit.py: 3 findings, accepted only under its old name src/train.py: ")
    allow = "commitworthy allow --hook flag-parameters --because '<why they may stay in the code>' -- src/fit.py"
    assert remedy == f"    allow the whole file under its new name:   {allow}"
    assert legacy.shell(allow.replace("<why they may stay in the code>", "as before")).status == 0
    assert legacy.run("flag-parameters").status == 0


def test_a_commit_that_passed_never_turns_ci_red(legacy: Repo) -> None:
    """A row counts for one path: what is renamed away from it has to be accepted anew."""
    legacy.run("baseline")
    legacy.commit()
    legacy.git("mv", "src/train.py", "src/fit.py")
    found = legacy.run("flag-parameters", "--format", "json").findings()
    assert len(found) == 3
    assert all(one["message"].endswith("; accepted only under its old name src/train.py.") for one in found)
    assert {one["remedies"][0]["text"] for one in found} == {"follow it in the baseline"}
    pasted(legacy, found[0], "follow it in the baseline")
    assert len((legacy.top / ".commitworthy-baseline").read_text().splitlines()) == 4
    assert said(legacy) == said(legacy, "--all-files") == []


def test_a_copy_and_what_is_new_in_a_renamed_file_are_not_followed(legacy: Repo) -> None:
    legacy.run("baseline")
    legacy.commit()
    text = (legacy.top / "src/train.py").read_text()
    legacy.stage("src/copy.py", text)
    found = legacy.run("flag-parameters", "--format", "json").findings()
    legacy.git("rm", "--cached", "--quiet", "src/copy.py")
    legacy.git("mv", "src/train.py", "src/fit.py")
    legacy.stage("src/fit.py", text + "other = SVC(C=5)\n")
    found += legacy.run("flag-parameters", "--format", "json").findings()
    followed = [one["message"] for one in found if one["remedies"][0]["text"] == "follow it in the baseline"]
    assert (len(found), len(followed)) == (3 + 4, 3)
    assert not any("SVC" in message for message in followed)


def test_a_second_occurrence_beside_a_baselined_one(legacy: Repo) -> None:
    legacy.run("baseline")
    legacy.commit()
    text = (legacy.top / "src/train.py").read_text()
    legacy.stage("src/train.py", text.replace("    return", "    x = nn.Dropout(p=0.3)\n    return"))
    assert said(legacy) == said(legacy, "--all-files") == ["p = 0.3 in Dropout()."]


def test_taking_a_row_away_excuses_nothing(legacy: Repo) -> None:
    legacy.run("baseline")
    legacy.commit()
    legacy.git("rm", "--quiet", ".commitworthy-baseline")
    text = (legacy.top / "src/train.py").read_text()
    legacy.stage("src/train.py", text + "\n")
    assert len(said(legacy)) == 3


def test_a_baseline_only_shrinks(legacy: Repo) -> None:
    legacy.run("baseline")
    legacy.commit()
    legacy.stage("src/train.py", f"model = {FOREST}other = SVC(C=5)\n")
    outcome = legacy.run("baseline")
    assert ".commitworthy-baseline: 2 rows (4 before)." in outcome.out
    assert "1 new finding was not added" in outcome.out
    assert "commitworthy check --all-files" in outcome.out


def test_an_exception_covers_a_file_until_its_day(legacy: Repo) -> None:
    assert legacy.run("allow", "--hook", HOOK, "src/train.py", "--because", "a demo").status == 0
    legacy.git("add", "--all")
    assert said(legacy, "--all-files") == []
    legacy.stage("commitworthy.toml", (legacy.top / "commitworthy.toml").read_text() + "until = 2020-01-01\n")
    assert said(legacy, "--all-files")[0].endswith(
        "; the exception in commitworthy.toml (a demo) expired on 2020-01-01: renew `until` or remove it."
    )


def test_case_69_a_comment_accepts_and_an_idle_one_is_a_warning(repo: Repo) -> None:
    repo.stage("a.py", "m = SVC(C=5)  # commitworthy: ignore[hyperparameter-keyword] a toy\n")
    assert tuple(repo.run(HOOK)) == (0, "", "")
    repo.stage("a.py", "m = SVC(C=c)  # commitworthy: ignore[hyperparameter-keyword] a toy, version 1\n")
    outcome = repo.run(HOOK)
    assert outcome.status == 0
    assert outcome.out == (
        "a.py:1:15: warning: PAR901 unused-ignore: Nothing here is accepted by ignore[hyperparameter-keyword].\n"
        "    remove the comment\n\n1 warning in 1 file.\n"
    )
    assert repo.run(HOOK, "--strict").status == 1


@pytest.mark.parametrize("where", ["--select", "--ignore"])
def test_a_rule_that_there_is_not_is_an_error(repo: Repo, where: str) -> None:
    repo.stage("a.py", FOREST)
    outcome = repo.run(HOOK, where, "hyperparameter-keywrd")
    assert tuple(outcome) == (
        2,
        "",
        (
            f'commitworthy: flag-parameters: {where[2:]} names an unknown rule "hyperparameter-keywrd"; '
            'did you mean "hyperparameter-keyword"?\n'
        ),
    )


def test_the_policy_reaches_the_search(repo: Repo) -> None:
    repo.stage("a.py", f"{FOREST}np.random.seed(3)\nf(hour=7)\n")
    assert len(said(repo)) == 2
    assert len(said(repo, "--select", "seed")) == 1
    assert len(said(repo, "--ignore", "PAR302")) == 1
    table = '[flag-parameters]\nallow-names = ["max_depth"]\nextra-hyperparameters = ["hour"]\n'
    repo.stage("commitworthy.toml", table)
    assert said(repo) == ["n_estimators = 500 in RandomForestClassifier().", "seed = 3 in seed().", "hour = 7 in f()."]
    repo.stage("commitworthy.toml", '[flag-parameters.per-file-ignores]\n"a.*" = ["PAR101"]\n')
    assert said(repo) == ["seed = 3 in seed()."]
    repo.stage("commitworthy.toml", '[flag-parameters]\nconfig-files = ["/a.py"]\n')
    assert said(repo) == []


# ---- names, hostile repositories


def test_every_name_is_judged_and_shown(repo: Repo) -> None:
    names = [os_name for os_name in NAMES_THAT_HURT if os_name != "=ls"]
    made = [name + (b".py" if isinstance(name, bytes) else ".py") for name in names]  # type: ignore[operator]
    for name in made:
        repo.stage(name, FOREST)
    outcome = repo.run(HOOK, "--format", "json")
    assert {path for path, _ in outcome.rules()} == {in_json(name) for name in made}
    text = repo.run(HOOK, "--all").out
    assert all(line.isprintable() for line in text.splitlines())
    assert repo.run("baseline").status == 0
    repo.stage(".commitworthy-baseline")
    assert said(repo, "--all-files") == []


def test_a_linked_worktree(legacy: Repo) -> None:
    legacy.git("worktree", "add", "--quiet", "../linked")
    linked = Repo(legacy.top.parent / "linked")
    text = (linked.top / "src/train.py").read_text()
    linked.stage("src/train.py", text + "other = SVC(C=5)\n")
    assert said(linked) == ["C = 5 in SVC()."]


HOSTILE = {
    "an alias bomb": "a: &a [x, x]\n" + "".join(f"b{n}: &b{n} [*{'a' if not n else f'b{n - 1}'}, n_estimators]\n"
                                                 for n in range(60)),
    "a loop": "a: &a\n  n_estimators: *a\n  b: *a\n",
    "depth": "n_estimators: " + "[" * 3000,
    "block depth": "n_estimators:\n" + "- " * 3000 + "x",
    "code": "n_estimators: !!python/object/apply:os.system ['touch oops']\n",
    "a tag": "n_estimators: !env X\n",
    "no mapping": "- n_estimators\n",
    "bytes": "n_estimators: \udcff\x00\n",
    "a long number": "n_estimators: " + "9" * 9000,
    "two documents": "n_estimators: 1\n---\nn_estimators: 2\n",
    "a key that is a list": "? [n_estimators]\n: 1\n",
}  # fmt: skip


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_hostile_yaml_is_passed_over(repo: Repo, text: str) -> None:
    repo.stage("conf/a.yaml", text.encode("utf-8", "surrogateescape"))
    repo.stage("conf/b.yaml", "model:\n  n_estimators: 500\n")
    repo.stage("train.py", FOREST)
    outcome = repo.run(HOOK)
    assert (outcome.status, outcome.err) == (1, "")
    assert "conf/b.yaml:2 already has n_estimators: 500" in outcome.out
    assert not (repo.top / "oops").exists()


def test_a_config_file_that_has_the_key_is_named(repo: Repo) -> None:
    repo.write("conf/train.yaml", "# ours\nlearning_rate: 0.001\n")
    repo.commit()
    repo.stage("a.py", "o = Adam(p, learning_rate=1e-3)\n")
    out = repo.run(HOOK).out
    assert "learning_rate = 0.001 in Adam(); conf/train.yaml:2 already has learning_rate: 0.001.\n" in out
    assert (
        '    write in the code: train_params["learning_rate"]   (import yaml; from pathlib import Path; train_params = '
        'yaml.safe_load((Path(__file__).resolve().parents[0] / "conf/train.yaml").read_text(encoding="utf-8")))\n'
    ) in out


def test_a_secret_is_said_to_be_one(repo: Repo) -> None:
    repo.stage("a.py", 'DB = "postgresql://u:hunter2@host/db"\n')
    out = repo.run(HOOK).out
    assert "PAR506 service: DB = 'postgresql://...@host/db' (cut where it may contain credentials).\n" in out
    assert "may be a secret: set it in the environment, and never in git\n" in out
    assert 'os.environ["DB_URL"]' in out


def test_a_key_that_refers_to_another_is_not_proposed(repo: Repo) -> None:
    repo.write("conf/a.yaml", "learning_rate: ${optimizer.learning_rate}\n")
    repo.write("conf/b.yaml", "learning_rate: 0.01\n")
    repo.commit()
    repo.stage("a.py", "o = Adam(p, learning_rate=1e-3)\n")
    out = repo.run(HOOK).out
    assert "Adam(); conf/b.yaml:1 has another value, learning_rate: 0.01.\n" in out
    assert "already has" not in out


def test_the_same_in_many_files_is_summed_up(repo: Repo) -> None:
    for number in range(9):
        repo.stage(f"m{number}.py", "import numpy as np\nnp.random.seed(42)\n" + "\n" * number)
    out = repo.run(HOOK).out
    assert out.count("PAR302 seed: seed = 42") == 3
    assert "... and 6 more; --all shows them\n" in out
    assert out.count("move to params.yaml:") == 1
    assert out.endswith("9 findings in 9 files.\n")
    assert repo.run(HOOK, "--all").out.count("PAR302") == 9


# ---- --write-params


def test_missing_keys_are_appended_and_nothing_else(repo: Repo) -> None:
    before = "# ours\nmodel:\n  max_depth: 8   # shallow\n"
    repo.write("params.yaml", before)
    repo.stage("a.py", FOREST)
    outcome = repo.run(HOOK, "--write-params", "params.yaml")
    assert outcome.status == 1
    after = before + "  n_estimators: 500\n"
    assert (repo.top / "params.yaml").read_text() == after
    assert outcome.err == (
        "commitworthy: params.yaml: added 1 key: model.n_estimators; the code still has the literals\n"
        "commitworthy: params.yaml: has model.max_depth: 8, but the code has max_depth = 12; nothing was changed\n"
    )
    assert (repo.top / "a.py").read_text() == FOREST
    state = (repo.top / "params.yaml").stat()
    assert repo.run(HOOK, "--write-params", "params.yaml").status == 1
    assert (repo.top / "params.yaml").read_text() == after
    assert (repo.top / "params.yaml").stat().st_mtime_ns == state.st_mtime_ns


def test_a_file_that_cannot_take_keys_is_2_and_stays(repo: Repo) -> None:
    repo.write("params.yaml", "{model: {a: 1}}\n")
    repo.stage("a.py", FOREST)
    outcome = repo.run(HOOK, "--write-params", "params.yaml")
    assert (outcome.status, (repo.top / "params.yaml").read_text()) == (2, "{model: {a: 1}}\n")
    assert "params.yaml:1: model is written inline" in outcome.err


@pytest.mark.parametrize(
    ("file", "reason"),
    {
        "params.json": "--write-params params.json: only YAML is written; name a .yaml file",
        "params.txt": "--write-params params.txt: only YAML is written; name a .yaml file",
        "../params.yaml": "../params.yaml: is outside of this repository",
        "src/../../params.yml": "../params.yml: is outside of this repository",
    }.items(),
)
def test_keys_go_into_yaml_files_of_the_repository_alone(repo: Repo, file: str, reason: str) -> None:
    repo.stage("src/a.py", FOREST)
    outcome = repo.run(HOOK, "--write-params", file)
    assert (outcome.status, outcome.err) == (2, f"commitworthy: {reason}\n")
    assert not (repo.top / file).exists()


# ---- many files, and what is remembered


def test_many_files_are_judged_as_few_are_and_clean_ones_are_remembered(repo: Repo) -> None:
    for number in range(60):
        repo.write(f"src/m{number:02}.py", f"x = f({number})\n" if number % 10 else FOREST + "#" * number + "\n")
    repo.commit()
    first = repo.run(HOOK, "--format", "json", "--all-files")
    assert [path for path, _ in first.rules()] == [f"src/m{number:02}.py" for number in range(0, 60, 10)]
    assert (repo.top / ".git/commitworthy/parameters").exists()
    assert repo.run(HOOK, "--format", "json", "--all-files") == first
    repo.write("src/m01.py", "x = g()\n")
    repo.git("add", "--all")
    repo.commit()
    assert repo.run(HOOK, "--format", "json", "--all-files") == first
    assert said(repo, "--all-files", "--ignore", "PAR101") == []
    assert repo.run(HOOK, "--format", "json", "--all-files") == first


def test_of_what_is_not_read_it_is_said_each_time(repo: Repo) -> None:
    for number in range(60):
        repo.write(f"src/m{number:02}.py", "x = g()\n")
    repo.write("a.Rmd", "```{r}\nx <- 500\n```\n")
    repo.commit()
    note = "commitworthy: a.Rmd: not checked: written in R; flag-parameters reads Python\n"
    for _ in range(2):
        assert tuple(repo.run(HOOK, "--all-files")) == (0, "", note)


def test_a_literal_that_is_a_list_is_told_once(repo: Repo) -> None:
    repo.stage("a.py", "MLPClassifier(hidden_layer_sizes=[100, 50])\n")
    (finding,) = repo.run("flag-parameters", "--format", "json").findings()
    assert finding["message"] == "hidden_layer_sizes = [100, 50] in MLPClassifier()."
    assert finding["literals"][0]["value"] == [100, 50]


@pytest.mark.parametrize("counts", [(2, 10), (10, 2)])
def test_after_a_union_merge_the_larger_count_holds(repo: Repo, counts: tuple[int, int]) -> None:
    repo.write("train.py", "".join(f"model.fit(learning_rate=0.{number})\n" for number in range(1, 10)))
    repo.commit()
    assert repo.run("baseline").status == 0
    place = repo.top / ".commitworthy-baseline"
    rows = [row.rsplit("\t", 1)[0] for row in place.read_text().splitlines()]
    repo.stage(place.name, "".join(f"{row}\t{count}\n" for row in rows for count in counts))
    assert repo.judge("--all-files", hook="flag-parameters") == []


def test_an_ignore_comment_without_a_reason_or_for_no_rule_accepts_nothing(repo: Repo) -> None:
    repo.stage("a.py", "a = Adam(p, lr=1e-3)  # commitworthy: ignore[hyperparameter-keyword] <why>\n")
    repo.stage("b.py", "b = Adam(p, lr=1e-4)  # commitworthy: ignore[hyper-parameter-keyword] as in the paper\n")
    out = repo.run("flag-parameters").out
    assert "a.py:1:16: PAR101 hyperparameter-keyword: lr = 0.001 in Adam().\n" in out
    assert "b.py:1:16: PAR101 hyperparameter-keyword: lr = 0.0001 in Adam().\n" in out
    assert "a.py:1:23: warning: PAR901 unused-ignore: The comment gives no reason: write one at its end.\n" in out
    assert (
        "PAR901 unused-ignore: No rule is called hyper-parameter-keyword: did you mean hyperparameter-keyword?\n" in out
    )
    repo.stage("a.py", "a = Adam(p, lr=1e-3)  # commitworthy: ignore[hyperparameter-keyword] as in the paper\n")
    repo.git("rm", "--cached", "--quiet", "b.py")
    assert repo.run("flag-parameters").status == 0


CORES = "m = GridSearchCV(n_jobs=-1)\n"


def test_a_warning_stops_nobody_and_has_its_confidence(repo: Repo) -> None:
    repo.stage("a.py", CORES)
    outcome = repo.run(HOOK, "--format", "json")
    assert [(one["level"], one["confidence"]) for one in outcome.findings()] == [("warning", "likely")]
    assert outcome.status == 0
    assert tuple(repo.run(HOOK, "--confidence", "certain")) == (0, "", "")
    strict = repo.run(HOOK, "--strict", "--format", "json")
    assert [(one["level"], one["confidence"]) for one in strict.findings()] == [("error", "likely")]
    assert strict.status == 1


@pytest.mark.parametrize("hook", [HOOK, "commitworthy", "check"])
def test_the_policy_says_how_sure_a_finding_must_be(repo: Repo, hook: str) -> None:
    repo.stage("a.py", CORES)
    assert repo.run(hook).status == 0
    assert "warning: PAR604" in repo.run(hook).out
    assert "a.py:1:25: PAR604" in repo.run(hook, "--strict").out
    assert repo.run(hook, "--strict").status == 1
    repo.stage("commitworthy.toml", '[flag-parameters]\nconfidence = "certain"\n')
    assert "PAR604" not in repo.run(hook, "--strict").out
    repo.stage("commitworthy.toml", '[flag-parameters]\nconfidence = "sure"\n')
    outcome = repo.run(hook)
    assert outcome.status == 2
    assert "certain" in outcome.err


def test_a_finding_holds_literals_of_one_confidence(repo: Repo) -> None:
    repo.stage("a.py", "m = GridSearchCV(n_jobs=-1, n_iter=50, max_workers=8)\n")
    outcome = repo.run(HOOK, "--format", "json")
    told = [(one["level"], [literal["name"] for literal in one["literals"]]) for one in outcome.findings()]
    assert told == [("warning", ["n_jobs"]), ("error", ["n_iter"]), ("error", ["max_workers"])]
    assert "1 warning" in repo.run(HOOK).out


def test_a_baseline_accepts_warnings_too(repo: Repo) -> None:
    repo.stage("a.py", CORES)
    assert repo.run("baseline").status == 0
    assert (repo.top / ".commitworthy-baseline").read_text().endswith("\tall-cores\ta.py\t\tn_jobs\t1\n")
    repo.git("add", "--all")
    assert tuple(repo.run(HOOK, "--strict")) == (0, "", "")


# A number in an unknown call: a warning there, and an error once the function is a model's.
_WARNED = "{}(x, ratio=0.3)\n"


def test_a_warning_that_becomes_an_error_is_news(repo: Repo) -> None:
    """Else `--all-files` would fail in CI after a commit that passed."""
    repo.stage("a.py", _WARNED.format("transform")).commit()
    assert repo.run(HOOK, "--all-files").status == 0
    repo.stage("a.py", _WARNED.format("Transformer"))
    outcome = repo.run(HOOK, "--format", "json")
    assert [(one["level"], one["message"]) for one in outcome.findings()] == [
        ("error", "ratio = 0.3 in Transformer().")
    ]
    assert outcome.status == 1
    repo.commit()
    assert repo.run(HOOK, "--all-files").status == 1


def test_an_error_that_becomes_a_warning_is_no_news(repo: Repo) -> None:
    repo.stage("a.py", _WARNED.format("Transformer")).commit()
    repo.stage("a.py", _WARNED.format("transform"))
    assert tuple(repo.run(HOOK, "--strict")) == (0, "", "")


def test_beside_a_new_warning_only_what_became_an_error_is_news(repo: Repo) -> None:
    repo.stage("a.py", "transform(x, ratio=0.3)\ntransform(x, ratio=0.4)\n").commit()
    repo.stage("a.py", "transform(x, ratio=0.3)\nTransformer(x, ratio=0.4)\ntransform(x, ratio=0.5)\n")
    told = [(one["level"], one["line"]) for one in repo.run(HOOK, "--format", "json").findings()]
    assert told == [("error", 2), ("warning", 3)]


def test_a_baseline_accepts_also_what_becomes_an_error(repo: Repo) -> None:
    repo.stage("a.py", _WARNED.format("transform"))
    assert repo.run("baseline").status == 0
    repo.git("add", "--all")
    repo.commit()
    repo.stage("a.py", _WARNED.format("Transformer"))
    assert tuple(repo.run(HOOK)) == (0, "", "")
    assert tuple(repo.run(HOOK, "--all-files")) == (0, "", "")


def test_warnings_stand_beside_errors(repo: Repo) -> None:
    repo.stage("a.py", "model = SVC(C=5, n_jobs=-1)\n")
    outcome = repo.run(HOOK)
    assert outcome.status == 1
    headlines = [line for line in outcome.out.splitlines() if line.startswith("a.py")]
    assert headlines == [
        "a.py:1:15: PAR101 hyperparameter-keyword: C = 5 in SVC().",
        "a.py:1:25: warning: PAR604 all-cores: n_jobs = -1 in SVC(); likely: it runs on every machine.",
    ]
    assert outcome.out.splitlines()[-1] == "1 error, 1 warning in 1 file."


# ---- the command that moves a finding


def test_the_command_moves_the_finding_that_prints_it(repo: Repo) -> None:
    repo.stage("src/train.py", f"model = {FOREST}\nthreshold = 0.7\n")
    repo.stage("a.ipynb", notebook("import x\n", "model = SVC(C=5)\n"))
    for finding in repo.run(HOOK, "--format", "json").findings():
        command = finding["remedies"][0]["command"]
        cell = "" if finding["cell"] is None else f":{finding['cell'] + 1}"
        where = f"{cell}:{finding['line']}" if cell else f":{finding['literals'][0]['name']}"
        assert command == f"commitworthy extract {finding['path']}{where} --staged"
        if finding["line"] > 1 or cell:
            assert repo.shell(command).status == 0
    assert repo.run(HOOK, "--format", "json").rules() == [("src/train.py", "hyperparameter-keyword")]


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("a.py", 'path = f"/home/ann/{x}.csv"\n'),
        ("a.py", 'e = create_engine("postgresql://u:hunter2@host/db")\n'),
        ("a.qmd", "```{python}\nm = SVC(C=5)\n```\n"),
    ],
)
def test_no_command_is_printed_that_could_move_nothing(repo: Repo, name: str, text: str) -> None:
    repo.stage(name, text)
    outcome = repo.run(HOOK)
    assert " PAR" in outcome.out
    assert "commitworthy extract" not in outcome.out
