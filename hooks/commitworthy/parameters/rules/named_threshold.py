"""PAR201: `if score > 0.7`."""

from __future__ import annotations

import _ast as ast

from ...base.findings import Rule
from .. import sites
from ..calls import FileContext
from ..names import deciding, is_length, structural, words
from ..sites import COMPARED, NUMBER, POSITION, LiteralSite, called
from .rule import ParameterRule

# From here on a length is no matter of structure; one of rows is none earlier.
_MANY, _SOME = 30, 4
_ROWS = frozenset("df data rows row records samples sample group subset series points obs observations history".split())
_COLUMNS = frozenset("columns cols column col name names keys str".split())
# Of types of 8 to 64 bits.
_MACHINE = frozenset(
    value for bits in (8, 16, 32, 64) for value in (2**bits - 1, 2**bits, 2 ** (bits - 1) - 1, -(2 ** (bits - 1)))
) - {256, 128}
# How many it takes to compare or to fit, and all of it in percent.
_LEAST = (2, 3)
_MOST = (100,)
# Of these two are the fewest that can be told apart.
_GROUPED = frozenset("nunique unique groups classes levels categories sum len".split())
_SHARES = ((0, 1), (0, 100), (1, 100))
_STEPS = (("epoch",), ("epochs",))
_HALF = 0.5
_NANS = frozenset(("np_nan", "math_nan", "numpy_nan"))
_TRUTH = frozenset("true truth gt label labels target targets".split())
_DEGREES = frozenset((90, -90, 180, -180, 360))
_COORDINATES = frozenset(
    "lat lon lng long latitude longitude angle heading bearing azimuth theta yaw deg degrees direction".split()
)
_COMPARING = frozenset("less less_equal greater greater_equal lt le gt ge".split())
_LIBRARIES = frozenset("np numpy torch tf jnp xp cp math operator".split())


def judge(site: LiteralSite, context: FileContext) -> str:
    """What is compared, where it is a score, a share, a distance."""
    value = site.value
    if site.slot == POSITION:
        return "" if is_natural_bound(site) else _argument(site, context)
    if site.kind is NUMBER and not site.position and _ends_loop(site):
        return site.name or "limit"
    least = _SOME if _needs_rows(site) else _MANY
    if not site.position and is_length(site.name) and isinstance(value, int) and value >= least:
        return site.name
    if site.position and words(site.name)[-1:] in _STEPS and isinstance(value, int) and value > 1:
        # When something begins or ends, `if epoch == 5`, but not each fifth time.
        return "" if getattr(site.owner, "left", None).__class__ is ast.BinOp else site.name
    if site.position or is_tolerance(site) or is_natural_bound(site) or not (deciding(site.name) or _is_range(site)):
        return ""
    if _is_definition(site) or (value == 2 and not _GROUPED.isdisjoint(words(site.name))):
        return ""
    return "" if structural(site.name) and not (isinstance(value, float) and 0 < abs(value) < 1) else site.name


def _argument(site: LiteralSite, context: FileContext) -> str:
    """The 7 of `np.less(x, 7)` and of `df.age.gt(7)`."""
    if called(site.owner) not in _COMPARING:
        return ""
    callee = context.callee(site.owner)
    library = callee.root in _LIBRARIES
    if site.position != (1 if library else 0) or (not library and len(callee.chain) < 2):
        return ""
    return sites.described(sites.arguments(site.owner)[0]) if library else "_".join(reversed(callee.chain[1:]))


def is_natural_bound(site: LiteralSite) -> bool:
    """Whether it is the least or most that a type of machine or a coordinate can be, or parts the 0 and 1 of labels."""
    if site.value in _MACHINE or (site.value == _HALF and not _TRUTH.isdisjoint(words(site.name))):
        return True
    return site.value in _DEGREES and not _COORDINATES.isdisjoint(words(site.name))


def _ends_loop(site: LiteralSite) -> bool:
    """Whether so many are enough: `if evaluations >= 10**6: break`."""
    statement, value = site.statement, site.value
    if statement.__class__ is not ast.If or statement.body[0].__class__ is not ast.Break:
        return False
    return statement.test is site.owner and isinstance(value, int) and value >= _MANY


def _needs_rows(site: LiteralSite) -> bool:
    """Whether it is how many rows it takes at least: `if len(df) < 10`."""
    owner, parts = site.owner, words(site.name)
    below = owner.__class__ is ast.Compare and owner.ops[0].__class__ in (ast.Lt, ast.LtE)
    return below and not _ROWS.isdisjoint(parts) and _COLUMNS.isdisjoint(parts)


def _is_definition(site: LiteralSite) -> bool:
    """Whether less or more is refused as nonsense: `if count < 2: raise`, `if percent > 100: return None`."""
    owner, statement = site.owner, site.statement
    if statement.__class__ is not ast.If or not _is_refusal(statement.body[0]):
        return False
    if owner.__class__ is not ast.Compare or len(owner.ops) != 1:
        return False
    below = owner.ops[0].__class__ in (ast.Lt, ast.LtE)
    return site.value in (_LEAST if below == (owner.left is not site.node) else _MOST)


def _is_refusal(statement: ast.stmt) -> bool:
    """Whether it raises, or returns nothing: None, NaN."""
    if statement.__class__ is ast.Return:
        value = statement.value
        nothing = value is None or (value.__class__ is ast.Constant and value.value is None)
        return nothing or sites.described(value) in _NANS or sites.called(value or statement) == "float"
    return statement.__class__ is ast.Raise


def _is_range(site: LiteralSite) -> bool:
    """`10 < x < 20`: what lies between two numbers is chosen, whatever it is called."""
    owner = site.owner
    if owner.__class__ is not ast.Compare or len(owner.ops) != 2:
        return False
    ends = (sites.number(owner.left), sites.number(owner.comparators[1]))
    # A share or a percentage is between these by definition.
    return None not in ends and ends not in _SHARES


def is_tolerance(site: LiteralSite) -> bool:
    """Whether it is a guard of arithmetic: a thousandth or less, or as good as one."""
    value = site.value
    if isinstance(value, float) and 0 < abs(1 - abs(value)) < 1e-6:
        return True
    if not isinstance(value, float) or abs(value) > 1e-3:
        return False
    return (
        "loss" not in site.name
        and "p" not in words(site.name)
        and "pval" not in site.name
        and "pvalue" not in site.name
    )


RULE = ParameterRule(
    Rule("PAR201", "named-threshold", "a threshold on a score, a share or a distance"),
    "decision",
    ((COMPARED, NUMBER), (POSITION, NUMBER)),
    judge,
    "A threshold decides who is called and what is kept. It is moved by those who answer for the decision.",
    "equality, assertions, tolerances of arithmetic, lengths, versions and status codes, 0, 1 and -1, counts below 2 "
    "or 3 and percentages above 100 that raise an error",
)
