"""The code of cells changed in the bytes of a notebook: what Jupyter would have written of the changed code."""

from __future__ import annotations

import json
from typing import Any

import pytest

from commitworthy.notebooks.cells import rewrite
from commitworthy.notebooks.json_scan import NotANotebook

Text = tuple[int, int, str]


def written(*sources: str | list[str], minor: int = 5, is_new: bool = False, **how: Any) -> bytes:
    """As Jupyter writes it, with an id for each cell where the format has ids; the first one may be the new one."""
    cells = []
    for number, source in enumerate(sources, -is_new):
        cell: dict[str, Any] = {"cell_type": "code", "execution_count": None}
        cell |= {"id": f"c{number}" if number >= 0 else "parameters"} if minor >= 5 else {}
        metadata = {} if number >= 0 else {"tags": ["parameters"]}
        cells.append(cell | {"metadata": metadata, "outputs": [], "source": source})
    whole = {"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": minor}
    return json.dumps(whole, **(how or {"indent": 1, "ensure_ascii": False})).encode() + b"\n"


CHANGES: list[tuple[str | list[str], Text, str | list[str]]] = [
    # Where all lines are one string they stay one, and where each is a string each new one is.
    ("a = 1\nb = 2", (4, 5, "3\nc = 4"), "a = 3\nc = 4\nb = 2"),
    (["a = 1"], (4, 5, "3\nb = 4"), ["a = 3\n", "b = 4"]),
    (["a = 1\n", "b = 2"], (4, 5, "3\nc = 4"), ["a = 3\n", "c = 4\n", "b = 2"]),
    (["a = 1\n", "b = 2"], (0, 0, "c = 4\n"), ["c = 4\n", "a = 1\n", "b = 2"]),
    (["a = 1\n", "b = 2"], (11, 11, "\nc = 4"), ["a = 1\n", "b = 2\n", "c = 4"]),
    (["a = 1\n", "b = 2"], (0, 11, ""), []),
    (["a = 1"], (0, 5, ""), []),
    ("a = 1", (0, 5, ""), ""),
    (["a = 1\n"], (1, 6, ""), ["a"]),
    ([], (0, 0, "a = 1"), ["a = 1"]),
    ([], (0, 0, "a = 1\nb = 2"), ["a = 1\n", "b = 2"]),
    (["é = '😀'\n", "b = 2"], (5, 6, "ü"), ["é = 'ü'\n", "b = 2"]),
]


@pytest.mark.parametrize("how", [{}, {"indent": 2, "ensure_ascii": True}])
def test_the_code_of_a_cell_is_replaced_and_laid_out_as_before(how: dict[str, Any]) -> None:
    for source, text, expected in CHANGES:
        before, after = written(source, "x", **how), written(expected, "x", **how)
        assert rewrite(before, {0: [text]}) == after
        assert rewrite(before.replace(b"\n", b"\r\n"), {0: [text]}) == after.replace(b"\n", b"\r\n")


def test_several_places_of_several_cells_are_changed_at_once() -> None:
    before = written(["a = 1\n", "b = 2"], "c = 3")
    changes: dict[int, list[Text]] = {1: [(4, 5, "33")], 0: [(10, 11, "22"), (4, 5, "11")]}
    assert rewrite(before, changes) == written(["a = 11\n", "b = 22"], "c = 33")
    assert rewrite(before, {}) is before


@pytest.mark.parametrize("minor", [4, 5])
def test_a_new_cell_is_tagged_and_has_an_id_where_the_format_has_ids(minor: int) -> None:
    before, after = written("x", minor=minor), written(["a = 1\n", "b = 2"], "x", minor=minor, is_new=True)
    assert rewrite(before, {}, (0, "a = 1\nb = 2")) == after
    on_one_line = {"ensure_ascii": False}
    before = written("x", minor=minor, **on_one_line)
    assert rewrite(before, {}, (0, "a = 1")) == written(["a = 1"], "x", minor=minor, is_new=True, **on_one_line)


def test_what_is_not_of_format_4_is_left_alone() -> None:
    for content in (
        b'{"nbformat": 3, "worksheets": [{"cells": []}]}',
        b'{"cells": []}',
        b'{"cells": [], "nbformat": 5}',
    ):
        with pytest.raises(NotANotebook) as caught:
            rewrite(content, {})
        assert str(caught.value) == "not a notebook of format 4 at line 1"
