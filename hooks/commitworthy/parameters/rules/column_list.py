"""PAR802: `numeric_features = ["age", "income", "tenure"]`."""

from __future__ import annotations

from ...base.findings import WARNING, Rule
from ...base.namedtuple import TYPE_CHECKING
from ..names import words
from ..sites import CLASS, CONSTANT, TARGET, TEXTS
from .rule import ParameterRule

if TYPE_CHECKING:
    from ..context import FileContext
    from ..sites import LiteralSite

_COLUMNS = frozenset(
    """
    features feature num cat numeric numerical categorical drop target targets cols columns predictors covariates
    """.split()
)


def judge(place: LiteralSite, _: FileContext) -> str:
    """The list, where its name says that columns are chosen by it."""
    if place.level in (CONSTANT, CLASS) or len(place.value) < 3:
        return ""
    if place.statement.__class__.__name__ != "Assign" or place.statement.targets[0].__class__.__name__ != "Name":
        return ""
    return place.name if not _COLUMNS.isdisjoint(words(place.name)) else ""


RULE = ParameterRule(
    Rule("PAR802", "column-list", "a choice of columns"),
    "features",
    ((TARGET, TEXTS),),
    judge,
    "Which columns a model sees is tried out like its other parameters.",
    "new names of columns, colours, fewer than three",
    default=False,
    level=WARNING,
)
