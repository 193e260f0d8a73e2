"""The one place where findings leave the process."""

from __future__ import annotations

from ..base.namedtuple import TYPE_CHECKING
from . import text
from .escape import without_secrets
from .text import order

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from typing import BinaryIO

    from ..base.findings import Finding


def write(  # noqa: PLR0913 (each is one choice of the command line)
    findings: Iterable[Finding],
    *,
    format: str,  # noqa: A002 (named as the option)
    stream: BinaryIO,
    color: bool,
    show_all: bool,
    github_too: bool,
) -> None:
    """Write the findings in order of place, as UTF-8 lines that end in LF on every system.

    `format` is "text", "json" or "github"; `github_too` appends the workflow commands to text.
    Never raises for what is in a finding; errors of the stream pass through.
    """
    sorted_ones = ordered(findings)
    if format == "json":
        from . import jsonlines

        lines = jsonlines.render(sorted_ones)
    elif format == "github":
        from . import github

        lines = github.render(sorted_ones)
    elif format == "text":
        lines = _text(sorted_ones, color=color, show_all=show_all, github_too=github_too)
    else:
        raise ValueError(f"no such format: {format!r}")
    write_lines(lines, stream)


def ordered(findings: Iterable[Finding]) -> list[Finding]:
    """The findings by path, cell, line, column and code, as they may be shown."""
    return sorted(map(_showable, findings), key=order)


def _showable(finding: Finding) -> Finding:
    """What hooks word is free of secrets already; this is for what they quote of git, policies and commits."""
    remedies = tuple(
        way._replace(text=without_secrets(way.text), lines=tuple(map(without_secrets, way.lines)))
        for way in finding.remedies
    )
    return finding._replace(message=without_secrets(finding.message), remedies=remedies)


def write_lines(lines: Iterable[str], stream: BinaryIO) -> None:
    """Lines as UTF-8 that end in LF; what cannot be encoded is escaped."""
    stream.writelines(f"{line}\n".encode("utf-8", "backslashreplace") for line in lines)
    stream.flush()


def _text(findings: Sequence[Finding], *, color: bool, show_all: bool, github_too: bool) -> Iterator[str]:
    yield from text.render(findings, color=color, show_all=show_all)
    if github_too:
        from . import github

        yield from github.render(findings)
