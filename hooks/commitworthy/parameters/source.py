"""Python files as text: what encoding they are in, and the tree of the text."""

from __future__ import annotations

import _ast

from ..values import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any

_BOM = b"\xef\xbb\xbf"


class Unreadable(NamedTuple):
    """Why a text is no Python of ours; `line` counts from 1."""

    reason: str
    line: int = 1


def decoded(content: bytes) -> str | Unreadable:
    """The text of a file as PEP 263 has it, without its byte order mark."""
    marked = content.startswith(_BOM)
    if marked:
        content = content[3:]
    encoding = "utf-8" if marked or content.isascii() else _declared(content) or "utf-8"
    try:
        return content.decode(encoding)
    except UnicodeDecodeError as error:
        return Unreadable(
            f"not {encoding}: byte 0x{content[error.start]:02X}", content.count(b"\n", 0, error.start) + 1
        )
    except (LookupError, UnicodeError, ValueError):
        return Unreadable(f"unknown encoding {encoding!r}")


def _declared(content: bytes) -> str:
    """The encoding named in a comment of the first two lines, which any of the three line ends ends."""
    for line in content.replace(b"\r\n", b"\n").replace(b"\r", b"\n").split(b"\n", 2)[:2]:
        text = line.strip()
        if not text.startswith(b"#"):
            if text:
                break
            continue
        _, found, rest = text.partition(b"coding")
        if found and rest[:1] in (b":", b"="):
            words = rest[1:].split()
            name = words[0].decode("latin-1") if words else ""
            return "".join(char for char in name if char.isalnum() or char in "-_.")
    return ""


def parsed(text: str) -> Any | Unreadable:
    """The tree of a text, or why there is none; never raises, whatever the text."""
    try:
        return compile(text, "<source>", "exec", _ast.PyCF_ONLY_AST, dont_inherit=True)
    except SyntaxError as error:
        return Unreadable(_worded(error), error.lineno or 1)
    except (ValueError, OverflowError):
        return Unreadable("holds bytes that no program has")
    except (RecursionError, MemoryError):
        return Unreadable("nested too deeply to be read")


def _worded(error: SyntaxError) -> str:
    message = error.msg or "syntax error"
    if ("print" in message and "parenthes" in message) or ("exec" in message and "parenthes" in message):
        return "Python 2"
    return message


def lines(text: str) -> list[str]:
    """The lines as the parser counts them."""
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    return text.split("\n")


def columns(line: str) -> Sequence[int]:
    """The column, in characters from 1, of each byte offset in the UTF-8 of a line, its end included."""
    if line.isascii():
        return range(1, len(line) + 2)
    made: list[int] = []
    for column, char in enumerate(line, 1):
        made += [column] * len(char.encode("utf-8", "surrogatepass"))
    return [*made, len(line) + 1]
