"""PAR111: `def select(data, top): ...` and further down `select(data, 25)`."""

from __future__ import annotations

from ...findings import Rule
from ...values import TYPE_CHECKING
from ..literals import NUMBER, NUMBERS
from ..place import CONSTANT, POSITION, TOP
from ..vocabulary import FIXED, MODEL, SAMPLE, SPLIT, role
from .rule import ParameterRule, trivial

if TYPE_CHECKING:
    from ..facts import Facts
    from ..place import Place


def judge(place: Place, facts: Facts) -> str:
    """What the function calls it: anywhere a word of models, in the open any single number that is not one of looks."""
    if place.level == CONSTANT or trivial(place.value) or (place.kind is NUMBERS and len(place.value) > 12):
        return ""
    name = facts.parameter(place)
    if not name:
        return ""
    found = role(name)
    if found in (MODEL, SAMPLE, SPLIT):
        return name
    return name if found != FIXED and place.level == TOP and place.kind is NUMBER else ""


RULE = ParameterRule(
    Rule("PAR111", "own-argument", "a number handed to a function of the same file"),
    "params",
    ((POSITION, NUMBER), (POSITION, NUMBERS)),
    judge,
    "The function was written to take it; what it takes is chosen where it is called.",
    (
        "def select(data, top):\n    ...\n\n\nselect(data, 25)",
        "class Net:\n    def grow(self, depth):\n        ...\n\n    def run(self):\n        self.grow(8)",
    ),
    (
        "def show(data, rows, width):\n    ...\n\n\nshow(data, n, 80)",
        "def pick(data, at):\n    ...\n\n\ndef run(data):\n    pick(data, 4)",
        "select(data, 25)",
        "def compare(scores):\n    ...\n\n\ncompare([0.2, 0.9])",
    ),
    "functions of other files, positions and looks, 0, 1 and -1",
)
