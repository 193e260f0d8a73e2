"""PAR701: `frames_per_video = 32`."""

from __future__ import annotations

import _ast as ast

from ...base.findings import Rule
from ...base.namedtuple import TYPE_CHECKING
from .. import sites
from ..confidence import LIKELY
from ..names import FIXED, role, words
from ..sites import CLASS, FUNCTION, NUMBER, NUMBERS, SMALL, TARGET, TOP, targets
from .rule import ParameterRule, asks

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ..calls import FileContext
    from ..sites import LiteralSite


_HOLDERS = frozenset(
    (word,)
    for word in "config configs configuration cfg conf args arg opt opts hparams hps params settings defaults".split()
)
# What an object of settings counts, rather than is set to.
_STATES = frozenset("start current cur best last first is use rank local global epoch".split())
_LEAST_SIDE = 16
_ENDLESS = 10**8
# Constants of nature and mathematics, and parts of versions.
_GIVEN = frozenset("constant const inf radius major minor gravity gravit acc g mass pi speed".split())
_NATURAL = {
    "hours": (24,),
    "seconds": (3600, 86400),
    "channels": (3,),
    "degrees": (90, 180, 270, 360),
    # Of a recurrent network, forwards and backwards.
    **dict.fromkeys(("direction", "directions", "directional"), (2,)),
}


# Of what is sought the worst comes first: `best = 999`.
_STARTS = frozenset("loss best worst lowest highest score acc accuracy error min max minimum maximum".split())


def judge(site: LiteralSite, context: FileContext) -> str:
    """The variable, if it is set once under a name of its own."""
    name = site.name
    target = _target(site.statement)
    if site.kind is not NUMBER and target.__class__ is not ast.Attribute:
        return ""
    if target.__class__ is ast.Attribute:
        return _setting(site, target)
    if site.level not in (TOP, FUNCTION) or name in context.changed:
        return ""
    if (
        (len(name) < 2 and name not in ("n", "k", "N", "K"))
        or "." in name
        or (role(name) == FIXED and not _is_side(site))
        or site.value in (0.0, 100, 2)
    ):
        return ""
    if site.level == FUNCTION and not _is_chosen(site):
        return ""
    if target.__class__ is not ast.Name or context.only_used_for_plots(name) or is_natural(site):
        return ""
    if not _is_set(context.bound.get(name, ())):
        return ""
    return name


def _is_chosen(site: LiteralSite) -> bool:
    """Whether a number in a function may be a choice: no share, which is a rule of its own, and nothing endless."""
    size = abs(site.value) if isinstance(site.value, (int, float)) else 0
    return 1 <= size < _ENDLESS and _GIVEN.isdisjoint(words(site.name)) and _STARTS.isdisjoint(words(site.name))


def _is_side(site: LiteralSite) -> bool:
    """Whether it is the side of a picture or the width of a layer, and no axis: `dim = 182`."""
    return words(site.name)[-1:] == ("dim",) and isinstance(site.value, int) and site.value >= _LEAST_SIDE


def is_setting(site: LiteralSite) -> bool:
    """Whether an attribute is set of what is called a config, outside of what makes such objects."""
    target = next(iter(targets(site.statement)), None)
    if target.__class__ is not ast.Attribute or words(site.scope)[-1:] in _HOLDERS:
        return False
    holder = target.value
    # Also a part of it: `cfg.MODEL.BACKBONE.FREEZE_AT = 0`.
    while holder.__class__ is ast.Attribute and words(holder.attr)[-1:] not in _HOLDERS and holder.attr.isupper():
        holder = holder.value
    name = holder.attr if holder.__class__ is ast.Attribute else holder.id if holder.__class__ is ast.Name else ""
    return words(name)[-1:] in _HOLDERS


def _target(statement: ast.stmt) -> ast.expr | None:
    """What is set first, by `=` of any kind."""
    if isinstance(statement, (ast.AnnAssign, ast.AugAssign)):
        return statement.target
    return next(iter(targets(statement)), None)


def _setting(site: LiteralSite, target: ast.Attribute) -> str:
    """What is set of an object of settings, where it is a number that was chosen."""
    if site.level == CLASS or not is_setting(site):
        return ""
    found = role(target.attr)
    if found == FIXED or site.value == -1 or (site.kind is SMALL and _is_state(target.attr, found)):
        return ""
    return site.name if site.statement.__class__ is not ast.AugAssign else ""


def _is_state(name: str, found: str) -> bool:
    """Whether 0 or 1 of it is a state rather than a setting, which a name in capitals is not: `cfg.MODEL.FREEZE_AT`."""
    return not _STATES.isdisjoint(words(name)) or (found == "" and not name.isupper())


def is_natural(site: LiteralSite) -> bool:
    """Whether it is the hours of a day, the days of a week, the colours of a picture."""
    return site.value in _NATURAL.get((words(site.name) or ("",))[-1], ())


def _is_set(values: Sequence[ast.expr]) -> bool:
    """Whether it is set once, or to nothing but numbers that differ from run to run."""
    return len(values) < 2 or all(sites.number(value) is not None for value in values)


RULE = ParameterRule(
    Rule("PAR701", "variable", "a number set as a variable and read later"),
    "params",
    asks((TARGET,), (NUMBER, SMALL, NUMBERS)),
    judge,
    "A number that got a name at the top of a script was meant to be changed.",
    "names of looks and positions, counters, single letters, UPPER_CASE constants, constants of nature, and shares in "
    "functions",
    confidence=LIKELY,
    doubt="only where it stands tells",
)
