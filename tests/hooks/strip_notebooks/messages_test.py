"""What is said of the contents of a notebook."""

from __future__ import annotations

import pytest

from commitworthy.hooks.strip_notebooks import messages
from commitworthy.notebooks import results
from commitworthy.notebooks.results import Change, KeptOutputs, Stripped


def outputs(number: int, size: int) -> Change:
    return Change(results.OUTPUTS, 0, 0, size, number)


def change(kind: str, key: str = "") -> Change:
    return Change(kind, 0, 0, 5, key=key)


CASES: dict[str, tuple[list[Change], list[KeptOutputs]]] = {
    "1 output (5 bytes)": ([outputs(1, 5)], []),
    "14 outputs (3.1 MB) and 22 execution counts; 2 cells kept by tag": (
        [outputs(7, 1_625_292), outputs(7, 1_625_293), *[change(results.COUNT)] * 22],
        [KeptOutputs(0, "tag", 1, 1), KeptOutputs(1, "tag", 1, 1)],
    ),
    "parts of outputs (5 bytes)": ([outputs(0, 5)], []),
    "1 output (0 bytes)": ([outputs(1, -3)], []),
    "1 execution count and 1 metadata entry": ([change(results.COUNT), change(results.METADATA)], []),
    "3 metadata entries, 1 cell, 2 cell ids and 1 kernel name": (
        [*[change(results.METADATA)] * 3, change(results.CELL), *[change(results.ID)] * 2, change(results.KERNEL)], [],
    ),
    "1 attachment and 1 format number": ([change(results.ATTACHMENT), change(results.FORMAT)], []),
    "1 execution count; 1 cell kept by metadata; 2 cells kept by init_cell": (
        [change(results.COUNT)],
        [KeptOutputs(0, "metadata", 1, 1), KeptOutputs(1, "init_cell", 1, 1), KeptOutputs(2, "init_cell", 1, 1)],
    ),
    "1 execution count; 1 cell kept by a comment; 1 cell kept by the notebook's metadata; 1 cell kept by the policy": (
        [change(results.COUNT)],
        [KeptOutputs(0, "comment", 1, 1), KeptOutputs(1, "notebook", 1, 1), KeptOutputs(2, "option", 1, 1)],
    ),
}  # fmt: skip


@pytest.mark.parametrize("said", CASES, ids=str)
def test_contents(said: str) -> None:
    changes, kept = CASES[said]
    assert messages.contents(Stripped(b"", changes, kept, [])) == said


@pytest.mark.parametrize(
    ("keys", "said"),
    [(["a"], "a"), (["a", "b", "a"], "a and b"), (list("abc"), "a, b and c"), (list("abcde"), "a, b, c and 2 more")],
)
def test_names(keys: list[str], said: str) -> None:
    assert messages.names(keys) == said
