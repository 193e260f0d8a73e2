"""Whether what begins as text is text to its end: asked only of what no limit of size would stop otherwise.

One pass over a blob of any size, of which a megabyte or two is held.
"""

from __future__ import annotations

from ..values import TYPE_CHECKING, NamedTuple
from . import embedded, wide
from .sniff import HEAD_SIZE, has_controls, is_opaque
from .suffixes import suffix_of

if TYPE_CHECKING:
    from codecs import IncrementalDecoder
    from collections.abc import Iterable, Iterator

    from .embedded import Embedded

_STEP = 1 << 20
_CONTINUING = bytes(range(0x80, 0xC0))  # the second and later bytes of a character in UTF-8


class Whole(NamedTuple):
    """What speaks against a text: `evidence` that it is none, "" where it is; a literal of data in it."""

    evidence: str
    literal: Embedded | None = None


def look(path: bytes, pieces: Iterable[bytes], at_least: int | None, *, to_end: bool, summed: bool) -> Whole:
    """Judge text `to_end` as its head is judged, and seek the first literal of `at_least` bytes or more (None: do not).

    Where literals are `summed`, many of them that are each longer than a hash count together.
    """
    judge = _Judge(path) if to_end else None
    search = None if at_least is None else _Search(at_least, summed=summed)
    literal = None
    for block in blocks(pieces, search.step if search else _STEP):
        evidence = judge.evidence(block) if judge else ""
        if evidence:
            return Whole(evidence)
        if search and not literal:
            literal = search.literal(block)
            if literal and not judge:
                break
    return Whole("", literal)


class _Judge:
    """Of text to its end, 8 KiB at a time."""

    def __init__(self, path: bytes) -> None:
        self._suffix = suffix_of(path)
        self._decoder: IncrementalDecoder | None = None
        self._place = 0

    def evidence(self, block: bytes) -> str:
        for start in range(0, len(block), HEAD_SIZE):
            part = block[start : start + HEAD_SIZE]
            if not self._place:
                encoding = wide.encoding_of(part)
                self._decoder = _decoder(encoding) if encoding else None
            if not self._is_text(part):
                return f"content: no text in the 8 KiB from byte {self._place:,} on"
            self._place += len(part)
        return ""

    def _is_text(self, part: bytes) -> bool:
        if self._decoder:
            try:
                return wide.is_printable(self._decoder.decode(part))
            except UnicodeDecodeError:
                return False
        if has_controls(part):
            return wide.is_text_with_strays(part, self._suffix)
        # A part may begin within a character.
        return 10 in part or len(part) < HEAD_SIZE or not is_opaque(part[:4].lstrip(_CONTINUING) + part[4:])


class _Search:
    """For literals, in windows that overlap by twice as much as is sought."""

    def __init__(self, at_least: int, *, summed: bool) -> None:
        self._at_least, self._summed = at_least, summed
        self.step = -(-max(_STEP, 4 * at_least) // HEAD_SIZE) * HEAD_SIZE
        self._before, self._line = b"", 1
        self._long = self._first = 0

    def literal(self, block: bytes) -> Embedded | None:
        window = self._before + block
        found = embedded.find(window, self._at_least)
        if found:
            return found._replace(line=found.line + self._line - 1)
        for start, size in embedded.long_pieces(block) if self._summed else ():
            self._first = self._first or self._line + window.count(b"\n", 0, len(self._before) + start)
            self._long += size
        if self._long >= self._at_least:
            return embedded.Embedded(self._first, self._long, "base64")
        self._before = window[-2 * self._at_least :]
        self._line += window.count(b"\n", 0, len(window) - len(self._before))
        return None


def _decoder(encoding: str) -> IncrementalDecoder:
    import codecs

    return codecs.getincrementaldecoder(encoding)()


def blocks(pieces: Iterable[bytes], size: int) -> Iterator[bytes]:
    """The bytes of all pieces, `size` at a time."""
    kept = b""
    for piece in pieces:
        kept += piece
        whole = len(kept) // size * size
        for start in range(0, whole, size):
            yield kept[start : start + size]
        kept = kept[whole:]
    if kept:
        yield kept
