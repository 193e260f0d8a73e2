"""What a document tells of one run: the findings, and what they are findings of."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from importlib import import_module

from ..base.namedtuple import TYPE_CHECKING, NamedTuple
from .escape import command
from .jsonlines import plain

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from ..base.findings import Explanation, Finding, Remedy


class Run(NamedTuple):
    """`findings` in order of place; `hooks` that judged, also those with nothing to say.

    `explanations` are those of every rule there is; `problems` are lines about what could not be judged.
    """

    findings: Sequence[Finding]
    hooks: tuple[str, ...]
    explanations: tuple[Explanation, ...]
    problems: tuple[str, ...]
    version: str


# A remedy as plain text, for documents.


def plain_text(remedy: Remedy) -> str:
    """The sentence, with the command behind it or the lines to paste below it."""
    text = f"{remedy.text}: {command(remedy.steps)}" if remedy.steps else remedy.text
    return "\n".join((text, *(f"    {line}" for line in remedy.lines)))


# What a finding is known by from one run to the next: nothing in it changes when lines above it come or go.


def fingerprints(findings: Iterable[Finding]) -> Iterator[tuple[Finding, str]]:
    """Each finding with 64 hexadecimal digits of its own; those that are alike are told apart by their order."""
    seen: dict[str, int] = {}
    for finding in findings:
        identity = json.dumps(plain(_identity(finding)))
        seen[identity] = number = seen.get(identity, 0) + 1
        yield finding, hashlib.sha256(f"{identity}\n{number}".encode()).hexdigest()


def _identity(finding: Finding) -> tuple[object, ...]:
    """Rule, path, and the names and values of literals; never a line, a size or the words of the message."""
    return finding.hook, finding.rule.code, finding.path, [_named(item) for item in _literals(finding)]


def _literals(finding: Finding) -> Iterable[object]:
    found = finding.facts.get("literals")
    return found if isinstance(found, (list, tuple)) else ()


def _named(literal: object) -> tuple[object, object]:
    if isinstance(literal, Mapping):
        return literal.get("name"), literal.get("value")
    return getattr(literal, "name", None), getattr(literal, "value", None)


# Formats that are one document a run, whatever was found: written by `commitworthy check`, to a file or a stream.


FORMATS = ("sarif", "gitlab", "junit")


def render(format: str, run: Run) -> Iterator[str]:  # noqa: A002 (named as the option)
    """The lines of the document; each format is a module of its name."""
    if format not in FORMATS:
        raise ValueError(f"unknown format: {format!r}")
    lines: Iterator[str] = import_module(f"{__package__}.{format}").render(run)
    return lines


def content(format: str, run: Run) -> bytes:  # noqa: A002
    """The file's bytes: UTF-8, lines that end in LF."""
    return b"".join(f"{line}\n".encode("utf-8", "backslashreplace") for line in render(format, run))
