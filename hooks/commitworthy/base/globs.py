"""gitignore patterns, matched in time that grows as the path times the pattern, whatever both are.

A pattern compiled to one regular expression takes minutes for six stars and a name of 200 letters, as it tries all
ways to share the name out.  Here each piece between two stars is taken where it first fits: where the rest fits
behind a later place, it fits behind this one too.  Facts: `git help gitignore`; how patterns add up is pathspec's.
"""

from __future__ import annotations

import re
import warnings
from functools import cache

from .namedtuple import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable

# Bytes that a path can have where there are files.
_LONGEST = 4096
_NOT, _INSIDE, _ITSELF = 0, 1, 2
"""How a pattern meets a path: not, by a folder above it, or by the path itself."""


class Segment(NamedTuple):
    """What stands between two slashes: `pieces` are what stands between stars, each with its length in characters.

    `literal` is the one name that is meant, "" where there may be several.
    """

    pieces: tuple[tuple[re.Pattern[str], int], ...]
    literal: str = ""

    def matches(self, name: str) -> bool:
        """Whether the name of a file or folder is meant."""
        if self.literal:
            return self.literal == name
        (first, start), *others = self.pieces
        if first.match(name) is None:
            return False
        if not others:
            return start == len(name)
        *inner, (last, length) = others
        for piece, _ in inner:
            found = piece.search(name, start)
            if found is None:
                return False
            start = found.end()
        return len(name) - length >= start and last.match(name, len(name) - length) is not None


class Pattern(NamedTuple):
    """One line: `groups` of segments that follow one another, any number of folders between two groups.

    `negates` where it begins with an exclamation mark.  `rooted` where the first group stands at the top, `below` where
    it means what is in a folder, of which the line's last slash makes `folder`.
    """

    groups: tuple[tuple[Segment, ...], ...]
    negates: bool
    rooted: bool
    below: bool
    folder: bool

    def meets(self, names: list[str]) -> int:
        """How it meets the path of these folders and, last, the file."""
        start = 0
        *others, last = self.groups
        for number, group in enumerate(others):
            found = self._find(group, names, start, only=self.rooted and not number)
            if found < 0:
                return _NOT
            start = found + len(group)
        only = self.rooted and not others
        end = len(names) - len(last)
        if not self.below and end >= start and (end == start or not only) and _follow(last, names, end):
            return _ITSELF
        found = self._find(last, names[:-1], start, only=only)
        if found < 0 or len(names) == 1:
            return _NOT
        return _ITSELF if self.below and not self.folder else _INSIDE

    def _find(self, group: tuple[Segment, ...], names: list[str], start: int, *, only: bool) -> int:
        """Where the group first stands at or behind `start`, or `only` there; -1 for nowhere."""
        stop = len(names) - len(group) + 1
        places = range(start, min(stop, start + 1) if only else stop)
        return next((place for place in places if _follow(group, names, place)), -1)


def _follow(group: tuple[Segment, ...], names: list[str], place: int) -> bool:
    return all(segment.matches(names[place + number]) for number, segment in enumerate(group))


@cache
def compiled(patterns: tuple[str, ...]) -> Callable[[str], bool]:
    """Whether a path is meant by the patterns, in the order of a .gitignore; those that are none mean nothing.

    The last that meets the path itself decides, else the last that meets a folder above it.
    """
    parsed = [pattern for line in reversed(patterns) if (pattern := parse(line)) is not None]

    def matches(path: str) -> bool:
        names = path.split("/")
        inside = False
        decided = False
        for pattern in parsed:
            how = pattern.meets(names)
            if how == _ITSELF:
                return not pattern.negates
            if how == _INSIDE and not decided:
                inside, decided = not pattern.negates, True
        return inside

    return matches


def parse(line: str) -> Pattern | None:
    """The pattern; None for a line that is none: blank, a comment, longer than a path, or no pattern to git."""
    text = line if line.endswith("\\ ") else line.rstrip()
    if not text or text.startswith("#") or text == "/" or len(text) > _LONGEST:
        return None
    negates = text.startswith("!")
    words = text.removeprefix("!").split("/")
    folder = not words[-1]
    if not words[0]:
        del words[0]
    elif len(words) == 1 or (len(words) == 2 and folder):
        words.insert(0, "**")
    if not words:
        return None
    if not words[-1]:
        words[-1] = "**"
    rooted, below = words[0] != "**", words[-1] == "**" and len(words) > 1
    groups: list[list[Segment]] = [[]]
    for word in words:
        if word == "**":
            groups.append([])
        elif (segment := _segment(word)) is None:
            return None
        else:
            groups[-1].append(segment)
    kept = tuple(tuple(group) for group in groups if group)
    # Two stars alone mean everything, and with a slash everything that is in a folder.
    return Pattern(kept or ((),), negates, rooted, below and (folder or bool(kept)), folder)


def _segment(word: str) -> Segment | None:
    if not set(word) & set("*?[\\"):
        return Segment((), word) if word else Segment(((re.compile("(?!)"), 0),))
    pieces: list[list[str]] = [[]]
    at = 0
    while at < len(word):
        char = word[at]
        at += 1
        if char == "*":
            pieces.append([])
        elif char == "?":
            pieces[-1].append("(?s:.)")
        elif char == "[":
            end = _end_of_bracket(word, at)
            if end < 0:
                return None
            negated = word[at] in "!^"
            inner = word[at + negated : end].replace("\\", "\\\\")
            pieces[-1].append(f"[{'^' if negated else ''}{inner}]")
            at = end + 1
        elif char == "\\":
            if at == len(word):
                return None
            pieces[-1].append(re.escape(word[at]))
            at += 1
        else:
            pieces[-1].append(re.escape(char))
    try:
        with warnings.catch_warnings():
            # A bracket that Python's patterns would read in another way than git's is a FutureWarning.
            warnings.simplefilter("error")
            return Segment(tuple((re.compile("".join(piece)), len(piece)) for piece in pieces))
    except (re.error, FutureWarning, RecursionError, OverflowError):
        return None


def _end_of_bracket(word: str, start: int) -> int:
    """Where the bracket closes that is open before `start`; -1 for nowhere.  One that comes first is meant itself."""
    first = start + (word[start : start + 1] in ("!", "^"))
    return word.find("]", first + (word[first : first + 1] == "]"))
