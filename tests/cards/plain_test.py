"""The quick reader of cards agrees with the parser of YAML wherever it answers at all."""

from __future__ import annotations

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from commitworthy.cards import card as cards
from commitworthy.cards import plain
from commitworthy.cards.card import Card

NOTES = {
    "format": {"family": "model", "name": "pickle"},
    "origin": {"commit": "12ab" * 10, "remote": "git@github.com:team/churn.git", "dirty": False},
    "candidates": [{"script": "a.py", "line": 3, "call": "joblib.dump"}, {"script": "b.py", "line": 4, "call": "open"}],
    "params": {"model": {"max_depth": 12, "name": "rf"}},
    "because": "the last one of May, before the retraining",
}
CARD = Card(
    "churn.pkl",
    7,
    "1a" * 32,
    "s3://team/x/churn.pkl",
    "v1",
    f"{'2b' * 16}-39",
    "3c" * 16,
    "http://127.0.0.1:80",
    "model",
    NOTES,
)


def test_a_card_as_we_write_it_takes_no_parser() -> None:
    content = cards.render(CARD)
    assert plain.read(content) == yaml.safe_load(content)


@pytest.mark.parametrize(
    "line",
    ["a: 'x''y'", "a: 'x", "a: '", "a: |x", "a: |-\n  b", "a: |\n  b\n\n  c", "a: |\nb: c", "a: .nan", "a: .INF",
     "a: [1]", "a: x # y", "a: &x y", "a: 0x1f", "a: 010", "a: 1.5", "a: 2020-01-01", "a: yes", "a: Null",
     "a: True", "a: 12e03", "a: x: y", "a: x:", "a:  x", "a: x ", "a:x", "a", "- a", "1: x", "yes: x", "a b: c", "é: x",
     "a: 1_000", "a: 1:30", "a: -1", "a: .5", "a: ~", "? a", "a: |", "a:\n- b", "a:\n  b: c\n c: d", "a: b\na: c",
     " a: b\nb: c", "a:\nb: c", "a: b\n  c: d", "a: b\n---", "a: " + "9" * 19, "\ta: b", "a:"],
    ids=ascii,
)  # fmt: skip
def test_what_could_mean_something_else_is_left_to_the_parser(line: str) -> None:
    assert plain.read(f"{line}\n".encode()) is None


BEFORE = ["", "  ", "    ", "- ", "  - ", "    - "]
VALUES = [
    "",
    " x",
    " 1",
    " 0",
    " true",
    " a b",
    " /x",
    " x:y",
    " 7a",
    " 7g",
    " 2020-1-1",
    " 1e3",
    " -",
    " on",
    " a-",
    "  z",
    " '0.0'",
    " 'a: b'",
    " ''",
    " it's",
    " .zattrs",
    " |",
]
LINES = st.lists(
    st.tuples(st.sampled_from(BEFORE), st.sampled_from(["a", "b", "a1", "y", "no", "path"]), st.sampled_from(VALUES)),
    max_size=8,
)


@given(LINES)
@pytest.mark.long
def test_where_it_answers_it_says_what_the_parser_says(lines: list[tuple[str, str, str]]) -> None:
    text = "".join(f"{before}{key}:{value}\n" for before, key, value in lines)
    found = plain.read(text.encode())
    if found is not None and text:
        assert found == yaml.safe_load(text)
