"""PAR113: `n_components = min(50, x.shape[1])`."""

from __future__ import annotations

import _ast

from ...base.findings import Rule
from ...base.namedtuple import TYPE_CHECKING
from ..names import MODEL, RESOURCE, SAMPLE, SPLIT, role
from ..sites import CONSTANT, NUMBER, POSITION, called
from .rule import ParameterRule, trivial
from .search_space import bound_to

if TYPE_CHECKING:
    from typing import Any

    from ..context import FileContext
    from ..sites import LiteralSite

_BOUNDING = frozenset(("min", "max", "minimum", "maximum"))
_WRAPPING = frozenset(("min", "max", "int"))
_DEEPEST = 5
# A guard of arithmetic.
_TINY = 1e-6
_TUNED = frozenset((MODEL, RESOURCE, SAMPLE, SPLIT))
_VAGUE = frozenset("min max minimum maximum length len size count weight weights prob probability order top".split())


def judge(place: LiteralSite, facts: FileContext) -> str:
    """What is kept within a bound, where it is a word of models or of a run."""
    if called(place.owner) not in _BOUNDING or trivial(place.value) or place.level == CONSTANT:
        return ""
    if len(place.owner.args) != 2 or abs(place.value) < _TINY:
        return ""
    name = bound_to(place, facts) or _set(place)
    if role(name) not in _TUNED or name.lower() in _VAGUE or name in facts.changed:
        return ""
    return name


def _set(place: LiteralSite) -> str:
    """What the outermost of bounds within bounds is set to."""
    statement = place.statement
    value = getattr(statement, "value", None)
    if statement.__class__ is not _ast.Assign or not _holds(value, place.owner):
        return ""
    return getattr(statement.targets[0], "id", "")


def _holds(node: Any, owner: Any, depth: int = 0) -> bool:
    """Whether `owner` is in `node` with nothing but bounds and a cast around it."""
    if node is owner:
        return True
    if node.__class__ is not _ast.Call or called(node) not in _WRAPPING or depth > _DEEPEST:
        return False
    return any(_holds(argument, owner, depth + 1) for argument in node.args)


RULE = ParameterRule(
    Rule("PAR113", "cap", "a bound that a hyperparameter or a share of the machine is kept within"),
    "model",
    ((POSITION, NUMBER),),
    judge,
    "On a larger data set or machine it is the bound that decides.",
    "0 and 1, which nature sets; what is no word of models",
)
