"""What is said about an offence."""

from __future__ import annotations

from ... import sizes
from ...values import TYPE_CHECKING
from .. import damaged, rules

if TYPE_CHECKING:
    from .parents import News

_PLURAL = {
    "model": "models",
    "executable": "executables",
    "archive": "archives",
    "binary": "unknown binaries",
    "document": "documents",
    "notebook": "notebooks",
}


def message(news: News, notes: list[str]) -> str:
    """One sentence: fact, number, limit; then what else is known."""
    offence = news.offence
    said = _SAYERS.get(offence.rule.code, _blocked)(news)
    if offence.damage and offence.rule != rules.NOT_A_POINTER:
        notes = [*notes, f"it is {damaged.said(offence.damage)}"]
    return "; ".join([said, *notes]) + "."


def capitalised(text: str) -> str:
    """The text with a capital first letter, the rest as it is."""
    return text[:1].upper() + text[1:]


def _where(news: News) -> str:
    return news.place or ("staged" if news.offence.entry.staged else "tracked")


def _measured(news: News) -> str:
    """The sizes and the limit, in words that never print two different numbers alike."""
    offence = news.offence
    grown = news.size_before if news.size_before is not None and news.size_before < offence.size else None
    if not offence.limit:
        family = _PLURAL.get(offence.sniff.family, offence.sniff.family)
        size = f"grew from {sizes.show(grown)} to {sizes.show(offence.size)}" if grown else sizes.show(offence.size)
        return f"{size}, {_where(news)} as an ordinary git blob ({family} are refused at any size)"
    if grown is None:
        size, limit = sizes.show_apart(offence.size, offence.limit)
    else:
        before, after, limit = sizes.show_apart(grown, offence.size, offence.limit)
        size = f"grew from {before} to {after}"
    return f"{size}, {_where(news)} as an ordinary git blob (limit {limit})"


def _blocked(news: News) -> str:
    offence = news.offence
    note = f" {offence.note}" if offence.note else ""
    return f"{capitalised(offence.sniff.label)}{note}, {_measured(news)}"


def _disguised(news: News) -> str:
    offence = news.offence
    suffix = offence.entry.path.decode("utf-8", "surrogateescape").rpartition("/")[2].rpartition(".")[2]
    label = capitalised(offence.sniff.label)
    known = "" if offence.sniff.family == "binary" else " by content"
    return f"{label}{known} although the name says .{suffix}, {_measured(news)}"


def _litter(news: News) -> str:
    left = news.offence.litter
    assert left is not None
    return f"{left.tool} leaves this behind when it runs" + (f"; {news.place}" if news.place else "")


def _embedded(news: News) -> str:
    offence = news.offence
    size, limit = sizes.show_apart(offence.size, offence.limit or 0)
    place = f" {news.place}" if news.place else ""
    return f"A {offence.note} of {size} in a text file{place} (limit {limit}, as for data)"


def _not_a_pointer(news: News) -> str:
    offence = news.offence
    size = sizes.show(offence.size)
    blob = f"blob {news.place}" if news.place else f"{_where(news)} blob"
    kept = damaged.said(offence.damage) if offence.damage else f"the file itself ({size})"
    return f".gitattributes routes this to Git LFS, but the {blob} is {kept}"


_SAYERS = {
    rules.DISGUISED.code: _disguised,
    rules.LITTER.code: _litter,
    rules.EMBEDDED.code: _embedded,
    rules.NOT_A_POINTER.code: _not_a_pointer,
}
