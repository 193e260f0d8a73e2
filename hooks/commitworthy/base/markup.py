"""YAML and TOML that somebody else wrote, read within bounds.

A few lines of aliases stand for billions of values, a kilobyte of brackets is deeper than Python's stack, and a number
in sixties or a key in parts takes the square of its length.  Nobody writes such files by hand: what is beyond a bound
is as unreadable as what is not valid.
"""

from __future__ import annotations

from .namedtuple import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Any

# Bytes of a file that people write.
_LARGEST = 1024 * 1024
_DEEPEST = 100
# Values that a document stands for, each alias being all that it names.
_MOST_VALUES = 1_000_000
# Characters of what is still a number: YAML's numbers in sixties have no end of their own.
_LONGEST_NUMBER = 1000
_NUMBER = "0123456789:_+-."
# The sum over all lines of the square of their dots: what the parts of dotted keys cost at most, about a second.
_MOST_PARTS = 10_000_000


class UnreadableDocument(ValueError):  # noqa: N818 (it is not an error of the code)
    """A document that is none, or is beyond a bound.

    Its text goes on after "it is"; `line` counts from 1, 0 where it is not known.
    """

    def __init__(self, reason: str, line: int = 0) -> None:
        super().__init__(reason)
        self.line = line


def from_yaml(text: str | bytes, largest: int = _LARGEST, *, unique: bool = False) -> Any:
    """The one document of a text of so many bytes at most as data, None of an empty one; Unreadable.

    Of a key that is there twice the last counts, unless all have to be `unique`.
    """
    import yaml

    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    try:
        _check(yaml.parse(_small(text, largest), loader))
        return yaml.load(text, _without_repeats(loader) if unique else loader)  # noqa: S506 (a safe one)
    except UnreadableDocument:
        raise
    except Exception as error:  # noqa: BLE001 (said, whatever it is)
        raise _not_yaml(error) from None


def _without_repeats(loader: Any) -> Any:
    """The same loader, to which a key that is there twice is no YAML: readers differ in which of them counts."""

    class Loader(loader):  # type: ignore[misc]
        def construct_mapping(self, node: Any, deep: bool = False) -> Any:
            seen: set[str] = set()
            for key in (key.value for key, _ in node.value if isinstance(key.value, str)):
                if key in seen:
                    raise UnreadableDocument(f"has the key {key[:40]} twice", node.start_mark.line + 1)
                seen.add(key)
            return super().construct_mapping(node, deep)

    return Loader


def nodes_of_yaml(text: str, *, ends: bool = True) -> Any:
    """The root node of the one document of a text, by which places can be told; None of an empty one.  Unreadable.

    Without the `ends` of block collections it takes a tenth of the time: libyaml puts them on a line of its own where
    the text does not end in one.  All other marks are the same.
    """
    import yaml

    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    try:
        _check(yaml.parse(_small(text), loader))
        return yaml.compose(text, yaml.SafeLoader if ends else loader)
    except (yaml.YAMLError, ValueError) as error:
        raise error if isinstance(error, UnreadableDocument) else _not_yaml(error) from None


def _not_yaml(error: Exception) -> UnreadableDocument:
    mark = getattr(error, "problem_mark", None)
    if getattr(error, "context", "") == "expected a single document in the stream":
        reason = "YAML with several documents"
    elif getattr(error, "problem", "") == "exceeded maximum nesting depth":
        reason = "nested too deeply"
    else:
        reason = "not valid YAML"
    return UnreadableDocument(reason, mark.line + 1 if mark else 0)


def _small(text: Any, largest: int = _LARGEST) -> Any:
    if len(text) > largest:
        raise UnreadableDocument(f"larger than {largest // _LARGEST} MB")
    return text


def _check(events: Iterable[Any]) -> None:
    """Follow the events of a parser, which themselves need neither stack nor memory."""
    values = [0]
    open_anchors: list[str | None] = [None]
    known: dict[str, int] = {}
    for event in events:
        name = type(event).__name__
        if name == "AliasEvent":
            if event.anchor in open_anchors:
                raise UnreadableDocument("has recursive aliases", event.start_mark.line + 1)
            values[-1] += known.get(event.anchor, 1)
        elif name == "ScalarEvent":
            if len(event.value) > _LONGEST_NUMBER and _is_number(event):
                raise UnreadableDocument("has an infinite number", event.start_mark.line + 1)
            values[-1] += 1
            known[event.anchor] = 1
        elif name in ("MappingStartEvent", "SequenceStartEvent"):
            values.append(1)
            open_anchors.append(event.anchor)
            if len(values) > _DEEPEST:
                raise UnreadableDocument("nested too deeply", event.start_mark.line + 1)
        elif name in ("MappingEndEvent", "SequenceEndEvent"):
            weight = values.pop()
            known[open_anchors.pop() or ""] = weight
            values[-1] += weight
        if values[-1] > _MOST_VALUES:
            raise UnreadableDocument("too large once its aliases are expanded", event.start_mark.line + 1)


def _is_number(scalar: Any) -> bool:
    """Whether it is made of digits, also of those of another base that YAML counts in."""
    text = scalar.value
    return not text.strip(_NUMBER) or (scalar.implicit[0] and text.lstrip("+-")[:2] in ("0x", "0b", "0o"))


def from_toml(text: str) -> dict[str, Any]:
    """The tables of a text; Unreadable."""
    import tomllib

    _small(text)
    if sum(line.count(".") ** 2 for line in text.split("\n")) > _MOST_PARTS:
        raise UnreadableDocument("a key has thousands of parts")
    try:
        tables = tomllib.loads(text)
    except RecursionError:
        raise UnreadableDocument("nested too deeply") from None
    except tomllib.TOMLDecodeError as error:
        raise UnreadableDocument(f"not valid TOML: {error}") from None
    except ValueError:
        raise UnreadableDocument("a number has more digits than Python reads") from None
    level: list[Any] = [tables]
    # A key of many parts is deep without brackets, and whatever goes through the tables later has a stack.
    for _ in range(_DEEPEST):
        level = [child for node in level for child in (node.values() if isinstance(node, dict) else node)]
        level = [child for child in level if isinstance(child, (dict, list))]
        if not level:
            return tables
    raise UnreadableDocument("nested too deeply")
