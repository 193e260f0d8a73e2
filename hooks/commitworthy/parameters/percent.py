"""Cells in `.py` files: jupytext's `# %%`, and Databricks' `# COMMAND ----------`."""

from __future__ import annotations

from ..values import NamedTuple

_DATABRICKS = "# Databricks notebook source"


class Region(NamedTuple):
    """The lines `first` to `last`, counted from 1, of one cell; `number` counts code cells from 0."""

    first: int
    last: int
    number: int
    tags: frozenset[str]


def regions(text: str, rows: list[str]) -> list[Region]:
    """The cells of a file; none for an ordinary program."""
    if "# %%" not in text and "#%%" not in text and not text.startswith(_DATABRICKS):
        return []
    starts = [(at, row) for at, row in enumerate(rows, 1) if row.startswith(("# %%", "#%%", "# COMMAND ----------"))]
    if not starts:
        return []
    starts = [(1, ""), *starts] if starts[0][0] > 1 else starts
    made: list[Region] = []
    for (first, row), (after, _) in zip(starts, [*starts[1:], (len(rows) + 1, "")], strict=True):
        made.append(Region(first, after - 1, len(made), _tags(row)))
    return made


def _tags(row: str) -> frozenset[str]:
    """Those of `# %% tags=["parameters"]`."""
    _, found, rest = row.partition("tags=[")
    inside = rest.partition("]")[0] if found else ""
    return frozenset(part.strip(" \"'") for part in inside.split(","))
