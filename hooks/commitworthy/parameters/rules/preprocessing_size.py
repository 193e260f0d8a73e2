"""PAR107: `transforms.Resize(224)`, `target_size=(150, 150)`."""

from __future__ import annotations

from itertools import pairwise

from ...base.findings import Rule
from .. import calls
from ..calls import Callee, FileContext
from ..names import is_class, words
from ..sites import (
    CLASS,
    CONSTANT,
    KEYWORD,
    NUMBER,
    NUMBERS,
    POSITION,
    TARGET,
    LiteralSite,
    Value,
    arguments,
    is_same_name,
    number,
)
from .rule import ParameterRule, trivial

_SIZED = frozenset("resize crop zoom thumbnail padding cutout rescale".split())
_KEYWORDS = frozenset(
    """
    target_size image_size img_size input_size size_img imgsz image_shape input_shape resolution shape output_size
    """.split()
)
_PICTURES = frozenset("img image images input crop patch tile frame resized target".split())
_SIZES = frozenset("size shape width height w h rows cols dim resolution sz".split())
_RESHAPING = frozenset(("reshape", "view", "resize", "Reshape", "Input"))

_CLOCKS = frozenset(("time", "datetime", "date", "timedelta"))
# From here on a side of an array is a whole picture or layer laid flat.
_FLAT = 32


def judge(site: LiteralSite, context: FileContext) -> str:
    """The keyword or the callee, where pictures get their size."""
    callee = context.callee(site.owner)
    if site.level == CONSTANT or trivial(site.value) or callee.draws or callee.declares:
        return ""
    if site.slot == TARGET:
        sized = (
            site.level != CLASS
            and not _PICTURES.isdisjoint(words(site.name))
            and not _SIZES.isdisjoint(words(site.name))
        )
        return site.name if sized and _is_size(site.value) else ""
    if site.slot == KEYWORD:
        sized = site.name in _KEYWORDS and (site.name != "shape" or _is_picture(site.value))
        return site.name if sized and _is_size(site.value) else ""
    if callee.last in _RESHAPING:
        if site.kind is NUMBERS:
            resized = callee.last == "resize" and _is_sides(site.value)
            return "image_size" if resized or _is_picture(site.value) else ""
        sides = tuple(map(number, arguments(site.owner)))
        if not _is_picture(sides):
            if any(is_same_name(*pair) for pair in pairwise(arguments(site.owner))):
                # The sides have a name already, and this counts pictures or channels.
                return ""
            return "flat_size" if isinstance(site.value, int) and site.value >= _FLAT else ""
        # What is beside the two sides counts pictures, channels or patches.
        beside = sides[max(site.position - 1, 0) : site.position] + sides[site.position + 1 : site.position + 2]
        return "image_size" if site.value in beside else ""
    if _SIZED.isdisjoint(words(callee.last)) or callee.last == "pad":
        return "size" if _is_side(site, callee) else ""
    return "_".join(callee.words) if _is_size(site.value) else ""


def _is_side(site: LiteralSite, callee: Callee) -> bool:
    """Whether it and the number beside it are the two equal sides of a picture: `simulate(192, 192)`."""
    value, beside = site.value, arguments(site.owner)
    if (
        not isinstance(value, int)
        or value < _FLAT
        or is_class(callee.last)
        or calls.is_shown(callee)
        or "thumb" in callee.words
        or callee.last in _CLOCKS
    ):
        return False
    return any(number(beside[at]) == value for at in (site.position - 1, site.position + 1) if 0 <= at < len(beside))


def _is_size(value: Value) -> bool:
    numbers = value if isinstance(value, tuple) else (value,)
    return any(isinstance(size, int) and size > 7 for size in numbers)


def _is_sides(value: Value) -> bool:
    """Whether it is a width and a height: the (256, 128) of `cv2.resize(x, (256, 128))`."""
    return isinstance(value, tuple) and len(value) == 2 and all(isinstance(side, int) and side > 7 for side in value)


def _is_picture(value: object) -> bool:
    """Two equal numbers in a row, such as the 28 x 28 of `[-1, 28, 28, 1]`."""
    numbers = value if isinstance(value, tuple) else ()
    return any(width == height and isinstance(width, int) and width > 7 for width, height in pairwise(numbers))


RULE = ParameterRule(
    Rule("PAR107", "preprocessing-size", "the size that inputs are resized to"),
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
