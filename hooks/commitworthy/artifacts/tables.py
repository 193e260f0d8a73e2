"""Data in large text that no suffix calls data: CSV, tab-separated values, JSON, XML, SQL, columns of numbers."""

from __future__ import annotations

from ..values import TYPE_CHECKING
from . import names, shapes
from .kinds import is_disguise
from .sniff import Sniff
from .suffixes import suffix_of

if TYPE_CHECKING:
    from .view import View

_LINES = 50
_FEWEST = 8
_FEWEST_WIDE, _WIDE = 3, 20  # of rows with many fields fewer will do
_MORE = 65536  # bytes, where lines are too long for the head
_HEADING = 30
_COMMENTS = (b"#", b"%", b"\\", b"!", b"|", b"=", b"*", b"+", b"/")
_SEPARATORS = (
    (b"\t", "tsv", "tab-separated data", 1),
    (b",", "csv", "CSV data", 2),
    (b";", "csv", "CSV data", 2),
    (b"|", "psv", "separated values", 2),
)
_LISTS = (b".dist-info/RECORD", b"/tags")  # of files in a wheel, of names in sources
_XML = ("", ".xml", ".txt", ".dat", ".gml", ".gpx", ".osm")
_NUMBERS = b"0123456789+-.eEnNaAiIfF"


def find_table(view: View) -> Sniff | None:
    """The table that clean text is, judged by the whole lines of its head; None for prose and for code."""
    path, head = view.path, view.head
    if names.is_lock_file(path) or path.endswith(_LISTS):
        return None
    suffix, start = suffix_of(path), head.lstrip()[:1]
    rows = _rows_of(head)
    if suffix == ".sql":
        return _shaped(shapes.in_sql(head), "sql-dump", "rows in SQL", suffix)
    if start in (b"{", b"["):
        return _json(head, rows or head.splitlines()[:1], suffix)
    if start == b"<":
        return _shaped(shapes.in_xml(head), "xml-data", "data in XML", suffix) if suffix in _XML else None
    if suffix in (".json", ".xml"):
        return None
    if len(rows) < _FEWEST_WIDE:
        rows = _rows_of(view.begin(_MORE))
    numbers = shapes.in_numbers(b"\n".join(rows) or head)
    return _rows(rows, suffix) or _shaped(numbers, "numbers", "a table of numbers", suffix)


def _rows_of(head: bytes) -> list[bytes]:
    """The whole lines, without a heading of comments and rules."""
    lines = head.removeprefix(b"\xef\xbb\xbf").replace(b"\r\n", b"\n").split(b"\n")
    rows = [line for line in lines[:-1] if line.strip()]
    heading = 0
    while heading < min(len(rows), _HEADING) and rows[heading].lstrip()[:1] in _COMMENTS:
        heading += 1
    return rows[heading:][:_LINES]


def _rows(rows: list[bytes], suffix: str) -> Sniff | None:
    if len(rows) < _FEWEST_WIDE:
        return None
    for separator, name, label, fewest in _SEPARATORS:
        widths = {_separators(row, separator) for row in rows}
        if len(widths) == 1 and min(widths) >= (fewest if len(rows) >= _FEWEST else _WIDE):
            return _found(name, label, f"{len(rows)} lines of {min(widths) + 1} fields each", suffix)
    columns = [row.split() for row in rows]
    return _columns(columns, suffix) if len(rows) >= _FEWEST or len(columns[1]) > _WIDE else None


def _shaped(how: str, name: str, label: str, suffix: str) -> Sniff | None:
    return _found(name, label, how, suffix) if how else None


def _columns(rows: list[list[bytes]], suffix: str) -> Sniff | None:
    """Fields parted by blanks: numbers alone, a word and its vector, or rows of which half are numbers."""
    width = len(rows[1])
    # The heading may lack the name of the index.
    if width < 2 or any(len(row) != width for row in rows[1:]) or len(rows[0]) not in (width, width - 1):
        return None
    numbers = [sum(map(_is_number, row)) for row in rows[1:]]
    if min(numbers) == width:
        return _found("numbers", "a table of numbers", f"{len(rows)} lines of {width} numbers each", suffix)
    if width > 20 and min(numbers) == width - 1 and not _is_number(rows[1][0]) and b"." in rows[1][1]:
        evidence = f"content: words of {width - 1} numbers each"
        return Sniff("model", "word2vec-text", "word vectors (text)", evidence, _is_disguise("model", suffix))
    if width > 2 and min(numbers) == max(numbers) and min(numbers) * 2 >= width:
        return _found("table", "a table of numbers and words", f"{len(rows)} lines of {width} fields each", suffix)
    return None


def _is_number(token: bytes) -> bool:
    return not token.translate(None, _NUMBERS) and (_has_digits(token) or token.lower() in (b"nan", b"na", b"inf"))


def _json(head: bytes, rows: list[bytes], suffix: str) -> Sniff | None:
    if suffix in (".js", ".rtf") or head.lstrip()[:5] == b"{\\rtf":
        return None
    return _json_lines(rows, suffix) or _shaped(shapes.in_json(head), "json-data", "data in JSON", suffix)


def _found(name: str, label: str, evidence: str, suffix: str) -> Sniff:
    return Sniff("data", name, label, f"content: {evidence}", _is_disguise("data", suffix))


def _is_disguise(family: str, suffix: str) -> bool:
    """Names that data in text has by custom promise nothing else."""
    return suffix not in (".txt", ".json", ".xml", ".sql") and is_disguise(family, suffix)


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
