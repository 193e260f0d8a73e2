"""PAR501: `pd.read_csv("C:/Users/me/x.csv")`."""

from __future__ import annotations

from ...base.findings import Rule
from .. import shapes
from ..calls import FileContext, reads_or_writes
from ..names import words
from ..sites import CLASS, CONSTANT, ENTRY, KEYWORD, POSITION, TARGET, TEXT, TEXTS, LiteralSite
from .paths import fetches, is_probe, is_said, says_place
from .rule import ParameterRule, asks

_ROUTES = frozenset("url uri route routes api endpoint href prefix xpath client app router request blueprint".split())
ASKS = asks((POSITION, KEYWORD, TARGET, ENTRY), (TEXT, TEXTS))


def judge(site: LiteralSite, context: FileContext) -> str:
    """A place on one machine."""
    value = site.value[0] if isinstance(site.value, tuple) else site.value
    text = str(value)
    if "/" not in text and "\\" not in text:
        return ""
    if shapes.location(text) != shapes.ABSOLUTE and not (shapes.is_rooted(text) and _is_told(site, context)):
        return ""
    if site.level in (CLASS, CONSTANT) or context.callee(site.owner).declares or is_said(site, context):
        return ""
    if is_probe(site, context):
        return ""
    return site.name or "path"


def _is_told(site: LiteralSite, context: FileContext) -> bool:
    """Whether what has the path says that it is one on a disk: any other may be an address of a service."""
    if not _ROUTES.isdisjoint(words(site.name)):
        return False
    if site.slot == POSITION:
        callee = context.callee(site.owner)
        return reads_or_writes(callee) and not fetches(callee) and _ROUTES.isdisjoint(callee.words)
    return says_place(site.name)


RULE = ParameterRule(
    Rule("PAR501", "absolute-path", "an absolute path"),
    "paths",
    ASKS,
    judge,
    "Nobody else has this folder.",
    "UPPER_CASE constants, questions whether a folder is there, texts that are printed or compared, declared options",
)
