"""What a finding is known by from one run to the next: nothing in it changes when lines above it come or go."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping

from ..values import TYPE_CHECKING
from .jsonlines import plain

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from ..findings import Finding


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
