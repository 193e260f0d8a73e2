"""PAR403: `spark.sql("SELECT * FROM t WHERE d >= '2024-01-01'")`."""

from __future__ import annotations

from ...findings import Rule
from ...values import TYPE_CHECKING
from .. import texts
from ..literals import TEXT
from ..place import CONSTANT, KEYWORD, POSITION, TARGET
from .rule import ParameterRule

if TYPE_CHECKING:
    from ..facts import Facts
    from ..place import Place


def judge(place: Place, _: Facts) -> str:
    """A query with a date in it."""
    if place.level == CONSTANT:
        return ""
    return "date" if len(str(place.value)) > 20 and texts.has_sql_date(str(place.value)) else ""


RULE = ParameterRule(
    Rule("PAR403", "sql-date", "a date in the text of a query"),
    "period",
    ((POSITION, TEXT), (KEYWORD, TEXT), (TARGET, TEXT)),
    judge,
    "The next run is for another period, and a query takes its dates as parameters.",
    ("spark.sql(\"SELECT * FROM t WHERE d >= '2024-01-01'\")", "sql += \"WHERE started > '2012-01-01' AND x = 1\""),
    (
        "spark.sql('SELECT * FROM t')",
        "print(\"it's from '2024-01-01'\")",
        "QUERY = \"SELECT * FROM t WHERE d > '2024-01-01'\"",
    ),
    "UPPER_CASE constants; files of SQL are nobody's Python",
)
