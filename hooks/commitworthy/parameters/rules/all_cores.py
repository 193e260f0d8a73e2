"""PAR604: `GridSearchCV(model, grid, n_jobs=-1)`, `n_jobs=1`."""

from __future__ import annotations

from ...findings import WARNING, Rule
from ...values import TYPE_CHECKING
from ..literals import SMALL
from ..place import CONSTANT, ENTRY, KEYWORD, TARGET
from ..words import words
from .rule import ParameterRule, places

if TYPE_CHECKING:
    from ..facts import Facts
    from ..place import Place

_WORKERS = frozenset("jobs workers threads processes nthread nthreads njobs".split())


def judge(place: Place, _: Facts) -> str:
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
    ("GridSearchCV(model, grid, n_jobs=-1)", "fit(n_jobs=1)", "settings['n_jobs'] = -1"),
    ("DataLoader(data, num_workers=0)", "x.reshape(shape=-1)"),
    "UPPER_CASE constants",
    level=WARNING,
)
