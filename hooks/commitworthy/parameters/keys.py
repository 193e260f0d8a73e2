"""Keys of a config file for what was found: words of the domain, one key for one value, none that the file has.

The words come from the code around a literal.  F-strings become texts that a config file can hold, with the call that
fills them.
"""

from __future__ import annotations

import _ast as ast
import keyword
import re
from unicodedata import normalize

from ..base import secrets
from ..base.namedtuple import TYPE_CHECKING, NamedTuple
from .matches import NO_TEMPLATE, KeyWords, Template
from .sites import COMPARED, WEIGHED, described, targets, text, whole

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from typing import Any

    from .matches import FoundParameter, Literal
    from .sites import LiteralSite

    Key = tuple[str, ...]

ABSENT = object()
_HUMP = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
# What a class name says beside the model, as in RandomForestClassifier.
_KINDS = ("_classifier", "_regressor")
# Sections whose values are bounds.
_RANGES = ("decision", "filter", "period")
# What the third number is of calls that are told where to start and to stop.
_LAST = {"linspace": "num", "logspace": "num", "geomspace": "num", "arange": "step", "range": "step"}
# What is filled into a text when the program runs.
_HOLES = re.compile(r"\{[^{}]*\}|%(?:\(\w+\))?[-#0 +]*\d*(?:\.\d+)?[a-zA-Z]")


class ConfigEntry(NamedTuple):
    """A literal and its place in a config file, such as `("model", "max_depth")`."""

    key: Key
    literal: Literal


class Reserved(NamedTuple):
    """What a home has already: the `tree` of its config file, and `sections` that take no key more.

    `names` are those of its options, where it has no sections, else None; `datasets` those of its catalog.
    """

    tree: Mapping[Any, Any] = {}
    sections: frozenset[str] = frozenset()
    names: frozenset[str] | None = None
    datasets: frozenset[str] = frozenset()

    def leaves(self, key: Key, literal: Literal) -> bool:
        """Whether a literal can be under a key: nothing else is there, or the very same value."""
        if literal.secret:
            return True
        if key[0] in self.sections or (self.names is not None and flat(key) in self.names):
            return False
        if key[0] == "paths" and isinstance(literal.value, str) and flat(key) in self.datasets:
            return False
        known = value_at(self.tree, key)
        return known is ABSENT or same(known, written(literal))


NOTHING_RESERVED = Reserved()


class _Keys(NamedTuple):
    """The keys of one home that have a value, and those above them; `flat` are the same without sections.

    Of a section and name: the key that a value got with a number, and the next number, since there may be thousands.
    """

    taken: dict[Key, object]
    above: set[Key]
    flat: dict[str, object]
    numbered: dict[tuple[str, str, object], Key]
    next: dict[tuple[str, str], int]

    def fits(self, key: Key, value: object, *, is_flat: bool) -> bool:
        """Whether the key can have the value."""
        if key in self.taken:
            return self.taken[key] == value
        if key in self.above or any(key[:length] in self.taken for length in range(1, len(key))):
            return False
        return not is_flat or self.flat.get(flat(key), value) == value

    def take(self, key: Key, value: object) -> None:
        """Give the key its value."""
        self.taken[key] = value
        self.flat.setdefault(flat(key), value)
        self.above.update(key[:length] for length in range(1, len(key)))


def keyed(
    found: Sequence[tuple[FoundParameter, str]], homes: Sequence[tuple[str, Reserved]] = ()
) -> list[tuple[ConfigEntry, ...]]:
    """The literals of each finding with their keys; beside a finding is the stem of its file.

    One key has one value: a second one gets the callee into its key, then what is set, the stem, the function, and at
    last a number.  `homes` has for each finding the file that the keys are for, and what is reserved there.
    """
    by_home: dict[str, _Keys] = {}
    entries = []
    for (parameter, stem), (file, reserved) in zip(found, homes or [("", NOTHING_RESERVED)] * len(found), strict=True):
        keys = by_home.setdefault(file, _Keys({}, set(), {}, {}, {}))
        naming = _Naming(keys, reserved, parameter, stem)
        together = naming.together()
        pairs = zip(_names(parameter), parameter.literals, strict=True)
        entries.append(
            tuple(
                ConfigEntry(together.get(number) or naming.key(name, literal), literal)
                for number, (name, literal) in enumerate(pairs)
            )
        )
    return entries


def natural_keys(found: FoundParameter) -> list[Key]:
    """The keys that the literals of a finding have where nothing else is in the way."""
    section = found.section
    return [(name,) if section in ("", name) else (section, name) for name in _names(found)]


def written(literal: Literal) -> object:
    """What a config file holds of a literal: its value, or the text that is filled when the program runs."""
    return literal.template.pattern if literal.template.fill else literal.value


def _names(found: FoundParameter) -> list[str]:
    """The names that a config file should have: a threshold says so, and the bounds of a range are told apart."""
    last, one = _LAST.get(found.callee), {literal.name for literal in found.literals}
    if last and len(found.literals) == 3 and len(one) == 1:
        return [f"{name}_{part}" for name, part in zip(3 * [*one], ("start", "stop", last), strict=True)]
    bounds: dict[str, set[float | None]] = {}
    for literal in found.literals:
        number = literal.value if isinstance(literal.value, (int, float)) else None
        bounds.setdefault(literal.words.subject or literal.name, set()).add(number)
    return [_name(found.section, each, bounds[each.words.subject or each.name]) for each in found.literals]


def _name(section: str, literal: Literal, bounds: set[float | None]) -> str:
    value, words = written(literal), literal.words
    # Of a name that may be a credential nothing is left.
    name = literal.name if literal.name.strip(".") else "value"
    if section == "seed":
        return "seed"
    if section == "paths" and name == "path":
        return _word(value if isinstance(value, str) else literal.template.pattern) or name
    if section in ("decision", "filter"):
        name = snake(words.subject) or name
    elif name == "weight" and words.subject.startswith("weight_"):
        return snake(words.subject)
    parts = name.lower().split("_")
    if section in _RANGES and not {"min", "max"} & set(parts):
        numbers = [bound for bound in bounds if bound is not None]
        if len(bounds) == len(numbers) == 2:
            return f"{'min' if value == min(numbers) else 'max'}_{name}"
        if section == "filter" and words.bound:
            return f"{words.bound}_{name}"
    return f"{name}_threshold" if section == "decision" and "thresh" not in name.lower() else name


def _word(text: str) -> str:
    """The last part of a path or address that is a word, as a key: `best` of `best/{x}/{y}.ckpt`; "" for none."""
    for part in reversed(re.split(r"[/\\]", _HOLES.sub(" ", text))):
        word = re.sub(r"__+", "_", snake(part.partition(".")[0])).strip("_")
        if word.strip("0123456789_"):
            return word
    return ""


class _Naming(NamedTuple):
    """What the keys of one finding are made of."""

    keys: _Keys
    reserved: Reserved
    found: FoundParameter
    stem: str

    def together(self) -> dict[int, Key]:
        """Keys in one section for the literals of a call, by their numbers; none where there is no such section.

        What the config file has with another value goes its own way, and options have no sections.
        """
        naturals = zip(natural_keys(self.found), self.found.literals, strict=True)
        open_ones = [
            (number, natural[-1], literal)
            for number, (natural, literal) in enumerate(naturals)
            if self.reserved.leaves(natural, literal)
        ]
        names = {identifier(name) for _, name, _ in open_ones}
        if self.reserved.names is not None or len(open_ones) < 2 or len(names) < len(open_ones):
            return {}
        for keys in zip(*(self._sections(name, literal) for _, name, literal in open_ones), strict=False):
            is_one = len({key[:-1] for key in keys}) == 1
            if is_one and all(self._fits(key, literal) for key, (_, _, literal) in zip(keys, open_ones, strict=True)):
                for key, (_, _, literal) in zip(keys, open_ones, strict=True):
                    self.keys.take(key, _value(literal))
                return {number: key for key, (number, _, _) in zip(keys, open_ones, strict=True)}
        return {}

    def key(self, name: str, literal: Literal) -> Key:
        """The first key that is free, or has the very same value."""
        for key in self._candidates(name, literal):
            if self._fits(key, literal):
                self.keys.take(key, _value(literal))
                return key
        return self.keys.numbered.get((self.found.section, name, _value(literal))) or self._numbered(name, literal)

    def _fits(self, key: Key, literal: Literal) -> bool:
        is_flat = self.reserved.names is not None
        return self.reserved.leaves(key, literal) and self.keys.fits(key, _value(literal), is_flat=is_flat)

    def _candidates(self, name: str, literal: Literal) -> Iterator[Key]:
        yield from self._sections(name, literal)
        section = (self.found.section,) if self.found.section not in ("", name) else ()
        text = written(literal)
        word = _word(text.rpartition(".")[2] if name == "table" else text) if isinstance(text, str) else ""
        if word:
            yield (*section, word if name == "path" else f"{word}_{name}")

    def _sections(self, name: str, literal: Literal) -> Iterator[Key]:
        """Keys with one word after the other that tells where the literal is."""
        of, callee, file = self.found.section, snake(self.found.callee), snake(self.stem)
        scope, target = snake(self.found.scope.rpartition(".")[2]), snake(literal.words.target)
        if of in ("", name):
            yield (name,)
            yield from ((f"{word}_{name}",) for word in (target, file, scope) if word)
            return
        if self._is_closed(of):
            yield from ((word, name) for word in (callee, file, f"{of}_params") if word)
        between = ((), (callee,), (target,), (file,), (file, callee) if callee else (), (scope,))
        for words in dict.fromkeys(between):
            if all(words):
                yield (of, *words, name)

    def _is_closed(self, section: str) -> bool:
        """Whether a section takes no key: it is the name of a value, or each of its keys is an argument."""
        there = self.reserved.tree.get(section)
        is_value = there is not None and not isinstance(there, dict)
        return section in self.reserved.sections or (section,) in self.keys.taken or is_value

    def _numbered(self, name: str, literal: Literal) -> Key:
        of, value = self.found.section, _value(literal)
        section = (of,) if of not in ("", name) else ()
        number = self.keys.next.get((of, name), 2)
        while True:
            is_closed = bool(section) and self._is_closed(of)
            key = (f"{of}_{name}_{number}",) if is_closed else (*section, f"{name}_{number}")
            if self._fits(key, literal):
                self.keys.take(key, value)
                self.keys.next[of, name] = number
                self.keys.numbered[of, name, value] = key
                return key
            number += 1


def _value(literal: Literal) -> object:
    """What tells one value from another, also where it is a list, or put together when the program runs."""
    return type(literal.value), repr(literal.value), literal.secret, literal.shown, literal.template.token


def flat(key: Key) -> str:
    """The name where there are no sections; what tells two of one name apart stays in it."""
    return identifier("_".join(key[1:]) if len(key) > 2 else key[-1])


def identifier(name: str) -> str:
    """The name as one that Python takes."""
    # `²` counts as alphanumeric, and Python reads other letters as their plain form.
    plain = "".join([char if f"_{char}".isidentifier() else "_" for char in normalize("NFKC", name)])
    if keyword.iskeyword(plain):
        # `lambda` of XGBoost.
        return f"{plain}_value"
    return plain if plain.isidentifier() else f"_{plain}"


def snake(name: str) -> str:
    """`RandomForestClassifier` as `random_forest`, `train-model 2` as `train_model_2`."""
    words = re.sub(r"\W+", "_", _HUMP.sub("_", name)).strip("_").lower()
    for kind in _KINDS:
        words = words.removesuffix(kind) or words
    return words


def value_at(tree: Any, key: Key) -> object:
    """The value at a key of a tree, ABSENT for none; what is in the way of it counts as its value."""
    for part in key:
        if tree is None:
            return ABSENT
        if not isinstance(tree, dict):
            return tree
        if part not in tree:
            return ABSENT
        tree = tree[part]
    return tree


def same(left: object, right: object) -> bool:
    """Equal in value and in type, a tuple being the list that YAML makes of it."""
    if isinstance(left, (list, tuple)) and isinstance(right, (list, tuple)):
        return len(left) == len(right) and all(map(same, left, right))
    return type(left) is type(right) and left == right


# Words for the keys, from the code around a literal: `min_age` of `drop("Age", lambda x: x >= 39)`.


# Names of tables and rows, which say nothing of the column that is compared.
_TABLES = re.compile(r"(?:df|dfs|data|dataset|d|r|row|rec|record|frame|table|tbl|pl|pd|f|fn|col|cols|column|self)\d*")
# What is compared under these has its name elsewhere.
_WEAK = frozenset("x y z a b c v val value s item el elem k t limit between query col column row df data bound".split())
_WORD = re.compile(r"[^\W\d]\w*")
_UPPER_BOUND = {ast.Lt: True, ast.LtE: True, ast.Gt: False, ast.GtE: False}
_LONGEST = 40
# So far up a name is looked for.
_HIGHEST = 20


class WordFinder:
    """Finds the words around the literals of a file; what is above each node of a statement is looked up once."""

    def __init__(self) -> None:
        self._parents: dict[int, dict[ast.AST, ast.AST]] = {}

    def words(self, site: LiteralSite, name: str) -> KeyWords:
        """The words around one literal that a rule calls `name`."""
        ends = targets(site.statement)
        target = described(ends[0]) if len(ends) == 1 and ends[0].__class__ is ast.Name else ""
        if len(target) < 3 or target.lower() in _WEAK or _TABLES.fullmatch(target.lower()):
            target = ""
        subject = self._weighed(site) if site.slot == WEIGHED else _bare(name)
        if subject.lower() in _WEAK or len(subject) < 2 or _TABLES.fullmatch(subject.lower()):
            subject = _bare(self._subject(site)) or subject
        # A column may be called anything, also by an address with credentials.
        return KeyWords(secrets.name(subject), _bound(site), secrets.name(target))

    def _weighed(self, site: LiteralSite) -> str:
        """`weight_r` for the number in `0.3 * r + 0.7 * g`."""
        parent = next(self._above(site, site.node), None)
        if parent.__class__ is not ast.BinOp:
            return "weight"
        other = _bare(described(parent.left if parent.right is site.node else parent.right))
        return f"weight_{other}" if other else "weight"

    def _subject(self, site: LiteralSite) -> str:
        """What is compared under a name that does not say it: the column beside a lambda, or what is looped over."""
        value = text(site.node)
        if value is not None:
            words = _WORD.findall(value)
            return f"{words[0]}_query" if words else ""
        if site.owner.__class__ is ast.Call and site.owner.func.__class__ is ast.Attribute:
            column = described(site.owner.func.value)
            if not _TABLES.fullmatch(_bare(column).lower()):
                return column
        for node in self._above(site, site.owner):
            if node.__class__ is ast.Call:
                name = _named_in_call(node)
            elif isinstance(node, (ast.ListComp, ast.SetComp, ast.GeneratorExp, ast.DictComp)):
                name = described(node.generators[0].iter)
            else:
                name = ""
            if name:
                return name
        return ""

    def _above(self, site: LiteralSite, node: ast.AST) -> Iterator[ast.AST]:
        """What a node of a statement is in, the nearest first."""
        parents = self._parents.get(id(site.statement))
        if parents is None:
            parents = self._parents[id(site.statement)] = _parents_in(site.statement)
        for _ in range(_HIGHEST):
            if node not in parents:
                break
            node = parents[node]
            yield node


def _bare(name: str) -> str:
    """`df_price` and `pl_col_km` without the table."""
    # Before it is cut: of half a credential nobody could tell what it is.
    words = secrets.name(name)[:_LONGEST].split("_")
    while len(words) > 1 and (not words[0] or _TABLES.fullmatch(words[0].lower())):
        del words[0]
    return "_".join(words)


def _bound(site: LiteralSite) -> str:
    """Whether a literal is the lower or the upper bound of what it is compared with."""
    compare = site.owner
    if site.slot != COMPARED or compare.__class__ is not ast.Compare:
        return ""
    sides = [compare.left, *compare.comparators]
    for at, operator in enumerate(compare.ops):
        is_upper = _UPPER_BOUND.get(operator.__class__)
        if is_upper is not None and site.node in (sides[at], sides[at + 1]):
            return "max" if is_upper == (site.node is sides[at + 1]) else "min"
    return ""


def _named_in_call(call: ast.Call) -> str:
    """The column in `drop(df, "Age", lambda x: x > 3)`, `df["age"].map(...)` and `filter(..., ages)`."""
    for argument in (*call.args, *(word.value for word in call.keywords)):
        value = text(argument)
        if value and _WORD.search(value) and len(value) <= _LONGEST:
            return value
    called_on = call.func.value if call.func.__class__ is ast.Attribute else None
    name = _bare(described(called_on)) if called_on is not None else ""
    if name and not _TABLES.fullmatch(name.lower()):
        return name
    others = [described(argument) for argument in call.args if argument.__class__ is ast.Name]
    return next((other for other in others if not _TABLES.fullmatch(other.lower())), "")


def _parents_in(root: ast.AST) -> dict[ast.AST, ast.AST]:
    """Of each node of a statement, those of the statements in it aside, the node that it is in."""
    parents: dict[ast.AST, ast.AST] = {}
    stack = [root]
    while stack:
        node = stack.pop()
        for field in node._fields:
            inner = getattr(node, field, None)
            for child in inner if isinstance(inner, list) else (inner,):
                if isinstance(child, ast.AST) and not isinstance(child, ast.stmt):
                    parents[child] = node
                    stack.append(child)
    return parents


# Texts that are put together when the program runs


def template(node: ast.expr) -> Template:
    """What is known of a literal that Python puts together; NO_TEMPLATE for one that is whole."""
    if whole(node) is not None:
        return NO_TEMPLATE
    from ast import unparse
    from hashlib import sha256

    # It may hold a credential.
    token = sha256(unparse(node).encode("utf-8", "surrogatepass")).hexdigest()[:16]
    if node.__class__ is not ast.JoinedStr:
        return Template("", "", token)
    parts: list[str] = []
    names: list[str] = []
    for part in node.values:
        if part.__class__ is ast.FormattedValue:
            hole = _hole(part)
            if not hole:
                return Template(text(node) or "", "", token)
            parts.append(hole)
            names.append(hole.strip("{}").partition(".")[0].partition("!")[0].partition(":")[0])
        elif part.__class__ is ast.Constant:
            parts.append(str(part.value).replace("{", "{{").replace("}", "}}"))
    fills = ", ".join(f"{name}={name}" for name in dict.fromkeys(names))
    return Template("".join(parts), f".format({fills})", token)


def _hole(part: ast.FormattedValue) -> str:
    """`{x.y!r:.2f}`; "" for what `str.format` cannot say."""
    chain: list[str] = []
    node = part.value
    while node.__class__ is ast.Attribute:
        chain.append(node.attr)
        node = node.value
    if node.__class__ is not ast.Name:
        return ""
    form = part.format_spec
    if form is not None and not (
        form.__class__ is ast.JoinedStr and all(one.__class__ is ast.Constant for one in form.values)
    ):
        return ""
    convert = f"!{chr(part.conversion)}" if part.conversion > 0 else ""
    return f"{{{'.'.join([node.id, *reversed(chain)])}{convert}{':' + (text(form) or '') if form else ''}}}"
