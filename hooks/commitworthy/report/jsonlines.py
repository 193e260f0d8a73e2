"""One JSON object a line: the contract with editors, bots and scripts."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping

from ..base.namedtuple import TYPE_CHECKING
from .escape import command, for_json, for_json_line

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from ..base.findings import Finding, Remedy

# Python refuses to write longer integers in decimal; a literal in hexadecimal may well be longer.
_MOST_BITS = 10_000


def render(findings: Iterable[Finding]) -> Iterator[str]:
    """One object for each finding, in the order given; ASCII only, keys always in the same order."""
    for finding in findings:
        yield for_json_line(json.dumps(plain(_record(finding)), allow_nan=False))


def _record(finding: Finding) -> dict[str, object]:
    always: dict[str, object] = {
        "hook": finding.hook,
        "code": finding.rule.code,
        "rule": finding.rule.name,
        "level": finding.level,
        "path": finding.path,
        "cell": finding.cell,
        "line": finding.line,
        "column": finding.column,
        "end_line": finding.end_line,
        "end_column": finding.end_column,
        "message": finding.message,
        "remedies": [_remedy(remedy) for remedy in finding.remedies],
    }
    return always | {key: value for key, value in finding.facts.items() if key not in always}


def _remedy(remedy: Remedy) -> dict[str, object]:
    text = "\n".join((remedy.text, *remedy.lines))
    return {"text": text, "command": command(remedy.steps) if remedy.steps else None}


def plain(value: object) -> object:
    """The value in the terms of JSON: named tuples as objects, what JSON lacks as its text."""
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, int):
        return value if value.bit_length() <= _MOST_BITS else hex(value)
    if isinstance(value, float) and math.isfinite(value):
        return value
    if hasattr(value, "_asdict"):
        value = value._asdict()
    if isinstance(value, Mapping):
        return {for_json(str(key)): plain(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [plain(item) for item in value]
    return for_json(str(value))
