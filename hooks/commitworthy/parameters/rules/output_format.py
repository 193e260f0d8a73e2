"""PAR603: `df.write.mode("overwrite").parquet(path)`."""

from __future__ import annotations

from ...base.findings import Rule
from ..calls import FileContext
from ..confidence import LIKELY
from ..sites import CONSTANT, KEYWORD, POSITION, TEXT, WORD, LiteralSite
from .rule import ParameterRule, asks


def judge(site: LiteralSite, context: FileContext) -> str:
    """The format, compression or mode of a writer."""
    callee = context.callee(site.owner)
    if site.level == CONSTANT:
        return ""
    writes = "write" in callee.chain or callee.words[:1] in (("to",), ("write",), ("save",))
    if site.slot == KEYWORD:
        return site.name if writes and site.name in ("compression", "format") else ""
    return callee.last if "write" in callee.chain and callee.last in ("format", "mode") and site.position == 0 else ""


RULE = ParameterRule(
    Rule("PAR603", "output-format", "the format of what is written"),
    "output",
    asks((KEYWORD, POSITION), (TEXT, WORD)),
    judge,
    "Whether results are overwritten, and in which format they are, differs from run to run.",
    "separators, encodings, modes of open()",
    default=False,
    confidence=LIKELY,
    doubt="the format may be that of the project",
)
