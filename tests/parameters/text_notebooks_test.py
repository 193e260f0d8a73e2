"""Notebooks that are files of text: Databricks, `# %%` cells, marimo, Zeppelin, and documents with chunks of code."""

from __future__ import annotations

import json

import pytest

from commitworthy.parameters.find import FileFindings, find
from commitworthy.parameters.source import UnreadableSource
from tests.parameters.looking import INVALID, look, said


def places(found: FileFindings) -> list[tuple[int, int]]:
    return [(literal.line, literal.column) for one in found.found for literal in one.literals]


DATABRICKS = """\
# Databricks notebook source
# MAGIC %sql
# MAGIC select * from t where learning_rate = 0.5

# COMMAND ----------

# MAGIC %md
# MAGIC SVC(C=5)

# COMMAND ----------

# MAGIC %r
# MAGIC fit(lr=0.5)

# COMMAND ----------

# DBTITLE 1,Fit
# MAGIC %python
# MAGIC
# MAGIC if x:
# MAGIC     m = SVC(C=6)

# COMMAND ----------

# MAGIC %time fit(lr=0.25)

# COMMAND ----------

# MAGIC %scala
# MAGIC val m = fit(lr=0.5)

# COMMAND ----------

m = SVC(C=7)
"""


def test_databricks_cells_in_other_languages_are_comments() -> None:
    found = look(DATABRICKS)
    assert found.notes == ()
    assert said(found.found) == ["PAR101 C=6", "PAR101 lr=0.25", "PAR101 C=7"]
    rows = DATABRICKS.split("\n")
    assert [rows[line - 1][column - 1 :].rstrip(")") for line, column in places(found)] == ["6", "0.25", "7"]


def test_databricks_cells_of_python_that_is_broken_leave_the_others() -> None:
    broken = DATABRICKS.replace("SVC(C=6)", "SVC(C=6")
    assert said(look(broken).found) == ["PAR101 C=7"]


def test_a_databricks_notebook_of_one_cell() -> None:
    assert said(look("# Databricks notebook source\n# MAGIC %python\n# MAGIC SVC(C=5)\n").found) == ["PAR101 C=5"]


def test_cells_in_a_program_may_have_magics() -> None:
    code = "# %%\n%matplotlib inline\n!ls\n# %%\nm = SVC(C=5)\n"
    found = look(code)
    assert (said(found.found), places(found), found.notes) == (["PAR101 C=5"], [(5, 11)], ())
    assert look("%matplotlib inline\nm = SVC(C=5)\n").notes == (
        UnreadableSource(f"{INVALID}: invalid syntax", None, 1),
    )


MARIMO = """\
import marimo

app = marimo.App()

with app.setup:
    import pandas as pd

@app.cell
def _():
    n_estimators = 500
    return (n_estimators,)

@app.cell(hide_code=True)
async def fit(n_estimators):
    model = RandomForestClassifier(n_estimators, max_depth=12)
    return (model,)

@app.function
def helper():
    return SVC(C=5)
"""


def test_cells_of_marimo_are_cells() -> None:
    found = look(MARIMO)
    assert [(line, one.scope) for one in found.found for line in [one.literals[0].line]] == [
        (10, ""), (15, ""), (20, "helper"),
    ]  # fmt: skip
    assert said(found.found) == ["PAR104 n_estimators=500", "PAR101 max_depth=12", "PAR101 C=5"]


QUARTO = """\
---
title: Fit
params:
  lr: 0.5
---

Text with `SVC(C=5)`.

```{python}
#| tags: [parameters]
learning_rate = 0.1
```

```{python}
#| label: fit
#| tags:
#|   - commitworthy-ignore
SVC(C=6)
```

  ````{python}
  %time é = "ü"; m = SVC(C=7)
  ````

```python
SVC(C=8)
```

```{.python}
SVC(C=9)
```

```{{python}}
SVC(C=10)
```

```{r}
x <- fit(ntree = 500)
```

~~~{python name, echo=FALSE}
x = '''
```
'''
m = SVC(C=11)
~~~
"""


@pytest.mark.parametrize("path", ["a.qmd", "b/a.Rmd", "A.QMD", "config.qmd"])
def test_python_chunks_of_a_document_are_read(path: str) -> None:
    found = find(path, QUARTO.encode())
    assert (found.notes, found.language) == ((), "")
    assert said(found.found) == ["PAR101 C=7", "PAR101 C=11"]
    rows = QUARTO.split("\n")
    assert [rows[line - 1][column - 1 :].rstrip(")") for line, column in places(found)] == ["7", "11"]


def test_a_chunk_that_cannot_be_parsed_leaves_the_others() -> None:
    found = find("a.qmd", b"```{python}\nx = 1\ndef (\n```\n\n```{python}\nSVC(C=5)\n```\n")
    assert (said(found.found), found.notes) == (
        ["PAR101 C=5"],
        (UnreadableSource(f"{INVALID}: invalid syntax", None, 3),),
    )


def test_chunks_know_what_others_set() -> None:
    found = find(
        "a.qmd", b"```{python}\ndepth = 12\n```\n\n```{python}\nRandomForestClassifier(max_depth=depth)\n```\n"
    )
    assert said(found.found) == ["PAR104 depth=12"]


def test_a_comment_in_a_chunk_accepts() -> None:
    code = b"# SVC\n\n```{python}\nSVC(C=5)  # commitworthy: ignore[hyperparameter-keyword] as in the paper\n```\n"
    assert find("a.qmd", code) == FileFindings()


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("```{r setup, include=FALSE}\nx <- 500\n```\n", "r"),
        ("```{julia}\nx = 500\n```\n", "julia"),
        ("```{r}\nx <- 500\n```\n```{python}\nx = 500\n```\n", ""),
        ("Text with 500.\n\n```r\nx <- 500\n```\n", ""),
        ("```{python}\nx = None", ""),
    ],
)
def test_a_document_without_python_says_what_it_is_written_in(text: str, language: str) -> None:
    assert find("a.Rmd", text.encode()).language == language


MYST = """\
---
jupytext:
  text_representation: {extension: .md, format_name: myst}
kernelspec: {name: python3}
---

```{code-cell} ipython3
:tags: [hide-input]

SVC(C=5)
```

```{code-cell}
---
tags: [x]
---
%time SVC(C=6)
```

```{code-cell} julia
SVC(C=7)
```

```python
SVC(C=8)
```

```{code-cell} python
:tags: [parameters]
SVC(C=9)
```
"""
JUPYTEXT = """\
---
jupyter:
  jupytext:
    text_representation:
      format_name: markdown
---

```python tags=["x"]
SVC(C=5)
```

```bash
SVC(C=7
```

```python
SVC(C=6)
```
"""
MARIMO_MARKDOWN = """\
---
marimo-version: 0.9.14
---

```python {.marimo hide_code="true"}
SVC(C=5)
```

```{.python.marimo}
SVC(C=6)
```

```python
SVC(C=7)
```
"""


@pytest.mark.parametrize("text", [MYST, JUPYTEXT, MARIMO_MARKDOWN], ids=["MyST", "jupytext", "marimo"])
def test_a_notebook_that_is_kept_as_markdown_is_read(text: str) -> None:
    found = find("docs/a.md", text.encode())
    assert (said(found.found), found.notes) == (["PAR101 C=5", "PAR101 C=6"], ())
    rows = text.split("\n")
    assert [rows[line - 1][column - 1 :].rstrip(")") for line, column in places(found)] == ["5", "6"]


@pytest.mark.parametrize(
    "head", ["", "---\ntitle: of jupytext\n---\n", "---\n---\nkernelspec:\n", "\n---\njupytext:\n"]
)
def test_other_markdown_only_shows_code(head: str) -> None:
    assert find("a.md", f"{head}```{{code-cell}}\nSVC(C=5)\n```\n".encode()) == FileFindings()


def note(*texts: object, **more: object) -> bytes:
    return json.dumps({"paragraphs": [{"text": text} for text in texts], **more}).encode()


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("%pyspark\nSVC(C=5)", (2, 7)),
        ("%pyspark SVC(C=5)", (1, 16)),
        ("  %spark.pyspark(pool=a)\n\nSVC(C=5)", (3, 7)),
        ("%livy.pyspark(pool=a)  SVC(C=5)", (1, 30)),
        ("%python.ipython\n%matplotlib inline\nSVC(C=5)", (3, 7)),
    ],
)
def test_paragraphs_of_python_in_a_note_are_cells(text: str, place: tuple[int, int]) -> None:
    found = find("a.zpln", note("%md\nSVC(C=1)", text, "%sql\nselect 1", None))
    assert (said(found.found), places(found), found.notes, found.language) == (["PAR101 C=5"], [place], (), "")
    assert [one.cell for one in found.found] == [1]


def test_a_note_may_say_for_all_paragraphs_what_they_are_written_in() -> None:
    assert said(find("a.zpln", note("SVC(C=5)", defaultInterpreterGroup="python")).found) == ["PAR101 C=5"]
    assert find("a.zpln", note("%md\n# x", "val x = 500")).language == "spark"
    assert find("a.zpln", note("%r\nx <- 500")).language == "r"
    for nothing in (note("%md\n# 500"), note(), b"[500]", b'{"paragraphs": 500}'):
        assert find("a.zpln", nothing) == FileFindings()


def test_a_paragraph_that_cannot_be_parsed_leaves_the_others() -> None:
    found = find("a.zpln", note("%pyspark\nx = 500\ndef (", "%pyspark\nSVC(C=5)"))
    assert said(found.found) == ["PAR101 C=5"]
    assert found.notes == (UnreadableSource(f"{INVALID}: invalid syntax", 0, 3),)
    (left,) = find("a.zpln", b'{"paragraphs": 500').notes
    assert left.reason.startswith("not a Zeppelin note: ")
