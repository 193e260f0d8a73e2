"""Data by shape in large JSON, XML and SQL: records of one form, numbers by the thousand, rows of inserts.

Judged by the first 8 KiB.  Settings, schemas, messages and lock files have other shapes, or a key that says so.
"""

from __future__ import annotations

_RECORDS = 3  # of the same keys, or fewer where they fill the head
_NOT_DATA = (
    b'"$schema"', b'"openapi"', b'"swagger"', b'"lockfileVersion"', b'"dependencies"', b'"nbformat"', b'"paths"',
    b'"definitions"', b'"resolved"', b'"integrity"', b'"bomFormat"', b'"spdxVersion"',
)  # fmt: skip
# Keys of messages in other languages.
_MESSAGES = frozenset((b"translation", b"message", b"defaultMessage", b"definition", b"msgid", b"string"))
_ROOTS = (
    b"<svg",
    b"<html",
    b"<xs:",
    b"<xsd:",
    b"<xsl:",
    b"<resources",
    b"<project",
    b"<plist",
    b"<TS",
    b"<xliff",
    b"<ui",
)
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
    found: list[list[bytes]] = []
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
                found.append(keys)
                keys = []
    return found


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
