"""JSON values in a text, read by the C scanner of the standard library without importing `json`.

`json` takes `re` along, half an interpreter start; the scanner below it needs neither.  Texts are bytes decoded as
latin-1: one character a byte, so that offsets are those of the file, and nothing of it can fail to decode.  The keys
that matter are ASCII.
"""

from __future__ import annotations

from ..base.namedtuple import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable

BLANK = " \n\r\t"
BOM = b"\xef\xbb\xbf"


class NotANotebook(Exception):  # noqa: N818 (it is not an error of the code)
    """The content is refused: `reason` in plain words, `line` of the file counted from 1."""

    def __init__(self, reason: str, line: int) -> None:
        super().__init__(f"{reason} at line {line}")
        self.reason = reason
        self.line = line


class Broken(Exception):  # noqa: N818 (caught by `spans`, which tells what is wrong)
    """Valid JSON up to `offset`, but not what a notebook has there."""

    def __init__(self, reason: str, offset: int) -> None:
        super().__init__(reason)
        self.reason = reason
        self.offset = offset


# What the scanner raises for bad JSON.  Up to Python 3.11 it is a SystemError as long as nobody has imported
# `json.decoder`, where JSONDecodeError lives; RecursionError comes at about 1,000 levels.
REFUSED = (ValueError, StopIteration, IndexError, SystemError, RecursionError)


class Scanner(NamedTuple):
    """`value(text, at)` is the value that begins at `at` and where it ends; `string(text, at, True)` is behind a quote.

    Numbers come as float: an int of 5,000 digits is a ValueError.  `constants` collects each NaN and Infinity.
    """

    value: Callable[[str, int], tuple[object, int]]
    string: Callable[[str, int, bool], tuple[str, int]]
    constants: list[str]


def constant(name: str) -> str:
    """NaN and Infinity as something that is not null."""
    return name


def scanner(pairs: bool = False) -> Scanner:
    """With `pairs`, an object comes as the tuple of its members, so that a key that is there twice is seen twice."""
    constants: list[str] = []

    def seen(name: str) -> str:
        constants.append(name)
        return name

    class Context:
        strict = True
        object_hook = None
        object_pairs_hook = tuple if pairs else None
        array_hook = None
        parse_float = float
        parse_int = float
        parse_constant = staticmethod(seen)
        memo: dict[str, str] = {}  # noqa: RUF012 (the scanner wants the attribute, and uses its own)

    try:
        from _json import make_scanner, scanstring
    except ImportError:
        return _portable(pairs, seen, constants)
    return Scanner(make_scanner(Context), scanstring, constants)  # type: ignore[arg-type]


def _portable(pairs: bool, seen: Callable[[str], str], constants: list[str]) -> Scanner:
    """For interpreters without the C module."""
    from json import decoder

    hook = tuple if pairs else None
    made = decoder.JSONDecoder(parse_float=float, parse_int=float, parse_constant=seen, object_pairs_hook=hook)
    value: Callable[[str, int], tuple[object, int]] = vars(made)["scan_once"]
    string: Callable[[str, int, bool], tuple[str, int]] = vars(decoder)["scanstring"]
    return Scanner(value, string, constants)


def as_text(text: str) -> str:
    """What a string says that was decoded as latin-1, with its escapes read.

    Writers escape every character beyond ASCII or none; a string with both kinds stays as it is, and matches nothing.
    """
    if text.isascii():
        return text
    try:
        return text.encode("latin-1").decode()
    except UnicodeError:
        return text


def text_start(content: bytes) -> int:
    """Where the text begins: behind a byte order mark."""
    return len(BOM) if content.startswith(BOM) else 0
