"""A YAML file that the program reads when it starts: `params["model"]["max_depth"]`.

The file is found from the program's own place, so that the current directory does not matter.
"""

from __future__ import annotations

import ast
import posixpath

from ....base.namedtuple import TYPE_CHECKING, NamedTuple
from ... import config_target
from .. import proof
from ..module import (
    Edit,
    Left,
    bindings,
    changed_keys,
    has_star_import,
    looks_at_its_names,
    replacing,
    seen_whole,
    walk,
)
from ..plan import Place, Plan

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from ..module import Candidate, Module

_ITS_NAMES = "the program lists its own names, and would see the new ones"
_VARIABLES = ("params", "parameters", "params_yaml", "project_params")

_LOADERS = ("SafeLoader", "CSafeLoader", "FullLoader", "Loader", "CLoader", "UnsafeLoader")


class Loader(NamedTuple):
    """Statements that read the config into `variable`: `lines` are to be added, behind so many lines of the text.

    None are where the program has such a statement already; it ends at `end`, an offset.
    """

    variable: str
    lines: Sequence[str] = ()
    behind: int = 0
    end: int = 0


def plan(module: Module, taken: Sequence[Candidate], place: Place) -> Plan:
    """All literals replaced, and the file read once, above the first of them."""
    known = module.names
    if not taken:
        return Plan((), (), (), _proof(Loader(""), place))
    first = min(candidate.start for candidate in taken)
    known_loader = existing(module, place, first)
    reason = _why_none(module, known_loader)
    if reason:
        return Plan((), [Left(one.entry, reason) for one in taken], (), _proof(Loader(""), place))
    loader = known_loader or _added(module, place, first, known)
    edits = [
        replacing(module, candidate, config_target.subscripts(loader.variable, candidate.entry.key))
        for candidate in taken
    ]
    if loader.lines:
        edits.append(insertion(module, loader.behind, loader.lines))
    return Plan(taken, (), edits, _proof(loader, place))


def _why_none(module: Module, known: Loader | None) -> str:
    """Why the program would see one key, or one name, more."""
    if known is None:
        return _ITS_NAMES if looks_at_its_names(module) else ""
    return seen_whole(module, {known.variable}, known.variable, "key", "--to FILE")


def insertion(module: Module, behind: int, lines: Sequence[str]) -> Edit:
    """Lines put behind so many lines of the text."""
    end = module.line_end()
    at = module.starts[behind] if behind < len(module.starts) else len(module.text)
    gap = end if at and not module.text[:at].endswith(("\n", "\r")) else ""
    return Edit(at, at, gap + "".join(f"{line}{end}" for line in lines))


# A loader that is there


def existing(module: Module, place: Place, first: int) -> Loader | None:
    """The statement at the top of the module that reads the very file, where it comes before the first literal.

    Not where the program then changes what was read: the file is read anew beside it.
    """
    if not _is_pyyaml(module):
        return None
    for statement in module.tree.body:
        if module.start(statement) > first:
            break
        variable = _variable(statement, place)
        is_own = variable and len(module.bound[variable]) == 1 and not changed_keys(module, {variable})
        if is_own and module.end(statement) < first:
            return Loader(variable, end=module.end(statement))
    return None


def _is_pyyaml(module: Module) -> bool:
    """Whether `yaml` is nothing but PyYAML: that of ruamel gives back classes of its own."""
    statement = ast.parse("import yaml").body[0]
    return all(_is_import(module, node, statement) for node in module.bound.get("yaml", ()))


def _variable(statement: ast.stmt, place: Place) -> str:
    """What `params = yaml.safe_load(...)` sets from the file, also within `with open(...)`; "" for anything else."""
    if isinstance(statement, ast.With) and len(statement.items) == len(statement.body) == 1:
        inner, opened = statement.body[0], statement.items[0].context_expr
        return _assigned(inner) if _is_opened(opened, place) and _loads(inner) is not None else ""
    source = _loads(statement)
    if source is None:
        return ""
    return _assigned(statement) if _is_opened(source, place) or _reads_from(source) == _way(place) else ""


def _assigned(statement: ast.stmt) -> str:
    target = statement.targets[0] if isinstance(statement, ast.Assign) else None
    return target.id if isinstance(target, ast.Name) else ""


def _loads(statement: ast.stmt) -> ast.expr | None:
    """The argument of `NAME = yaml.safe_load(argument)`, and of `load` with a loader that reads the same values."""
    call = statement.value if isinstance(statement, ast.Assign) and len(statement.targets) == 1 else None
    if not isinstance(call, ast.Call) or not call.args or not _assigned(statement):
        return None
    # The added loader may say `_yaml`.
    name = ast.unparse(call.func).lstrip("_")
    loaders = [*call.args[1:], *(word.value for word in call.keywords)]
    is_same = name in ("yaml.safe_load", "yaml.full_load") and not loaders
    if name == "yaml.load":
        is_same = len(loaders) == 1 and ast.unparse(loaders[0]).rpartition(".")[2] in _LOADERS
    return call.args[0] if is_same else None


def _is_opened(node: ast.expr, place: Place) -> bool:
    """Whether it is `open("params.yaml")`, which counts from the current directory, mostly the top."""
    if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Name) or node.func.id != "open" or not node.args:
        return False
    name = node.args[0].value if isinstance(node.args[0], ast.Constant) else None
    return isinstance(name, str) and posixpath.normpath(name) == place.file


def _reads_from(node: ast.expr) -> tuple[int, str] | None:
    """N and NAME of `Path(__file__).resolve().parents[N].joinpath(NAME).read_text(encoding="utf-8")`."""
    text = ast.unparse(node)
    head, found, rest = text.partition("(__file__).resolve().parents[")
    number, _, rest = rest.partition("].joinpath(")
    name, _, end = rest.rpartition(").read_text(")
    if not found or head.strip("_") != "Path" or not number.isdigit() or end != "encoding='utf-8')":
        return None
    try:
        value = ast.literal_eval(name)
    except (ValueError, SyntaxError):
        return None
    return (int(number), value) if isinstance(value, str) else None


def _way(place: Place) -> tuple[int, str]:
    """How many folders up from that of the program the config file is found, and its path from there."""
    folder = posixpath.dirname(place.path)
    common = posixpath.commonpath([folder, posixpath.dirname(place.file)]) if folder else ""
    up = len(folder.split("/")) - (len(common.split("/")) if common else 0) if folder else 0
    return up, posixpath.relpath(place.file, common or ".")


# A loader that is added


def _added(module: Module, place: Place, first: int, known: frozenset[str]) -> Loader:
    behind = _behind(module, first)
    # A star import below would take the name away, and one of this module would take it along, but for one that begins
    # with an underscore.
    hidden = "_" if place.is_starred or has_star_import(module, behind) else ""
    names = (f"{hidden}{name}{suffix}" for suffix in ("", *map(str, range(2, len(known) + 3))) for name in _VARIABLES)
    variable = next(name for name in names if name not in known)
    imports: list[str] = []
    is_apart = place.is_starred
    path = _import(module, behind, known, ("from pathlib import Path", "Path"), imports, is_apart=is_apart)
    yaml = _import(module, behind, known, ("import yaml", "yaml"), imports, is_apart=is_apart)
    up, name = _way(place)
    found = f"{path}(__file__).resolve().parents[{up}].joinpath({config_target.subscripts('', (name,))[1:-1]})"
    lines = [*imports, f'{variable} = {yaml}.safe_load({found}.read_text(encoding="utf-8"))']
    if len(lines) > 1 or behind:
        lines.insert(-1, "")
    return Loader(variable, lines, behind)


def _import(  # noqa: PLR0913, where, and what is there
    module: Module,
    behind: int,
    known: frozenset[str],
    wanted: tuple[str, str],
    imports: list[str],
    *,
    is_apart: bool,
) -> str:
    """The name to use; what has to be imported for it is added to `imports`, by another name if it is to be `apart`."""
    line, name = wanted
    statement = ast.parse(line).body[0]
    bound = module.bound.get(name, []) if name in known else []
    if name in known and not (bound and all(_is_import(module, node, statement) for node in bound)):
        line, name = _aliased(line, name, known)
    elif any(module.parents[node] in module.tree.body and node.end_lineno <= behind for node in bound):  # type: ignore[attr-defined]
        return name
    elif is_apart:
        line, name = _aliased(line, name, known)
    imports.append(line)
    return name


def _is_import(module: Module, node: ast.AST, statement: ast.stmt) -> bool:
    """Whether a name is bound by the very import that a statement is."""
    source = module.parents.get(node)
    if not isinstance(node, ast.alias) or type(source) is not type(statement):
        return False
    alias = statement.names[0]  # type: ignore[attr-defined]
    same_module = getattr(source, "module", None) == getattr(statement, "module", None)
    return same_module and (node.name, node.asname) == (alias.name, alias.asname) and not getattr(source, "level", 0)


def _aliased(line: str, name: str, known: frozenset[str]) -> tuple[str, str]:
    other = f"_{name}"
    while other in known:
        other = f"_{other}"
    return f"{line} as {other}", other


def _behind(module: Module, first: int) -> int:
    """Behind how many lines the file is read: the imports above the first literal, else the comments at the top."""
    body, behind = module.tree.body, 0
    for number, statement in enumerate(body):
        if module.end(statement) > first:
            break
        following = body[number + 1].lineno if number + 1 < len(body) else None
        if (_is_head(number, statement) or isinstance(statement, (ast.Import, ast.ImportFrom))) and (
            following != statement.end_lineno
        ):
            behind = statement.end_lineno or 0
    if behind:
        return behind
    for number, row in enumerate(module.rows, 1):
        if row.startswith(("# %%", "#%%")) or (row.strip() and not row.startswith("#")):
            break
        behind = number if row.startswith("#") else behind
    return behind


def _is_head(number: int, statement: ast.stmt) -> bool:
    """Whether it is the docstring of the module."""
    value = statement.value if number == 0 and isinstance(statement, ast.Expr) else None
    return isinstance(value, ast.Constant) and isinstance(value.value, str)


# The proof


def _proof(loader: Loader, place: Place) -> Callable[[ast.Module, ast.Module, object], str]:
    def prove(old: ast.Module, new: ast.Module, config: object) -> str:
        if loader.lines:
            added = range(loader.behind + 1, loader.behind + len(loader.lines) + 1)
            statements = [statement for statement in new.body if statement.lineno in added]
            wrong = _wrong_loader(statements, loader.variable, place)
            if wrong:
                return wrong
            new.body = [statement for statement in new.body if statement.lineno not in added]
        if loader.lines and loader.variable in bindings(walk(new)):
            return f"{loader.variable} is another name in it"
        return proof.difference(old, new, proof.by_subscripts(loader.variable, config))

    return prove


def _wrong_loader(statements: Sequence[ast.stmt], variable: str, place: Place) -> str:
    """What is wrong with the statements that were added: they have to read the config file and do nothing else."""
    *imports, last = statements or [ast.Pass()]
    if _variable(last, place) != variable:
        return f"what was added does not read {place.file}"
    if not all(isinstance(statement, (ast.Import, ast.ImportFrom)) for statement in imports):
        return "more was added than what reads the config file"
    return ""
