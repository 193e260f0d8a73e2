"""PAR802: `numeric_features = ["age", "income", "tenure"]`."""

from __future__ import annotations

import _ast as ast

from ...base.findings import Rule
from ..calls import FileContext
from ..confidence import LIKELY
from ..names import words
from ..sites import CLASS, CONSTANT, TARGET, TEXTS, LiteralSite, targets
from .rule import ParameterRule

_COLUMNS = frozenset(
    """
    features feature num cat numeric numerical categorical drop target targets cols columns predictors covariates
    """.split()
)


def judge(site: LiteralSite, _: FileContext) -> str:
    """The list, where its name says that columns are chosen by it."""
    if site.level in (CONSTANT, CLASS) or not isinstance(site.value, tuple) or len(site.value) < 3:
        return ""
    if not any(target.__class__ is ast.Name for target in targets(site.statement)[:1]):
        return ""
    return site.name if not _COLUMNS.isdisjoint(words(site.name)) else ""


RULE = ParameterRule(
    Rule("PAR802", "column-list", "a choice of columns"),
    "features",
    ((TARGET, TEXTS),),
    judge,
    "Which columns a model sees is tried out like its other parameters.",
    "new names of columns, colours, fewer than three",
    default=False,
    confidence=LIKELY,
    doubt="a list of columns may be that of the data",
)
