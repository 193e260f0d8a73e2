"""PAR307: `ee.Geometry.Rectangle([-51.4, -30.4, -50.8, -29.9])`, `study_bbox = [5.9, 45.8, 10.5, 47.8]`."""

from __future__ import annotations

from ...base.findings import Rule
from ..calls import FileContext
from ..confidence import LIKELY
from ..names import words
from ..sites import (
    CLASS,
    CONSTANT,
    ENTRY,
    KEYWORD,
    NUMBER,
    NUMBERS,
    POSITION,
    TARGET,
    LiteralSite,
    Value,
    called,
    keywords,
    number,
)
from .rule import ParameterRule, asks

_NAMES = frozenset("bbox bounds coords coordinates extent aoi roi".split())
_CENTRES = frozenset("center centre location coords coordinates latlon latlng lonlat point origin home site".split())
_BOXES = frozenset(("Rectangle", "BBox", "box"))
_LATITUDES = frozenset(("lat", "latitude"))
_LONGITUDES = frozenset(("lon", "lng", "long", "longitude"))
_PLACES = _LATITUDES | _LONGITUDES
_SIDES = 4
# Degrees with places behind the point: pixels, shares and axes have none, or are no larger than one.
_DEGREES = 180


def judge(site: LiteralSite, context: FileContext) -> str:
    """The four sides of a box on the map, or its centre, in degrees."""
    if site.level in (CONSTANT, CLASS):
        return ""
    if site.kind is NUMBER:
        placed = _is_set_with(site, context) if site.slot == TARGET else _is_coordinate(site)
        return site.name if placed and not context.callee(site.owner).draws else ""
    if not _is_box(site.value):
        centre = site.slot == TARGET and _is_point(site.value) and not _CENTRES.isdisjoint(words(site.name))
        return site.name if centre else ""
    callee = context.callee(site.owner)
    if site.slot == POSITION:
        chain = callee.chain
        asked = called(site.owner) in _BOXES and (len(chain) == 1 or "Geometry" in chain)
        return "bounds" if asked else ""
    return "" if _NAMES.isdisjoint(words(site.name)) or callee.draws else site.name


def _is_coordinate(site: LiteralSite) -> bool:
    """Whether it is the latitude or longitude of a place that a call is given by both: `Point(lat=47.3, lon=8.5)`."""
    if site.name not in _PLACES or site.value.__class__ is not float:
        return False
    given = {keyword.arg for keyword in keywords(site.owner) if number(keyword.value) is not None}
    return not given.isdisjoint(_LATITUDES) and not given.isdisjoint(_LONGITUDES)


def _is_set_with(site: LiteralSite, context: FileContext) -> bool:
    """Whether a variable is a latitude where a longitude is set, too, or the other way round: `lat = 52.9`."""
    if site.name not in _PLACES or site.value.__class__ is not float or len(context.bound.get(site.name, ())) > 1:
        return False
    other = _LONGITUDES if site.name in _LATITUDES else _LATITUDES
    return any(number(value) is not None for name in other for value in context.bound.get(name, ()))


def _is_box(value: Value) -> bool:
    """Whether west, south, east and north may be these, with north before south or as two pairs too."""
    sides = [side for side in value if isinstance(side, (int, float))] if isinstance(value, tuple) else []
    if len(sides) != _SIDES:
        return False
    west, south, east, north = sides
    if max(map(abs, sides)) > _DEGREES or _places(sides) < 2 or max(map(abs, sides)) <= 2:
        return False
    paired = west < south and east < north and max(abs(west), abs(south)) <= _DEGREES / 2
    return (west < east and max(abs(south), abs(north)) <= _DEGREES / 2) or paired


def _is_point(value: Value) -> bool:
    """Whether latitude and longitude may be these, in either order."""
    sides = [side for side in value if isinstance(side, (int, float))] if isinstance(value, tuple) else []
    return len(sides) == 2 and 2 < max(map(abs, sides)) <= _DEGREES and _places(sides) == 2


def _places(sides: list[float]) -> int:
    """How many have places behind the point."""
    return sum(side.__class__ is float and side != int(side) for side in sides)


RULE = ParameterRule(
    Rule("PAR307", "map-region", "the map region to work on"),
    "data",
    (*asks((TARGET, KEYWORD, ENTRY, POSITION), (NUMBERS,)), *asks((KEYWORD, TARGET), (NUMBER,))),
    judge,
    "The next study is of another place.",
    "UPPER_CASE constants, boxes in pixels or shares, plots",
    confidence=LIKELY,
    doubt="the place may be what the program is about",
)
