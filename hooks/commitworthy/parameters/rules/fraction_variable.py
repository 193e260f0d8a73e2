"""PAR702: `shrink = 0.3`, in a function too; `shares = [0.25, 0.75]`."""

from __future__ import annotations

from ...base.findings import Rule
from ..calls import FileContext
from ..confidence import LIKELY
from ..names import FIXED, role, words
from ..sites import CLASS, CONSTANT, NUMBER, NUMBERS, TARGET, LiteralSite
from .rule import ParameterRule

# What is worked out, even if this once it is typed in.
_RESULTS = frozenset(
    "result results y yhat truth score pred preds expected total sum mean value values data gap".split()
)


def judge(site: LiteralSite, context: FileContext) -> str:
    """The variable that is set once, to a fraction; or to several that rise, since measured ones do not."""
    name = site.name
    if site.level in (CONSTANT, CLASS) or len(name) < 2 or name in context.changed or role(name) == FIXED:
        return ""
    if not _RESULTS.isdisjoint(words(name)) or len(context.bound.get(name, ())) != 1:
        return ""
    if context.only_used_for_plots(name):
        return ""
    values = site.value if isinstance(site.value, tuple) else (site.value,)
    return name if all(map(_is_fraction, values)) and sorted(set(values)) == list(values) else ""


def _is_fraction(value: float | str) -> bool:
    return isinstance(value, float) and 1e-6 < abs(value) < 1


RULE = ParameterRule(
    Rule("PAR702", "fraction-variable", "a fraction set as a variable"),
    "params",
    ((TARGET, NUMBER), (TARGET, NUMBERS)),
    judge,
    "A rate, a share or a threshold: nothing in the program makes it this one.",
    "names of looks and results, variables that are set again, fractions in no order, UPPER_CASE constants",
    confidence=LIKELY,
    doubt="only where it stands tells",
)
