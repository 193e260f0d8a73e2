"""Findings made by hand."""

from __future__ import annotations

from commitworthy.findings import Rule
from commitworthy.parameters.found import Found, Literal

RULE = Rule("PAR101", "hyperparameter", "a hyperparameter as a keyword")


def literal(name: str, value: object, *, secret: bool = False, line: int = 1) -> Literal:
    return Literal(name, value, line, 1, line, 2, secret)


def found(section: str, callee: str = "", /, **values: object) -> Found:
    """One finding with a literal for each name."""
    return Found(RULE, section, callee, "", None, tuple(literal(name, value) for name, value in values.items()))
