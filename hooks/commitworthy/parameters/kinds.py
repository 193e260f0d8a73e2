"""What kind of file a program is, told from its path, what it imports and what it does where it is run."""

from __future__ import annotations

import _ast as ast

from ..base.namedtuple import TYPE_CHECKING
from .names import words
from .source import is_notebook

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from .source import CodeUnit

SCRIPT = "script"
NOTEBOOK = "notebook"
PIPELINE = "pipeline"
APPLICATION = "application"
LIBRARY = "library"
TEST = "test"
DOCUMENTATION = "documentation"
TUTORIAL = "tutorial"
EXAMPLE = "example"
PACKAGE = "package"

_PIPELINES = frozenset("airflow prefect dagster kedro luigi kfp zenml metaflow flytekit mage_ai ploomber".split())
_APPLICATIONS = frozenset(
    "streamlit flask fastapi dash gradio django shiny panel chainlit litestar starlette sanic tornado nicegui".split()
)
_DAGS = frozenset(("dags", "pipelines", "pipeline"))
_DOCUMENTED = frozenset(("doc", "docs", "documentation"))
_TEACHING = frozenset("tutorial tutorials quickstart walkthrough howto".split())
_SHOWING = frozenset(("demo", "demos"))
_EXAMPLES = frozenset(("example", "examples", "gallery"))
# How docstrings look whose parameters, examples and versions are published: those of a package with users.
_PUBLISHED = ("    ----------\n", "    >>> ", "\n>>> ", ".. versionadded::", ".. versionchanged::")
# What at the top of a module does work, where a library only defines.
_WORKING = (ast.Expr, ast.For, ast.While, ast.With, ast.AsyncFor, ast.AsyncWith)


def kind_of(path: str, units: Iterable[CodeUnit]) -> str:
    """One of SCRIPT, NOTEBOOK, PIPELINE, APPLICATION, LIBRARY, TEST, DOCUMENTATION, TUTORIAL, EXAMPLE and PACKAGE."""
    *folders, name = path.replace("\\", "/").split("/")
    parsed = list(units)
    within = frozenset(map(str.lower, folders))
    documented = not _DOCUMENTED.isdisjoint(within)
    shows = not _EXAMPLES.isdisjoint(within)
    said = words(path)
    teaches = not _TEACHING.isdisjoint(said) or (shows and not _SHOWING.isdisjoint(said))
    if is_notebook(name) or any(unit.regions for unit in parsed):
        return TUTORIAL if documented or teaches else EXAMPLE if shows else NOTEBOOK
    parts = words(name.rpartition(".")[0])
    if "test" in parts and "train" not in parts:
        # `train_test_forest.py` trains a model, and evaluates it.
        return TEST
    if documented:
        return DOCUMENTATION
    if teaches or shows:
        return TUTORIAL if teaches else EXAMPLE
    statements = [statement for unit in parsed for statement in unit.tree.body]
    imported = set(_imported(statements))
    if "marimo" in imported:
        return NOTEBOOK
    if imported & _APPLICATIONS:
        return APPLICATION
    if imported & _PIPELINES or not _DAGS.isdisjoint(folders):
        return PIPELINE
    if any(map(_works, statements)):
        return SCRIPT
    return PACKAGE if any(mark in unit.text for unit in parsed for mark in _PUBLISHED) else LIBRARY


def _imported(statements: Iterable[ast.stmt]) -> Iterator[str]:
    """The packages that a module imports at its top."""
    for statement in statements:
        if isinstance(statement, ast.Import):
            yield from (alias.name.partition(".")[0] for alias in statement.names)
        elif isinstance(statement, ast.ImportFrom) and statement.module and not statement.level:
            yield statement.module.partition(".")[0]


def _works(statement: ast.stmt) -> bool:
    """Whether a statement at the top does something when the module is run: `if __name__ == "__main__"` too."""
    if isinstance(statement, ast.If):
        test = statement.test
        return isinstance(test, ast.Compare) and isinstance(test.left, ast.Name) and test.left.id == "__name__"
    if isinstance(statement, ast.Expr):
        return isinstance(statement.value, (ast.Call, ast.Await))
    return isinstance(statement, _WORKING)
