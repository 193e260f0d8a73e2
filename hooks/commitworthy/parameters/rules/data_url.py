"""PAR505: `requests.get("https://example.org/x.csv")`."""

from __future__ import annotations

from ...base.findings import Rule
from .. import shapes
from ..calls import FileContext, reads_or_writes
from ..names import words
from ..sites import CLASS, CONSTANT, ENTRY, KEYWORD, POSITION, TARGET, TEXT, TEXTS, LiteralSite
from .hyperparameter_dict import TABLES
from .paths import fetches, is_given, is_said
from .rule import ParameterRule, asks

_TOLD = frozenset(
    """
    docs doc documentation help homepage license licence schema xmlns ns namespace tiles attr attribution style author
    issues repo repository contact scope scopes rights scheme vocabulary
    """.split()
)
# Where words are defined: licences, schemas, persons.
_TERMS = ("schema", "w3.org", "spdx.org", "creativecommons.org", "purl.org", "orcid.org")
_SHOWING = frozenset("Image IFrame HTML Markdown link image img Link A Img VimeoVideo YouTubeVideo markdown".split())


# Dicts of what XML calls its namespaces.
_SPACES = frozenset((("ns",), ("nsmap",), ("namespace",), ("namespaces",), ("prefixes",)))


def judge(site: LiteralSite, context: FileContext) -> str:
    """An address that data are read from, or a service is reached at."""
    value = site.value[0] if isinstance(site.value, tuple) else site.value
    text = str(value)
    if "://" not in text or is_given(text) or site.level in (CLASS, CONSTANT) or shapes.location(text) != shapes.URL:
        return ""
    callee = context.callee(site.owner)
    if callee.declares or callee.draws or is_said(site, context):
        return ""
    if not _TOLD.isdisjoint(words(site.name)) or any(mark in text for mark in _TERMS) or "{z}" in text:
        return ""
    if (
        "github.com/" in text
        and not any(mark in text for mark in ("raw", "/releases/", "/archive/", ".git"))
        and not shapes.has_known_ending(text)
    ):
        return ""
    if site.slot == ENTRY and words(context.titles.get(id(site.owner), ""))[-1:] in _SPACES:
        return ""
    if site.slot in (TARGET, ENTRY):
        return site.name if context.enclosing(site).last not in TABLES and site.name != "User-Agent" else ""
    if callee.last in _SHOWING or callee.last == "setup":
        return ""
    known = site.slot == KEYWORD or fetches(callee) or reads_or_writes(callee) or shapes.has_known_ending(text)
    return site.name or (
        "url" if known or callee.last[:1].isupper() or "url" in callee.words or "uri" in callee.words else ""
    )


RULE = ParameterRule(
    Rule("PAR505", "data-url", "a URL that data is read from"),
    "sources",
    (*asks((POSITION, KEYWORD, TARGET), (TEXT, TEXTS)), (ENTRY, TEXT)),
    judge,
    "Addresses move, and a test run should not need them.",
    "documentation, schemas, map tiles, pictures that are shown, UPPER_CASE constants",
)
