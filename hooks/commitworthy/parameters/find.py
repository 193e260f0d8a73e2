"""The parameters that are hard-coded in one file: what a team may set of the search, and which files are exempt."""

from __future__ import annotations

import gc

from ..base.namedtuple import TYPE_CHECKING, NamedTuple
from .names import words
from .source import is_notebook, read_source
from .visitor import SiteVisitor

if TYPE_CHECKING:
    from .matches import FoundParameter, Pragma, RuleMatch
    from .sites import LiteralSite
    from .source import CodeUnit, UnreadableSource

_TESTS = frozenset(("test", "tests", "testing", "testdata", "fixtures"))
_SETTINGS = frozenset(
    """
    config configs configuration configurations settings setting params parameters constants constant const consts
    hparams cfg conf defaults hyperparameters hyperparams
    """.split()
)
_FOLDERS = frozenset("conf config configs configuration configurations settings params migrations alembic".split())
_SETUP = frozenset(
    ("setup.py", "conf.py", "noxfile.py", "tasks.py", "fabfile.py", "gunicorn.conf.py", "version.py", "_version.py")
)
# What tells a test from a program that evaluates a model, which is as often called `test.py`.
_LIBRARIES = (b"pytest", b"unittest", b"TestCase")
_MARKS = (*_LIBRARIES, b"\nassert ", b"\nasync def test_", b"requests.", b"doctest")
_CHECKED = (b"\ndef test_", b"\nclass Test", b" def test_", b"\tdef test_")
# Tags of cells that are a place for settings, or that someone has accepted.
_EXEMPT = frozenset(("parameters", "injected-parameters", "commitworthy-ignore"))
# Without a quote or a digit there is no literal.
_SIGNS = (b"'", b'"', b"commitworthy:", *(b"%d" % digit for digit in range(10)))
# So many code cells at the top of a notebook are where its settings are expected.
_EARLY = 3


class SearchOptions(NamedTuple):
    """`select` and `ignore` name rules, by name or code; an empty `select` means the rules that are on by default.

    `config_files` and `test_globs` are gitignore patterns beside what is known by name; what they match is exempt.
    `per_file_ignores` are pairs of such a pattern and the rules it switches off.  `extra_hyperparameters` are names
    that count as hyperparameters, `allow_names` and `allow_callees` what is never reported.  `confidence` is the lowest
    level that is.
    """

    extra_hyperparameters: tuple[str, ...] = ()
    allow_names: tuple[str, ...] = ()
    allow_callees: tuple[str, ...] = ()
    config_files: tuple[str, ...] = ()
    test_globs: tuple[str, ...] = ()
    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    per_file_ignores: tuple[tuple[str, tuple[str, ...]], ...] = ()
    confidence: str = "likely"


class FileFindings(NamedTuple):
    """What is in a file.  `notes` are what could not be read; `pragmas` accepted nothing, or have a problem.

    `language` is that of a notebook in which nothing is Python, "" for every other file.
    """

    found: tuple[FoundParameter, ...] = ()
    notes: tuple[UnreadableSource, ...] = ()
    pragmas: tuple[Pragma, ...] = ()
    language: str = ""


DEFAULT = SearchOptions()
NOTHING = FileFindings()


def find(path: str, content: bytes, options: SearchOptions = DEFAULT) -> FileFindings:
    """The parameters of `content`, a program, notebook or document called `path` below the top of its repository."""
    if is_exempt(path, content) or not any(sign in content for sign in _SIGNS):
        return NOTHING
    with _Quiet():
        parts, notes, language = read_source(path, content)
        claimed = _matches(parts, path, options)
    if not claimed and b"commitworthy:" not in content:
        return FileFindings((), tuple(notes), (), language) if notes or language else NOTHING
    # With the rules this takes as long to load as an interpreter takes to start.
    from .confidence import reaches
    from .matches import grouped, unaccepted

    kept, pragmas = unaccepted(claimed, parts)
    # Only now: a comment may accept what is not sure enough to be reported.
    kept = [match for match in kept if reaches(match.confidence, options.confidence)]
    return FileFindings(grouped(kept, {unit.cell: unit.rows for unit in parts}), tuple(notes), pragmas)


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


def _matches(parts: list[CodeUnit], path: str, options: SearchOptions) -> list[RuleMatch]:
    """What the rules claim of a file; patterns of the policy are matched only after there is something."""
    visitor = SiteVisitor(path.lower().endswith(".ipynb"))
    sites = sites_of(parts, visitor)
    if not sites:
        return []
    from .confidence import kind_of
    from .matches import matches

    # The rules that the policy switches off for this file.
    left_out: list[str] = []
    for pattern, rules in options.per_file_ignores:
        from ..base.globs import compiled

        left_out += rules if compiled((pattern,))(path) else ()
    claimed = matches(sites, visitor, options, left_out, lambda: kind_of(path, parts))
    if claimed and (options.test_globs or options.config_files):
        from ..base.globs import compiled

        return [] if compiled(options.test_globs + options.config_files)(path) else claimed
    return claimed


def sites_of(parts: list[CodeUnit], visitor: SiteVisitor) -> list[tuple[int | None, LiteralSite]]:
    """What the visitor collects of each part, with the index of its cell; nothing of cells for settings."""
    sites: list[tuple[int | None, LiteralSite]] = []
    # Cells for settings are not counted, so that one more of them changes nothing for the others.
    for number, unit in enumerate(unit for unit in parts if _EXEMPT.isdisjoint(unit.tags)):
        collected = visitor.walk(unit.tree.body, number < _EARLY)
        if unit.regions:
            collected = _without_exempt_regions(collected, unit)
        sites += [(unit.cell, site) for site in collected]
    return sites


def _without_exempt_regions(collected: list[LiteralSite], unit: CodeUnit) -> list[LiteralSite]:
    """Those that do not lie in a tagged cell of a program that is a notebook in all but its name."""
    exempt = [region for region in unit.regions if not _EXEMPT.isdisjoint(region.tags)]
    return [site for site in collected if not any(region.first <= site.node.lineno <= region.last for region in exempt)]


def is_exempt(path: str, content: bytes) -> bool:
    """Whether a file is none whose literals a colleague would edit: tests, settings, what a program wrote."""
    return _is_test(path, content) or _is_settings(path) or _is_generated(path, content)


def _is_test(path: str, content: bytes) -> bool:
    """Whether a file holds tests: by a folder such as `tests/`, or by what is in a `test_x.py` or `x_test.py`."""
    *folders, name = path.replace("\\", "/").lower().split("/")
    stem = name.rpartition(".")[0]
    if not _TESTS.isdisjoint(folders) or stem == "conftest" or any(folder.endswith("_tests") for folder in folders):
        return True
    if not stem.startswith("test_") and not stem.endswith("_test") and stem not in ("test", "tests"):
        return "test" in words(stem) and any(mark in content for mark in _LIBRARIES)
    asserts = content.count(b"assert")
    return (
        asserts > 1
        or any(mark in content for mark in _MARKS)
        or (asserts > 0 and any(mark in content for mark in _CHECKED))
    )


def _is_generated(path: str, content: bytes) -> bool:
    """Whether a program wrote the file, or it is a migration: what was sent to a database once is never edited."""
    name = path.rpartition("/")[2]
    if ".ipynb_checkpoints" in path:
        # Copies that Jupyter keeps.
        return True
    return name.endswith(("_pb2.py", "_pb2_grpc.py")) or name == "versioneer.py" or b"from alembic import op" in content


def _is_settings(path: str) -> bool:
    """Whether a file is a place for settings: `config.py`, `train_config.py`, `conf/`, `setup.py`."""
    *folders, name = path.replace("\\", "/").split("/")
    if is_notebook(name):
        return False
    parts = words(name.rpartition(".")[0])
    if name.lower() in _SETUP:
        return True
    return not _FOLDERS.isdisjoint(folder.lower() for folder in folders) or (bool(parts) and (parts[-1] in _SETTINGS))
