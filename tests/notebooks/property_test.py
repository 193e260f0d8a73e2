"""Random notebooks, random damage, and what holds of all of them."""

from __future__ import annotations

import json
import random

import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from commitworthy.notebooks import spans
from commitworthy.notebooks.json_scan import NotANotebook
from commitworthy.notebooks.strip import strip, stripped_size
from commitworthy.notebooks.strip_options import StripOptions
from tests.notebooks import oracle
from tests.notebooks.make import code, markdown, notebook
from tests.notebooks.peers import by_nbstripout, check_schema, joined

Pairs = list[tuple[str, object]]

TEXT = st.text(st.characters(), max_size=6) | st.sampled_from(['"outputs": [1]', "\u2028", "\ud800", "]}", "\\", "«"])
SCALAR = st.none() | st.booleans() | st.integers() | st.floats() | TEXT
VOLATILE = sorted({name.partition(".")[0] for name in oracle.ROOT | oracle.CELL})
KEYS = TEXT | st.sampled_from([*VOLATILE, "version", "height", "outputs", "execution_count", "cells", "metadata", "id"])


def members(values: st.SearchStrategy[object]) -> st.SearchStrategy[object]:
    """An object, as a tuple of its members; keys may be there twice."""
    return st.lists(st.tuples(KEYS, values), max_size=5).map(tuple)


VALUE = st.recursive(SCALAR, lambda inner: st.lists(inner, max_size=3) | members(inner), max_leaves=8)
METADATA = members(VALUE)
CELL = st.lists(
    st.tuples(st.just("metadata"), METADATA)
    | st.tuples(st.sampled_from(["outputs", "source", "cell_type", "id", "x"]), VALUE)
    | st.tuples(st.just("outputs"), st.lists(VALUE, max_size=3))
    | st.tuples(st.sampled_from(["execution_count", "prompt_number"]), SCALAR),
    max_size=6,
).map(tuple)
CELLS = st.lists(CELL, max_size=4)
SHEETS = st.lists(CELLS.map(lambda cells: (("cells", cells), ("metadata", ()))), max_size=2)
ROOT = st.lists(
    st.tuples(st.just("cells"), CELLS)
    | st.tuples(st.just("worksheets"), SHEETS)
    | st.tuples(st.just("metadata"), METADATA)
    | st.tuples(st.sampled_from(["nbformat", "x"]), VALUE),
    max_size=5,
).map(tuple)


def spell(value: object, dice: random.Random) -> str:
    """JSON with blanks wherever they may be, and escapes wherever they may be."""

    def gap() -> str:
        return dice.choice(["", "", " ", "\n  ", "\t", "\r\n"])

    if isinstance(value, tuple):
        inside = [f"{gap()}{spell(key, dice)}{gap()}:{gap()}{spell(inner, dice)}{gap()}" for key, inner in value]
        return "{" + (",".join(inside) or gap()) + "}"
    if isinstance(value, list):
        return "[" + (",".join(f"{gap()}{spell(inner, dice)}{gap()}" for inner in value) or gap()) + "]"
    plain = json.dumps(value, ensure_ascii=dice.random() < 0.5)
    return json.dumps(value) if any("\ud800" <= mark <= "\udfff" for mark in plain) else plain


@settings(max_examples=200)
@given(ROOT, st.randoms(use_true_random=False))
@pytest.mark.long
def test_64_nothing_but_the_policy(root: tuple[tuple[str, object], ...], dice: random.Random) -> None:
    assume({"cells", "worksheets"} & {key for key, _ in root})
    content = (dice.choice(["", "\ufeff", " "]) + spell(root, dice) + dice.choice(["", "\n", "\n\n"])).encode()
    if not content.startswith(b"\xef"):
        json.loads(content, parse_int=float)
    stripped = strip(content)
    assume(not stripped.kept)
    oracle.same_but_for_the_policy(content, stripped.content)
    assert (stripped.content is content) == (stripped.content == content)
    assert bool(stripped.changes) == (stripped.content is not content)
    assert strip(stripped.content).content is stripped.content
    assert stripped_size(content) == len(stripped.content)
    assert sum(change.size for change in stripped.changes) <= len(content) - len(stripped.content)


@settings(max_examples=100)
@given(ROOT, st.sampled_from([1, 2, 4, "\t"]), st.integers(1, 400))
@pytest.mark.long
def test_windows_of_any_size_see_the_same(root: tuple[tuple[str, object], ...], indent: int | str, window: int) -> None:
    assume({"cells", "worksheets"} & {key for key, _ in root})
    plain = json.loads(spell(root, random.Random(1)), parse_int=float)
    content = json.dumps(plain, indent=indent).encode()
    try:
        whole = spans.read(content, len(content))
    except NotANotebook:
        with pytest.raises(NotANotebook):
            spans.read(content, window)
    else:
        assert spans.read(content, window) == whole


STREAM = '{"output_type": "stream", "name": "stdout", "text": ["é\\n", "b"]}'
BASES = [
    json.dumps(
        json.loads(notebook(code(f"[{STREAM}, {STREAM}]", "3", '{"collapsed": true}') + "," + code())), indent=1
    ),
    notebook(code("[1, [2]]", "1", '{"colab": {"height": 1, "cellView": "form"}}') + "," + markdown('"source": [""]')),
    json.dumps(json.loads(notebook(code() + "," + code())), indent=1),
    '{"nbformat": 3, "worksheets": [{"cells": [{"outputs": [1], "prompt_number": 1}]}]}',
]
PIECES = st.sampled_from([*'{}[]",:\\ \n\t\0n1-', '"outputs"', "null", "[]", "\\u006f", "é", "<<<<<<< a\n", "\ud800"])


@st.composite
def damaged(draw: st.DrawFn) -> bytes:
    content = bytearray(draw(st.sampled_from(BASES)).encode())
    for _ in range(draw(st.integers(1, 3))):
        start = draw(st.integers(0, len(content)))
        end = min(len(content), start + draw(st.sampled_from([0, 0, 1, 1, 2, 9, 60])))
        piece = draw(PIECES).encode("utf-8", "surrogatepass") if draw(st.booleans()) else b""
        if draw(st.integers(0, 9)) == 0:
            other = draw(st.integers(0, len(content)))
            piece = bytes(content[other : other + draw(st.integers(0, 80))])
        content[start:end] = piece
    return bytes(content)


def is_notebook(content: bytes) -> bool:
    """As `json` sees it, which keeps every member of a name that is there twice."""
    try:
        root = json.loads(content.decode("utf-8-sig"), parse_int=float, object_pairs_hook=tuple)
    except (ValueError, RecursionError):
        return False
    holders = [root] if isinstance(root, tuple) else []
    sheets = [value for key, value in root if key == "worksheets"] if holders else []
    if not all(isinstance(value, list) and all(isinstance(sheet, tuple) for sheet in value) for value in sheets):
        return False
    holders += [sheet for value in sheets for sheet in value]
    cells = [value for holder in holders for key, value in holder if key == "cells"]
    return bool(cells or sheets) and all(
        isinstance(value, list) and all(isinstance(cell, tuple) for cell in value) for value in cells
    )


@settings(max_examples=800)
@given(damaged())
@example(b'{"cells": [{"outputs": [1]}]}')
def test_64_damage_is_refused_or_the_outputs_are_gone(content: bytes) -> None:
    try:
        stripped = strip(content)
    except NotANotebook:
        stripped = None
    assert (stripped is not None) == is_notebook(content)
    assert (stripped_size(content) is None) == (stripped is None)
    if stripped:
        assert not oracle.outputs_left(stripped.content)
        oracle.same_but_for_the_policy(content, stripped.content)


OUTPUT = st.sampled_from(
    [
        {"output_type": "stream", "name": "stdout", "text": "a\nb"},
        {"output_type": "stream", "name": "stderr", "text": "w"},
        {"output_type": "error", "ename": "E", "evalue": "", "traceback": []},
        {"output_type": "display_data", "data": {"text/plain": "x", "image/png": "AA=="}, "metadata": {}},
        {"output_type": "execute_result", "data": {"text/plain": "é"}, "metadata": {}, "execution_count": 4},
    ]
)
NAMES = "collapsed scrolled ExecuteTime execution hidden heading_collapsed trusted colour slideshow".split()
METADATA_4 = st.fixed_dictionaries(
    {},
    optional={
        **{name: st.sampled_from([True, {"a": 1}]) for name in NAMES},
        "keep_output": st.booleans(),
        "tags": st.sampled_from([["a"], ["keep_output"], ["parameters", "x"]]),
    },
)
CELL_4 = st.fixed_dictionaries(
    {
        "cell_type": st.just("code"),
        "execution_count": st.none() | st.integers(0, 99),
        "metadata": METADATA_4,
        "outputs": st.lists(OUTPUT, max_size=3),
        "source": st.sampled_from(["", "x = 1\ny", " \n"]),
    }
) | st.fixed_dictionaries({"cell_type": st.just("markdown"), "metadata": METADATA_4, "source": st.just("# é")})
NOTEBOOK_4 = st.fixed_dictionaries(
    {
        "cells": st.lists(CELL_4, max_size=4),
        "metadata": st.fixed_dictionaries(
            {},
            optional={
                "signature": st.just("s"),
                "widgets": st.just({"state": {}}),
                "kernelspec": st.just({"name": "python3", "display_name": "p"}),
                "keep_output": st.booleans(),
            },
        ),
        "nbformat": st.just(4),
        "nbformat_minor": st.just(4),
    }
)
OPTIONS_4 = st.fixed_dictionaries(
    {
        "keep_count": st.booleans(),
        "drop_empty_cells": st.booleans(),
        "drop_tagged": st.sampled_from([(), ("x",)]),  # of several tags it heeds the last
    }
)
TYPES = st.sampled_from(["stream", "stream:stderr", "error", "execute_result"])


@settings(max_examples=200)
@given(NOTEBOOK_4, OPTIONS_4, st.sampled_from(["keep", "drop", "all", "none"]), st.sets(TYPES, max_size=2))
def test_65_the_same_meaning_as_nbstripout(
    value: dict[str, object], chosen: dict[str, object], mode: str, types: set[str]
) -> None:
    """Where nbstripout can say it: it knows no comment, and filters by type differently in cells that are kept."""
    text = json.dumps(value)
    keeps = [cell["metadata"] for cell in json.loads(text)["cells"]]
    # It raises for a tag against metadata.
    assume(not any(one.get("keep_output") is False and "keep_output" in one.get("tags", ()) for one in keeps))
    assume(mode != "keep" or not (any("keep_output" in json.dumps(one) for one in keeps) or "keep_output" in text))
    options = StripOptions(("jupyter",))._replace(**chosen)  # type: ignore[arg-type]
    if mode == "all":
        options = options._replace(keep_output=True)
    elif mode == "keep":
        options = options._replace(keep_types=tuple(types))
    elif mode == "drop":
        options = options._replace(keep_output=True, drop_types=tuple(types))
    stripped = strip(text.encode(), options).content
    assert joined(json.loads(stripped)) == joined(json.loads(by_nbstripout(text.encode(), options)))


@settings(max_examples=100)
@given(NOTEBOOK_4, st.booleans())
def test_64_a_valid_notebook_stays_valid(value: dict[str, object], keep: bool) -> None:
    content = strip(json.dumps(value).encode(), StripOptions(keep_output=keep)).content
    check_schema(content, 4, 4)
