"""Sizes, numbers, names and reasons as people write them, and how a sentence begins and ends.

A kB is 1,024 bytes, as in check-added-large-files.
"""

from __future__ import annotations

from .namedtuple import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

UNITS = ("bytes", "kB", "MB", "GB", "TB")
_FACTORS = {
    "": 1, "b": 1, "byte": 1, "bytes": 1,
    "k": 1024, "kb": 1024, "kib": 1024,
    "m": 1024**2, "mb": 1024**2, "mib": 1024**2,
    "g": 1024**3, "gb": 1024**3, "gib": 1024**3,
    "t": 1024**4, "tb": 1024**4, "tib": 1024**4,
}  # fmt: skip


def parse(text: str) -> int:
    """Bytes in `text`, such as "500 kB", "1.5MB" or "4096"; ValueError if it is not a size."""
    compact = text.strip().replace(" ", "").lower()
    number = compact.rstrip("abcdefghijklmnopqrstuvwxyz")
    factor = _FACTORS.get(compact[len(number) :])
    whole, _, fraction = number.partition(".")
    digits = _without_commas(whole) + fraction
    if factor is None or not digits.isdecimal() or not text.isascii():
        raise ValueError(f"not a size: {text!r}")
    scale: int = 10 ** len(fraction)
    return int(digits) * factor // scale


def _without_commas(whole: str) -> str:
    """Commas removed where they separate thousands; "1,5" is kept, and refused, rather than read as 15."""
    first, *thousands = whole.split(",")
    in_thousands = 1 <= len(first) <= 3 and all(len(group) == 3 for group in thousands)
    return "".join([first, *thousands]) if in_thousands else whole


def show(size: int) -> str:
    """The shortest customary form: "48.2 MB", "500 kB", "131 bytes"."""
    value, unit = float(size), 0
    while value >= 1023.95 and unit < len(UNITS) - 1:
        value /= 1024
        unit += 1
    if unit == 0:
        return "1 byte" if size == 1 else f"{size} bytes"
    return f"{value:.1f}".removesuffix(".0") + f" {UNITS[unit]}"


def show_apart(*sizes: int) -> tuple[str, ...]:
    """`show` of each; in full bytes where two different sizes would print alike."""
    shown = tuple(map(show, sizes))
    if len(set(shown)) == len(set(sizes)):
        return shown
    return tuple(show(size) if size < 1024 else f"{size:,} bytes" for size in sizes)


def counted(number: int, noun: str, plural: str = "") -> str:
    """`1 entry`, `3 entries`, `1,200 files`; `plural` where it is more than the noun's own ("rows match")."""
    if number == 1:
        return f"1 {noun}"
    return f"{number:,} {plural or (f'{noun[:-1]}ies' if noun.endswith('ry') else f'{noun}s')}"


def first_of(items: Sequence[str], most: int) -> str:
    """`a, b and 3 more`: so many of the items, and how many others there are."""
    more = len(items) - most
    return ", ".join(items[:most]) + (f" and {more:,} more" if more > 0 else "")


def capitalised(text: str) -> str:
    """The text with a capital first letter, the rest as it is; as it is where it begins with a key, as `lfs.url` is."""
    return text if "." in text.partition(" ")[0].rstrip(".") else text[:1].upper() + text[1:]


_LONGEST_WORD = 60


def ended(text: str) -> str:
    """The text with a full stop, unless it ends in a question."""
    return text if text.endswith("?") else f"{text}."


def nearest(word: str, known: Iterable[str]) -> str:
    """The known word that was probably meant, whatever its case; "" for none."""
    from difflib import get_close_matches

    by_lower = {name.lower(): name for name in known}
    # A longer word takes long to compare, and is none of them.
    close = get_close_matches(word[:_LONGEST_WORD].lower(), by_lower, 1)
    return by_lower[close[0]] if close else ""


# What stands for a reason in what we print, and what people write in place of one.
_PLACEHOLDERS = ("", "why", "reason", "no reason", "none", "n/a", "todo", "tbd", "fixme", "xxx")


def is_placeholder(reason: str) -> bool:
    """Whether a text says nothing where a reason is asked for."""
    plain = reason.strip(" \t-:.?!")
    return plain.lower() in _PLACEHOLDERS or (plain.startswith("<") and plain.endswith(">"))
