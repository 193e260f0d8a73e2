"""PAR604: `GridSearchCV(model, grid, n_jobs=-1)`, `n_jobs=1`."""

from __future__ import annotations

from ...base.findings import WARNING, Rule
from ...base.namedtuple import TYPE_CHECKING
from ..names import words
from ..sites import CONSTANT, ENTRY, KEYWORD, SMALL, TARGET
from .rule import ParameterRule, places

if TYPE_CHECKING:
    from ..context import FileContext
    from ..sites import LiteralSite

_WORKERS = frozenset("jobs workers threads processes nthread nthreads njobs".split())


def judge(place: LiteralSite, _: FileContext) -> str:
    """The keyword."""
    parts = words(place.name)
    if place.level == CONSTANT or _WORKERS.isdisjoint(parts):
        return ""
    return place.name if place.value == -1 or (place.value == 1 and "jobs" in parts) else ""


RULE = ParameterRule(
    Rule("PAR604", "all-cores", "a run that takes every core, or a single one"),
    "resources",
    places((KEYWORD, TARGET, ENTRY), (SMALL,)),
    judge,
    "On a shared machine or in a container someone will want fewer; so it is said, but blocks nothing.",
    "UPPER_CASE constants",
    level=WARNING,
)
