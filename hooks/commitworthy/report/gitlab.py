"""GitLab's Code Quality report: the subset of Code Climate's format that GitLab reads.

One array of issues; `description`, `check_name`, `fingerprint`, `severity`, `location.path` and
`location.lines.begin` are required (docs.gitlab.com, "Code Quality report format").
"""

from __future__ import annotations

import json

from ..base.findings import WARNING
from ..base.namedtuple import TYPE_CHECKING
from .documents import fingerprints
from .escape import for_json
from .text import in_notebook

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ..base.findings import Finding
    from .documents import Run


def render(run: Run) -> Iterator[str]:
    """The lines of the document."""
    yield json.dumps([_issue(finding, mark) for finding, mark in fingerprints(run.findings)], indent=2)


def _issue(finding: Finding, mark: str) -> dict[str, object]:
    place = in_notebook(finding)
    said = f"{place}: {finding.message}" if place else finding.message
    return {
        "description": for_json(f"{finding.rule.name}: {said}"),
        "check_name": finding.rule.code,
        "fingerprint": mark,
        "severity": _severity(finding),
        "location": {"path": _path(finding), "lines": _lines(finding)},
    }


def _severity(finding: Finding) -> str:
    if finding.level != WARNING:
        return "major"
    return "info" if finding.facts.get("confidence") == "possible" else "minor"


def _path(finding: Finding) -> str:
    """What concerns the whole commit is at the top folder."""
    return "." if finding.path is None else for_json(finding.path)


def _lines(finding: Finding) -> dict[str, int]:
    """Line 1 stands for the whole file.  Lines of a notebook count within the cell, so there it is the file's line."""
    if finding.cell is not None or finding.line is None:
        line = finding.facts.get("file_line")
        return {"begin": line if isinstance(line, int) else 1}
    return {"begin": finding.line} if finding.end_line is None else {"begin": finding.line, "end": finding.end_line}
