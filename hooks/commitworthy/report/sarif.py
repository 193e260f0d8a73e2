"""SARIF 2.1.0, which code scanning services read.  Sections (3.x) are those of the OASIS standard.

A document is whole also without findings: a service takes the absence of a result for its end.
"""

from __future__ import annotations

import json
import os

from ..base import wording
from ..base.findings import WARNING
from ..base.namedtuple import TYPE_CHECKING
from . import documents
from .documents import fingerprints
from .escape import for_json
from .text import in_notebook

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from ..base.findings import Explanation, Finding, Rule
    from .documents import Run

_SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/os/schemas/sarif-schema-2.1.0.json"
_TOP = "TOP"
# 3.27.25: the priority of a result from 0 to 100, by its confidence.
_RANKS = {"certain": 90.0, "likely": 60.0, "possible": 30.0}
# RFC 3986: what a path may hold as it is; all else is written as %NN, byte by byte.
_UNRESERVED = frozenset(b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~/")


def render(run: Run) -> Iterator[str]:
    """The lines of the document."""
    rules = _rules(run)
    numbers = {rule.code: number for number, (rule, _) in enumerate(rules)}
    driver = {
        "name": "commitworthy",
        "semanticVersion": run.version,
        "rules": [_descriptor(rule, explanation) for rule, explanation in rules],
    }
    made: dict[str, object] = {
        "tool": {"driver": driver},
        "invocations": [_invocation(run.problems)],
        "originalUriBaseIds": {_TOP: {"description": {"text": "The top of the repository."}}},
        "columnKind": "unicodeCodePoints",
        "results": [_result(found, mark, numbers) for found, mark in fingerprints(run.findings)],
    }
    yield json.dumps({"$schema": _SCHEMA, "version": "2.1.0", "runs": [made]}, indent=2)


def _rules(run: Run) -> list[tuple[Rule, Explanation | None]]:
    """Every rule there is, and any that a finding has beside."""
    known: dict[str, tuple[Rule, Explanation | None]] = {
        explanation.rule.code: (explanation.rule, explanation) for explanation in run.explanations
    }
    for finding in run.findings:
        known.setdefault(finding.rule.code, (finding.rule, None))
    return [known[code] for code in sorted(known)]


def _descriptor(rule: Rule, explanation: Explanation | None) -> dict[str, object]:
    """3.49: `id` is the code; `name` in the form that services show."""
    made: dict[str, object] = {
        "id": rule.code,
        "name": "".join(word.capitalize() for word in rule.name.split("-")),
        "shortDescription": {"text": _sentence(rule.summary)},
    }
    if explanation:
        made["fullDescription"] = {"text": explanation.why}
        made["help"] = {"text": f"{explanation.what}\n\n{explanation.why}\n\n{explanation.fix}"}
    return made


def _sentence(text: str) -> str:
    return f"{wording.capitalised(text).rstrip('.')}."


def _invocation(problems: Iterable[str]) -> dict[str, object]:
    """3.20: whether the run went well, which has nothing to do with what it found."""
    said = [{"level": "error", "message": {"text": for_json(problem)}} for problem in problems]
    return {"executionSuccessful": not said, "toolExecutionNotifications": said}


def _result(finding: Finding, mark: str, numbers: Mapping[str, int]) -> dict[str, object]:
    made: dict[str, object] = {
        "ruleId": finding.rule.code,
        "ruleIndex": numbers[finding.rule.code],
        "level": "warning" if finding.level == WARNING else "error",
        "message": {"text": for_json(_text(finding))},
        "locations": [_location(finding)],
        # The second is the one that GitHub compares, and would else make from the line's text.
        "partialFingerprints": {"commitworthy/v1": mark, "primaryLocationLineHash": f"{mark[:16]}:1"},
    }
    rank = _RANKS.get(str(finding.facts.get("confidence")))
    return made if rank is None else made | {"rank": rank}


def _text(finding: Finding) -> str:
    place = in_notebook(finding)
    said = f"{place}: {finding.message}" if place else finding.message
    return "\n".join([said, *map(documents.plain_text, finding.remedies)])


def _location(finding: Finding) -> dict[str, object]:
    """3.28; what concerns the whole commit is at the top folder, since services refuse a result without a place."""
    artifact = {"uri": "." if finding.path is None else _uri(finding.path), "uriBaseId": _TOP}
    physical: dict[str, object] = {"artifactLocation": artifact}
    if region := _region(finding):
        physical["region"] = region
    if finding.cell is None:
        return {"physicalLocation": physical}
    return {"physicalLocation": physical, "logicalLocations": [{"name": in_notebook(finding), "kind": "cell"}]}


def _region(finding: Finding) -> dict[str, int]:
    """3.30; a line of a notebook counts within its cell, so there it is the line of the file, where that is known."""
    if finding.cell is not None or finding.line is None:
        line = finding.facts.get("file_line")
        return {"startLine": line} if isinstance(line, int) else {}
    region = {
        "startLine": finding.line,
        "startColumn": finding.column,
        "endLine": finding.end_line,
        "endColumn": finding.end_column if finding.column is not None else None,
    }
    return {key: value for key, value in region.items() if value is not None}


def _uri(path: str) -> str:
    """A relative reference; a first segment with a colon would be a scheme, but here a colon is always escaped."""
    return "".join(chr(byte) if byte in _UNRESERVED else f"%{byte:02X}" for byte in _bytes(path))


def _bytes(path: str) -> bytes:
    try:
        return os.fsencode(path)
    except UnicodeEncodeError:
        return path.encode("utf-8", "surrogatepass")
