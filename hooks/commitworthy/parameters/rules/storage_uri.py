"""PAR504: `read_parquet("s3://bucket/key")`."""

from __future__ import annotations

from ...base.findings import Rule
from ...base.namedtuple import TYPE_CHECKING
from .. import shapes
from ..sites import CLASS, CONSTANT
from .absolute_path import PLACES
from .paths import is_said
from .rule import ParameterRule

if TYPE_CHECKING:
    from ..context import FileContext
    from ..sites import LiteralSite


def judge(place: LiteralSite, facts: FileContext) -> str:
    """An address in a store."""
    value = place.value[0] if isinstance(place.value, tuple) else place.value
    text = str(value)
    if ":/" not in text or shapes.place(text) != shapes.STORAGE or place.level in (CLASS, CONSTANT):
        return ""
    if not text.partition(":/")[2].strip("/") or facts.declares(place.owner) or is_said(place, facts):
        return ""
    return place.name or "uri"


RULE = ParameterRule(
    Rule("PAR504", "storage-uri", "an address in a store"),
    "paths",
    PLACES,
    judge,
    "Development and production have buckets of their own.",
    "UPPER_CASE constants, a bare scheme, texts that are compared or printed",
)
