"""Tables in text that no suffix calls data: CSV, tab-separated values, JSON Lines, columns of numbers."""

from __future__ import annotations

from .kinds import is_disguise
from .sniff import Sniff
from .suffixes import suffix_of

_LINES = 50
_FEWEST = 8
_SEPARATORS = ((b"\t", "tsv", "tab-separated data", 1), (b",", "csv", "CSV data", 2), (b";", "csv", "CSV data", 2))
_NUMBERS = b"0123456789+-.eEnNaAiIfF"


def find_table(path: bytes, head: bytes) -> Sniff | None:
    """The table that clean text is, judged by the whole lines of its head; None for prose and for code."""
    lines = head.lstrip(b"\xef\xbb\xbf").replace(b"\r\n", b"\n").split(b"\n")
    rows = [line for line in lines[:-1] if line.strip()][:_LINES]
    suffix = suffix_of(path)
    start = head.lstrip()[:1]
    if start in (b"{", b"["):
        return _json_lines(rows or lines[:1], suffix) if suffix != ".js" else None
    if len(rows) < _FEWEST or suffix == ".json":
        return None
    for separator, name, label, fewest in _SEPARATORS:
        widths = {_separators(row, separator) for row in rows}
        if len(widths) == 1 and min(widths) >= fewest:
            return _found(name, label, f"{len(rows)} lines of {min(widths) + 1} fields each", suffix)
    columns = {len(row.split()) for row in rows}
    if len(columns) == 1 and all(not row.translate(None, _NUMBERS + b" \t") and _has_digits(row) for row in rows[1:]):
        return _found("numbers", "a table of numbers", f"{len(rows)} lines of {min(columns)} numbers each", suffix)
    return None


def _found(name: str, label: str, evidence: str, suffix: str) -> Sniff:
    disguised = suffix not in (".txt", ".json") and is_disguise("data", suffix)
    return Sniff("data", name, label, f"content: {evidence}", disguised)


def _separators(row: bytes, separator: bytes) -> int:
    """Separators outside of double quotes."""
    if b'"' in row:
        row = b"".join(row.split(b'"')[::2])
    return row.count(separator)


def _has_digits(row: bytes) -> bool:
    return any(48 <= byte < 58 for byte in row)


def _json_lines(rows: list[bytes], suffix: str) -> Sniff | None:
    """Every line a JSON object or array by itself; pretty-printed JSON opens and closes on different lines."""
    whole = [row.strip() for row in rows]
    closed = all(row[:1] + row[-1:] in (b"{}", b"[]") for row in whole)
    if not closed or len(whole) < 2:
        return None
    return _found("jsonl", "JSON Lines data", f"{len(whole)} lines of JSON", suffix)
