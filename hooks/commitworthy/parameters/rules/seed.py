"""PAR302: `random_state=42`, `np.random.seed(42)`."""

from __future__ import annotations

from ...base.findings import Rule
from ..calls import FileContext
from ..names import SEED, role, words
from ..sites import CLASS, CONSTANT, ENTRY, KEYWORD, NUMBER, POSITION, SMALL, TARGET, LiteralSite, called
from .rule import ParameterRule, asks

_SEEDING = frozenset(
    """
    seed manual_seed manual_seed_all set_seed set_random_seed seed_everything PRNGKey default_rng RandomState Random
    key fix_seed setSeed random_seed seed_all set_global_seed set_all_seeds init_seed seed_torch
    """.split()
)


_COUNTING = frozenset(("cnt", "count", "counter"))


def judge(site: LiteralSite, context: FileContext) -> str:
    """The keyword or variable, or "seed" for a call that seeds."""
    # -1 stands for none.
    if site.level in (CONSTANT, CLASS) or not isinstance(site.value, int) or site.value == -1:
        return ""
    if site.slot == POSITION:
        if site.position or called(site.owner) not in _SEEDING:
            return ""
        callee = context.callee(site.owner)
        seeds = callee.last not in ("key", "Random") or callee.root in ("random", "jax")
        return "seed" if seeds else ""
    if (
        not _COUNTING.isdisjoint(words(site.name))
        or role(site.name) != SEED
        or site.name.endswith("seeds")
        or context.callee(site.owner).declares
    ):
        return ""
    return site.name


RULE = ParameterRule(
    Rule("PAR302", "seed", "a seed of random numbers"),
    "seed",
    asks((KEYWORD, POSITION, TARGET, ENTRY), (NUMBER, SMALL)),
    judge,
    "A result that holds for one seed only is no result. To find out, set the seed from outside, in one place.",
    "UPPER_CASE constants, defaults of signatures; 0 and 1 are seeds like any other",
)
