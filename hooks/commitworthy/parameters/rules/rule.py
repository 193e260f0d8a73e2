"""What a rule is: its page, and the question it asks of a site."""

from __future__ import annotations

from ...base.findings import Rule
from ...base.namedtuple import TYPE_CHECKING, NamedTuple
from ..confidence import CERTAIN

if TYPE_CHECKING:
    from collections.abc import Callable

    from ..calls import FileContext
    from ..sites import LiteralSite


def asks(slots: tuple[str, ...], kinds: tuple[str, ...]) -> tuple[tuple[str, str], ...]:
    """Every slot with every kind."""
    return tuple((slot, kind) for slot in slots for kind in kinds)


class ParameterRule(NamedTuple):
    """One rule.

    `judge` gives the name under which a literal is reported, "" if it is none of this rule.  `asks` are the (slot,
    kind) of the sites it is asked about.  `section` is the part of a config file.  `why` and `exempt` are for its
    page; its examples, which are its test cases too, are in `examples.py`.  One that is not `default` has to be
    selected.  `confidence` is the most that its findings can have, `doubt` why.
    """

    rule: Rule
    section: str
    asks: tuple[tuple[str, str], ...]
    judge: Callable[[LiteralSite, FileContext], str]
    why: str
    exempt: str
    default: bool = True
    confidence: str = CERTAIN
    doubt: str = ""


def trivial(value: object) -> bool:
    """Whether a number is one that programs begin or count with."""
    if isinstance(value, tuple):
        return all(item in (0, 1, -1) for item in value)
    return value in (0, 1, -1)
