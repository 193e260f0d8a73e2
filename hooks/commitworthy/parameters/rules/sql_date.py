"""PAR403: `spark.sql("SELECT * FROM t WHERE d >= '2024-01-01'")`."""

from __future__ import annotations

from ...base.findings import Rule
from ...base.namedtuple import TYPE_CHECKING
from .. import shapes
from ..sites import CONSTANT, KEYWORD, POSITION, TARGET, TEXT
from .rule import ParameterRule

if TYPE_CHECKING:
    from ..calls import FileContext
    from ..sites import LiteralSite


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
    "UPPER_CASE constants; files of SQL are nobody's Python",
)
