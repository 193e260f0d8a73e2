"""Findings made by hand."""

from __future__ import annotations

from commitworthy.base.findings import Rule
from commitworthy.parameters.matches import FoundParameter, Literal

RULE = Rule("PAR101", "hyperparameter", "a hyperparameter as a keyword")


def literal(name: str, value: object, *, secret: bool = False, line: int = 1) -> Literal:
    return Literal(name, value, line, 1, line, 2, secret)


def found(section: str, callee: str = "", /, **values: object) -> FoundParameter:
    """One finding with a literal for each name."""
    return FoundParameter(
        RULE, section, callee, "", None, tuple(literal(name, value) for name, value in values.items())
    )
