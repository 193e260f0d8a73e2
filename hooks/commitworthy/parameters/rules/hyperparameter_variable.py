"""PAR104: `epochs = 20`."""

from __future__ import annotations

from ...base.findings import Rule
from ..calls import FileContext
from ..names import MODEL, RESOURCE, SAMPLE, SPLIT, is_strong, role, words
from ..sites import CLASS, CONSTANT, FUNCTION, LOOP, NUMBER, NUMBERS, SMALL, TARGET, LiteralSite, number
from .rule import ParameterRule, asks, trivial
from .variable import is_natural

# Words that in a function are as often a result or a step of a calculation as a choice.
_VAGUE = frozenset(
    """
    min max minimum maximum length len size count n k top order days hours minutes months years seconds weight weights
    ratio rank labels label classes steps samples features iter iters iteration iterations epoch loss num limit
    attempts wait confidence delay trials sequence seq tokens records rows gap factor floor bound frames capacity
    duration degree total probability prob sample
    """.split()
)


_EXTREMES = frozenset("best worst min max minimum maximum lowest highest least most smallest largest nearest".split())
_GUARDS = frozenset("eps epsilon tiny".split())
_TINY = 1e-3
# Loops over these repeat; they are a rule of their own.
_ROUNDS = frozenset(("epoch", "epochs", "batch", "batches"))
_COUNTS = frozenset(("n", "num", "nb"))
# Of these 1.0 is as much of a choice as any number.
_AT_ONE = frozenset("epsilon temperature alpha beta gamma kappa sigma tau momentum".split())
# What explores at the beginning of a training, and less and less.
_DECAYING = frozenset(("epsilon", "eps", "temperature"))
# `max_iter` says more than its words: a number that nothing worked out, and nothing changes.
_LIMITS = _COUNTS | {"max", "min"}
_GIVEN = _LIMITS | {"features", "classes", "labels", "rows", "records", "count", "size", "weight", "weights"}


def judge(site: LiteralSite, context: FileContext) -> str:
    """The target, where its words are of models and it is not one that counts."""
    name, value = site.name, site.value
    if site.level in (CONSTANT, CLASS) or (name in context.changed and not _is_start(name, value)):
        return ""
    if name in context.extra:
        return name
    if site.kind is NUMBER and (context.only_used_for_plots(name) or is_natural(site)):
        return ""
    if isinstance(value, (int, float)) and (context.is_computed(name, value) or _is_running(name, context)):
        return ""
    if site.slot == LOOP:
        return name if _is_tried(name, value) else ""
    if site.kind is NUMBERS and _is_tried(context.looped.get(name, ""), value):
        # `rates = [0.1, 0.01]` and then `for lr in rates`.
        return name
    if value == 1 and words(name)[-1:] == ("layers",) and words(name)[0] in _COUNTS:
        return name
    if value == 1 and isinstance(value, float) and words(name)[0] in _AT_ONE:
        return name
    if trivial(value) or (isinstance(value, tuple) and (len(value) > 30 or _is_counted(value))):
        return ""
    if name == "C" and site.kind is NUMBERS:
        return name
    found = role(name)
    if found not in (MODEL, SPLIT, SAMPLE, RESOURCE) or _is_guard(name, value):
        return ""
    parts = words(name)
    if site.level != FUNCTION or found == SPLIT or not _VAGUE.issuperset(part for part in parts if part not in _COUNTS):
        return name
    # What a vectorizer keeps of the words is a choice; other features are counted.
    limits = len(parts) == 2 and parts[0] in _LIMITS and (parts[1] not in _GIVEN or parts == ("max", "features"))
    limits = limits and isinstance(value, (int, float)) and value > 2
    return name if limits and len(context.bound.get(name, ())) == 1 else ""


def _is_counted(values: tuple[float | str, ...]) -> bool:
    """Whether they only count: `days = [1, 2, 3, 4, 5]`."""
    first = values[0]
    return len(values) > 2 and isinstance(first, int) and list(values) == list(range(first, first + len(values)))


def _is_tried(variable: str, value: object) -> bool:
    """Whether the variable of a loop over these is one of a model: `for lr in [0.1, 0.01]`."""
    if trivial(value) or not _ROUNDS.isdisjoint(words(variable)):
        return False
    rates = isinstance(value, tuple) and any(isinstance(item, float) for item in value) and role(variable) == MODEL
    return rates or is_strong(variable) or variable == "C"


def _is_start(name: str, value: object) -> bool:
    """Whether what changes begins at a choice, as a rate that decays does; what counts begins at a whole number."""
    if value == 1 and isinstance(value, float):
        return name in _DECAYING
    return isinstance(value, float) and value != 0 and is_strong(name)


def _is_guard(name: str, value: object) -> bool:
    """Whether it only keeps a division possible: `eps = 1e-8`."""
    return isinstance(value, float) and abs(value) <= _TINY and not _GUARDS.isdisjoint(words(name)[-1:])


def _is_running(name: str, context: FileContext) -> bool:
    """Whether it begins as the least or most seen so far, and then becomes something that is worked out."""
    if _EXTREMES.isdisjoint(words(name)):
        return False
    return any(number(value) is None for value in context.bound.get(name, ()))


RULE = ParameterRule(
    Rule("PAR104", "hyperparameter-variable", "a hyperparameter set as a variable"),
    "train",
    (*asks((TARGET,), (NUMBER, SMALL, NUMBERS)), (LOOP, NUMBERS), (LOOP, NUMBER)),
    judge,
    "A variable at hand in the code is out of reach for whoever runs it from outside.",
    "UPPER_CASE constants at the top of a module or notebook, fields of classes, counters, 0, 1 and -1",
)
