"""A terminal as a picture: text with escapes for colours in, SVG out."""

from __future__ import annotations

import re
from html import escape

COLUMNS = 112
_WIDTH, _HEIGHT, _MARGIN, _BAR = 8.4, 20, 16, 34
_STYLES = {"1": "bold", "31": "red", "33": "yellow", "36": "cyan", "2": "dim"}
_HEAD = """\
<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:.0f} {height:.0f}" role="img" aria-label="{label}">
<style>
.back {{ fill: #0d1117; stroke: #30363d }}
text {{ font: 14px ui-monospace, SFMono-Regular, Menlo, Consolas, "DejaVu Sans Mono", monospace; fill: #e6edf3 }}
.bold {{ font-weight: bold; fill: #ffffff }}
.red {{ fill: #ff7b72; font-weight: bold }}
.yellow {{ fill: #e3b341 }}
.cyan {{ fill: #79c0ff }}
.dim {{ fill: #8b949e }}
</style>
<rect class="back" x="0.5" y="0.5" width="{inner:.0f}" height="{lower:.0f}" rx="8"/>
<circle cx="20" cy="18" r="6" fill="#ff5f57"/>
<circle cx="40" cy="18" r="6" fill="#febc2e"/>
<circle cx="60" cy="18" r="6" fill="#28c840"/>
"""


def picture(text: str, label: str) -> str:
    """What a terminal of 112 columns shows, which breaks longer lines where they reach its edge."""
    rows = [row for line in text.splitlines() for row in _rows(line)]
    width, height = 2 * _MARGIN + COLUMNS * _WIDTH, _BAR + len(rows) * _HEIGHT + _MARGIN
    head = _HEAD.format(width=width, height=height, inner=width - 1, lower=height - 1, label=escape(label, quote=True))
    return head + "".join(_drawn(row, _BAR + 14 + at * _HEIGHT) for at, row in enumerate(rows)) + "</svg>\n"


def _rows(line: str) -> list[list[tuple[str, str]]]:
    """Its characters, each with its style, in rows."""
    cells: list[tuple[str, str]] = []
    style = ""
    for escaped, text in re.findall(r"\x1b\[(\d*)m|([^\x1b]+)", line):
        if text:
            cells += [(letter, style) for letter in text]
        else:
            style = _STYLES.get(escaped, "")
    return [cells[start : start + COLUMNS] for start in range(0, max(len(cells), 1), COLUMNS)]


def _drawn(row: list[tuple[str, str]], y: float) -> str:
    drawn, at = "", 0
    while at < len(row):
        style, end = row[at][1], at
        while end < len(row) and row[end][1] == style:
            end += 1
        text = "".join(letter for letter, _ in row[at:end])
        words = text.strip()
        if words:
            # Its length is set, since a reader's font may be wider than the one that it was drawn for.
            x = _MARGIN + (at + len(text) - len(text.lstrip())) * _WIDTH
            name = f' class="{style}"' if style else ""
            drawn += (
                f'<text{name} x="{x:.1f}" y="{y:.0f}" textLength="{len(words) * _WIDTH:.1f}" '
                f'xml:space="preserve">{escape(words, quote=False)}</text>\n'
            )
        at = end
    return drawn
