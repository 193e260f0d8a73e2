"""Binary data written as a literal in text: base64 or hexadecimal, on one line or wrapped over many."""

from __future__ import annotations

import re

from ..values import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

_SHORTEST = 40  # characters of one piece; a hash in a lock file is longer, but stands alone
_GAP = 40  # characters of quotes, commas and indent between two pieces of one literal
_GLUE = b" \t\r\n\"'\\,+()[]nrb"
# The n of a written "\n" apart.
_PIECE = re.compile(rb"(?:(?<=\\)n|(?<![A-Za-z0-9+/_-]))([A-Za-z0-9+/_-]{%d,}={0,2})" % _SHORTEST)
# A hash of 512 bits has 128 characters, and the words of an address hardly more without a full stop.
LONGEST_HASH = 512
_LONG = re.compile(rb"(?<![A-Za-z0-9+/_-])[A-Za-z0-9+/_-]{%d,}" % (LONGEST_HASH + 1))
_HEX = b"0123456789abcdefABCDEF"


class Embedded(NamedTuple):
    """`line` counts from 1; `size` is the number of characters, as git stores them; `encoding` "base64" or "hex"."""

    line: int
    size: int
    encoding: str


def find(content: bytes, at_least: int) -> Embedded | None:
    """The first literal of `at_least` bytes or more; None for prose, code and lock files."""
    for start, pieces in _literals(content):
        size = sum(map(len, pieces))
        encoding = _encoding(pieces) if size >= max(at_least, _SHORTEST) else ""
        if encoding:
            return Embedded(content.count(b"\n", 0, start) + 1, size, encoding)
    return None


def long_pieces(content: bytes) -> Iterator[tuple[int, int]]:
    """Start and length of each run of such characters that is longer than a hash and encodes something."""
    for match in _LONG.finditer(content):
        if _encoding([match[0]]):
            yield match.start(), len(match[0])


def _literals(content: bytes) -> Iterator[tuple[int, list[bytes]]]:
    """Pieces with nothing but glue between them, and where each lot starts."""
    start, end, pieces = 0, 0, list[bytes]()
    for match in _PIECE.finditer(content):
        if not pieces or not _belongs(content[end : match.start(1)], pieces):
            if pieces:
                yield start, pieces
            start, pieces = match.start(1), []
        pieces.append(match[1])
        end = match.end()
    if pieces:
        yield start, pieces


def _belongs(gap: bytes, pieces: list[bytes]) -> bool:
    """Wrapped text breaks at one width; only the first and last lines are of another."""
    even = len(pieces) < 3 or len(pieces[-1]) == len(pieces[1])
    return even and len(gap) <= _GAP and not gap.strip(_GLUE) and (b"\n" in gap or b"\\n" in gap)


def _encoding(pieces: list[bytes]) -> str:
    """By the characters used: hashes apart, data uses all of them; a row of dashes, a word list or DNA does not."""
    sample = b"".join(pieces[:200])[:20000]
    used = set(sample)
    if not sample.translate(None, _HEX):
        return "hex" if len(used) >= 12 else ""
    mixed = sample.upper() != sample != sample.lower() and any(48 <= byte < 58 for byte in used)
    return "base64" if mixed and len(used) >= 30 else ""
