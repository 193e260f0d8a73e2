"""Where the parameters of a file can go, as seen from that file: its config target, and the lines to paste there.

First which home for parameters the repository already has (DVC, Kedro, Hydra, a command line, a YAML file), then the
words of each of them: the block to move a literal to, the expression that stands in the code instead, and how the code
comes to have it.
"""

from __future__ import annotations

import posixpath
import re
from functools import lru_cache

from ..base import markup
from ..base.namedtuple import TYPE_CHECKING, NamedTuple
from . import yaml_edit
from .keys import NOTHING_RESERVED, Reserved, flat, snake, written
from .names import words
from .source import DOCUMENTS, has_cells, is_notebook, notebook_in_text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from typing import Any

    from .keys import ConfigEntry, Key

DVC, KEDRO, HYDRA, PAPERMILL, MLPROJECT = "dvc", "kedro", "hydra", "papermill", "mlproject"
ARGPARSE, CLICK, TYPER, PLAIN = "argparse", "click", "typer", "plain"
SETTINGS, DATACLASS, ARGUMENT = "settings", "dataclass", "argument"
COMMAND_LINES = (ARGPARSE, CLICK, TYPER)
# Homes without sections.
_FLAT = (*COMMAND_LINES, SETTINGS, DATACLASS, PAPERMILL, MLPROJECT)

_YAML = (".yaml", ".yml")
_CONF = ("conf/", "configs/", "config/")
_NAMES = tuple(
    name + suffix
    for name in ("params", "parameters", "config/params", "conf/params", "config", "settings", "conf/config")
    for suffix in _YAML
)
_DEFAULTS = re.compile(r"^defaults[ \t]*:", re.MULTILINE)
_HYDRA = re.compile(r"^[ \t]*@hydra\.main\b", re.MULTILINE)
# Tags hold no bracket: one that is never closed would be searched from each beginning to the end.
_TAGGED = re.compile(r'"tags"\s*:\s*\[[^\[\]]*"parameters"')
_NAMED = re.compile(r"""config_name\s*=\s*["']([\w-]+)""")
_FUNCTION = re.compile(r"^[ \t]*def \w+\(\s*(\w+)", re.MULTILINE)
# What projects call the config that names the others.
_MAIN = ("config", "train", "main", "default", "defaults", "base")
_CONF_FOLDER = re.compile(r"/(?:conf|config|configs|params|parameters|settings)/")
_TARGET = re.compile(r"^[ \t]*_target_[ \t]*:", re.MULTILINE)
_DATACLASS = r"^@(?:dataclasses\.)?dataclass\b[^\n]*\nclass (\w*(?:[Cc]onfig|[Ss]ettings|[Pp]arams)\w*)"
# Of the file itself, in the order in which they are asked for; a word that has to be there saves most of the searching.
_IN_FILE = (
    (ARGPARSE, ".add_argument(", re.compile(r"\b(\w+)\.add_argument\(")),
    (CLICK, "click.option(", re.compile(r"@(click)\.option\(")),
    (TYPER, "typer.", re.compile(r"\b(typer)\.(?:Option|Argument|Typer|run)\b")),
    (SETTINGS, "BaseSettings", re.compile(r"^class (\w+)\([\w.]*BaseSettings\)", re.MULTILINE)),
    (DATACLASS, "@dataclass", re.compile(_DATACLASS, re.MULTILINE)),
    (DATACLASS, "@dataclasses.", re.compile(_DATACLASS, re.MULTILINE)),
)


class ConfigTarget(NamedTuple):
    """A home for parameters.

    `file` is the config file, also where it still has to be made, or the judged file itself.  `name` is what stands
    for it in code: the variable, parser or class.  `catalog` is Kedro's second file, for what is loaded and saved.
    `listed` is the config file as the stage of DVC has to name it that runs the program, "" where it need not.
    """

    kind: str
    file: str
    name: str = "params"
    catalog: str = ""
    listed: str = ""


class TrackedFiles(NamedTuple):
    """All paths of a repository, and those of its YAML files, which are few."""

    paths: frozenset[str]
    yaml: tuple[str, ...]


def tracked_paths(paths: Iterable[str]) -> TrackedFiles:
    """Sorted out once for all files that are asked about."""
    known = frozenset(paths)
    return TrackedFiles(known, tuple(sorted(path for path in known if path.endswith(_YAML))))


def decide(path: str, content: str, tracked: TrackedFiles, read: Callable[[str], str]) -> ConfigTarget:
    """The first home in reach of the file at `path`; a `params.yaml` at the top where there is none.

    `tracked` is what there is, `read` gives the text of a path.  The nearest folder counts, so that each project of a
    large repository has its own.
    """
    for folder in _above(path):
        # A Kedro project is one also where DVC keeps its data.
        kedro = _kedro(folder, tracked, read) if is_of_kedro(path, content) else None
        target = kedro or _dvc(folder, path, tracked, read) or _hydra(folder, content, tracked, read)
        if target:
            return target
    if path.endswith(".ipynb") and _TAGGED.search(content):
        return ConfigTarget(PAPERMILL, path, "")
    for folder in _above(path):
        if f"{folder}MLproject" in tracked.paths:
            return ConfigTarget(MLPROJECT, f"{folder}MLproject", "args")
    own = in_file(path, content)
    if own:
        return own
    folders = list(_above(path))
    # Airflow is given its folder of DAGs, and nothing that lies beside it.
    dags = next((folder for folder in folders if _is_of_dags(folder)), "")
    within = folders[: folders.index(dags) + 1]
    root = next((folder for folder in within if any(folder + name in tracked.paths for name in _ALONE)), dags)
    files = (folder + name for folder in within for name in _NAMES if folder + name in tracked.paths)
    # Of a file with `class_path` a command line of jsonargparse's or Lightning's reads every key, and one with
    # `defaults` is Hydra's, which puts it together for the programs that it starts.
    file = next((file for file in files if not _is_of_others(read(file))), f"{root}params.yaml")
    return file_or_argument(file, path, content, tracked, read)


def _is_of_dags(folder: str) -> bool:
    return f"/{folder}".endswith("/dags/")


def file_or_argument(  # noqa: PLR0913, PLR0917, the program, and what is there
    file: str,
    path: str,
    content: str,
    tracked: TrackedFiles,
    read: Callable[[str], str],
    imported: frozenset[str] = frozenset(),
) -> ConfigTarget:
    """The home in a YAML file; a module of a library takes arguments, but where it reads that file already.

    `imported` is that of `is_library`.
    """
    is_read = file in tracked.paths and _loaded(content, file.rpartition("/")[2]) != ""
    if not is_read and is_library(path, content, tracked, read, imported):
        return ConfigTarget(ARGUMENT, path, "")
    return ConfigTarget(PLAIN, file)


# What stands in a folder that is sent to where it runs without those above it.
_ALONE = ("app.yaml", "app.yml", "Dockerfile", "Procfile", "requirements.txt")
_RUN = re.compile(r"""^if __name__ == ["']__main__["']""", re.MULTILINE)
_BUILT_BY = ("setup.py", "setup.cfg", "pyproject.toml")
_BUILT = ("[build-system]", "[project]", "[tool.poetry]")


# What a program does at its top when it is run: loops, and calls of which it keeps nothing.
_WORKS = re.compile(
    r"^(?:(?:for|while|with) |(?!warnings\.|logg|sys\.|os\.|matplotlib)[A-Za-z_][\w.]*\()", re.MULTILINE
)


def is_library(
    path: str,
    content: str,
    tracked: TrackedFiles,
    read: Callable[[str], str],
    imported: frozenset[str] = frozenset(),
) -> bool:
    """Whether the program is a module of a package that is built and installed, and not run by itself.

    No config file lies beside such a module.  `imported` are names of modules that programs import.
    """
    above = list(_above(path))
    if any(map(_is_of_dags, above)):
        return False
    stem = path.rpartition("/")[2].removesuffix(".py")
    # What a module offers by `__all__` others import.
    is_used = stem == "__init__" or stem in imported or "\n__all__" in content
    # A folder within a package is one also without a file of its own, where somebody imports from it.
    packages = above[:-1] if stem in imported else above[:1]
    is_inside = any(f"{folder}__init__.py" in tracked.paths for folder in packages)
    if not is_inside or above[0] == "" or (_RUN.search(content) and not is_used):
        return False
    files = [folder + name for folder in above[1:] for name in _BUILT_BY if folder + name in tracked.paths]
    built = {file: read(file) for file in files}
    if not any(not file.endswith(".toml") or any(word in built[file] for word in _BUILT) for file in files):
        return False
    is_script = not is_used and _WORKS.search("".join(content.split('"""')[::2])) is not None
    # A command that is installed is named as `package.module:function`.
    return not is_script or any(f"{stem}:" in text for text in built.values())


def _is_of_others(config: str) -> bool:
    return "class_path:" in config or _DEFAULTS.search(config) is not None


def plain(path: str, content: str, tracked: TrackedFiles, read: Callable[[str], str]) -> ConfigTarget:
    """The home of a program that has none in itself, as `commitworthy extract --holder plain` finds it."""
    if is_library(path, content, tracked, read):
        return ConfigTarget(ARGUMENT, path, "")
    files = [name for name in tracked.yaml if name.rpartition("/")[2] != "dvc.yaml"]
    return decide(path, "", TrackedFiles(frozenset(files), tuple(files)), lambda _: "")


def written_to(target: ConfigTarget, file: str) -> ConfigTarget:
    """The home where the keys are written to `file`: it stays what it is where the program reads that file so."""
    folder = target.file.rpartition("/")[0]
    is_kept = {
        HYDRA: file.rpartition("/")[0] == folder,
        KEDRO: file.startswith(f"{folder}/parameters"),
        DVC: file == target.file,
    }.get(target.kind, False)
    return target._replace(file=file) if is_kept else ConfigTarget(PLAIN, file)


def keys_place(target: ConfigTarget, scope: str) -> str:
    """Where keys may not be there twice: in a config file, or among the arguments of one function."""
    return f"{target.file}:{scope}" if target.kind == ARGUMENT else target.file


def command_line(path: str, content: str) -> ConfigTarget | None:
    """The command line that the file defines itself, which is a second choice beside every other home."""
    own = in_file(path, content)
    return own if own and own.kind in COMMAND_LINES else None


def _above(path: str) -> Iterator[str]:
    """The folders above a path, the nearest first: `a/b/`, `a/` and "" of a/b/c.py."""
    folder = path
    while "/" in folder:
        folder = folder.rpartition("/")[0]
        yield f"{folder}/"
    yield ""


def _dvc(folder: str, path: str, tracked: TrackedFiles, read: Callable[[str], str]) -> ConfigTarget | None:
    if f"{folder}dvc.yaml" not in tracked.paths:
        return None
    text = read(f"{folder}dvc.yaml")
    stages = _tree(text).get("stages") if "wdir" in text else None
    # DVC looks for params.yaml in the folder that the stage is run in.
    seen = {
        posixpath.relpath("params.yaml", str(stage.get("wdir", ".")))
        for stage in (stages.values() if isinstance(stages, dict) else ())
        if runs(stage, path.removeprefix(folder))
    }
    listed = seen.pop() if len(seen) == 1 else ""
    return ConfigTarget(DVC, f"{folder}params.yaml", listed="" if listed == "params.yaml" else listed)


def runs(stage: Any, program: str) -> bool:
    """Whether the command of a stage, or one of its dependencies, is the program.

    `program` counts from the folder of `dvc.yaml`.
    """
    if not isinstance(stage, dict):
        return False
    commands, deps = stage.get("cmd", ""), stage.get("deps", [])
    texts = [*(commands if isinstance(commands, list) else [commands]), *(deps if isinstance(deps, list) else [])]
    module = program.removesuffix(".py").replace("/", ".")
    folder = stage.get("wdir", ".")
    seen = posixpath.relpath(program, folder) if isinstance(folder, str) else program
    words = {posixpath.normpath(word) for text in texts for word in re.split(r"[\s;&|\"']+", str(text)) if word}
    return seen in words or module in words


def is_of_kedro(path: str, content: str) -> bool:
    """Whether a program may have nodes: one that Kedro does not run, such as a service, gets no parameters."""
    folder, _, name = path.rpartition("/")
    return name.startswith(("node", "pipeline")) or "/pipelines/" in f"/{folder}/" or "kedro" in content


def _kedro(folder: str, tracked: TrackedFiles, read: Callable[[str], str]) -> ConfigTarget | None:
    base = f"{folder}conf/base/"
    files = [name for name in tracked.yaml if name.startswith(base)]
    parameters = sorted(name for name in files if name[len(base) :].startswith("parameters"))
    project = f"{folder}pyproject.toml"
    if not parameters and not (project in tracked.paths and "[tool.kedro]" in read(project)):
        return None
    catalogs = sorted(name for name in files if name[len(base) :].startswith("catalog"))
    first = parameters[0] if parameters else f"{base}parameters.yml"
    return ConfigTarget(KEDRO, first, "params", catalogs[0] if catalogs else f"{base}catalog.yml")


def _hydra(folder: str, content: str, tracked: TrackedFiles, read: Callable[[str], str]) -> ConfigTarget | None:
    """That of a program with `@hydra.main`: no other is given a config, also where the repository has Hydra's."""
    main = _HYDRA.search(content) if "@hydra.main" in content else None
    if main is None:
        return None
    function = _FUNCTION.search(content, main.start())
    variable = function[1] if function else "cfg"
    # What `@hydra.main(config_name=...)` of the file itself names.
    stems = _NAMED.findall(content) if "config_name" in content else []
    for conf in _CONF:
        start = folder + conf
        files = sorted(name for name in tracked.yaml if name.startswith(start) and "/" not in name[len(start) :])
        own = [name for name in _paths(start, stems) if name in files]
        if own:
            return ConfigTarget(HYDRA, own[0], variable)
        main_names = _paths(start, _MAIN)
        files.sort(key=lambda name: main_names.index(name) if name in main_names else len(main_names))
        first = next((name for name in files[:5] if _DEFAULTS.search(read(name))), "")
        if files:
            return ConfigTarget(HYDRA, first or files[0], variable)
    return ConfigTarget(HYDRA, f"{folder}conf/config.yaml", variable) if not folder else None


def _paths(folder: str, stems: Iterable[str]) -> list[str]:
    """Where configs of these names would be."""
    return [f"{folder}{stem}{suffix}" for stem in stems for suffix in _YAML]


def in_file(path: str, content: str, wanted: str = "") -> ConfigTarget | None:
    """The first home that the file has in itself, or that of one kind."""
    for kind, word, pattern in _IN_FILE:
        if wanted not in ("", kind):
            continue
        match = pattern.search(content) if word in content else None
        if match:
            return ConfigTarget(kind, path, match[1])
    return None


# What a home has already


_OPTIONS = re.compile(r"""["']--?([A-Za-z][\w-]*)["']""")
_DESTINATIONS = re.compile(r"""\bdest\s*=\s*["'](\w+)["']""")
_FIELDS = re.compile(r"^[ \t]+(\w+)[ \t]*:[^:=\n]+(?:=|,|$)", re.MULTILINE)
# `**cfg.model`, `**params["model"]`: whoever takes these refuses a key more.
_SPREAD = re.compile(r"""\*\*\s*\w+((?:\.\w+|\[["'\\]+\w+["'\\]+\])+)""")
_CLASSES = frozenset(("_target_", "class_path"))


def reserved(target: ConfigTarget, content: str, tracked: TrackedFiles, read: Callable[[str], str]) -> Reserved:
    """What the home of a program has already, and where a further key would break something."""
    if target.kind == ARGUMENT:
        return NOTHING_RESERVED
    if target.kind in _FLAT:
        names = {*_OPTIONS.findall(content), *_DESTINATIONS.findall(content)} if target.kind in COMMAND_LINES else set()
        if target.kind in (TYPER, SETTINGS, DATACLASS):
            names.update(_FIELDS.findall(content))
        if target.kind == MLPROJECT:
            names = set(_keys_below(_tree(read(target.file)), "parameters"))
        return Reserved(names=frozenset(name.replace("-", "_") for name in names))
    files, catalogs = [target.file], []
    if target.kind == KEDRO:
        base = target.file.rpartition("/")[0] + "/"
        files += [name for name in tracked.yaml if name.startswith(base + "parameters") and name != target.file]
        catalogs = [name for name in tracked.yaml if name.startswith(base + "catalog")]
    texts = [read(name) for name in reversed(files)]
    tree = {key: value for text in texts for key, value in _tree(text).items()}
    spread = {word for chain in _SPREAD.findall(content) for word in re.findall(r"\w+", chain)}
    closed = {
        str(key) for key, value in tree.items() if isinstance(value, dict) and not value.keys().isdisjoint(_CLASSES)
    }
    closed |= {key for text in texts for key in _inline(text)}
    if target.kind == HYDRA:
        closed |= _closed_groups(target, tree, tracked, read) | {"hydra", "defaults"}
    datasets = frozenset(str(key) for name in catalogs for key in _tree(read(name)))
    return Reserved(tree, frozenset(closed | spread), None, datasets)


@lru_cache
def _tree(text: str) -> dict[Any, Any]:
    """The mapping of a config file; an empty one where it is no YAML that people write.

    Many programs share one, and parsing it takes longer than all else that is asked for them.
    """
    try:
        tree = markup.from_yaml(text) if len(text) <= yaml_edit.LARGEST else None
    except markup.UnreadableDocument:
        return {}
    return tree if isinstance(tree, dict) else {}


@lru_cache
def _inline(text: str) -> frozenset[str]:
    """The keys at the top whose value stands on their line, or somewhere else too: no line can be added below them."""
    found = set()
    for line in text.split("\n"):
        key, colon, rest = line.partition(":")
        value = rest.partition(" #")[0].strip()
        is_shared = value[:1] == "&" and (" " in value or f"*{value[1:]}" in text)
        if colon and line[0] not in " \t#" and value and (value[0] not in "&!#|>" or is_shared):
            found.add(key.strip("\"' "))
    return frozenset(found)


def _keys_below(tree: object, wanted: str) -> Iterator[str]:
    """The keys of every mapping that is called so."""
    for key, value in tree.items() if isinstance(tree, dict) else ():
        if key == wanted and isinstance(value, dict):
            yield from map(str, value)
        yield from _keys_below(value, wanted)


def _closed_groups(
    target: ConfigTarget, tree: dict[Any, Any], tracked: TrackedFiles, read: Callable[[str], str]
) -> set[str]:
    """Where Hydra puts groups of configs with a `_target_`: each of their keys is an argument of that class."""
    conf = target.file.rpartition("/")[0] + "/"
    inside = [name for name in tracked.yaml if name.startswith(conf) and "/" in name[len(conf) :]]
    groups = {name[len(conf) :].partition("/")[0] for name in inside if _TARGET.search(read(name))}
    for group, _ in _defaults(tree):
        name, _, package = group.partition("@")
        if package and name.partition("/")[0] in groups:
            groups.add(package.partition(".")[0])
    return groups


def _defaults(tree: dict[Any, Any]) -> Iterator[tuple[str, object]]:
    """The groups that Hydra's list of defaults selects, each with what it selects of it."""
    items = tree.get("defaults")
    for item in items if isinstance(items, list) else ():
        for name, option in item.items() if isinstance(item, dict) else ():
            yield str(name).removeprefix("override ").removeprefix("optional ").strip().lstrip("/"), option


def is_reached(target: ConfigTarget, reserved: Reserved, file: str, path: str) -> bool:
    """Whether what a config file has is that of the program at `path`, and where the program reads its own."""
    if target.kind not in (HYDRA, KEDRO):
        folder = f"/{file.rpartition('/')[0]}/".replace("//", "/")
        inner = _CONF_FOLDER.search(folder)
        # A project beside that of the program has its own.
        return file == target.file or f"/{path}".startswith(folder[: inner.start() + 1] if inner else folder)
    if target.kind == KEDRO:
        base = target.file.rpartition("/")[0] + "/"
        return file.startswith(base + "parameters")
    if file == target.file:
        return True
    conf = target.file.rpartition("/")[0] + "/"
    group, _, option = file.removeprefix(conf).rpartition(".")[0].rpartition("/")
    chosen = [option for name, options in _defaults(dict(reserved.tree)) if name == group
              for option in (options if isinstance(options, list) else [options])]  # fmt: skip
    return file.startswith(conf) and option in chosen


# How a program comes to have what a file says


# The names that a program uses, those of files and attributes aside.
_USED = re.compile(r"""(?<![\w."'/])\w+(?!\w|\.ya?ml)""")
_VARIABLES = ("params", "parameters", "config", "settings", "file_params")


class Reader(NamedTuple):
    """What of a program decides how it reads a file: its path, whether it knows its own place, and what it imports.

    `variable` is what the tree of its config file is to be called there; `is_read` tells that it is read there already.
    `is_moved` tells that `commitworthy extract` can change it, which it does not in a document, nor in marimo.
    """

    path: str
    has_file: bool = True
    imports: str = ""
    variable: str = "params"
    is_read: bool = False
    is_moved: bool = True


def reader(target: ConfigTarget, path: str, content: str) -> Reader:
    """How the program at `path` reads its config file."""
    lines = [line.lstrip(' \t"') for line in content.split("\n") if "import" in line]
    has_yaml = any(line.startswith("import yaml") for line in lines)
    has_path = any(line.startswith("from pathlib import") and "Path" in line for line in lines)
    imports = ("" if has_yaml else "import yaml; ") + ("" if has_path else "from pathlib import Path; ")
    runs_as = "" if is_notebook(path) else notebook_in_text(content)
    # A notebook of marimo's is started from anywhere, and knows where it is.
    has_file = not is_notebook(path) and runs_as in ("", "marimo")
    is_moved = not path.lower().endswith(DOCUMENTS) and (not runs_as or has_cells(content))
    loaded = _loaded(content, target.file.rpartition("/")[2])
    if loaded:
        return Reader(path, has_file, imports, loaded, True, is_moved)
    used = set(_USED.findall(content))
    variable = next((name for name in _VARIABLES if name not in used), _VARIABLES[-1])
    return Reader(path, has_file, imports, variable, False, is_moved)


def _loaded(content: str, name: str) -> str:
    """The variable at the top of a program that has the whole of a YAML file of this name; "" for none."""
    variables = []
    for line in content.split("\n") if "yaml." in content and name in content else ():
        # In a notebook a line of code is a text of JSON's.
        code = line.strip().strip('",').removesuffix("\\n") if line.lstrip().startswith('"') else line
        variable, _, call = code.rstrip().partition("=")
        call = call.strip()
        is_whole = call.startswith("yaml.") and "load" in call and call.endswith(")")
        if is_whole and variable.strip().isidentifier() and not variable[0].isspace():
            variables.append(variable.strip())
    return variables[0] if len(variables) == 1 else ""


def loading(file: str, reader: Reader, variable: str) -> str:
    """The statement that reads a YAML file, from wherever the program is run.

    A notebook runs in its own folder; a program finds the file from its own place.
    """
    folder = reader.path.split("/")[:-1]
    parts = file.split("/")
    shared = 0
    while shared < min(len(folder), len(parts) - 1) and folder[shared] == parts[shared]:
        shared += 1
    up, rest = len(folder) - shared, "/".join(parts[shared:])
    if reader.has_file and not file.startswith("/"):
        place = f"Path(__file__).resolve().parents[{up}] / {_double(rest)}"
        return f'{reader.imports}{variable} = yaml.safe_load(({place}).read_text(encoding="utf-8"))'
    place = file if file.startswith("/") else "../" * up + rest
    return f'{reader.imports}{variable} = yaml.safe_load(Path({_double(place)}).read_text(encoding="utf-8"))'


# What to paste, and where


_TYPES = {int: "int", float: "float", bool: "bool", str: "str"}
_ML_TYPES = {int: "float", float: "float", str: "string"}
# Words of what is measured: whoever sets such a one to 0 or 1 may set it to 0.5 as well, unless it is counted.
_MEASURED = frozenset(
    """
    lr eta decay dropout rate rates ratio fraction frac share prob probability p momentum alpha beta gamma lambda lambd
    lam lamda theta kappa mu sigma rho tau delta nu epsilon eps tol tolerance temperature penalty weight weights coef
    coefficient noise smoothing margin scale factor c l reg regularization threshold thresh thres cutoff clip subsample
    colsample bytree bylevel damping confidence conf iou gain loss discount std stddev variance distance bandwidth price
    cost score
    """.split()
)
_COUNTED = frozenset(
    """
    n num nb steps step epochs epoch iter iters iterations size samples count layers units depth rounds length len
    interval every dim dims
    """.split()
)
_DATASETS = {
    ".csv": "pandas.CSVDataset",
    ".parquet": "pandas.ParquetDataset",
    ".xlsx": "pandas.ExcelDataset",
    ".json": "json.JSONDataset",
    ".pkl": "pickle.PickleDataset",
    ".pickle": "pickle.PickleDataset",
}
_EXPRESSIONS = {
    HYDRA: "{of}.{dotted}",
    KEDRO: '"params:{dotted}"',
    PAPERMILL: "{name}",
    CLICK: "{name}",
    TYPER: "{name}",
    ARGUMENT: "{name}",
    MLPROJECT: "args.{name}",
    ARGPARSE: "args.{name}",
    SETTINGS: "{own}.{name}",
    DATACLASS: "{own}.{name}",
}
_READING = {
    DVC: "list {all}{of} under params of the stage in dvc.yaml",
    KEDRO: "among the inputs of its node, and an argument of the function",
    HYDRA: "cfg from @hydra.main; a run overrides it as {first}=...",
    PAPERMILL: "papermill -p sets it for a run",
    MLPROJECT: "passed on by the command of the entry point",
}


class Block(NamedTuple):
    """A sentence that ends where the lines to paste begin."""

    text: str
    lines: list[str]


def blocks(target: ConfigTarget, entries: Sequence[ConfigEntry]) -> list[Block]:
    """Where the literals go: one block, but two where Kedro keeps files apart from numbers."""
    if target.kind == KEDRO:
        files = [entry for entry in entries if is_dataset(entry)]
        others = [entry for entry in entries if entry not in files]
        to_file = [Block(f"move to {target.file}:", yaml_edit.yaml_lines(others))] if others else []
        return to_file + ([Block(f"move to {target.catalog}:", _catalog(files))] if files else [])
    if target.kind == MLPROJECT:
        return [Block(f"make it a parameter of the entry point in {target.file}:", _ml_parameters(entries))]
    if target.kind == PAPERMILL:
        return [Block("move to the cell tagged `parameters`:", _assignments(entries))]
    if target.kind in (SETTINGS, DATACLASS):
        return [Block(f"make it a field of {target.name}:", _fields(target, entries))]
    if target.kind == ARGUMENT:
        text = "make it an argument, with the value as its default:"
        return [Block(text, _assignments(entries))]
    if target.kind in COMMAND_LINES:
        return [Block("make it an option of the command line:", options(target, entries))]
    return [Block(f"move to {target.file}:", yaml_edit.yaml_lines(entries))]


def replacement(target: ConfigTarget, entries: Sequence[ConfigEntry]) -> str:
    """What stands in the code instead, one expression for each literal."""
    return ", ".join(dict.fromkeys(expression(target, entry) for entry in entries))


def expression(target: ConfigTarget, entry: ConfigEntry) -> str:
    """The expression that reads one literal back, as the very same value."""
    key, name, literal = entry.key, flat(entry.key), entry.literal
    if literal.secret:
        return yaml_edit.environment(key)
    if target.kind == KEDRO and is_dataset(entry):
        return f'"{name}"'
    form = _EXPRESSIONS.get(target.kind)
    if form is None or (target.kind == HYDRA and not all(part.isidentifier() for part in key)):
        read = subscripts(target.name, key)
    else:
        read = form.format(name=name, dotted=".".join(key), of=target.name, own=snake(target.name))
    if target.kind == KEDRO:
        return read
    return _kept_shape(target, literal.value, read) + literal.template.fill


def _kept_shape(target: ConfigTarget, value: object, read: str) -> str:
    """An expression that gives back a tuple or a list, where the home makes another of it."""
    if not isinstance(value, (list, tuple)):
        return read
    if _is_nested(value):
        if target.kind not in (PLAIN, DVC, HYDRA):
            return read
        read = f"OmegaConf.to_container({read})" if target.kind == HYDRA else read
        has_tuples = any(isinstance(item, tuple) for item in value)
        return f"{type(value).__name__}({f'map(tuple, {read})' if has_tuples else read})"
    makes_other = (CLICK, HYDRA) if isinstance(value, list) else (ARGPARSE, PLAIN, DVC, HYDRA)
    return f"{type(value).__name__}({read})" if target.kind in makes_other else read


def _is_nested(value: object) -> bool:
    return isinstance(value, (list, tuple)) and any(isinstance(item, (list, tuple)) for item in value)


def subscripts(variable: str, key: Key) -> str:
    """`params["model"]["max_depth"]`."""
    return variable + "".join(f"[{_double(part)}]" for part in key)


def reading(target: ConfigTarget, entries: Sequence[ConfigEntry], reader: Reader) -> str:
    """How the code comes to have what the expressions read; "" where it has it already."""
    keys = list(dict.fromkeys(".".join(entry.key) for entry in entries))
    ways = [
        _READING.get(target.kind, "").format(
            first=keys[0], all=", ".join(keys), of=f" of {target.listed}" if target.listed else ""
        )
    ]
    if target.kind in (PLAIN, DVC) and not reader.is_read:
        ways.insert(0, loading(target.file, reader, target.name))
    if target.kind in COMMAND_LINES and any(_is_nested(entry.literal.value) for entry in entries):
        ways.append("import ast")
    if target.kind == HYDRA and any(_is_nested(entry.literal.value) for entry in entries):
        ways.append("from omegaconf import OmegaConf")
    return "; ".join(filter(None, ways))


def kind_of(name: str, value: object) -> str:
    """The type that takes what a literal may be set to: a rate that is 0 is a float."""
    items = value if isinstance(value, (list, tuple)) and value else [value]
    types = {type(item) for item in items}
    if types <= {int, float}:
        parts = words(name)
        is_measured = not _MEASURED.isdisjoint(parts) and _COUNTED.isdisjoint(parts)
        return "float" if float in types or is_measured else "int"
    return _TYPES.get(types.pop(), "str") if len(types) == 1 else "str"


def options(target: ConfigTarget, entries: Sequence[ConfigEntry]) -> list[str]:
    """Options of argparse or click, or parameters of a typer command, that give back the very same value."""
    write = {ARGPARSE: _argparse, CLICK: _click, TYPER: _typer}[target.kind]
    return [write(target.name, flat(entry.key), entry) for entry in entries]


def _argparse(parser: str, name: str, entry: ConfigEntry) -> str:
    value = written(entry.literal)
    end = f", default={value!r}" if _has_default(entry) else ", required=True"
    many = ', nargs="+"' if isinstance(value, (list, tuple)) and not _is_nested(value) else ""
    kind = "ast.literal_eval" if _is_nested(value) else kind_of(name, value)
    return f'{parser}.add_argument("--{name.replace("_", "-")}", type={kind}{many}{end})'


def _click(_: str, name: str, entry: ConfigEntry) -> str:
    value = written(entry.literal)
    # Click makes of a default what it makes of a text, and of several values a tuple.
    default = repr(value) if _is_nested(value) else value
    end = f", default={default!r}" if _has_default(entry) else ", required=True"
    many = ", multiple=True" if isinstance(value, (list, tuple)) and not _is_nested(value) else ""
    kind = "ast.literal_eval" if _is_nested(value) else kind_of(name, value)
    # Without a name of its own `--C` arrives as `c`.
    own = f', "{name}"' if name != name.lower() else ""
    return f'@click.option("--{name.replace("_", "-")}"{own}, type={kind}{many}{end})'


def _typer(_: str, name: str, entry: ConfigEntry) -> str:
    value = written(entry.literal)
    default = f" = {value!r}" if _has_default(entry) else ""
    if _is_nested(value):
        # A command line has no lists of lists: as text, read by the program.
        return f"{name}: Annotated[list, typer.Option(parser=ast.literal_eval)] = {repr(value)!r},"
    return f"{name}: {_annotation(name, value)}{default},"


def _has_default(entry: ConfigEntry) -> bool:
    return not entry.literal.secret and written(entry.literal) is not None


def _assignments(entries: Sequence[ConfigEntry]) -> list[str]:
    lines = []
    for entry in entries:
        name, value = flat(entry.key), written(entry.literal)
        secret = _secret_line(entry)
        lines.append(secret or f"{name} = {'...' if value is None else repr(value)}")
    return lines


def _fields(target: ConfigTarget, entries: Sequence[ConfigEntry]) -> list[str]:
    """Fields of a class; a dataclass refuses a list as a default."""
    lines = []
    for entry in entries:
        name, value = flat(entry.key), written(entry.literal)
        made = target.kind == DATACLASS and isinstance(value, list)
        default = f"field(default_factory=lambda: {value!r})" if made else repr(value)
        secret = _secret_line(entry)
        lines.append(secret or f"{name}: {_annotation(name, value)}" + ("" if value is None else f" = {default}"))
    return lines


def _secret_line(entry: ConfigEntry) -> str:
    if not entry.literal.secret:
        return ""
    return f"# {flat(entry.key)}: {yaml_edit.said_of(entry.literal)}, not for git: {yaml_edit.environment(entry.key)}"


def _annotation(name: str, value: object) -> str:
    if isinstance(value, (list, tuple)):
        inner = "list" if _is_nested(value) else kind_of(name, value)
        return f"list[{inner}]" if isinstance(value, list) else f"tuple[{', '.join([inner] * len(value))}]"
    return "str" if value is None else kind_of(name, value)


def _ml_parameters(entries: Sequence[ConfigEntry]) -> list[str]:
    lines = ["parameters:"]
    for entry in entries:
        name = flat(entry.key)
        if yaml_edit.is_writable(entry.literal):
            kind = _ML_TYPES.get(type(entry.literal.value), "string")
            value = entry.literal.value if type(entry.literal.value) in _ML_TYPES else str(entry.literal.value)
            lines.append(f"  {name}: {{type: {kind}, default: {yaml_edit.flow(value)}}}")
        else:
            lines.append(f"  {name}: string")
    return lines


def is_dataset(entry: ConfigEntry) -> bool:
    """Whether it is a file, which Kedro keeps in its catalog."""
    value = entry.literal.value
    return entry.key[0] == "paths" and isinstance(value, str) and not entry.literal.secret


def _catalog(entries: Sequence[ConfigEntry]) -> list[str]:
    lines = []
    for entry in entries:
        path = str(entry.literal.value)
        suffix = path[path.rfind(".") :].lower() if "." in path else ""
        kind = _DATASETS.get(suffix, "text.TextDataset")
        lines += [f"{flat(entry.key)}:", f"  type: {kind}", f"  filepath: {yaml_edit.quoted(path)}"]
    return lines


def _double(text: str) -> str:
    """A Python string in double quotes."""
    body = repr(text)[1:-1]
    return f'"{body}"' if repr(text)[0] == '"' or '"' not in body else repr(text)
