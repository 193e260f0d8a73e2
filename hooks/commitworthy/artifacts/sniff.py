"""What a blob is, from its first bytes: signature, then structure, then name, then text or unknown binary.

Clean text is told from everything else first, and then only formats that are text may be named, so that prose which
begins with a magic word stays prose.  Text takes one look and no further import; the rest is in `binary.py`.
"""

from __future__ import annotations

from ..values import TYPE_CHECKING, NamedTuple
from . import pointers
from .names import is_lock_file
from .rows_texts import NAMED, TEXTS
from .suffixes import SOURCES
from .view import View

if TYPE_CHECKING:
    from collections.abc import Callable

    Part = Callable[[int], bytes]

HEAD_SIZE = 8192
# Only above this size is data sought in text that no suffix calls data: below it the limit of data is not reached.
TABLE_SIZE = 100 * 1024
_NEAR = 512  # where the words of the text formats stand
_KEY = 48  # where the first key of an object ends, or the first number of a row


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
_DVC = b".dvc"
_SOUGHT = (b".sql", b".xml")  # source as a rule, and data when large


_NEVER_TEXT = b"GKMJTUX"  # opcodes of pickles with a binary argument


def _marks() -> tuple[dict[int, tuple[bytes, ...]], dict[int, tuple[bytes, ...]], dict[bytes, tuple[bytes, ...]]]:
    """What makes clean text worth a closer look: signatures by first byte; words by first byte; words by first key."""
    magics: dict[int, list[bytes]] = {}
    words: dict[int, list[bytes]] = {}
    keyed: dict[bytes, list[bytes]] = {}
    for kind in TEXTS:
        for magic in kind.magic:
            magics.setdefault(magic[0][1][0], []).append(magic[0][1])
        for first in kind.starts.translate(None, _NEVER_TEXT):
            words.setdefault(first, []).extend(() if kind.keys else kind.words)
        for key in kind.keys:
            keyed.setdefault(key, []).extend(kind.words)
    return (
        {first: tuple(some) for first, some in magics.items()},
        {first: tuple(some) for first, some in words.items()},
        {key: tuple(some) for key, some in keyed.items()},
    )


def _named() -> dict[bytes, Sniff]:
    named = {suffix.encode(): TEXT for suffix in SOURCES}
    named |= dict.fromkeys((b".py", b".pyi"), _PYTHON)
    named[b".ipynb"] = Sniff("notebook", "notebook", "a Jupyter notebook", "name: .ipynb", False)
    for kind in TEXTS:
        if kind.id in NAMED or not (kind.magic or kind.check):
            for suffix in kind.suffixes.split():
                named[suffix.encode()] = Sniff(kind.family, kind.id, kind.label, f"name: {suffix}", False)
    return named


_MAGICS, _WORDS, _KEYED = _marks()
_QUOTING = b'{["'
_NUMERIC = b"0123456789+-"
_POINTING = b"v/ \t\r\n"
_POINTERS = (b"version http", b"/annex/objects/", b" ", b"\t", b"\r", b"\n")
_PICKLING = b"(c]}ILFSVN"
_MARKING = frozenset((*_MAGICS, *_WORDS, *_POINTING))
_NAMED = _named()


def sniff(path: bytes, size: int, head: bytes, tail: Part | None = None, start: Part | None = None) -> Sniff:
    """Total and deterministic: any bytes, any declared size, any path.

    `head` is the first `min(size, HEAD_SIZE)` bytes or more, of which `HEAD_SIZE` are looked at.  `tail(n)` gives the
    last `min(n, size)` bytes, `start(n)` the first; they are called only where the head leaves the format open, as with
    zip files and unknown binaries.
    """
    if size <= 0:
        return EMPTY
    near = head if len(head) <= HEAD_SIZE else head[:HEAD_SIZE]
    if has_controls(near) or (10 not in near and len(near) == HEAD_SIZE and is_opaque(near)):
        from .binary import sniff_binary

        view = View(path, size, near, head, tail, 0, start)
        return sniff_binary(view) or _text(path, size, near, tail, start)
    return _text(path, size, near, tail, start)


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


def is_opaque(head: bytes) -> bool:
    """Of a head without a line feed: not UTF-8, a third of it above 127.

    Samples or pixels; a line of a legacy encoding ends within 8 KiB.
    """
    if 13 in head or (len(head) - len(head.translate(None, _HIGH))) * 3 < len(head):
        return False
    try:
        head.decode()
    except UnicodeDecodeError as error:
        return error.start < len(head) - 3
    return False


_HIGH = bytes(range(128, 256))


def _text(path: bytes, size: int, head: bytes, tail: Part | None, start: Part | None) -> Sniff:
    if head and head[0] in _MARKING:
        found = _marked_text(path, size, head, tail, start)
        if found is not None:
            return found
    suffix = path[path.rfind(b".") :].lower()
    named = _NAMED.get(suffix)
    if named is not None and not (size > TABLE_SIZE and suffix in _SOUGHT):
        return named
    if suffix == _DVC and pointers.recognise(path, size, head):
        return pointed("dvc")
    if size > TABLE_SIZE and not is_lock_file(path):
        from .tables import find_table

        return find_table(View(path, size, head, head, tail, 0, start)) or named or TEXT
    return TEXT


def _marked_text(path: bytes, size: int, head: bytes, tail: Part | None, start: Part | None) -> Sniff | None:
    """Pointers, and the few formats of text that have a mark of their own."""
    if head[0] in _POINTING and head.startswith(_POINTERS):
        pointer = pointers.recognise(path, size, head)
        if pointer is not None:
            return pointed(pointer.kind)
    if not (head.startswith(_MAGICS.get(head[0], ())) or _holds_words(head)):
        return None
    from .binary import sniff_text_format

    return sniff_text_format(View(path, size, head, head, tail, 0, start))


def _holds_words(head: bytes) -> bool:
    """One cheap necessary condition first, since most text that begins like a format is none: config, tables, prose."""
    first = head[0]
    if first in _QUOTING:
        quoted = head[:_KEY].split(b'"', 2)
        words = _KEYED.get(quoted[1], ()) if len(quoted) > 1 else ()
    elif first in _NUMERIC:
        blank = head.find(b" ", 1, _KEY)
        words = _WORDS[first] if blank > 0 and 47 < head[blank - 1] < 58 else ()
    else:
        words = _WORDS.get(first, ())
        # A pickle of protocol 0 without its memo has no word of its own, but it ends in a full stop.
        if head[-1] == 46 and first in _PICKLING:
            return True
    near = head[:_NEAR] if words else b""
    return any(word in near for word in words)


def pointed(kind: str) -> Sniff:
    """The verdict on a pointer of that kind."""
    name = kind if kind == "git-crypt" else kind + "-pointer"
    return Sniff("pointer", name, _POINTER_LABELS[kind], f"content: {_POINTER_LABELS[kind]}", False)
