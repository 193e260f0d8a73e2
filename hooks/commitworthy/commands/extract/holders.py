"""Which holder takes the values of a program, and the call of it."""

from __future__ import annotations

import posixpath
import re

from ...base.findings import CheckError
from ...base.namedtuple import TYPE_CHECKING
from ...notebooks import cells
from ...notebooks.json_scan import NotANotebook
from ...parameters import config_target, yaml_edit
from ...parameters.config_target import (
    ARGPARSE,
    ARGUMENT,
    CLICK,
    DATACLASS,
    DVC,
    HYDRA,
    KEDRO,
    MLPROJECT,
    PAPERMILL,
    PLAIN,
    SETTINGS,
    TYPER,
    ConfigTarget,
)
from ...parameters.extract import notebook, program
from ...parameters.extract.holders import plain
from ...parameters.extract.module import LOOKING, METHODS
from ...parameters.extract.plan import Place
from ...parameters.extract.plans import OMEGACONF, PLANS
from ...parameters.source import has_cells

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from ...parameters.config_target import TrackedFiles
    from ...parameters.extract.program import Extraction
    from ...parameters.keys import ConfigEntry

NOTEBOOK = ".ipynb"
KINDS = (PLAIN, DVC, PAPERMILL, ARGPARSE, CLICK, TYPER, HYDRA, OMEGACONF, SETTINGS, DATACLASS, KEDRO, ARGUMENT)
# Those that are found in the program itself, or need no file.
_IN_FILE = (ARGPARSE, CLICK, TYPER, SETTINGS, DATACLASS)
DEFAULTS = "default arguments"
_HOMES = {
    **dict.fromkeys(config_target.COMMAND_LINES, "options of the command line"),
    SETTINGS: "fields of {}",
    DATACLASS: "fields of {}",
    ARGUMENT: DEFAULTS,
    PAPERMILL: "a cell for parameters",
}
_LOADED = re.compile(r"""\bOmegaConf\.load\(\s*["']([^"'\n]+)["']\s*\)""")
_BEFORE = rf"(?:\*\*[ ]?|\bin[ ]|\b(?:{'|'.join(sorted(LOOKING))})\([ ]?)"
_AFTER = rf"\.(?:{'|'.join(METHODS)})\b"
_CHAIN = r"(?:\.\w{1,60}|\[[\"']\w{1,60}[\"']\]){1,9}"
_WHOLE = re.compile(rf"{_BEFORE}\w{{1,60}}({_CHAIN})(?![.\[(\w])|\b\w{{1,60}}({_CHAIN}?){_AFTER}")
_WHOLE_NAME = re.compile(rf"{_BEFORE}(\w{{1,60}})\b(?![.\[(])|\b(\w{{1,60}}){_AFTER}")
_NAMED = re.compile(
    r"^[ \t]*(\w{1,60})[ ]?=[ ]?\w{1,60}((?:\.\w{1,60}|\[[\"']\w{1,60}[\"']\]){1,9})[ \t]*\r?$", re.MULTILINE
)
_STARRED = re.compile(r"^[ \t]*from[ \t]+([.\w]+)[ \t]+import[ \t]*\(?[ \t]*\*", re.MULTILINE)
_PARSED = re.compile(r"^[ \t]*\w+ *= *\w+\.parse_args\(", re.MULTILINE)
_MADE = re.compile(r"^\w+ *= *(\w+)\(", re.MULTILINE)
_NODE = re.compile(r"\b[nN]ode\(([^,]{1,400})")
_NODE_FUNCTION = re.compile(r"\bfunc[ ]?=[ ]?([^,\n(]{1,400}(?:\([^,]{1,400})?)")
_CLASS = re.compile(r"^[ \t]*class[ \t]+(\w{1,80})[ \t]*(?:\(([^)]{0,400})\))?[ \t]*:", re.MULTILINE)
# A name alone, as in `node(function, ...)` and `node(FUNCTIONS["fit"], ...)`.
_NAME = re.compile(r"(?:func[ ]?=[ ]?)?(\w{1,80})\s{0,80}(?:\[[^\]]{0,400}\])?")
_DEFINED = re.compile(r"\bdef[ \t]+(\w{1,80})")
_TEXT = re.compile(r"\"[^\"\n]*\"|'[^'\n]*'|#[^\n]*")
# What is neither called nor the name of an argument.
_HANDED_ON = re.compile(r"\b(\w{1,80})\b(?![ \t]*(?:\(|=(?!=)))")
_RENAMED = re.compile(r"\b(\w{1,80})[ ]as[ ](\w{1,80})\b")
# Also behind `try:`, over continued lines, and in parentheses with comments in them.
_IMPORTED = re.compile(
    r"(?:^|[:;])[ \t]*(?:from|import)[ \t](?:[^\n\\#(]|\\\r?\n)*(?:\((?:[^)#]|#[^\n]*)*)?", re.MULTILINE
)


def chosen(  # noqa: PLR0913, PLR0917, what is asked for, and what is there
    path: str,
    text: str,
    tracked: TrackedFiles,
    read: Callable[[str], str],
    kind: str = "",
    imported: frozenset[str] = frozenset(),
) -> ConfigTarget:
    """The home of a program: that which flag-parameters names, or one of the kind that is asked for.

    A module of a package that is installed gets arguments: no config file lies beside it.  `imported` is what
    `imported_modules` gives.  CheckError where the program has no home of the kind.
    """
    if keeps_cells(path, text):
        if kind not in ("", PAPERMILL):
            raise CheckError(f"{path}: a notebook keeps its values in the cell tagged parameters; leave out --holder")
        return ConfigTarget(PAPERMILL, path, "")
    target = config_target.decide(path, text, tracked, read)
    if target.kind == MLPROJECT:
        target = config_target.command_line(path, text) or ConfigTarget(PLAIN, "params.yaml")
    loaded = _loaded(path, text, tracked)
    if loaded and target.kind in (PLAIN, ARGUMENT, *_IN_FILE):
        target = loaded
    if not kind and target.kind in _IN_FILE and not _is_bound(target, text):
        # It says what there is, but has it under no name that code could read.
        target = _of_kind(PLAIN, path, text, tracked, loaded)
    if not kind:
        is_file = target.kind == PLAIN
        return config_target.file_or_argument(target.file, path, text, tracked, read, imported) if is_file else target
    if kind == target.kind:
        return target
    return _of_kind(kind, path, text, tracked, loaded)


def keeps_cells(path: str, text: str) -> bool:
    """Whether it is a notebook, of Jupyter's or as a Python file, that takes a cell for parameters."""
    return path.endswith(NOTEBOOK) or (path.endswith(".py") and has_cells(text))


def _is_bound(target: ConfigTarget, text: str) -> bool:
    """Whether the program has its options or settings under a name."""
    if target.kind == ARGPARSE:
        return _PARSED.search(text) is not None
    if target.kind in (SETTINGS, DATACLASS):
        return target.name in _MADE.findall(text)
    return True


def _of_kind(kind: str, path: str, text: str, tracked: TrackedFiles, loaded: ConfigTarget | None) -> ConfigTarget:
    if kind == ARGUMENT:
        return ConfigTarget(ARGUMENT, path, "")
    if kind in (PLAIN, DVC):
        # As without any other home.
        return config_target.decide(path, "", config_target.tracked_paths(_plain_files(tracked.paths)), lambda _: "")
    own = next((found for found in _in_file(path, text) if found.kind == kind), None)
    found = loaded if kind == OMEGACONF else own
    if found is None:
        raise CheckError(f"{path}: has no {kind} to move values to; leave out --holder, or use --holder plain")
    return found


def _plain_files(paths: Iterable[str]) -> list[str]:
    return [path for path in paths if path.endswith((".yaml", ".yml")) and posixpath.basename(path) != "dvc.yaml"]


def _in_file(path: str, text: str) -> list[ConfigTarget]:
    """Every home that the program has in itself."""
    found = [config_target.in_file(path, text, kind) for kind in _IN_FILE]
    return [target for target in found if target]


def _loaded(path: str, text: str, tracked: TrackedFiles) -> ConfigTarget | None:
    """The config file that `OmegaConf.load` reads, from the top or from the folder of the program."""
    match = _LOADED.search(text) if "OmegaConf.load" in text else None
    for folder in ("", posixpath.dirname(path)) if match else ():
        file = posixpath.normpath(posixpath.join(folder, match[1])) if match else ""
        if file in tracked.paths:
            return ConfigTarget(OMEGACONF, file, "cfg")
    return None


def extract(  # noqa: PLR0913, PLR0917, what is known of the program and around it
    path: str,
    content: bytes,
    config: bytes,
    entries: Sequence[tuple[int | None, ConfigEntry]],
    target: ConfigTarget,
    tracked: TrackedFiles,
    composed: frozenset[str] = frozenset(),
    *,
    is_starred: bool = False,
    nodes: frozenset[str] | None = None,
    bases: Mapping[str, frozenset[str]] | None = None,
) -> Extraction:
    """The entries of one program moved to its home; Unproved, or CheckError for a file that cannot be read."""
    if target.kind == PAPERMILL and path.endswith(NOTEBOOK):
        try:
            by_cell = [(cell, entry) for cell, entry in entries if cell is not None]
            return notebook.extract(path, content, by_cell, cells.rewrite)
        except NotANotebook as reason:
            raise CheckError(f"{path}: {reason}") from None
    name = target.catalog if target.kind == KEDRO else target.name
    is_object = target.kind in (HYDRA, OMEGACONF)
    place = Place(
        path,
        target.file,
        name,
        _parsed(target.file, config) if is_object else None,
        _groups(target.file, tracked) if is_object else frozenset(),
        composed,
        is_starred,
        nodes,
        bases or {},
    )
    by_kind = PLANS.get(target.kind, plain.plan)
    is_notebook = target.kind == PAPERMILL
    done = program.extract(content, config, [entry for _, entry in entries], place, by_kind, is_notebook=is_notebook)
    return done._replace(home=_HOMES[target.kind].format(target.name) if target.kind in _HOMES else target.file)


def whole_sections(texts: Iterable[str]) -> frozenset[str]:
    """The last names of what programs take as a whole: `model` of `Model(**params["model"])` and `cfg.model.items()`.

    Also under another name, as in `words = cfg.model` and `Model(**words)`.
    """
    found: set[str] = set()
    for text in texts:
        names = {name for pair in _WHOLE_NAME.findall(text) for name in pair}
        paths = [path for pair in _WHOLE.findall(text) for path in pair if path]
        paths += [path for name, path in _NAMED.findall(text) if name in names]
        found.update(re.findall(r"\w+", path)[-1] for path in paths)
    return frozenset(found)


def starred_modules(texts: Iterable[str]) -> frozenset[str]:
    """The last names of the modules that are taken whole: `common` of `from .common import *`; "" for a package."""
    return frozenset(name.rpartition(".")[2] for text in texts for name in _STARRED.findall(text))


def kedro_nodes(texts: Iterable[str]) -> frozenset[str]:
    """The words of what pipelines of Kedro run: `fit` of `node(fit, "x", "y")` and `Node(func=partial(fit, 3))`.

    Where a node is given a variable, as in a loop over `[fit, score]`, all that the pipeline hands on may be in it.
    """
    found: set[str] = set()
    for text in texts:
        if _NODE.search(text):
            named = [*_NODE.findall(text), *_NODE_FUNCTION.findall(text)]
            words = {word for name in named for word in re.findall(r"\w+", name)}
            given = {match[1] for match in map(_NAME.fullmatch, map(str.strip, named)) if match}
            if given.difference(_DEFINED.findall(text), imported_modules([text])):
                words.update(_HANDED_ON.findall(_TEXT.sub("", _IMPORTED.sub("", text))))
            found |= words.union(name for name, other in _RENAMED.findall(text) if other in words)
    return frozenset(found)


def class_bases(texts: Iterable[str]) -> dict[str, frozenset[str]]:
    """The last names of what each class builds on: `{"Net": {"Module"}}` of `class Net(nn.Module)`."""
    found: dict[str, frozenset[str]] = {}
    for text in texts:
        for name, given in _CLASS.findall(text):
            own = (base.partition("[")[0].strip().rpartition(".")[2] for base in given.split(",") if "=" not in base)
            found[name] = found.get(name, frozenset()).union(filter(str.isidentifier, own))
    return found


def imported_modules(texts: Iterable[str]) -> frozenset[str]:
    """Every word of what programs import: `models`, `train` and `fit` of `from models.train import fit`.

    That is more than the modules: `data` of `from torch.utils import data` may be another.  A module that is taken for
    imported keeps its literals, or gets arguments; one that is not would read a file that is not installed with it.
    Of a module that imports others by a text, as a package with `__getattr__` does, every text counts.
    """
    found: set[str] = set()
    for text in texts:
        lines = _IMPORTED.findall(text)
        if "import_module(" in text or "def __getattr__(" in text:
            lines += _TEXT.findall(text)
        found.update(word for line in lines for word in re.findall(r"\w+", line))
    return frozenset(found)


def _parsed(file: str, config: bytes) -> object:
    try:
        return yaml_edit.tree_of(config.decode("utf-8-sig"))
    except ValueError as error:
        raise CheckError(f"{file}: {error}; fix it or name another file") from None


def _groups(file: str, tracked: TrackedFiles) -> frozenset[str]:
    """The folders beside a config file: to Hydra each is a choice of configs."""
    start = f"{posixpath.dirname(file)}/"
    inner = (path[len(start) :] for path in tracked.yaml if path.startswith(start))
    return frozenset(path.partition("/")[0] for path in inner if "/" in path)
