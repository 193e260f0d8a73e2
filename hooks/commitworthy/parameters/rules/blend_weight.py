"""PAR109: `0.7 * a + 0.3 * b`."""

from __future__ import annotations

from ...base.findings import Rule
from ..calls import FileContext
from ..confidence import LIKELY
from ..sites import NUMBER, WEIGHED, LiteralSite
from .rule import ParameterRule


def judge(site: LiteralSite, _: FileContext) -> str:
    """A weight; that the weights add up to one is seen by the walk."""
    return site.name


RULE = ParameterRule(
    Rule("PAR109", "blend-weight", "weights for blending results"),
    "model",
    ((WEIGHED, NUMBER),),
    judge,
    "How much each model counts is tried out like any hyperparameter.",
    "products whose factors do not add up to one",
    confidence=LIKELY,
    doubt="the weights may be those of a formula",
)
