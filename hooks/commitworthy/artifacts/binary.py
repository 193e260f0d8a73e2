"""What a blob is that is not clean text: the rows of the table by signature and structure, the name, the fallback."""

from __future__ import annotations

from ..values import TYPE_CHECKING
from . import far, pointers
from .checks import CHECKS, OPENERS
from .kind import ARCHIVE, DATA, EXECUTABLE, MODEL, Kind
from .kinds import KINDS, is_disguise
from .rows_texts import TEXTS
from .sniff import HEAD_SIZE, Sniff, has_controls, pointed, sniff
from .suffixes import COMPRESSED, SHARED, suffix_of
from .view import UNKNOWN, View
from .wide import is_text_with_strays, is_wide_text

if TYPE_CHECKING:
    from .inflate import Inside

Row = tuple[tuple[tuple[int, bytes], ...], Kind]
KIND_OF = {kind.id: kind for kind in KINDS}
# A name alone may make a limit stricter, never laxer: media and documents must prove what they are.
# Containers within containers, so that a file which contains itself comes to an end.
_DEEPEST = 2
_BELIEVED = (MODEL, EXECUTABLE, DATA, ARCHIVE)


def _index() -> tuple[dict[int, tuple[Row, ...]], tuple[Row, ...], tuple[Kind, ...]]:
    """Rows by first byte, longest signature first; rows with a signature elsewhere; rows with a check alone."""
    first: dict[int, list[Row]] = {}
    elsewhere: list[Row] = []
    for kind in KINDS:
        for magic in kind.magic:
            if magic[0][0] == 0:
                first.setdefault(magic[0][1][0], []).append((magic, kind))
            else:
                elsewhere.append((magic, kind))
    for rows in first.values():
        rows.sort(key=lambda row: -sum(len(part) for _, part in row[0]))
    structured = tuple(kind for kind in KINDS if kind.check and not kind.magic)
    return {byte: tuple(rows) for byte, rows in first.items()}, tuple(elsewhere), structured


_FIRST, _ELSEWHERE, _STRUCTURED = _index()
_BY_NAME = {
    suffix: kind
    for kind in reversed(KINDS)
    if kind.family in _BELIEVED and not (kind in TEXTS and not kind.magic and not kind.check)
    for suffix in kind.suffixes.split()
    if suffix not in SHARED
}


def sniff_binary(view: View) -> Sniff | None:
    """The verdict on a blob with control bytes; None for text in UTF-16 or UTF-32, or with a few strays."""
    if view.whole.startswith(pointers.GIT_CRYPT):
        return pointed("git-crypt")
    found = _by_content(view, text=False)
    if found is not None:
        return found
    suffix = suffix_of(view.path)
    if is_wide_text(view.head) or (has_controls(view.head) and is_text_with_strays(view.head, suffix)):
        return None
    distant = far.look(view) if view.depth == 0 else None
    if distant is not None:
        return _verdict(view, KIND_OF[distant[0]], distant[1])
    kind = _BY_NAME.get(suffix)
    if kind is not None:
        return Sniff(kind.family, kind.id, kind.label, f"name: {suffix}", False)
    evidence = "a NUL byte" if 0 in view.head else "a control byte" if has_controls(view.head) else "no text"
    evidence = f"content: {evidence} in the first 8 KiB"
    return Sniff("binary", "binary", "unknown binary content", evidence, is_disguise("binary", suffix))


def sniff_text_format(view: View) -> Sniff | None:
    """One of the formats that clean text can be, by signature or structure."""
    return _by_content(view, text=True)


def _by_content(view: View, text: bool) -> Sniff | None:
    for magic, kind in _FIRST.get(view.head[0], ()) if view.head else ():
        found = _match(view, magic, kind, text)
        if found is not None:
            return found
    for magic, kind in _ELSEWHERE:
        found = _match(view, magic, kind, text)
        if found is not None:
            return found
    for kind in _STRUCTURED:
        if (not text or kind in TEXTS) and view.head and (not kind.starts or view.head[0] in kind.starts):
            evidence = CHECKS[kind.check](view)
            if evidence:
                return _verdict(view, kind, evidence)
    return None


def _match(view: View, magic: tuple[tuple[int, bytes], ...], kind: Kind, text: bool) -> Sniff | None:
    if text and kind not in TEXTS:
        return None
    for offset, part in magic:
        if not view.head.startswith(part, offset):
            return None
    evidence = CHECKS[kind.check](view) if kind.check else f"{_show(magic[-1][1])} at {magic[-1][0]}"
    if not evidence:
        return None
    inside = OPENERS[kind.opens](view) if kind.opens and view.depth < _DEEPEST else None
    if inside is not None:
        return _verdict_inside(view, inside) or _verdict(view, kind, evidence)
    return _verdict(view, kind, evidence)


def _verdict(view: View, kind: Kind, evidence: str) -> Sniff:
    disguised = is_disguise(kind.family, suffix_of(view.path))
    return Sniff(kind.family, kind.id, kind.label, f"content: {evidence}", disguised)


def _verdict_inside(view: View, inside: Inside) -> Sniff | None:
    """What a container is by what it holds: by the names in it, or by the first bytes that come out of it."""
    suffix = suffix_of(view.path)
    if inside.kind:
        kind = KIND_OF[inside.kind]
        disguised = is_disguise(kind.family, suffix, opened=True)
        return Sniff(kind.family, kind.id, kind.label, f"content: {inside.evidence}", disguised)
    inner = _sniff_inside(view, inside)
    if inner is None or (inner.family not in (MODEL, DATA) and inner.format != "tar"):
        return None
    disguised = is_disguise(inner.family, suffix, opened=True)
    label, evidence = f"{inner.label}, {inside.how}", f"{inner.evidence}, {inside.how}"
    return Sniff(inner.family, inner.format, label, evidence, disguised)


def _sniff_inside(view: View, inside: Inside) -> Sniff | None:
    suffix = suffix_of(view.path)
    name = inside.name or (view.path[: -len(suffix)] if suffix in COMPRESSED else view.path)
    size = len(inside.content) if inside.complete else UNKNOWN
    if inside.content[:2] in (b"BZ", b"\x28\xb5"):
        return None
    if has_controls(inside.content):
        content = inside.content
        return sniff_binary(View(name, size, content[:HEAD_SIZE], content, None, view.depth + 1))
    by_name = None if inside.content else _BY_NAME.get(suffix_of(name))
    if by_name is not None:
        return Sniff(by_name.family, by_name.id, by_name.label, f"name: {suffix_of(name)}", False)
    return sniff(name, size, inside.content)


def _show(part: bytes) -> str:
    """Signature bytes as people know them: `PAR1`, `7F ELF`."""
    words = [chr(byte) if 32 <= byte < 127 else f" {byte:02X} " for byte in part]
    return "".join(words).replace("  ", " ").strip()
