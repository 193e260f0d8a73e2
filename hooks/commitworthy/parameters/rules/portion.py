"""PAR305: `train = rows[: int(0.8 * len(rows))]`, `train, test = x[:60000], x[60000:]`."""

from __future__ import annotations

from ...base.findings import Rule
from ...base.namedtuple import TYPE_CHECKING
from ..names import words
from ..sites import NUMBER, PART, SLICED
from .rule import ParameterRule

if TYPE_CHECKING:
    from ..context import FileContext
    from ..sites import LiteralSite

_FEW = 20
_COUNTED = frozenset(
    "total count n num samples rows size steps epochs iterations records length len items users max train".split()
)


def judge(place: LiteralSite, _: FileContext) -> str:
    """The share, or where the data are cut; that it is a share of a length, or a cut into sets, is seen by the walk."""
    if place.slot == PART:
        return "portion" if isinstance(place.value, float) and 0 < place.value < 1 and _is_counted(place.name) else ""
    return "cut" if place.name == "" and abs(place.value) >= _FEW else ""


def _is_counted(name: str) -> bool:
    """Whether what a share is taken of is counted, and no matter of looks; "" is a length."""
    return not name or not _COUNTED.isdisjoint(words(name))


RULE = ParameterRule(
    Rule("PAR305", "portion", "where data are cut into sets"),
    "split",
    ((PART, NUMBER), (SLICED, NUMBER)),
    judge,
    "Scores can only be compared between runs that cut alike.",
    (
        "n_train = int(0.8 * len(rows))",
        "train, test = x[:60000], x[60000:]",
        "cut = int(x.shape[0] * 0.7)",
        "df = df.iloc[30:, :].copy()",
        "x_train = tensor(x[:60000])",
        "rows = rows[:1000]",
        "enough = int(0.5 * self.total)",
    ),
    (
        "n = len(rows) * 2",
        "first = x[:60000]",
        "train = x[:5]",
        "y = 0.8 * x",
        "y = 0.8 * self.total",
        "left = int(0.5 * width)",
        "y = log(0.8 * self.total)",
        "y = df.iloc[:, 30:]",
        "y = tensor(x[:60000])",
    ),
    "cuts of fewer than 20 rows, and those whose names say nothing of training or testing",
)
