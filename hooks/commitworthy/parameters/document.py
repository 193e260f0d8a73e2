"""The Python of a document of Quarto's or R Markdown's, or of a notebook that is kept as Markdown.

Its chunks of code are put together as one program.
"""

from __future__ import annotations

import _ast as ast

from ..base.namedtuple import TYPE_CHECKING, NamedTuple
from . import ipython
from .source import CodeUnit, ParsedSource, Region, UnreadableSource

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_FENCES = ("```", "~~~")
_LONGEST = 20
# Of jupytext: every block of Python is a cell.
_MARKDOWN = "format_name: markdown"


class Chunk(NamedTuple):
    """The lines `first` to `last`, counted from 1, of a chunk, and what runs it: `python` of "{python}"."""

    engine: str
    first: int
    last: int


def read_document(rows: list[str]) -> ParsedSource:
    """The Python chunks of a document, each parsed as a cell of a notebook."""
    found = list(_chunks(rows, in_markdown=any(_MARKDOWN in row for row in rows[:40])))
    own = [chunk for chunk in found if _is_python(chunk.engine)]
    body: list[ast.stmt] = []
    unreadable: list[UnreadableSource] = []
    regions: list[Region] = []
    kept = [""] * len(rows)
    for chunk in own:
        inside = rows[chunk.first - 1 : chunk.last]
        regions.append(Region(chunk.first, chunk.last, _tags(inside)))
        inside = _without_options(inside)
        kind = ipython.kind(inside, is_python=True, is_databricks=False)
        read = ipython.read(inside) if kind != ipython.OTHER else UnreadableSource("another language")
        if not isinstance(read, UnreadableSource):
            tree, kept[chunk.first - 1 : chunk.last] = read
            ipython.move_down(tree, chunk.first - 1)
            body += tree.body
        elif kind == ipython.PYTHON:
            unreadable.append(read._replace(line=read.line + chunk.first - 1))
    units = [CodeUnit(None, ast.Module(body, []), "\n".join(kept), kept, (), tuple(regions))] if body else []
    other = "" if own or not found else found[0].engine
    return ParsedSource(units, unreadable, other[:_LONGEST])


def _is_python(engine: str) -> bool:
    return engine.partition(".")[0].lower() in ("python", "python3")


def _engine(info: str, *, in_markdown: bool) -> str:
    """What runs a block: "{python}", MyST's "{code-cell} ipython3", marimo's "python {.marimo}"; "" for nothing.

    `{{python}}` and `{.python}` are only shown.
    """
    inside, closed, rest = info[1:].partition("}") if info.startswith("{") else ("", "", info)
    if inside == "code-cell":
        return (rest.split() or ["python"])[0].removeprefix("i")
    if "{.marimo" in info or ".marimo}" in info or (in_markdown and not inside):
        return (info.strip("{.").replace(".", " ").split() or [""])[0]
    head = inside.replace(",", " ").split() if closed and not rest else []
    return head[0] if head and head[0][0].isalpha() else ""


def _chunks(rows: Sequence[str], *, in_markdown: bool) -> Iterator[Chunk]:
    """The fenced blocks that something runs."""
    fence, engine, first = "", "", 0
    for number, row in enumerate(rows, 1):
        bare = row.strip()
        if fence:
            if bare.startswith(fence) and not bare.strip(fence[0]):
                if engine:
                    yield Chunk(engine, first, number - 1)
                fence = ""
        elif bare.startswith(_FENCES):
            fence = bare[: len(bare) - len(bare.lstrip(bare[0]))]
            engine = _engine(bare[len(fence) :].strip(), in_markdown=in_markdown)
            first = number + 1
    if fence and engine:
        yield Chunk(engine, first, len(rows))


def _without_options(rows: list[str]) -> list[str]:
    """The lines with the options of a cell of MyST blanked: `:tags: [parameters]`, or YAML between two `---`."""
    rows = list(rows)
    is_yaml = rows[:1] == ["---"]
    for number, row in enumerate(rows):
        if not (is_yaml or row.startswith(":")):
            break
        is_yaml = is_yaml and not (number and row == "---")
        rows[number] = ""
    return rows


def _tags(rows: Sequence[str]) -> frozenset[str]:
    """Those of `#| tags: [parameters]`, of MyST's `:tags: [parameters]`, or of a list below `#| tags:`."""
    tags: list[str] = []
    is_listed = False
    for row in rows:
        option = row.strip()
        if not option.startswith(("#|", ":")):
            break
        name, _, value = option.removeprefix("#|").removeprefix(":").strip().partition(":")
        if name == "tags":
            tags += value.strip().strip("[]").split(",")
            is_listed = not value.strip()
        elif is_listed and name.startswith("-"):
            tags.append(name[1:])
        else:
            is_listed = False
    return frozenset(tag.strip(" \"'") for tag in tags) - {""}
