"""Text in UTF-16, UTF-32 or ISO 2022, which has control bytes and is text all the same."""

from __future__ import annotations

from .sniff import has_controls
from .suffixes import SOURCES

_MARKS = (
    (b"\xff\xfe\0\0", "utf-32-le"),
    (b"\0\0\xfe\xff", "utf-32-be"),
    (b"\xff\xfe", "utf-16-le"),
    (b"\xfe\xff", "utf-16-be"),
)


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


_STRAYS = bytes((*range(8), 11, *range(14, 26), *range(28, 32)))


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
