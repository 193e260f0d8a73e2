"""Whether a blob is over its limit, by what it is and how large; without regard to exceptions and history."""

from __future__ import annotations

from ...artifacts import litter, names
from ...artifacts.sniff import Sniff, sniff
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


class Offence(NamedTuple):
    """A blob that is over its limit.

    `size` in bytes is what was measured: of the whole blob, of a notebook without its outputs, of a literal.
    `limit` is in bytes, 0 where any size is refused, None where the path alone decides.
    `damage` where the blob is a Git LFS pointer that was broken.
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


class Source(NamedTuple):
    """Where the rest of a blob comes from, given its id: its last bytes, all of them, its first bytes, in pieces."""

    tail: Callable[[bytes, int], bytes]
    content: Callable[[bytes], bytes]
    start: Callable[[bytes, int], bytes]
    pieces: Callable[[bytes], Iterable[bytes]]


GIT = Source(blobs.tail, blobs.content, blobs.head, blobs.pieces)


def source_of(blob: Blob) -> Source:
    """Git, or what was read of the blob already, if that is all of it."""
    content = blob.content
    if content is None:
        return GIT
    return Source(
        lambda _, length: content[-length:], lambda _: content, lambda _, length: content[:length], lambda _: (content,)
    )


def identify(blob: Blob, settings: BlockArtifacts, source: Source = GIT) -> Sniff:
    """What a blob is, by its content and its name, and by the kinds that the policy adds."""
    path, size, head = blob.entry.path, blob.size, blob.head
    found = sniff(path, size, head) if len(head) >= size else _sniff_further(blob, source)
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


def judge(blob: Blob, settings: BlockArtifacts, source: Source = GIT) -> Offence | None:
    """The offence of a blob, None if there is nothing to say."""
    offence = _judge(blob, settings, source)
    if offence is None:
        return None
    from ...artifacts import damaged_pointers

    damage = damaged_pointers.recognise(blob.size, blob.head)
    return offence._replace(damage=damage) if damage else offence


def _judge(blob: Blob, settings: BlockArtifacts, source: Source) -> Offence | None:
    entry = blob.entry
    if entry.link:
        return _judge_link(blob)
    found = identify(blob, settings, source)
    if found.format == "git-crypt":
        # The bytes themselves are in git, and what they are nobody can tell.
        found = found._replace(family="binary")
    family = found.family
    left = None if family in _SILENT else litter.recognise(entry.path.decode("utf-8", "surrogateescape"))
    if left:
        return Offence(entry, rules.LITTER, blob.size, None, found, left)
    limit = None if family in _SILENT else settings.limit(family)
    if family == "text":
        return _judge_text(blob, found, limit, settings, source)
    if limit is None or blob.size <= limit:
        return None
    if family == "notebook":
        return _judge_notebook(blob, found, limit, settings, source)
    rule = rules.LARGE if family in _ORDINARY else rules.DISGUISED if found.disguised else rules.BLOCKED
    return Offence(entry, rule, blob.size, limit, found)


def _judge_link(blob: Blob) -> Offence | None:
    if blob.size <= _LONGEST_TARGET:
        return None
    return Offence(blob.entry, rules.LARGE, blob.size, _LONGEST_TARGET, _LINK)


def _judge_text(
    blob: Blob, found: Sniff, limit: int | None, settings: BlockArtifacts, source: Source
) -> Offence | None:
    most_literal, is_lock = settings.limit("data"), names.is_lock_file(blob.entry.path)
    too_large = limit is not None and blob.size > limit and not is_lock
    at_least = most_literal + 1 if most_literal is not None and blob.size > most_literal else None
    most_binary = settings.limit("binary")
    to_end = (is_lock or limit is None) and most_binary is not None and blob.size > max(most_binary, len(blob.head))
    if to_end or (at_least is not None and blob.size > _LARGEST_SEARCHED and not too_large):
        from ...artifacts import whole

        # No limit of text stands in its way, so that it has to be text to its end.
        pieces = source.pieces(blob.entry.blob)
        evidence, literal = whole.look(blob.entry.path, pieces, at_least, to_end=to_end, summed=is_lock)
        if evidence:
            return _judge_binary(blob, evidence, most_binary)
    elif at_least is not None and not (too_large and blob.size > _LARGEST_SEARCHED):
        from ...artifacts import embedded

        literal = embedded.find(source.content(blob.entry.blob), at_least)
    else:
        literal = None
    if literal:
        note = f"{literal.encoding} literal"
        return Offence(blob.entry, rules.EMBEDDED, literal.size, most_literal, found, None, literal.line, note)
    return Offence(blob.entry, rules.LARGE, blob.size, limit, found) if too_large else None


def _judge_binary(blob: Blob, evidence: str, limit: int | None) -> Offence:
    """What begins as text and is none."""
    from ...artifacts.kinds import is_disguise
    from ...artifacts.suffixes import suffix_of

    disguised = is_disguise("binary", suffix_of(blob.entry.path))
    found = Sniff("binary", "binary", "unknown binary content", evidence, disguised)
    return Offence(blob.entry, rules.DISGUISED if disguised else rules.BLOCKED, blob.size, limit, found)


def _judge_notebook(blob: Blob, found: Sniff, limit: int, settings: BlockArtifacts, source: Source) -> Offence | None:
    count = settings.outputs_count(blob.entry.path, blob.entry.blob) if settings.outputs_count else None
    counted = Offence(blob.entry, rules.LARGE, blob.size, limit, found, note=WITH_OUTPUTS)
    if blob.size > _LARGEST_PARSED:
        return counted
    from ...notebooks.size import stripped_size
    from ..notebooks.search import stripper

    stripping = stripper(settings.notebooks)
    if count is None and stripping.keeps(blob.entry.path):
        return Offence(blob.entry, rules.LARGE, blob.size, limit, found, note="with the outputs that the policy keeps")
    size = stripped_size(source.content(blob.entry.blob), stripping.options)
    if size is None:
        return Offence(blob.entry, rules.LARGE, blob.size, limit, found, note="not readable as a notebook")
    if count:
        # What is stripped already is not to be stripped again.
        return counted._replace(note="as strip-notebooks leaves it") if size == blob.size else counted
    if size <= limit:
        return None
    return Offence(blob.entry, rules.LARGE, size, limit, found, note="without its outputs")
