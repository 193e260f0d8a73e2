"""Which home for parameters a repository already has, as seen from one of its files."""

from __future__ import annotations

import re

from ..values import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

DVC, KEDRO, HYDRA, PAPERMILL, MLPROJECT = "dvc", "kedro", "hydra", "papermill", "mlproject"
ARGPARSE, CLICK, TYPER, SETTINGS, PLAIN = "argparse", "click", "typer", "settings", "plain"
COMMAND_LINES = (ARGPARSE, CLICK, TYPER)

_YAML = (".yaml", ".yml")
_CONF = ("conf/", "configs/", "config/")
_NAMES = tuple(
    name + suffix
    for name in ("params", "parameters", "config/params", "conf/params", "config", "settings", "conf/config")
    for suffix in _YAML
)
_DEFAULTS = re.compile(r"^defaults[ \t]*:", re.MULTILINE)
_HYDRA = re.compile(r"^[ \t]*(?:@hydra\.main|(?:from|import) hydra)\b", re.MULTILINE)
# Tags hold no bracket: one that is never closed would be searched from each beginning to the end.
_TAGGED = re.compile(r'"tags"\s*:\s*\[[^\[\]]*"parameters"')
_NAMED = re.compile(r"""config_name\s*=\s*["']([\w-]+)""")
# What projects call the config that names the others.
_MAIN = ("config", "train", "main", "default", "defaults", "base")
_DATACLASS = r"^@(?:dataclasses\.)?dataclass\b[^\n]*\nclass (\w*(?:[Cc]onfig|[Ss]ettings|[Pp]arams)\w*)"
# Of the file itself, in the order in which they are asked for; a word that has to be there saves most of the searching.
_IN_FILE = (
    (ARGPARSE, ".add_argument(", re.compile(r"\b(\w+)\.add_argument\(")),
    (CLICK, "click.option(", re.compile(r"@(click)\.option\(")),
    (TYPER, "typer.", re.compile(r"\b(typer)\.(?:Option|Argument|Typer|run)\b")),
    (SETTINGS, "BaseSettings", re.compile(r"^class (\w+)\([\w.]*BaseSettings\)", re.MULTILINE)),
    (SETTINGS, "@dataclass", re.compile(_DATACLASS, re.MULTILINE)),
    (SETTINGS, "@dataclasses.", re.compile(_DATACLASS, re.MULTILINE)),
)


class Holder(NamedTuple):
    """A home for parameters.

    `file` is the config file, also where it still has to be made, or the judged file itself.  `name` is what stands
    for it in code: the variable, parser or class.  `catalog` is Kedro's second file, for what is loaded and saved.
    """

    kind: str
    file: str
    name: str = "params"
    catalog: str = ""


class Tracked(NamedTuple):
    """All paths of a repository, and those of its YAML files, which are few."""

    paths: frozenset[str]
    yaml: tuple[str, ...]


def tracked_paths(paths: Iterable[str]) -> Tracked:
    """Sorted out once for all files that are asked about."""
    known = frozenset(paths)
    return Tracked(known, tuple(sorted(path for path in known if path.endswith(_YAML))))


def decide(path: str, content: str, tracked: Tracked, read: Callable[[str], str]) -> Holder:
    """The first home in reach of the file at `path`; a `params.yaml` at the top where there is none.

    `tracked` is what there is, `read` gives the text of a path.  The nearest folder counts, so that each project of a
    large repository has its own.
    """
    for folder in _above(path):
        for ask in (_dvc, _kedro, _hydra):
            holder = ask(folder, content, tracked, read)
            if holder:
                return holder
    if path.endswith(".ipynb") and _has_parameters_cell(content):
        return Holder(PAPERMILL, path, "")
    return _later(path, content, tracked)


def _later(path: str, content: str, tracked: Tracked) -> Holder:
    for folder in _above(path):
        if f"{folder}MLproject" in tracked.paths:
            return Holder(MLPROJECT, f"{folder}MLproject", "args")
    own = _in_file(path, content)
    if own:
        return own
    for folder in _above(path):
        for name in _NAMES:
            if folder + name in tracked.paths:
                return Holder(PLAIN, folder + name)
    return Holder(PLAIN, "params.yaml")


def command_line(path: str, content: str) -> Holder | None:
    """The command line that the file defines itself, which is a second choice beside every other home."""
    own = _in_file(path, content)
    return own if own and own.kind in COMMAND_LINES else None


def _above(path: str) -> Iterator[str]:
    """The folders above a path, the nearest first: `a/b/`, `a/` and "" of a/b/c.py."""
    folder = path
    while "/" in folder:
        folder = folder.rpartition("/")[0]
        yield f"{folder}/"
    yield ""


def _dvc(folder: str, _: str, tracked: Tracked, __: Callable[[str], str]) -> Holder | None:
    here = [f"{folder}dvc.yaml", f"{folder}.dvc/config"]
    if not any(name in tracked.paths for name in here):
        return None
    return Holder(DVC, f"{folder}params.yaml")


def _kedro(folder: str, _: str, tracked: Tracked, read: Callable[[str], str]) -> Holder | None:
    base = f"{folder}conf/base/"
    files = [name for name in tracked.yaml if name.startswith(base)]
    parameters = sorted(name for name in files if name[len(base) :].startswith("parameters"))
    project = f"{folder}pyproject.toml"
    if not parameters and not (project in tracked.paths and "[tool.kedro]" in read(project)):
        return None
    catalogs = sorted(name for name in files if name[len(base) :].startswith("catalog"))
    first = parameters[0] if parameters else f"{base}parameters.yml"
    return Holder(KEDRO, first, "params", catalogs[0] if catalogs else f"{base}catalog.yml")


def _hydra(folder: str, content: str, tracked: Tracked, read: Callable[[str], str]) -> Holder | None:
    uses = "hydra" in content and _HYDRA.search(content) is not None
    for conf in _CONF:
        start = folder + conf
        files = sorted(name for name in tracked.yaml if name.startswith(start) and "/" not in name[len(start) :])
        own = [name for name in _paths(start, _config_names(content)) if name in files]
        if uses and own:
            return Holder(HYDRA, own[0], "cfg")
        main = _paths(start, _MAIN)
        files.sort(key=lambda name: main.index(name) if name in main else len(main))
        first = next((name for name in files[:5] if _DEFAULTS.search(read(name))), "")
        if first or (uses and files):
            return Holder(HYDRA, first or files[0], "cfg")
    return Holder(HYDRA, f"{folder}conf/config.yaml", "cfg") if uses and not folder else None


def _paths(folder: str, stems: Iterable[str]) -> list[str]:
    """Where configs of these names would be."""
    return [f"{folder}{stem}{suffix}" for stem in stems for suffix in _YAML]


def _config_names(content: str) -> list[str]:
    """What `@hydra.main(config_name=...)` of the file itself names."""
    return _NAMED.findall(content) if "config_name" in content else []


def _has_parameters_cell(content: str) -> bool:
    return _TAGGED.search(content) is not None


def _in_file(path: str, content: str) -> Holder | None:
    for kind, word, pattern in _IN_FILE:
        found = pattern.search(content) if word in content else None
        if found:
            return Holder(kind, path, found[1])
    return None
