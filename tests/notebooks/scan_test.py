"""Where values begin and end in the text of a notebook."""

from __future__ import annotations

import sys

import pytest

from commitworthy.notebooks.json_scan import scanner
from commitworthy.notebooks.spans import Edit, Element, Member, applied, elements, growth, members


@pytest.mark.parametrize("text", ["[]", "[ ]", "[1]", "[1,2]", "[ 1 , 2 ]", "[\n[1],\n{}\n]"])
def test_elements_are_the_values_of_an_array_and_its_end(text: str) -> None:
    found, end = elements(f"-{text}-", 1, scanner(), base=100)
    assert end == 1 + len(text)
    held = [text[element.start - 101 : element.end - 101] for element in found]
    assert "".join(text.split()) == "[" + ",".join(held) + "]"
    assert all(isinstance(element, Element) for element in found)


@pytest.mark.parametrize("text", ["{}", "{ }", '{"a":1}', '{ "a" : 1 , "b" : [2] }', '{"a": 1, "b": 2, "c": {}}'])
def test_members_are_the_keys_and_values_of_an_object_and_its_end(text: str) -> None:
    found, end = members(f"-{text}-", 1, scanner(), base=100)
    assert end == 1 + len(text)
    held = [f'"{member.key}":{text[member.value - 101 : member.end - 101]}' for member in found]
    assert "".join(text.split()) == "{" + ",".join(held) + "}"
    assert all(isinstance(member, Member) and text[member.start - 101] == '"' for member in found)


@pytest.mark.parametrize("pairs", [True, False])
def test_an_interpreter_without_the_c_module_scans_the_same(monkeypatch: pytest.MonkeyPatch, pairs: bool) -> None:
    text = '{"a": [1, 2.5, NaN, {"b": "\\u00e9", "b": null}], "c": true} -'
    fast = scanner(pairs=pairs)
    with monkeypatch.context() as without:
        without.setitem(sys.modules, "_json", None)
        slow = scanner(pairs=pairs)
    assert repr(slow.value(text, 0)) == repr(fast.value(text, 0))
    assert slow.string('"x\\n" -', 1, True) == fast.string('"x\\n" -', 1, True) == ("x\n", 5)
    assert slow.constants == fast.constants == ["NaN"]


def test_edits_are_applied_from_the_first_byte_to_the_last() -> None:
    edits = [Edit(5, 6, b"6"), Edit(2, 4), Edit(0, 1, b"00"), Edit(3, 4, b"inside of another")]
    assert applied(b"abcdef", edits) == b"00be6"
    assert growth(edits) == -1
    whole = b"abc"
    assert applied(whole, []) is whole
