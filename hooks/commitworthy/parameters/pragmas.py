"""Comments that accept a finding: `# commitworthy: ignore[rule-name] reason`, and `# commitworthy: ignore-file`."""

from __future__ import annotations

from ..values import NamedTuple

MARK = "commitworthy:"


class Pragma(NamedTuple):
    """One comment, at a line and column from 1.  `rules` are what it accepts, names or codes.

    `problem` is set where it does not say what it must; such a pragma accepts nothing.
    """

    cell: int | None
    line: int
    column: int
    rules: tuple[str, ...]
    reason: str
    whole_file: bool = False
    own_line: bool = False
    problem: str = ""


def pragmas(text: str, rows: list[str], cell: int | None) -> list[Pragma]:
    """Those of a text, whose `rows` are its lines; they count only in comments."""
    if MARK not in text:
        return []
    return [
        _read(cell, line, column, comment, own) for line, column, comment, own in _comments(rows) if MARK in comment
    ]


def _comments(rows: list[str]) -> list[tuple[int, int, str, bool]]:
    """(line, column, comment, whether nothing stands before it); what cannot be read any more ends the list."""
    import tokenize

    lines = iter([row + "\n" for row in rows])
    found = []
    try:
        for token in tokenize.generate_tokens(lambda: next(lines, "")):
            if token.type == tokenize.COMMENT:
                line, offset = token.start
                found.append((line, offset + 1, token.string, not token.line[:offset].strip()))
    except (tokenize.TokenError, SyntaxError):
        pass
    return found


def _read(cell: int | None, line: int, column: int, comment: str, own: bool) -> Pragma:
    said = comment.partition(MARK)[2].strip()
    if said.startswith("ignore-file"):
        return Pragma(cell, line, column, (), said[len("ignore-file") :].strip(), True, own)
    if not said.startswith("ignore["):
        return Pragma(cell, line, column, (), "", False, own, "no rule: write ignore[rule-name]")
    names, closed, reason = said[len("ignore[") :].partition("]")
    rules = tuple(name.strip() for name in names.split(",") if name.strip())
    if not closed or not rules:
        return Pragma(cell, line, column, (), "", False, own, "no rule: write ignore[rule-name]")
    return Pragma(cell, line, column, rules, reason.strip(), False, own)
