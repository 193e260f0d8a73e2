"""An audit as JSON and as CSV."""

from __future__ import annotations

import io
import json

from ...base.namedtuple import TYPE_CHECKING
from ...report.escape import for_json, for_json_line, for_terminal
from .report import SCHEMA, Row
from .text import total_saving

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from .report import Failure, Report

BLOB_COLUMNS = tuple(Row.__annotations__)
# A spreadsheet takes what begins like this for a formula, and runs it.
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "|", "%")


def as_json(report: Report) -> str:
    """One repository: one object on one line."""
    return _line(report)


def many_as_json(reports: Sequence[Report | Failure]) -> str:
    """Many repositories: one object, with the sums over all."""
    done = [report for report in reports if "clone" in report]
    total = {
        "repositories": len(done),
        "failed": len(reports) - len(done),
        "branches_tags": sum(report["clone"]["branches_tags"] for report in done),
        "all_refs": sum(report["clone"]["all_refs"] for report in done),
        "rewrite": total_saving(done),
    }
    return _line({"schema": SCHEMA, "total": total, "repositories": list(reports)})


def _line(value: object) -> str:
    return for_json_line(json.dumps(_plain(value), ensure_ascii=False))


def _plain(value: object) -> object:
    """The same, with text that any reader of JSON takes."""
    if isinstance(value, str):
        return for_json(value)
    if isinstance(value, dict):
        return {for_json(key): _plain(part) for key, part in value.items()}
    if isinstance(value, list):
        return [_plain(part) for part in value]
    return value


def as_csv(rows: Iterable[Row]) -> Iterator[str]:
    """A line for each blob, below one with the names of the columns."""
    yield _csv(BLOB_COLUMNS)
    for row in rows:
        cells: Mapping[str, object] = row
        yield _csv(cells[column] for column in BLOB_COLUMNS)


def many_as_csv(reports: Iterable[Report | Failure]) -> Iterator[str]:
    """A line for each repository."""
    yield _csv(
        ("repository", "commits", "blobs", "branches_tags", "depth1", "all_refs", "refused", "rewrite", "first_refused",
         "policy_since", "missing", "error")
    )  # fmt: skip
    for report in reports:
        if "error" in report:
            yield _csv((report["repository"], *[""] * 10, report["error"]))
            continue
        clone, policy = report["clone"], report["policy"]
        yield _csv(
            (
                report["repository"],
                report["commits"],
                report["total"]["blobs"],
                clone["branches_tags"],
                clone["depth1"],
                clone["all_refs"],
                policy["refused"]["packed"],
                report["rewrite"]["history"]["clone"],
                policy["refused"]["first"],
                policy["adopted"],
                report["missing"],
                "",
            )
        )


def _csv(cells: Iterable[object]) -> str:
    import csv

    line = io.StringIO()
    csv.writer(line, lineterminator="").writerow([_cell(cell) for cell in cells])
    return line.getvalue()


def _cell(value: object) -> object:
    """Numbers and words as they are; text of others on one line, and never as a formula."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if not isinstance(value, str):
        return value
    shown = for_terminal(value)
    return f"'{shown}" if value.startswith(_FORMULA) else shown
