"""The order of a report, and places in notebooks."""

from __future__ import annotations

import pytest

from commitworthy.report.text import in_notebook, order
from tests.report.samples import blocked, date, disguised, large_commit


def test_order_is_by_path_cell_line_column_and_code() -> None:
    ordered = [
        disguised("a.ipynb"),
        date("a.ipynb", cell=0, line=2),
        date("a.ipynb", cell=1),
        date("a.ipynb", cell=1, line=1),
        date("b.py"),
        date("b.py", line=2),
        date("b.py", line=10, column=3),
        date("b.py", line=10, column=20),
        blocked("c"),
        disguised("c"),
        large_commit(),
    ]
    shuffled = ordered[::-2] + ordered[-2::-2]
    assert sorted(shuffled, key=order) == ordered


@pytest.mark.parametrize(
    ("cell", "line", "words"),
    [
        pytest.param(0, 1, "cell 1, line 1", id="the first line of the first cell"),
        pytest.param(6, None, "cell 7", id="a whole cell"),
        pytest.param(None, 3, "", id="a line of a file that is no notebook"),
        pytest.param(None, None, "", id="a whole file"),
    ],
)
def test_people_count_cells_from_one(cell: int | None, line: int | None, words: str) -> None:
    assert in_notebook(date("x", cell=cell, line=line)) == words
