"""PAR803: `nn.Linear(256, 128)`."""

from __future__ import annotations

from ...findings import WARNING, Rule
from ...values import TYPE_CHECKING
from ..literals import NUMBER
from ..place import CONSTANT, POSITION
from .rule import ParameterRule, trivial

if TYPE_CHECKING:
    from ..facts import Facts
    from ..place import Place

_LAYERS = frozenset(
    """
    Linear Conv1d Conv2d Conv3d ConvTranspose2d BatchNorm1d BatchNorm2d Bilinear LSTMCell GRUCell RNN
    """.split()
)


def judge(place: Place, facts: Facts) -> str:
    """The layer."""
    callee = facts.callee(place)
    if place.level == CONSTANT or callee.last not in _LAYERS or place.position > 1 or trivial(place.value):
        return ""
    return "_".join(callee.words)


RULE = ParameterRule(
    Rule("PAR803", "layer-width", "the width of a layer between two others"),
    "net",
    ((POSITION, NUMBER),),
    judge,
    "Widths are tried out, though most follow from the layer before.",
    ("nn.Linear(256, 128)", "nn.Conv2d(3, 64, 3)"),
    ("nn.Linear(n_in, n_out)", "Linear(1, 1)"),
    "widths that are worked out",
    default=False,
    level=WARNING,
)
