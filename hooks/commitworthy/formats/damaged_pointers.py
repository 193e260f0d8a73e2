"""Git LFS pointers that a merge, an editor or a transfer has broken.

To git-lfs such a text is content (`git lfs pointer --check` refuses it): under a route the next `git add` makes an
object of the text itself, and what the pointer stood for is lost to everybody.
"""

from __future__ import annotations

import codecs

from ..base.namedtuple import NamedTuple
from .pointers import LFS_SIZE, LFS_VERSION, LFS_VERSIONS, recognise

LARGEST_DAMAGED = 8192
_HOSTS = (b"git-lfs", b"hawser", b"git-media")
_MARKERS = (b"<<<<<<<", b"|||||||", b"=======", b">>>>>>>")
_LEAST = len(b"https://git-l")
# Of a pointer cut within its first line, all there is.
_LEAST_ALONE = b"version h"
# What a mail, a patch or a comment puts before each line.
_QUOTES = b"> +-#|"
_HEX = b"0123456789abcdefABCDEF"


class Damage(NamedTuple):
    """`reason` in words; `mended` is the pointer as git-lfs writes it, where nothing but that can have been meant."""

    reason: str
    mended: bytes | None


class _Lines(NamedTuple):
    """What the lines say: the values of each kind, in their order, and the number of all other lines."""

    version: list[bytes]
    oid: list[bytes]
    size: list[bytes]
    extensions: int
    unknown: int


def damage_of(size: int, head: bytes) -> Damage | None:
    """The damage of a blob that git-lfs does not take for a pointer, and that was one; `head` is its first 8 KiB."""
    if not 0 < size <= LARGEST_DAMAGED or recognise(b"", size, head[:LFS_SIZE]) is not None:
        return None
    text, note = _as_text(head)
    written = [line.strip() for line in text.replace(b"\r", b"\n").split(b"\n")]
    written = [line for line in written if line]
    bare = [line for line in written if not line.startswith(_MARKERS)]
    parts = _sort(bare)
    if not parts.version and not parts.oid:
        unquoted = [line.lstrip(_QUOTES) for line in bare]
        if (behind := _sort(unquoted)).version or behind.oid:
            bare, parts, note = unquoted, behind, note or "extra text before each line"
    if not _was_pointer(bare, parts):
        return None
    in_merge = len(bare) < len(written)
    reason = "merge conflict markers" if in_merge else note or _reason(parts)
    return Damage(reason, None if in_merge else _mended(parts))


def _was_pointer(lines: list[bytes], parts: _Lines) -> bool:
    if len(lines) == 1 and (b"version " + LFS_VERSION).startswith(lines[0]):
        return lines[0].startswith(_LEAST_ALONE)
    if parts.version and _value(lines[0], b"version") == parts.version[0]:
        return True
    kinds = sum(map(bool, (parts.version, parts.oid, parts.size)))
    if kinds == 1 and not parts.unknown:
        return any(map(_oid, parts.oid))
    known = len(lines) - parts.unknown
    return kinds > 1 and bool(parts.version or parts.oid) and known * 2 >= len(lines)


def _as_text(head: bytes) -> tuple[bytes, str]:
    """The bytes without what an editor put before them, and what that was."""
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return head.decode("utf-16", "replace").encode(), "it is UTF-16"
    if head.startswith(codecs.BOM_UTF8):
        return head.removeprefix(codecs.BOM_UTF8), "starts with a byte order mark"
    for encoding, zeros in (("utf-16-le", head[1::2]), ("utf-16-be", head[::2])):
        if zeros and not zeros.strip(b"\0"):
            return head.decode(encoding, "replace").encode(), "it is UTF-16"
    return head, ""


def _value(line: bytes, key: bytes) -> bytes | None:
    words = line.split(None, 1)
    return words[1] if len(words) == 2 and words[0].lower() == key else None


def _sort(lines: list[bytes]) -> _Lines:
    parts = _Lines([], [], [], sum(line.startswith(b"ext-") for line in lines), 0)
    for line in lines:
        version, oid, size = (_value(line, key) for key in (b"version", b"oid", b"size"))
        if version is not None and _is_version(version):
            parts.version.append(version)
        elif oid is not None and oid.lower().startswith(b"sha"):
            parts.oid.append(oid)
        elif size is not None:
            parts.size.append(size)
    unknown = len(lines) - len(parts.version) - len(parts.oid) - len(parts.size) - parts.extensions
    return parts._replace(unknown=unknown)


def _is_version(value: bytes) -> bool:
    is_cut = len(value) >= _LEAST and LFS_VERSION.startswith(value)
    return is_cut or any(host in value.lower() for host in _HOSTS)


def _reason(parts: _Lines) -> str:
    for key, values in (("version", parts.version), ("oid", parts.oid), ("size", parts.size)):
        if not values:
            return f"its {key} line is missing"
        if len(values) > 1:
            return f"its {key} line is there {len(values)} times"
    if parts.version[0] not in LFS_VERSIONS:
        return "its version line is unknown to git-lfs"
    if _oid(parts.oid[0]) != parts.oid[0]:
        return "its oid is not a lower-case SHA-256"
    if not parts.size[0].isdigit():
        return "its size is not a number"
    return (
        "lines that do not belong in a pointer" if parts.unknown else "its lines are not written as git-lfs writes them"
    )


def _oid(value: bytes) -> bytes | None:
    """The hash as git-lfs writes it, None for what is none."""
    digits = value[7:]
    is_one = value[:7].lower() == b"sha256:" and len(digits) == 64 and not digits.translate(None, _HEX)
    return value.lower() if is_one else None


def _mended(parts: _Lines) -> bytes | None:
    if len(parts.oid) != 1 or len(parts.size) != 1 or parts.extensions:
        return None
    oid, size = _oid(parts.oid[0]), parts.size[0].removeprefix(b"+")
    if oid is None or not size.isdigit() or len(size) > 19:
        return None
    return b"version %b\noid %b\nsize %d\n" % (LFS_VERSION, oid, int(size))
