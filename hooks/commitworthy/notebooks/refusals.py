"""Why a file is not a notebook, in plain words and with its line.  Imported only when one is refused."""

from __future__ import annotations

from .json_scan import BLANK, Broken, NotANotebook, constant, text_start

_WORDS = {
    "Invalid control character at": "a raw control character inside a string",
    "Extra data": "text after the end of the notebook",
}


def refusal(content: bytes, broken: Broken | None) -> NotANotebook:
    """What `strip` raises for `content`; `broken` is what its structure was refused for, if it got so far."""
    conflict = _conflict(content)
    if conflict is not None:
        return NotANotebook("merge conflict", line_at(content, conflict))
    structure = (broken.reason, broken.offset) if broken else ("not valid JSON", 0)
    reason, offset = _syntax(content) or structure
    return NotANotebook(reason, line_at(content, offset))


def line_at(content: bytes, offset: int) -> int:
    """Number, from 1, of the line that `offset` is on; of a file without line feeds, carriage returns part lines."""
    end = b"\n" if b"\n" in content else b"\r"
    return content.count(end, 0, offset) + 1


def lines_at(content: bytes, offsets: list[int]) -> list[int]:
    """`line_at` of each of the ascending `offsets`, in one pass."""
    end = b"\n" if b"\n" in content else b"\r"
    lines, line, seen = [], 1, 0
    for offset in offsets:
        line += content.count(end, seen, offset)
        seen = offset
        lines.append(line)
    return lines


def _conflict(content: bytes) -> int | None:
    """Where a conflict begins: no line of JSON begins with `<`, since strings hold no raw line end."""
    if content.startswith(b"<<<<<<< "):
        return 0
    found = max(content.find(b"\n<<<<<<< "), content.find(b"\r<<<<<<< "))
    return None if found < 0 else found + 1


def _syntax(content: bytes) -> tuple[str, int] | None:
    """The first violation against JSON and its offset."""
    from json import JSONDecodeError, JSONDecoder

    start = text_start(content)
    text = str(memoryview(content)[start:], "latin-1")
    if not text.strip(BLANK):
        return "the file is empty", 0
    try:
        JSONDecoder(parse_int=float, parse_constant=constant).decode(text)
    except JSONDecodeError as error:
        return _in_words(text, error), start + error.pos
    except RecursionError:
        return "nested too deeply", start
    return None


def _in_words(text: str, error: ValueError) -> str:
    offset: int = vars(error)["pos"]
    if not text[offset:].strip(BLANK) or vars(error)["msg"].startswith("Unterminated string"):
        return "the file ends in the middle of the notebook"
    if text.lstrip(BLANK).startswith("<"):
        return "a web page or XML, not JSON"
    if text.startswith("version https://git-lfs"):
        return "a Git LFS pointer, not JSON"
    message: str = vars(error)["msg"]
    return _WORDS.get(message, f"not valid JSON: {message[0].lower()}{message[1:]}")
