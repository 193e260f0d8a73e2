"""PAR504: `read_parquet("s3://bucket/key")`."""

from __future__ import annotations

from ...base.findings import Rule
from .. import shapes
from ..calls import FileContext
from ..sites import CLASS, CONSTANT, LiteralSite
from .absolute_path import ASKS
from .paths import is_given, is_said
from .rule import ParameterRule


def judge(site: LiteralSite, context: FileContext) -> str:
    """An address in a store."""
    value = site.value[0] if isinstance(site.value, tuple) else site.value
    text = str(value)
    if ":/" not in text or is_given(text) or shapes.location(text) != shapes.STORAGE or site.level in (CLASS, CONSTANT):
        return ""
    if not text.partition(":/")[2].strip("/") or context.callee(site.owner).declares or is_said(site, context):
        return ""
    return site.name or "uri"


RULE = ParameterRule(
    Rule("PAR504", "storage-uri", "a storage URI"),
    "paths",
    ASKS,
    judge,
    "Development and production have buckets of their own.",
    "UPPER_CASE constants, a bare scheme, texts that are compared or printed",
)
