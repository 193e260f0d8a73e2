"""Where values begin and end in the text of a notebook."""

from __future__ import annotations

import pytest

from commitworthy.notebooks.scan import Element, Member, elements, members, scanner


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
