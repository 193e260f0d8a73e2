"""Whether a blob is over its limit, by what it is and how large; without regard to exceptions and history."""

from __future__ import annotations

from ...artifacts import litter, names
from ...artifacts.sniff import HEAD_SIZE, has_controls, sniff
from ...git import blobs
from ...values import TYPE_CHECKING, NamedTuple
from .. import rules

if TYPE_CHECKING:
    from collections.abc import Callable

    from ...artifacts.litter import Litter
    from ...artifacts.sniff import Sniff
    from ...findings import Rule
    from ...git.blobs import Blob
    from ...git.index import Entry
    from ...policy.settings import BlockArtifacts

_ORDINARY = ("text", "notebook", "media", "document")
_SILENT = ("empty", "pointer")
# A notebook above this is measured with its outputs: parsing it would take too much memory.
_LARGEST_PARSED = 32 * 1024 * 1024
# A text above this is not searched for literals: it is over every limit already.
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
    `limit` is in bytes, 0 where any size is refused, None where the path alone decides.  `what` is worth remembering.
    """

    entry: Entry
    rule: Rule
    size: int
    limit: int | None
    sniff: Sniff
    litter: Litter | None = None
    line: int | None = None
    note: str = ""
    what: What | None = None


class Source(NamedTuple):
    """Where the rest of a blob comes from, given its id: its last bytes, all of them, its first bytes."""

    tail: Callable[[bytes, int], bytes]
    content: Callable[[bytes], bytes]
    start: Callable[[bytes, int], bytes] | None = None


def source_of(blob: Blob) -> Source:
    """What was read of the blob already, if that is all of it; else git, where it can be the one that gave the head."""
    content = blob.content
    if content is None:
        reader = blob.reader or blobs.Reader(lasting=False)
        return Source(reader.tail, reader.content, reader.head)
    return Source(lambda _, length: content[-length:], lambda _: content, lambda _, length: content[:length])


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
    entry, start = blob.entry, source.start
    return sniff(
        entry.path,
        blob.size,
        blob.head,
        (lambda length: source.tail(entry.blob, length)) if blob.size <= _LARGEST_UNPACKED else None,
        None if start is None else lambda length: start(entry.blob, length),
    )


def question(family: str, settings: BlockArtifacts) -> str:
    """What is measured in a blob of that family, "" for nothing."""
    if family == "text":
        return f"literals above {settings.limit('data')}"
    if family == "notebook":
        return repr(settings.notebooks.chosen)
    return ""


def judge(blob: Blob | Recalled, settings: BlockArtifacts, source: Source | None = None) -> Offence | None:
    """The offence of a blob, None if there is nothing to say."""
    if isinstance(blob, Recalled):
        return _judge(blob.entry, blob.what, settings, None)
    source = source or source_of(blob)
    what = What(blob.size, identify(blob, settings, source), binary=False)
    offence = _judge(blob.entry, what, settings, source)
    if offence is None or offence.what is None:
        return offence
    return offence._replace(what=offence.what._replace(binary=has_controls(blob.head[:HEAD_SIZE])))


def _judge(entry: Entry, what: What, settings: BlockArtifacts, source: Source | None) -> Offence | None:
    """Without a `source` all that is measured stands in `what`."""
    size, found, family = what.size, what.sniff, what.sniff.family
    if family in _SILENT:
        return None
    left = litter.recognise(entry.path.decode("utf-8", "surrogateescape"))
    if left:
        # Nothing was measured for it, which it needs under another name.
        return Offence(entry, rules.LITTER, size, None, found, left, what=None if question(family, settings) else what)
    limit = settings.limit(family)
    if family == "text":
        return _judge_text(entry, what, settings, source)
    if limit is None or size <= limit:
        return None
    if family == "notebook":
        return _judge_notebook(entry, what, settings, source)
    rule = rules.LARGE if family in _ORDINARY else rules.DISGUISED if found.disguised else rules.BLOCKED
    return Offence(entry, rule, size, limit, found, what=what)


def _judge_text(entry: Entry, what: What, settings: BlockArtifacts, source: Source | None) -> Offence | None:
    limit, most_literal = settings.limit("text"), settings.limit("data")
    too_large = limit is not None and what.size > limit
    searched = most_literal is not None and most_literal < what.size <= _LARGEST_SEARCHED
    if not (too_large or searched) or names.is_lock_file(entry.path):
        return None
    if searched and most_literal is not None:
        if source is not None:
            from ...artifacts import embedded

            literal = embedded.find(source.content(entry.blob), most_literal + 1)
            found = (literal.size, literal.line, literal.encoding) if literal else None
            what = what._replace(question=question("text", settings), answer=found)
        if isinstance(what.answer, tuple):
            size, line, encoding = what.answer
            note = f"{encoding} literal"
            return Offence(entry, rules.EMBEDDED, size, most_literal, what.sniff, None, line, note, what)
    return Offence(entry, rules.LARGE, what.size, limit, what.sniff, what=what) if too_large else None


def _judge_notebook(entry: Entry, what: What, settings: BlockArtifacts, source: Source | None) -> Offence | None:
    limit = settings.limit("notebook") or 0
    large = Offence(entry, rules.LARGE, what.size, limit, what.sniff)
    if what.size > _LARGEST_PARSED:
        return large._replace(note="with its outputs")
    from ..notebooks.search import stripper

    stripping = stripper(settings.notebooks)
    if stripping.keeps(entry.path):
        return large._replace(note="with the outputs that the policy keeps")
    if source is not None:
        from ...notebooks.size import stripped_size

        size = stripped_size(source.content(entry.blob), stripping.options)
        what = what._replace(question=question("notebook", settings), answer=size)
    if not isinstance(what.answer, int):
        return large._replace(note="not readable as a notebook", what=what)
    if what.answer <= limit:
        return None
    return large._replace(size=what.answer, note="without its outputs", what=what)
