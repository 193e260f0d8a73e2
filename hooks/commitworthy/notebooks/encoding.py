"""Is it UTF-8?  Everything else works on bytes."""

from __future__ import annotations

from .scan import NotANotebook

_CHUNK = 1 << 20
_UTF16 = (b"\xff\xfe", b"\xfe\xff")


def check(content: bytes) -> None:
    """Refuse what is not UTF-8, with the offset of the first byte that is not; memory of a few megabytes."""
    if content.isascii() and b"\0" not in content[:4]:
        return
    if content.startswith(_UTF16) or b"\0" in content[:4]:
        raise NotANotebook("UTF-16 or UTF-32 text; notebooks are UTF-8", 1)
    from codecs import utf_8_decode

    view, at = memoryview(content), 0
    while at < len(content):
        try:
            _, done = utf_8_decode(view[at : at + _CHUNK], "strict", at + _CHUNK >= len(content))
        except UnicodeDecodeError as error:
            raise _refusal(content, at + error.start) from None
        at += done


def _refusal(content: bytes, offset: int) -> NotANotebook:
    from .refusals import line_at

    return NotANotebook(f"not UTF-8: byte 0x{content[offset]:02X} at offset {offset:,}", line_at(content, offset))
