"""Unified diffs of a notebook and its stripped self."""

from __future__ import annotations

from ..values import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

_NO_END = b"\\ No newline at end of file\n"


def unified(path: bytes, before: bytes, after: bytes) -> Iterator[bytes]:
    """The lines of `git diff` but for its first two, so that `git apply` takes them."""
    from difflib import diff_bytes, unified_diff

    names = _header(b"a/" + path), _header(b"b/" + path)
    for line in diff_bytes(unified_diff, _lines(before), _lines(after), *names, lineterm=b"\n"):
        yield line if line.endswith(b"\n") else line + b"\n" + _NO_END


def _header(path: bytes) -> bytes:
    """A path as git writes it: quoted as in C, or with a tab behind it where there is a blank within."""
    if all(32 <= byte < 127 and byte not in b'"\\' for byte in path):
        return path + b"\t" * (b" " in path)
    return b'"%s"' % b"".join(_quoted(byte) for byte in path)


def _quoted(byte: int) -> bytes:
    return bytes((byte,)) if 32 <= byte < 127 and byte not in b'"\\' else b"\\%03o" % byte


def _lines(content: bytes) -> list[bytes]:
    """Lines as git counts them: a carriage return is part of its line."""
    parts = content.split(b"\n")
    last = [parts[-1]] if parts[-1] else []
    return [part + b"\n" for part in parts[:-1]] + last
