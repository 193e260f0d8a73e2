"""Which cells of a notebook are Python, and where what is in them stands: kernels, magics, indents, prompts."""

from __future__ import annotations

from typing import Any

import pytest

from commitworthy.parameters.find import FileFindings, find
from commitworthy.parameters.source import UnreadableSource
from tests.parameters.looking import INVALID, notebook, said

SVC = "m = SVC(C=5)"


def cell(text: str, **metadata: object) -> FileFindings:
    return find("a.ipynb", notebook(text, **metadata))


PYTHONS: dict[str, dict[str, Any]] = {
    "nothing": {},
    "Python": {"language_info": {"name": "python"}, "kernelspec": {"name": "python3", "language": "python"}},
    "an odd kernel": {"kernelspec": {"name": "ir", "display_name": "R", "language": "python"}},
    "PySpark of sparkmagic": {
        "kernelspec": {"name": "pysparkkernel", "language": "", "display_name": "PySpark"},
        "language_info": {"name": "pyspark", "mimetype": "text/x-python", "pygments_lexer": "python3"},
    },
    "PySpark without a MIME type": {"language_info": {"name": "PySpark3"}},
    "a dialect by its MIME type": {"language_info": {"name": "graph", "mimetype": "text/x-python"}},
    "MicroPython": {"kernelspec": {"name": "micro", "language": "micropython"}},
    "Sage": {"language_info": {"name": "sage", "mimetype": "text/x-sage"}},
    "Synapse": {"kernelspec": {"name": "synapse_pyspark"}, "language_info": {"name": "python"}},
    "Databricks": {"application/vnd.databricks.v1+notebook": {"language": "python", "dashboards": []}},
    "odd values": {"language_info": [], "kernelspec": {"language": 3}},
}


@pytest.mark.parametrize("metadata", PYTHONS.values(), ids=PYTHONS)
def test_a_notebook_is_python_by_its_language(metadata: dict[str, Any]) -> None:
    found = cell(SVC, **metadata)
    assert (said(found.found), found.notes, found.language) == (["PAR101 C=5"], (), "")


OTHERS: dict[str, tuple[dict[str, Any], str]] = {
    "R": ({"kernelspec": {"name": "python3", "language": "R"}, "language_info": {"name": "R"}}, "R"),
    "R by its kernel alone": ({"kernelspec": {"name": "ir", "language": "R"}}, "R"),
    "Julia": ({"language_info": {"name": "julia", "mimetype": "application/julia"}}, "julia"),
    "Scala beside Python": ({"kernelspec": {"language": "python"}, "language_info": {"name": "scala"}}, "scala"),
    "SQL of Databricks": ({"application/vnd.databricks.v1+notebook": {"language": "sql"}}, "sql"),
    "format 3": ({"language": "Julia"}, "Julia"),
    "a long name": ({"language_info": {"name": "x" * 99}}, "x" * 20),
}


@pytest.mark.parametrize(("metadata", "language"), OTHERS.values(), ids=OTHERS)
def test_a_notebook_of_another_language_says_which(metadata: dict[str, Any], language: str) -> None:
    assert cell(SVC, **metadata) == FileFindings(language=language)


@pytest.mark.parametrize("magic", ["%%pyspark", "%%python", "%python", "%%local", "%%script python3 -u"])
def test_python_cells_of_a_notebook_of_another_language(magic: str) -> None:
    found = cell(f"{magic}\n{SVC}", language_info={"name": "scala"})
    assert (said(found.found), found.language) == (["PAR101 C=5"], "")


CELL_LANGUAGES: dict[str, dict[str, Any]] = {
    "VS Code": {"metadata": {"vscode": {"languageId": "sql"}}},
    "Fabric": {"metadata": {"microsoft": {"language": "sparksql"}}},
    "polyglot": {"metadata": {"dotnet_interactive": {"language": "csharp"}}},
    "format 3": {"language": "r"},
}


@pytest.mark.parametrize("own", CELL_LANGUAGES.values(), ids=CELL_LANGUAGES)
def test_a_cell_may_say_its_own_language(own: dict[str, Any]) -> None:
    found = find("a.ipynb", notebook({"source": SVC, **own}, {"source": "select * from", **own}, "f(lr=0.1)"))
    assert ([one.cell for one in found.found], found.notes) == ([2], ())
    python = {"source": SVC, "metadata": {"vscode": {"languageId": "python"}}}
    assert [one.cell for one in find("a.ipynb", notebook(SVC, python, language_info={"name": "C#"})).found] == [1]


# Each with the line and the column of the 5.
READ = {
    "unknown magic": ("%%unheard_of -x 3\nm = SVC(C=5)", 2, 11),
    "a magic with dots": ("%%cudf.pandas.profile\nm = SVC(C=5)", 2, 11),
    "a magic around an indented cell": ("%%time\n    m = SVC(C=5)", 2, 15),
    "two magics": ("%%time\n%%capture\nm = SVC(C=5)", 3, 11),
    "a comment before a magic": ("# here\n%%time\nm = SVC(C=5)", 3, 11),
    "PySpark": ("%%pyspark\nm = SVC(C=5)", 2, 11),
    "indented": ("    x = None\n    m = SVC(C=5)", 2, 15),
    "indented by a tab": ("\tm = SVC(C=5)", 1, 12),
    "indented with a comment above": ("\n  # fit\n  m = SVC(C=5)", 3, 13),
    "indented with a block": ("  if x:\n      m = SVC(C=5)\n  y = None", 2, 17),
    "indented with a text that is less so": ("   x = '''\n a\n   b'''\n   m = SVC(C=5)", 4, 14),
    "indented behind umlauts": ("   é = 'ü'; m = SVC(C=5)", 1, 23),
    "prompts": (">>> x = None\n>>> for y in z:\n...     m = SVC(C=5)", 3, 19),
    "prompts with numbers": ("In [12]: for y in z:\n    ...:     m = SVC(C=5)", 2, 24),
    "an automagic": ("pip install a==3\nm = SVC(C=5)", 2, 11),
    "automagics": ("load_ext autoreload\nautoreload 2\nm = SVC(C=5)", 3, 11),
    "an automagic around Python": ("time SVC(C=5)", 1, 12),
    "an automagic in an indented cell": ("  cd ..\n  m = SVC(C=5)", 2, 13),
    "SQL on its line": ("%sql select * from t where a > 3\nm = SVC(C=5)", 2, 11),
    "Databricks' own": ('%run ./setup $env="dev"\nm = SVC(C=5)', 2, 11),
    "PySpark of Zeppelin's kind": ("%pyspark\nm = SVC(C=5)", 2, 11),
}


@pytest.mark.parametrize(("text", "line", "column"), READ.values(), ids=READ)
def test_what_ipython_runs_is_read_where_it_stands(text: str, line: int, column: int) -> None:
    found = cell(text)
    assert found.notes == ()
    (one,) = found.found
    (literal,) = one.literals
    assert (literal.line, literal.column, literal.end_column) == (line, column, column + 1)
    assert text.split("\n")[line - 1][column - 1] == "5"


def test_comments_accept_in_an_indented_cell() -> None:
    found = cell("  m = SVC(C=5)  # commitworthy: ignore[hyperparameter-keyword] as in the paper\n  n = SVC(C=6)")
    assert (said(found.found), found.pragmas) == (["PAR101 C=6"], ())


SILENT = {
    "SQL of Databricks": "%sql\nselect a, count(1) from t group by a",
    "SQL that reads as Python": "%sql\nSVC(C=5)",
    "SQL that goes on": "%sql select a\nfrom t where c = 5",
    "a shell": "%sh\nexport X=1\npip install a b",
    "R": "%r\nm <- randomForest(ntree=500)",
    "R of rpy2": "%%R -i df\nfit(lr=0.5)",
    "Scala": '%scala\nval m = fit(lr=0.5)\nprintln("x")',
    "text": "%md\n# A title\nIt's `SVC(C=5)`",
    "files": "%fs ls /mnt",
    "SQL in a timed cell": "%%time\n%%sql\nselect 3 from",
    "a question": "%%ai chatgpt\nWhich C is best, 5 or 6?",
    "an unknown language": "%%unheard_of\nthis is (no Python",
    "settings of Spark": '%%configure -f\n{"numExecutors": 5, "learning_rate": 0.5}',
    "a directory": "cd ..",
    "a root directory": "cd /tmp",
    "packages": "pip install foo",
    "more packages": "conda install -y foo\nmamba install bar",
    "a file": "run train.py --lr 0.5",
    "help": "SVC?",
}


@pytest.mark.parametrize("text", SILENT.values(), ids=SILENT)
def test_what_is_no_python_is_passed_over(text: str) -> None:
    assert cell(text) == FileFindings()


def test_on_databricks_sql_takes_all_of_its_cell() -> None:
    text = "%sql select 1\nSVC(C=5)"
    assert said(cell(text).found) == ["PAR101 C=5"]
    assert cell(text, **{"application/vnd.databricks.v1+notebook": {"language": "python"}}) == FileFindings()


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("time = 3\n  x = 5", "unexpected indent"),
        ("%%time\nx = (", "'(' was never closed"),
        ("ls = [1, 2", "'[' was never closed"),
        ("# one\n    x = SVC(C=5)", "unexpected indent"),
    ],
)
def test_what_ipython_refuses_is_noted(text: str, reason: str) -> None:
    (note,) = cell(text).notes
    assert note == UnreadableSource(f"{INVALID}: {reason}", 0, 2 if "\n" in text else 1)
