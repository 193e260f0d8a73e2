"""argparse: an option of the command line, whose default is the literal: `args.max_depth`."""

from __future__ import annotations

import argparse
import ast
import keyword

from ....base.namedtuple import TYPE_CHECKING
from ... import keys
from .. import proof, reach
from ..module import FUNCTIONS, Candidate, Edit, Left, calculation, or_plain, replacing, seen_whole, walk
from ..plan import Place, Plan

if TYPE_CHECKING:
    from collections.abc import Callable, Container, Iterator, Sequence

    from ..module import Function, Module


# What an option makes of the text that is given to it.
_TYPES = frozenset((int, float, str, bool))


def plan(module: Module, taken: Sequence[Candidate], place: Place) -> Plan:
    """Options added in front of `args = parser.parse_args()`, and `args.NAME` wherever `args` is to be had."""
    del place
    found = _parsing(module)
    if isinstance(found, str):
        return Plan((), [Left(one.entry, or_plain(found)) for one in taken], (), _proof(None))
    statement, parser, args = found
    reached = reach.Reach(module, reach.assigned(module, statement, args))
    reason = seen_whole(module, {one.name for one in reached.variables}, args, "option", "--holder plain")
    reason = reason or or_plain(_why_unknown(module, parser, module.scope(statement)))
    if reason:
        return Plan((), [Left(one.entry, reason) for one in taken], (), _proof(None))
    known = set(_declared(module))
    names = {word.lstrip("-").replace("-", "_") for word in known}
    # A call may name an option by its beginning.
    longer = [word for word in known if word.startswith("--") and "allow_abbrev=False" not in module.text]
    moved: dict[str, Candidate] = {}
    left: list[Left] = []
    edits: list[Edit] = []
    for one in taken:
        name = option_name(one)
        reason = _why_not(one, name, reached, moved)
        if not reason and name in names:
            reason = f"the command line has an option {name} already"
        flag = f"--{name.replace('_', '-')}"
        meant = next((word for word in sorted(longer) if word.startswith(flag)), "")
        if not reason and meant:
            reason = f"{flag} works as a short form of {meant} today"
        if reason:
            left.append(Left(one.entry, or_plain(reason)))
            continue
        moved.setdefault(name, one)
        edits.append(replacing(module, one, f"{reached.name_at(one.node)}.{name}"))
    start = module.start(statement)
    row = module.starts[statement.lineno - 1]
    indent = module.text[row:start]
    several = 'nargs="+"'
    options = [
        option(name, one.entry.literal.value, several, shown=calculation(module, one)) for name, one in moved.items()
    ]
    lines = [f"{parser}.add_argument({words})" for words in options]
    if lines:
        edits.append(Edit(start, start, "".join(f"{line}{module.line_end()}{indent}" for line in lines)))
    all_moved = [one for one in taken if one.entry not in [other.entry for other in left]]
    return Plan(all_moved, left, edits, _proof((parser, {one.name for one in reached.variables}, len(lines))))


def option(name: str, value: object, several: str, *, own: bool = False, shown: str = "") -> str:
    """The words that declare an option with exactly this default; `several` is what a list needs.

    `own` where the name has to be said beside the flag; `shown` is the default as the program writes it.
    """
    is_many = isinstance(value, (list, tuple)) and bool(value)
    kind = type(value[0] if isinstance(value, (list, tuple)) and value else value).__name__
    named = [f'"{name}"'] if own else []
    words = [f'"--{name.replace("_", "-")}"', *named, f"type={kind}", *([several] if is_many else [])]
    return ", ".join([*words, f"default={shown or repr(value)}"])


def _parsing(module: Module) -> tuple[ast.Assign, str, str] | str:
    """The one statement `args = parser.parse_args()` on a line of its own, and the two names; else what is wrong."""
    found = [
        (node, node.value.func.value.id, node.targets[0].id)
        for node in module.nodes
        if isinstance(node, ast.Assign)
        and isinstance(node.value, ast.Call)
        and isinstance(node.value.func, ast.Attribute)
        and node.value.func.attr == "parse_args"
        and isinstance(node.value.func.value, ast.Name)
        and len(node.targets) == 1
        and isinstance(node.targets[0], ast.Name)
    ]
    if len(found) != 1:
        return "it has several `args = parser.parse_args()`" if found else "it has no `args = parser.parse_args()`"
    statement, _, args = found[0]
    if module.text[module.starts[statement.lineno - 1] : module.start(statement)].strip():
        return f"the line of `{args} = ...` has another statement above which no option can be added"
    is_own = reach.is_bound_once(module, reach.assigned(module, statement, args))
    return found[0] if is_own else f"{args} is given a value more than once"


def _why_unknown(module: Module, parser: str, scope: ast.AST | None, seen: frozenset[str] = frozenset()) -> str:
    """Why the options of a parser are not known: "" where it is made here, and passed to functions of the module only.

    `scope` is the function in which it parses.
    """
    here = {node.name: node for node in module.nodes if isinstance(node, FUNCTIONS)}
    bindings = module.bound.get(parser, ())
    # Where the function makes it, the names of other scopes are others.
    own = [bound for bound in bindings if isinstance(bound, ast.Name) and module.scope(bound) is scope]
    for bound in own or bindings:
        outer = module.parents.get(bound)
        if isinstance(outer, ast.arguments) and module.parents[outer] is not scope:
            # The argument of a function that may add options.
            continue
        made = getattr(outer, "value", None)
        if not isinstance(made, ast.Call):
            return f"{parser} is not made in this file, so its options are not known"
        name = _returned(module, here[made.func.id]) if getattr(made.func, "id", "") in here else ""  # type: ignore[attr-defined]
        if name and name not in seen:
            reason = _why_unknown(module, name, scope, seen | {parser}) if name != parser else ""
            if reason:
                return reason
        elif ast.unparse(made.func).rpartition(".")[2] != "ArgumentParser":
            return f"{parser} is made by {ast.unparse(made.func)}(), which may add options of its own"
        elif any(word.arg in ("parents", None) for word in made.keywords):
            return f"{parser} may take options from other parsers"
    uses = (node for node in _uses(module, parser) if not own or scope is None or scope in module.above(node))
    return next(filter(None, (_why_given(module, node, here) for node in uses)), "")


def _uses(module: Module, parser: str) -> Iterator[ast.Name]:
    """Where a parser, or a group of it, is used: `group = parser.add_argument_group()`."""
    names = {parser}
    for node in module.nodes:
        call = node.value if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name) else None
        if isinstance(call, ast.Call) and ast.unparse(call.func).startswith(f"{parser}.add_"):
            names.add(node.targets[0].id)  # type: ignore[attr-defined]
    for node in module.nodes:
        if isinstance(node, ast.Name) and node.id in names and isinstance(node.ctx, ast.Load):
            yield node


def _why_given(module: Module, node: ast.Name, here: Container[str]) -> str:
    """Why options may be added, or set, where a parser is used."""
    outer = module.parents[node]
    if isinstance(outer, ast.Attribute):
        call = module.parents[outer]
        is_known = isinstance(call, ast.Call) and all(word.arg for word in call.keywords)
        is_set = outer.attr == "set_defaults" and not is_known
        return f"{node.id}.set_defaults() may give the new option another value" if is_set else ""
    if isinstance(outer, ast.Return) or (isinstance(outer, ast.Call) and getattr(outer.func, "id", "") in here):
        return ""
    other = f"{ast.unparse(outer.func)}()" if isinstance(outer, ast.Call) else "other code"
    return f"{other} is given {node.id}, and may add options"


def _returned(module: Module, function: Function) -> str:
    """The one name that a function returns, as `parser` of `build_parser()`; "" where it returns anything else."""
    returned = [
        node.value for node in walk(function) if isinstance(node, ast.Return) and module.scope(node) is function
    ]
    return returned[0].id if len(returned) == 1 and isinstance(returned[0], ast.Name) else ""


def _declared(module: Module) -> Iterator[str]:
    """The words that declare options already, of whatever parser: `--max-depth`, `-d`, `dest` and positions.

    Also `depth` of `set_defaults(depth=3)`.
    """
    for node in module.nodes:
        if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Attribute):
            continue
        if node.func.attr == "set_defaults":
            yield from (word.arg for word in node.keywords if word.arg)
        elif node.func.attr == "add_argument":
            words = [*node.args, *(word.value for word in node.keywords if word.arg == "dest")]
            for word in words:
                if isinstance(word, ast.Constant) and isinstance(word.value, str):
                    yield word.value


def _why_not(one: Candidate, name: str, reached: reach.Reach, moved: dict[str, Candidate]) -> str:
    if not reached.name_at(one.node):
        return reached.why_not(one.node)
    if name in moved and moved[name].entry.literal.value != one.entry.literal.value:
        return f"another literal becomes the option {name}"
    return why_no_option(name, one.entry.literal.value)


def option_name(one: Candidate) -> str:
    """What an option is called: `max_depth` also for `_max_depth`, where that is a name."""
    name = keys.flat(one.entry.key)
    bare = name.strip("_")
    return bare if bare.isidentifier() and not keyword.iskeyword(bare) else name


def why_no_option(name: str, value: object) -> str:
    """Why no option of a command line can have the name, or the value as its default; "" where one can."""
    if name != name.strip("_"):
        return f"an option cannot be called {name}"
    types = {type(item) for item in (value if isinstance(value, (list, tuple)) else [value])}
    if len(types) > 1:
        return "it holds values of several types, for which an option has no type"
    return "" if types <= _TYPES and types else "an option has no type for it"


# The proof


def _proof(found: tuple[str, set[str], int] | None) -> Callable[[ast.Module, ast.Module, object], str]:
    def prove(old: ast.Module, new: ast.Module, config: object) -> str:
        del config
        if found is None:
            return "there is no command line"
        parser, args, count = found
        known = {ast.dump(node) for node in _options(old, parser)}
        added = [node for node in _options(new, parser) if ast.dump(node) not in known]
        if len(added) != count:
            return "another number of options would have been added"
        values = _values(added)
        for body in list(_bodies(new)):
            body[:] = [statement for statement in body if statement not in added]
        if not values.keys().isdisjoint(_read_names(old, args)):
            return "an option would take the name of one that is read already"
        return proof.difference(old, new, lambda node: _read(node, args, values))

    return prove


def _options(tree: ast.AST, parser: str) -> list[ast.stmt]:
    """The statements `parser.add_argument(...)`."""
    return [
        node
        for node in ast.walk(tree)
        if isinstance(node, ast.Expr)
        and isinstance(node.value, ast.Call)
        and isinstance(node.value.func, ast.Attribute)
        and node.value.func.attr == "add_argument"
        and isinstance(node.value.func.value, ast.Name)
        and node.value.func.value.id == parser
    ]


def _bodies(tree: ast.AST) -> Iterator[list[ast.stmt]]:
    for node in ast.walk(tree):
        for field in ("body", "orelse", "finalbody"):
            body = getattr(node, field, None)
            if isinstance(body, list):
                yield body


def _values(added: Sequence[ast.stmt]) -> dict[str, object]:
    """What the options give when none of them is said, by argparse itself."""
    parser = argparse.ArgumentParser()
    for statement in added:
        call = statement.value  # type: ignore[attr-defined]
        words: dict[str, object] = {}
        for word in call.keywords:
            named = {"int": int, "float": float, "str": str, "bool": bool}
            is_type = word.arg == "type" and isinstance(word.value, ast.Name)
            words[word.arg] = named[word.value.id] if is_type else proof.value_of(word.value)
        parser.add_argument(ast.literal_eval(call.args[0]), **words)  # type: ignore[arg-type]
    return vars(parser.parse_args([]))


def _read_names(tree: ast.AST, args: set[str]) -> set[str]:
    return {
        node.attr
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id in args
    }


def _read(node: ast.AST, args: set[str], values: dict[str, object]) -> object:
    if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id in args:
        return values.get(node.attr, proof.ABSENT)
    return proof.ABSENT
