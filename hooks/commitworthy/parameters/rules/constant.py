"""PAR801: `EPOCHS = 20`."""

from __future__ import annotations

from ...findings import WARNING, Rule
from ...values import TYPE_CHECKING
from .. import texts
from ..literals import NUMBER, TEXT
from ..place import NAMED
from ..vocabulary import FIXED, role
from .rule import ParameterRule, trivial

if TYPE_CHECKING:
    from ..facts import Facts
    from ..place import Place


def judge(place: Place, _: Facts) -> str:
    """The constant, where its name or value is one of a parameter."""
    if trivial(place.value):
        return ""
    if place.kind is TEXT:
        return place.name if texts.place(str(place.value)) or texts.is_date(str(place.value)) else ""
    return place.name if role(place.name) not in ("", FIXED) else ""


RULE = ParameterRule(
    Rule("PAR801", "constant", "a parameter set as a constant"),
    "params",
    ((NAMED, NUMBER), (NAMED, TEXT)),
    judge,
    "A constant has a name and one place, but still no way to be set from outside.",
    ("EPOCHS = 20", "DATA_DIR = 'data/raw'"),
    ("SPEED_OF_LIGHT = 299792458", "epochs = 20"),
    "constants of nature",
    default=False,
    level=WARNING,
)
