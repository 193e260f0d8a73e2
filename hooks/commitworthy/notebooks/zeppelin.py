"""Zeppelin notes (`.zpln`): a list of paragraphs, each with its results."""

from __future__ import annotations

from . import strip
from .json_scan import BLANK, REFUSED, Broken, scanner, text_start
from .plan import log
from .results import OUTPUTS, Change, Stripped
from .spans import Edit, Member, applied, elements_within, members, members_within, skip


def strip_note(content: bytes) -> Stripped:
    """`content` with the results of every paragraph emptied to `{}`; NotANotebook if it is not a note."""
    strip.check(content)
    gathered, scan = log(), scanner()
    number = 0
    for paragraphs in _paragraphs(content):
        for paragraph in elements_within(content, paragraphs.value, paragraphs.end, scan):
            for member in members_within(content, paragraph.start, paragraph.end, scan):
                if member.key == "results" and member.held not in (None, {}):
                    change = Change(OUTPUTS, number, member.value, 0, 1)
                    gathered.replace(change, Edit(member.value, member.end, b"{}"))
            number += 1
    return Stripped(applied(content, gathered.edits), gathered.changes, gathered.kept, gathered.notices, gathered.edits)


def _paragraphs(content: bytes) -> list[Member]:
    broken = None
    try:
        return _read(content)
    except REFUSED:
        pass
    except Broken as error:
        broken = error
    from .refusals import refusal

    raise refusal(content, broken)


def _read(content: bytes) -> list[Member]:
    base, scan = text_start(content), scanner()
    text = str(memoryview(content)[base:], "latin-1")
    start = skip(text, 0)
    if text[start] != "{":
        scan.value(text, start)
        raise Broken("JSON, but not a Zeppelin note", base + start)
    found, end = members(text, start, scan, base)
    if text[end:].strip(BLANK):
        raise ValueError(end)
    paragraphs = [member for member in found if member.key == "paragraphs"]
    if not paragraphs or not all(isinstance(member.held, list) for member in paragraphs):
        raise Broken("JSON, but without paragraphs", base + start)
    return paragraphs
