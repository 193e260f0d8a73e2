"""Explain what a rule means, why it matters, and what to do."""

from __future__ import annotations

import argparse
import os
import sys
import textwrap

from ..base import wording
from ..base.findings import CheckError
from ..base.namedtuple import TYPE_CHECKING
from ..hooks import explanations
from ..policy.parser import Parser
from ..report import text
from ..report.explained import page

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ..base.findings import Explanation

SUMMARY = "Explain what a rule means, why it matters, and what to do."
_WIDTH = 80


def run(words: list[str]) -> int:
    """Print the explanation of each rule named, or the list of all; exit status 0."""
    args = _parser().parse_args(words)
    if args.markdown:
        lines = [line for word in args.rules or _codes() for line in page(_find(word), _hooks(_find(word)))]
    elif args.rules:
        color = text.wants_color("auto", sys.stdout, os.environ)
        lines = [line for word in args.rules for line in _explained(_find(word), color=color)]
    else:
        lines = list(_listed())
    text.write_lines(lines, sys.stdout.buffer)
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = Parser(
        prog="commitworthy explain",
        description=SUMMARY + "  Without a rule, lists all rules.",
        epilog="example: commitworthy explain ART001 not-a-pointer",
    )
    parser.add_argument("rules", nargs="*", metavar="RULE", help="a code or a name, such as ART001 or run-litter")
    parser.add_argument("--markdown", action="store_true", help="print Markdown, as in docs/rules")
    return parser


def _codes() -> list[str]:
    return [explanation.rule.code for explanation in explanations.of_all()]


def _hooks(explanation: Explanation) -> tuple[str, ...]:
    return explanations.of_all()[explanation]


def _find(word: str) -> Explanation:
    found = explanations.find(word)
    if found:
        return found
    known = [name for made in explanations.of_all() for name in (made.rule.code, made.rule.name)]
    near = wording.nearest(word, known)
    meant = f"did you mean {near}?" if near else "commitworthy explain lists all rules"
    raise CheckError(f"no such rule: {word}: {meant}")


def _listed() -> Iterator[str]:
    for explanation in explanations.of_all():
        rule = explanation.rule
        yield f"{rule.code}  {rule.name:<25}{rule.summary}"


def _explained(explanation: Explanation, *, color: bool) -> Iterator[str]:
    rule = explanation.rule
    yield text.painted(f"{rule.code} {rule.name}", color=color)
    yield f"    {rule.summary} ({', '.join(_hooks(explanation))})"
    for title, said in (("What", explanation.what), ("Why", explanation.why), ("What to do", explanation.fix)):
        yield ""
        yield text.painted(title, color=color)
        yield from textwrap.wrap(said, _WIDTH, initial_indent="    ", subsequent_indent="    ", break_on_hyphens=False)
    yield ""
    yield text.painted("Example", color=color)
    yield from (f"    {line}" for line in explanation.example.splitlines())
    yield ""
