"""PAR113: `n_components = min(50, x.shape[1])`."""

from __future__ import annotations

import _ast as ast

from ...base.findings import Rule
from ..calls import FileContext
from ..names import MODEL, RESOURCE, SAMPLE, SPLIT, role
from ..sites import CONSTANT, NUMBER, POSITION, LiteralSite, arguments, called
from .named_threshold import is_natural_bound
from .rule import ParameterRule
from .search_space import bound_to

_BOUNDING = frozenset(("min", "max", "minimum", "maximum"))
_WRAPPING = frozenset(("min", "max", "int"))
_DEEPEST = 5
# A guard of arithmetic.
_TINY = 1e-6
_TUNED = frozenset((MODEL, RESOURCE, SAMPLE, SPLIT))
_VAGUE = frozenset("min max minimum maximum length len size count weight weights prob probability order top".split())


def judge(site: LiteralSite, context: FileContext) -> str:
    """What is kept within a bound, where it is a word of models or of a run."""
    if called(site.owner) not in _BOUNDING or site.level == CONSTANT:
        return ""
    if len(arguments(site.owner)) != 2 or not isinstance(site.value, (int, float)) or abs(site.value) < _TINY:
        return ""
    if is_natural_bound(site):
        return ""
    name = bound_to(site, context) or _set(site)
    if context.enclosing(site).last == "sample" and name in ("n", ""):
        return "sample_n"
    if role(name) not in _TUNED or name.lower() in _VAGUE or name in context.changed:
        return ""
    return name


def _set(site: LiteralSite) -> str:
    """What the outermost of bounds within bounds is set to."""
    statement = site.statement
    if statement.__class__ is not ast.Assign or not _holds(statement.value, site.owner):
        return ""
    target = statement.targets[0]
    return target.id if target.__class__ is ast.Name else ""


def _holds(node: ast.expr, owner: ast.AST, depth: int = 0) -> bool:
    """Whether `owner` is in `node` with nothing but bounds and a cast around it."""
    if node is owner:
        return True
    if called(node) not in _WRAPPING or depth > _DEEPEST:
        return False
    return any(_holds(argument, owner, depth + 1) for argument in arguments(node))


RULE = ParameterRule(
    Rule("PAR113", "cap", "a bound of a hyperparameter or of a resource"),
    "model",
    ((POSITION, NUMBER),),
    judge,
    "On a larger data set or machine it is the bound that decides.",
    "0 and 1, which are natural bounds; names that are not words of models",
)
