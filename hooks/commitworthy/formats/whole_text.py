"""Text that is more than its clean head: other encodings, literals of data in it, and whether it is text to its end.

Text in UTF-16, UTF-32 or ISO 2022, and text with a few strays, has control bytes and is text all the same.  `find`
seeks binary data written as a literal: base64 or hexadecimal, on one line or wrapped over many.  `look` goes through a
whole blob, which is asked only of what no limit of size would stop otherwise.
"""

from __future__ import annotations

import re

from ..base.namedtuple import TYPE_CHECKING, NamedTuple
from .detect import HEAD_SIZE, SOURCES, has_controls, is_opaque, suffix_of

if TYPE_CHECKING:
    from codecs import IncrementalDecoder
    from collections.abc import Iterable, Iterator

# ---- encodings and strays

_MARKS = (
    (b"\xff\xfe\0\0", "utf-32-le"),
    (b"\0\0\xfe\xff", "utf-32-be"),
    (b"\xff\xfe", "utf-16-le"),
    (b"\xfe\xff", "utf-16-be"),
)
_STRAYS = bytes((*range(8), 11, *range(14, 26), *range(28, 32)))


def is_wide_text(head: bytes) -> bool:
    """By its byte order mark, or by decoding: 98% printable and 60% of the Latin, Greek or phonetic blocks."""
    for mark, encoding in _MARKS:
        if head.startswith(mark):
            return _is_text(_decode(head[len(mark) :], encoding), western=False)
    if head.startswith(b"\x1b$)C"):  # ISO-2022-KR shifts between its sets by SO and SI
        return not has_controls(head.translate(None, b"\x0e\x0f"))
    if 0 not in head or len(head) < 4:
        return False
    return any(_is_text(_decode(head, encoding), western=True) for encoding in _likely(head))


def encoding_of(head: bytes) -> str:
    """The encoding of text that is one of UTF-16 and UTF-32, as the head of it shows; "" for all else."""
    if not is_wide_text(head) or head.startswith(b"\x1b"):
        return ""
    marked = (encoding for mark, encoding in _MARKS if head.startswith(mark))
    return next(marked, "") or next(iter(_likely(head)), "")


def is_printable(text: str) -> bool:
    """98% of it; also what is empty, as where a block ends within a character."""
    return not text or _is_text(text, western=False)


def is_text_with_strays(head: bytes, suffix: str) -> bool:
    """Text in which a few control bytes stand all the same: macros, terminal escapes, separators.

    No NUL, and one control byte in a hundred at most, in three hundred where the rest is not UTF-8; under a suffix of
    source code one in sixteen.  Bytes at random have one in twelve.
    """
    if 0 in head:
        return False
    strays = len(head) - len(head.translate(None, _STRAYS))
    return strays * (16 if suffix in SOURCES else 100 if is_utf8(head) else 300) <= len(head)


def is_utf8(data: bytes) -> bool:
    """Up to a character that the end cuts."""
    try:
        data.decode()
    except UnicodeDecodeError as error:
        return error.start >= len(data) - 3 and error.reason == "unexpected end of data"
    return True


def _likely(head: bytes) -> tuple[str, ...]:
    """Encodings whose zero bytes would stand where this head's do; most binaries have none."""
    zeros = [head[offset::4].count(0) * 10 > 6 * len(head[offset::4]) for offset in range(4)]
    if zeros in ([False, True, True, True], [True, True, True, False]):
        return ("utf-32-le",) if not zeros[0] else ("utf-32-be",)
    if zeros in ([False, True] * 2, [True, False] * 2):
        return ("utf-16-le",) if not zeros[0] else ("utf-16-be",)
    return ()


def _decode(head: bytes, encoding: str) -> str:
    """The text, or "" if it is none; a character cut by the end of the head is no fault."""
    width = 4 if "32" in encoding else 2
    try:
        return head[: len(head) // width * width].decode(encoding)
    except UnicodeDecodeError as error:
        return head[: error.start].decode(encoding) if error.start >= len(head) - 4 else ""


def _is_text(text: str, western: bool) -> bool:
    if not text:
        return False
    printable = sum(character.isprintable() or character in "\t\n\r\f\ufeff" for character in text)
    latin = sum(character < "\u0250" for character in text)
    plain = sum(character < "\x80" for character in text)
    spoken = latin * 10 >= 6 * len(text) and plain * 10 >= 3 * len(text)
    return printable * 100 >= 98 * len(text) and (not western or spoken)


# ---- literals of data

_SHORTEST = 40  # characters of one piece; a hash in a lock file is longer, but stands alone
_GAP = 40  # characters of quotes, commas and indent between two pieces of one literal
_GLUE = b" \t\r\n\"'\\,+()[]nrb"
# The n of a written "\n" apart.
_PIECE = re.compile(rb"(?:(?<=\\)n|(?<![A-Za-z0-9+/_-]))([A-Za-z0-9+/_-]{%d,}={0,2})" % _SHORTEST)
# A hash of 512 bits has 128 characters, and the words of an address hardly more without a full stop.
LONGEST_HASH = 512
_RUN = re.compile(rb"[A-Za-z0-9+/_-]{%d}" % _SHORTEST)
_LONG = re.compile(rb"(?<![A-Za-z0-9+/_-])[A-Za-z0-9+/_-]{%d,}" % (LONGEST_HASH + 1))
_HEX = b"0123456789abcdefABCDEF"
_CHARACTERS = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/_-"
# So much of a literal holds a piece, wherever it begins: the rest of one, a gap, and the shortest that there is.
_WINDOW = 256


class Embedded(NamedTuple):
    """`line` counts from 1; `size` is the number of characters, as git stores them; `encoding` "base64" or "hex"."""

    line: int
    size: int
    encoding: str


def find(content: bytes, at_least: int) -> Embedded | None:
    """The first literal of `at_least` bytes or more; None for prose, code and lock files."""
    if not _may_hold(content, at_least):
        return None
    for start, pieces in _literals(content):
        size = sum(map(len, pieces))
        encoding = _encoding(pieces) if size >= max(at_least, _SHORTEST) else ""
        if encoding:
            return Embedded(content.count(b"\n", 0, start) + 1, size, encoding)
    return None


def _may_hold(content: bytes, at_least: int) -> bool:
    """Whether a literal that large can be there: it would fill one of these windows, with pieces and with glue.

    Most texts have none, and then the search, which takes a second for some 30 MB, is not needed.
    """
    if at_least < 4 * _WINDOW:
        return True
    for start in range(0, len(content) - _WINDOW + 1, at_least - _WINDOW):
        window = content[start : start + _WINDOW]
        if not window.translate(None, _CHARACTERS + _GLUE + b"=") and _RUN.search(window):
            return True
    return False


def long_pieces(content: bytes) -> Iterator[tuple[int, int]]:
    """Start and length of each run of such characters that is longer than a hash and encodes something."""
    half = LONGEST_HASH // 2
    # A run that long fills one of the halves; most texts have none, and this is a tenth of the search.
    if all(content[at : at + half].translate(None, _CHARACTERS) for at in range(0, len(content), half)):
        return
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


# ---- to the end: one pass over a blob of any size, of which a megabyte or two is held

_STEP = 1 << 20
_CONTINUING = bytes(range(0x80, 0xC0))  # the second and later bytes of a character in UTF-8


class WholeText(NamedTuple):
    """What speaks against a text: `evidence` that it is none, "" where it is; a literal of data in it."""

    evidence: str
    literal: Embedded | None = None


def look(path: bytes, pieces: Iterable[bytes], at_least: int | None, *, to_end: bool, summed: bool) -> WholeText:
    """Judge text `to_end` as its head is judged, and seek the first literal of `at_least` bytes or more (None: do not).

    Where literals are `summed`, many of them that are each longer than a hash count together.
    """
    judge = _Judge(path) if to_end else None
    search = None if at_least is None else _Search(at_least, summed=summed)
    literal = None
    for block in blocks(pieces, search.step if search else _STEP):
        evidence = judge.evidence(block) if judge else ""
        if evidence:
            return WholeText(evidence)
        if search and not literal:
            literal = search.literal(block)
            if literal and not judge:
                break
    return WholeText("", literal)


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
                encoding = encoding_of(part)
                self._decoder = _decoder(encoding) if encoding else None
            if not self._is_text(part):
                return f"content: no text in the 8 KiB from byte {self._place:,} on"
            self._place += len(part)
        return ""

    def _is_text(self, part: bytes) -> bool:
        if self._decoder:
            try:
                return is_printable(self._decoder.decode(part))
            except UnicodeDecodeError:
                return False
        if has_controls(part):
            return is_text_with_strays(part, self._suffix)
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
        literal = find(window, self._at_least)
        if literal:
            return literal._replace(line=literal.line + self._line - 1)
        for start, size in long_pieces(block) if self._summed else ():
            self._first = self._first or self._line + window.count(b"\n", 0, len(self._before) + start)
            self._long += size
        if self._long >= self._at_least:
            return Embedded(self._first, self._long, "base64")
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
