"""What the config files of a repository say already: key, value and line.  Hostile YAML is passed over, not obeyed."""

from __future__ import annotations

import re

from .. import documents
from ..values import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator
    from typing import Any

    from .stanza import Key

SUFFIXES = (".yaml", ".yml")
_FOLDERS = re.compile(r"(?:^|/)(?:conf|config|configs|params|parameters|settings)/")
_NAMES = ("param", "conf", "settings", "train", "model")
# Nobody writes larger ones by hand; reading 100 kB takes about half a second.
LARGEST = 100_000
_MOST = 20_000


class Known(NamedTuple):
    """One value of a config file: where, what is written there, and what it is."""

    file: str
    line: int
    key: Key
    text: str
    value: object


def is_config(path: str) -> bool:
    """Whether a path is one where parameters are kept; catalogs, workflows and pipelines are not."""
    if not path.endswith(SUFFIXES) or path.startswith(".") or "/." in path:
        return False
    name = path.rpartition("/")[2]
    return _FOLDERS.search(path) is not None or any(word in name for word in _NAMES)


def may_name(text: bytes, names: Collection[str]) -> bool:
    """Whether a file names one of the keys, without parsing it."""
    return any(name.encode("utf-8", "surrogateescape") in text for name in names)


def values(file: str, content: bytes) -> list[Known]:
    """Every leaf of the first document, lists of scalars included, but none that refers to another: `${model.lr}`.

    Nothing where it is no YAML that people write.
    """
    if len(content) > LARGEST:
        return []
    try:
        root = documents.nodes_of_yaml(content.decode("utf-8-sig"))
    except ValueError:
        return []
    return list(_leaves(root, file)) if root else []


def _leaves(root: Any, file: str) -> Iterator[Known]:
    import yaml

    # An alias is the very node it names: walked once, or a short file could stand for billions of values.
    seen: set[int] = set()
    rest: list[tuple[Key, Any]] = [((), root)]
    while rest and len(seen) < _MOST:
        key, node = rest.pop()
        if id(node) in seen:
            continue
        seen.add(id(node))
        if isinstance(node, yaml.MappingNode):
            inner = ((str(name.value), value) for name, value in node.value if isinstance(name, yaml.ScalarNode))
            rest += reversed([((*key, name), value) for name, value in inner])
        elif key and (value := _value(node)) is not _UNKNOWN and not (value.__class__ is str and "${" in str(value)):
            yield Known(file, node.start_mark.line + 1, key, _text(node), value)


_UNKNOWN = object()


def _value(node: Any) -> object:
    """A scalar, or a list of them, as PyYAML makes it; `_UNKNOWN` for what has a tag of its own or is deeper."""
    import yaml

    if isinstance(node, yaml.SequenceNode):
        items = [_value(item) if isinstance(item, yaml.ScalarNode) else _UNKNOWN for item in node.value]
        return _UNKNOWN if _UNKNOWN in items else items
    if not isinstance(node, yaml.ScalarNode):
        return _UNKNOWN
    try:
        return yaml.constructor.SafeConstructor().construct_object(node)
    except Exception:  # noqa: BLE001 (`!!bool x` is a KeyError, `!!timestamp x` an AttributeError)
        return _UNKNOWN


def _text(node: Any) -> str:
    import yaml

    if isinstance(node, yaml.ScalarNode):
        return str(node.value)
    return "[" + ", ".join(str(item.value) for item in node.value) + "]"


def same(left: object, right: object) -> bool:
    """Equal in value and in type, a tuple being the list that YAML makes of it."""
    if isinstance(left, (list, tuple)) and isinstance(right, (list, tuple)):
        return len(left) == len(right) and all(map(same, left, right))
    return type(left) is type(right) and left == right
