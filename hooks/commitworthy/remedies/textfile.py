"""`.gitignore` and `.gitattributes`: lines added at the end, those that are there left alone."""

from __future__ import annotations

from ..base.namedtuple import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable


def added(old: bytes | None, wanted: Iterable[str], heading: str) -> bytes:
    """The file with the wanted lines that it does not have yet, under a comment; the same bytes if it has them all."""
    text = old or b""
    end = b"\r\n" if b"\r\n" in text else b"\n"
    known = {line.strip() for line in text.splitlines()}
    missing = [line.encode("utf-8", "surrogateescape") for line in wanted]
    missing = [line for line in dict.fromkeys(missing) if line.strip() not in known]
    if not missing:
        return text
    gap = b"" if not text else end if text.endswith(b"\n") else end * 2
    return text + gap + b"".join(line + end for line in (f"# {heading}".encode(), *missing))
