"""PAR201: `if score > 0.7`."""

from __future__ import annotations

import _ast as ast

from ...base.findings import Rule
from .. import sites
from ..calls import FileContext
from ..names import deciding, structural, words
from ..sites import COMPARED, NUMBER, LiteralSite
from .rule import ParameterRule


def judge(site: LiteralSite, _: FileContext) -> str:
    """What is compared, where it is a score, a share, a distance."""
    value = site.value
    if site.position or is_tolerance(site) or not (deciding(site.name) or _is_range(site)):
        return ""
    return "" if structural(site.name) and not (isinstance(value, float) and 0 < abs(value) < 1) else site.name


def _is_range(site: LiteralSite) -> bool:
    """`10 < x < 20`: what lies between two numbers is chosen, whatever it is called."""
    owner = site.owner
    if owner.__class__ is not ast.Compare or len(owner.ops) != 2:
        return False
    return sites.number(owner.left) is not None and sites.number(owner.comparators[1]) is not None


def is_tolerance(site: LiteralSite) -> bool:
    """Whether it is a guard of arithmetic: a thousandth or less, or any small number beside `abs`."""
    value = site.value
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
    ((COMPARED, NUMBER),),
    judge,
    "A threshold decides who is called and what is kept. It is moved by those who answer for the decision.",
    "equality, assertions, tolerances of arithmetic, lengths, versions and status codes, 0, 1 and -1",
)
