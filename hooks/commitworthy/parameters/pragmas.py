"""Comments that accept a finding: `# commitworthy: ignore[rule-name] reason`, and `# commitworthy: ignore-file`."""

from __future__ import annotations

from ..base.namedtuple import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping

    from .judge import RuleMatch

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


# What pragmas and tags take away, and which of them took nothing.


if TYPE_CHECKING:
    Texts = list[tuple[str, list[str], int | None]]


def suppressed(hits: list[RuleMatch], texts: Texts) -> tuple[list[RuleMatch], tuple[Pragma, ...]]:
    """The hits that stay, and the pragmas that took nothing away or have a problem."""
    found = [pragma for text, rows, cell in texts for pragma in pragmas(text, rows, cell)]
    if not found:
        return hits, ()
    used: set[Pragma] = set()
    by_line: dict[tuple[int | None, int], list[Pragma]] = {}
    for pragma in found:
        if not pragma.whole_file:
            by_line.setdefault((pragma.cell, pragma.line), []).append(pragma)
    of_file = [pragma for pragma in found if pragma.whole_file]
    kept = [hit for hit in hits if not _taken(hit, [*of_file, *_near(hit, by_line)], used)]
    return kept, tuple(pragma for pragma in found if pragma not in used)


def _near(hit: RuleMatch, by_line: Mapping[tuple[int | None, int], list[Pragma]]) -> list[Pragma]:
    """Those on the lines that matter: a file may have a hundred thousand of both."""
    node, statement = hit.place.node, hit.place.statement
    lines = {node.lineno, node.lineno - 1, node.end_lineno, statement.lineno, statement.lineno - 1}
    return [pragma for line in lines for pragma in by_line.get((hit.cell, line), ())]


def _taken(hit: RuleMatch, found: list[Pragma], used: set[Pragma]) -> bool:
    takers = [pragma for pragma in found if _takes(pragma, hit)]
    used.update(takers)
    return bool(takers)


def _takes(pragma: Pragma, hit: RuleMatch) -> bool:
    if pragma.whole_file:
        return True
    if pragma.cell != hit.cell or not {hit.rule.rule.name, hit.rule.rule.code} & set(pragma.rules):
        return False
    node, statement = hit.place.node, hit.place.statement
    if pragma.own_line:
        return pragma.line + 1 in (node.lineno, statement.lineno)
    return pragma.line in (statement.lineno, node.lineno, node.end_lineno)
