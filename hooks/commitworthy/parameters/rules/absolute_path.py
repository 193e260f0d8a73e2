"""PAR501: `pd.read_csv("C:/Users/me/x.csv")`."""

from __future__ import annotations

from ...base.findings import Rule
from ...base.namedtuple import TYPE_CHECKING
from .. import shapes
from ..sites import CLASS, CONSTANT, ENTRY, KEYWORD, POSITION, TARGET, TEXT, TEXTS
from .paths import is_probe, is_said
from .rule import ParameterRule, places

if TYPE_CHECKING:
    from ..context import FileContext
    from ..sites import LiteralSite

PLACES = places((POSITION, KEYWORD, TARGET, ENTRY), (TEXT, TEXTS))


def judge(place: LiteralSite, facts: FileContext) -> str:
    """A place on one machine."""
    value = place.value[0] if isinstance(place.value, tuple) else place.value
    text = str(value)
    if ("/" not in text and "\\" not in text) or shapes.place(text) != shapes.ABSOLUTE:
        return ""
    if place.level in (CLASS, CONSTANT) or facts.declares(place.owner) or is_said(place, facts):
        return ""
    if is_probe(place, facts):
        return ""
    return place.name or "path"


RULE = ParameterRule(
    Rule("PAR501", "absolute-path", "a place on one machine"),
    "paths",
    PLACES,
    judge,
    "Nobody else has this folder.",
    "UPPER_CASE constants, questions whether a folder is there, texts that are printed or compared, declared options",
)
