"""Small files that stand for content kept elsewhere, whole or damaged: Git LFS, DVC, git-annex; and git-crypt.

Facts on LFS: its specification (`docs/spec.md`) and what `git lfs pointer --check` accepts.  It trims white space,
takes CRLF and two retired URLs, and knows no pointer of 1,024 bytes or more.

A pointer is small, and text to its end, for behind a header anything may follow.  git-annex takes up to 32 KiB and
writes a line; a `.dvc` file of more than 8 KiB, as with a list of a hundred `files:`, is text like any other.
"""

from __future__ import annotations

import codecs

from ..base.namedtuple import NamedTuple

LFS_SIZE = 1024
LARGEST = 8192
LFS_VERSION = b"https://git-lfs.github.com/spec/v1"
LFS_VERSIONS = (LFS_VERSION, b"https://hawser.github.com/spec/v1", b"http://git-media.io/v/2")
GIT_CRYPT = b"\0GITCRYPT\0"
GIT_CRYPT_HEADER = 22
_LOWER_HEX = b"0123456789abcdef"
_CONTROLS = bytes({*range(32)} - {*b"\t\n\r"})


class Pointer(NamedTuple):
    """`oid` is the LFS hash, the DVC hash or the annex key ("" where there is none); `size` that of the content.

    `canonical` is false for an LFS pointer that git-lfs accepts but would write otherwise.
    A git-crypt blob is no pointer: the bytes themselves are in git, enciphered, so `size` is nearly their number.
    """

    kind: str
    oid: str
    size: int | None
    canonical: bool


def recognise(path: bytes, size: int, head: bytes) -> Pointer | None:
    """The pointer that a blob is; `head` is its start, and all of it where it is no larger than `LARGEST`."""
    if head.startswith(GIT_CRYPT):
        return Pointer("git-crypt", "", max(size - GIT_CRYPT_HEADER, 0), True)
    if size > LARGEST:
        return None
    if head.startswith(b"/annex/objects/"):
        return _annex(head) if _is_text(head) else None
    if path[-4:].lower() == b".dvc":
        return _dvc(head) if _is_text(head) else None
    if size < LFS_SIZE and b"version http" in head:
        return _lfs(head)
    return None


def _lfs(head: bytes) -> Pointer | None:
    lines = [line for line in head.strip().replace(b"\r\n", b"\n").split(b"\n") if line]
    pairs = [tuple(line.split(b" ", 1)) for line in lines]
    keys = [pair[0] for pair in pairs]
    if len(pairs) < 3 or any(len(pair) != 2 for pair in pairs):
        return None
    if keys[0] != b"version" or keys[-2:] != [b"oid", b"size"] or not all(map(_is_extension, keys[1:-2])):
        return None
    values = [pair[1] for pair in pairs]
    if values[0] not in LFS_VERSIONS or not all(map(_is_hash, values[1:-1])) or not values[-1].isdigit():
        return None
    canonical = values[0] == LFS_VERSION and head == b"\n".join(lines) + b"\n" and keys[1:-2] == sorted(keys[1:-2])
    plain = values[-1] == b"0" or not values[-1].startswith(b"0")
    return Pointer("lfs", values[-2][7:].decode(), _number(values[-1]), canonical and plain)


def noncanonical_reason(head: bytes) -> str:
    """Why git-lfs would write this pointer otherwise, in words; `head` is all of it."""
    if b"\r" in head:
        return "its lines end in CRLF"
    if not head.startswith(b"version " + LFS_VERSION + b"\n"):
        return "it has an old version line" if head.startswith(b"version ") else "it has text before the first line"
    if not head.endswith(b"\n"):
        return "its last line has no line ending"
    return "it has extra lines" if head.endswith(b"\n\n") or b"\n\n" in head else "its lines are in the wrong order"


def canonical(head: bytes) -> bytes:
    """The pointer as git-lfs writes it, from one that it accepts."""
    lines = [line for line in head.strip().replace(b"\r\n", b"\n").split(b"\n") if line]
    extensions = sorted(line for line in lines if line.startswith(b"ext-"))
    size = lines[-1].split(b" ", 1)[1].lstrip(b"0") or b"0"
    return b"\n".join([b"version " + LFS_VERSION, *extensions, lines[-2], b"size " + size]) + b"\n"


def _is_extension(key: bytes) -> bool:
    parts = key.split(b"-", 2)
    return len(parts) == 3 and parts[0] == b"ext" and len(parts[1]) == 1 and parts[1].isdigit() and parts[2] != b""


def _is_hash(value: bytes) -> bool:
    return len(value) == 71 and value.startswith(b"sha256:") and not value[7:].translate(None, _LOWER_HEX)


def _annex(head: bytes) -> Pointer | None:
    """Unlocked git-annex text: `/annex/objects/KEY`, where KEY is `BACKEND-s900000-m123--name`."""
    key = head[15:].split(b"\n", 1)[0].rstrip(b"\r")
    fields, dashes, name = key.partition(b"--")
    backend, *numbers = fields.split(b"-")
    if not dashes or not name or not backend.replace(b"_", b"").isalnum() or b"/" in key:
        return None
    sizes = [_number(field[1:]) for field in numbers if field.startswith(b"s") and field[1:].isdigit()]
    return Pointer("git-annex", key.decode("utf-8", "surrogateescape"), sizes[0] if sizes else None, True)


def _dvc(head: bytes) -> Pointer | None:
    """A `.dvc` file: YAML with an `outs:` list, each with `path`, and usually a hash and `size`."""
    text = b"\n" + head.replace(b"\r\n", b"\n")
    outs = text.partition(b"\nouts:")[2]
    entries = [line.lstrip(b" -").partition(b":") for line in outs.split(b"\n")[1:] if line[:1] in (b" ", b"-")]
    values = {key: value.strip().strip(b"'\"") for key, _, value in reversed(entries)}
    if b"path" not in values:
        return None
    oids = [values[key] for key in (b"md5", b"etag", b"checksum") if key in values]
    sizes = [_number(value.strip()) for key, _, value in entries if key == b"size" and value.strip().isdigit()]
    size = sum(filter(None, sizes)) if sizes and None not in sizes else None
    return Pointer("dvc", oids[0].decode("utf-8", "replace") if oids else "", size, True)


def _is_text(content: bytes) -> bool:
    return len(content.translate(None, _CONTROLS)) == len(content)


def _number(digits: bytes) -> int | None:
    """None beyond what a file can have, so that a thousand digits cost nothing."""
    return int(digits) if len(digits) < 20 else None


# Git LFS pointers that a merge, an editor or a transfer has broken.
#
# To git-lfs such a text is content (`git lfs pointer --check` refuses it): under a route the next `git add` makes an
# object of the text itself, and what the pointer stood for is lost to everybody.


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
