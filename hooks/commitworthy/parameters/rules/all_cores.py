"""PAR604: `GridSearchCV(model, grid, n_jobs=-1)`, `n_jobs=1`."""

from __future__ import annotations

from ...base.findings import Rule
from ..calls import FileContext
from ..confidence import LIKELY
from ..names import words
from ..sites import CONSTANT, ENTRY, KEYWORD, SMALL, TARGET, LiteralSite
from .rule import ParameterRule, asks

_WORKERS = frozenset("jobs workers threads processes nthread nthreads njobs".split())


def judge(site: LiteralSite, _: FileContext) -> str:
    """The keyword."""
    parts = words(site.name)
    if site.level == CONSTANT or _WORKERS.isdisjoint(parts):
        return ""
    return site.name if site.value == -1 or (site.value == 1 and "jobs" in parts) else ""


RULE = ParameterRule(
    Rule("PAR604", "all-cores", "a run that uses all cores, or one"),
    "resources",
    asks((KEYWORD, TARGET, ENTRY), (SMALL,)),
    judge,
    "On a shared machine or in a container someone will want fewer; so it is said, but blocks nothing.",
    "UPPER_CASE constants",
    confidence=LIKELY,
    doubt="it runs on every machine",
)
