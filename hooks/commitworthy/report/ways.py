"""A remedy as plain text, for documents."""

from __future__ import annotations

from ..values import TYPE_CHECKING
from .shell import command

if TYPE_CHECKING:
    from ..findings import Remedy


def plain(remedy: Remedy) -> str:
    """The sentence, with the command behind it or the lines to paste below it."""
    text = f"{remedy.text}: {command(remedy.steps)}" if remedy.steps else remedy.text
    return "\n".join((text, *(f"    {line}" for line in remedy.lines)))
