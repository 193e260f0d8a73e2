"""PAR304: `model_id = 1417`."""

from __future__ import annotations

from ...base.findings import Rule
from ...base.namedtuple import TYPE_CHECKING
from .. import callees
from ..names import words
from ..sites import COMPARED, KEYWORD, NUMBER, NUMBERS, TARGET, TOP
from .rule import ParameterRule

if TYPE_CHECKING:
    from ..context import FileContext
    from ..sites import LiteralSite

_FEW = 9
# So large a number is no code, even if the name goes on behind "id".
_MANY = 1000
_IDS = frozenset(("id", "ids"))


def judge(place: LiteralSite, facts: FileContext) -> str:
    """The name, where it ends in id and the number is larger than ids of classes are."""
    if place.slot == COMPARED and place.position == 0:
        return ""
    parts = words(place.name)
    if (len(parts) < 2 and place.slot != TARGET) or not parts or place.name in facts.changed:
        return ""
    if place.slot == COMPARED and not _selects(place, facts):
        return ""
    if parts[-1] not in _IDS and (place.slot != COMPARED or place.value < _MANY or _IDS.isdisjoint(parts)):
        return ""
    values = place.value if isinstance(place.value, tuple) else (place.value,)
    if not all(isinstance(value, int) and value > _FEW for value in values) or facts.draws(place.owner):
        return ""
    if place.slot == COMPARED:
        return place.name
    if place.slot == TARGET:
        return place.name if place.level == TOP else ""
    return "" if facts.declares(place.owner) or callees.is_shown(facts.callee(place)) else place.name


def _selects(place: LiteralSite, facts: FileContext) -> bool:
    """Whether rows are selected: in a subscript, or by `where` and its like."""
    if place.masks:
        return True
    around = facts.parents.get(id(place.owner))
    return around is not None and facts.of(around).last in ("where", "filter", "query", "loc")


RULE = ParameterRule(
    Rule("PAR304", "record-id", "the record that is looked up"),
    "data",
    ((TARGET, NUMBER), (KEYWORD, NUMBER), (TARGET, NUMBERS), (COMPARED, NUMBER)),
    judge,
    "The next look goes to another record.",
    "small numbers, which are those of classes; UPPER_CASE constants",
)
