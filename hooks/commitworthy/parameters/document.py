"""The Python of a document of Quarto's or R Markdown's: its chunks of code, put together as one program."""

from __future__ import annotations

import _ast as ast

from ..base.namedtuple import TYPE_CHECKING, NamedTuple
from . import ipython
from .source import CodeUnit, ParsedSource, Region, UnreadableSource

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_FENCES = ("```", "~~~")
_LONGEST = 20


class Chunk(NamedTuple):
    """The lines `first` to `last`, counted from 1, of a chunk, and what runs it: `python` of "{python}"."""

    engine: str
    first: int
    last: int


def read_document(rows: list[str]) -> ParsedSource:
    """The Python chunks of a document, each parsed as a cell of a notebook."""
    found = list(_chunks(rows))
    own = [chunk for chunk in found if _is_python(chunk.engine)]
    body: list[ast.stmt] = []
    unreadable: list[UnreadableSource] = []
    regions: list[Region] = []
    kept = [""] * len(rows)
    for chunk in own:
        inside = rows[chunk.first - 1 : chunk.last]
        regions.append(Region(chunk.first, chunk.last, _tags(inside)))
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


def _chunks(rows: Sequence[str]) -> Iterator[Chunk]:
    """Fenced blocks with an engine in braces; `{{python}}` and `{.python}` are only shown, and run by nobody."""
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
            info = bare[len(fence) :].strip()
            head = info[1:-1].replace(",", " ").split() if info.startswith("{") and info.endswith("}") else []
            engine = head[0] if head and head[0][0].isalpha() else ""
            first = number + 1
    if fence and engine:
        yield Chunk(engine, first, len(rows))


def _tags(rows: Sequence[str]) -> frozenset[str]:
    """Those of `#| tags: [parameters]`, or of a list below `#| tags:`."""
    tags: list[str] = []
    is_listed = False
    for row in rows:
        option = row.strip()
        if not option.startswith("#|"):
            break
        name, _, value = option[2:].strip().partition(":")
        if name == "tags":
            tags += value.strip().strip("[]").split(",")
            is_listed = not value.strip()
        elif is_listed and name.startswith("-"):
            tags.append(name[1:])
        else:
            is_listed = False
    return frozenset(tag.strip(" \"'") for tag in tags) - {""}
