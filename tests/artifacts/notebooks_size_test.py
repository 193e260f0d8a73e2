from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commitworthy.artifacts.notebooks_size import stripped_size

WORDS = st.text(st.characters(), max_size=20)
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(st.characters(), max_size=20),
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(st.text(st.characters(), max_size=8), inner, max_size=4)
    ),
    max_leaves=12,
)
CELLS = st.lists(
    st.fixed_dictionaries({"cell_type": st.just("code"), "source": VALUES, "outputs": st.lists(VALUES, max_size=4)}),
    max_size=4,
)


def spell(cells: object, ascii_only: bool, indent: int | None, gap: str) -> bytes:
    text = json.dumps({"cells": cells, "nbformat": 4}, ensure_ascii=ascii_only, indent=indent, separators=(",", gap))
    return text.encode("utf-8", "surrogatepass" if ascii_only else "replace")


@given(CELLS, st.booleans(), st.sampled_from([None, 0, 1, 4]), st.sampled_from([":", ": ", " :\t\n"]))
def test_never_below_the_size_without_outputs(
    cells: list[dict[str, object]], plain: bool, indent: int, gap: str
) -> None:
    content = spell(cells, plain, indent, gap)
    bare = spell([{**cell, "outputs": []} for cell in cells], plain, indent, gap)
    found = stripped_size(content)
    assert found is not None
    assert len(bare) <= found <= len(content)


def test_is_exact_for_the_shortest_spelling() -> None:
    outputs = [{"data": {"image/png": "A" * 90_000}, "text": ["größe\n", "😀"]}]
    content = spell([{"outputs": outputs}], False, None, ":")
    assert stripped_size(content) == len(spell([{"outputs": []}], False, None, ":"))


def test_an_indented_notebook_loses_most_of_its_outputs() -> None:
    content = spell([{"outputs": [{"data": {"image/png": "A" * 90_000}}]}], True, 1, ": ")
    assert len(content) > 90_000
    assert (stripped_size(content) or 0) < 300


def test_the_formats_before_the_fourth() -> None:
    content = json.dumps({"worksheets": [{"cells": [{"outputs": ["x" * 500]}]}]}).encode()
    assert (stripped_size(content) or 0) < 100


@pytest.mark.parametrize(
    ("outputs", "bare"),
    [
        pytest.param("[1e400, NaN, -Infinity, 1.50]", "[]", id="odd numbers"),
        pytest.param("[" + "9" * 5000 + "]", "[]", id="an integer of 5,000 digits"),
        pytest.param('["\\ud800", "\\u0041\\/"]', "[]", id="a lone surrogate and needless escapes"),
        pytest.param('[{"a": 1, "a": 22}]', "[]", id="a key twice in an output"),
        pytest.param('[1], "outputs": [22222]', '[1], "outputs": []', id="outputs twice"),
        pytest.param("[ \n\t 1 , 2 ]", "[]", id="odd blanks"),
        pytest.param('"none"', '"none"', id="outputs that are no list"),
        pytest.param("null", "null", id="null"),
    ],
)
def test_odd_outputs(outputs: str, bare: str) -> None:
    whole = '\ufeff{"cells": [{"outputs": %s}, 3, null, {}]}'
    found = stripped_size((whole % outputs).encode())
    assert found is not None
    assert len((whole % bare).encode()) <= found <= len((whole % outputs).encode())


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(b"", id="empty"),
        pytest.param(b"[]", id="a list"),
        pytest.param(b"{}", id="an object without cells"),
        pytest.param(b'{"cells": [', id="cut"),
        pytest.param(b"\xff\xfe{}", id="not UTF-8"),
        pytest.param(b'{"cells": ' + b"[" * 200_000 + b"]" * 200_000 + b"}", id="nested too deep"),
        pytest.param(b"version https://git-lfs.github.com/spec/v1\n", id="a pointer"),
    ],
)
def test_what_is_no_notebook(content: bytes) -> None:
    assert stripped_size(content) is None


@pytest.mark.parametrize("content", [b'{"cells": 3}', b'{"cells": null}', b'{"worksheets": [1, {"cells": {}}]}'])
def test_cells_of_another_shape_save_nothing(content: bytes) -> None:
    assert stripped_size(content) == len(content)
