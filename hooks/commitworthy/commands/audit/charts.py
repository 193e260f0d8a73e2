"""The drawings of the pages, as SVG: a treemap, growth over time, a sparkline.

Each chart comes twice, wide and narrow, so that its letters have the same size on a telephone as on a wall.
"""

from __future__ import annotations

import calendar
import time
import unicodedata

from ...base import wording
from ...base.namedtuple import TYPE_CHECKING, NamedTuple
from ...report.escape import for_terminal
from .markup import colour, ink, text
from .totals import date

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from .report import Folder, Growth, Report

# Widths of the two forms in the units of their text, as many pixels on the screen that they are for.
_FORMS = (("wide", 1000, 420), ("narrow", 368, 460))
_LETTER, _FONT, _LINE = 7.3, 12, 15  # pixels: the width of a letter of fixed pitch, its size, and a line
_LEAST = 4  # letters that a label has at least


class Box(NamedTuple):
    """A rectangle of the drawing, in pixels."""

    x: float
    y: float
    width: float
    height: float


def treemap(folders: Sequence[Folder]) -> str:
    """The tree: area is packed bytes, colour the family that takes most, hatched what no tip has."""
    if not folders:
        return ""
    total = sum(folder["packed"] for folder in folders)
    said = "; ".join(f"{text(name_of(one))} {wording.show(one['packed'])}" for one in folders[:5])
    label = f"Packed bytes by folder, {wording.show(total)} in all. The largest: {said}."
    return "".join(_treemap(form, width, height, folders, label) for form, width, height in _FORMS)


def _treemap(form: str, width: int, height: int, folders: Sequence[Folder], label: str) -> str:
    parts = [
        f'<svg class="chart {form}" viewBox="0 0 {width} {height}" role="img" aria-label="{label}"><defs>',
        f'<pattern id="{form}-hatch" width="7" height="7" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">',
        '<rect width="2.5" height="7" fill="#fff" opacity=".6"/></pattern></defs>',
    ]
    sizes = [folder["packed"] for folder in folders]
    parts += [
        _tile(form, folder, box)
        for folder, box in zip(folders, squarified(sizes, Box(0, 0, width, height)), strict=True)
    ]
    return "".join([*parts, "</svg>"])


def _tile(form: str, folder: Folder, box: Box) -> str:
    family = next(iter(folder["families"]))
    back = colour(family)
    share = folder["history"] / folder["packed"]
    x, y, width, height = box
    place = f'x="{x:.1f}" y="{y:.1f}" height="{height:.1f}"'
    drawn = f'<rect {place} width="{width:.1f}" fill="{back}" class="gap"/>'
    if share > 0.01:
        drawn += f'<rect {place} width="{width * share:.1f}" fill="url(#{form}-hatch)"/>'
    mix = ", ".join(f"{one} {wording.show(size)}" for one, size in list(folder["families"].items())[:3])
    title = f"{text(name_of(folder))}: {wording.show(folder['packed'])}, {share:.0%} of it at no tip; {mix}"
    return f"<g><title>{title}</title>{drawn}{''.join(_label(folder, box, back))}</g>"


def _label(folder: Folder, box: Box, back: str) -> Iterator[str]:
    """One or two lines on a ground of their own, so that no hatching runs through them; none where they do not fit."""
    lines = [
        _fitting(name_of(folder), box.width - 8),
        _fitting(wording.show(folder["packed"]), box.width - 8, whole=True),
    ]
    lines = [line for line in lines if line][: int((box.height - 4) / _LINE)]
    x, places = box.x + 4, [box.y + 3 + number * _LINE for number in range(len(lines))]
    for y, line in zip(places, lines, strict=True):
        width = _columns(line) * _LETTER + 3
        yield f'<rect x="{x - 2:.1f}" y="{y:.1f}" width="{width:.1f}" height="{_LINE}" fill="{back}"/>'
    for y, line in zip(places, lines, strict=True):
        yield f'<text x="{x:.1f}" y="{y + 11.5:.1f}" font-size="{_FONT}" fill="{ink(back)}">{text(line)}</text>'


def name_of(folder: Folder) -> str:
    """A path, or how many files of a folder it stands for."""
    path = folder["path"]
    # A file may be called so, too; but then it stands for itself alone.
    if path.endswith("*") and folder["files"] > 1:
        return f"{path[:-1]} {wording.counted(folder['files'], 'file')}".strip()
    return path or "(no path)"


def _fitting(line: str, width: float, *, whole: bool = False) -> str:
    """As much of the end of a line as fits, "" where that says nothing."""
    shown = for_terminal(line)
    most = int(width / _LETTER)
    if _columns(shown) <= most:
        return shown
    if whole or most < _LEAST + 1:
        return ""
    # No letter is narrower than one column, so that only so many of the end can fit.
    shown = shown[1 - most :]
    while _columns(shown) > most - 1:
        shown = shown[1:]
    return f"…{shown}"


def _columns(line: str) -> int:
    """Letters of many scripts are as wide as two."""
    return sum(2 if unicodedata.east_asian_width(letter) in "WF" else 1 for letter in line)


def squarified(sizes: Sequence[int], box: Box) -> Iterator[Box]:
    """A box for each size, the largest first, as square as can be (Bruls, Huizing and van Wijk, 2000)."""
    x, y, width, height = box
    scale = width * height / sum(sizes)
    start = 0
    while start < len(sizes):
        side = max(min(width, height), 1e-9)
        end = start + 1
        while end < len(sizes) and _worst(sizes[start : end + 1], side, scale) <= _worst(sizes[start:end], side, scale):
            end += 1
        depth = sum(sizes[start:end]) * scale / side
        along = 0.0
        for size in sizes[start:end]:
            length = size * scale / depth
            yield Box(x, y + along, depth, length) if width >= height else Box(x + along, y, length, depth)
            along += length
        if width >= height:
            x, width = x + depth, width - depth
        else:
            y, height = y + depth, height - depth
        start = end


def _worst(row: Sequence[int], side: float, scale: float) -> float:
    """The most stretched box of a row along a side."""
    area = sum(row) * scale
    largest, smallest = max(row) * scale, min(row) * scale
    return max(side * side * largest / area**2, area**2 / (side * side * smallest))


# What came when.


# What is around the field: names of sizes on the left, the day of the policy above, years below.
_LEFT, _RIGHT, _TOP, _BOTTOM = 74, 12, 26, 24


class _Frame(NamedTuple):
    """Where a chart of time has its field, and what it spans: seconds, and bytes."""

    form: str
    width: int
    height: int
    start: int
    end: int
    most: int

    def x(self, seconds: float) -> float:
        share = (seconds - self.start) / max(self.end - self.start, 1)
        return _LEFT + share * (self.width - _LEFT - _RIGHT)

    def y(self, size: float) -> float:
        return self.height - _BOTTOM - size / self.most * (self.height - _TOP - _BOTTOM)


def growth(report: Report) -> str:
    """Packed bytes by family, one above the other, and the day on which the policy came."""
    grown = report["growth"]
    if grown is None:
        return ""
    most = max(sum(sizes[-1] for sizes in grown["families"].values()), 1)
    first, last = date(grown["start"]), date(grown["end"])
    by_family = ", ".join(f"{family} {wording.show(sizes[-1])}" for family, sizes in _by_size(grown))
    label = f"Packed bytes of blobs from {first} to {last}: {by_family}."
    drawn = []
    for form, width, height in _FORMS:
        frame = _Frame(form, width, height - 120, grown["start"], grown["end"], most)
        parts = [
            f'<svg class="chart {form}" viewBox="0 0 {frame.width} {frame.height}" role="img" aria-label="{label}">',
            *_areas(frame, grown),
            *_scale(frame),
            *_days(frame),
            *_adopted(frame, report["policy"]["adopted"]),
            "</svg>",
        ]
        drawn.append("".join(parts))
    return "".join(drawn)


def _by_size(grown: Growth) -> list[tuple[str, list[int]]]:
    return sorted(grown["families"].items(), key=lambda item: -item[1][-1])


def _areas(frame: _Frame, grown: Growth) -> Iterator[str]:
    families = _by_size(grown)
    spans = len(families[0][1])
    below = [0] * (spans + 1)
    for family, sizes in families:
        above = [under + size for under, size in zip(below, [0, *sizes], strict=True)]
        if sizes[-1] * 300 >= frame.most:
            step = (frame.end - frame.start) / spans
            upper = [f"{frame.x(frame.start + at * step):.0f},{frame.y(size):.1f}" for at, size in enumerate(above)]
            lower = [f"{frame.x(frame.start + at * step):.0f},{frame.y(size):.1f}" for at, size in enumerate(below)]
            points = "L".join([*upper, *reversed(lower)])
            title = f"{family} {wording.show(sizes[-1])}"
            yield f'<path fill="{colour(family)}" d="M{points}Z"><title>{title}</title></path>'
        below = above


def _scale(frame: _Frame) -> Iterator[str]:
    for quarter in range(5):
        size = frame.most * quarter // 4
        y = frame.y(size)
        yield f'<line class="grid" x1="{_LEFT}" x2="{frame.width - _RIGHT}" y1="{y:.1f}" y2="{y:.1f}"/>'
        yield (
            f'<text class="axis" x="{_LEFT - 6}" y="{y + 4:.1f}" font-size="{_FONT}" text-anchor="end">'
            f"{wording.show(size)}</text>"
        )


def _days(frame: _Frame) -> Iterator[str]:
    """Years below, or months where there are few years; as many as fit beside each other."""
    first, last = time.gmtime(frame.start), time.gmtime(frame.end)
    years = last.tm_year - first.tm_year
    if years >= 2:
        days = [(calendar.timegm((year, 1, 1, 0, 0, 0)), f"{year}") for year in range(first.tm_year, last.tm_year + 1)]
    else:
        months = range(first.tm_year * 12 + first.tm_mon - 1, last.tm_year * 12 + last.tm_mon)
        days = [
            (calendar.timegm((month // 12, month % 12 + 1, 1, 0, 0, 0)), f"{month // 12}-{month % 12 + 1:02}")
            for month in months
        ]
    inside = [(seconds, name) for seconds, name in days if frame.start <= seconds <= frame.end]
    if not inside:
        inside = [((frame.start + frame.end) // 2, date(frame.start) or "")]
    at_most = max(1, (frame.width - _LEFT) // 90)
    # From either end half of a name must fit.
    half = len(inside[0][1]) * _LETTER / 2
    for seconds, name in inside[:: -(-len(inside) // at_most)]:
        x = min(max(frame.x(seconds), half), frame.width - half)
        yield (
            f'<text class="axis" x="{x:.1f}" y="{frame.height - 6}" font-size="{_FONT}" text-anchor="middle">'
            f"{name}</text>"
        )


def _adopted(frame: _Frame, day: str | None) -> Iterator[str]:
    if day is None:
        return
    seconds = calendar.timegm(time.strptime(day, "%Y-%m-%d"))
    x = frame.x(min(max(seconds, frame.start), frame.end))
    said = f"policy {day}"
    width = len(said) * _LETTER
    at = min(max(x - width / 2, 2), frame.width - width - 2)
    yield (
        f'<line class="mark" x1="{x:.1f}" x2="{x:.1f}" y1="{_TOP - 4}" y2="{frame.height - _BOTTOM}" '
        'stroke-width="1.5" stroke-dasharray="4 3"/>'
        f'<text class="said" x="{at:.1f}" y="14" font-size="{_FONT}">{said}</text>'
    )


def sparkline(grown: Growth | None) -> str:
    """How the packed bytes of a repository grew, in the height of a line of text."""
    if grown is None:
        return ""
    sums = [sum(sizes) for sizes in zip(*grown["families"].values(), strict=True)]
    points = [0, *sums[9::10]]
    most = max(*points, 1)
    step = 100 / (len(points) - 1)
    line = " ".join(f"{at * step:.0f},{22 - 20 * size / most:.1f}" for at, size in enumerate(points))
    label = f"growth from {date(grown['start'])} to {date(grown['end'])}"
    return (
        f'<svg viewBox="0 0 100 24" width="100" height="24" role="img" aria-label="{label}">'
        f'<polyline points="{line}" fill="none" stroke="{colour("media")}" stroke-width="2"/></svg>'
    )
