"""The places that a user names: FILE, FILE:NAME, FILE:LINE, and in notebooks FILE:CELL and FILE:CELL:LINE."""

from __future__ import annotations

import json
import os

from ...base import wording
from ...base.findings import CheckError, path_text
from ...base.namedtuple import TYPE_CHECKING, NamedTuple
from ...git import write
from ...parameters import source
from . import holders

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from ...git.repository import Repository
    from ...hooks.flag_parameters.scan import ParameterScan
    from ...parameters.matches import FoundParameter

# Digits of a line; nobody's file has more.
_LONGEST = 9
_MOST_SHOWN = 3


class Spot(NamedTuple):
    """A line of a file, from 1, and in a notebook also the cell, from 0; None for all of it.

    `name` is what literals are called, wherever in the file they are: that stays right when lines are added above them.
    """

    cell: int | None
    line: int | None
    name: str = ""


_ALL = Spot(None, None)


def named(words: Iterable[str]) -> dict[str, list[Spot]]:
    """The files that are meant, each with its places."""
    spots: dict[str, list[Spot]] = {}
    for word in words:
        name, numbers = (word, []) if os.path.lexists(word) else _numbered(word)
        if not numbers:
            name, literal = (word, "") if os.path.lexists(word) else _with_name(word)
            spot = Spot(None, None, literal) if literal else _ALL
        elif name.endswith(holders.NOTEBOOK):
            spot = Spot(numbers[0] - 1, numbers[1] if len(numbers) > 1 else None)
        else:
            # What stands behind the line is a column, as in a finding.
            spot = Spot(None, numbers[0])
        spots.setdefault(name, []).append(spot)
    return spots


def _numbered(word: str) -> tuple[str, list[int]]:
    """The name and the one or two numbers behind it."""
    numbers: list[int] = []
    while len(numbers) < 2:
        name, _, last = word.rpartition(":")
        if not name or not last.isascii() or not last.isdecimal() or len(last) > _LONGEST:
            break
        word, numbers = name, [int(last), *numbers]
    return word, numbers


def _with_name(word: str) -> tuple[str, str]:
    """The file and what its literals are called, such as `learning-rate`; "" where nothing before a colon is there.

    Names that are printed begin with no digit: `5-7` is a mistake and not a name.
    """
    for at in [at for at, char in enumerate(word) if char == ":"][::-1]:
        if os.path.lexists(word[:at]) and word[at + 1 :] and not word[at + 1].isdecimal():
            return word[:at], word[at + 1 :]
    return word, ""


def is_meant(parameter: FoundParameter, spots: Sequence[Spot]) -> bool:
    """Whether a finding is at one of the places; no place is all of the file."""
    if not spots:
        return True
    lines = {line for literal in parameter.literals for line in range(literal.line, literal.end_line + 1)}
    names = {literal.name for literal in parameter.literals}
    return any(
        spot.name in names
        if spot.name
        else (spot.cell is None or spot.cell == parameter.cell) and (spot.line is None or spot.line in lines)
        for spot in spots
    )


def without_findings(here: Repository, scans: Iterable[ParameterScan], spots: dict[str, list[Spot]]) -> Iterator[str]:
    """A line for each place that was named and where nothing is flagged; CheckError for one that is not there."""
    known = {path_text(judged.path): judged for judged in scans}
    for path, some in spots.items():
        judged = known.get(path)
        if judged and (judged.findings is None or judged.findings.notes):
            # That it cannot be read is said.
            continue
        found = judged.findings.found if judged and judged.findings else ()
        missed = [spot for spot in some if spot != _ALL and not any(is_meant(one, [spot]) for one in found)]
        name = os.path.relpath(write.place_of(here, path))
        if not missed or not os.path.lexists(name):
            # That it is not there is said.
            continue
        if os.path.isdir(name):
            raise CheckError(f"{name}: is a folder: name a file in it")
        cells = _lines_of_cells(here, path)
        there = sorted({Spot(one.cell, literal.line) for one in found for literal in one.literals})
        others = wording.first_of([_shown(name, spot) for spot in there], _MOST_SHOWN)
        rest = f"what is flagged in the file is at {others}" if others else "nothing is flagged in the file"
        for spot in missed:
            problem = _not_there(spot, cells)
            if problem:
                raise CheckError(f"{_shown(name, spot)}: there is no such {problem}, so nothing was written; {rest}")
            where = f"under the name {spot.name}" if spot.name else "there"
            yield f"{_shown(name, spot)}: {f'nothing is flagged {where}; ' if others else ''}{rest}"


def _shown(name: str, spot: Spot) -> str:
    numbers = [None if spot.cell is None else spot.cell + 1, spot.line]
    words = [str(number) for number in numbers if number is not None]
    return ":".join([name, *words, *filter(None, [spot.name])])


def _lines_of_cells(here: Repository, path: str) -> list[int]:
    """How many lines each cell has; one that is all of the file where it is no notebook."""
    file = write.read(here, path)
    content = file.content if file else b""
    if not path.endswith(holders.NOTEBOOK):
        return [len(source.lines(content.decode("utf-8", "replace")))]
    try:
        cells = json.loads(content)["cells"]
        return [len(source.lines("".join(cell["source"]))) for cell in cells]
    except (ValueError, LookupError, TypeError):
        return []


def _not_there(spot: Spot, lines: Sequence[int]) -> str:
    """What of a place is not there: "line" or "cell"; "" where all of it is."""
    cell = spot.cell or 0
    if not 0 <= cell < len(lines):
        return "cell"
    return "" if spot.line is None or 0 < spot.line <= lines[cell] else "line"
