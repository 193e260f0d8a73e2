"""PAR602: `.config("spark.executor.memory", "50g")`, `df.repartition(200)`."""

from __future__ import annotations

from ...base.findings import Rule
from ...base.namedtuple import TYPE_CHECKING
from ..sites import CONSTANT, NUMBER, POSITION, TEXT, WORD, called
from .rule import ParameterRule, places, trivial

if TYPE_CHECKING:
    from ..context import FileContext
    from ..sites import LiteralSite

_OPTIONS = frozenset(
    """
    url dbtable path partitioncolumn numpartitions fetchsize batchsize lowerbound upperbound maxrecordsperfile user
    host port database topic subscribe
    """.split()
)
_ASKED = frozenset(("repartition", "coalesce", "master", "config", "option", "set"))
_FIXED = ("spark.jars", "spark.sql.extensions", "spark.serializer", "spark.app.name", "spark.sql.catalog")


def judge(place: LiteralSite, facts: FileContext) -> str:
    """The key of the setting."""
    if place.level == CONSTANT or place.position > 1 or called(place.owner) not in _ASKED:
        return ""
    callee = facts.callee(place)
    if callee.last in ("repartition", "coalesce") and place.position == 0:
        return "partitions" if place.kind is NUMBER and not trivial(place.value) else ""
    if callee.last == "master" and place.position == 0 and place.kind in (TEXT, WORD):
        return "master"
    if callee.last not in ("config", "option", "set") or place.position != 1:
        return ""
    key = getattr(place.owner.args[0], "value", None)
    if not isinstance(key, str):
        return ""
    if key.startswith("spark."):
        return "" if key.startswith(_FIXED) else key
    return key if callee.last == "option" and key.lower() in _OPTIONS else ""


RULE = ParameterRule(
    Rule("PAR602", "spark-setting", "a setting of Spark"),
    "spark",
    places((POSITION,), (NUMBER, TEXT, WORD)),
    judge,
    "Memory and partitions are those of one cluster and one size of data.",
    "packages and extensions, options of a format, a single partition",
)
