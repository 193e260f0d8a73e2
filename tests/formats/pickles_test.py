from __future__ import annotations

import pickle
import pickletools
from collections import OrderedDict

import pytest

from tests.samples import MODEL, look


@pytest.mark.parametrize("protocol", range(6))
@pytest.mark.parametrize("path", ["a.pkl", "a.bin", "a.dat", "a", "clf.txt", "a.py"])
@pytest.mark.parametrize("value", [MODEL, [1.5] * 3000, OrderedDict(a=b"x" * 20000), {"a": "b" * 20000}])
def test_pickles_of_all_protocols(protocol: int, path: str, value: object) -> None:
    found = look(path, pickle.dumps(value, protocol))
    assert found[:2] == ("model", "pickle")
    assert found.disguised == path.endswith((".txt", ".py"))


@pytest.mark.parametrize("protocol", range(6))
def test_pickles_without_memo_and_in_a_row(protocol: int) -> None:
    assert look("a", pickletools.optimize(pickle.dumps(MODEL, protocol))).format == "pickle"
    assert look("a", pickle.dumps([1], protocol) + pickle.dumps(MODEL, protocol)).format == "pickle"


@pytest.mark.parametrize(
    ("content", "is_one"),
    [
        (b"](I1\ne.", True),  # APPENDS to a list
        (b"(I1\neN.", False),  # and to nothing, though the depths come out right
        (b"}(I1\nNu.", True),  # SETITEMS
        (b"(I1\nNuN.", False),
    ],
)
def test_what_fills_something_needs_it_below_the_mark(content: bytes, is_one: bool) -> None:
    assert (look("a.pkl", content).format == "pickle") is is_one
