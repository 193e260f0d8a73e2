"""PAR304: `model_id = 1417`."""

from __future__ import annotations

from ...base.findings import Rule
from .. import calls
from ..calls import FileContext
from ..confidence import LIKELY
from ..names import words
from ..sites import COMPARED, KEYWORD, NUMBER, NUMBERS, TARGET, TOP, LiteralSite
from .rule import ParameterRule

_FEW = 9
# So large a number is no code, even if the name goes on behind "id".
_MANY = 1000
_IDS = frozenset(("id", "ids"))


def judge(site: LiteralSite, context: FileContext) -> str:
    """The name, where it ends in id and the number is larger than ids of classes are."""
    if site.slot == COMPARED and site.position == 0:
        return ""
    parts = words(site.name)
    if (len(parts) < 2 and site.slot != TARGET) or not parts or site.name in context.changed:
        return ""
    if site.slot == COMPARED and not _selects(site, context):
        return ""
    values = site.value if isinstance(site.value, tuple) else (site.value,)
    least = _FEW if parts[-1] in _IDS else _MANY - 1
    if parts[-1] not in _IDS and (site.slot != COMPARED or _IDS.isdisjoint(parts)):
        return ""
    callee = context.callee(site.owner)
    if not all(isinstance(value, int) and value > least for value in values) or callee.draws:
        return ""
    if site.slot == COMPARED:
        return site.name
    if site.slot == TARGET:
        return site.name if site.level == TOP else ""
    return "" if callee.declares or calls.is_shown(callee) else site.name


def _selects(site: LiteralSite, context: FileContext) -> bool:
    """Whether rows are selected: in a subscript, or by `where` and its like."""
    if site.masks:
        return True
    around = context.parents.get(id(site.owner))
    return around is not None and context.callee(around).last in ("where", "filter", "query", "loc")


RULE = ParameterRule(
    Rule("PAR304", "record-id", "the id of a record that is looked up"),
    "data",
    ((TARGET, NUMBER), (KEYWORD, NUMBER), (TARGET, NUMBERS), (COMPARED, NUMBER)),
    judge,
    "The next look goes to another record.",
    "small numbers, which are those of classes; UPPER_CASE constants",
    confidence=LIKELY,
    doubt="this record may be the only one",
)
