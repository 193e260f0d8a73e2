"""What a zip file is, by the names of its members.

The central directory at the end is the sure source.  The local headers in the head are enough where a mark of the
table stands there; they are walked by their sizes, since a stored inner zip has headers of its own.
"""

from __future__ import annotations

from .inflate import LARGEST, Inside, inflate_raw
from .kind import Kind
from .kinds import KINDS
from .view import View, u16, u32, u64

_ENDS = 65536 + 22  # the longest comment and the end record
_DIRECTORY = 1 << 20  # a longer directory is read in part
_MIMETYPES = {
    b"vnd.oasis.opendocument.spreadsheet": "ods",
    b"vnd.oasis.opendocument.text": "odt",
    b"vnd.oasis.opendocument.presentation": "odp",
    b"vnd.oasis.opendocument.graphics": "odg",
    b"vnd.oasis.opendocument.chart": "odg",
    b"vnd.oasis.opendocument.formula": "odg",
    b"epub+zip": "epub",
}
_KINDS = tuple(kind for kind in KINDS if kind.members)
_WHEN_ALL_KNOWN = tuple(kind for kind in _KINDS if any(member[0] == "*" for member in kind.members))


def look_inside(view: View) -> Inside | None:
    """The kind by its members, or the content of the first member; None for a zip of anything else."""
    names, complete = _local_names(view)
    found = None if complete else _match(names, [kind for kind in _KINDS if kind not in _WHEN_ALL_KNOWN])
    if found is None:
        if not complete:
            names = _directory(view) or names
        found = _match(names, _KINDS)
    if found is not None:
        shown = [name.strip("/") for name in found.members if name[0] != "*"] or ["only *.npy"]
        return Inside(kind=found.id, evidence=f"{', '.join(shown)} in a zip file")
    inside = _first_member(view)
    if inside is not None and inside.name == b"mimetype":
        kind = _MIMETYPES.get(inside.content.removeprefix(b"application/").split(b"-template")[0])
        return Inside(kind=kind, evidence=f"{inside.content[:80].decode('latin-1')} in a zip file") if kind else None
    return inside


def _match(names: list[bytes], kinds: tuple[Kind, ...] | list[Kind]) -> Kind | None:
    for kind in kinds if names else ():
        if all(_has(names, member) for member in kind.members):
            return kind
    return None


def _has(names: list[bytes], member: str) -> bool:
    mark = member.encode()
    if mark.startswith(b"*"):
        return all(name.endswith(tuple(mark[1:].split())) for name in names)
    if mark.startswith(b"/"):
        return any(name.endswith(mark) and name.count(b"/") == 1 for name in names)
    if mark.endswith(b"/"):
        return any(name.startswith(mark) for name in names)
    return mark in names


def _local_names(view: View) -> tuple[list[bytes], bool]:
    """Names of the members whose headers are in the head, and whether these are all."""
    names: list[bytes] = []
    head, position = view.head, 0
    while head.startswith(b"PK\3\4", position):
        length, extra = u16(head, position + 26), u16(head, position + 28)
        after = position + 30 + length
        if after > len(head):
            return names, False
        names.append(head[position + 30 : after])
        size = u32(head, position + 18)
        if size == 0xFFFFFFFF:
            size = _zip64_size(head[after : after + extra])
        if u16(head, position + 6) & 8 and size == 0:  # sizes follow the content
            return names, False
        position = after + extra + size
    return names, head.startswith((b"PK\1\2", b"PK\5\6"), position)


def _zip64_size(extra: bytes) -> int:
    """Compressed size: the second u64 of extra field 1."""
    position = 0
    while position + 4 <= len(extra):
        if u16(extra, position) == 1:
            return u64(extra, position + 12)
        position += 4 + u16(extra, position + 2)
    return 0xFFFFFFFF


def _directory(view: View) -> list[bytes]:
    """Names in the central directory, as far as the last megabyte holds it."""
    end = view.end(_ENDS)
    record = end.rfind(b"PK\5\6")
    if record < 0:
        return []
    length = u32(end, record + 12)
    wanted = min(length, _DIRECTORY) + len(end) - record
    if wanted > len(end) and len(end) < view.size:
        end = view.end(wanted + 256)  # room for the records of zip64
        record = end.rfind(b"PK\5\6")
    names, position = [], end.find(b"PK\1\2", max(0, record - length - 256))
    while position >= 0 and end.startswith(b"PK\1\2", position):
        name, extra, comment = u16(end, position + 28), u16(end, position + 30), u16(end, position + 32)
        names.append(end[position + 46 : position + 46 + name])
        position += 46 + name + extra + comment
    return names


def _first_member(view: View) -> Inside | None:
    """A zip around a pickle is a model still."""
    head = view.head
    method, length, extra = u16(head, 8), u16(head, 26), u16(head, 28)
    start = 30 + length + extra
    if not head.startswith(b"PK\3\4") or length == 0 or start >= len(head) or u16(head, 6) & 1:
        return None
    size = u32(head, 18)
    body = head[start : start + size] if size and size < len(head) else head[start:]
    content = body[:LARGEST] if method == 0 else inflate_raw(body) if method == 8 else b""
    if not content:
        return None
    complete, name = len(content) == u32(head, 22), head[30 : 30 + length]
    return Inside(content=content, complete=complete, name=name, how="in a zip file")


def zip_at_end(view: View) -> str:
    """A script in front, a zip file behind: its end record is the only mark."""
    return "an end of zip record behind #!" if b"PK\5\6" in view.end(_ENDS) else ""
