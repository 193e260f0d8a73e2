"""Words for the keys of a config file, from the code around a literal: `min_age` of `drop("Age", lambda x: x >= 39)`.

And f-strings as texts that a config file can hold, with the call that fills them.
"""

from __future__ import annotations

import _ast as ast
import re

from ..base import secrets
from ..base.namedtuple import TYPE_CHECKING
from .literals import NO_TEMPLATE, KeyWords, Template
from .sites import COMPARED, WEIGHED, described, targets, text, whole

if TYPE_CHECKING:
    from collections.abc import Iterator

    from .sites import LiteralSite

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
        if subject.lower() in _WEAK or len(subject) < 2:
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
    for argument in (*call.args, *(keyword.value for keyword in call.keywords)):
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
