"""PAR604: `GridSearchCV(model, grid, n_jobs=-1)`."""

from __future__ import annotations

from ...findings import WARNING, Rule
from ...values import TYPE_CHECKING
from ..literals import SMALL
from ..place import CONSTANT, KEYWORD
from ..words import words
from .rule import ParameterRule

if TYPE_CHECKING:
    from ..facts import Facts
    from ..place import Place

_WORKERS = frozenset("jobs workers threads processes nthread nthreads njobs".split())


def judge(place: Place, _: Facts) -> str:
    """The keyword."""
    every = place.value == -1 and place.level != CONSTANT and not _WORKERS.isdisjoint(words(place.name))
    return place.name if every else ""


RULE = ParameterRule(
    Rule("PAR604", "all-cores", "a run that takes every core it finds"),
    "resources",
    ((KEYWORD, SMALL),),
    judge,
    "On a shared machine or in a container someone will want fewer; so it is said, but blocks nothing.",
    ("GridSearchCV(model, grid, n_jobs=-1)",),
    ("GridSearchCV(model, grid, n_jobs=1)", "x.reshape(shape=-1)"),
    "UPPER_CASE constants",
    level=WARNING,
)
