"""Whether a blob is over its limit, by what it is and how large; without regard to exceptions and history."""

from __future__ import annotations

from ...artifacts import litter, names
from ...artifacts.sniff import HEAD_SIZE, Sniff, has_controls, sniff
from ...git import blobs
from ...values import TYPE_CHECKING, NamedTuple
from .. import rules

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from ...artifacts.damaged_pointers import Damage
    from ...artifacts.litter import Litter
    from ...findings import Rule
    from ...git.blobs import Blob
    from ...git.index import Entry
    from ...policy.settings import BlockArtifacts

_ORDINARY = ("text", "notebook", "media", "document")
_SILENT = ("empty", "pointer")
# No path may be longer (PATH_MAX of Linux), so what is longer is no target but content.
_LONGEST_TARGET = 4096
WITH_OUTPUTS = "with its outputs"
_LINK = Sniff("link", "link", "a symbolic link whose target is longer than a path can be", "mode: 120000", False)
# A notebook above this is measured with its outputs: parsing it would take too much memory.
_LARGEST_PARSED = 32 * 1024 * 1024
# A text above this is not searched for literals where it is over its own limit already, and never held as a whole.
_LARGEST_SEARCHED = 16 * 1024 * 1024
# The end of a blob above this is not looked at: git would have to unpack all of it, which takes seconds.
_LARGEST_UNPACKED = 256 * 1024 * 1024


class What(NamedTuple):
    """What follows from a blob and its name alone, whatever the policy: its size in bytes, and what it is.

    `binary` where control bytes stand in its head.  `answer` is what was measured in it, and `question` says how: the
    largest literal in a text (bytes, line, encoding; None where there is none that large), or the bytes that a
    notebook has without its outputs (None for one that cannot be read).
    """

    size: int
    sniff: Sniff
    binary: bool
    question: str = ""
    answer: object = None


class Recalled(NamedTuple):
    """An entry of whose blob is known what it is."""

    entry: Entry
    what: What


class Offence(NamedTuple):
    """A blob that is over its limit.

    `size` in bytes is what was measured: of the whole blob, of a notebook without its outputs, of a literal.
    `limit` is in bytes, 0 where any size is refused, None where the path alone decides.
    `damage` where the blob is a Git LFS pointer that was broken.  `what` is worth remembering.
    """

    entry: Entry
    rule: Rule
    size: int
    limit: int | None
    sniff: Sniff
    litter: Litter | None = None
    line: int | None = None
    note: str = ""
    damage: Damage | None = None
    what: What | None = None


class Source(NamedTuple):
    """Where the rest of a blob comes from, given its id: its last bytes, all of them, its first bytes, in pieces."""

    tail: Callable[[bytes, int], bytes]
    content: Callable[[bytes], bytes]
    start: Callable[[bytes, int], bytes]
    pieces: Callable[[bytes], Iterable[bytes]]


def source_of(blob: Blob) -> Source:
    """What was read of the blob already, if that is all of it; else git, where it can be the one that gave the head."""
    content = blob.content
    if content is None:
        reader = blob.reader or blobs.Reader(lasting=False)
        return Source(reader.tail, reader.content, reader.head, reader.pieces)
    return Source(
        lambda _, length: content[-length:], lambda _: content, lambda _, length: content[:length], lambda _: (content,)
    )


def identify(blob: Blob, settings: BlockArtifacts, source: Source | None = None) -> Sniff:
    """What a blob is, by its content and its name, and by the kinds that the policy adds."""
    path, size, head = blob.entry.path, blob.size, blob.head
    found = sniff(path, size, head) if len(head) >= size else _sniff_further(blob, source or source_of(blob))
    if not settings.kinds:
        return found
    from .own_kinds import refined

    return refined(found, path, head, settings.kinds)


def _sniff_further(blob: Blob, source: Source) -> Sniff:
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


def judge(blob: Blob | Recalled, settings: BlockArtifacts, source: Source | None = None) -> Offence | None:
    """The offence of a blob, None if there is nothing to say."""
    if isinstance(blob, Recalled):
        return _judge(blob.entry, blob.what, settings, None)
    if blob.entry.link:
        return _judge_link(blob)
    source = source or source_of(blob)
    what = What(blob.size, identify(blob, settings, source), binary=False)
    offence = _judge(blob.entry, what, settings, source)
    if offence is None:
        return None
    from ...artifacts import damaged_pointers

    damage = damaged_pointers.recognise(blob.size, blob.head)
    if damage:
        # Told by the head, which must be seen again.
        return offence._replace(damage=damage, what=None)
    if offence.what is None:
        return offence
    return offence._replace(what=offence.what._replace(binary=has_controls(blob.head[:HEAD_SIZE])))


def _judge(entry: Entry, what: What, settings: BlockArtifacts, source: Source | None) -> Offence | None:
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
        return Offence(entry, rules.LITTER, size, None, found, left, what=worth)
    if family == "text":
        return _judge_text(entry, what, settings, source)
    limit = settings.limit(family)
    if limit is None or size <= limit:
        return None
    if family == "notebook":
        return _judge_notebook(entry, what, settings, source)
    rule = rules.LARGE if family in _ORDINARY else rules.DISGUISED if found.disguised else rules.BLOCKED
    return Offence(entry, rule, size, limit, found, what=what)


def _judge_link(blob: Blob) -> Offence | None:
    if blob.size <= _LONGEST_TARGET:
        return None
    return Offence(blob.entry, rules.LARGE, blob.size, _LONGEST_TARGET, _LINK)


def _text_search(entry: Entry, size: int, settings: BlockArtifacts) -> _TextSearch | None:
    """None where there is nothing to search for."""
    limit, most_literal, most_binary = settings.limit("text"), settings.limit("data"), settings.limit("binary")
    at_least = most_literal + 1 if most_literal is not None and size > most_literal else None
    may_end = most_binary is not None and size > max(most_binary, HEAD_SIZE)
    if at_least is None and not may_end:
        return None
    is_lock = names.is_lock_file(entry.path)
    too_large = limit is not None and size > limit and not is_lock
    # No limit of text stands in its way, so that it has to be text to its end.
    end = may_end and (is_lock or limit is None)
    is_huge = size > _LARGEST_SEARCHED
    if not end and (at_least is None or (is_huge and too_large)):
        return None
    return _TextSearch(at_least, end, end or is_huge, is_lock)


def _search(entry: Entry, search: _TextSearch, source: Source) -> object:
    """The evidence that a text is none, or the largest literal in it; None for neither."""
    if search.pieces:
        from ...artifacts import whole

        pieces = source.pieces(entry.blob)
        evidence, literal = whole.look(entry.path, pieces, search.at_least, to_end=search.end, summed=search.summed)
        if evidence:
            return evidence
    else:
        from ...artifacts import embedded

        literal = embedded.find(source.content(entry.blob), search.at_least or 0)
    return (literal.size, literal.line, literal.encoding) if literal else None


def _judge_text(entry: Entry, what: What, settings: BlockArtifacts, source: Source | None) -> Offence | None:
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
            return Offence(entry, rules.EMBEDDED, size, most_literal, what.sniff, None, line, note, what=what)
    if limit is None or what.size <= limit or names.is_lock_file(entry.path):
        return None
    return Offence(entry, rules.LARGE, what.size, limit, what.sniff, what=what)


def _judge_binary(entry: Entry, what: What, limit: int | None) -> Offence:
    """What begins as text and is none."""
    from ...artifacts.kinds import is_disguise
    from ...artifacts.suffixes import suffix_of

    disguised = is_disguise("binary", suffix_of(entry.path))
    found = Sniff("binary", "binary", "unknown binary content", str(what.answer), disguised)
    return Offence(entry, rules.DISGUISED if disguised else rules.BLOCKED, what.size, limit, found, what=what)


def _judge_notebook(entry: Entry, what: What, settings: BlockArtifacts, source: Source | None) -> Offence | None:
    large = Offence(entry, rules.LARGE, what.size, settings.limit("notebook"), what.sniff)
    count = settings.outputs_count(entry.path, entry.blob) if settings.outputs_count else None
    if what.size > _LARGEST_PARSED:
        return large._replace(note=WITH_OUTPUTS)
    from ..notebooks.search import stripper

    stripping = stripper(settings.notebooks)
    if count is None and stripping.keeps(entry.path):
        return large._replace(note="with the outputs that the policy keeps")
    if source is not None:
        from ...notebooks.size import stripped_size

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
    return large._replace(size=what.answer, note="without its outputs", what=what)
