"""PAR403: `spark.sql("SELECT * FROM t WHERE d >= '2024-01-01'")`."""

from __future__ import annotations

from ...base.findings import Rule
from .. import shapes
from ..calls import FileContext
from ..sites import CONSTANT, KEYWORD, POSITION, TARGET, TEXT, LiteralSite
from .rule import ParameterRule


def judge(site: LiteralSite, _: FileContext) -> str:
    """A query with a date in it."""
    if site.level == CONSTANT:
        return ""
    return "date" if len(str(site.value)) > 20 and shapes.has_sql_date(str(site.value)) else ""


RULE = ParameterRule(
    Rule("PAR403", "sql-date", "a date in the text of a query"),
    "period",
    ((POSITION, TEXT), (KEYWORD, TEXT), (TARGET, TEXT)),
    judge,
    "The next run is for another period, and a query takes its dates as parameters.",
    "UPPER_CASE constants; .sql files, which are not read",
)
