"""Whether a blob is over its limit, by what it is and how large; without regard to exceptions and history."""

from __future__ import annotations

from ...artifacts import litter, names
from ...artifacts.sniff import sniff
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


class Offence(NamedTuple):
    """A blob that is over its limit.

    `size` in bytes is what was measured: of the whole blob, of a notebook without its outputs, of a literal.
    `limit` is in bytes, 0 where any size is refused, None where the path alone decides.
    """

    entry: Entry
    rule: Rule
    size: int
    limit: int | None
    sniff: Sniff
    litter: Litter | None = None
    line: int | None = None
    note: str = ""


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


def judge(blob: Blob, settings: BlockArtifacts, source: Source | None = None) -> Offence | None:
    """The offence of a blob, None if there is nothing to say."""
    entry, source = blob.entry, source or source_of(blob)
    found = identify(blob, settings, source)
    family = found.family
    if family in _SILENT:
        return None
    left = litter.recognise(entry.path.decode("utf-8", "surrogateescape"))
    if left:
        return Offence(entry, rules.LITTER, blob.size, None, found, left)
    limit = settings.limit(family)
    if family == "text":
        return _judge_text(blob, found, limit, settings, source)
    if limit is None or blob.size <= limit:
        return None
    if family == "notebook":
        return _judge_notebook(blob, found, limit, settings, source)
    rule = rules.LARGE if family in _ORDINARY else rules.DISGUISED if found.disguised else rules.BLOCKED
    return Offence(entry, rule, blob.size, limit, found)


def _judge_text(
    blob: Blob, found: Sniff, limit: int | None, settings: BlockArtifacts, source: Source
) -> Offence | None:
    most_literal = settings.limit("data")
    too_large = limit is not None and blob.size > limit
    searched = most_literal is not None and most_literal < blob.size <= _LARGEST_SEARCHED
    if not (too_large or searched) or names.is_lock_file(blob.entry.path):
        return None
    if searched and most_literal is not None:
        from ...artifacts import embedded

        literal = embedded.find(source.content(blob.entry.blob), most_literal + 1)
        if literal:
            note = f"{literal.encoding} literal"
            return Offence(blob.entry, rules.EMBEDDED, literal.size, most_literal, found, None, literal.line, note)
    return Offence(blob.entry, rules.LARGE, blob.size, limit, found) if too_large else None


def _judge_notebook(blob: Blob, found: Sniff, limit: int, settings: BlockArtifacts, source: Source) -> Offence | None:
    if blob.size > _LARGEST_PARSED:
        return Offence(blob.entry, rules.LARGE, blob.size, limit, found, note="with its outputs")
    from ...notebooks.size import stripped_size
    from ..notebooks.search import stripper

    stripping = stripper(settings.notebooks)
    if stripping.keeps(blob.entry.path):
        return Offence(blob.entry, rules.LARGE, blob.size, limit, found, note="with the outputs that the policy keeps")
    size = stripped_size(source.content(blob.entry.blob), stripping.options)
    if size is None:
        return Offence(blob.entry, rules.LARGE, blob.size, limit, found, note="not readable as a notebook")
    if size <= limit:
        return None
    return Offence(blob.entry, rules.LARGE, size, limit, found, note="without its outputs")
