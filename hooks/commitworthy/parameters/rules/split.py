"""PAR301: `train_test_split(X, y, test_size=0.2)`."""

from __future__ import annotations

from ...base.findings import Rule
from ...base.namedtuple import TYPE_CHECKING
from ..names import SPLIT, role
from ..sites import CONSTANT, KEYWORD, NUMBER, NUMBERS, POSITION, SMALL
from .rule import ParameterRule, places

if TYPE_CHECKING:
    from typing import Any

    from ..context import FileContext
    from ..sites import LiteralSite

_SPLITTERS = frozenset((
    "KFold", "StratifiedKFold", "GroupKFold", "TimeSeriesSplit", "ShuffleSplit", "RepeatedKFold", "randomSplit",
    "random_split", "StratifiedShuffleSplit",
))  # fmt: skip


def judge(place: LiteralSite, facts: FileContext) -> str:
    """The keyword, or the number of folds of a splitter."""
    if place.kind is SMALL and role(place.name) != SPLIT:
        return ""
    if place.level == CONSTANT or facts.draws(place.owner) or facts.declares(place.owner):
        return ""
    if place.slot == POSITION:
        if place.kind is NUMBERS:
            if facts.callee(place).last in ("random_split", "randomSplit"):
                return "sizes"
            return "ratios" if "split" in facts.callee(place).words and _is_shares(place.value) else ""
        if 0 < place.value < 1:
            return "test_size" if "split" in facts.callee(place).words else ""
        return "n_splits" if facts.callee(place).last in _SPLITTERS and place.position <= 1 else ""
    if place.kind is NUMBERS and "split" in facts.callee(place).words:
        return place.name if _is_shares(place.value) else ""
    return place.name if role(place.name) == SPLIT else ""


def _is_shares(value: Any) -> bool:
    return isinstance(value, tuple) and all(isinstance(share, float) and 0 < share < 1 for share in value)


RULE = ParameterRule(
    Rule("PAR301", "split", "how the data are split"),
    "split",
    places((KEYWORD, POSITION), (NUMBER, NUMBERS)) + places((KEYWORD,), (SMALL,)),
    judge,
    "Scores can only be compared between runs that split alike.",
    "defaults of signatures and declared options",
)
