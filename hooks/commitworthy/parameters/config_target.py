"""Where the parameters of a file can go, as seen from that file: its config target, and the lines to paste there.

First which home for parameters the repository already has (DVC, Kedro, Hydra, a command line, a YAML file), then the
words of each of them: the block to move a literal to, the expression that stands in the code instead, and how the code
comes to have it.
"""

from __future__ import annotations

import re
from keyword import iskeyword
from unicodedata import normalize

from ..base.namedtuple import TYPE_CHECKING, NamedTuple
from . import yaml_edit

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from .yaml_edit import ConfigEntry, Key

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


class ConfigTarget(NamedTuple):
    """A home for parameters.

    `file` is the config file, also where it still has to be made, or the judged file itself.  `name` is what stands
    for it in code: the variable, parser or class.  `catalog` is Kedro's second file, for what is loaded and saved.
    """

    kind: str
    file: str
    name: str = "params"
    catalog: str = ""


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
        target = _dvc(folder, tracked) or _kedro(folder, tracked, read) or _hydra(folder, content, tracked, read)
        if target:
            return target
    if path.endswith(".ipynb") and _TAGGED.search(content):
        return ConfigTarget(PAPERMILL, path, "")
    for folder in _above(path):
        if f"{folder}MLproject" in tracked.paths:
            return ConfigTarget(MLPROJECT, f"{folder}MLproject", "args")
    own = _in_file(path, content)
    if own:
        return own
    for folder in _above(path):
        for name in _NAMES:
            if folder + name in tracked.paths:
                return ConfigTarget(PLAIN, folder + name)
    return ConfigTarget(PLAIN, "params.yaml")


def command_line(path: str, content: str) -> ConfigTarget | None:
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


def _dvc(folder: str, tracked: TrackedFiles) -> ConfigTarget | None:
    uses = f"{folder}dvc.yaml" in tracked.paths or f"{folder}.dvc/config" in tracked.paths
    return ConfigTarget(DVC, f"{folder}params.yaml") if uses else None


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
    uses = "hydra" in content and _HYDRA.search(content) is not None
    # What `@hydra.main(config_name=...)` of the file itself names.
    stems = _NAMED.findall(content) if "config_name" in content else []
    for conf in _CONF:
        start = folder + conf
        files = sorted(name for name in tracked.yaml if name.startswith(start) and "/" not in name[len(start) :])
        own = [name for name in _paths(start, stems) if name in files]
        if uses and own:
            return ConfigTarget(HYDRA, own[0], "cfg")
        main = _paths(start, _MAIN)
        files.sort(key=lambda name: main.index(name) if name in main else len(main))
        first = next((name for name in files[:5] if _DEFAULTS.search(read(name))), "")
        if first or (uses and files):
            return ConfigTarget(HYDRA, first or files[0], "cfg")
    return ConfigTarget(HYDRA, f"{folder}conf/config.yaml", "cfg") if uses and not folder else None


def _paths(folder: str, stems: Iterable[str]) -> list[str]:
    """Where configs of these names would be."""
    return [f"{folder}{stem}{suffix}" for stem in stems for suffix in _YAML]


def in_file(path: str, content: str, wanted: str) -> ConfigTarget | None:
    """The home of one kind that the file has in itself."""
    return _in_file(path, content, wanted)


def _in_file(path: str, content: str, wanted: str = "") -> ConfigTarget | None:
    for kind, word, pattern in _IN_FILE:
        if wanted not in ("", kind):
            continue
        match = pattern.search(content) if word in content else None
        if match:
            return ConfigTarget(kind, path, match[1])
    return None


# What to paste, and where


_TYPES = {int: "int", float: "float", bool: "bool", str: "str"}
_ML_TYPES = {int: "float", float: "float", str: "string"}
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
    MLPROJECT: "args.{name}",
    ARGPARSE: "args.{name}",
    SETTINGS: "{own}.{name}",
}
_READING = {
    DVC: "params = dvc.api.params_show(); list {first} under params of the stage in dvc.yaml",
    KEDRO: "as inputs of the node",
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
        return [Block("move to the cell tagged `parameters`:", _assignments(entries, " = "))]
    if target.kind == SETTINGS:
        return [Block(f"make it a field of {target.name}:", _assignments(entries, None))]
    if target.kind in COMMAND_LINES:
        return [Block("make it an option of the command line:", options(target, entries))]
    return [Block(f"move to {target.file}:", yaml_edit.yaml_lines(entries))]


def replacement(target: ConfigTarget, entries: Sequence[ConfigEntry]) -> str:
    """What stands in the code instead, one expression for each literal."""
    return ", ".join(dict.fromkeys(expression(target, entry) for entry in entries))


def expression(target: ConfigTarget, entry: ConfigEntry) -> str:
    """The expression that reads one literal back."""
    key, name = entry.key, flat(entry.key)
    if entry.literal.secret:
        return yaml_edit.environment(key)
    if target.kind == KEDRO and is_dataset(entry):
        return f'"{name}"'
    if target.kind == HYDRA and not all(part.isidentifier() for part in key):
        return subscripts(target.name, key)
    form = _EXPRESSIONS.get(target.kind)
    if form is None:
        return subscripts(target.name, key)
    return form.format(name=name, dotted=".".join(key), of=target.name, own=yaml_edit.snake(target.name))


def subscripts(variable: str, key: Key) -> str:
    """`params["model"]["max_depth"]`."""
    return variable + "".join(f"[{_double(part)}]" for part in key)


def reading(target: ConfigTarget, entries: Sequence[ConfigEntry]) -> str:
    """How the code comes to have what the expressions read; "" where it has it already."""
    if target.kind == PLAIN:
        return loading(target.file)
    return _READING.get(target.kind, "").format(first=".".join(entries[0].key))


def loading(file: str) -> str:
    """The statement that reads a YAML file."""
    return f"params = yaml.safe_load(open({_double(file)}))"


def options(target: ConfigTarget, entries: Sequence[ConfigEntry]) -> list[str]:
    """Options of argparse or click, or parameters of a typer command."""
    lines = []
    for entry in entries:
        name, value = flat(entry.key), entry.literal.value
        default = "" if entry.literal.secret or value is None else repr(value)
        kind = _TYPES.get(type(value[0] if isinstance(value, (list, tuple)) and value else value), "str")
        flag = "--" + name.replace("_", "-")
        end = f", default={default}" if default else ", required=True"
        many = ', nargs="+"' if isinstance(value, (list, tuple)) else ""
        if target.kind == ARGPARSE:
            lines.append(f'{target.name}.add_argument("{flag}", type={kind}{many}{end})')
        elif target.kind == CLICK:
            lines.append(f'@click.option("{flag}", type={kind}{", multiple=True" if many else ""}{end})')
        else:
            lines.append(f"{name}: {_annotation(value)}{f' = {default}' if default else ''},")
    return lines


def _assignments(entries: Sequence[ConfigEntry], between: str | None) -> list[str]:
    lines = []
    for entry in entries:
        name, value = flat(entry.key), entry.literal.value
        if entry.literal.secret:
            lines.append(
                f"# {name}: {yaml_edit.said_of(entry.literal)}, not for git: {yaml_edit.environment(entry.key)}"
            )
        elif between is None:
            lines.append(f"{name}: {_annotation(value)}" + ("" if value is None else f" = {_immutable(value)!r}"))
        else:
            lines.append(f"{name}{between}{'...' if value is None else repr(value)}")
    return lines


def field(name: str, value: object) -> str:
    """A field of a class with its default."""
    return f"{name}: {_annotation(value)} = {_immutable(value)!r}"


def _immutable(value: object) -> object:
    """A dataclass refuses a list as a default."""
    return tuple(map(_immutable, value)) if isinstance(value, list) else value


def _annotation(value: object) -> str:
    if isinstance(value, (list, tuple)):
        inner = {_TYPES.get(type(item), "object") for item in value}
        return f"tuple[{inner.pop() if len(inner) == 1 else 'object'}, ...]"
    return _TYPES.get(type(value), "str" if value is None else type(value).__name__)


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


def flat(key: Key) -> str:
    """The name where there are no sections; what tells two of one name apart stays in it."""
    return identifier("_".join(key[1:]) if len(key) > 2 else key[-1])


def identifier(name: str) -> str:
    """The name as one that Python takes."""
    # `²` counts as alphanumeric, and Python reads other letters as their plain form.
    plain = "".join([char if f"_{char}".isidentifier() else "_" for char in normalize("NFKC", name)])
    return f"{plain}_" if iskeyword(plain) else plain if plain.isidentifier() else f"_{plain}"


def _double(text: str) -> str:
    """A Python string in double quotes."""
    body = repr(text)[1:-1]
    return f'"{body}"' if repr(text)[0] == '"' or '"' not in body else repr(text)
