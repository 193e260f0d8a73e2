"""Outputs by size, type, MIME type and text.  Imported only where an option asks for it."""

from __future__ import annotations

import json
import re
from fnmatch import fnmatchcase

from ..base.namedtuple import TYPE_CHECKING
from .spans import members_within

if TYPE_CHECKING:
    from .plan import Job
    from .spans import Element, Member
    from .strip_options import StripOptions

# Before format 4 the representations stood in the output itself, under these names.
_BEFORE_4 = {
    "text": "text/plain",
    "html": "text/html",
    "svg": "image/svg+xml",
    "png": "image/png",
    "jpeg": "image/jpeg",
    "latex": "text/latex",
    "javascript": "application/javascript",
    "json": "application/json",
    "pdf": "application/pdf",
}


def is_kept(job: Job, output: Element) -> bool:
    """By its size, type or text."""
    options = job.options
    return (
        output.end - output.start <= options.max_output
        or _is_of(output, options.keep_types)
        or _matches(job, output, options.keep_text)
    )


def is_dropped(job: Job, output: Element) -> bool:
    """By its type or text."""
    return _is_of(output, job.options.drop_types) or _matches(job, output, job.options.drop_text)


def mime_stays(options: StripOptions, mime: str, whole: bool) -> bool:
    """Whether a representation stays, of an output that is kept as a `whole` or not."""
    if any(fnmatchcase(mime, glob) for glob in options.drop_mimes):
        return False
    return whole or any(fnmatchcase(mime, glob) for glob in options.keep_mimes)


def representations(job: Job, output: Element) -> tuple[tuple[int, int], list[Member], dict[int, str]]:
    """The limits of the object that holds them, its members, and the MIME type of each that is a representation."""
    found = members_within(job.content, output.start, output.end, job.scan)
    for member in found:
        if member.key == "data" and isinstance(member.held, dict):
            around = (member.value, member.end)
            inner = members_within(job.content, *around, job.scan)
            return around, inner, {at: item.key for at, item in enumerate(inner)}
    kind = {member.key: member.held for member in found}.get("output_type")
    named = {at: _BEFORE_4[item.key] for at, item in enumerate(found) if item.key in _BEFORE_4}
    return (output.start, output.end), found, named if kind in ("pyout", "display_data") else {}


def _is_of(output: Element, types: tuple[str, ...]) -> bool:
    """Is it of one of `types`, each `output_type` or `output_type:name`?  Format 3 has other words for two of them."""
    held = output.held if isinstance(output.held, dict) else {}
    kind, name = held.get("output_type"), held.get("name", held.get("stream"))
    kind = {"pyout": "execute_result", "pyerr": "error"}.get(str(kind), kind)
    return any(wanted in (kind, f"{kind}:{name}") for wanted in types)


def _matches(job: Job, output: Element, expressions: tuple[str, ...]) -> bool:
    if not expressions:
        return False
    text = _text(json.loads(job.content[output.start : output.end].decode(), parse_int=float))
    return any(re.search(expression, text) for expression in expressions)


def _text(output: dict[str, object]) -> str:
    """What a reader sees of it without pictures: the stream, the plain text, or the traceback."""
    data = output.get("data")
    parts = [output.get("text"), data.get("text/plain") if isinstance(data, dict) else None, output.get("traceback")]
    return "\n".join(_joined(part) for part in parts if part)


def _joined(part: object) -> str:
    if isinstance(part, list):
        return "".join(line for line in part if isinstance(line, str))
    return part if isinstance(part, str) else ""
