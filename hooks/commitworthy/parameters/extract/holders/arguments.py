"""An argument of the function around a literal: an option of click or typer, or a default that a caller may replace.

A library has no config file beside it once it is installed; there the literal becomes the default of an argument.
"""

from __future__ import annotations

import ast
import tokenize

from ....base.namedtuple import TYPE_CHECKING, NamedTuple
from ... import keys
from ...config_target import ARGUMENT, CLICK, TYPER
from .. import proof
from ..module import FUNCTIONS, Candidate, Edit, Left, calculation, looks_at_its_arguments, or_plain, replacing, used
from ..plan import Place, Plan
from .argparse_options import option, option_name, why_no_option

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from ..module import Function, Module

_ESTIMATORS = ("Estimator", "Classifier", "Regressor", "Transformer", "Cluster", "Detector")
# Those of scikit-learn; other frameworks have mixins of their own.
_MIXINS = frozenset(
    """
    ClassifierMixin RegressorMixin TransformerMixin ClusterMixin BiclusterMixin DensityMixin OutlierMixin
    MetaEstimatorMixin SelectorMixin MultiOutputMixin OneToOneFeatureMixin ClassNamePrefixFeaturesOutMixin
    """.split()
)
# Classes of PyTorch and Lightning have fit() or predict() too.
_NO_ESTIMATORS = frozenset(("Module", "LightningModule", "LightningDataModule"))
_PLAIN_BASES = frozenset(("object", "ABC", "Protocol", "Generic"))
# Their arguments scikit-learn routes by name.
_ROUTED = frozenset(
    """
    fit partial_fit fit_transform fit_predict transform inverse_transform predict predict_proba predict_log_proba
    decision_function score score_samples kneighbors split get_params set_params
    """.split()
)
# What one has beside fit(), where its base is in another file.
_ANSWERS = ("predict", "transform", "decision_function", "predict_proba", "score_samples", "fit_predict", "kneighbors")
_OF_CLICK = frozenset(
    """
    command group callback option argument pass_context pass_obj version_option help_option confirmation_option
    password_option
    """.split()
)
# They hand on every argument, whatever its name.
_PLAIN_DECORATORS = frozenset(
    """
    staticmethod classmethod abstractmethod override final cache lru_cache contextmanager asynccontextmanager
    no_grad inference_mode enable_grad rank_zero_only
    """.split()
)
_INSPECTING = frozenset(("signature", "getfullargspec", "getargspec"))
_PROPERTIES = frozenset("property cached_property abstractproperty setter getter deleter".split())


class _New(NamedTuple):
    """The arguments that one function gets, by their names."""

    function: Function
    arguments: Mapping[str, Candidate]


def planned(
    module: Module, taken: Sequence[Candidate], kind: str, bases: Mapping[str, frozenset[str]] | None = None
) -> Plan:
    """Each literal an argument of the function that it is in, where that may have one more.

    `bases` is that of `Place`.
    """
    moved: list[Candidate] = []
    left: list[Left] = []
    edits: list[Edit] = []
    new: dict[ast.AST, dict[str, Candidate]] = {}
    for one in taken:
        function = _function(module, one)
        name = keys.flat(one.entry.key) if kind == ARGUMENT else option_name(one)
        reason = _why_not(module, function, kind, bases or {})
        if not reason and kind != ARGUMENT:
            reason = or_plain(why_no_option(name, one.entry.literal.value))
        if not reason and isinstance(function, FUNCTIONS):
            arguments = new.setdefault(function, {})
            name = _free(function, name, one, arguments)
            arguments.setdefault(name, one)
            moved.append(one)
            edits.append(replacing(module, one, name))
        else:
            left.append(Left(one.entry, reason))
    for function, arguments in new.items():
        if isinstance(function, FUNCTIONS) and arguments:
            edits += _signature(module, function, arguments, kind)
    return Plan(
        moved,
        left,
        edits,
        _proof(
            [
                _New(function, arguments)
                for function, arguments in new.items()
                if arguments and isinstance(function, FUNCTIONS)
            ],
            kind,
        ),
    )


def library(module: Module, taken: Sequence[Candidate], place: Place) -> Plan:
    """Arguments with the literals as defaults."""
    return planned(module, taken, ARGUMENT, place.bases)


def click(module: Module, taken: Sequence[Candidate], place: Place) -> Plan:
    """Options of click."""
    del place
    return planned(module, taken, CLICK)


def typer(module: Module, taken: Sequence[Candidate], place: Place) -> Plan:
    """Options of typer."""
    del place
    return planned(module, taken, TYPER)


def _function(module: Module, one: Candidate) -> ast.AST | None:
    """The function around a literal; a lambda, a comprehension and a nested function see its arguments too."""
    scope = module.scope(one.node)
    while isinstance(scope, (ast.Lambda, *FUNCTIONS)):
        outer = module.scope(scope)
        if not isinstance(outer, (ast.Lambda, *FUNCTIONS)):
            break
        scope = outer
    return scope


def _free(function: Function, name: str, one: Candidate, arguments: Mapping[str, Candidate]) -> str:
    """The name of the argument; another one where the function says it already."""
    taken = used(function)
    number = 1
    free = name
    while free in taken or (free in arguments and arguments[free].entry.literal.value != one.entry.literal.value):
        number += 1
        free = f"{name}_param" if number == 2 else f"{name}_param{number - 1}"
    return free


def _why_not(module: Module, function: ast.AST | None, kind: str, bases: Mapping[str, frozenset[str]]) -> str:
    if not isinstance(function, FUNCTIONS):
        if kind != ARGUMENT:
            return or_plain(f"it is outside of the {kind} command")
        way = "use --holder plain if it is never installed"
        return f"it is outside of functions, and an installed package has no config file; {way}"
    if kind != ARGUMENT:
        return or_plain(_why_no_command(module, function, kind) or _why_seen(function))
    return _why_no_argument(module, function, bases)


def _why_seen(function: Function) -> str:
    """What in a function would see one argument more."""
    if function.args.kwarg:
        return f"{function.name}() takes **{function.args.kwarg.arg}, and a new argument could take one of them"
    looking = looks_at_its_arguments(function)
    return f"{function.name}() calls {looking}, which would see the new argument" if looking else ""


def _why_no_argument(module: Module, function: Function, known: Mapping[str, frozenset[str]]) -> str:
    """Why a function of a library gets no argument, and what to do by hand."""
    name = function.name
    in_init = "make it an argument of __init__() by hand"
    decorators = [ast.unparse(getattr(one, "func", one)) for one in function.decorator_list]
    by_last = {text.rpartition(".")[2]: text for text in decorators}
    if not _PROPERTIES.isdisjoint(by_last):
        return f"{name}() is a property, which takes no arguments; {in_init}"
    if name.startswith("__") and name.endswith("__") and name not in ("__init__", "__call__"):
        return f"{name}() is called by Python itself, which passes no other arguments; {in_init}"
    may_be = _may_be_estimator(module, module.parents[function], known)
    if name == "__init__" and may_be:
        return f"{may_be}, which needs every argument of __init__() as an attribute; add both by hand"
    if name in _ROUTED and may_be:
        return f"{may_be}, which reads the signature of {name}(); {in_init}"
    seen = _why_seen(function)
    if not seen and any(_signature_of(module, node) for node in module.nodes):
        seen = "the program inspects signatures, and may see the new argument"
    if seen:
        way = "under a free name" if function.args.kwarg else "if that is fine"
        return f"{seen}; add it by hand {way}"
    unknown = next((text for last, text in by_last.items() if last not in _PLAIN_DECORATORS), "")
    return f"the decorator @{unknown} may look at the arguments of {name}(); add one by hand if not" if unknown else ""


def _why_no_command(module: Module, function: Function, kind: str) -> str:
    framework = _commands(module).get(function.name) if function in module.tree.body else None
    if framework != kind:
        return f"{function.name}() is no {kind} command"
    decorators = [ast.unparse(getattr(one, "func", one)) for one in function.decorator_list]
    names = {text.rpartition(".")[2] for text in decorators}
    if kind == CLICK and not names <= _OF_CLICK:
        return f"{function.name}() has a decorator that is not click's and may not pass the option on"
    is_called = any(
        isinstance(node, ast.Attribute) and node.attr == "callback" and ast.unparse(node.value) == function.name
        for node in module.nodes
    )
    return f"{function.name}.callback() is called directly, without its options" if kind == CLICK and is_called else ""


def _signature_of(module: Module, node: ast.AST) -> bool:
    """Whether a node asks what arguments a function has."""
    if isinstance(node, ast.Name):
        return node.id in _INSPECTING and any(isinstance(one, ast.alias) for one in module.bound.get(node.id, ()))
    name = node.attr if isinstance(node, ast.Attribute) else ""
    is_of_inspect = name in _INSPECTING and ast.unparse(node.value) == "inspect"  # type: ignore[attr-defined]
    return is_of_inspect or name in ("__kwdefaults__", "__code__")


def _may_be_estimator(module: Module, outer: ast.AST, known: Mapping[str, frozenset[str]]) -> str:
    """That a class is one of scikit-learn's by its bases or methods; "" where it is none.

    `clone` of scikit-learn asks for each argument by its name.
    """
    if not isinstance(outer, ast.ClassDef):
        return ""
    bases = _bases(module, outer, known)
    if "BaseEstimator" in bases or not _MIXINS.isdisjoint(bases):
        return f"{outer.name} is an estimator of scikit-learn"
    if not _NO_ESTIMATORS.isdisjoint(bases):
        return ""
    # Of a class of the repository all is known, and nothing more comes from one of Python's.
    unknown = {name for name in bases if name not in known and name not in _PLAIN_BASES and not _is_own(module, name)}
    methods = {node.name for node in outer.body if isinstance(node, FUNCTIONS)}
    answers = "fit" in methods and not methods.isdisjoint(_ANSWERS)
    return (
        f"{outer.name} may be an estimator of scikit-learn"
        if (answers and unknown) or any(name.endswith(_ESTIMATORS) for name in unknown)
        else ""
    )


def _bases(module: Module, outer: ast.ClassDef, known: Mapping[str, frozenset[str]]) -> set[str]:
    """The last names of the classes that a class builds on, those of the repository with theirs."""
    found: set[str] = set()
    rest = _named(outer)
    while rest:
        found |= rest
        own = [node for name in rest for node in module.bound.get(name, ()) if isinstance(node, ast.ClassDef)]
        rest = set().union(*map(_named, own), *(known.get(name, ()) for name in rest)) - found
    return found


def _named(node: ast.ClassDef) -> set[str]:
    """The last names of the bases of a class: `Base` of `class A(base.Base[int])`."""
    return {ast.unparse(base).partition("[")[0].rpartition(".")[2] for base in node.bases}


def _is_own(module: Module, name: str) -> bool:
    """Whether the module defines a class of this name."""
    return any(isinstance(node, ast.ClassDef) for node in module.bound.get(name, ()))


def _commands(module: Module) -> dict[str, str]:
    """The functions that are commands, and of which framework."""
    found: dict[str, str] = {}
    for statement in module.tree.body:
        for decorator in statement.decorator_list if isinstance(statement, FUNCTIONS) else ():
            call = decorator.func if isinstance(decorator, ast.Call) else decorator
            if not isinstance(call, ast.Attribute) or not isinstance(call.value, ast.Name):
                continue
            if call.attr in ("command", "group", "callback") and isinstance(statement, FUNCTIONS):
                is_click = call.value.id == "click" or _is_click_group(module, call.value.id)
                found[statement.name] = CLICK if is_click else TYPER
    for node in module.nodes:
        if isinstance(node, ast.Call) and ast.unparse(node.func) == "typer.run" and isinstance(node.args[0], ast.Name):
            found[node.args[0].id] = TYPER
    return found


def _is_click_group(module: Module, name: str) -> bool:
    """Whether it is a function of the module, under `@click.group()`, and no `typer.Typer()`."""
    return any(isinstance(node, FUNCTIONS) for node in module.bound.get(name, ()))


# The signature


def _signature(module: Module, function: Function, arguments: Mapping[str, Candidate], kind: str) -> list[Edit]:
    """The arguments added behind those that are there, and with click the options above the function."""
    at, before, after = _end_of_arguments(module, function)
    args = function.args
    texts = [_text(module, name, one, kind) for name, one in arguments.items()]
    has_star = bool(args.vararg or args.kwonlyargs)
    star = [] if has_star or (kind == TYPER) or (kind == CLICK and not args.defaults) else ["*"]
    edits = [Edit(at, at, before + ", ".join([*star, *texts]) + after)]
    if kind == CLICK:
        first = module.starts[function.lineno - 1]
        indent = module.text[first : module.start(function)]
        lines = [f"@click.option({_click_option(module, name, one)})" for name, one in arguments.items()]
        edits.append(Edit(first, first, "".join(f"{indent}{line}{module.line_end()}" for line in lines)))
    return edits


def _click_option(module: Module, name: str, one: Candidate) -> str:
    own, shown = name != name.lower(), calculation(module, one)
    return option(name, one.entry.literal.value, "multiple=True", own=own, shown=shown)


def _text(module: Module, name: str, one: Candidate, kind: str) -> str:
    if kind == CLICK:
        return name
    value = one.entry.literal.value
    literal = repr(tuple(value)) if isinstance(value, list) and kind == ARGUMENT else module.text[one.start : one.end]
    if (
        "\n" in literal
        or isinstance(one.node, ast.JoinedStr)
        or (isinstance(value, tuple) and not literal.startswith("("))
    ):
        literal = repr(value)
    return f"{name}={literal}" if kind == ARGUMENT else f"{name}: {_annotation(value)} = {literal}"


def _annotation(value: object) -> str:
    if isinstance(value, (list, tuple)):
        return f"list[{type(value[0]).__name__}]" if value else "list[str]"
    return type(value).__name__


def _end_of_arguments(module: Module, function: Function) -> tuple[int, str, str]:
    """Where an argument more is written, and what stands before and behind it."""
    first = function.lineno - 1
    rows = iter([f"{row}\n" for row in module.rows[first:]])
    depth, last, opened = 0, None, False
    for token in tokenize.generate_tokens(lambda: next(rows, "")):
        if token.type in (tokenize.COMMENT, tokenize.NL):
            continue
        if token.string in "([{" and token.type == tokenize.OP:
            depth += 1
            if depth == 1 and token.string == "(":
                opened = True
                last = token
                continue
        if token.string in ")]}" and token.type == tokenize.OP:
            depth -= 1
            if depth == 0 and opened and last is not None:
                line, column = last.end
                at = module.starts[first + line - 1] + column
                if last.string == "(":
                    return at, "", ""
                return (at, " ", ",") if last.string == "," else (at, ", ", "")
        last = token
    raise ValueError(function.name)


# The proof


def _proof(new: Sequence[_New], kind: str) -> Callable[[ast.Module, ast.Module, object], str]:
    def prove(old: ast.Module, tree: ast.Module, config: object) -> str:
        del config
        functions = [node for node in ast.walk(tree) if isinstance(node, FUNCTIONS)]
        of_old = [node for node in ast.walk(old) if isinstance(node, FUNCTIONS)]
        if [one.name for one in functions] != [one.name for one in of_old]:
            return "the functions would be others"
        values: dict[int, dict[str, object]] = {}
        wanted = {(one.function.name, one.function.col_offset, number) for number, one in enumerate(new)}
        for function, before in zip(functions, of_old, strict=True):
            added = _taken_out(function, before, kind)
            if isinstance(added, str):
                return added
            if added and not added.keys().isdisjoint(used(before)):
                return f"{function.name}() says one of the names already"
            values[id(function)] = added
        if sum(map(bool, values.values())) != len(wanted):
            return "another number of functions would have changed"
        return _differences(old, tree, functions, of_old, values)

    return prove


def _differences(
    old: ast.Module,
    tree: ast.Module,
    functions: Sequence[ast.AST],
    of_old: Sequence[ast.AST],
    values: Mapping[int, dict[str, object]],
) -> str:
    """What differs in the functions that have new arguments, each with its own, and then in all the rest."""
    # The inner ones first: to those around them they are then as before.
    for function, before in reversed(list(zip(functions, of_old, strict=True))):
        known = values[id(function)]
        if known:
            reason = proof.difference(before, function, _by_names(known))
            if reason:
                return reason
            function.body, before.body = [ast.Pass()], [ast.Pass()]  # type: ignore[attr-defined]
    return proof.difference(old, tree, lambda _: proof.ABSENT)


def _by_names(values: Mapping[str, object]) -> Callable[[ast.AST], object]:
    return lambda node: values.get(node.id, proof.ABSENT) if isinstance(node, ast.Name) else proof.ABSENT


def _taken_out(function: Function, before: Function, kind: str) -> dict[str, object] | str:
    """The arguments that a function has more than before, with their values; they are taken out of it."""
    known = {node.arg for node in ast.walk(before.args) if isinstance(node, ast.arg)}
    values: dict[str, object] = {}
    options = _click_values(function, before) if kind == CLICK else {}
    args = function.args
    defaults: list[ast.expr | None] = [None] * (len(args.posonlyargs + args.args) - len(args.defaults)) + list(
        args.defaults
    )
    positional = list(zip([*args.posonlyargs, *args.args], defaults, strict=True))
    keywords = list(zip(args.kwonlyargs, args.kw_defaults, strict=True))
    for one, default in (*positional, *keywords):
        if one.arg in known:
            continue
        if kind == CLICK:
            if one.arg not in options or default is not None:
                return f"{one.arg} would be no option of click"
            values[one.arg] = options[one.arg]
        elif default is None:
            return f"{one.arg} would have no default"
        else:
            values[one.arg] = proof.value_of(default)
    args.args = [one for one in args.args if one.arg in known]
    args.defaults = [default for one, default in positional if default is not None and one.arg in known]
    args.kwonlyargs, args.kw_defaults = (
        [one for one, _ in keywords if one.arg in known],
        [default for one, default in keywords if one.arg in known],
    )
    return values


def _click_values(function: Function, before: Function) -> dict[str, object]:
    """What the added options of click give when none is said; they are taken out of the decorators."""
    known = [ast.dump(decorator) for decorator in before.decorator_list]
    added = [decorator for decorator in function.decorator_list if ast.dump(decorator) not in known]
    function.decorator_list = [decorator for decorator in function.decorator_list if decorator not in added]
    values: dict[str, object] = {}
    for decorator in added:
        if not isinstance(decorator, ast.Call) or ast.unparse(decorator.func) != "click.option":
            return {}
        words = {word.arg: word.value for word in decorator.keywords}
        value = proof.value_of(words["default"])
        kind = ast.unparse(words["type"])
        items = value if "multiple" in words and isinstance(value, (list, tuple)) else [value]
        if any(type(item).__name__ != kind for item in items):
            return {}
        # Without a name of its own `--C` arrives as `c`.
        flag, *own = map(ast.literal_eval, decorator.args)
        name = own[0] if own else flag.lstrip("-").replace("-", "_").lower()
        values[name] = tuple(items) if "multiple" in words else value
    return values
