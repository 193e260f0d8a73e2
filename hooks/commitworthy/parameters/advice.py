"""What to paste, and where: the words of each home for parameters."""

from __future__ import annotations

from ..values import TYPE_CHECKING, NamedTuple
from . import scalars, stanza
from .holders import ARGPARSE, CLICK, COMMAND_LINES, DVC, HYDRA, KEDRO, MLPROJECT, PAPERMILL, PLAIN, SETTINGS, TYPER

if TYPE_CHECKING:
    from collections.abc import Sequence

    from .holders import Holder
    from .stanza import Key, Keyed

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


def blocks(holder: Holder, wanted: Sequence[Keyed]) -> list[Block]:
    """Where the literals go: one block, but two where Kedro keeps files apart from numbers."""
    if holder.kind == KEDRO:
        files = [one for one in wanted if _is_dataset(one)]
        others = [one for one in wanted if one not in files]
        made = [Block(f"move to {holder.file}:", stanza.lines(others))] if others else []
        return made + ([Block(f"move to {holder.catalog}:", _catalog(files))] if files else [])
    if holder.kind == MLPROJECT:
        return [Block(f"make it a parameter of the entry point in {holder.file}:", _ml_parameters(wanted))]
    if holder.kind == PAPERMILL:
        return [Block("move to the cell tagged `parameters`:", _assignments(wanted, " = "))]
    if holder.kind == SETTINGS:
        return [Block(f"make it a field of {holder.name}:", _assignments(wanted, None))]
    if holder.kind in COMMAND_LINES:
        return [Block("make it an option of the command line:", options(holder, wanted))]
    return [Block(f"move to {holder.file}:", stanza.lines(wanted))]


def replacement(holder: Holder, wanted: Sequence[Keyed]) -> str:
    """What stands in the code instead, one expression for each literal."""
    return ", ".join(dict.fromkeys(expression(holder, one) for one in wanted))


def expression(holder: Holder, one: Keyed) -> str:
    """The expression that reads one literal back."""
    key, name = one.key, flat(one.key)
    if one.literal.secret:
        return stanza.environment(key)
    if holder.kind == KEDRO and _is_dataset(one):
        return f'"{name}"'
    if holder.kind == HYDRA and not all(part.isidentifier() for part in key):
        return subscripts(holder.name, key)
    form = _EXPRESSIONS.get(holder.kind)
    if form is None:
        return subscripts(holder.name, key)
    return form.format(name=name, dotted=".".join(key), of=holder.name, own=stanza.snake(holder.name))


def subscripts(variable: str, key: Key) -> str:
    """`params["model"]["max_depth"]`."""
    return variable + "".join(f"[{_double(part)}]" for part in key)


def reading(holder: Holder, wanted: Sequence[Keyed]) -> str:
    """How the code comes to have what the expressions read; "" where it has it already."""
    if holder.kind == PLAIN:
        return loading(holder.file)
    return _READING.get(holder.kind, "").format(first=".".join(wanted[0].key))


def loading(file: str) -> str:
    """The statement that reads a YAML file."""
    return f"params = yaml.safe_load(open({_double(file)}))"


def options(holder: Holder, wanted: Sequence[Keyed]) -> list[str]:
    """Options of argparse or click, or parameters of a typer command."""
    made = []
    for one in wanted:
        name, value = flat(one.key), one.literal.value
        default = "" if one.literal.secret or value is None else repr(value)
        kind = _TYPES.get(type(value[0] if isinstance(value, (list, tuple)) and value else value), "str")
        flag = "--" + name.replace("_", "-")
        end = f", default={default}" if default else ", required=True"
        many = ', nargs="+"' if isinstance(value, (list, tuple)) else ""
        if holder.kind == ARGPARSE:
            made.append(f'{holder.name}.add_argument("{flag}", type={kind}{many}{end})')
        elif holder.kind == CLICK:
            made.append(f'@click.option("{flag}", type={kind}{", multiple=True" if many else ""}{end})')
        else:
            made.append(f"{name}: {_annotation(value)}{f' = {default}' if default else ''},")
    return made


def _assignments(wanted: Sequence[Keyed], between: str | None) -> list[str]:
    made = []
    for one in wanted:
        name, value = flat(one.key), one.literal.value
        if one.literal.secret:
            made.append(f"# {name}: {stanza.said_of(one.literal)}, not for git: {stanza.environment(one.key)}")
        elif between is None:
            made.append(f"{name}: {_annotation(value)}" + ("" if value is None else f" = {_immutable(value)!r}"))
        else:
            made.append(f"{name}{between}{'...' if value is None else repr(value)}")
    return made


def _immutable(value: object) -> object:
    """A dataclass refuses a list as a default."""
    return tuple(map(_immutable, value)) if isinstance(value, list) else value


def _annotation(value: object) -> str:
    if isinstance(value, (list, tuple)):
        inner = {_TYPES.get(type(item), "object") for item in value}
        return f"tuple[{inner.pop() if len(inner) == 1 else 'object'}, ...]"
    return _TYPES.get(type(value), "str" if value is None else type(value).__name__)


def _ml_parameters(wanted: Sequence[Keyed]) -> list[str]:
    made = ["parameters:"]
    for one in wanted:
        name = flat(one.key)
        if stanza.is_writable(one.literal):
            kind = _ML_TYPES.get(type(one.literal.value), "string")
            value = one.literal.value if type(one.literal.value) in _ML_TYPES else str(one.literal.value)
            made.append(f"  {name}: {{type: {kind}, default: {scalars.flow(value)}}}")
        else:
            made.append(f"  {name}: string")
    return made


def _is_dataset(one: Keyed) -> bool:
    value = one.literal.value
    return one.key[0] == "paths" and isinstance(value, str) and not one.literal.secret


def _catalog(wanted: Sequence[Keyed]) -> list[str]:
    made = []
    for one in wanted:
        path = str(one.literal.value)
        suffix = path[path.rfind(".") :].lower() if "." in path else ""
        kind = _DATASETS.get(suffix, "text.TextDataset")
        made += [f"{flat(one.key)}:", f"  type: {kind}", f"  filepath: {scalars.quoted(path)}"]
    return made


def flat(key: Key) -> str:
    """The name where there are no sections; what tells two of one name apart stays in it."""
    return identifier("_".join(key[1:]) if len(key) > 2 else key[-1])


def identifier(name: str) -> str:
    """The name as one that Python takes."""
    made = "".join(char if char == "_" or char.isalnum() else "_" for char in name)
    return made if made.isidentifier() else f"_{made}"


def _double(text: str) -> str:
    """A Python string in double quotes."""
    body = repr(text)[1:-1]
    return f'"{body}"' if repr(text)[0] == '"' or '"' not in body else repr(text)
