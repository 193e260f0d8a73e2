"""Unified diffs of a notebook and its stripped self."""

from __future__ import annotations

from ..values import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

_NO_END = b"\\ No newline at end of file\n"


def unified(name: str, before: bytes, after: bytes) -> Iterator[bytes]:
    """The lines of `git diff` but for its first two, so that `git apply` takes them."""
    from difflib import diff_bytes, unified_diff

    encoded = name.encode("utf-8", "surrogateescape")
    old, new = _lines(before), _lines(after)
    for line in diff_bytes(unified_diff, old, new, b"a/" + encoded, b"b/" + encoded, lineterm=b"\n"):
        yield line if line.endswith(b"\n") else line + b"\n" + _NO_END


def _lines(content: bytes) -> list[bytes]:
    """Lines as git counts them: a carriage return is part of its line."""
    parts = content.split(b"\n")
    last = [parts[-1]] if parts[-1] else []
    return [part + b"\n" for part in parts[:-1]] + last
