"""PAR801: `EPOCHS = 20`."""

from __future__ import annotations

from ...base.findings import Rule
from .. import shapes
from ..calls import FileContext
from ..confidence import LIKELY
from ..names import FIXED, role
from ..sites import NAMED, NUMBER, TEXT, LiteralSite
from .rule import ParameterRule


def judge(site: LiteralSite, _: FileContext) -> str:
    """The constant, where its name or value is one of a parameter."""
    if site.kind is TEXT:
        return site.name if shapes.location(str(site.value)) or shapes.is_date(str(site.value)) else ""
    return site.name if role(site.name) not in ("", FIXED) else ""


RULE = ParameterRule(
    Rule("PAR801", "constant", "a parameter set as a constant"),
    "params",
    ((NAMED, NUMBER), (NAMED, TEXT)),
    judge,
    "A constant has a name and one place, but still no way to be set from outside.",
    "constants of nature",
    default=False,
    confidence=LIKELY,
    doubt="it has a name at the top already",
)
