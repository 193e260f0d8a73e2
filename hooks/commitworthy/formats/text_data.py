"""Data in large text that no suffix calls data: CSV, tab-separated values, JSON, XML, SQL, columns of numbers.

`find_table` answers, by the first 8 KiB: rows of one width, records of one form, numbers by the thousand, rows of
inserts.  Settings, schemas, messages and lock files have other shapes, or a key that says so.
"""

from __future__ import annotations

from ..base.namedtuple import TYPE_CHECKING
from .detect import Detection, is_lock_file, suffix_of
from .table import is_disguise

if TYPE_CHECKING:
    from .detect import View

# ---- rows

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


def find_table(view: View) -> Detection | None:
    """The table that clean text is, judged by the whole lines of its head; None for prose and for code."""
    path, head = view.path, view.head
    if is_lock_file(path) or path.endswith(_LISTS):
        return None
    suffix, start = suffix_of(path), head.lstrip()[:1]
    rows = _rows_of(head)
    if suffix == ".sql":
        return _shaped(in_sql(head), "sql-dump", "rows in SQL", suffix)
    if start in (b"{", b"["):
        return _json(head, rows or head.splitlines()[:1], suffix)
    if start == b"<":
        return _shaped(in_xml(head), "xml-data", "data in XML", suffix) if suffix in _XML else None
    if suffix in (".json", ".xml"):
        return None
    if len(rows) < _FEWEST_WIDE:
        rows = _rows_of(view.begin(_MORE))
    numbers = in_numbers(b"\n".join(rows) or head)
    return _rows(rows, suffix) or _shaped(numbers, "numbers", "a table of numbers", suffix)


def _rows_of(head: bytes) -> list[bytes]:
    """The whole lines, without a heading of comments and rules."""
    lines = head.removeprefix(b"\xef\xbb\xbf").replace(b"\r\n", b"\n").split(b"\n")
    rows = [line for line in lines[:-1] if line.strip()]
    heading = 0
    while heading < min(len(rows), _HEADING) and rows[heading].lstrip()[:1] in _COMMENTS:
        heading += 1
    return rows[heading:][:_LINES]


def _rows(rows: list[bytes], suffix: str) -> Detection | None:
    if len(rows) < _FEWEST_WIDE:
        return None
    for separator, name, label, fewest in _SEPARATORS:
        widths = {_separators(row, separator) for row in rows}
        if len(widths) == 1 and min(widths) >= (fewest if len(rows) >= _FEWEST else _WIDE):
            return _found(name, label, f"{len(rows)} lines of {min(widths) + 1} fields each", suffix)
    columns = [row.split() for row in rows]
    return _columns(columns, suffix) if len(rows) >= _FEWEST or len(columns[1]) > _WIDE else None


def _shaped(how: str, name: str, label: str, suffix: str) -> Detection | None:
    return _found(name, label, how, suffix) if how else None


def _columns(rows: list[list[bytes]], suffix: str) -> Detection | None:
    """Fields separated by blanks: numbers alone, a word and its vector, or rows of which half are numbers."""
    width = len(rows[1])
    # The heading may lack the name of the index.
    if width < 2 or any(len(row) != width for row in rows[1:]) or len(rows[0]) not in (width, width - 1):
        return None
    numbers = [sum(map(_is_number, row)) for row in rows[1:]]
    if min(numbers) == width:
        return _found("numbers", "a table of numbers", f"{len(rows)} lines of {width} numbers each", suffix)
    if width > 20 and min(numbers) == width - 1 and not _is_number(rows[1][0]) and b"." in rows[1][1]:
        evidence = f"content: words of {width - 1} numbers each"
        return Detection("model", "word2vec-text", "word vectors (text)", evidence, _is_disguise("model", suffix))
    if width > 2 and min(numbers) == max(numbers) and min(numbers) * 2 >= width:
        return _found("table", "a table of numbers and words", f"{len(rows)} lines of {width} fields each", suffix)
    return None


def _is_number(token: bytes) -> bool:
    return not token.translate(None, _NUMBERS) and (_has_digits(token) or token.lower() in (b"nan", b"na", b"inf"))


def _json(head: bytes, rows: list[bytes], suffix: str) -> Detection | None:
    if suffix in (".js", ".rtf") or head.lstrip()[:5] == b"{\\rtf":
        return None
    return _json_lines(rows, suffix) or _shaped(in_json(head), "json-data", "data in JSON", suffix)


def _found(name: str, label: str, evidence: str, suffix: str) -> Detection:
    return Detection("data", name, label, f"content: {evidence}", _is_disguise("data", suffix))


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


def _json_lines(rows: list[bytes], suffix: str) -> Detection | None:
    """Every line a JSON object or array by itself; pretty-printed JSON opens and closes on different lines."""
    whole = [row.strip() for row in rows]
    closed = all(row[:1] + row[-1:] in (b"{}", b"[]") for row in whole)
    if not closed or len(whole) < 2:
        return None
    return _found("jsonl", "JSON Lines data", f"{len(whole)} lines of JSON", suffix)


# ---- shapes of JSON, numbers, XML and SQL

_RECORDS = 3  # of the same keys, or fewer where they fill the head
_NOT_DATA = (
    b'"$schema"', b'"openapi"', b'"swagger"', b'"lockfileVersion"', b'"dependencies"', b'"nbformat"', b'"paths"',
    b'"definitions"', b'"resolved"', b'"integrity"', b'"bomFormat"', b'"spdxVersion"',
)  # fmt: skip
# Keys of messages in other languages.
_MESSAGES = frozenset((b"translation", b"message", b"defaultMessage", b"definition", b"msgid", b"string"))
_ROOTS = (
    b"<svg", b"<html", b"<xs:", b"<xsd:", b"<xsl:", b"<resources", b"<project", b"<plist", b"<TS", b"<xliff", b"<ui",
)  # fmt: skip
_DIGITS = b"0123456789"


def in_json(head: bytes) -> str:
    """What makes a JSON document data; "" for any other."""
    if any(key in head for key in _NOT_DATA):
        return ""
    if b'"FeatureCollection"' in head[:400]:
        return "GeoJSON features"
    records = _records(head)
    if records:
        return f"records of the same {len(records)} keys"
    body = head.translate(None, b" \t\r\n")
    numbers = len(body) - len(body.translate(None, _DIGITS + b".,[]eE-+"))
    return "little but numbers" if numbers * 10 >= 7 * len(body) else ""


def _records(head: bytes) -> list[bytes]:
    """The keys of the first list of objects, where they are the same in all that the head shows."""
    start = _first_list(head)
    objects = _objects(head[start + 1 :].lstrip()) if start >= 0 else []
    if not objects or len(objects[0]) < 2 or _MESSAGES & set(objects[0]):
        return []
    same = all(keys == objects[0] for keys in objects)
    alike = same or _share(objects) > 0.6
    return objects[0] if alike and len(objects) >= _RECORDS else []


def _first_list(head: bytes) -> int:
    """Offset of the first list of objects that is the document or stands in its outermost object; -1 without one."""
    depth, position = 0, 0
    while position < len(head):
        byte = head[position]
        if byte == 34:
            position = _string_end(head, position)
            continue
        if byte == 91 and depth < 2 and head[position + 1 : position + 80].lstrip().startswith(b"{"):
            return position
        depth += (byte in b"{[") - (byte in b"}]")
        position += 1
    return -1


def _share(objects: list[list[bytes]]) -> float:
    """How much of all the keys an average object has."""
    every = {key for keys in objects for key in keys}
    return sum(len(set(keys)) for keys in objects) / (len(objects) * len(every) or 1)


def _objects(text: bytes) -> list[list[bytes]]:
    """Keys of each whole object in the list that begins here, at their own level only."""
    objects: list[list[bytes]] = []
    keys: list[bytes] = []
    depth, position = 0, 0
    while position < len(text):
        byte = text[position]
        if byte == 34:
            end = _string_end(text, position)
            if depth == 1 and text[end : end + 8].lstrip().startswith(b":"):
                keys.append(text[position + 1 : end - 1])
            position = end
            continue
        position += 1
        if byte in b"{[":
            depth += 1
        elif byte in b"}]":
            depth -= 1
            if depth < 0:
                break
            if depth == 0:
                objects.append(keys)
                keys = []
    return objects


def _string_end(text: bytes, start: int) -> int:
    """Offset behind the string that begins at `start`."""
    end = start + 1
    while end < len(text) and text[end] != 34:
        end += 2 if text[end] == 92 else 1
    return end + 1


def in_numbers(head: bytes) -> str:
    """Digits, signs and what parts them, in lines of any length; dates and addresses have other marks."""
    rest = len(head.translate(None, _DIGITS + b".,;+-eE \t\r\n"))
    digits = len(head) - len(head.translate(None, _DIGITS))
    return "little but numbers" if rest * 50 < len(head) and digits * 5 >= 2 * len(head) else ""


def in_xml(head: bytes) -> str:
    """An element that comes again and again, and numbers in it."""
    if any(root in head[:1024] for root in _ROOTS) or b"</" not in head:
        return ""
    if b"FeatureCollection" in head[:1024]:
        return "features of GML"
    tags: dict[bytes, int] = {}
    for piece in head.split(b"<")[2:]:
        name = piece.replace(b">", b" ").replace(b"/", b" ").split(b" ", 1)[0].strip()
        if name[:1].isalpha() and piece[:1] != b"/":
            tags[name] = tags.get(name, 0) + 1
    most = max(tags.values(), default=0)
    digits = len(head) - len(head.translate(None, _DIGITS))
    if most >= 12 and digits * 100 >= 8 * len(head):
        return f"{most} elements of one name"
    return ""


def in_sql(head: bytes) -> str:
    """Rows: nearly every line inserts, or continues an insert."""
    lines = [line.strip() for line in head.split(b"\n")[1:-1] if line.strip()]
    rows = sum(line[:11].upper() == b"INSERT INTO" or (line[:1] == b"(" and line[-1:] in b",;") for line in lines)
    if len(lines) >= 8 and rows * 10 >= 8 * len(lines):
        return f"{rows} lines of rows"
    return "rows of one statement" if head.count(b"),(") >= 32 or head.count(b"), (") >= 32 else ""
