"""The entry: the parameters that are hard-coded in one file."""

from __future__ import annotations

import gc

from ..values import TYPE_CHECKING, NamedTuple
from . import exempt
from .options import DEFAULT
from .source import Unreadable, decoded, lines, parsed
from .walk import Walk

if TYPE_CHECKING:
    from typing import Any

    from .found import Found
    from .judging import Hit
    from .options import Options
    from .percent import Region
    from .place import Place
    from .pragmas import Pragma

# Tags of cells that are a place for settings, or that someone has accepted.
EXEMPT = frozenset(("parameters", "injected-parameters", "commitworthy-ignore"))
_SIGNS = (b"'", b'"', b"commitworthy:", *(b"%d" % digit for digit in range(10)))
# So many code cells at the top of a notebook are where its settings are expected.
_EARLY = 3


class Note(NamedTuple):
    """A file or cell that could not be read, `cell` None for the whole file; `line` counts from 1."""

    reason: str
    cell: int | None
    line: int


class Findings(NamedTuple):
    """What is in a file.  `pragmas` are those that accepted nothing, or have a problem."""

    found: tuple[Found, ...] = ()
    notes: tuple[Note, ...] = ()
    pragmas: tuple[Pragma, ...] = ()


class Piece(NamedTuple):
    """A text that is parsed on its own: a file, or a cell of a notebook with its index and tags."""

    cell: int | None
    tree: Any
    text: str
    rows: list[str]
    tags: tuple[str, ...] = ()


NOTHING = Findings()


def find(path: str, content: bytes, settings: Options = DEFAULT) -> Findings:
    """The parameters of `content`, a Python file or notebook called `path` below the top of its repository."""
    if exempt.is_test(path, content) or exempt.is_settings(path) or exempt.is_made(path, content):
        return NOTHING
    if not _may_hold(content):
        return NOTHING
    with _Quiet():
        pieces, notes = _pieces(path, content)
        hits = _hits(pieces, path, settings)
    # The rules, and all that comes after them, take as long to load as an interpreter takes to start.
    if not hits and b"commitworthy:" not in content:
        return Findings((), tuple(notes)) if notes else NOTHING
    from .grouping import grouped
    from .guarded import guarded
    from .suppress import suppressed

    rows = {piece.cell: piece.rows for piece in pieces}
    kept, left = suppressed(hits, [(piece.text, piece.rows, piece.cell) for piece in pieces])
    return Findings(guarded(grouped(kept, rows)), tuple(notes), left)


def _may_hold(content: bytes) -> bool:
    """Whether there is a quote or a digit; without either there is no literal."""
    return any(sign in content for sign in _SIGNS)


class _Quiet:
    """Compiling warns of odd escapes, which nobody asked for; and no tree needs a garbage collector."""

    def __enter__(self) -> None:
        import warnings

        self.collected = gc.isenabled()
        gc.disable()
        self.caught = warnings.catch_warnings()
        self.caught.__enter__()
        warnings.simplefilter("ignore")

    def __exit__(self, *_: object) -> None:
        self.caught.__exit__(None, None, None)
        if self.collected:
            gc.enable()


def _hits(pieces: list[Piece], path: str, settings: Options) -> list[Hit]:
    """What the rules claim of a file; patterns of the policy are matched only after there is something."""
    walk = Walk(path.endswith(".ipynb"))
    places: list[tuple[int | None, Place]] = []
    for number, piece in enumerate(pieces):
        if not EXEMPT.isdisjoint(piece.tags):
            continue
        early = number < _EARLY
        regions = _regions(piece)
        exempt_lines = [region for region in regions if not EXEMPT.isdisjoint(region.tags)]
        found = walk.walk(piece.tree.body, early)
        if exempt_lines:
            found = [place for place in found if not _stands_in(place, exempt_lines)]
        places += [(piece.cell, place) for place in found]
    if not places:
        return []
    from .judging import judged

    hits = judged(places, walk, settings, _left_out(path, settings))
    if hits and (settings.test_globs or settings.config_files):
        from ..globs import compiled

        return [] if compiled(settings.test_globs + settings.config_files)(path) else hits
    return hits


def _regions(piece: Piece) -> list[Region]:
    """The cells of a program that is a notebook in all but its name."""
    if piece.cell is not None or not ("%%" in piece.text or "COMMAND" in piece.text):
        return []
    from .percent import regions

    return regions(piece.text, piece.rows)


def _stands_in(place: Place, regions: list[Region]) -> bool:
    return any(region.first <= place.node.lineno <= region.last for region in regions)


def _left_out(path: str, settings: Options) -> list[str]:
    """The rules that the policy switches off for this file."""
    left: list[str] = []
    for pattern, rules in settings.per_file_ignores:
        from ..globs import compiled

        left += rules if compiled((pattern,))(path) else ()
    return left


def _pieces(path: str, content: bytes) -> tuple[list[Piece], list[Note]]:
    if path.endswith(".ipynb"):
        return _cells(content)
    text = decoded(content)
    made = text if isinstance(text, Unreadable) else parsed(text)
    if isinstance(made, Unreadable) or isinstance(text, Unreadable):
        return [], [Note(made.reason, None, made.line)]
    return [Piece(None, made, text, lines(text))], []


def _cells(content: bytes) -> tuple[list[Piece], list[Note]]:
    from . import magics, notebook

    cells = notebook.cells(content)
    if isinstance(cells, Unreadable):
        return [], [Note(cells.reason, None, cells.line)]
    pieces: list[Piece] = []
    notes: list[Note] = []
    for cell in cells:
        made, text = magics.tree(cell.text)
        if isinstance(made, Unreadable):
            notes.append(Note(made.reason, cell.number, made.line))
        else:
            pieces.append(Piece(cell.number, made, text, lines(text), cell.tags))
    return pieces, notes
