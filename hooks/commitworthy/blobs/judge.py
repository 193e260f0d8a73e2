"""Whether a blob is over its limit, by what it is and how large; without regard to exceptions and history."""

from __future__ import annotations

from ..base.findings import Rule
from ..base.namedtuple import TYPE_CHECKING, NamedTuple
from ..formats import detect, litter
from ..formats.detect import HEAD_SIZE, Detection, has_controls, sniff, suffix_of
from ..git import objects

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from ..formats.damaged_pointers import Damage
    from ..formats.litter import Litter
    from ..git.index import Entry
    from ..git.objects import Blob
    from ..policy.settings import BlockArtifacts, OwnKind


# The rules that judge blobs.


BLOCKED = Rule(
    "ART001", "blocked-artifact", "a model, an executable, data, an archive or an unknown binary over its limit"
)
LARGE = Rule("ART002", "large-file", "text, a notebook, media or a document above its limit")
LITTER = Rule("ART003", "run-litter", "a file that a tool writes whenever it runs")
DISGUISED = Rule("ART004", "disguised-artifact", "an artifact whose name says it is something else")
EMBEDDED = Rule("ART005", "embedded-data", "data written as a base64 or hexadecimal literal into a text file")
NOT_A_POINTER = Rule("LFS002", "not-a-pointer", ".gitattributes routes it to Git LFS, but the blob is the file itself")

ALL = (BLOCKED, LARGE, LITTER, DISGUISED, EMBEDDED, NOT_A_POINTER)


# The kinds of artifacts that a policy adds to the table.
#
# A team's own signature is surer than our guess: it beats what we know by name, text, and unknown binaries, and also a
# container such as zip that we only know from outside.  It never hides a pointer or a format that our table knows by
# its content.  A suffix without a signature names only what we have no name for: text and unknown binaries.


_NAMELESS = ("text", "binary")
# What is in these is not known, else they would go by another format.
_CONTAINERS = frozenset(("zip", "tar", "gzip", "bzip2", "xz", "lzma", "zlib", "zstd", "lz4"))


def refined(found: Detection, path: bytes, head: bytes, kinds: Iterable[OwnKind]) -> Detection:
    """`found`, or what the first kind that fits says instead."""
    if found.family in ("pointer", "empty"):
        return found
    weak = found.evidence.startswith("name: ") or found.family in _NAMELESS or found.format in _CONTAINERS
    suffix = suffix_of(path)
    for kind in kinds if weak else ():
        if kind.magic and head.startswith(kind.magic, kind.offset):
            # Not before: the table of formats takes as long to load as a commit has for all of this.
            from ..formats.table import is_disguise

            disguised = bool(kind.suffixes) and suffix not in kind.suffixes and is_disguise(kind.family, suffix)
            return Detection(kind.family, kind.name, _label(kind), f"content: {_where(kind)}", disguised)
    for kind in kinds if found.family in _NAMELESS else ():
        if not kind.magic and suffix in kind.suffixes:
            return Detection(kind.family, kind.name, _label(kind), f"name: {suffix}", False)
    return found


def _label(kind: OwnKind) -> str:
    return f"{kind.name} (a kind of this repository's policy)"


def _where(kind: OwnKind) -> str:
    shown = kind.magic.decode("ascii") if kind.magic.isalnum() else kind.magic.hex(" ").upper()
    return f"{shown} at {kind.offset:,}, as the policy says"


_ORDINARY = ("text", "notebook", "media", "document")
_SILENT = ("empty", "pointer")
# No path may be longer (PATH_MAX of Linux), so what is longer is no target but content.
_LONGEST_TARGET = 4096
WITH_OUTPUTS = "with its outputs"
LINK = Detection("link", "link", "a symbolic link", "mode: 120000", False)
_LINK = Detection("link", "link", "a symbolic link whose target is longer than a path can be", "mode: 120000", False)
# A notebook above this is measured with its outputs: parsing it would take too much memory.
_LARGEST_PARSED = 32 * 1024 * 1024
# A text above this is not searched for literals where it is over its own limit already, and never held as a whole.
_LARGEST_SEARCHED = 16 * 1024 * 1024
# The end of a blob above this is not looked at: git would have to unpack all of it, which takes seconds.
_LARGEST_UNPACKED = 256 * 1024 * 1024


class Identity(NamedTuple):
    """What follows from a blob and its name alone, whatever the policy: its size in bytes, and what it is.

    `binary` where control bytes stand in its head.  `answer` is what was measured in it, and `question` says how: the
    largest literal in a text (bytes, line, encoding; None where there is none that large), or the bytes that a
    notebook has without its outputs (None for one that cannot be read).
    """

    size: int
    sniff: Detection
    binary: bool
    question: str = ""
    answer: object = None


class KnownBlob(NamedTuple):
    """An entry of whose blob is known what it is."""

    entry: Entry
    what: Identity


class Violation(NamedTuple):
    """A blob that is over its limit.

    `size` in bytes is what was measured: of the whole blob, of a notebook without its outputs, of a literal.
    `limit` is in bytes, 0 where any size is refused, None where the path alone decides.
    `damage` where the blob is a Git LFS pointer that was broken.  `what` is worth remembering.
    """

    entry: Entry
    rule: Rule
    size: int
    limit: int | None
    sniff: Detection
    litter: Litter | None = None
    line: int | None = None
    note: str = ""
    damage: Damage | None = None
    what: Identity | None = None


class BlobSource(NamedTuple):
    """Where the rest of a blob comes from, given its id: its last bytes, all of them, its first bytes, in pieces."""

    tail: Callable[[bytes, int], bytes]
    content: Callable[[bytes], bytes]
    start: Callable[[bytes, int], bytes]
    pieces: Callable[[bytes], Iterable[bytes]]


def source_of(blob: Blob) -> BlobSource:
    """What was read of the blob already, if that is all of it; else git, where it can be the one that gave the head."""
    content = blob.content
    if content is None:
        reader = blob.reader or objects.BlobReader(lasting=False)
        return BlobSource(reader.tail, reader.content, reader.head, reader.pieces)
    return BlobSource(
        lambda _, length: content[-length:], lambda _: content, lambda _, length: content[:length], lambda _: (content,)
    )


def identify(blob: Blob, settings: BlockArtifacts, source: BlobSource | None = None) -> Detection:
    """What a blob is, by its content and its name, and by the kinds that the policy adds."""
    path, size, head = blob.entry.path, blob.size, blob.head
    found = sniff(path, size, head) if len(head) >= size else _sniff_further(blob, source or source_of(blob))
    if not settings.kinds:
        return found

    return refined(found, path, head, settings.kinds)


def _sniff_further(blob: Blob, source: BlobSource) -> Detection:
    """Where there is more than the head, which may be asked for."""
    entry = blob.entry
    return sniff(
        entry.path,
        blob.size,
        blob.head,
        (lambda length: source.tail(entry.blob, length)) if blob.size <= _LARGEST_UNPACKED else None,
        lambda length: source.start(entry.blob, length),
    )


class _TextSearch(NamedTuple):
    """How a text is searched: for literals of so many bytes, and to its `end` for what is no text.

    In `pieces` where it may be too large to be held; `summed` where many literals add up.
    """

    at_least: int | None
    end: bool
    pieces: bool
    summed: bool


def question(entry: Entry, size: int, family: str, settings: BlockArtifacts) -> str:
    """What is measured in a blob of that family, "" for nothing."""
    if family == "text":
        search = _text_search(entry, size, settings)
        return repr(tuple(search)) if search else ""
    if family == "notebook":
        return repr(settings.notebooks.chosen)
    return ""


def judge(blob: Blob | KnownBlob, settings: BlockArtifacts, source: BlobSource | None = None) -> Violation | None:
    """The violation of a blob, None if there is nothing to say."""
    if isinstance(blob, KnownBlob):
        return _judge(blob.entry, blob.what, settings, None)
    return verdict(blob, settings, source)[1]


def verdict(
    blob: Blob, settings: BlockArtifacts, source: BlobSource | None = None, *, notes: bool = True
) -> tuple[Detection, Violation | None]:
    """What a blob is, and its violation, identified once for both.

    Without `notes` a notebook that is refused as it is is not read to say what it would be without its outputs.
    """
    if blob.entry.link:
        return LINK, _judge_link(blob)
    source = source or source_of(blob)
    what = Identity(blob.size, identify(blob, settings, source), binary=False)
    counts = not notes and what.sniff.family == "notebook" and settings.outputs_count
    as_it_is = bool(counts and counts(blob.entry.path, blob.entry.blob))
    violation = _judge(blob.entry, what, settings, None if as_it_is else source)
    if violation is None:
        return what.sniff, None
    from ..formats import damaged_pointers

    damage = damaged_pointers.damage_of(blob.size, blob.head)
    if damage:
        # Told by the head, which must be seen again.
        return violation.sniff, violation._replace(damage=damage, what=None)
    if violation.what is None:
        return violation.sniff, violation
    binary = has_controls(blob.head[:HEAD_SIZE])
    return violation.sniff, violation._replace(what=violation.what._replace(binary=binary))


def _judge(entry: Entry, what: Identity, settings: BlockArtifacts, source: BlobSource | None) -> Violation | None:
    """Without a `source` all that is measured stands in `what`."""
    size, found = what.size, what.sniff
    if found.format == "git-crypt":
        # The bytes themselves are in git, and what they are nobody can tell.
        found = found._replace(family="binary")
    family = found.family
    if family in _SILENT:
        return None
    left = litter.recognise(entry.path.decode("utf-8", "surrogateescape"))
    if left:
        # Nothing was measured for it, which it needs under another name.
        worth = None if question(entry, size, family, settings) else what
        return Violation(entry, LITTER, size, None, found, left, what=worth)
    if family == "text":
        return _judge_text(entry, what, settings, source)
    limit = settings.limit(family)
    if limit is None or size <= limit:
        return None
    if family == "notebook":
        return _judge_notebook(entry, what, settings, source)
    rule = LARGE if family in _ORDINARY else DISGUISED if found.disguised else BLOCKED
    return Violation(entry, rule, size, limit, found, what=what)


def _judge_link(blob: Blob) -> Violation | None:
    if blob.size <= _LONGEST_TARGET:
        return None
    return Violation(blob.entry, LARGE, blob.size, _LONGEST_TARGET, _LINK)


def _text_search(entry: Entry, size: int, settings: BlockArtifacts) -> _TextSearch | None:
    """None where there is nothing to search for."""
    limit, most_literal, most_binary = settings.limit("text"), settings.limit("data"), settings.limit("binary")
    at_least = most_literal + 1 if most_literal is not None and size > most_literal else None
    may_end = most_binary is not None and size > max(most_binary, HEAD_SIZE)
    if at_least is None and not may_end:
        return None
    is_lock = detect.is_lock_file(entry.path)
    too_large = limit is not None and size > limit and not is_lock
    # Larger than something binary may be, and no limit of text is in its way, so it has to be text to its end.
    end = may_end and not too_large
    is_huge = size > _LARGEST_SEARCHED
    if not end and (at_least is None or (is_huge and too_large)):
        return None
    return _TextSearch(at_least, end, end or is_huge, is_lock)


def _search(entry: Entry, search: _TextSearch, source: BlobSource) -> object:
    """The evidence that a text is none, or the largest literal in it; None for neither."""
    if search.pieces:
        from ..formats import whole_text

        pieces = source.pieces(entry.blob)
        evidence, literal = whole_text.look(
            entry.path, pieces, search.at_least, to_end=search.end, summed=search.summed
        )
        if evidence:
            return evidence
    else:
        from ..formats import whole_text

        literal = whole_text.find(source.content(entry.blob), search.at_least or 0)
    return (literal.size, literal.line, literal.encoding) if literal else None


def _judge_text(entry: Entry, what: Identity, settings: BlockArtifacts, source: BlobSource | None) -> Violation | None:
    limit, search = settings.limit("text"), _text_search(entry, what.size, settings)
    if search:
        if source is not None:
            asked = question(entry, what.size, "text", settings)
            what = what._replace(question=asked, answer=_search(entry, search, source))
        if isinstance(what.answer, str):
            return _judge_binary(entry, what, settings.limit("binary"))
        if isinstance(what.answer, tuple):
            size, line, encoding = what.answer
            note, most_literal = f"{encoding} literal", settings.limit("data")
            return Violation(entry, EMBEDDED, size, most_literal, what.sniff, None, line, note, what=what)
    if limit is None or what.size <= limit or detect.is_lock_file(entry.path):
        return None
    if source is not None and _is_card(entry, what.size, source):
        return None
    return Violation(entry, LARGE, what.size, limit, what.sniff, what=what)


def _is_card(entry: Entry, size: int, source: BlobSource) -> bool:
    """Whether it is the card of a folder with many files, which is as long as its list."""
    from ..cards import card as cards

    if not entry.path.endswith(cards.SUFFIX) or size > cards.LARGEST:
        return False
    content = source.content(entry.blob)
    try:
        return cards.is_ours(content) and bool(cards.parse(content).files)
    except cards.CardError:
        return False


def _judge_binary(entry: Entry, what: Identity, limit: int | None) -> Violation:
    """What begins as text and is none."""
    from ..formats.table import is_disguise

    disguised = is_disguise("binary", suffix_of(entry.path))
    found = Detection("binary", "binary", "unknown binary content", str(what.answer), disguised)
    return Violation(entry, DISGUISED if disguised else BLOCKED, what.size, limit, found, what=what)


def _judge_notebook(
    entry: Entry, what: Identity, settings: BlockArtifacts, source: BlobSource | None
) -> Violation | None:
    large = Violation(entry, LARGE, what.size, settings.limit("notebook"), what.sniff)
    count = settings.outputs_count(entry.path, entry.blob) if settings.outputs_count else None
    if what.size > _LARGEST_PARSED:
        return large._replace(note=WITH_OUTPUTS)
    from .notebooks import stripper

    stripping = stripper(settings.notebooks)
    if count is None and stripping.keeps(entry.path):
        return large._replace(note="with the outputs that the policy keeps")
    if source is not None:
        from ..notebooks.strip import stripped_size

        size = stripped_size(source.content(entry.blob), stripping.options)
        what = what._replace(question=question(entry, what.size, "notebook", settings), answer=size)
    if not isinstance(what.answer, int):
        return large._replace(note="not readable as a notebook", what=what)
    if count:
        # What is stripped already is not to be stripped again.
        note = "as strip-notebooks leaves it" if what.answer == what.size else WITH_OUTPUTS
        return large._replace(note=note, what=what)
    if what.answer <= (settings.limit("notebook") or 0):
        return None
    keeps = bool(stripping.options.keep_output or stripping.options.max_output or stripping.options.keep_types)
    note = "as strip-notebooks leaves it" if keeps else "without its outputs"
    return large._replace(size=what.answer, note=note, what=what)
