"""PAR305: `train = rows[: int(0.8 * len(rows))]`, `train, test = x[:60000], x[60000:]`."""

from __future__ import annotations

from ...base.findings import Rule
from ..calls import FileContext
from ..names import words
from ..sites import NUMBER, PART, SLICED, LiteralSite, described, targets
from .rule import ParameterRule

_FEW = 20
_COUNTED = frozenset(
    """
    total count n num samples rows size steps epochs iterations records length len items users max train height
    """.split()
)
_LAYOUT = frozenset("font width img image canvas page screen logo".split())
# What is cut to be shown or sent.
_TEXTS = frozenset("title name text description caption message summary filename slug snippet label".split())
# What a share becomes where the data are cut, whatever it is a share of.
_CUTS = frozenset("split cut cutoff train test val valid validation boundary border".split())


def judge(site: LiteralSite, _: FileContext) -> str:
    """The share, or where the data are cut; that it is a share of a length, or a cut into sets, is seen by the walk."""
    if site.slot == SLICED and not _TEXTS.isdisjoint(words(described(next(iter(targets(site.statement)), None)))):
        return ""
    if site.slot == PART:
        share = isinstance(site.value, float) and 0 < site.value < 1
        return "portion" if share and (_is_counted(site.name) or _is_cut(site)) else ""
    return "cut" if site.name == "" and isinstance(site.value, (int, float)) and abs(site.value) >= _FEW else ""


def _is_cut(site: LiteralSite) -> bool:
    """Whether what is set to the share says that the data are cut there: `split_idx`, `n_train`."""
    names = [described(target) for target in targets(site.statement)]
    return len(names) == 1 and not _CUTS.isdisjoint(words(names[0]))


def _is_counted(name: str) -> bool:
    """Whether what a share is taken of is counted, and no matter of looks; "" is a length."""
    parts = words(name)
    return not name or (not _COUNTED.isdisjoint(parts) and _LAYOUT.isdisjoint(parts))


RULE = ParameterRule(
    Rule("PAR305", "portion", "the position where data is split"),
    "split",
    ((PART, NUMBER), (SLICED, NUMBER)),
    judge,
    "Scores can only be compared between runs that cut alike.",
    "cuts of fewer than 20 rows, and those whose names say nothing of training or testing",
)
