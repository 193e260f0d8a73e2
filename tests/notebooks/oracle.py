"""A slow, plain reading of what `strip` may do with its default options, to hold the fast one against.

It shares no code with it: a tokenizer made of one regular expression, a recursive parser that keeps every lexeme and
every blank, and a comparison of the two trees side by side.
"""

from __future__ import annotations

import json
import re
from typing import NamedTuple

TOKEN = re.compile(rb'"(?:[^"\\\x00-\x1f]|\\.)*"|[\[\]{}:,]|[^\s\[\]{}:,"]+', re.DOTALL)
COUNTS = ("execution_count", "prompt_number")
ROOT = {"signature", "widgets", "orig_nbformat", "orig_nbformat_minor", "_uuid", "language_info.version"}
CELL = set(
    """
    collapsed ExecuteTime execution heading_collapsed hidden scrolled trusted
    executionInfo outputId colab.base_uri colab.height colab.referenced_widgets colab.resources
    execution_start execution_millis source_hash deepnote_to_be_reexecuted _uuid _execution_state
    """.split()
)


class Node(NamedTuple):
    """A value; `lead` of an item is everything between it and the one before, `tail` what follows the last."""

    raw: bytes
    items: list[Item]
    tail: bytes


class Item(NamedTuple):
    key: str
    raw_key: bytes
    lead: bytes
    middle: bytes
    value: Node


def parse(content: bytes) -> Node:
    tokens = list(TOKEN.finditer(content))
    node, after = _value(content, tokens, 0)
    assert after == len(tokens)
    return node


def _value(content: bytes, tokens: list[re.Match[bytes]], at: int) -> tuple[Node, int]:
    opening = tokens[at]
    if opening[0] not in (b"{", b"["):
        return Node(opening[0], [], b""), at + 1
    items: list[Item] = []
    end, at = opening.end(), at + 1
    while tokens[at][0] not in (b"}", b"]"):
        at += tokens[at][0] == b","
        item, at = _item(content, tokens, at, end, opening[0] == b"{")
        items.append(item)
        end = tokens[at - 1].end()
    return Node(content[opening.start() : tokens[at].end()], items, content[end : tokens[at].start()]), at + 1


def _item(content: bytes, tokens: list[re.Match[bytes]], at: int, end: int, keyed: bool) -> tuple[Item, int]:
    lead = content[end : tokens[at].start()]
    if not keyed:
        value, at = _value(content, tokens, at)
        return Item("[]", b"", lead, b"", value), at
    raw = tokens[at][0]
    middle = content[tokens[at].end() : tokens[at + 2].start()]
    value, at = _value(content, tokens, at + 2)
    return Item(str(json.loads(raw.decode())), raw, lead, middle, value), at


def outputs_left(content: bytes) -> bool:
    """Whether a cell of it has outputs or counts."""
    root = parse(content)
    holders = [root] + [sheet.value for item in root.items if item.key == "worksheets" for sheet in item.value.items]
    members = [
        member
        for holder in holders
        for item in holder.items
        if item.key == "cells"
        for cell in item.value.items
        for member in cell.value.items
    ]
    return any(
        (member.key == "outputs" and member.value.items) or (member.key in COUNTS and member.value.raw != b"null")
        for member in members
    )


def same_but_for_the_policy(before: bytes, after: bytes) -> None:
    """AssertionError unless `after` is `before` without outputs, counts and the volatile metadata, byte for byte."""
    mark = b"\xef\xbb\xbf"
    assert before.startswith(mark) == after.startswith(mark)
    before, after = before.removeprefix(mark), after.removeprefix(mark)
    first, last = TOKEN.search(before), TOKEN.search(after)
    assert first
    assert last
    old, new = parse(before), parse(after)
    assert before[: first.start()] == after[: last.start()]
    assert before[first.start() + len(old.raw) :] == after[last.start() + len(new.raw) :]
    _compare(old, new, ())


def _compare(old: Node, new: Node, path: tuple[str, ...]) -> None:
    assert old.raw[:1] == new.raw[:1], path
    stays = [(item, lead) for item, lead in _leads(old.items, path) if not _goes((*path, item.key))]
    assert [item.raw_key for item, _ in stays] == [item.raw_key for item in new.items], path
    for (was, lead), now in zip(stays, new.items, strict=True):
        assert (now.lead, now.middle) == (lead, was.middle), (path, was.raw_key)
        _compare_value(was.value, now.value, (*path, was.key))
    assert new.tail == (old.tail if stays or not old.items else b""), path
    if not old.items:
        assert old.raw == new.raw, path


def _leads(items: list[Item], path: tuple[str, ...]) -> list[tuple[Item, bytes]]:
    """Each item with what is to stand before it: what stood before the first of those that go just before it."""
    found, pending = [], None
    for item in items:
        lead = item.lead if pending is None else pending
        found.append((item, lead))
        pending = lead if _goes((*path, item.key)) else None
    return found


def _compare_value(was: Node, now: Node, path: tuple[str, ...]) -> None:
    if _is_cell(path[:-1]) and path[-1] == "outputs":
        is_empty = was.raw in (b"null", b'""') or (was.raw[:1] in (b"[", b"{") and not was.items)
        assert now.raw == (was.raw if is_empty else b"[]"), path
    elif _is_cell(path[:-1]) and path[-1] in COUNTS:
        assert now.raw == b"null", path
    elif path[0] in ("cells", "worksheets", "metadata"):
        _compare(was, now, path)
    else:
        assert was.raw == now.raw, path


def _is_cell(path: tuple[str, ...]) -> bool:
    return path in (("cells", "[]"), ("worksheets", "[]", "cells", "[]"))


def _goes(path: tuple[str, ...]) -> bool:
    if path[0] == "metadata":
        return ".".join(path[1:]) in ROOT
    return any(
        _is_cell(path[:depth]) and path[depth] == "metadata" and ".".join(path[depth + 1 :]) in CELL
        for depth in (2, 4)
        if len(path) > depth + 1
    )
