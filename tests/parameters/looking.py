"""What the search says of a piece of code, in a form that reads well in a table."""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping

from commitworthy.parameters.find import DEFAULT, FileFindings, SearchOptions, find
from commitworthy.parameters.matches import FoundParameter

INVALID = f"not valid Python {sys.version_info.major}.{sys.version_info.minor}"


def look(code: str, path: str = "src/train.py", options: SearchOptions = DEFAULT) -> FileFindings:
    return find(path, code.encode(), options)


def said(found: tuple[FoundParameter, ...]) -> list[str]:
    """Each finding as `PAR101 n_estimators=500 max_depth=12`."""
    return [
        " ".join([one.rule.code, *(f"{literal.name}={literal.value!r}" for literal in one.literals)]) for one in found
    ]


def notebook(*cells: str | Mapping[str, object], **metadata: object) -> bytes:
    """A notebook whose cells are code, or as they are given."""
    made: list[Mapping[str, object]] = [
        {"cell_type": "code", "metadata": {}, "outputs": [], "execution_count": None, "source": cell}
        if isinstance(cell, str)
        else {"cell_type": "code", "metadata": {}, **cell}
        for cell in cells
    ]
    return json.dumps({"cells": made, "metadata": metadata, "nbformat": 4, "nbformat_minor": 5}).encode()
