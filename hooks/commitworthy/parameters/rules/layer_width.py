"""PAR803: `nn.Linear(256, 128)`."""

from __future__ import annotations

import _ast as ast

from ...base.findings import Rule
from ..calls import Callee, FileContext
from ..confidence import LIKELY
from ..names import is_class
from ..sites import CONSTANT, KEYWORD, NUMBER, NUMBERS, POSITION, LiteralSite, called, targets
from .rule import ParameterRule, asks, trivial

# How many of the first arguments are sizes; what follows is stride, padding, groups.
_LAYERS = {
    **dict.fromkeys(("Linear", "LazyLinear", "Bilinear", "LSTMCell", "GRUCell", "RNN", "EmbeddingBag"), 3),
    **dict.fromkeys(("LSTM", "GRU", "TransformerEncoderLayer", "TransformerDecoderLayer"), 3),
    **dict.fromkeys(("MultiheadAttention", "GroupNorm", "Embedding"), 2),
    **dict.fromkeys(("LayerNorm", *(f"{name}Norm{dims}d" for name in ("Batch", "Instance") for dims in (1, 2, 3))), 1),
    **dict.fromkeys((f"{name}{dims}d" for name in ("Conv", "ConvTranspose") for dims in (1, 2, 3)), 3),
}
_KEYWORDS = frozenset(
    "in_features out_features in_channels out_channels input_size hidden_size kernel_size num_embeddings".split()
)
# One value, a position on the plane, the colours of a picture: given by the data or the task.
_CHANNELS = 3
_OUTPUTS = frozenset(("Linear", "LazyLinear"))


def judge(site: LiteralSite, context: FileContext) -> str:
    """The layer."""
    if site.level == CONSTANT or trivial(site.value):
        return ""
    callee = context.callee(site.owner)
    sizes = _LAYERS.get(callee.last, 0) or _of_project(callee)
    if not sizes:
        return ""
    if site.slot == KEYWORD:
        return site.name if site.name in _KEYWORDS and not _is_given(site) else ""
    if site.position >= sizes or _is_given(site) or (site.position == 0 and _is_new_head(site)):
        return ""
    return "kernel_size" if site.position == 2 and "conv" in callee.words else "_".join(callee.words)


def _of_project(callee: Callee) -> int:
    """How many sizes a convolution of the project takes: `ConvBlock(64, 128)`."""
    return 2 if is_class(callee.last) and "conv" in callee.words and not callee.last.startswith("Conv2D") else 0


def _is_new_head(site: LiteralSite) -> bool:
    """Whether the layer replaces the last one of a network: `net.fc = nn.Linear(512, n)`, whose width that has."""
    made = targets(site.statement)
    attribute = made[0] if len(made) == 1 and made[0].__class__ is ast.Attribute else None
    owner = getattr(attribute, "value", None)
    return owner is not None and getattr(owner, "id", "") != "self" and called(site.owner) in _OUTPUTS


def _is_given(site: LiteralSite) -> bool:
    """Whether it counts what comes in or goes out rather than what is in between."""
    if not isinstance(site.value, (int, float)):
        return site.position != 2 and site.name != "kernel_size"
    if site.position == 1 and called(site.owner) in _OUTPUTS:
        # How many classes a classifier tells apart.
        return False
    return site.position < 2 and site.name != "kernel_size" and site.value <= _CHANNELS


RULE = ParameterRule(
    Rule("PAR803", "layer-width", "the width of a hidden layer"),
    "net",
    asks((POSITION, KEYWORD), (NUMBER, NUMBERS)),
    judge,
    "Widths are tried out, and the first and last ones change with the data and its classes.",
    "widths that are worked out; one to three channels or outputs; strides and padding",
    confidence=LIKELY,
    doubt="layers of a published model stay as they are",
)
