"""Small files that stand for content kept elsewhere: Git LFS, DVC, git-annex; and git-crypt's ciphertext.

Facts on LFS: its specification (`docs/spec.md`) and what `git lfs pointer --check` accepts.  It trims white space,
takes CRLF and two retired URLs, and knows no pointer of 1,024 bytes or more.

A pointer is small, and text to its end, for behind a header anything may follow.  git-annex takes up to 32 KiB and
writes a line; a `.dvc` file of more than 8 KiB, as with a list of a hundred `files:`, is text like any other.
"""

from __future__ import annotations

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
