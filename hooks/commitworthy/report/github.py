"""Workflow commands: GitHub shows each as an annotation beside the changed line.

Form and escapes as read by `ActionCommand` of the runner: `::error file=a.py,line=3::message`.
"""

from __future__ import annotations

from ..base.findings import WARNING
from ..base.namedtuple import TYPE_CHECKING
from .escape import for_github_data, for_github_property
from .text import in_notebook

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from ..base.findings import Finding


def render(findings: Iterable[Finding]) -> Iterator[str]:
    """One command a line, in the order given."""
    for finding in findings:
        level = "warning" if finding.level == WARNING else "error"
        properties = ",".join(f"{key}={for_github_property(str(value))}" for key, value in _properties(finding))
        yield f"::{level} {properties}::{for_github_data(_message(finding))}"


def _properties(finding: Finding) -> Iterator[tuple[str, str | int]]:
    place = (("file", finding.path), *_position(finding))
    yield from ((key, value) for key, value in place if value is not None)
    yield "title", f"{finding.rule.code} {finding.rule.name}"


def _position(finding: Finding) -> tuple[tuple[str, int | None], ...]:
    """None in a notebook, whose lines count within the cell; no column where the span has several lines."""
    if finding.cell is not None or finding.line is None:
        return ()
    column = finding.column if finding.end_line in (None, finding.line) else None
    return ("line", finding.line), ("col", column), ("endLine", finding.end_line)


def _message(finding: Finding) -> str:
    place = in_notebook(finding)
    return f"{place}: {finding.message}" if place else finding.message
