"""Notebooks that are Python files, run before and after: by Python those of Databricks, by IPython those with magics."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from typing import TYPE_CHECKING, NamedTuple

import pytest

from tests import luck
from tests.commands.extract.learn import LEARN

if TYPE_CHECKING:
    from tests.repo import Repo


class Case(NamedTuple):
    """A notebook, what the lines of it are that are new, and the lines on what stays."""

    text: str
    new: str
    stays: tuple[str, ...] = ()


# ruff: noqa: E501

DATABRICKS = """\
# Databricks notebook source
# MAGIC %md
# MAGIC # Forest with max_depth

# COMMAND ----------

from learn import RandomForestClassifier, Sequential
batch_size = 64  # rows
hidden_layer_sizes = [64, 32]

# COMMAND ----------

hidden_layer_sizes.append(len("abc"))
print(RandomForestClassifier(n_estimators=500, max_depth=12), batch_size)
print(Sequential(hidden_layer_sizes=[64, 32]), hidden_layer_sizes)
"""
ANEW = """\
# Databricks notebook source
threshold = 0.7
print(threshold)

# COMMAND ----------

# MAGIC %pip install learn

# COMMAND ----------

from learn import RandomForestClassifier
print(RandomForestClassifier(n_estimators=500))
"""
TITLED = """\
# Databricks notebook source
# DBTITLE 1,Parameters
epochs = 3

# COMMAND ----------

from learn import RandomForestClassifier
print(RandomForestClassifier(n_estimators=500), epochs)
"""
JUPYTEXT = """\
# ---
# jupyter:
#   jupytext:
#     text_representation:
#       format_name: percent
# ---

# %% [markdown]
# # Forest

# %%
from learn import RandomForestClassifier
threshold = 0.7

# %%
print(RandomForestClassifier(n_estimators=500), threshold)
"""
MAGICS = """\
# %%
from learn import RandomForestClassifier
!echo hello

# %% tags=["parameters"]
epochs = 3

# %%
%time print(RandomForestClassifier(n_estimators=500), epochs)
print(RandomForestClassifier(max_depth=12))
"""
CASES = {
    "databricks": Case(
        DATABRICKS,
        "# DBTITLE 1,Parameters\nbatch_size = 64  # rows\nhidden_layer_sizes = [64, 32]\nn_estimators = 500\nmax_depth_param = 12\n"
        "hidden_layer_sizes_param = [64, 32]\n\n# COMMAND ----------\n\n"
        "print(RandomForestClassifier(n_estimators=n_estimators, max_depth=max_depth_param), batch_size)\n"
        "print(Sequential(hidden_layer_sizes=list(hidden_layer_sizes_param)), hidden_layer_sizes)\n",
    ),
    "databricks, below what starts Python anew": Case(
        ANEW,
        "# COMMAND ----------\n\n# DBTITLE 1,Parameters\nn_estimators = 500\n\nprint(RandomForestClassifier(n_estimators=n_estimators))\n",
        ("threshold = 0.7 stays: it is above line 7, which starts Python anew; move that line up, or the literal below it",),
    ),
    "databricks, a text at the top": Case(
        "# Databricks notebook source\n'''A text.\nOf two lines.'''\nfrom learn import RandomForestClassifier\nprint(RandomForestClassifier(n_estimators=500))\n",
        "# DBTITLE 1,Parameters\nn_estimators = 500\n\n# COMMAND ----------\n\nprint(RandomForestClassifier(n_estimators=n_estimators))\n",
    ),
    "databricks, between two that start Python anew": Case(
        ANEW.replace("source\n", "source\n# MAGIC %pip install learn\n\n# COMMAND ----------\n\n", 1),
        "# COMMAND ----------\n\n# DBTITLE 1,Parameters\nn_estimators = 500\n\nprint(RandomForestClassifier(n_estimators=n_estimators))\n",
        ("threshold = 0.7 stays: it is above line 11, which starts Python anew; move that line up, or assign it by hand below line 2",),
    ),
    "databricks, a future import": Case(
        "# Databricks notebook source\nfrom __future__ import annotations\nthreshold = 0.7\nprint(threshold)\n\n# COMMAND ----------\n\n"
        "from learn import RandomForestClassifier\nprint(RandomForestClassifier(n_estimators=500))\n",
        "# COMMAND ----------\n\n# DBTITLE 1,Parameters\nn_estimators = 500\n\nprint(RandomForestClassifier(n_estimators=n_estimators))\n",
        ("threshold = 0.7 stays: it is in the cell of `from __future__`, which has to be the first; give that import a cell of its own",),
    ),
    "databricks, a future import in another cell": Case(
        "# Databricks notebook source\nfrom __future__ import annotations\n\n# COMMAND ----------\n\nthreshold = 0.7\nprint(threshold)\n\n"
        "# COMMAND ----------\n\n# DBTITLE 1,Parameters\nepochs = 3\n\n# COMMAND ----------\n\nprint(epochs)\n",
        "",
        ("threshold = 0.7 stays: it is above the place for parameters; put it below",),
    ),
    "jupytext, a future import": Case(
        "# ---\n# jupyter:\n#   jupytext: {}\n# ---\n\n# %%\nfrom __future__ import annotations\n\n# %%\nfrom learn import RandomForestClassifier\nprint(RandomForestClassifier(n_estimators=500))\n",
        '# %% tags=["parameters"]\nn_estimators = 500\n\nprint(RandomForestClassifier(n_estimators=n_estimators))\n',
    ),
    "databricks, a cell of that title": Case(
        TITLED, "n_estimators = 500\n\nprint(RandomForestClassifier(n_estimators=n_estimators), epochs)\n"
    ),
    "databricks, its names": Case(
        DATABRICKS + "print(sorted(name for name in globals() if name[0] != '_'))\n",
        "",
        tuple(
            f"{literal} stays: the notebook lists its own names, and would see the new ones"
            for literal in ("batch_size = 64", "hidden_layer_sizes = [64, 32]", "n_estimators = 500", "max_depth = 12", "hidden_layer_sizes = [64, 32]")
        ),
    ),
    "jupytext": Case(
        JUPYTEXT,
        '# %% tags=["parameters"]\nthreshold = 0.7\nn_estimators = 500\n\nprint(RandomForestClassifier(n_estimators=n_estimators), threshold)\n',
    ),
    "magics, and a cell with the tag": Case(
        MAGICS,
        "n_estimators_param = 500\nmax_depth = 12\n\n%time print(RandomForestClassifier(n_estimators=n_estimators_param), epochs)\n"
        "print(RandomForestClassifier(max_depth=max_depth))\n",
    ),
}  # fmt: skip


def printed(repo: Repo, text: str) -> list[str]:
    """What it prints, but for how long something took."""
    # By this name IPython reads the file as it reads cells.
    if "%time" in text:
        luck.need_module("IPython")
    by = (["-m", "IPython", "--no-banner"], "run.ipy") if "%time" in text else ([], "run.py")
    repo.write(by[1], text)
    env = {**os.environ, "PYTHONPATH": str(repo.top), "IPYTHONDIR": repo.path("ipython")}
    command = [sys.executable, *by[0], repo.path(by[1])]
    done = subprocess.run(command, cwd=repo.top, capture_output=True, text=True, env=env, check=False)
    assert done.returncode == 0, done.stderr
    os.remove(repo.path(by[1]))
    shutil.rmtree(repo.path("ipython"), ignore_errors=True)
    return [line for line in done.stdout.splitlines() if not line.startswith(("CPU times", "Wall time"))]


@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_the_notebook_prints_the_same(repo: Repo, case: Case, line_end: str) -> None:
    before = case.text.replace("\n", line_end)
    repo.write("learn.py", LEARN)
    repo.write("forest.py", before.encode())
    outcome = repo.run("extract", "forest.py")
    said = tuple(line.partition(": ")[2] for line in outcome.out.splitlines() if " stays: " in line)
    assert (outcome.status, outcome.err, said) == (1 if case.stays else 0, "", case.stays)
    with open(repo.path("forest.py"), encoding="utf-8", newline="") as file:
        after = file.read()
    old, new = before.split(line_end), after.split(line_end)
    assert [line for line in new if line not in old] == [
        line for line in case.new.split("\n") if line not in case.text.split("\n")
    ]
    assert after.count("\r\n") == (after.count("\n") if line_end == "\r\n" else 0)
    assert printed(repo, after) == printed(repo, before)
    if not case.stays:
        assert repo.run("extract", "forest.py").out == "Nothing to move.\n"
