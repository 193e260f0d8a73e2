"""Missing keys put into a config file as text, so that comments, order, anchors and line ends stay as they are."""

from __future__ import annotations

from .. import documents
from ..findings import CannotJudge
from ..values import TYPE_CHECKING, NamedTuple
from . import stanza
from .existing import same

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from typing import Any

    from .stanza import Key, Keyed

_ABSENT = object()


class Appended(NamedTuple):
    """The new content, the keys it brings, and the literals whose key has another value there."""

    content: bytes
    added: tuple[Key, ...]
    others: tuple[tuple[Keyed, object], ...]


def append(file: str, content: bytes, wanted: Iterable[Keyed]) -> Appended:
    """`content` with the keys of `wanted` that it lacks; what cannot be written in YAML is left out.

    The same input gives the same bytes, and the output as input itself.  CannotJudge where the file is no YAML mapping
    or its form leaves no room for text, with the reason; what is returned has been read back and compared.
    """
    text = _decoded(file, content)
    tree = _load(file, text)
    missing, others = _compare(tree, wanted)
    if not missing:
        return Appended(content, (), tuple(others))
    end = "\r\n" if "\r\n" in text else "\n"
    made = text
    for section in dict.fromkeys(one.key[0] if len(one.key) > 1 else "" for one in missing):
        these = [one for one in missing if (one.key[0] if len(one.key) > 1 else "") == section]
        made = _with(file, made, section, these, end)
    _check(file, tree, _load(file, made), missing)
    return Appended(made.encode(), tuple(one.key for one in missing), tuple(others))


def _decoded(file: str, content: bytes) -> str:
    try:
        return content.decode()
    except UnicodeDecodeError:
        raise CannotJudge(f"{file}: not UTF-8; save the file as UTF-8") from None


def _load(file: str, text: str) -> dict[Any, Any]:
    try:
        tree = documents.from_yaml(text)
    except documents.Unreadable as error:
        place = f"{file}:{error.line}" if error.line else file
        raise CannotJudge(f"{place}: {error}; mend it or name another file") from None
    if tree is None:
        return {}
    if not isinstance(tree, dict):
        raise CannotJudge(f"{file}: holds no mapping of keys to values; name another file")
    return tree


def _compare(tree: dict[Any, Any], wanted: Iterable[Keyed]) -> tuple[list[Keyed], list[tuple[Keyed, object]]]:
    missing: dict[Key, Keyed] = {}
    others = []
    for one in wanted:
        if not stanza.is_writable(one.literal):
            continue
        known = _get(tree, one.key)
        if known is _ABSENT:
            missing.setdefault(one.key, one)
        elif not same(known, one.literal.value):
            others.append((one, known))
    return list(missing.values()), others


def _get(tree: Any, key: Key) -> object:
    """The value at a key; what stands in the way of it counts as its value."""
    for part in key:
        if tree is None:
            return _ABSENT
        if not isinstance(tree, dict):
            return tree
        if part not in tree:
            return _ABSENT
        tree = tree[part]
    return tree


def _with(file: str, text: str, section: str, wanted: Sequence[Keyed], end: str) -> str:
    """`text` with the lines of one section: behind those it has, or at the end of the file."""
    lines = stanza.lines(wanted)
    at = _end_of(file, text, section) if section else None
    if at is None:
        gap = end if text and not text.endswith("\n") else ""
        return text + gap + "".join(line + end for line in lines)
    before, indent = at
    inner = "".join(f"{indent}{line.removeprefix('  ')}{end}" for line in lines[1:])
    rows = text.splitlines(keepends=True)
    head = "".join(rows[:before])
    return head + ("" if head.endswith("\n") else end) + inner + "".join(rows[before:])


def _end_of(file: str, text: str, section: str) -> tuple[int, str] | None:
    """How many lines come before the end of a section, and the indent of its keys; None where it is not there."""
    import yaml

    root = documents.nodes_of_yaml(text)
    if root is None:
        return None
    for name, value in root.value:
        if name.value != section:
            continue
        # A null that is written out has no room below it.
        if isinstance(value, yaml.ScalarNode) and value.tag.endswith(":null") and not value.value:
            return name.start_mark.line + 1, "  "
        inline = not isinstance(value, yaml.MappingNode) or value.flow_style or not value.value
        # An alias stands for what is written elsewhere.
        if inline or root.flow_style or value.start_mark.index < name.start_mark.index:
            raise CannotJudge(f"{file}:{name.start_mark.line + 1}: {section} is written inline, so nothing was added")
        column = value.value[0][0].start_mark.column
        return _last_line(value) + 1, " " * column
    if root.flow_style:
        raise CannotJudge(f"{file}: is written inline, so nothing was added; write one key a line")
    return None


def _last_line(node: Any) -> int:
    """The last line, from 0, that a node is written on; blank lines and comments behind it are not its own."""
    import yaml

    if isinstance(node, yaml.CollectionNode) and node.value and not node.flow_style:
        last = node.value[-1]
        return max(map(_last_line, last)) if isinstance(last, tuple) else _last_line(last)
    mark = node.end_mark
    line: int = mark.line - 1 if mark.column == 0 and mark.line > node.start_mark.line else mark.line
    return line


def _check(file: str, before: dict[Any, Any], after: dict[Any, Any], added: Sequence[Keyed]) -> None:
    """Nothing but the new keys may differ; a merge key or an anchor could make it otherwise."""
    good = all(same(_get(after, one.key), one.literal.value) for one in added)
    for one in added:
        _remove(after, one.key, before)
    if not good or repr(after) != repr(before):
        key = ".".join(added[0].key)
        raise CannotJudge(f"{file}: text with {key} would change other values too; nothing was changed: add it by hand")


def _remove(tree: Any, key: Key, before: Any) -> None:
    """Take a new key out, and the sections that came with it."""
    parents = [tree]
    for part in key[:-1]:
        parents.append(parents[-1][part])
    del parents[-1][key[-1]]
    for depth in range(len(key) - 1, 0, -1):
        if not parents[depth] and _get(before, key[:depth]) in (_ABSENT, None):
            known = _get(before, key[:depth])
            if known is None:
                parents[depth - 1][key[depth - 1]] = None
            else:
                del parents[depth - 1][key[depth - 1]]
