"""Where a finding is: the order of a report, and the words for a place in a notebook."""

from __future__ import annotations

from ..values import TYPE_CHECKING

if TYPE_CHECKING:
    from ..findings import Finding


def order(finding: Finding) -> tuple[bool, str, int, int, int, str]:
    """Sorting key: by path, cell, line, column and code; what concerns the whole commit comes last."""
    return (
        finding.path is None,
        finding.path or "",
        -1 if finding.cell is None else finding.cell,
        finding.line or 0,
        finding.column or 0,
        finding.rule.code,
    )


def in_notebook(finding: Finding) -> str:
    """Such as "cell 7, line 2"; empty outside notebooks.

    People count cells from 1, as they do lines (and as ruff does); `Finding.cell` counts from 0.
    """
    if finding.cell is None:
        return ""
    line = "" if finding.line is None else f", line {finding.line}"
    return f"cell {finding.cell + 1}{line}"
