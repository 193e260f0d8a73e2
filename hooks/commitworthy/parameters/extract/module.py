"""A parsed text, and the characters that its nodes take: what edits are made of."""

from __future__ import annotations

import ast
import re
import warnings

from ...base.namedtuple import TYPE_CHECKING, NamedTuple
from .. import source

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Iterator, Mapping, Sequence

    from ..keys import ConfigEntry
    from ..source import CodeUnit

    Function = ast.FunctionDef | ast.AsyncFunctionDef

_LINE_END = re.compile(r"\r\n|\r|\n")
FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)
SCOPES = (*FUNCTIONS, ast.Lambda, ast.ClassDef)
# What looks at all that it is given, and not at a part of it that has a name.
LOOKING = frozenset(
    """
    print pprint pformat repr str format len sorted list tuple dict set iter hash vars dir asdict astuple fields dump
    dumps safe_dump to_yaml to_container to_object instantiate log_params log_hyperparams info debug warning warn error
    log write save init update getmembers get_type_hints
    """.split()
)
METHODS = """
items keys values copy dict json model_dump model_dump_json schema model_json_schema _asdict _get_kwargs __dict__
""".split()
_OF_CLASS = "__annotations__ __dataclass_fields__ model_fields __fields__".split()
# Expressions that give an object of their own, and methods of texts and dicts that do.
_NEW = (
    ast.Constant, ast.JoinedStr, ast.BinOp, ast.UnaryOp, ast.Compare, ast.List, ast.Tuple, ast.Set, ast.Dict,
    ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp,
)  # fmt: skip
_GIVING = frozenset(("get", "split", "strip", "replace", "format"))
# Methods that change a dict, or a config of OmegaConf.
_CHANGING = frozenset("update pop popitem clear setdefault merge_with".split())


class Edit(NamedTuple):
    """The characters from `start` to `end` of a text become `put`."""

    start: int
    end: int
    put: str


class Module(NamedTuple):
    """A text as it is written, its tree, and the offset of each line; `parents` leads from a node to the one around it.

    `nodes` are all of the tree, the outer ones first; `bound` those that give each name a value, `names` all that it
    says.

    `cell` is the index of the cell in a notebook, None for a file.  `is_masked` where the tree was made of a text in
    which magics are blanked.
    """

    text: str
    tree: ast.Module
    rows: Sequence[str]
    starts: Sequence[int]
    parents: Mapping[ast.AST, ast.AST]
    nodes: Sequence[ast.AST]
    bound: Mapping[str, Sequence[ast.AST]]
    names: frozenset[str]
    cell: int | None = None
    is_masked: bool = False

    def offset(self, line: int, column: int) -> int:
        """Of a place as the parser has it: lines from 1, columns in bytes of UTF-8 from 0."""
        row = self.rows[line - 1]
        inside = (
            column if row.isascii() else len(row.encode("utf-8", "surrogatepass")[:column].decode("utf-8", "replace"))
        )
        return self.starts[line - 1] + inside

    def start(self, node: ast.expr | ast.stmt | ast.arg) -> int:
        """Where a node begins."""
        return self.offset(node.lineno, node.col_offset)

    def end(self, node: ast.expr | ast.stmt | ast.arg) -> int:
        """Where a node ends."""
        return self.offset(node.end_lineno or node.lineno, node.end_col_offset or node.col_offset)

    def line_end(self) -> str:
        """The first one of the text."""
        found = _LINE_END.search(self.text)
        return found[0] if found else "\n"

    def above(self, node: ast.AST) -> Iterator[ast.AST]:
        """What is around a node, the nearest first."""
        while node in self.parents:
            node = self.parents[node]
            yield node

    def where(self, node: ast.AST) -> str:
        """The scope around a node in words."""
        scope = self.scope(node)
        if scope is None:
            return "at the top of the module"
        if isinstance(scope, ast.Lambda):
            return "in a lambda"
        return f"in class {scope.name}" if isinstance(scope, ast.ClassDef) else f"in {scope.name}()"  # type: ignore[attr-defined]

    def scope(self, node: ast.AST) -> ast.AST | None:
        """The function, lambda or class around a node; None at the top of the module.

        The default of an argument, a decorator and a base class are evaluated outside of what they belong to.
        """
        inner = node
        for outer in self.above(node):
            if isinstance(outer, SCOPES) and not _is_outside(inner, outer):
                return outer
            inner = outer
        return None


def _is_outside(inner: ast.AST, outer: ast.AST) -> bool:
    """Whether a direct part of a function or class is evaluated before there is one."""
    body = getattr(outer, "body", ())
    return inner is not body if isinstance(outer, ast.Lambda) else inner not in body


class Candidate(NamedTuple):
    """A literal that can be replaced: its entry, the characters it takes, and its node."""

    entry: ConfigEntry
    start: int
    end: int
    node: ast.expr


class Left(NamedTuple):
    """A literal that stays in the code, and why; a clause without a full stop."""

    entry: ConfigEntry
    reason: str
    cell: int | None = None


def or_plain(reason: str) -> str:
    """The reason with what helps in every program, where it says nothing better behind a semicolon."""
    return reason if not reason or ";" in reason else f"{reason}; use --holder plain"


def read_units(path: str, content: bytes) -> list[CodeUnit]:
    """What can be parsed of a file, without a word about odd escapes in it."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return source.read_source(path, content).units


def parsed(unit: CodeUnit, text: str) -> Module:
    """The module of a unit; `text` is as it is written, where the unit's own may have magics blanked."""
    starts = [0, *(found.end() for found in _LINE_END.finditer(text))]
    parents: dict[ast.AST, ast.AST] = {}
    nodes = walk(unit.tree, parents)
    bound = bindings(nodes)
    names = frozenset(node.id for node in nodes if node.__class__ is ast.Name).union(bound)
    return Module(text, unit.tree, unit.rows, starts, parents, nodes, bound, names, unit.cell, unit.text != text)


def walk(tree: ast.AST, parents: dict[ast.AST, ast.AST] | None = None) -> list[ast.AST]:
    """All nodes but operators and contexts, the outer ones first; `ast.walk` takes four times as long."""
    found = [tree]
    for node in found:
        before = len(found)
        for field in node._fields:
            value = getattr(node, field, None)
            if value.__class__ is list:
                found += [item for item in value if isinstance(item, ast.AST)]
            elif isinstance(value, ast.AST) and field not in ("ctx", "op"):
                found.append(value)
        if parents is not None:
            parents.update(dict.fromkeys(found[before:], node))
    return found


def applied(text: str, edits: Iterable[Edit]) -> str:
    """The text with all edits, which must not overlap."""
    pieces: list[str] = []
    at = 0
    for edit in sorted(edits):
        if edit.start < at:
            raise ValueError("edits overlap")
        pieces += [text[at : edit.start], edit.put]
        at = edit.end
    return "".join([*pieces, text[at:]])


def replacing(module: Module, candidate: Candidate, expression: str) -> Edit:
    """The literal replaced by an expression that gives the same type, kept apart from the words beside it."""
    node, text = candidate.node, module.text
    for kind, maker in ((ast.Tuple, "tuple"), (ast.List, "list"), (ast.Set, "set")):
        if isinstance(node, kind):
            # A new one each time, as the literal was.
            expression = f"{maker}({expression})"
    before = " " if candidate.start and _is_word(text[candidate.start - 1]) else ""
    after = " " if candidate.end < len(text) and _is_word(text[candidate.end]) else ""
    return Edit(candidate.start, candidate.end, before + expression + after)


def _is_word(char: str) -> bool:
    return char.isalnum() or char == "_"


def calculation(module: Module, candidate: Candidate) -> str:
    """`365 * 5` as it is written on one line, for where code holds the value; "" for any other literal."""
    text = module.text[candidate.start : candidate.end]
    return text if isinstance(candidate.node, ast.BinOp) and "\n" not in text else ""


# What is done with a config as a whole


def handed_on(module: Module) -> set[str]:
    """What becomes arguments of some call, as `cfg.model` of `Model(**cfg.model)`: a key more is an argument more.

    Also by way of a function or of another name: `settings` of `fit(**asdict(settings))`, and `args` of
    `words = vars(args)` where `fit(**words)` follows.
    """
    rest = [node.value for node in module.nodes if isinstance(node, ast.keyword) and node.arg is None]
    seen: set[ast.AST] = set()
    found: set[str] = set()
    while rest:
        value = rest.pop()
        seen.add(value)
        for node in [inner for part in _unpacked(value) for inner in walk(part)]:
            if not isinstance(node, ast.Name):
                continue
            found.add(ast.unparse(_chain(module, node)))
            statements = (module.parents.get(bound) for bound in module.bound.get(node.id, ()))
            rest += [one.value for one in statements if isinstance(one, ast.Assign) and one.value not in seen]
    return found


def _unpacked(value: ast.expr) -> Iterator[ast.expr]:
    """What may give a mapping its keys: of `{"logger": Logger(args), **more}` and `dict(epochs=args.epochs)` `more`."""
    if isinstance(value, ast.Dict):
        inner = [one for key, one in zip(value.keys, value.values, strict=True) if key is None]
    elif isinstance(value, ast.Call) and isinstance(value.func, ast.Name) and value.func.id == "dict":
        inner = [*value.args, *(word.value for word in value.keywords if word.arg is None)]
    else:
        yield value
        return
    for one in inner:
        yield from _unpacked(one)


def looked_at(module: Module, names: Container[str]) -> str:
    """What looks at all of some variable or class, and so would see one part more, as `print()` does; else ""."""
    for node in module.nodes:
        if not isinstance(node, ast.Name) or node.id not in names or not isinstance(node.ctx, ast.Load):
            continue
        outer = _given_to(module, node)
        if outer is None or _is_another(module, node, names):
            continue
        if isinstance(outer, ast.Attribute):
            # `args.json` may be an option; a method is called.
            call = module.parents[outer]
            is_called = isinstance(call, ast.Call) and outer is call.func
            if (outer.attr in METHODS and (is_called or outer.attr.startswith("__"))) or outer.attr in _OF_CLASS:
                return f"{node.id}.{outer.attr}"
        elif isinstance(outer, ast.Call) and node is not outer.func:
            name = ast.unparse(outer.func).rpartition(".")[2]
            # Also by another name: `from rich import print as pp`.
            known = [name, *(one.name for one in module.bound.get(name, ()) if isinstance(one, ast.alias))]
            if not LOOKING.isdisjoint(known):
                return f"{name}()"
        elif isinstance(outer, (ast.FormattedValue, ast.BinOp)):
            return "string formatting"
        elif isinstance(outer, (ast.For, ast.AsyncFor, ast.comprehension)) and node is outer.iter:
            return "a loop"
        elif isinstance(outer, ast.Compare) and not isinstance(outer.ops[0], (ast.Is, ast.IsNot)):
            return "a comparison"
        elif isinstance(outer, ast.Starred) or (
            isinstance(outer, ast.Dict) and node in outer.values and None in outer.keys
        ):
            return "unpacking"
    return ""


def _given_to(module: Module, node: ast.Name) -> ast.AST | None:
    """What is around a name, of `f(x=name)` the call; None where it is one value of a dict among others."""
    outer = module.parents[node]
    if not isinstance(outer, ast.keyword) or not outer.arg:
        return outer
    call = module.parents[outer]
    return None if isinstance(call, ast.Call) and getattr(call.func, "id", "") == "dict" else call


def _is_another(module: Module, node: ast.Name, names: Container[str]) -> bool:
    """Whether a name is a local variable of a function, in which nothing of ours can be: made of imports, or anew."""
    scope = module.scope(node)
    while isinstance(scope, (ast.Lambda, *FUNCTIONS)):
        if node.id in (one.arg for one in (scope.args.vararg, scope.args.kwarg) if one):
            # Of `def call(*args)` the arguments of its calls, in a tuple of their own.
            return not _is_given(module, getattr(scope, "name", ""), names)
        if any(isinstance(one, ast.arg) and one.arg == node.id for one in walk(scope.args)):
            return False
        own = [bound for bound in module.bound.get(node.id, ()) if module.scope(bound) is scope]
        if own:
            made = [module.parents[bound] for bound in own]
            return all(
                _is_made_anew(statement, names) or _is_of_imports(module, statement, names) for statement in made
            )
        scope = module.scope(scope)
    return False


def _is_given(module: Module, function: str, names: Container[str]) -> bool:
    """Whether some call of a function is given one of the names as it is."""
    calls = (node for node in module.nodes if isinstance(node, ast.Call) and getattr(node.func, "id", "") == function)
    given = (value for call in calls for value in (*call.args, *(word.value for word in call.keywords)))
    return any(isinstance(value, ast.Name) and value.id in names for value in given)


def _is_made_anew(statement: ast.AST, names: Container[str]) -> bool:
    """Whether a variable is given what a calculation, a literal or a loop over literals makes, or `words.get("x")`."""
    if isinstance(statement, ast.For):
        items = getattr(statement.iter, "elts", ())
        return bool(items) and all(isinstance(item, ast.Constant) for item in items)
    if not isinstance(statement, ast.Assign) or not isinstance(statement.targets[0], ast.Name):
        return False
    value = statement.value
    if isinstance(value, ast.Call) and isinstance(value.func, ast.Attribute) and value.args:
        return value.func.attr in _GIVING and isinstance(value.args[0], ast.Constant)
    return isinstance(value, _NEW) and not any(isinstance(one, ast.Name) and one.id in names for one in walk(value))


def _is_of_imports(module: Module, statement: ast.AST, names: Container[str]) -> bool:
    """Whether `args = ...` reads no name that the module gives a value, but for those that text is filled in with."""
    if not isinstance(statement, ast.Assign) or not isinstance(statement.targets[0], ast.Name):
        return False
    rest: list[ast.AST] = [statement.value]
    for part in rest:
        if isinstance(part, ast.Name):
            bound = module.bound.get(part.id, ())
            if part.id in names or not all(isinstance(one, ast.alias) for one in bound):
                return False
        rest += [] if isinstance(part, ast.JoinedStr) else ast.iter_child_nodes(part)
    return "parse" not in ast.unparse(statement.value)


def seen_whole(  # noqa: PLR0913, PLR0917, what is looked for, and what is said
    module: Module, names: set[str], shown: str, part: str, way: str, made_by: str = ""
) -> str:
    """Why the program would see one part more of what the names hold, `shown` being the first of them; else "".

    `part` is "key", "field" or "option", `way` the words of the command line that help; `made_by` is the class
    of what the names hold, of which there may be other instances.
    """
    rest = [node.value for node in module.nodes if isinstance(node, ast.keyword) and node.arg is None]
    if not handed_on(module).isdisjoint(names) or any(made_by in used(value) for value in rest):
        return f"{shown} is unpacked into a call, where a new {part} would be a new argument; use {way}"
    looking = looked_at(module, {made_by, *names})
    return f"all of {shown} is used by {looking}, which would see the new {part}; use {way}" if looking else ""


def looks_at_its_names(module: Module) -> bool:
    """Whether the module goes through its names, so that one more is seen.

    Not where it only takes out what is of some type, as a config of plain numbers is made of `globals()`.
    """
    for node in module.nodes:
        if not isinstance(node, ast.Call) or not isinstance(node.func, (ast.Name, ast.Attribute)):
            continue
        # `model.eval()` and `env.globals()` are methods.
        builtin = getattr(node.func, "id", "")
        is_own = not node.args and (
            builtin == "globals" or (builtin in ("locals", "vars", "dir") and module.scope(node) is None)
        )
        name = builtin or getattr(node.func, "attr", "")
        is_module = bool(node.args) and name in LOOKING and ast.unparse(node.args[0]) == "sys.modules[__name__]"
        if (is_own and not _takes_one(module, node)) or is_module:
            return True
    return False


def looks_at_its_arguments(function: Function) -> str:
    """The call by which a function goes through its own names, such as `locals()`; "" where it has none."""
    for node in walk(function):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            if node.func.attr == "save_hyperparameters":
                return "save_hyperparameters()"
        elif isinstance(node, ast.Call) and ast.unparse(node) in ("locals()", "vars()", "dir()"):
            return ast.unparse(node)
    return ""


def _takes_one(module: Module, node: ast.expr) -> bool:
    """Whether of all names one is taken, set, or only those of some type."""
    outer = module.parents[node]
    if isinstance(outer, (ast.Subscript, ast.Compare, ast.keyword)):
        return True
    if isinstance(outer, ast.Attribute) and outer.attr not in METHODS:
        return True
    around = next((one for one in module.above(node) if isinstance(one, (*_COMPREHENSIONS, ast.For))), None)
    return around is not None and any(isinstance(one, ast.Name) and one.id == "isinstance" for one in walk(around))


_COMPREHENSIONS = (ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)


def _chain(module: Module, node: ast.expr) -> ast.expr:
    """The longest `cfg.model["trees"]` that begins with a name; of a method that is called, what it belongs to."""
    while True:
        outer = module.parents[node]
        if not isinstance(outer, (ast.Attribute, ast.Subscript)) or outer.value is not node:
            return node
        if getattr(outer, "attr", "") == "__dict__":
            return node
        call = module.parents[outer]
        if isinstance(call, ast.Call) and call.func is outer:
            return node
        node = outer


def changed_keys(module: Module, names: Container[str]) -> set[tuple[object, ...]]:
    """The keys of some variables below which the program puts values of its own: `("model",)` of `cfg.model = {}`.

    `()` is all of them, as in `params[name] = 1` and `params.update(more)`.
    """
    found: set[tuple[object, ...]] = set()
    for node in module.nodes:
        inner: ast.AST = node
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in _CHANGING:
            inner = node.func.value
        elif not isinstance(node, (ast.Attribute, ast.Subscript)) or isinstance(node.ctx, ast.Load):
            continue
        keys: list[object] = []
        while isinstance(inner, (ast.Attribute, ast.Subscript)):
            if isinstance(inner, ast.Attribute):
                keys.append(inner.attr)
            elif isinstance(inner.slice, ast.Constant):
                keys.append(inner.slice.value)
            else:
                keys.clear()
            inner = inner.value
        if isinstance(inner, ast.Name) and inner.id in names:
            found.add(tuple(reversed(keys)))
    return found


# Names


def bindings(nodes: Iterable[ast.AST]) -> dict[str, list[ast.AST]]:
    """The nodes that give each name a value, or take it away, in whatever scope."""
    found: dict[str, list[ast.AST]] = {}
    for node in nodes:
        if isinstance(node, _BINDING):
            for name in _bound_by(node):
                found.setdefault(name, []).append(node)
    return found


_BINDING = (
    ast.Name, ast.arg, ast.alias, *FUNCTIONS, ast.ClassDef, ast.Global, ast.Nonlocal, ast.ExceptHandler, ast.MatchStar,
    ast.MatchAs, ast.MatchMapping,
)  # fmt: skip


def _bound_by(node: ast.AST) -> Iterator[str]:
    if isinstance(node, ast.Name):
        if not isinstance(node.ctx, ast.Load):
            yield node.id
    elif isinstance(node, ast.arg):
        yield node.arg
    elif isinstance(node, ast.alias):
        yield (node.asname or node.name).split(".")[0]
    elif isinstance(node, (*FUNCTIONS, ast.ClassDef)):
        yield node.name
    elif isinstance(node, (ast.Global, ast.Nonlocal)):
        yield from node.names
    elif isinstance(node, (ast.ExceptHandler, ast.MatchStar, ast.MatchAs)):
        if node.name:
            yield node.name
    elif isinstance(node, ast.MatchMapping) and node.rest:
        yield node.rest


def used(tree: ast.AST) -> set[str]:
    """Every name that a program says, bound or not."""
    nodes = walk(tree)
    return {node.id for node in nodes if isinstance(node, ast.Name)} | set(bindings(nodes))


def has_star_import(module: Module, below: int) -> bool:
    """Whether the program takes in names that it does not say, below so many lines."""
    stars = (node for node in module.nodes if isinstance(node, ast.ImportFrom) and node.names[0].name == "*")
    return any(node.lineno > below for node in stars)


def free(wanted: str, taken: Iterable[str]) -> str:
    """The name, with a suffix where it is taken."""
    known = set(taken)
    if wanted not in known:
        return wanted
    numbered = (f"{wanted}_param{number}" for number in ("", *range(2, len(known) + 3)))
    return next(name for name in numbered if name not in known)
