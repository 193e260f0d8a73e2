"""PAR501: `pd.read_csv("C:/Users/me/x.csv")`."""

from __future__ import annotations

from ...base.findings import Rule
from .. import shapes
from ..calls import FileContext
from ..sites import CLASS, CONSTANT, ENTRY, KEYWORD, POSITION, TARGET, TEXT, TEXTS, LiteralSite
from .paths import is_probe, is_said
from .rule import ParameterRule, asks

ASKS = asks((POSITION, KEYWORD, TARGET, ENTRY), (TEXT, TEXTS))


def judge(site: LiteralSite, context: FileContext) -> str:
    """A place on one machine."""
    value = site.value[0] if isinstance(site.value, tuple) else site.value
    text = str(value)
    if ("/" not in text and "\\" not in text) or shapes.location(text) != shapes.ABSOLUTE:
        return ""
    if site.level in (CLASS, CONSTANT) or context.callee(site.owner).declares or is_said(site, context):
        return ""
    if is_probe(site, context):
        return ""
    return site.name or "path"


RULE = ParameterRule(
    Rule("PAR501", "absolute-path", "an absolute path"),
    "paths",
    ASKS,
    judge,
    "Nobody else has this folder.",
    "UPPER_CASE constants, questions whether a folder is there, texts that are printed or compared, declared options",
)
