"""What a blob is, from its first bytes: signature, then structure, then name, then text or unknown binary.

Clean text is told from everything else first, and then only formats that are text may be named, so that prose which
begins with a magic word stays prose.  Text takes one look and no further import; the rest is in `binary.py`.
"""

from __future__ import annotations

from ..values import TYPE_CHECKING, NamedTuple
from . import pointers
from .kinds import KINDS, SOURCES

if TYPE_CHECKING:
    from collections.abc import Callable

    Tail = Callable[[int], bytes]

HEAD_SIZE = 8192
# Only above this size is data sought in text that no suffix calls data: below it the limit of data is not reached.
TABLE_SIZE = 100 * 1024


class Sniff(NamedTuple):
    """A verdict; `label` is a noun phrase for messages, `evidence` says where it comes from.

    `disguised`: the suffix promises another family.  Never for suffixes that promise nothing, such as `.bin`.
    """

    family: str
    format: str
    label: str
    evidence: str
    disguised: bool


EMPTY = Sniff("empty", "empty", "an empty file", "size: 0 bytes", False)
TEXT = Sniff("text", "text", "text", "content: no control bytes in the first 8 KiB", False)
_PYTHON = Sniff("text", "python", "Python source", "name: .py", False)
_POINTER_LABELS = {
    "lfs": "a Git LFS pointer",
    "dvc": "a DVC pointer",
    "git-annex": "a git-annex pointer",
    "git-crypt": "git-crypt ciphertext",
}
_PICKLE_MARKS = (b"p0\n", b"p1\n")
_DVC = b".dvc"


def _texts() -> dict[int, tuple[bool, bool]]:
    """First byte -> (may be a pointer, may be a format of text)."""
    starts = {kind.starts[i] for kind in KINDS if kind.text for i in range(len(kind.starts))}
    starts |= {magic[0][1][0] for kind in KINDS if kind.text for magic in kind.magic if magic[0][0] == 0}
    pointing = set(b"v/ \t\r\n")
    return {first: (first in pointing, first in starts) for first in starts | pointing}


def _named() -> dict[bytes, Sniff]:
    named = {suffix.encode(): TEXT for suffix in SOURCES}
    named |= dict.fromkeys((b".py", b".pyi"), _PYTHON)
    named[b".ipynb"] = Sniff("notebook", "notebook", "a Jupyter notebook", "name: .ipynb", False)
    for kind in KINDS:
        if kind.text and not (kind.magic or kind.check):
            for suffix in kind.suffixes.split():
                named[suffix.encode()] = Sniff(kind.family, kind.id, kind.label, f"name: {suffix}", False)
    return named


_TEXTS = _texts()
_NAMED = _named()


def sniff(path: bytes, size: int, head: bytes, tail: Tail | None = None) -> Sniff:
    """Total and deterministic: any bytes, any declared size, any path.

    `head` is the first `min(size, HEAD_SIZE)` bytes or more, of which `HEAD_SIZE` are looked at.  `tail(n)` gives the
    last `min(n, size)` bytes and is called only where the head leaves the format open, as with zip files.
    """
    if size <= 0:
        return EMPTY
    start = head if len(head) <= HEAD_SIZE else head[:HEAD_SIZE]
    if has_controls(start):
        from .binary import sniff_binary

        return sniff_binary(path, size, head, tail) or _text(path, size, start)
    return _text(path, size, start)


def has_controls(head: bytes) -> bool:
    """Whether a control byte is there that text has no use for: all but tab, LF, CR, FF, BS, ESC and SUB.

    Each `in` is one memchr: together half the time of one `translate`, which looks up each byte.
    """
    return (
        0 in head or 1 in head or 2 in head or 3 in head or 4 in head or 5 in head or 6 in head or 7 in head
        or 11 in head or 14 in head or 15 in head or 16 in head or 17 in head or 18 in head or 19 in head
        or 20 in head or 21 in head or 22 in head or 23 in head or 24 in head or 25 in head
        or 28 in head or 29 in head or 30 in head or 31 in head
    )  # fmt: skip


def _text(path: bytes, size: int, head: bytes) -> Sniff:
    if head and head[0] in _TEXTS:
        found = _marked_text(path, size, head)
        if found is not None:
            return found
    suffix = path[path.rfind(b".") :].lower()
    if suffix == _DVC and pointers.recognise(path, size, head):
        return pointed("dvc")
    named = _NAMED.get(suffix)
    if named is not None:
        return named
    if size > TABLE_SIZE:
        from .tables import find_table

        return find_table(path, head) or TEXT
    return TEXT


def _marked_text(path: bytes, size: int, head: bytes) -> Sniff | None:
    """Pointers, and the few formats of text that have a mark of their own."""
    may_point, may_be_format = _TEXTS[head[0]]
    if may_point:
        pointer = pointers.recognise(path, size, head)
        if pointer is not None:
            return pointed(pointer.kind)
    if not may_be_format or not _worth_a_look(head):
        return None
    from .binary import sniff_text_format

    return sniff_text_format(path, size, head)


def _worth_a_look(head: bytes) -> bool:
    """Whether a pickle of protocol 0, which starts like much source code, is possible; all other marks are rare."""
    if head[0] not in b"(c]}ILFSVNG)KMJTUX":
        return True
    return head[-1] == 46 or _PICKLE_MARKS[0] in head or _PICKLE_MARKS[1] in head


def pointed(kind: str) -> Sniff:
    """The verdict on a pointer of that kind."""
    name = kind if kind == "git-crypt" else kind + "-pointer"
    return Sniff("pointer", name, _POINTER_LABELS[kind], f"content: {_POINTER_LABELS[kind]}", False)
