"""PAR107: `transforms.Resize(224)`, `target_size=(150, 150)`."""

from __future__ import annotations

from itertools import pairwise

from ...base.findings import Rule
from ...base.namedtuple import TYPE_CHECKING
from .. import callees
from ..names import is_class, words
from ..sites import CLASS, CONSTANT, KEYWORD, NUMBER, NUMBERS, POSITION, TARGET, number
from .rule import ParameterRule, trivial

if TYPE_CHECKING:
    from typing import Any

    from ..context import FileContext
    from ..sites import Callee, LiteralSite

_SIZED = frozenset("resize crop zoom thumbnail padding cutout rescale".split())
_KEYWORDS = frozenset(
    """
    target_size image_size img_size input_size size_img imgsz image_shape input_shape resolution shape output_size
    """.split()
)
_PICTURES = frozenset("img image images input crop patch tile frame resized target".split())
_SIZES = frozenset("size shape width height w h rows cols dim resolution sz".split())
_RESHAPING = frozenset(("reshape", "view", "resize", "Reshape", "Input"))

# From here on a side of an array is a whole picture or layer laid flat.
_FLAT = 32


def judge(place: LiteralSite, facts: FileContext) -> str:
    """The keyword or the callee, where pictures get their size."""
    if place.level == CONSTANT or trivial(place.value) or facts.draws(place.owner) or facts.declares(place.owner):
        return ""
    callee = facts.callee(place)
    if place.slot == TARGET:
        sized = (
            place.level != CLASS
            and not _PICTURES.isdisjoint(words(place.name))
            and not _SIZES.isdisjoint(words(place.name))
        )
        return place.name if sized and _is_size(place.value) else ""
    if place.slot == KEYWORD:
        sized = place.name in _KEYWORDS and (place.name != "shape" or _is_picture(place.value))
        return place.name if sized and _is_size(place.value) else ""
    if callee.last in _RESHAPING:
        sides = place.value if place.kind is NUMBERS else tuple(map(number, place.owner.args))
        if place.kind is NUMBER and place.value >= _FLAT and isinstance(place.value, int):
            return "flat_size"
        return "image_size" if _is_picture(sides) and trivial(place.value) is False else ""
    if _SIZED.isdisjoint(words(callee.last)) or callee.last == "pad":
        return "size" if _is_side(place, callee) else ""
    return "_".join(callee.words) if _is_size(place.value) else ""


def _is_side(place: LiteralSite, callee: Callee) -> bool:
    """Whether it and the number beside it are the two equal sides of a picture: `simulate(192, 192)`."""
    value, arguments = place.value, place.owner.args
    if (
        not isinstance(value, int)
        or value < _FLAT
        or is_class(callee.last)
        or callees.is_shown(callee)
        or "thumb" in callee.words
    ):
        return False
    beside = (arguments[at] for at in (place.position - 1, place.position + 1) if 0 <= at < len(arguments))
    return any(number(one) == value for one in beside)


def _is_size(value: Any) -> bool:
    numbers = value if isinstance(value, tuple) else (value,)
    return any(isinstance(one, int) and one > 7 for one in numbers)


def _is_picture(value: Any) -> bool:
    """Two equal numbers in a row, such as the 28 x 28 of `[-1, 28, 28, 1]`."""
    numbers = value if isinstance(value, tuple) else ()
    return any(one == two and isinstance(one, int) and one > 7 for one, two in pairwise(numbers))


RULE = ParameterRule(
    Rule("PAR107", "preprocessing-size", "the size that inputs are brought to"),
    "data",
    (
        (KEYWORD, NUMBER),
        (KEYWORD, NUMBERS),
        (POSITION, NUMBER),
        (POSITION, NUMBERS),
        (TARGET, NUMBER),
        (TARGET, NUMBERS),
    ),
    judge,
    "The size of the inputs is a trade of quality for memory, made anew for every model and machine.",
    "means and deviations of a published data set, shapes without a size of a picture",
)
