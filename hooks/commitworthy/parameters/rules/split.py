"""PAR301: `train_test_split(X, y, test_size=0.2)`."""

from __future__ import annotations

from ...base.findings import Rule
from ..calls import FileContext
from ..names import SPLIT, role
from ..sites import CONSTANT, KEYWORD, NUMBER, NUMBERS, POSITION, SMALL, LiteralSite, Value
from .rule import ParameterRule, asks

_SPLITTERS = frozenset((
    "KFold", "StratifiedKFold", "GroupKFold", "TimeSeriesSplit", "ShuffleSplit", "RepeatedKFold", "randomSplit",
    "random_split", "StratifiedShuffleSplit",
))  # fmt: skip


def judge(site: LiteralSite, context: FileContext) -> str:
    """The keyword, or the number of folds of a splitter."""
    if site.kind is SMALL and role(site.name) != SPLIT:
        return ""
    callee = context.callee(site.owner)
    if site.level == CONSTANT or callee.draws or callee.declares:
        return ""
    if site.slot == POSITION:
        if site.kind is NUMBERS:
            if callee.last in ("random_split", "randomSplit"):
                return "sizes"
            return "ratios" if "split" in callee.words and _is_shares(site.value) else ""
        if isinstance(site.value, float) and 0 < site.value < 1:
            return "test_size" if "split" in callee.words else ""
        return "n_splits" if callee.last in _SPLITTERS and site.position <= 1 else ""
    if site.kind is NUMBERS and "split" in callee.words:
        return site.name if _is_shares(site.value) else ""
    # -1 stands for none, and one split is no choice.
    is_none = site.value == -1 or (site.value == 1 and site.name == "n_splits")
    return site.name if role(site.name) == SPLIT and not is_none else ""


def _is_shares(value: Value) -> bool:
    return isinstance(value, tuple) and all(isinstance(share, float) and 0 < share < 1 for share in value)


RULE = ParameterRule(
    Rule("PAR301", "split", "how the data is split"),
    "split",
    asks((KEYWORD, POSITION), (NUMBER, NUMBERS)) + asks((KEYWORD,), (SMALL,)),
    judge,
    "Scores can only be compared between runs that split alike.",
    "defaults of signatures and declared options",
)
