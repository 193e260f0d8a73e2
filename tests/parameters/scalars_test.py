"""Every value is read back by PyYAML as what it was."""

from __future__ import annotations

import math
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from commitworthy.parameters.yaml_edit import flow, key_lines, quoted

TEXTS: tuple[tuple[object, str], ...] = (
    (1e-3, "1.0e-03"),
    (3e-4, "3.0e-04"),
    (-2.5e-7, "-2.5e-07"),
    (0.05, "0.05"),
    (12, "12"),
    (-1, "-1"),
    (1e22, "1.0e+22"),
    (1e16, "1.0e+16"),
    (500.0, "500.0"),
    (0.0, "0.0"),
    (True, "true"),
    (None, "null"),
    ("liblinear", "liblinear"),
    ("data/raw/train.csv", "data/raw/train.csv"),
    ("../input/x.csv", "../input/x.csv"),
    ("/kaggle/input", "/kaggle/input"),
    ("s3://bucket/key", "s3://bucket/key"),
    ("no", '"no"'),
    ("On", '"On"'),
    ("y", '"y"'),
    ("null", '"null"'),
    ("~", '"~"'),
    ("2020-01-01", '"2020-01-01"'),
    ("12:30", '"12:30"'),
    ("010", '"010"'),
    ("1e-3", '"1e-3"'),
    (".5", '".5"'),
    ("", '""'),
    ("=", '"="'),
    ("C:/Users/me/x.csv", '"C:/Users/me/x.csv"'),
    ("a: b # c", '"a: b # c"'),
    ("- x", '"- x"'),
    ('say "hi"\\\n', '"say \\"hi\\"\\\\\\n"'),
    ("café \x07", '"café \\x07"'),
    ((0.9, 0.999), "[0.9, 0.999]"),
    ([[1, 2], ["a,b", "no"]], '[[1, 2], ["a,b", "no"]]'),
    ([], "[]"),
)


def lists(value: object) -> object:
    """Tuples as lists, as YAML has them."""
    return [lists(item) for item in value] if isinstance(value, (list, tuple)) else value


def same(left: object, right: object) -> bool:
    """Equal in value and in type, at every depth."""
    if isinstance(left, list) and isinstance(right, list):
        return len(left) == len(right) and all(map(same, left, right))
    return type(left) is type(right) and left == right


@pytest.mark.parametrize(("value", "text"), TEXTS, ids=repr)
def test_a_value_is_written_like_this_and_read_back(value: object, text: str) -> None:
    assert flow(value) == text
    assert same(yaml.safe_load(f"key: {text}")["key"], lists(value))


@pytest.mark.parametrize(
    "value", [math.inf, -math.inf, math.nan, b"x", 3j, {1, 2}, frozenset((1,)), [1.0, math.inf], {"a": 1}], ids=repr
)
def test_what_yaml_has_not_is_not_written(value: object) -> None:
    assert flow(value) is None
    assert key_lines("key", value) is None


def test_a_long_list_stands_below_its_key() -> None:
    value = [f"column_{number}" for number in range(20)]
    lines = key_lines("columns", value)
    assert lines is not None
    assert lines[:2] == ["columns:", "  - column_0"]
    assert yaml.safe_load("\n".join(lines)) == {"columns": value}


def test_an_integer_of_any_length_comes_back() -> None:
    assert yaml.safe_load(f"key: {flow(7**9000)}")["key"] == 7**9000


@pytest.mark.parametrize("key", ["learning_rate", "on", "learning rate", "C", "a:b", "2020", "#x", "*", "- ", "", "é"])
def test_a_key_comes_back(key: str) -> None:
    assert yaml.safe_load(f"{quoted(key)}: 1") == {key: 1}


LEAVES = st.one_of(
    st.booleans(),
    st.none(),
    st.integers(),
    st.floats(allow_nan=False, allow_infinity=False),
    st.text(st.characters(codec="utf-8")),
    st.from_regex(r"[0-9:._+eExXoO-]{1,12}", fullmatch=True),
    st.sampled_from(["yes", "No", "TRUE", "~", "<<", "=", "?", "!", "&a", "*a", "---", "...", "0o17", ".nan", "0b1"]),
)
VALUES = st.recursive(LEAVES, lambda inner: st.lists(inner, max_size=5) | st.tuples(inner, inner), max_leaves=12)


@given(VALUES, st.text(st.characters(codec="utf-8"), max_size=20))
def test_whatever_it_is_it_comes_back(value: Any, key: str) -> None:
    lines = key_lines(key, value)
    assert lines is not None
    assert same(yaml.safe_load("\n".join(lines)), {key: lists(value)}) or same(
        next(iter(yaml.safe_load("\n".join(lines)).items())), (key, lists(value))
    )
    assert same(yaml.safe_load(f"{{a: {flow(value)}}}")["a"], lists(value))
