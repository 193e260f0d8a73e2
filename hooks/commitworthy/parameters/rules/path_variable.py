"""PAR503: `source = "data/x.csv"`."""

from __future__ import annotations

from ...base.findings import Rule
from ...base.namedtuple import TYPE_CHECKING
from .. import shapes
from ..context import says_place
from ..sites import CLASS, CONSTANT, ENTRY, LOOP, TARGET, TEXT, TEXTS
from .hyperparameter_dict import TABLES
from .paths import is_put_together, is_settings_file
from .rule import ParameterRule

if TYPE_CHECKING:
    from ..context import FileContext
    from ..sites import LiteralSite


def judge(place: LiteralSite, facts: FileContext) -> str:
    """The variable or key."""
    if place.level in (CONSTANT, CLASS) or place.name == "__all__":
        return ""
    values = place.value if isinstance(place.value, tuple) else (place.value,)
    text = str(values[0])
    kind = shapes.place(text)
    if kind not in (shapes.RELATIVE, shapes.FILE) or is_put_together(place, text):
        return ""
    if shapes.is_code(text) or is_settings_file(text) or not text.strip("./"):
        return ""
    if place.slot == ENTRY and (
        facts.draws(place.owner) or facts.around(place).last in TABLES or facts.declares(place.owner)
    ):
        return ""
    certain = shapes.has_known_ending(text) or shapes.in_known_folder(text)
    return place.name if certain or says_place(place.name) else ""


RULE = ParameterRule(
    Rule("PAR503", "path-variable", "a file or folder set as a variable"),
    "paths",
    ((TARGET, TEXT), (TARGET, TEXTS), (ENTRY, TEXT), (ENTRY, TEXTS), (LOOP, TEXTS)),
    judge,
    "Another data set, another run and another machine have other files.",
    "UPPER_CASE constants with a relative path, texts with a slash that are no paths, code and configuration files",
)
