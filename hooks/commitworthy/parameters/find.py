"""What a team may set of the search for parameters."""

from __future__ import annotations

import gc

from ..base.namedtuple import TYPE_CHECKING, NamedTuple
from .names import words
from .source import UnreadableSource, decoded, lines, parsed
from .visitor import StatementVisitor

if TYPE_CHECKING:
    from typing import Any

    from .found import FoundParameter
    from .judge import RuleMatch
    from .pragmas import Pragma
    from .sites import LiteralSite
    from .source import Region


class SearchOptions(NamedTuple):
    """`select` and `ignore` name rules, by name or code; an empty `select` means the rules that are on by default.

    `config_files` and `test_globs` are gitignore patterns beside what is known by name; what they match is exempt.
    `per_file_ignores` are pairs of such a pattern and the rules it switches off.  `extra_hyperparameters` are names
    that count as hyperparameters, `allow_names` and `allow_callees` what is never reported.
    """

    extra_hyperparameters: tuple[str, ...] = ()
    allow_names: tuple[str, ...] = ()
    allow_callees: tuple[str, ...] = ()
    config_files: tuple[str, ...] = ()
    test_globs: tuple[str, ...] = ()
    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    per_file_ignores: tuple[tuple[str, tuple[str, ...]], ...] = ()


DEFAULT = SearchOptions()


# Files that are made for settings, and tests: known by their names.


_TESTS = frozenset(("test", "tests", "testing", "testdata", "fixtures"))
_SETTINGS = frozenset(
    """
    config configs configuration configurations settings setting params parameters constants constant const consts
    hparams cfg conf defaults hyperparameters hyperparams
    """.split()
)
_FOLDERS = frozenset("conf config configs configuration settings params migrations alembic".split())
_SETUP = frozenset(
    ("setup.py", "conf.py", "noxfile.py", "tasks.py", "fabfile.py", "gunicorn.conf.py", "version.py", "_version.py")
)


# What tells a test from a program that evaluates a model, which is as often called `test.py`.
_LIBRARIES = (b"pytest", b"unittest", b"TestCase")
_MARKS = (*_LIBRARIES, b"\nassert ", b"\nasync def test_", b"requests.", b"doctest")
_CHECKED = (b"\ndef test_", b"\nclass Test", b" def test_", b"\tdef test_")


def is_test(path: str, content: bytes) -> bool:
    """Whether a file holds tests: by a folder such as `tests/`, or by what is in a `test_x.py` or `x_test.py`."""
    *folders, name = path.replace("\\", "/").lower().split("/")
    stem = name.rpartition(".")[0]
    if not _TESTS.isdisjoint(folders) or stem == "conftest":
        return True
    if not stem.startswith("test_") and not stem.endswith("_test") and stem not in ("test", "tests"):
        return "test" in words(stem) and any(mark in content for mark in _LIBRARIES)
    asserts = content.count(b"assert")
    return (
        asserts > 1
        or any(mark in content for mark in _MARKS)
        or (asserts > 0 and any(mark in content for mark in _CHECKED))
    )


def is_generated(path: str, content: bytes) -> bool:
    """Whether a program wrote the file, or it is a migration: what was sent to a database once is never edited."""
    name = path.rpartition("/")[2]
    return name.endswith(("_pb2.py", "_pb2_grpc.py")) or name == "versioneer.py" or b"from alembic import op" in content


def is_settings(path: str) -> bool:
    """Whether a file is a place for settings: `config.py`, `train_config.py`, `conf/`, `setup.py`."""
    *folders, name = path.replace("\\", "/").split("/")
    if name.endswith(".ipynb"):
        return False
    parts = words(name.rpartition(".")[0])
    if name.lower() in _SETUP:
        return True
    return not _FOLDERS.isdisjoint(folder.lower() for folder in folders) or (bool(parts) and (parts[-1] in _SETTINGS))


# The entry: the parameters that are hard-coded in one file.


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


class FileFindings(NamedTuple):
    """What is in a file.  `pragmas` are those that accepted nothing, or have a problem."""

    found: tuple[FoundParameter, ...] = ()
    notes: tuple[Note, ...] = ()
    pragmas: tuple[Pragma, ...] = ()


class CodeUnit(NamedTuple):
    """A text that is parsed on its own: a file, or a cell of a notebook with its index and tags."""

    cell: int | None
    tree: Any
    text: str
    rows: list[str]
    tags: tuple[str, ...] = ()


NOTHING = FileFindings()


def find(path: str, content: bytes, settings: SearchOptions = DEFAULT) -> FileFindings:
    """The parameters of `content`, a Python file or notebook called `path` below the top of its repository."""
    if is_test(path, content) or is_settings(path) or is_generated(path, content):
        return NOTHING
    if not _may_hold(content):
        return NOTHING
    with _Quiet():
        pieces, notes = _pieces(path, content)
        hits = _hits(pieces, path, settings)
    # The rules, and all that comes after them, take as long to load as an interpreter takes to start.
    if not hits and b"commitworthy:" not in content:
        return FileFindings((), tuple(notes)) if notes else NOTHING
    from .guarded import guarded
    from .judge import grouped
    from .pragmas import suppressed

    rows = {piece.cell: piece.rows for piece in pieces}
    kept, left = suppressed(hits, [(piece.text, piece.rows, piece.cell) for piece in pieces])
    return FileFindings(guarded(grouped(kept, rows)), tuple(notes), left)


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


def _hits(pieces: list[CodeUnit], path: str, settings: SearchOptions) -> list[RuleMatch]:
    """What the rules claim of a file; patterns of the policy are matched only after there is something."""
    walk = StatementVisitor(path.endswith(".ipynb"))
    places: list[tuple[int | None, LiteralSite]] = []
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
    from .judge import judged

    hits = judged(places, walk, settings, _left_out(path, settings))
    if hits and (settings.test_globs or settings.config_files):
        from ..base.globs import compiled

        return [] if compiled(settings.test_globs + settings.config_files)(path) else hits
    return hits


def _regions(piece: CodeUnit) -> list[Region]:
    """The cells of a program that is a notebook in all but its name."""
    if piece.cell is not None or not ("%%" in piece.text or "COMMAND" in piece.text):
        return []
    from .source import regions

    return regions(piece.text, piece.rows)


def _stands_in(place: LiteralSite, regions: list[Region]) -> bool:
    return any(region.first <= place.node.lineno <= region.last for region in regions)


def _left_out(path: str, settings: SearchOptions) -> list[str]:
    """The rules that the policy switches off for this file."""
    left: list[str] = []
    for pattern, rules in settings.per_file_ignores:
        from ..base.globs import compiled

        left += rules if compiled((pattern,))(path) else ()
    return left


def _pieces(path: str, content: bytes) -> tuple[list[CodeUnit], list[Note]]:
    if path.endswith(".ipynb"):
        return _cells(content)
    text = decoded(content)
    made = text if isinstance(text, UnreadableSource) else parsed(text)
    if isinstance(made, UnreadableSource) or isinstance(text, UnreadableSource):
        return [], [Note(made.reason, None, made.line)]
    return [CodeUnit(None, made, text, lines(text))], []


def _cells(content: bytes) -> tuple[list[CodeUnit], list[Note]]:
    from . import source

    cells = source.cells(content)
    if isinstance(cells, UnreadableSource):
        return [], [Note(cells.reason, None, cells.line)]
    pieces: list[CodeUnit] = []
    notes: list[Note] = []
    for cell in cells:
        made, text = source.tree(cell.text)
        if isinstance(made, UnreadableSource):
            notes.append(Note(made.reason, cell.number, made.line))
        else:
            pieces.append(CodeUnit(cell.number, made, text, lines(text), cell.tags))
    return pieces, notes
