"""PAR602: `.config("spark.executor.memory", "50g")`, `df.repartition(200)`."""

from __future__ import annotations

from ...base.findings import Rule
from ..calls import FileContext
from ..sites import CONSTANT, NUMBER, POSITION, TEXT, WORD, LiteralSite, arguments, bare_text, called
from .rule import ParameterRule, asks

_OPTIONS = frozenset(
    """
    url dbtable path partitioncolumn numpartitions fetchsize batchsize lowerbound upperbound maxrecordsperfile user
    host port database topic subscribe
    """.split()
)
# Where these are told the number of partitions.
_PARTITIONED = {
    **dict.fromkeys(("repartition", "coalesce", "repartitionByRange", "HashPartitioner", "RangePartitioner"), 0),
    **dict.fromkeys(("groupByKey", "partitionBy", "distinct", "numPartitions"), 0),
    **dict.fromkeys(("reduceByKey", "join", "leftOuterJoin", "cogroup"), 1),
}
_ASKED = frozenset((*_PARTITIONED, "master", "setMaster", "SparkContext", "config", "option", "set"))
_FIXED = (
    "spark.debug",
    "spark.sql.debug",
    "spark.sql.repl",
    "spark.jars",
    "spark.sql.extensions",
    "spark.serializer",
    "spark.app.name",
    "spark.sql.catalog",
)


def judge(site: LiteralSite, context: FileContext) -> str:
    """The key of the setting."""
    if site.level == CONSTANT or site.position > 1 or called(site.owner) not in _ASKED:
        return ""
    callee = context.callee(site.owner)
    if callee.last in _PARTITIONED:
        return "partitions" if site.kind is NUMBER and site.position == _PARTITIONED[callee.last] else ""
    if callee.last in ("master", "setMaster", "SparkContext") and site.position == 0 and site.kind in (TEXT, WORD):
        return "master"
    if callee.last not in ("config", "option", "set") or site.position != 1:
        return ""
    key = bare_text(arguments(site.owner)[0])
    if key is None:
        return ""
    if key.startswith("spark."):
        return "" if key.startswith(_FIXED) else key
    return key if callee.last == "option" and key.lower() in _OPTIONS else ""


RULE = ParameterRule(
    Rule("PAR602", "spark-setting", "a Spark setting"),
    "spark",
    asks((POSITION,), (NUMBER, TEXT, WORD)),
    judge,
    "Memory and partitions are those of one cluster and one size of data.",
    "packages and extensions, options of a format, a single partition",
)
