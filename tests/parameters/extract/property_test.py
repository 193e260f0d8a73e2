# ruff: noqa: E501
"""Random programs and notebooks, and what holds of all of them: what is rewritten does the same, and once is enough."""

from __future__ import annotations

import json
import tempfile
import warnings
from pathlib import Path
from typing import TYPE_CHECKING, Any

from hypothesis import given
from hypothesis import strategies as st

from commitworthy.notebooks import cells
from commitworthy.parameters import keys
from commitworthy.parameters.extract import notebook, program
from commitworthy.parameters.extract.holders import arguments, plain
from commitworthy.parameters.extract.plan import Place
from commitworthy.parameters.find import find
from tests.parameters.extract.notebook_test import made

if TYPE_CHECKING:
    from commitworthy.parameters.extract.program import Extraction

NUMBER = (
    st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.sampled_from([1e-3, -2.5e-5, 0.7, 64, -0.0])
)
TEXT = st.text(max_size=8) | st.sampled_from(
    ["no", "1e-3", "2020-01-01", "~", "a: b", "${x}", "'", '"', "\\n", "é", "# x", "12:30"]
)
SCALAR = NUMBER | TEXT
SEQUENCE = st.lists(NUMBER, min_size=1, max_size=4) | st.lists(TEXT, min_size=1, max_size=3)
VALUE = SCALAR | SEQUENCE | SEQUENCE.map(tuple) | st.lists(SEQUENCE.map(tuple), min_size=1, max_size=2)
NAME = st.sampled_from(
    ["learning_rate", "n_estimators", "max_depth", "batch_size", "hidden_layer_sizes", "alpha", "params", "threshold"]
)
# What the literal `{v}` is in, and a name `{n}`; `seen` keeps what it is given.
FORMS = st.sampled_from(
    [
        "{n} = {v}\nseen({n})",
        "seen(RandomForestClassifier({n}={v}))",
        "def f{k}():\n{i}return RandomForestClassifier({n}={v}, max_features={w})\nseen(f{k}(), f{k}())",
        "class C{k}:\n{i}{n} = {v}\n{i}def g(self):\n{i}{i}{n} = {w}; return RandomForestClassifier({n}={n})\nseen(C{k}().g(), C{k}.{n})",
        "if True:\n{i}seen(RandomForestClassifier({n}=({v}),\n{i}{i}max_iter={w}))",
        "seen([RandomForestClassifier({n}={v}) for _ in range(2)])",
        "seen(f'{{RandomForestClassifier({n}=3)}}', 3if {v} else 4)",
        "def d{k}({n}={v}, *a, **k):\n{i}threshold = {w}\n{i}return {n}, threshold, a, k\nseen(d{k}())",
        "x = RandomForestClassifier({n}={v}); x.given.clear(); seen(x, (lambda: RandomForestClassifier({n}={w}))())",
        "import os  # {n}\nseen(RandomForestClassifier({n}=[1, 2], min_samples_leaf=[3, 4]))",
        "seen('é' * 2, RandomForestClassifier({n}={v}))  # é",
    ]
)
HEAD = st.sampled_from(
    [
        "",
        '"""Doc."""\n',
        "from __future__ import annotations\n",
        "#!/usr/bin/env python\n# é\n",
        "import yaml\n",
        "yaml = 3\n",
        "from os.path import *\n",
    ]
)
INDENT = st.sampled_from(["    ", "  ", " ", "\t"])
LINE_END = st.sampled_from(["\n", "\r\n", "\r"])
ENCODING = st.sampled_from(["utf-8", "utf-8-sig", "latin-1"])


class Model:
    """What is given to it, which `clear` takes away again."""

    def __init__(self, **given: object) -> None:
        self.given = given

    def __repr__(self) -> str:
        return repr(self.given)


@st.composite
def programs(draw: st.DrawFn) -> bytes:
    parts = draw(st.lists(st.tuples(FORMS, NAME, VALUE, SCALAR), min_size=1, max_size=5))
    indent, line_end, encoding = draw(INDENT), draw(LINE_END), draw(ENCODING)
    body = [
        form.format(n=name, v=ascii(value), w=ascii(other), i=indent, k=number)
        for number, (form, name, value, other) in enumerate(parts)
    ]
    text = draw(HEAD) + "\n".join(body)
    if encoding == "latin-1":
        text = "# -*- coding: latin-1 -*-\n" + text
    text += draw(st.sampled_from(["", "\n"]))
    return text.replace("\n", line_end).encode(encoding)


def entries(path: str, content: bytes) -> list[tuple[int, keys.ConfigEntry]]:
    found = find(path, content).found
    groups = keys.keyed([(one, "train") for one in found])
    return [(one.cell or 0, entry) for one, group in zip(found, groups, strict=True) for entry in group]


def seen(content: bytes, config: bytes = b"") -> list[str]:
    """What a program sees, with its config file beside it."""
    found: list[str] = []
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder, "train.py")
        place.write_bytes(content)
        Path(folder, "params.yaml").write_bytes(config)
        names: dict[str, Any] = {
            "__file__": str(place), "__name__": "train", "RandomForestClassifier": Model,
            "seen": lambda *words: found.append(repr(words)),
        }  # fmt: skip
        with warnings.catch_warnings():
            # Of `3if` and its like, which are valid.
            warnings.simplefilter("ignore")
            exec(compile(content, str(place), "exec"), names)
    return found


def check(content: bytes, done: Extraction, again: Extraction, path: str) -> None:
    """What was moved is not found any more, what is left is told, and there is nothing more to do."""
    assert (again.content, again.config, again.moved) == (done.content, done.config, ())
    assert len(done.moved) + len(done.left) == len(entries(path, content))
    left = sorted((one.entry.literal.name, repr(one.entry.literal.value)) for one in done.left)
    assert sorted((entry.literal.name, repr(entry.literal.value)) for _, entry in entries(path, done.content)) == left


@given(programs())
def test_a_program_does_the_same_with_a_file(content: bytes) -> None:
    place = Place("train.py", "params.yaml")
    done = program.extract(content, b"", [entry for _, entry in entries(place.path, content)], place, plain.plan)
    again = program.extract(
        done.content, done.config, [entry for _, entry in entries(place.path, done.content)], place, plain.plan
    )
    check(content, done, again, place.path)
    assert seen(done.content, done.config) == seen(content)


@given(programs())
def test_a_program_does_the_same_with_arguments(content: bytes) -> None:
    place = Place("train.py", "train.py")
    done = program.extract(content, b"", [entry for _, entry in entries(place.path, content)], place, arguments.library)
    again = program.extract(
        done.content, done.config, [entry for _, entry in entries(place.path, done.content)], place, arguments.library
    )
    assert (again.content, again.moved) == (done.content, ())
    assert seen(done.content) == seen(content)


@given(
    st.lists(st.lists(st.tuples(FORMS, NAME, VALUE, SCALAR), min_size=1, max_size=2), min_size=1, max_size=3),
    st.none() | st.sampled_from(["", "a = 1", "a = 1\n"]),
)
def test_a_notebook_does_the_same(parts: list[list[tuple[str, str, object, object]]], tagged: str | None) -> None:
    codes = [
        "\n".join(
            form.format(n=name, v=ascii(value), w=ascii(other), i="    ", k=number)
            for number, (form, name, value, other) in enumerate(some)
        )
        for some in parts
    ]
    content = made(*codes, tagged=tagged)
    done = notebook.extract("a.ipynb", content, entries("a.ipynb", content), cells.rewrite)
    again = notebook.extract("a.ipynb", done.content, entries("a.ipynb", done.content), cells.rewrite)
    check(content, done, again, "a.ipynb")
    assert seen(joined(done.content)) == seen(joined(content))


def joined(content: bytes) -> bytes:
    """The code of all cells as one program."""
    some = json.loads(content)["cells"]
    return "\n".join("".join(cell["source"]) for cell in some if cell["cell_type"] == "code").encode()
