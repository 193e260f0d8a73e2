"""Documents of others are read within bounds; what is beyond is as unreadable as what is not valid."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from commitworthy.base import markup

if TYPE_CHECKING:
    from collections.abc import Iterator

BOMB = "a0: &a0 [x,x]\n" + "".join(f"a{n}: &a{n} [{','.join([f'*a{n - 1}'] * 10)}]\n" for n in range(1, 13))
MERGES = "a0: &a0 {x: 1}\n" + "".join(f"a{n}: &a{n} {{<<: [{','.join([f'*a{n - 1}'] * 10)}]}}\n" for n in range(1, 13))
YAML = {
    "aliases of aliases": (BOMB, "too large once its aliases are expanded", 7),
    "merges of merges": (MERGES, "too large once its aliases are expanded", 7),
    "an alias within itself": ("a: &a [*a]\n", "has recursive aliases", 1),
    "brackets beyond the parser": ("a: " + "[" * 2000 + "]" * 2000, "nested too deeply", 1),
    "brackets": ("a: " + "[" * 300 + "]" * 300, "nested too deeply", 1),
    "dashes": ("- " * 300 + "a", "nested too deeply", 1),
    "indents": ("".join(" " * depth + "a:\n" for depth in range(300)), "nested too deeply", 100),
    "a number in sixties": ("a:\n  " + ":".join(["1"] * 100_000), "has an infinite number", 2),
    "a number in hexadecimal": ("a:\n  - 0x" + "f" * 5000, "has an infinite number", 2),
    "two documents": ("a: 1\n---\nb: 1\n", "YAML with several documents", 2),
    "more than a megabyte": ("a: b\n" * 300_000, "larger than 1 MB", 0),
    "no YAML": ("a: [\n", "not valid YAML", 2),
    "a switch that is none": ("a: !!bool x", "not valid YAML", 0),
    "a time that is none": ("a: !!timestamp x", "not valid YAML", 0),
    "code": ("a: !!python/object/apply:os.system [x]", "not valid YAML", 1),
}


@pytest.mark.parametrize("kind", YAML)
def test_yaml_that_is_not_read(kind: str) -> None:
    text, reason, line = YAML[kind]
    with pytest.raises(markup.UnreadableDocument) as caught:
        markup.from_yaml(text)
    assert (str(caught.value), caught.value.line) == (reason, line)


@pytest.mark.parametrize("kind", [kind for kind in YAML if not kind.startswith(("a switch", "a time", "code"))])
def test_neither_are_its_nodes(kind: str) -> None:
    with pytest.raises(markup.UnreadableDocument, match=YAML[kind][1]):
        markup.nodes_of_yaml(YAML[kind][0])


def test_yaml_that_people_write_is_read() -> None:
    text = "base: &base {lr: 0.1, at: 1:30}\ntrain:\n  <<: *base\n  steps: [1, 2]\n"
    assert markup.from_yaml(text)["train"] == {"lr": 0.1, "at": 90, "steps": [1, 2]}
    assert markup.from_yaml(f"a: '0x{'f' * 5000}'\nb: {'f' * 5000}\n")["a"] == f"0x{'f' * 5000}"
    assert markup.from_yaml("") is markup.nodes_of_yaml("") is None


@pytest.mark.parametrize("text", ["a: [1, 2]\nb:\n  c: |\n    x\n\n  d: {e: é}  # f\n", "a: 1\nb:\n- c: 'x\n  y'\n- d"])
def test_places_are_the_same_by_either_loader(text: str) -> None:
    def places(node: Any) -> Iterator[tuple[object, ...]]:
        end = node.end_mark if isinstance(node.value, str) or node.flow_style else node.start_mark
        yield (
            node.tag,
            node.start_mark.index,
            node.start_mark.line,
            node.start_mark.column,
            end.index,
            end.line,
            end.column,
        )
        for inner in node.value if not isinstance(node.value, str) else ():
            for one in inner if isinstance(inner, tuple) else (inner,):
                yield from places(one)

    assert list(places(markup.nodes_of_yaml(text))) == list(places(markup.nodes_of_yaml(text, ends=False)))


TOML = {
    "brackets": ("a = " + "[" * 5000 + "]" * 5000, "nested too deeply"),
    "a table of a hundred parts": ("[" + "a." * 99 + "a]", "nested too deeply"),
    "a key in parts": ("a." * 50_000 + "a = 1", "a key has thousands of parts"),
    "a table in parts": ("[" + "a." * 50_000 + "a]", "a key has thousands of parts"),
    "a number": ("a = " + "9" * 5000, "a number has more digits than Python reads"),
    "more than a megabyte": ("#" * 2_000_000, "larger than 1 MB"),
    "no TOML": ("a = ", "not valid TOML: Invalid value (at end of document)"),
}


@pytest.mark.parametrize("kind", TOML)
def test_toml_that_is_not_read(kind: str) -> None:
    text, reason = TOML[kind]
    with pytest.raises(markup.UnreadableDocument) as caught:
        markup.from_toml(text)
    assert str(caught.value) == reason


class Compared(str):
    """A key that counts how often it is compared with another."""

    __slots__ = ()
    times = 0
    __hash__ = str.__hash__

    def __eq__(self, other: object) -> bool:
        Compared.times += 1
        return str.__eq__(self, other)


def test_no_key_is_compared_with_all_others() -> None:
    import yaml

    number = 500
    node = yaml.compose("".join(f"k{each}: 1\n" for each in range(number)))
    assert node is not None
    for key, _ in node.value:
        key.value = Compared(key.value)
    assert len(markup._without_repeats(yaml.SafeLoader)("").construct_mapping(node)) == number
    assert Compared.times < number
