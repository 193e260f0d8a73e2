"""Literals and YAML: as text, as config files have them already, and added to such a file.

Values are written so that PyYAML reads back the very same.  It follows YAML 1.1: `1e-3` is text to it, `2020-01-01` a
date, `no` False, `12:30` 750 and `010` 8.  So floats get a point and a signed exponent, and text stays bare only where
no reader could take it for anything else.
"""

from __future__ import annotations

import re
from functools import lru_cache

from ..base import markup
from ..base.findings import CheckError
from ..base.namedtuple import TYPE_CHECKING, NamedTuple
from .keys import ABSENT, same, value_at, written

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence
    from typing import Any

    import yaml

    from .keys import ConfigEntry, Key
    from .matches import Literal

# Short enough for a line that is pasted; a longer list goes below its key.
_WIDTH = 100
_PLAIN = re.compile(r"(?:[A-Za-z][A-Za-z0-9+.-]*://)?(?:[A-Za-z_/][\w./@+-]*|\.\.?/[\w./@+-]*)", re.ASCII)
_WORDS = frozenset("y n yes no on off true false null".split())
_ESCAPES = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\t": "\\t", "\r": "\\r"}
# Numbers from here down are read more easily by their exponent.
_SMALL = 1e-3
# Python writes no longer integers in decimal.
_MOST_BITS = 10_000
_SHOWN = 60
SUFFIXES = (".yaml", ".yml")
_FOLDERS = re.compile(r"(?:^|/)(?:conf|config|configs|params|parameters|settings)/")
_NAMES = ("param", "conf", "settings", "train", "model")
# Nobody writes larger ones by hand; reading 100 kB takes about half a second.
LARGEST = 100_000
_MOST = 20_000
_UNKNOWN = object()


def key_lines(key: str, value: object) -> list[str] | None:
    """`key: value` as lines, a long list as one item a line; None where YAML has no such value."""
    text = flow(value)
    if text is None:
        return None
    line = f"{quoted(key)}: {text}"
    if len(line) <= _WIDTH or not isinstance(value, (list, tuple)) or not value:
        return [line]
    return [f"{quoted(key)}:", *(f"  - {flow(item)}" for item in value)]


def flow(value: object) -> str | None:
    """The value on one line; None for what is not written: inf, nan, bytes, complex, sets."""
    if value is None or isinstance(value, bool):
        return {None: "null", True: "true", False: "false"}[value]
    if isinstance(value, int):
        return str(value) if value.bit_length() <= _MOST_BITS else hex(value)
    if isinstance(value, float):
        return _float(value)
    if isinstance(value, str):
        return quoted(value)
    if isinstance(value, (list, tuple)):
        items = [flow(item) for item in value]
        return None if None in items else "[" + ", ".join(filter(None, items)) + "]"
    return None


def _float(value: float) -> str | None:
    if value - value != 0:  # inf or nan
        return None
    if 0 < abs(value) <= _SMALL:
        digits = next(digits for digits in range(17) if float(f"{value:.{digits}e}") == value)
        text = f"{value:.{digits}e}"
    else:
        text = repr(value)
    mantissa, letter, exponent = text.partition("e")
    return (mantissa if "." in mantissa else f"{mantissa}.0") + letter + exponent


def quoted(text: str) -> str:
    """Text as it is where that is safe, else in double quotes on one line."""
    if _PLAIN.fullmatch(text) and text.lower() not in _WORDS:
        return text
    return '"' + "".join(_ESCAPES.get(char) or (char if char.isprintable() else _code(char)) for char in text) + '"'


def _code(char: str) -> str:
    number = ord(char)
    return f"\\x{number:02x}" if number < 0x100 else f"\\u{number:04x}" if number < 0x10000 else f"\\U{number:08x}"


# YAML to paste


def yaml_lines(entries: Iterable[ConfigEntry], depth: int = 0) -> list[str]:
    """YAML; what has no value there stands as a comment."""
    once: dict[Key, ConfigEntry] = {}
    for entry in entries:
        once.setdefault(entry.key, entry)
    sections: dict[str, list[ConfigEntry]] = {}
    lines: list[str] = []
    for key, entry in once.items():
        if len(key) - depth > 1:
            sections.setdefault(key[depth], []).append(entry)
        else:
            lines += _entry_lines(key, entry.literal)
    for section, inner in sections.items():
        lines += [f"{quoted(section)}:", *(f"  {line}" for line in yaml_lines(inner, depth + 1))]
    return lines


def _entry_lines(key: Key, literal: Literal) -> list[str]:
    if is_writable(literal):
        return key_lines(key[-1], written(literal)) or []
    name = quoted(key[-1])
    if literal.secret:
        return [f"# {name}: {said_of(literal)}, not for git: {environment(key)}"]
    if literal.value is None:
        return [f"# {name}: built at run time; put its constant part here"]
    return [f"# {name}: {_cut(ascii(literal.value))} cannot be written in YAML; write it as text and convert it"]


def is_writable(literal: Literal) -> bool:
    """Whether a config file may hold the value, and can."""
    return not literal.secret and written(literal) is not None and flow(written(literal)) is not None


def environment(key: Key) -> str:
    """The expression that reads a secret where it belongs."""
    *sections, own = [re.sub(r"\W+", "_", part).upper() for part in key]
    if sections and own.startswith(sections[-1]):
        sections.pop()
    name = "_".join([*sections, own]) if sections or own not in ("DB", "DATABASE") else f"{own}_URL"
    return f'os.environ["{name}"]'


def said_of(literal: Literal) -> str:
    """What a secret is called: of one that is shown in part only that part is known to be none."""
    return "may be a secret" if literal.shown else "a secret"


def shown(literal: Literal) -> str:
    """`max_depth = 12`; a value that is secret or unknown stays out, or that part of it."""
    if literal.shown:
        return f"{literal.name} = {_cut(ascii(literal.shown))} (cut where it may contain credentials)"
    if literal.secret:
        return f"{literal.name} may contain credentials, not shown here"
    if literal.template.pattern:
        return f"{literal.name} = f{_cut(ascii(literal.template.pattern))}"
    return literal.name if literal.value is None else f"{literal.name} = {_cut(repr(literal.value))}"


def _cut(text: str) -> str:
    return text if len(text) <= _SHOWN else text[: _SHOWN - 3] + "..."


# One config file is that of many programs, each of which adds to it: a text is parsed once


@lru_cache(maxsize=2)
def tree_of(text: str) -> Any:
    """The data of a YAML text, not to be changed, for it is kept; Unreadable."""
    return markup.from_yaml(text)


@lru_cache(maxsize=2)
def _nodes(text: str) -> Any:
    return markup.nodes_of_yaml(text, ends=False)


# What the config files of a repository have already; hostile YAML is passed over, not obeyed


class ConfigValue(NamedTuple):
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


def values(file: str, content: bytes) -> list[ConfigValue]:
    """Every leaf of the first document, lists of scalars included, but none that refers to another: `${model.lr}`.

    Nothing where it is no YAML that people write.
    """
    if len(content) > LARGEST:
        return []
    try:
        root = _nodes(content.decode("utf-8-sig"))
    except ValueError:
        return []
    return list(_leaves(root, file)) if root else []


def _leaves(root: yaml.Node, file: str) -> Iterator[ConfigValue]:
    import yaml

    # An alias is the very node it names: walked once, or a short file could stand for billions of values.
    seen: set[int] = set()
    rest: list[tuple[Key, yaml.Node]] = [((), root)]
    while rest and len(seen) < _MOST:
        key, node = rest.pop()
        if id(node) in seen:
            continue
        seen.add(id(node))
        if isinstance(node, yaml.MappingNode):
            inner = ((str(name.value), value) for name, value in node.value if isinstance(name, yaml.ScalarNode))
            rest += reversed([((*key, name), value) for name, value in inner])
        elif key and (value := _value(node)) is not _UNKNOWN and not (value.__class__ is str and "${" in str(value)):
            yield ConfigValue(file, node.start_mark.line + 1, key, _text(node), value)


def _value(node: yaml.Node) -> object:
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


def _text(node: yaml.Node) -> str:
    import yaml

    if isinstance(node, yaml.ScalarNode):
        return str(node.value)
    return "[" + ", ".join(str(item.value) for item in node.value) + "]"


# Missing keys added to a config file as text, so that comments, order, anchors and line ends stay as they are


class Appended(NamedTuple):
    """The new content, the keys it brings, and the literals whose key has another value there."""

    content: bytes
    added: tuple[Key, ...]
    others: tuple[tuple[ConfigEntry, object], ...]


def append(file: str, content: bytes, entries: Iterable[ConfigEntry]) -> Appended:
    """`content` with the keys of `entries` that it lacks; what cannot be written in YAML is left out.

    The same input gives the same bytes, and the output as input itself.  CheckError where the file is no YAML mapping
    or its form leaves no room for text, with the reason; what is returned has been read back and compared.
    """
    text = _decoded(file, content)
    tree = _load(file, text)
    missing, others = _compare(tree, entries)
    if not missing:
        return Appended(content, (), tuple(others))
    end = "\r\n" if "\r\n" in text else "\n"
    longer = text
    sections: dict[Key, list[ConfigEntry]] = {}
    for entry in missing:
        sections.setdefault(_section(tree, entry.key), []).append(entry)
    try:
        for section, inner in sections.items():
            longer = _with(file, longer, section, inner, end)
        is_added = _is_added(tree, markup.from_yaml(longer), missing)
    except markup.UnreadableDocument:
        is_added = False
    if not is_added:
        key = ".".join(missing[0].key)
        raise CheckError(f"{file}: {key} cannot be added there as text; nothing was changed: add it by hand")
    return Appended(longer.encode(), tuple(entry.key for entry in missing), tuple(others))


def _decoded(file: str, content: bytes) -> str:
    try:
        return content.decode()
    except UnicodeDecodeError:
        raise CheckError(f"{file}: not UTF-8; save the file as UTF-8") from None


def _load(file: str, text: str) -> dict[Any, Any]:
    try:
        tree = tree_of(text)
    except markup.UnreadableDocument as error:
        where = f"{file}:{error.line}" if error.line else file
        raise CheckError(f"{where}: {error}; fix it or name another file") from None
    if tree is None:
        return {}
    if not isinstance(tree, dict):
        raise CheckError(f"{file}: has no mapping of keys to values; name another file")
    return tree


def _compare(
    tree: dict[Any, Any], entries: Iterable[ConfigEntry]
) -> tuple[list[ConfigEntry], list[tuple[ConfigEntry, object]]]:
    missing: dict[Key, ConfigEntry] = {}
    others = []
    for entry in entries:
        if not is_writable(entry.literal):
            continue
        known = value_at(tree, entry.key)
        if known is ABSENT:
            missing.setdefault(entry.key, entry)
        elif not same(known, written(entry.literal)):
            others.append((entry, known))
    return list(missing.values()), others


def _section(tree: dict[Any, Any], key: Key) -> Key:
    """The innermost section that is there for a key; what is no section there has no room, which is said later."""
    length = 0
    while length < len(key) - 1 and value_at(tree, key[: length + 1]) is not ABSENT:
        length += 1
    return key[:length]


def _with(file: str, text: str, section: Key, entries: Sequence[ConfigEntry], end: str) -> str:
    """`text` with the lines of one section: behind those it has, or at the end of the file."""
    import yaml

    lines = yaml_lines([entry._replace(key=entry.key[len(section) :]) for entry in entries])
    rows = text.splitlines(keepends=True)
    root = _nodes(text)
    # What has no keys yet is None or, behind `---`, a null.
    top = root if isinstance(root, yaml.MappingNode) else None
    at = _end_of(file, top, section) if top and section else None
    if at is None:
        if top and top.flow_style:
            raise CheckError(f"{file}: is written inline, so nothing was added; write one key a line")
        before, indent = _end_of_document(rows), " " * (top.start_mark.column if top else 0)
    else:
        before, indent = at
    head = "".join(rows[:before])
    gap = end if head and not head.endswith("\n") else ""
    return head + gap + "".join(f"{indent}{line}{end}" for line in lines) + "".join(rows[before:])


def _end_of_document(rows: Sequence[str]) -> int:
    """How many lines come before the mark `...`, or all; the mark ends a document also within a text."""
    return next(
        (number for number, row in enumerate(rows) if row.startswith("...") and not row[3:4].strip()), len(rows)
    )


def _end_of(file: str, root: yaml.MappingNode, section: Key) -> tuple[int, str] | None:
    """How many lines come before the end of a section, and the indent of its keys; None where it is not there."""
    import yaml

    # Of a key that is there twice the last one counts.
    for name, value in reversed(root.value):
        if name.value != section[0]:
            continue
        # A null that is written out has no room below it.
        if isinstance(value, yaml.ScalarNode) and value.tag.endswith(":null") and not value.value:
            return name.start_mark.line + 1, " " * (name.start_mark.column + 2)
        inline = not isinstance(value, yaml.MappingNode) or value.flow_style or not value.value
        # An alias stands for what is written elsewhere.
        if inline or root.flow_style or value.start_mark.index < name.start_mark.index:
            line, part = name.start_mark.line + 1, section[0]
            raise CheckError(f"{file}:{line}: {part} is written inline, so nothing was added; write one key a line")
        if len(section) > 1:
            return _end_of(file, value, section[1:])
        column = value.value[0][0].start_mark.column
        return _last_line(value) + 1, " " * column
    return None


def _last_line(node: yaml.Node) -> int:
    """The last line, from 0, that a node is written on; blank lines and comments behind it are not its own."""
    import yaml

    if isinstance(node, yaml.CollectionNode) and node.value and not node.flow_style:
        last = node.value[-1]
        return max(map(_last_line, last)) if isinstance(last, tuple) else _last_line(last)
    mark = node.end_mark
    line: int = mark.line - 1 if mark.column == 0 and mark.line > node.start_mark.line else mark.line
    return line


def _is_added(before: dict[Any, Any], after: Any, added: Sequence[ConfigEntry]) -> bool:
    """Whether the new keys are there and nothing else differs; a merge key or an anchor could make it otherwise."""
    if not all(same(value_at(after, entry.key), written(entry.literal)) for entry in added):
        return False
    for entry in added:
        _remove(after, entry.key, before)
    return repr(after) == repr(before)


def _remove(tree: Any, key: Key, before: Any) -> None:
    """Take a new key out, and the sections that came with it."""
    parents = [tree]
    for part in key[:-1]:
        parents.append(parents[-1][part])
    del parents[-1][key[-1]]
    for depth in range(len(key) - 1, 0, -1):
        if not parents[depth] and value_at(before, key[:depth]) in (ABSENT, None):
            known = value_at(before, key[:depth])
            if known is None:
                parents[depth - 1][key[depth - 1]] = None
            else:
                del parents[depth - 1][key[depth - 1]]
